"""A fusion centre that reads one report after another, and what it finds out about hulls."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import guardship
from guardship.outcomes.audit_sharing import overread
from guardship.reasons import Reason
from guardship.run.audit import audit
from guardship.run.beliefs import misjudged
from guardship.run.dossiers import mislinked
from guardship.run.run import Run
from guardship.scenario.reading.load import load

from .test_recognition import beliefs, numbers
from .test_sharing import physical

FILE = Path(__file__).parent / "dossiers.yaml"
HUB: dict[str, Any] = {"sharing.topology": "hub", "sharing.hub": "fusion", "sharing.edges.delay": "0 h"}
HOLDERS = ("fusion", "second")
READS: dict[str, Any] = {"capacity": "8 /h", "reads": ["dossiers", "contacts"], "keeps": "6 h"}


@cache
def _sail(seed: int, changes: str) -> Run:
    return guardship.simulate(load(FILE, set=yaml.safe_load(changes)), seed)


def sail(changes: Mapping[str, object], seed: int = 1) -> Run:
    """A run, made once."""
    return _sail(seed, yaml.safe_dump(dict(changes)))


# ---- reading ------------------------------------------------------------------------------------


def test_a_centre_reads_one_report_after_another() -> None:
    run = sail(HUB | {"centres.fusion": READS})
    own = run.messages[run.messages["receiver"] == "fusion"]
    read = own[own["arrived"].notna()].sort_values("arrived")
    assert (read["arrived"].diff().dropna() >= 0.125 - 1e-9).all() and (read["waited"] >= 0.125 - 1e-9).all()
    assert own["reason"].eq("unread").any() and run.summary["sharing"]["dropped"]["unread"] > 0
    mean = read.groupby(read["kind"] == "dossier")["waited"].mean()
    assert mean[True] < mean[False]
    assert run.messages.loc[run.messages["receiver"] != "fusion", "waited"].fillna(0.0).eq(0.0).all()
    assert {check: found for check, found in audit(run).items() if found} == {}


def test_who_reads_too_fast_is_found() -> None:
    messages = sail(HUB | {"centres.fusion": READS}).messages
    assert overread(messages, {"fusion": 0.125}) == []
    assert "reads report" in overread(messages, {"fusion": 0.2})[0]


def test_nothing_is_written_of_desks_where_there_are_none() -> None:
    assert "waited" not in sail(HUB).messages


# ---- linking ------------------------------------------------------------------------------------

LISTS: dict[str, Any] = HUB | {
    "sharing.edges.release": {"contact": 0, "update": 0, "lost": 0, "cleared": 0, "dossier": 1},
    "recognition.dossiers.descriptions.name.links": {"sees": 0.9, "mistakes": 0.02},
}
LINKS: dict[str, Any] = LISTS | {"centres.fusion": {"links": 0.6}}


def test_a_centre_finds_out_which_dossiers_are_of_one_hull() -> None:
    """With a name that is never mistaken: as many links as there are dossiers more than hulls, and all are right."""
    run = sail(LINKS | {"recognition.dossiers.descriptions.name.links": {"sees": 1, "mistakes": 0}})
    hulls = run.dossiers["vessel"]
    assert len(run.links) == len(hulls) - hulls.nunique() > 5
    assert run.links["right"].all() and (run.links["chance"] > 0.999).all()
    assert {check: found for check, found in audit(run).items() if found} == {}


def test_links_reach_ships_and_change_what_they_believe() -> None:
    run = sail(LINKS)
    rows = [row for row in run.beliefs.itertuples() if row.hulls is not None and len(set(row.hulls)) < len(row.hulls)]
    assert rows
    for row in rows:
        of = dict(zip(row.hulls, row.is_of, strict=True))
        assert all(of[hull] == chance for hull, chance in zip(row.hulls, row.is_of, strict=True))
        assert sum(of.values()) <= 1.0 + 1e-12
    assert {check: found for check, found in audit(run).items() if found} == {}
    assert run.messages["kind"].eq("link").any()
    assert beliefs(run) != beliefs(sail(LISTS))


def test_wrong_links_occur_as_often_as_descriptions_agree_by_mistake() -> None:
    """One in 25 pairs of two hulls agrees; what then is likely enough is linked, right or wrong."""
    agree = {"sees": 0.9, "mistakes": 0.04}
    runs = [sail(LINKS | {"recognition.dossiers.descriptions.name.links": agree}, seed) for seed in (1, 2)]
    right = pd.concat(run.links["right"] for run in runs)
    assert right.any() and not right.all()
    agreed = pd.concat(run.trials[run.trials["kind"] == "dossiers_agree"] for run in runs)
    assert set(agreed["p"]) == {0.9, 0.04}
    for p, share in agreed.groupby("p")["happened"].mean().items():
        n = (agreed["p"] == p).sum()
        assert share == pytest.approx(p, abs=3.0 * (p * (1.0 - p) / n) ** 0.5)
    assert not any(found for run in runs for found in audit(run).values())


def test_a_link_that_was_forged_is_found() -> None:
    run = sail(LINKS)
    links, dossiers = run.links, run.dossiers
    assert mislinked(links, dossiers, run.scenario) == []
    vessel = dict(zip(dossiers["dossier"], dossiers["vessel"], strict=True))
    alien = next(n for n in dossiers["dossier"] if vessel[n] != vessel[links["dossier"][0]])
    for column, value, said in (
        ("chance", 0.59, "too weak"),
        ("other", 1, "no such dossiers"),
        ("t", -1.0, "no such dossiers"),
        ("other", alien, "but they are of|no such dossiers"),
    ):
        wrong = links.copy()
        wrong.at[0, column] = value
        assert any(word in "".join(mislinked(wrong, dossiers, run.scenario)) for word in said.split("|"))
    forged = run.beliefs
    k = next(n for n, h in enumerate(forged["hulls"]) if h is not None and len(set(h)) < len(h))
    forged.at[k, "hulls"] = list(forged["dossiers"][k])
    assert misjudged(run.theatre, forged, run.events, run.vessels, dossiers, run.comparisons)


# ---- what must not matter -----------------------------------------------------------------------


def test_a_centre_that_links_nothing_is_as_one_that_does_not_look() -> None:
    """Descriptions that are not compared, a chance that nothing reaches, and links that nobody is told of."""
    plain = sail({key: value for key, value in LISTS.items() if not key.endswith("links")})
    apart = sail(LISTS)
    assert beliefs(apart) == beliefs(plain) and physical(apart) == physical(plain)
    silent = sail(LINKS | {"sharing.edges.release": LISTS["sharing.edges.release"] | {"link": 0}})
    assert len(silent.links) > 5 and not silent.messages[silent.messages["kind"] == "link"]["arrived"].notna().any()
    assert beliefs(silent) == beliefs(plain) and physical(silent) == physical(plain)


def test_who_has_no_ships_moves_nobodys_links() -> None:
    plain, other = sail(LINKS), sail(LINKS | {"nations.zzz": {"informs_ships": "0 s"}})
    assert links(other) == links(plain)
    assert beliefs(other) == beliefs(plain) and physical(other) == physical(plain)


def test_another_centre_finds_what_the_first_has_found() -> None:
    """What is laid side by side agrees or not, whoever does it; and what is linked already is told once."""
    two = {
        f"sharing.channels.{a}_{b}": {"from": a, "to": b, "relays": True, "delay": "0 h"}
        for nation in ("alpha", "bravo", "charlie")
        for a, b in ((nation, "second"), ("second", nation))
    }
    plain, both = sail(LINKS), sail(LINKS | two | {"centres.second": {"links": 0.6}})
    assert beliefs(both) == beliefs(plain)
    found = both.links
    first, second = ({*map(tuple, found.loc[found["holder"] == h, ["dossier", "other"]].to_numpy())} for h in HOLDERS)
    assert first == second == {*map(tuple, plain.links[["dossier", "other"]].to_numpy())}


# ---- what agents may not learn ------------------------------------------------------------------


def test_links_go_to_those_alone_who_know_both_dossiers() -> None:
    release = LISTS["sharing.edges.release"] | {"dossier": 0.6}
    run = sail(LINKS | {"sharing.edges.release": release})
    known: set[tuple[int, int]] = set()
    told = 0
    for m in run.model.post.network.messages:
        if m.released and m.report.dossier is not None:
            known.add((m.edge.receiver, m.report.dossier.name))
        elif m.released and m.report.link is not None:
            assert {(m.edge.receiver, m.report.link.one), (m.edge.receiver, m.report.link.other)} <= known
            told += 1
    assert told and any(m.report.link and m.reason is Reason.NOT_RELEASED for m in run.model.post.network.messages)
    assert {check: found for check, found in audit(run).items() if found} == {}


def test_nothing_that_a_link_says_names_a_hull() -> None:
    run = sail(LINKS)
    ocean, names = run.model.ocean, run.model.crew.names
    secret = {ocean.id(row) for row, name in enumerate(names) if name.startswith(("dhows", "runners"))}
    secret |= {one - (1 << 64) for one in secret} | {one + (1 << 64) for one in secret}
    told = {n for m in run.model.post.network.messages if m.report.link for n in numbers(m.report)}
    assert told and {n for n in told & secret if abs(n) > 1 << 20} == set()


def links(run: Run) -> list[tuple[object, ...]]:
    """What was found, without numbers of reports."""
    return [*run.links[["t", "dossier", "other", "chance", "right"]].itertuples(index=False, name=None)]

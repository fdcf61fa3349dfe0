"""Dossiers in the running model: who learns of them, what must not matter, and what agents may not learn."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from pandas import DataFrame

import guardship
from guardship.build import recognition
from guardship.intelligence import Kind
from guardship.run.audit import audit
from guardship.run.beliefs import misjudged
from guardship.run.run import Run
from guardship.scenario.reading.load import load

from .test_recognition import beliefs, numbers
from .test_sharing import physical

FILE = Path(__file__).parent / "dossiers.yaml"
MESH: dict[str, Any] = {"sharing.topology": "mesh", "sharing.edges.delay": "0 h"}
NOTHING_ELSE: dict[str, Any] = {
    "contact": 0, "update": 0, "lost": 0, "cleared": 0, "negative_search": 0, "tip": 0, "dossier": 1
}  # fmt: skip
KEPT = "recognition.dossiers"
ALPHA, BRAVO = range(2)


@cache
def _sail(seed: int, changes: str) -> Run:
    return guardship.simulate(load(FILE, set=yaml.safe_load(changes)), seed)


def sail(changes: Mapping[str, object], seed: int = 1) -> Run:
    """A run, made once."""
    return _sail(seed, yaml.safe_dump(dict(changes)))


def told(run: Run, holder: int) -> int:
    """How many dossiers a command has been told of."""
    return sum(e.kind == "listed" and e.holder == holder for e in run.model.journal.log.entries)


def test_there_is_something_to_test() -> None:
    run = sail(MESH)
    assert {"wanted", "harmless"} <= set(run.dossiers["repute"])
    fits = run.trials[run.trials["kind"] == "hull_recognised"]
    assert fits["happened"].any() and not fits["happened"].all()
    assert min(told(run, ALPHA), told(run, BRAVO)) > 5
    assert max(max(chances, default=0.0) for chances in run.beliefs["is_of"].dropna()) > 0.5
    assert {check: found for check, found in audit(run).items() if found} == {}


def misjudged_with(beliefs: DataFrame, comparisons: DataFrame) -> list[str]:
    """What the audit says of the run when some tables are others."""
    run = sail(MESH)
    return misjudged(run.theatre, beliefs, run.events, run.vessels, run.dossiers, comparisons)


def test_what_was_forged_about_who_a_contact_is_is_found() -> None:
    """P(D) that is another than the comparisons say, and comparisons that there were not."""
    run = sail(MESH)
    beliefs, comparisons = run.beliefs, run.comparisons
    assert misjudged_with(beliefs, comparisons) == []
    row = next(k for k, one in enumerate(beliefs["compared"]) if one is not None and len(one))
    compared, of = beliefs["compared"][row], beliefs["is_of"][row]
    wrong = beliefs.copy()
    wrong.at[row, "is_of"] = [p + 1e-6 * (k == 0) for k, p in enumerate(of)]
    assert "what was compared says" in misjudged_with(wrong, comparisons)[0]
    flipped = comparisons.copy()
    flipped.at[compared[0], "fits"] = not comparisons["fits"][compared[0]]
    assert "what was compared says" in "".join(misjudged_with(beliefs, flipped))
    for column, value, said in (
        ("ring", 3, "is of another look"),
        ("dossier", 7, "there is no such dossier"),
    ):
        other = comparisons.copy()
        other.at[compared[0], column] = value
        assert said in "".join(misjudged_with(beliefs, other)[:1])


def test_a_belief_rests_on_comparisons_of_its_own_looks() -> None:
    run = sail(MESH)
    beliefs, comparisons = run.beliefs, run.comparisons
    rows = [row for row in beliefs.itertuples() if row.compared is not None and len(row.compared)]
    assert rows and not comparisons.duplicated(["look", "dossier"]).any()
    for row in rows:
        assert set(comparisons["look"][row.compared]) <= set(row.rests_on)
        assert set(comparisons["dossier"][row.compared]) <= set(row.dossiers)
    other = beliefs.copy()
    other["compared"] = other["compared"].astype(object)
    k = rows[0].Index
    alien = next(n for n, look in enumerate(comparisons["look"]) if look not in set(rows[0].rests_on))
    other.at[k, "compared"] = [*rows[0].compared, alien]
    assert misjudged_with(other, comparisons)


def test_a_dossier_is_no_track() -> None:
    run = sail(MESH)
    end = run.model.time
    for name, command in zip(("alpha", "bravo"), run.model.roster.commands, strict=False):
        kept = {track.id for track in command.picture.tracks(end)}
        assert set(run.picture(name, end)["track"]) == kept


# ---- what must not matter -----------------------------------------------------------------------


def test_where_nobody_writes_any_it_is_as_if_nobody_kept_any() -> None:
    off, none = sail({KEPT: None}), sail({f"{KEPT}.visits": None})
    assert beliefs(none) == beliefs(off)
    assert physical(none) == physical(off)
    assert off.summary | {"scenario": ""} == none.summary | {"scenario": ""}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_dossier_that_never_arrives_equals_none(seed: int) -> None:
    way = {"from": "bravo", "to": "alpha", "release": NOTHING_ELSE}
    alone = sail({}, seed)
    late = sail({"sharing.channels": {"x": way | {"delay": "unlimited"}}}, seed)
    there = sail({"sharing.channels": {"x": way | {"delay": "0 h"}}}, seed)
    assert beliefs(late) == beliefs(alone) and physical(late) == physical(alone)
    assert told(there, ALPHA) > told(alone, ALPHA)
    assert beliefs(there) != beliefs(alone)


def test_one_that_is_withheld_or_has_expired_equals_none() -> None:
    way = {"from": "bravo", "to": "alpha", "delay": "1 h"}
    withheld = sail({"sharing.channels": {"x": way | {"release": {**NOTHING_ELSE, "dossier": 0}}}})
    nameless = sail({"sharing.channels": {"x": way | {"release": NOTHING_ELSE, "fields": {"identity": 0}}}})
    for run in (withheld, nameless):
        assert beliefs(run) == beliefs(sail({})) and physical(run) == physical(sail({}))
        assert {
            m.reason
            for m in run.model.post.network.messages
            if m.report.kind is Kind.DOSSIER and m.edge.sender != m.edge.receiver
        } != {None}
    short = {f"{KEPT}.visits.lasts": "1 s", f"{KEPT}.reopens": False}
    assert physical(sail(short)) == physical(sail({f"{KEPT}.visits": None, f"{KEPT}.reopens": False}))


@pytest.mark.parametrize("changes", [{"nations.aaa": {}}, {"nations.zzz": {"informs_ships": "0 s"}}])
def test_who_has_no_ships_moves_nobodys_luck(changes: dict[str, object]) -> None:
    plain, other = sail(MESH), sail(MESH | changes)
    assert beliefs(other) == beliefs(plain)
    assert physical(other) == physical(plain)


def test_by_three_ways_it_counts_once() -> None:
    """A mesh of three, and a hub on top that tells the same again."""
    hub = {
        f"sharing.channels.{a}_{b}": {"from": a, "to": b, "relays": True, "delay": "0 h"}
        for nation in ("alpha", "bravo", "charlie")
        for a, b in ((nation, "fusion"), ("fusion", nation))
    }
    assert beliefs(sail(MESH | hub)) == beliefs(sail(MESH))
    assert told(sail(MESH | hub), BRAVO) == told(sail(MESH), BRAVO)


@pytest.mark.parametrize("plots", [{}, {"recognition.clearances": {"fix": "1 nm", "drift": "5 kn", "gate": "10 nm"}}])
def test_two_navies_that_tell_each_other_all_at_once_are_one(plots: dict[str, Any]) -> None:
    common: dict[str, Any] = {f"nations.{name}.informs_ships": "0 s" for name in ("alpha", "bravo", "charlie")}
    common |= {"groups.pickets": None, "groups.watchers": None, "tasking": {"mode": "unified", "command": "alpha"}}
    half = {"type": "cutter", "count": 1, "nation": "alpha", "hold": {"at": ["110 nm", "150 nm"]}}
    other = half | {"hold": {"at": ["190 nm", "150 nm"]}}
    runs = []
    for nation in ("alpha", "bravo"):
        groups: dict[str, Any] = {
            "groups.cutters": None,
            "groups.left": half,
            "groups.right": other | {"nation": nation},
        }
        runs.append(sail(common | MESH | groups | plots))
    one, two = runs
    assert len(one.dossiers) > 3
    assert beliefs(one) == beliefs(two)
    assert [one.dossiers[name].tolist() for name in ("dossier", "t")] == [
        two.dossiers[name].tolist() for name in ("dossier", "t")
    ]


def test_two_visits_to_one_hull_are_two_dossiers() -> None:
    """An equal name would say that the hull is the same, which nobody who has written it knows."""
    written = sail(MESH).dossiers
    assert written["dossier"].is_unique
    assert not written["vessel"].is_unique


# ---- what agents may not learn ------------------------------------------------------------------


def compared(run: Run) -> list[tuple[int, int]]:
    """Who was told, and of which dossier, for each comparison that another holder was told of."""
    between = (m for m in run.model.post.network.messages if not m.edge.own and m.released)
    return [(m.edge.receiver, c.dossier) for m in between for one in m.report.observations for c in one.compared]


def listed(run: Run) -> set[tuple[int, int]]:
    """Who was let know of which dossier."""
    messages = run.model.post.network.messages
    return {(m.edge.receiver, m.report.dossier.name) for m in messages if m.released and m.report.dossier is not None}


def test_comparisons_tell_nobody_of_a_dossier_that_is_kept_from_him() -> None:
    """With looks released and dossiers withheld partners hear of no dossier; half released, of those alone."""
    for share in (0, 0.5, 1):
        run = sail(MESH | {"sharing.edges.release": {"contact": 1, "dossier": share}})
        assert any(one.looks for m in run.model.post.network.messages for one in m.report.observations)
        assert set(compared(run)) <= listed(run)
        assert bool(compared(run)) == (share > 0)
        assert {check: found for check, found in audit(run).items() if found} == {}


def test_a_hull_that_is_not_described_is_compared_by_nobody() -> None:
    way = {"from": "bravo", "to": "alpha", "release": NOTHING_ELSE, "delay": "0 h"}
    bare = sail({"sharing.channels": {"x": way | {"fields": {"description": 0}}}})
    whole, alone = sail({"sharing.channels": {"x": way}}), sail({})
    own = [len(run.comparisons) for run in (alone, bare, whole)]
    assert told(bare, ALPHA) == told(whole, ALPHA) > told(alone, ALPHA)
    assert own[0] <= own[1] < own[2]
    assert {check: found for check, found in audit(bare).items() if found} == {}


def test_nothing_that_is_reported_names_a_hull() -> None:
    run = sail(MESH)
    ocean, names = run.model.ocean, run.model.crew.names
    secret = {ocean.id(row) for row, name in enumerate(names) if name.startswith(("dhows", "runners"))}
    secret |= {int(t["entity"]) for t in ocean.trials()} | {int(key) for key in ocean.sea.pairs["key"]}
    secret |= {one - (1 << 64) for one in secret} | {one + (1 << 64) for one in secret}
    told = {n for m in run.model.post.network.messages if m.report.dossier for n in numbers(m.report.dossier)}
    assert told and {n for n in told & secret if abs(n) > 1 << 20} == set()


def test_first_looks_that_change_nothing_are_not_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor with dossiers: what the core passes by itself a unit would pass too."""
    changes = {**MESH, "recognition.thresholds": {"passes": 0.16, "closes": 0.25, "asks": 0.25, "boards": 0.4}}
    short = sail(changes)
    monkeypatch.setattr(recognition, "_bar", lambda *_: -np.inf)
    long = guardship.simulate(load(FILE, set=changes), 1)
    assert all(short.table(name).equals(long.table(name)) for name in ("events", "reports", "legs", "ledger"))
    assert long.model.work()["decisions"] > short.model.work()["decisions"]


# ---- corrections --------------------------------------------------------------------------------

CORRECTED: dict[str, Any] = {f"{KEPT}.corrections": {"finds": 0.9}}
BLURRED: dict[str, Any] = {  # dossiers fit others often, so that innocents are taken for who is wanted
    f"{KEPT}.descriptions.name.seen": {"optical": [{"sees": 0.9, "mistakes": 0.2}]}, f"{KEPT}.alike": {"dhow": 2},
    f"{KEPT}.visits.harmless": None,
}  # fmt: skip


def test_where_no_hull_is_taken_for_any_nothing_is_corrected() -> None:
    never: dict[str, Any] = {f"{KEPT}.names": 1.0}
    with_it, without = sail(MESH | never | CORRECTED), sail(MESH | never)
    assert beliefs(with_it) == beliefs(without) and physical(with_it) == physical(without)


def test_a_correction_goes_where_its_dossier_went() -> None:
    run = sail(MESH | CORRECTED | BLURRED)
    written = run.dossiers
    corrected = written[written["version"] > 0]
    assert len(corrected) > 2 and {"correction"} == set(corrected["about"])
    first = written.drop_duplicates("dossier").set_index("dossier")
    for row in corrected.itertuples():
        assert row.harmless > first.loc[row.dossier, "harmless"]
    ends: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for m in run.model.post.network.messages:
        if m.report.dossier is not None and m.edge.sender != m.edge.receiver and m.arrived is not None:
            name = m.report.dossier.name, m.report.dossier.version
            ends.setdefault(name, set()).add((m.edge.sender, m.edge.receiver))
    assert all(ends[name, version] == ends[name, 0] for name, version in ends if version > 0)
    used = {v for versions in run.beliefs["versions"].dropna() for v in versions}
    assert max(used) > 0
    assert {check: found for check, found in audit(run).items() if found} == {}


def test_nobody_corrects_what_others_have_told() -> None:
    run = sail(MESH | CORRECTED | BLURRED)
    first: dict[int, int] = {}
    for report, _ in run.model.post.reports:
        if report.dossier is not None:
            assert report.origin == first.setdefault(report.dossier.name, report.origin)

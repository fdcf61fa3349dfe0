"""What navies have passed, in the running model: who is taken for it, what is noted of it, and what ends it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import guardship
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.table import written_of
from guardship.scenario.reading.load import load

from .test_recognition import beliefs, numbers
from .test_sharing import physical
from .worlds import TINY

FILE = Path(__file__).parent / "dossiers.yaml"
MESH: dict[str, Any] = {"sharing.topology": "mesh", "sharing.edges.delay": "0 h"}
KEPT = "recognition.dossiers"
PLOTS: dict[str, Any] = {"recognition.clearances": {"fix": "1 nm", "drift": "5 kn", "gate": "10 nm"}}
NOTED: dict[str, Any] = PLOTS | {
    "recognition.clearances.noted": {"optical": [0.3, 0.8]},
    f"{KEPT}.passes": {"describes": "name", "harmless": 0.98, "lasts": "10 d"},
}


@cache
def _sail(changes: str) -> Run:
    return guardship.simulate(load(FILE, set=yaml.safe_load(changes)), 1)


def sail(changes: Mapping[str, object]) -> Run:
    """A run, made once."""
    return _sail(yaml.safe_dump(dict(changes)))


# ---- plots ---------------------------------------------------------------------------------------


def test_some_of_those_that_are_taken_for_others_are_guilty() -> None:
    run = sail(PLOTS)
    found, role = run.clearances, run.vessels.set_index("vessel")["role"]
    taken = found[found["goes_to"].notna()]
    assert set(taken["offender"]) == {True, False}
    assert (taken["goes_to"].map(role).isin(["smuggler", "pirate"]) == taken["offender"]).all()
    assert (found["t"] < found["until"]).all() and found["t"].is_monotonic_increasing
    assert {check: what for check, what in audit(run).items() if what} == {}


@pytest.mark.parametrize(
    "sure",
    [
        {"recognition.clearances.fix": "0 nm", "recognition.clearances.drift": "0 kn"},
        {"hulls.dhow.look_alikes": 0},
        {"recognition.clearances.noted": {"optical": [1]}},
    ],
)
def test_without_error_it_is_the_rule_without_plots(sure: dict[str, object]) -> None:
    alike = {key: value for key, value in sure.items() if key.startswith("hulls")}
    plain, run = sail(alike), sail(PLOTS | sure)
    assert len(run.clearances) == 0
    assert physical(run) == physical(plain) and beliefs(run) == beliefs(plain)


def test_it_needs_no_signs() -> None:
    """Looks that say a label alone: with no error as without the section."""
    plain = guardship.simulate(load(TINY), 1)
    plots = {"recognition.clearances": {"fix": "0 nm", "drift": "0 kn", "gate": "10 nm"}}
    sure = guardship.simulate(load(TINY, set=plots), 1)
    assert sure.events.equals(plain.events)
    assert "clearances" not in {*written_of(Run, plain.scenario)}
    lost = guardship.simulate(load(TINY, set=PLOTS), 1).clearances
    assert len(lost) > 0


# ---- names that are noted ------------------------------------------------------------------------


def passes(run: Run) -> Any:
    """The dossiers of what was passed with its name."""
    return run.dossiers[run.dossiers["about"] == "pass"]


def test_a_name_that_is_noted_makes_a_white_list() -> None:
    run = sail(NOTED)
    made, seen = passes(run), run.events[run.events["kind"] == "contact_cleared"]
    assert len(made) > 10 and set(made["repute"]) == {"harmless"} and (made["harmless"] == 0.98).all()
    cleared = set(zip(seen["t"], seen["actor"], seen["object"], strict=True))
    assert set(zip(made["t"], made["by"], made["vessel"], strict=True)) <= cleared
    assert {check: what for check, what in audit(run).items() if what} == {}
    known = [who for who in run.beliefs["dossiers"].dropna() if set(who) & set(made["dossier"])]
    assert known


def test_a_name_is_one_entry_whoever_reads_it() -> None:
    made = passes(sail(NOTED))
    assert (made.groupby("dossier")["vessel"].nunique() == 1).all()
    assert made["dossier"].nunique() < len(made)
    assert not made.duplicated(["dossier", "version"]).any()
    assert (made.groupby("dossier")["version"].diff().dropna() > 0).all()


def test_it_is_shared_or_withheld_and_expires() -> None:
    def told(run: Run) -> int:
        own = set(passes(run)["dossier"])
        sent = [m for m in run.model.post.network.messages if m.reason is None and m.edge.sender != m.edge.receiver]
        return sum(m.report.dossier is not None and m.report.dossier.name in own for m in sent)

    kinds = {"contact": 0, "update": 0, "lost": 0, "cleared": 0, "negative_search": 0, "tip": 0}
    lists, nothing = ({"sharing.edges.release": kinds | {"dossier": share}} for share in (1, 0))
    assert told(sail(NOTED | MESH | lists)) > 0 == told(sail(NOTED | MESH | nothing))
    short, none = NOTED | {f"{KEPT}.passes.lasts": "1 s"}, NOTED.copy()
    del none[f"{KEPT}.passes"]
    assert len(passes(sail(short))) > 10 and len(passes(sail(none))) == 0
    assert beliefs(sail(NOTED)) != beliefs(sail(none))
    assert physical(sail(short)) == physical(sail(none))


def test_a_name_may_be_read_wrongly() -> None:
    """It is that of the nearest that looks so, who may be guilty."""
    made = passes(sail(NOTED | {f"{KEPT}.passes.misread": 1}))
    right = passes(sail(NOTED))
    first = right.iloc[0]
    assert made.iloc[0]["t"] == first["t"] and made.iloc[0]["vessel"] != first["vessel"]
    assert set(made["hull"]) == {"dhow"}
    assert made["vessel"].str.startswith("runners").any()
    half = sail(NOTED | {f"{KEPT}.passes.misread": 0.5}).trials
    read = half[half["kind"] == "name_misread"]["happened"]
    assert read.any() and not read.all()


def test_nothing_that_is_noted_tells_who_it_is() -> None:
    run = sail(NOTED | MESH)
    ocean = run.model.ocean
    secret = {ocean.id(row) for row in range(len(ocean.fleet))} | {int(key) for key in ocean.sea.pairs["key"]}
    secret |= {one - (1 << 64) for one in secret}
    told = {n for m in run.model.post.network.messages if m.report.dossier for n in numbers(m.report.dossier)}
    assert told and {n for n in told & secret if abs(n) > 1 << 20} == set()


# ---- searches ------------------------------------------------------------------------------------


def test_a_hull_that_was_searched_in_vain_is_not_looked_for_when_another_is_wanted() -> None:
    """By that nation, as long as its clearances last; what was merely passed is."""
    run = sail({})
    events, nation = run.events, run.vessels.set_index("vessel")["nation"]
    gained = events[events["kind"] == "contact_gained"]
    searched = events[(events["kind"] == "boarding_done") & (events["reason"] == "nothing_found")]
    wanted = run.dossiers[run.dossiers["repute"] == "wanted"]
    alarmed = 0
    for one in searched.itertuples():
        own = nation[one.actor]
        end = one.t + run.scenario.nations[own].clearances_last
        alarmed += (wanted["t"].between(one.t, end) & (wanted["by"].map(nation) == own)).any()
        met = gained[(gained["object"] == one.object) & (gained["actor"].map(nation) == own)]
        assert not ((met["t"] > one.t) & (met["t"] < end - 1e-9)).any()
    assert alarmed > 0

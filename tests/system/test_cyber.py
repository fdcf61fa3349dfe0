"""Attacks on the network in whole runs: each effect does what it says, and nothing outside its time."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from guardship.core.kernels.polygon import point_in_polygon
from guardship.intelligence import Kind
from guardship.outcomes.log import Entry
from guardship.reasons import Reason
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

from .worlds import SCENARIOS, TINY, made_once

FILE = Path(__file__).parent / "sharing.yaml"
MESH = {"sharing.topology": "mesh"}
WEST = {"polygon": [["0 nm", "0 nm"], ["90 nm", "0 nm"], ["90 nm", "120 nm"], ["0 nm", "120 nm"]]}
EAST = {"polygon": [["110 nm", "0 nm"], ["200 nm", "0 nm"], ["200 nm", "120 nm"], ["110 nm", "120 nm"]]}
SEEDS = range(6)


@made_once
def sail(seed: int = 1, attack: dict[str, Any] | None = None, **more: Any) -> Run:
    """Three nations that share, and perhaps an attack from the second to the fourth day."""
    given = {} if attack is None else {"cyber": {"x": {"at": "2 d", "for": "2 d", **attack}}}
    return simulate(load(FILE, set={**MESH, **given, **more}), seed)


def deeds(made: Run) -> list[Entry]:
    """The log without the lines that say that there is an attack."""
    return [e._replace(after=0) for e in made.model.journal.log.entries if not e.kind.startswith("cyber")]


def early(made: Run, until: float) -> list[Entry]:
    return [e for e in made.model.journal.log.entries if e.time < until]


def arrivals(made: Run, sender: str, receiver: str) -> list[tuple[float, float]]:
    names = [command.name for command in made.model.roster.commands]
    ends = names.index(sender), names.index(receiver)
    own = [m for m in made.model.post.network.messages if (m.edge.sender, m.edge.receiver) == ends]
    return [(m.sent, m.arrived) for m in own if m.arrived is not None]


EFFECTS: dict[str, dict[str, Any]] = {
    "waits": {"edges": ["alpha"], "outage": "waits"},
    "lost": {"edges": [{"from": "alpha", "to": "bravo"}], "outage": "lost"},
    "delay": {"edges": ["bravo"], "delay": "6 h"},
    "spoofed": {"spoofed": {"rate": "0.2 /h", "of": "bravo", "in": "west", "hull": "dhow"}},
    "decoys": {"decoys": {"rate": "2 /d", "in": "west"}},
    "compromise": {"compromise": {"nations": ["alpha"], "lasts": "1 d"}},
}


@pytest.mark.parametrize("effect", EFFECTS)
def test_nothing_before_it_and_a_clean_run(effect: str) -> None:
    quiet, hit = sail(), sail(attack=EFFECTS[effect])
    assert early(hit, 48.0) == early(quiet, 48.0) and len(early(quiet, 48.0)) > 50
    assert (deeds(hit) == deeds(quiet)) == (effect == "compromise")  # dhows are nobody's spies
    assert {check: found for check, found in audit(hit).items() if found} == {}


@pytest.mark.parametrize(
    ("effect", "hit"),
    [
        ("lost", ["alpha", "bravo"]),
        ("spoofed", ["bravo"]),
        ("decoys", [""]),
        ("compromise", ["alpha"]),
    ],
)
def test_the_log_says_when_it_begins_and_ends_and_on_whom(effect: str, hit: list[str]) -> None:
    made = sail(attack=EFFECTS[effect])
    names = [*(command.name for command in made.model.roster.commands), ""]
    lines = [(e.time, e.kind, names[e.holder]) for e in made.model.journal.log.entries if e.kind.startswith("cyber")]
    assert lines == [(48.0, "cyber_begun", one) for one in hit] + [(96.0, "cyber_ended", one) for one in hit]


def test_an_outage_shuts_what_it_hits_and_nothing_else() -> None:
    hit = sail(attack=EFFECTS["lost"])
    assert not any(48.0 <= t < 96.0 for _, t in arrivals(hit, "alpha", "bravo"))
    assert any(48.0 <= t < 96.0 for _, t in arrivals(hit, "alpha", "charlie"))
    assert hit.model.post.network.dropped[Reason.LINK_DOWN] > 20
    waits = sail(attack=EFFECTS["waits"])
    for receiver in ("bravo", "charlie"):
        times = [t for _, t in arrivals(waits, "alpha", receiver)]
        assert not any(48.0 <= t < 96.0 for t in times) and times.count(96.0) > 20


def test_an_outage_stops_clearances_that_are_shared() -> None:
    """While its channels are shut no clearance of a nation reaches another; before and afterwards they do."""
    model = sail(attack=EFFECTS["lost"]).model
    assert model.ocean.sea.relay[0, 0, 1] > 0.0
    again = simulate(
        load(FILE, set={**MESH, "time.measure": "3 d", "cyber": {"x": {"at": "2 d", "for": "2 d", **EFFECTS["lost"]}}}),
        1,
    )
    relay = again.model.ocean.sea.relay[0]
    assert relay[0, 1] == 0.0 and relay[0, 2] > 0.0 and relay[1, 0] > 0.0


def test_a_delay_is_added_in_its_time() -> None:
    for ends, slow in (("alpha", "bravo"), 6.5), (("bravo", "alpha"), 6.5), (("alpha", "charlie"), 0.5):
        for sent, arrived in arrivals(sail(attack=EFFECTS["delay"]), *ends):
            assert arrived - sent == pytest.approx(slow if 48.0 <= sent < 96.0 else 0.5)


def test_spoofed_reports_come_from_nowhere_and_cost_time() -> None:
    number, spent = 0, 0.0
    for seed in SEEDS:
        hit = sail(seed, EFFECTS["spoofed"])
        ring, lies = hit.theatre.ring("west"), [e for e in hit.model.journal.log.entries if e.kind == "spoofed"]
        assert all(48.0 <= e.time < 96.0 and e.reason == Reason.MADE_UP for e in lies)
        for e in lies:
            report, row = hit.model.post.reports[e.report - 1]
            assert row == -1 and report.kind is Kind.CONTACT and report.origin == 1
            assert point_in_polygon(ring, report.observations[0].x, report.observations[0].y)
        said = hit.summary["measures"]["spoofed_reports"]
        assert said["value"] == len(lies)
        number, spent = number + len(lies), spent + said["unit_h"]
    mean = len(SEEDS) * 48.0 * 0.2
    assert abs(number - mean) < 4 * mean**0.5
    assert spent > 5.0 * len(SEEDS)


def test_decoys_are_heard_by_everybody_and_nobody_is_there() -> None:
    cost = 0.0
    for seed in SEEDS:
        hit = sail(seed, EFFECTS["decoys"], **{"types.cutter.responds": {"within": "300 nm"}})
        calls = {e.report for e in hit.model.journal.log.entries if e.kind == "decoy"}
        heard = Counter(e.report for e in hit.model.journal.log.entries if e.kind == "taken" and e.report in calls)
        assert set(heard.values()) <= {3}  # alpha, bravo and charlie
        came = [e for e in hit.model.journal.log.entries if e.kind == "on_scene" and e.report in calls]
        cost += hit.summary["measures"]["decoy_calls"]["unit_h"] if calls else 0.0
        assert all(e.contact == 0 for e in came)
        assert "response" in hit.summary["measures"] and hit.summary["measures"]["response"]["n"] == 0
    assert cost > 10.0


@made_once
def hunts(seed: int, attack: dict[str, Any] | None) -> Run:
    """Frigates in the west, and pirates who may hunt west or east and think the same of both."""
    expects = {name: {"prey": "5 /d"} for name in ("west", "east")}
    choice = {"reward": 1, "risk": 1, "rationality": 4, "expects": expects, "trust": "1000 d"}
    given = {
        "geometry.west": WEST,
        "geometry.east": EAST,
        "groups.frigates.beats": None,
        "groups.frigates.roam": {"in": "west"},
        "groups.pirates.hunts.in": ["west", "east"],
        "groups.pirates.hunts.choice": choice,
        "types.pirate_group.endurance": "18 h",
    }
    return simulate(load(TINY, set=given | ({} if attack is None else {"cyber": {"x": attack}})), seed)


def test_who_knows_where_patrols_are_hunts_elsewhere() -> None:
    known = {"at": "0 h", "for": "2 d", "compromise": {"nations": ["coalition"]}}

    def grounds(made: Run, begin: float, end: float) -> Counter[int]:
        return Counter(e.place for e in made.model.journal.log.entries if e.kind == "ground" and begin <= e.time < end)

    blind, told, after = Counter[int](), Counter[int](), Counter[int]()
    for seed in range(20):
        blind += grounds(hunts(seed, None), 0.0, 48.0)
        told += grounds(hunts(seed, known), 0.0, 48.0)
        after += grounds(hunts(seed, known), 48.0, 96.0)
    west = hunts(0, None).theatre.area_names.index("west")
    assert blind.total() > 30
    assert told[west] / told.total() < 0.1 < 0.3 < blind[west] / blind.total()
    assert after[west] / after.total() > 0.3


@pytest.mark.parametrize(("key", "offence"), [("drug_dhow.on_patrol", "drugs"), ("raiders", "attack")])
def test_who_knows_of_a_patrol_near_his_way_stays_ashore(key: str, offence: str) -> None:
    leak = {"x": {"at": "0 h", "for": "4 d", "compromise": {"nations": ["coalition"]}}}
    given = {f"types.{key}.avoids": "30 nm"}
    put_off = 0
    for seed in range(3):
        free = simulate(load(SCENARIOS / "smuggling.yaml", set=given), seed)
        wary = simulate(load(SCENARIOS / "smuggling.yaml", set={**given, "cyber": leak}), seed)
        bold = simulate(load(SCENARIOS / "smuggling.yaml", set={"cyber": leak}), seed)
        assert deeds(free) == deeds(bold)
        stayed = [v for v in wary.model.voyages.books.voyages if v.cause is Reason.PATROLS_KNOWN]
        assert all(v.planned < 96.0 and v.offence == offence for v in stayed)
        put_off += len(stayed)
        assert {check: found for check, found in audit(wary).items() if found} == {}
    assert put_off > 5


def test_the_timeline_begins_an_attack() -> None:
    own = sail(attack=EFFECTS["spoofed"])
    attack = {"for": "2 d", **EFFECTS["spoofed"]}
    later = simulate(load(FILE, set={**MESH, "cyber": {"x": attack}, "timeline": [{"at": "2 d", "cyber": "x"}]}), 1)
    assert later.model.journal.log.entries == own.model.journal.log.entries


def test_more_lies_are_the_same_and_more() -> None:
    def lies(rate: str) -> set[tuple[float, ...]]:
        made = sail(attack={"spoofed": {"rate": rate, "of": "bravo", "in": "west"}})
        return {(e.time,) for e in made.model.journal.log.entries if e.kind == "spoofed"}

    assert lies("0.1 /h") < lies("0.5 /h")


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        ({}, "came an attack without effect"),
        ({"edges": ["alpha"]}, "came an attack without effect"),
        ({"outage": "lost"}, "wanted `edges` together with"),
        ({"edges": ["alhpa"], "delay": "1 h"}, "did you mean 'alpha'"),
        ({"decoys": {"rate": "1 /d", "in": "wets"}}, "did you mean 'west'"),
        ({"compromise": {"nations": ["fusion"]}}, "unknown nation 'fusion'"),
    ],
)
def test_what_is_refused(attack: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        sail(attack=attack)

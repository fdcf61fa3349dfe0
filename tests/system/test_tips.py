"""Tips in whole runs: how often, how early, how far off, how false; what is done about them and what that brings."""

from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any

import pytest

from guardship.intelligence import Kind
from guardship.intelligence.tips import along
from guardship.outcomes.log import Entry
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

from .worlds import SCENARIOS, files

FILE = SCENARIOS / "tips.yaml"
SEEDS = range(12)


RUNS: dict[tuple[int, str], Run] = {}


def run(seed: int = 0, **changes: Any) -> Run:
    """A run, made once; the names of what is changed have `__` for dots, the source is `tips__harbour`."""
    key = seed, repr(changes)
    if key not in RUNS:
        RUNS[key] = simulate(load(FILE, set={name.replace("__", "."): value for name, value in changes.items()}), seed)
    return RUNS[key]


def of(made: Run, *kinds: str) -> list[Entry]:
    return [e for e in made.model.journal.log.entries if e.kind in kinds]


def told(made: Run) -> list[tuple[float, float, float, float, float | None]]:
    """Time, place, expected time and end of every tip."""
    tips = [report for report, _ in made.model.post.reports if report.kind is Kind.TIP]
    return [(r.time_made, r.observations[0].x, r.observations[0].y, r.observations[0].time, r.until) for r in tips]


@pytest.mark.parametrize("seed", SEEDS)
def test_runs_are_clean(seed: int) -> None:
    for changes in ({}, {"tips__harbour__false": "1 /d", "tips__harbour__lead": "-1 h"}):
        assert {check: found for check, found in audit(run(seed, **changes)).items() if found} == {}


def test_a_place_along_a_way() -> None:
    way = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0)]
    assert [along(way, out) for out in (0.0, 4.0, 10.0, 13.0, 99.0)] == [(0, 0), (0, 4), (0, 10), (3, 10), (10, 10)]


def test_how_often_how_early_how_far_off() -> None:
    """Half of the voyages are announced, 6 to 12 h before; the place is off by 5 nm per axis."""
    voyages, given, leads, off = 0, 0, [], []
    for seed in range(40):
        exact = {round(t[3], 9): t for t in told(run(seed, tips__harbour__error="0 nm"))}
        made = run(seed)
        names, timetable = made.model.crew.names, made.model.voyages.timetable
        departures = {c.time for c in timetable if names[c.row].startswith("drugs/")}
        voyages += sum(t > 12.0 for t in departures)  # an earlier one may have been announced before the run began
        for time, x, y, due, until in told(made):
            assert until == due + 4.0
            _, a, b, _, _ = exact[round(due, 9)]
            off += [x - a, y - b]
            leads += [min(t - time for t in departures if t >= time)] if time > 0.0 else []
        given += sum(1 for e in of(made, "tip_given") if e.time > 0.0)
    n = len(off)
    assert n > 400 and given > 200
    assert abs(sum(o * o for o in off) / n - 25.0) < 4 * 25.0 * (2.0 / n) ** 0.5
    assert abs(sum(off) / n) < 4 * 5.0 / n**0.5
    assert abs(given / voyages - 0.5) < 0.08
    assert max(leads) <= 12.0


def test_what_is_announced_is_where_it_will_be() -> None:
    """Without error, and without anybody there, the vessel is at the place at the time."""
    alone = {
        "tips__harbour__error": "0 nm",
        "nations__coalition__preempts": False,
        "groups__frigates__count": 0,
        "groups__others": None,
        "tips__harbour__probability": 1.0,
    }
    met = 0
    for seed in range(4):
        made = run(seed, **alone)
        rows = {e.report: e.object for e in of(made, "tip_given")}
        tips = [report for report, _ in made.model.post.reports if report.kind is Kind.TIP]
        for tip in tips:
            seen = tip.observations[0]
            if seen.time < made.theatre.hours:
                there = made.position(made.model.crew.names[rows[tip.id]], seen.time)
                if there is not None:
                    assert hypot(there.x - seen.x, there.y - seen.y) < 1e-6
                    met += 1
    assert met > 20


def test_the_same_tips_under_every_policy() -> None:
    for seed in range(3):
        for other in (
            {"nations__coalition__preempts": False},
            {"groups__frigates__count": 3},
            {"groups__others": None},
            {"tips__harbour__to": ["coalition", "partner"]},
        ):
            assert sorted(set(told(run(seed)))) == sorted(set(told(run(seed, **other))))


def test_more_often_means_the_same_and_more() -> None:
    few, many = (set(told(run(1, tips__harbour__probability=p))) for p in (0.3, 0.9))
    assert few < many
    few, many = (set(told(run(1, tips__harbour__false=f))) for f in ("0.2 /d", "2 /d"))
    assert few < many


def test_false_tips_come_at_their_rate_and_lead_nowhere() -> None:
    number = hours = 0.0
    for seed in range(20):
        made = run(seed, tips__harbour__false="1 /d", tips__harbour__probability=0.0)
        lies = of(made, "tip_given")
        assert all(e.object < 0 for e in lies) and not of(made, "tipped")
        number, hours = number + len(lies), hours + made.theatre.hours
        measured = made.summary["measures"]["tips"]
        assert measured["false"] == measured["value"] and measured["led_to_interdiction"] == 0
        assert not (made.opportunities["source"] == "tip").any()
    assert abs(number - hours / 24.0) < 4 * (hours / 24.0) ** 0.5
    assert measured["acted_upon"] > 0 and measured["false_unit_h"] > 5.0


def test_a_unit_waits_until_the_tip_expires_and_searches_the_area() -> None:
    waits = 0
    for seed in SEEDS:
        made = run(seed)
        until = {r.id: r.until for r, _ in made.model.post.reports if r.kind is Kind.TIP}
        for e in of(made, "tip_expired"):
            assert e.time == pytest.approx(until[e.report])
        for e in of(made, "tasked"):
            if e.report in until:
                rest = [k for k in made.model.journal.log.entries if k.actor == e.actor and k.time >= e.time]
                over = [k.time for k in rest if k.kind == "search_ended"]
                waits += any(t == pytest.approx(until[e.report]) for t in over)
    assert waits > 10


def test_who_does_not_preempt_sends_nobody() -> None:
    idle = run(0, nations__coalition__preempts=False)
    tips = {e.report for e in of(idle, "tip")}
    assert tips and not any(e.report in tips for e in of(idle, "tasked"))
    why = idle.opportunities[idle.opportunities["source"] == "tip"]["reason"]
    assert set(why) <= {"no_preemption", "broken_off", "quarry_gone", "detained", "released"} and len(why)


def test_a_unit_is_sent_in_good_time_and_no_earlier() -> None:
    made = run(2, nations__coalition__ahead="3 h")
    due = {r.id: r.observations[0].time for r, _ in made.model.post.reports if r.kind is Kind.TIP}
    sent = [due[e.report] - e.time for e in of(made, "tasked") if e.report in due]
    assert sent and max(sent) <= 3.0 + 1e-9
    assert max(due[e.report] - e.time for e in of(run(2), "tasked") if e.report in due) > 6.0


def test_a_tip_is_no_track() -> None:
    made = run(0)
    tips = {e.report for e in of(made, "tip")}
    assert not any(e.report in tips for e in of(made, "taken", "not_taken"))


def test_announced_voyages_are_stopped_more_often() -> None:
    """Paired seeds: of the voyages that a source announces more are stopped when somebody acts on it."""
    better = worse = 0
    for seed in range(40):
        with_, without = run(seed), run(seed, nations__coalition__preempts=False)
        announced = {(e.actor, with_.model.voyages.books.voyages[e.voyage].planned) for e in of(with_, "tipped")}
        a, b = (
            {(v.group, v.planned) for v in made.model.voyages.books.voyages if v.outcome == "stopped"} & announced
            for made in (with_, without)
        )
        better, worse = better + len(a - b), worse + len(b - a)
    assert better > 2 * worse and better - worse > 3 * (better + worse) ** 0.5


def test_tips_are_shared_as_the_terms_say() -> None:
    edge = {"from": "coalition", "to": "partner", "delay": "30 min"}
    alone = run(0, nations__coalition__preempts=False)
    for release, heard in ((1.0, True), ({"tip": 0.0}, False)):
        link = {**edge, "release": release}
        made = run(0, nations__coalition__preempts=False, sharing={"channels": {"x": link}})
        partner = sorted(made.scenario.nations).index("partner")
        tips = {e.report for e in of(made, "tip") if e.holder == partner}
        assert bool(tips) == heard
        sent = {e.actor for e in of(made, "tasked") if e.report in tips}
        assert bool(sent) == heard
        assert {check: found for check, found in audit(made).items() if found} == {}
    assert len(of(alone, "tip")) == len(told(alone))


def test_a_call_for_help_goes_before_a_tip() -> None:
    cry = {"x": {"at": "0 h", "for": "9 d", "decoys": {"rate": "0.2 /h", "in": "waters"}}}
    made = run(3, cyber=cry, types__frigate__responds={"within": "200 nm"})
    tips = {e.report for e in of(made, "tip")}
    units = {e.actor for e in of(made, "tasked")}
    orders = {unit: [e for e in of(made, "tasked", "waits") if e.actor == unit] for unit in units}
    again = [
        b.report in tips and b.kind == "waits"
        for own in orders.values()
        for a, b in pairwise(own)
        if a.report not in tips
    ]
    assert any(again)


def test_without_tips_nothing_changes(tmp_path: Path) -> None:
    never = run(1, tips__harbour__probability=0.0)
    none = run(1, tips=None)
    a, b = files(never.write(tmp_path / "a")), files(none.write(tmp_path / "b"))
    assert {name for name in a if a[name] != b[name]} == {"manifest.json", "scenario.json"}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("about", ["dhows"], "came dhows, which makes no voyages"),
        ("about", ["drug"], "unknown group 'drug'; did you mean 'drugs'"),
        ("to", ["nobody"], "unknown nation or centre"),
    ],
)
def test_what_is_refused(key: str, value: object, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        load(FILE, set={f"tips.harbour.{key}": value})


@pytest.mark.parametrize(("file", "group"), [("smuggling.yaml", "on_terminal"), ("tiny.yaml", "pirates")])
def test_a_source_can_announce_whoever_makes_voyages(file: str, group: str) -> None:
    tip = {
        "about": [group],
        "to": ["coalition"],
        "probability": 1,
        "lead": "6 h",
        "out": "20 nm",
        "error": "1 nm",
        "expires": "6 h",
    }
    made = simulate(load(SCENARIOS / file, set={"tips": {"port": tip}}), 0)
    about = made.events.query("kind == 'tip_given'")["object"]
    assert len(about) and {name.split("/")[0] for name in about} == {group}

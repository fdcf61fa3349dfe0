"""Measures of what no unit has seen: tips and what came of them, what false reports and calls have cost. Times h."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.opportunities import FREE
from guardship.outcomes.statistics import Measure, share
from guardship.reasons import Reason

MADE = {Occurrence.TIP_GIVEN, Occurrence.SPOOFED, Occurrence.DECOY}


FALSE = {Occurrence.POISONED: "poisoned", Occurrence.FORGED: "forged", Occurrence.FABRICATED: "fabricated"}


class Errand(NamedTuple):
    """A unit under way or at work for a report, from its order until it is free or has another."""

    unit: int
    report: int
    begin: float
    end: float


def errands(entries: Iterable[Entry], reports: set[int], end: float) -> list[Errand]:
    """The errands on which units were sent by some reports."""
    found: list[Errand] = []
    out: dict[int, tuple[int, float]] = {}
    for e in entries:
        if e.actor in out and (e.kind in FREE or e.kind in (Occurrence.TASKED, Occurrence.WAITS)):
            found.append(Errand(e.actor, *out.pop(e.actor), e.time))
        if e.kind in (Occurrence.TASKED, Occurrence.WAITS) and e.report in reports:
            out[e.actor] = e.report, e.time
    return found + [Errand(unit, *since, end) for unit, since in out.items()]


def tip_measures(entries: Sequence[Entry], window: tuple[float, float], hours: float) -> dict[str, Measure]:
    """Tips, false reports and false calls of the window; nothing of a kind that was never there."""
    made = {e.report: e for e in of_kinds(entries, MADE)}
    if not made:
        return {}
    own = {number: e for number, e in made.items() if window[0] <= e.time < window[1]}
    done = errands(entries, set(own), hours)
    found: dict[str, Measure] = {}
    if any(e.kind == Occurrence.TIP_GIVEN for e in made.values()):
        found |= _tips(entries, {n: e for n, e in own.items() if e.kind == Occurrence.TIP_GIVEN}, done)
    for kind, what in ((Occurrence.SPOOFED, "spoofed_reports"), (Occurrence.DECOY, "decoy_calls")):
        if any(e.kind == kind for e in made.values()):
            numbers = {n for n, e in own.items() if e.kind == kind}
            spent = [one for one in done if one.report in numbers]
            found[what] = {
                "value": len(numbers),
                "of": "reports that nobody has made",
                "acted_upon": len({e.report for e in spent}),
                "unit_h": sum(e.end - e.begin for e in spent),
            }
    return found


def false_dossiers(entries: Sequence[Entry], window: tuple[float, float]) -> dict[str, Measure]:
    """False dossiers of the window, one for each register and telling; nothing where there was never any deceit."""
    kept_back = [e for e in of_kinds(entries, {Occurrence.WITHHELD}) if e.reason == Reason.BAD_FAITH]
    tried = of_kinds(entries, FALSE)
    if not tried and not kept_back:
        return {}
    inside = [e for e in tried if window[0] <= e.time < window[1] and e.reason == Reason.MADE_UP]
    counts = {name: sum(e.kind == kind for e in inside) for kind, name in FALSE.items()}
    return {
        "false_dossiers": {
            "value": len(inside),
            "of": "dossiers that are false, by register and telling",
            **counts,
            "kept_back": sum(window[0] <= e.time < window[1] for e in kept_back),
        }
    }


def _tips(entries: Sequence[Entry], own: dict[int, Entry], done: Sequence[Errand]) -> dict[str, Measure]:
    """A tip has led to an interdiction when its voyage is stopped while a unit is out that it has sent."""
    about = {e.report: e.voyage for e in entries if e.kind == Occurrence.TIPPED}
    stopped = {e.voyage: e.time for e in entries if e.kind in (Occurrence.DETAINED, Occurrence.RELEASED)}
    led = {one.report for one in done if one.begin <= stopped.get(about.get(one.report, -1), -1.0) <= one.end}
    false = {n for n, e in own.items() if e.object < 0}
    sailed = {about[n] for n in own if n in about}
    hours = {n: sum(e.end - e.begin for e in done if (e.report in false) == n) for n in (False, True)}
    caught = {about[n] for n in led}
    return {
        "tips": {
            "value": len(own),
            "of": "tips given",
            "false": len(false),
            "sailed": sum(n in about for n in own),
            "acted_upon": len({one.report for one in done}),
            "led_to_interdiction": len(led),
            "unit_h": hours[False],
            "false_unit_h": hours[True],
        },
        "preemptive_interdictions": share(len(caught), len(sailed), "voyages stopped by units that a tip had sent"),
    }

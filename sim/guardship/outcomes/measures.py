"""Measures of effectiveness of one run, each with its denominator and, where it estimates, a 95 % interval.

What is measured is of the window alone: voyages planned in it with everything that becomes of them until the run ends,
attacks and calls begun in it, hours spent in it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from guardship.occurrences import Occurrence
from guardship.outcomes.advisories import advisory_measures
from guardship.outcomes.calls import calls_of, duplicates, response
from guardship.outcomes.cooperation import cooperation
from guardship.outcomes.effort import AWAY, Window, effort, held, sorties, stops
from guardship.outcomes.innocents import innocents, repeated
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.opportunities import Opportunity, Stage
from guardship.outcomes.prizes import Prize, prize_measures
from guardship.outcomes.report_funnel import Reported, cues
from guardship.outcomes.statistics import Measure, quantile, rate, share
from guardship.outcomes.tips import false_dossiers, tip_measures
from guardship.outcomes.voyages import Attack, AttackOutcome, Books, Outcome, Voyage
from guardship.reasons import Reason

GOLDEN = 30  # min: the response time that naval commanders aimed at (GOA-81)


class Account(NamedTuple):
    """What is measured. `transits`: ships that entered in the window; rows of patrol ships; hulls of their craft.

    `recognised`: when [h] a patrol first held the group of a voyage for suspicious, by the number of the voyage.
    `prizes`: ships that pirates had, None where nobody keeps account of them.
    """

    books: Books
    entries: Sequence[Entry]
    opportunities: Sequence[Opportunity]
    window: Window
    hours: float
    transits: int
    ships: Sequence[int]
    craft: Mapping[int, str]
    recognised: Mapping[int, float] = {}
    reported: Reported = Reported()
    prizes: Sequence[Prize] | None = None


def name(code: Any) -> str:
    """A reason as it stands in files."""
    return "none" if code is None else str(code.name).lower()


def funnel(voyages: Iterable[Voyage]) -> dict[str, int]:
    """Counts of "outcome/cause" of the voyages that count; they add up to their number."""
    counts = Counter(f"{v.outcome}/{name(v.cause)}" for v in voyages if v.counted)
    return dict(sorted(counts.items()))


def attack_table(attacks: Iterable[Attack]) -> dict[str, int]:
    """Counts of "outcome/reason" of the attacks that count."""
    counts = Counter(f"{a.outcome}/{name(a.reason)}" for a in attacks if a.counted)
    return dict(sorted(counts.items()))


def waterfall(rows: Iterable[Opportunity], voyages: Iterable[Voyage]) -> dict[str, Any]:
    """Opportunities of the voyages that count by stage, and these voyages by the stage of the deepest of each."""
    counted = {v.number for v in voyages if v.counted}
    own = [row for row in rows if row.voyage in counted]
    deepest: dict[int, Stage] = {}
    for row in own:
        deepest[row.voyage] = max(row.stage, deepest.get(row.voyage, Stage.UNDETECTED))
    return {"count": len(own), "stages": _by_stage(row.stage for row in own), "voyages": _by_stage(deepest.values())}


def _by_stage(stages: Iterable[Stage]) -> dict[str, int]:
    counts = Counter(stages)
    return {stage.label: counts[stage] for stage in Stage if counts[stage]}


def lead(attacks: Sequence[Attack], first: Mapping[int, float], of: str) -> Measure:
    """How long before an attack something had first happened on the voyage of the group; share of attacks with that.

    `first`: when [h], by the number of the voyage.
    """
    hours = [a.time - first[a.voyage] for a in attacks if first.get(a.voyage, a.time) < a.time]
    return {**share(len(hours), len(attacks), of), "median_h": quantile(hours, 0.5)}


def first_seen(rows: Iterable[Opportunity]) -> dict[int, float]:
    """When [h] a patrol first had contact with a group on a voyage, by its number."""
    first: dict[int, float] = {}
    for row in rows:
        if row.seen is not None:
            first[row.voyage] = min(row.seen, first.get(row.voyage, row.seen))
    return first


def measures(account: Account) -> dict[str, Measure]:
    """All measures, in the order of `PARTS`."""
    return {name: measure for part in PARTS for name, measure in part(account).items()}


def _of_voyages(account: Account) -> dict[str, Measure]:
    sailed = [v for v in account.books.voyages if v.counted and v.sailed is not None]
    stopped = [v.cause for v in sailed if v.outcome is Outcome.STOPPED]
    won = sum(v.outcome is Outcome.SUCCEEDED for v in sailed)
    n, detained = len(sailed), stopped.count(Reason.DETAINED)
    let_go = Counter(name(why) for why in stopped if why is not Reason.DETAINED)
    released = share(len(stopped) - detained, n, "sorties whose crew was let go, of all that sailed")
    open_ = sum(v.outcome is Outcome.AT_SEA for v in sailed)
    probability = share(len(stopped), n, "sorties stopped, of those that sailed")
    return {
        "interdiction_probability": {**probability, "at_sea": open_},
        "detained_probability": share(detained, n, "sorties whose crew was detained, of those that sailed"),
        "released_probability": {**released, "reasons": dict(sorted(let_go.items()))},
        "sortie_success": share(won, n, "sorties with a prize, of those that sailed"),
    }


def _of_attacks(account: Account) -> dict[str, Measure]:
    transits = account.transits
    counted = [a for a in account.books.attacks if a.counted]
    attacks = [a for a in counted if a.prey >= 0]
    hijacked = sum(a.outcome is AttackOutcome.HIJACKED for a in attacks)
    return {
        "attacks_per_1000_transits": rate(len(attacks), transits, 1000.0, "transits"),
        "hijackings_per_1000_transits": rate(hijacked, transits, 1000.0, "transits"),
        "hijacked_share": share(hijacked, len(attacks), "attacks that took the ship, of all"),
        **_leads(counted, account),
    }


def _leads(attacks: Sequence[Attack], account: Account) -> dict[str, Measure]:
    """From when a patrol knew what the group was about, and from when it had had contact with it, whatever it was."""
    suspected = lead(attacks, account.recognised, "attacks by groups that had been recognised on that voyage, of all")
    first = first_seen(account.opportunities)
    seen = lead(attacks, first, "attacks by groups with which there had been contact on that voyage, of all")
    return {
        "detection_lead": {**suspected, "unrecognised": suspected["n"] - suspected["count"]},
        "first_contact_lead": {**seen, "undetected": seen["n"] - seen["count"]},
    }


def _of_calls(account: Account) -> dict[str, Measure]:
    begin, end = account.window
    calls = [call for call in calls_of(account.entries) if begin <= call.time < end]
    real, false = [c for c in calls if c.attack >= 0], [c for c in calls if c.attack < 0]
    curve = response(real, account.hours)
    golden = sum(hours <= GOLDEN / 60.0 for hours, known in (c.wait(account.hours) for c in real) if known)
    within = share(golden, len(real), f"calls answered within {GOLDEN} min, of all calls")
    answered = {"answered": curve["answered"], "median_h": curve["median_of_answered_h"]}
    tasked = sum(bool(call.tasked) for call in false)
    return {
        "response_within_30_min": {**within, **answered},
        "response": curve,
        "false_alarms_answered": share(tasked, len(false), "false alarms for which a unit was sent, of all"),
        "duplicate_responses": duplicates(calls, set(account.ships)),
    }


def _of_boardings(account: Account) -> dict[str, Measure]:
    begin, end = account.window
    done = [e for e in of_kinds(account.entries, {Occurrence.BOARDING_DONE}) if begin <= e.time < end]
    innocent = sum(e.voyage < 0 for e in done)
    stopped, hours = held(stops(account.entries, account.window), account.window)
    return {
        "boardings": {"value": len(done), "innocent": innocent, "of": "boardings by patrols"},
        "false_boarding_share": share(innocent, len(done), "boardings of innocent vessels, of all"),
        "harm": {"value": hours, "of": "hours for which innocent vessels were held", "stopped": stopped},
        "innocents_boarded": innocents(account.entries, account.window),
        "repeated_boardings": repeated(account.entries, account.reported.roll.holder, account.window),
    }


def _of_course(account: Account) -> dict[str, Measure]:
    """What happened in the second half of the window: as much as in the first where nothing drifts."""
    begin, end = account.window
    middle, books = 0.5 * (begin + end), account.books
    boarded = (e.time for e in of_kinds(account.entries, {Occurrence.BOARDING_DONE}))
    counts = {
        "attacks": sum(a.time >= middle for a in books.attacks if a.counted),
        "sailed": sum(v.sailed >= middle for v in books.voyages if v.counted and v.sailed is not None),
        "boardings": sum(middle <= time < end for time in boarded),
    }
    return {"second_half": {**counts, "of": "what happened in the second half of the measuring window"}}


def _of_effort(account: Account) -> dict[str, Measure]:
    lines = account.entries
    spent, out = effort(lines, account.ships, account.window), sorties(lines, account.craft, account.window)
    total, away = sum(spent.values()), sum(spent[activity] for activity in AWAY)
    of = "patrol ship hours"
    return {
        "on_station_share": {"value": 1.0 - away / total if total else None, "of": of},
        "on_beat_share": {"value": spent["patrol"] / total if total else None, "of": of},
        "effort_h": {"value": total, "of": of, **spent},
        "sorties": {
            "value": sum(hull["sorties"] for hull in out.values()),
            "of": "sorties of aircraft and boats",
            "hours": sum(hull["hours"] for hull in out.values()),
            "by_hull": out,
        },
    }


def _of_tips(account: Account) -> dict[str, Measure]:
    return {
        **tip_measures(account.entries, account.window, account.hours),
        **false_dossiers(account.entries, account.window),
    }


def _of_cooperation(account: Account) -> dict[str, Measure]:
    return cooperation(account.entries, account.window)


def _of_cues(account: Account) -> dict[str, Measure]:
    sailed = [v.number for v in account.books.voyages if v.counted and v.sailed is not None]
    return cues(account.entries, account.reported, account.window, sailed)


def _of_advisories(account: Account) -> dict[str, Measure]:
    return advisory_measures(account.entries, account.window, account.transits)


def _of_prizes(account: Account) -> dict[str, Measure]:
    if account.prizes is None:
        return {}
    counted = [v.number for v in account.books.voyages if v.counted]
    return prize_measures(account.prizes, account.entries, counted, account.hours)


PARTS: tuple[Callable[[Account], Mapping[str, Measure]], ...] = (
    _of_voyages,
    _of_attacks,
    _of_calls,
    _of_boardings,
    _of_course,
    _of_effort,
    _of_tips,
    _of_cooperation,
    _of_cues,
    _of_advisories,
    _of_prizes,
)
"""What measures a run, each for some names of `measures`."""

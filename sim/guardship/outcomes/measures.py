"""Measures of effectiveness of one run, each with its denominator and, where it estimates, a 95 % interval."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guardship.outcomes.log import Entry
from guardship.outcomes.statistics import byar, quantile, wilson
from guardship.outcomes.voyages import Attack, AttackOutcome, Books, Outcome, Voyage

type Measure = dict[str, Any]
GOLDEN = 0.5  # h: the response time that naval commanders aimed at (GOA-81)
ACTIVITY = {
    "on_beat": "patrol", "tasked": "response", "pursuit": "pursuit", "search": "search", "boarding": "boarding",
}  # fmt: skip


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


def share(successes: int, trials: int, of: str) -> Measure:
    """A share with Wilson's interval."""
    low, high = wilson(successes, trials)
    value = successes / trials if trials else None
    return {"value": value, "low": low, "high": high, "count": successes, "of": of, "n": trials}


def rate(count: int, base: int, per: float, of: str) -> Measure:
    """A rate of events with Byar's interval."""
    low, high = byar(count)
    value = [count * per / base, low * per / base, high * per / base] if base else [None, None, None]
    return {"value": value[0], "low": value[1], "high": value[2], "count": count, "of": of, "n": base}


def effort(entries: Sequence[Entry], patrols: Sequence[int], window: tuple[float, float]) -> dict[str, float]:
    """Hours of the patrols by activity within the window; they add up to patrols times window."""
    hours: defaultdict[str, float] = defaultdict(float)
    doing: dict[int, tuple[str, float]] = dict.fromkeys(patrols, ("patrol", 0.0))
    for e in entries:
        activity = ACTIVITY.get(e.kind)
        if activity is not None and e.actor in doing:
            before, since = doing[e.actor]
            hours[before] += overlap(since, e.time, window)
            doing[e.actor] = (activity, e.time)
    for before, since in doing.values():
        hours[before] += overlap(since, window[1], window)
    return {activity: hours[activity] for activity in ("patrol", "response", "pursuit", "search", "boarding")}


def overlap(a: float, b: float, window: tuple[float, float]) -> float:
    """Hours that [a, b] shares with the window."""
    return max(min(b, window[1]) - max(a, window[0]), 0.0)


def response(attacks: Sequence[Attack], entries: Sequence[Entry], calls: Mapping[int, int]) -> Measure:
    """Time from the call to the first unit on the scene, over all calls of attacks that count; unanswered ones too."""
    arrived: dict[int, float] = {}
    for e in entries:
        if e.kind == "on_scene" and e.report in calls:
            arrived.setdefault(calls[e.report], e.time)
    called = [a for a in attacks if a.counted and a.called is not None]
    times = [arrived[a.number] - a.called for a in called if a.number in arrived and a.called is not None]
    within = sum(t <= GOLDEN for t in times)
    made = share(within, len(called), "calls answered within 30 min, of all calls")
    return {**made, "median_h": quantile(times, 0.5), "p90_h": quantile(times, 0.9), "answered": len(times)}


def measures(
    books: Books, entries: Sequence[Entry], *, transits: int, patrols: Sequence[int], window: tuple[float, float],
    calls: Mapping[int, int],
) -> dict[str, Measure]:  # fmt: skip
    """All measures. `transits`: ships that entered in the window; `calls`: report number to attack."""
    voyages = [v for v in books.voyages if v.counted]
    attacks = [a for a in books.attacks if a.counted]
    sailed = [v for v in voyages if v.sailed is not None]
    hijacked = sum(a.outcome is AttackOutcome.HIJACKED for a in attacks)
    stopped = sum(v.outcome is Outcome.STOPPED for v in sailed)
    won = sum(v.outcome is Outcome.SUCCEEDED for v in sailed)
    inside = [e for e in entries if window[0] <= e.time < window[1]]
    done = [e for e in inside if e.kind == "boarding_done"]
    innocent = sum(e.voyage < 0 for e in done)
    spent = effort(entries, patrols, window)
    total = sum(spent.values())
    return {
        "interdiction_probability": share(stopped, len(sailed), "sorties stopped, of those that sailed"),
        "sortie_success": share(won, len(sailed), "sorties with a prize, of those that sailed"),
        "attacks_per_1000_transits": rate(len(attacks), transits, 1000.0, "transits"),
        "hijackings_per_1000_transits": rate(hijacked, transits, 1000.0, "transits"),
        "hijacked_share": share(hijacked, len(attacks), "attacks that took the ship, of all"),
        "response_within_30_min": response(attacks, entries, calls),
        "boardings": {"value": len(done), "innocent": innocent, "of": "boardings by patrols"},
        "false_boarding_share": share(innocent, len(done), "boardings of innocent vessels, of all"),
        "on_beat_share": {"value": spent["patrol"] / total if total else None, "of": "patrol hours"},
        "effort_h": {"value": total, "of": "patrol hours", **spent},
    }

"""The Gulf of Aden from 2008 to 2010 in one run: `uv run python -m tools.years` fits four numbers, scores the years, and
writes docs/validity/years.md and years.json, the log of all evaluations, from which the fits without a year are taken.

Two numbers are those that were fitted before there were enterprises: the willingness to attack and the base chance of
getting on board. Two more are free: what a voyage elsewhere is worth, and what a group gets from other trades, without
which nobody who has taken no ship could sail. All else is input. Loss: squared logarithms of the ratios of attacks and
of hijackings to what was counted, and of each year's share of voyages elsewhere to its share of attacks counted there.
"""

import argparse
import json
import multiprocessing
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import log
from typing import Any, NamedTuple

import numpy as np

from tools.theatre import HOME, YEARS, Floats, observed
from tools.validate_gulf_of_aden import interval, wilson

SCENARIO = HOME / "scenarios/gulf_of_aden_2008_to_2010.yaml"
LOG, PAGE = HOME / "docs/validity/years.json", HOME / "docs/validity/years.md"
NIGHT = 0.4  # willingness at night to that by day, assumed: GOA-61
PIRATES = "groups.pirates.hunts.enterprise"
BOUNDS = {"willing": (0.006, 0.03), "chance": (0.6, 1.0), "elsewhere": (-1.0, 1.0), "income": (0.015, 0.08)}
FIT_SEEDS, FIRST = 1000, 0  # other seeds for the fit than for the score
DISRUPTED = {2008: 0, 2009: 14, 2010: 65}  # SG-03, of the whole region
WARSHIP, HELICOPTER = 0.21, 0.13  # GOA-69
COUNTED = (
    *("candidates", "sailed", "stayed", "elsewhere", "no_purse", "not_equipped"),
    *("attacks", "hijacked", "stopped", "released", "warship", "calls", "in_time", "by_day", "median_min", "p90_min"),
)
WHY = (
    "Reasons that can be named, none of them tested:",
    "",
    "- In 2009 about as many sail as in 2008, and each attacks half as often, for patrols come into sight and calls are answered: a rise as it was counted takes more "
    "groups than there are, or patrols that deter less.",
    "- Counts hold attempts and suspicious approaches as masters reported them, and more reported each year; the model counts attacks that were begun.",
    "- Enterprises are eighteen from the first day to the last. Who saw a neighbour paid in 2008 and began in 2009 is not among them, so the rise of 2009 can come "
    "from purses alone.",
    "- From 2010 on the patrols of the model are too good against a ship that is attacked: helicopters are on alert day and night, and see the attack off; fewer ships are taken than were.",
    "- Voyages elsewhere are counted for attacks there, one for one up to a factor; what they meet there is a stated worth for all three years, though navies went there too.",
    "- Stops are those of the Gulf, disruptions those of the whole region, and a navy of 2008 that boarded nobody without an attack is a threshold.",
)
LEAST = 0.5  # a mean of none, in logarithms


class Job(NamedTuple):
    """One run: three years under a seed, with four numbers in the order of BOUNDS."""

    seed: int
    numbers: tuple[float, ...]


type Counts = dict[str, dict[str, float]]  # by year and by COUNTED


def changes(numbers: Sequence[float]) -> dict[str, object]:
    """The entries of the scenario that are fitted."""
    willing, chance, elsewhere, income = numbers
    return {
        "types.pirate_group.willing.day": willing,
        "types.pirate_group.willing.night": round(NIGHT * willing, 6),
        "types.pirate_group.attacks.boards.chance": chance,
        f"{PIRATES}.elsewhere": elsewhere,
        f"{PIRATES}.purse.income": income,
    }


def play(job: Job) -> Counts:
    """Run the three years."""
    import guardship

    scenario = guardship.load(SCENARIO, set=changes(job.numbers))
    run = guardship.simulate(scenario, job.seed)
    start = np.datetime64("2007-11-02")  # as in the file
    begins = [float((np.datetime64(f"{y}-01-01") - start) / np.timedelta64(1, "h")) for y in (*YEARS, max(YEARS) + 1)]
    return {str(year): _counted(run, begins[k], begins[k + 1]) for k, year in enumerate(YEARS)}


def _counted(run: Any, begin: float, end: float) -> dict[str, float]:
    """What a year brought."""
    from guardship.outcomes.calls import calls_of

    voyages, events, books = run.voyages, run.events, run.model.voyages.books
    own = voyages[(voyages["planned"] >= begin) & (voyages["planned"] < end) & (voyages["offence"] == "piracy")]
    lines = events[(events["t"] >= begin) & (events["t"] < end)]
    ashore = own[own["outcome"] == "did_not_sail"]["cause"].value_counts()
    kinds = lines["kind"].value_counts()
    failed = lines[lines["kind"] == "attack_failed"]["reason"].value_counts()
    entries = run.model.journal.log.entries
    calls = [one for one in calls_of(entries) if one.attack >= 0 and begin <= one.time < end]
    attacks = [one for one in books.attacks if begin <= one.time < end]
    minutes = [60.0 * (one.ended - one.time) for one in attacks if one.ended is not None] or [0.0]
    return {
        "candidates": len(own),
        "sailed": int(own["sailed"].notna().sum()),
        **{name: int(ashore.get(name, 0)) for name in ("stayed", "elsewhere", "no_purse", "not_equipped")},
        "attacks": int(kinds.get("attack", 0)),
        "hijacked": int(kinds.get("hijacked", 0)),
        "stopped": int((own["outcome"] == "stopped").sum()),
        "released": int((own["cause"] == "released").sum()),
        "warship": int(failed.get("warship_seen", 0)),
        "calls": len(calls),
        "in_time": sum(one.wait(end)[0] <= 0.5 for one in calls),
        "by_day": sum(6.0 <= (one.time + run.scenario.time.zone) % 24.0 < 18.0 for one in attacks),
        "median_min": round(float(np.median(minutes)), 1),
        "p90_min": round(float(np.quantile(minutes, 0.9)), 1),
    }


def play_all(jobs: Sequence[Job], workers: int) -> list[Counts]:
    """Run many, in the order of the jobs."""
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(play, jobs))


# ---- the fit ------------------------------------------------------------------------------------


def means(runs: Sequence[Counts]) -> Counts:
    """Means over seeds."""
    return {y: {name: float(np.mean([one[y][name] for one in runs])) for name in COUNTED} for y in runs[0]}


def loss(found: Counts, years: Iterable[int]) -> float:
    """How far the means of some years are from what was counted: the deviance."""
    seen, total = observed(), 0.0
    abroad = sum(max(found[str(y)]["elsewhere"], LEAST) for y in YEARS)
    counted = sum(seen["elsewhere"][str(y)] for y in YEARS)
    for y in map(str, years):
        total += _deviance(seen["attacks"][y], found[y]["attacks"])
        total += _deviance(seen["hijackings"][y], found[y]["hijacked"])
        there = seen["elsewhere"][y]
        total += 2.0 * there * log(there / counted * abroad / max(found[y]["elsewhere"], LEAST))
    return total


def _deviance(counted: float, mean: float) -> float:
    """Twice the logarithm by which a Poisson law with a mean makes a count less likely than one with the count as mean."""
    mean = max(mean, LEAST)
    return 2.0 * (counted * log(counted / mean) - counted + mean)


def best(log_: Sequence[Mapping[str, Any]], years: Sequence[int]) -> Mapping[str, Any]:
    """The evaluation that fits some years best."""
    return min(log_, key=lambda one: loss(one["years"], years))


def spread(
    points: int, seed: int, around: Sequence[float] | None = None, width: float = 1.0
) -> list[tuple[float, ...]]:
    """Points of a Latin hypercube within the bounds, or in a part of them about a point."""
    from scipy.stats import qmc

    low, high = (np.array([bound[k] for bound in BOUNDS.values()]) for k in (0, 1))
    if around is not None:
        half = 0.5 * width * (high - low)
        low, high = np.maximum(low, around - half), np.minimum(high, around + half)
    unit = qmc.LatinHypercube(len(BOUNDS), rng=np.random.default_rng(seed)).random(points)
    return [tuple(round(float(v), 4) for v in low + row * (high - low)) for row in unit]


def evaluate(points: Sequence[tuple[float, ...]], seeds: int, workers: int, log_: list[dict[str, Any]]) -> None:
    """Run what the log does not have, point by point, and write it down."""
    jobs = [Job(FIT_SEEDS + k, one) for one in points for k in range(seeds)]
    runs = play_all(jobs, workers)
    for k, one in enumerate(points):
        found = means(runs[k * seeds : (k + 1) * seeds])
        log_.append({"numbers": list(one), "seeds": seeds, "years": found, "loss": round(loss(found, YEARS), 1)})
        print(json.dumps({name: log_[-1][name] for name in ("numbers", "loss")}), flush=True)


def fitted(seeds: int, points: int, workers: int) -> list[dict[str, Any]]:
    """Evaluations: over all of the bounds, then twice in smaller parts about each of the two best."""
    log_: list[dict[str, Any]] = []
    evaluate(spread(points, 1), seeds, workers, log_)
    for j, start in enumerate(sorted(log_, key=lambda one: float(one["loss"]))[:2]):
        near = [start]
        for k, width in enumerate((0.5, 0.25)):
            about = best(near, list(YEARS))["numbers"]
            evaluate(spread(max(points // 2, 1), 2 + 2 * j + k, about, width), seeds, workers, near)
        log_ += near[1:]
    return log_


# ---- the page -----------------------------------------------------------------------------------


def of(runs: Sequence[Counts], year: int, name: str) -> Floats:
    """A count of a year, seed by seed."""
    return np.array([one[str(year)][name] for one in runs])


def page(found: Mapping[str, Any]) -> str:
    """What the log says."""
    runs, log_, numbers, seen = found["runs"], found["log"], found["numbers"], observed()
    said = ", ".join(f"{name} {x:g}" for name, x in zip(BOUNDS, numbers, strict=True))
    text = [
        "# The Gulf of Aden, 2008 to 2010, in one run",
        "",
        f"Made by `uv run python -m tools.years` from `scenarios/gulf_of_aden_2008_to_2010.yaml`: {len(runs)} seeds of three years, and "
        f"{len(log_)} evaluations of {log_[0]['seeds']} other seeds for the fit. Fitted: {said}; bounds "
        + ", ".join(f"{name} {low:g} to {high:g}" for name, (low, high) in BOUNDS.items())
        + ". What is fitted and by which loss stands in the first lines of the tool.",
        "",
        "## Years",
        "",
        "Mean over seeds (90 % of the seeds), and what was counted (GOA-43).",
        "",
        "| year | attacks | counted | hijackings | counted | share hijacked | counted |",
        "|---|---|---|---|---|---|---|",
    ]
    for y in YEARS:
        a, h = of(runs, y, "attacks"), of(runs, y, "hijacked")
        seen_a, seen_h = seen["attacks"][str(y)], seen["hijackings"][str(y)]
        text.append(
            f"| {y} | {interval(a)} | {seen_a} | {interval(h)} | {seen_h} "
            f"| {wilson(int(h.sum()), int(a.sum()))} | {wilson(seen_h, seen_a)} |"
        )
    text += [
        "",
        *_turns(runs, seen),
        *_lucky(runs, log_, numbers),
        "",
        "## Where they were",
        "",
        *_candidates(runs, seen),
    ]
    text += ["", "## Stops, and attacks broken off", "", *_stops(runs)]
    text += ["", "## When, and how long", "", *_attacks(runs, seen)]
    text += ["", "## One year left out", "", *_left_out(log_, seen)]
    text += ["", "## Where it is off", "", *_off(runs, seen), "", *WHY]
    return "\n".join(text) + "\n"


def _turns(runs: Sequence[Counts], seen: Mapping[str, Any]) -> list[str]:
    """From year to year."""
    rows = []
    for a, b in ((2008, 2009), (2009, 2010)):
        ratio = of(runs, b, "attacks") / np.maximum(of(runs, a, "attacks"), LEAST)
        low, high = np.quantile(ratio, [0.05, 0.95])
        there = seen["attacks"][str(b)] / seen["attacks"][str(a)]
        rows.append(f"- attacks of {b} to those of {a}: {ratio.mean():.2f} ({low:.2f}-{high:.2f}), counted {there:.2f}")
    return rows


def _lucky(runs: Sequence[Counts], log_: Sequence[Mapping[str, Any]], numbers: Sequence[float]) -> list[str]:
    """What the fit saw of the point that it took."""
    one = next(one for one in log_ if one["numbers"] == list(numbers))
    seen = ", ".join(f"{one['years'][str(y)]['attacks']:.0f}" for y in YEARS)
    found = ", ".join(f"{of(runs, y, 'attacks').mean():.0f}" for y in YEARS)
    return [
        "",
        f"The fit took the best of {len(log_)} points by {one['seeds']} seeds each, and so a lucky one: attacks were {seen} there, and are {found} here.",
    ]


def _candidates(runs: Sequence[Counts], seen: Mapping[str, Any]) -> list[str]:
    """What became of candidate voyages, beside attacks counted elsewhere."""
    names = ("candidates", "sailed", "elsewhere", "stayed", "no_purse", "not_equipped")
    abroad = sum(of(runs, y, "elsewhere").mean() for y in YEARS)
    counted = sum(seen["elsewhere"][str(y)] for y in YEARS)
    rows = [
        "Candidate voyages a year, means over seeds; the last two columns are each year's share of voyages elsewhere and of the "
        "attacks counted there (GOA-45).",
        "",
        f"| year | {' | '.join(name.replace('_', ' ') for name in names)} | share elsewhere | counted |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for y in YEARS:
        cells = " | ".join(f"{of(runs, y, name).mean():.0f}" for name in names)
        share = of(runs, y, "elsewhere").mean() / max(abroad, LEAST)
        rows.append(f"| {y} | {cells} | {share:.2f} | {seen['elsewhere'][str(y)] / counted:.2f} |")
    return rows


def _stops(runs: Sequence[Counts]) -> list[str]:
    """Stops beside disruptions, and attacks broken off for a warship or a helicopter."""
    rows = [
        f"Voyages stopped, of which the crew was let go; disruptions of the whole region (SG-03); attacks that a patrol in sight ended: warships are "
        f"named in {WARSHIP:.0%} of messages of shots fired, helicopters in {HELICOPTER:.0%} (GOA-69); calls with a unit there within 30 min.",
        "",
        "| year | stopped | let go | disruptions | broken off | within 30 min |",
        "|---|---|---|---|---|---|",
    ]
    for y in YEARS:
        attacks, calls = of(runs, y, "attacks").sum(), of(runs, y, "calls").sum()
        rows.append(
            f"| {y} | {interval(of(runs, y, 'stopped'))} | {of(runs, y, 'released').mean():.0f} | {DISRUPTED[y]} "
            f"| {of(runs, y, 'warship').sum() / max(attacks, 1):.2f} | {of(runs, y, 'in_time').sum() / max(calls, 1):.2f} |"
        )
    return rows


def _attacks(runs: Sequence[Counts], seen: Mapping[str, Any]) -> list[str]:
    """By day, and lengths."""
    day, long = seen["daylight"]["share"], seen["duration_min"]
    rows = [
        "| year | from 06 to 18 h | counted (GOA-61) | length, median min | counted (GOA-65) | 90th percentile | counted |",
        "|---|---|---|---|---|---|---|",
    ]
    for y in YEARS:
        by_day = of(runs, y, "by_day").sum() / max(of(runs, y, "attacks").sum(), 1)
        median, p90 = (of(runs, y, name).mean() for name in ("median_min", "p90_min"))
        rows.append(f"| {y} | {by_day:.2f} | {day} | {median:.0f} | {long['p50']} | {p90:.0f} | {long['p90']} |")
    return rows


def _left_out(log_: Sequence[Mapping[str, Any]], seen: Mapping[str, Any]) -> list[str]:
    """Of the evaluations that which fits two years best, and what it says of the third."""
    rows = [
        "| year left out | " + ", ".join(BOUNDS) + " | attacks, counted | hijackings, counted |",
        "|---|---|---|---|",
    ]
    for y in YEARS:
        one = best(log_, [other for other in YEARS if other != y])
        there = one["years"][str(y)]
        rows.append(
            f"| {y} | {', '.join(f'{x:g}' for x in one['numbers'])} | {there['attacks']:.0f}, {seen['attacks'][str(y)]} "
            f"| {there['hijacked']:.0f}, {seen['hijackings'][str(y)]} |"
        )
    return rows


def _off(runs: Sequence[Counts], seen: Mapping[str, Any]) -> list[str]:
    """Counts that lie outside of 90 % of the seeds."""
    rows = []
    for y in YEARS:
        for what, name in (("attacks", "attacks"), ("hijackings", "hijacked")):
            low, high = np.quantile(of(runs, y, name), [0.05, 0.95])
            there = seen[what][str(y)]
            if not low <= there <= high:
                rows.append(f"- {what} of {y}: {there} were counted, 90 % of the seeds lie in {low:.0f}-{high:.0f}")
    return rows or ["- no count of a year lies outside of 90 % of the seeds"]


def main() -> None:
    """Fit, score, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=40, help="for the score")
    parser.add_argument("--points", type=int, default=10, help="evaluations over all of the bounds")
    parser.add_argument("--fit-seeds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kept", action="store_true", help="run nothing; write the page of the log")
    given = parser.parse_args()
    if not given.kept:
        log_ = fitted(given.fit_seeds, given.points, given.workers)
        numbers = best(log_, list(YEARS))["numbers"]
        runs = play_all([Job(FIRST + k, tuple(numbers)) for k in range(given.seeds)], given.workers)
        LOG.write_text(json.dumps({"numbers": numbers, "log": log_, "runs": runs}) + "\n")
    PAGE.write_text(page(json.loads(LOG.read_text())))


if __name__ == "__main__":
    main()

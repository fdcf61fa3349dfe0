"""The validation page: `uv run python -m tools.validate_gulf_of_aden` writes docs/validity/gulf_of_aden.md.

Every month of 2008-2010 is run under some seeds and compared with what was observed. The score is the continuous ranked
probability score of monthly counts against a forecast from the seasonal mean of the two other years.
"""

import argparse
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from tools.theatre import (
    DAYTIME,
    HOME,
    YEARS,
    Floats,
    Result,
    bins,
    crps,
    crps_poisson,
    jobs,
    observed,
    play_all,
)

OUT = HOME / "docs/validity/gulf_of_aden.md"
QUANTILES = (10, 25, 50, 75, 90)
BOOTSTRAPS = 2000


def counts(results: Sequence[Result], what: Callable[[Result], int]) -> dict[tuple[int, int], Floats]:
    """By year and month: the counts of the seeds."""
    found: dict[tuple[int, int], list[float]] = {}
    for r in results:
        found.setdefault((r.job.year, r.job.month), []).append(float(what(r)))
    return {key: np.array(values) for key, values in found.items()}


def of_years(by_month: dict[tuple[int, int], Floats], seeds: int) -> dict[int, Floats]:
    """Years put together of months under equal seeds."""
    return {y: sum((by_month[y, m] for m in range(1, 13)), np.zeros(seeds)) for y in YEARS}


def interval(sample: Floats) -> str:
    """Mean and the 90 % predictive interval."""
    low, high = np.quantile(sample, [0.05, 0.95])
    return f"{sample.mean():.1f} ({low:.0f}-{high:.0f})"


def wilson(successes: int, trials: int) -> str:
    """A share with Wilson's 95 % interval."""
    from guardship.outcomes.statistics import wilson as both

    low, high = both(successes, trials)
    return f"{successes / max(trials, 1):.2f} ({low:.2f}-{high:.2f})"


def seasonal(year: int, month: int, what: str) -> float:
    """The forecast from the seasonal mean: the mean of the two other years, spread by the month shares."""
    seen = observed()
    others = [seen[what][str(y)] for y in YEARS if y != year]
    return float(sum(others)) / len(others) * float(seen["month_share"]["share"][month - 1])


def skill(by_month: dict[tuple[int, int], Floats], what: str) -> tuple[float, float, float, float, float]:
    """Mean score of the model and of the seasonal forecast; skill with a bootstrap interval over the months."""
    seen, keys = observed(), sorted(by_month)
    truth = {(y, m): seen[what][str(y)] * seen["month_share"]["share"][m - 1] for y, m in keys}
    model = np.array([crps(by_month[key], truth[key]) for key in keys])
    other = np.array([crps_poisson(seasonal(*key, what), truth[key]) for key in keys])
    draws = np.random.default_rng(1).integers(0, len(keys), (BOOTSTRAPS, len(keys)))
    low, high = np.quantile(1.0 - model[draws].sum(axis=1) / other[draws].sum(axis=1), [0.025, 0.975])
    return float(model.mean()), float(other.mean()), float(1.0 - model.sum() / other.sum()), float(low), float(high)


def page(results: Sequence[Result], seeds: int) -> str:
    """The page."""
    seen = observed()
    attacks, taken = counts(results, lambda r: r.attacks), counts(results, lambda r: r.hijacked)
    return "\n".join(
        [
            *head(seeds),
            *years_table(attacks, taken, seeds),
            *months_table(attacks, taken),
            *scores_table(attacks, taken),
            *profile(results, seen),
            *where_off(results, attacks, taken, seeds),
            "",
        ]
    )


def head(seeds: int) -> list[str]:
    """What this is, and what went in."""
    import guardship

    hashes = ", ".join(f"{y} `{guardship.load(HOME / 'scenarios' / f).hash[:12]}`" for y, f in YEARS.items())
    return [
        "# The Gulf of Aden, 2008-2010: the model against what was counted",
        "",
        f"Made by `uv run python -m tools.validate_gulf_of_aden --seeds {seeds}`. Scenarios {hashes}; seeds 100 times the "
        f"month plus 0 to {seeds - 1}; guardship {version('guardship')}, numpy {np.__version__}.",
        "",
        "## What is input, what was fitted, what is an outcome",
        "",
        "| | |",
        "|---|---|",
        "| input | geography, lanes and group transits (GOA-01 to GOA-09), traffic (GOA-30 to GOA-36), sensors (SE), "
        "forces by year (GOA-90 to GOA-101), guards (GOA-82), speeds and number of skiffs (GOA-62, GOA-64), limits of "
        "wind (GOA-78, GOA-122), and everything marked `assumed` in the scenarios |",
        "| fitted | two numbers, to the totals of the three years together: the willingness to attack a ship in sight and "
        "the base chance of getting on board (`calibration.md`); the field of boats to one flight of a P-3C (GOA-101) |",
        "| outcome | the differences between years, months, hours; the length of attacks; the response |",
        "",
        "Observed months are not counts of months: the totals of each year (GOA-43) were spread over the months by the "
        "shares of the whole region in 2008-2012 (GOA-52). A score by month therefore rests on three numbers and twelve "
        "shares, and its interval says less than it seems to.",
        "",
    ]


def years_table(attacks: dict[tuple[int, int], Floats], taken: dict[tuple[int, int], Floats], seeds: int) -> list[str]:
    """Years: attacks, hijackings, share."""
    seen, a, h = observed(), of_years(attacks, seeds), of_years(taken, seeds)
    rows = [
        "## Years",
        "",
        "Model: mean over seeds (90 % of the seeds); shares with 95 % intervals.",
        "",
        "| year | attacks: model | observed | hijackings: model | observed | share hijacked: model | observed |",
        "|---|---|---|---|---|---|---|",
    ]
    for y in YEARS:
        x, z = seen["attacks"][str(y)], seen["hijackings"][str(y)]
        share = wilson(int(h[y].sum()), int(a[y].sum()))
        rows.append(f"| {y} | {interval(a[y])} | {x} | {interval(h[y])} | {z} | {share} | {wilson(z, x)} |")
    return [*rows, ""]


def months_table(attacks: dict[tuple[int, int], Floats], taken: dict[tuple[int, int], Floats]) -> list[str]:
    """Months of each year."""
    seen = observed()
    rows = [
        "## Months",
        "",
        "Attacks and hijackings: model, mean (90 %), against the year's total spread by GOA-52.",
        "",
        "| month | " + " | ".join(f"{y}: attacks | observed | hijackings | observed" for y in YEARS) + " |",
        "|---" * (1 + 4 * len(YEARS)) + "|",
    ]
    for m in range(1, 13):
        share = seen["month_share"]["share"][m - 1]
        cells = [
            f"{interval(attacks[y, m])} | {seen['attacks'][str(y)] * share:.1f} | {interval(taken[y, m])} "
            f"| {seen['hijackings'][str(y)] * share:.1f}"
            for y in YEARS
        ]
        rows.append(f"| {m} | " + " | ".join(cells) + " |")
    return [*rows, ""]


def scores_table(attacks: dict[tuple[int, int], Floats], taken: dict[tuple[int, int], Floats]) -> list[str]:
    """Scores against the seasonal forecast."""
    rows = [
        "## Score",
        "",
        "Continuous ranked probability score of monthly counts (smaller is better), against a Poisson forecast from "
        "the mean of the two other years and the month shares; skill is 1 less their ratio (above 0: better than "
        "the seasonal forecast), with a 95 % bootstrap interval over the 36 months.",
        "",
        "| | model | seasonal forecast | skill |",
        "|---|---|---|---|",
    ]
    for name, sample in (("attacks", attacks), ("hijackings", taken)):
        model, other, value, low, high = skill(sample, name)
        rows.append(f"| {name} | {model:.2f} | {other:.2f} | {value:.2f} ({low:.2f} to {high:.2f}) |")
    rows += [
        "",
        "The comparison favours the model: its two numbers were fitted to the totals of all three years, the seasonal "
        "forecast leaves the scored year out. What it says of a year that it was not fitted to stands in "
        "`calibration.md`.",
    ]
    return [*rows, ""]


def profile(results: Sequence[Result], seen: dict[str, object]) -> list[str]:
    """Hours, lengths, response."""
    hours = bins(hour for r in results for hour in r.hours)
    there = np.array(seen["hours"]["share"])  # type: ignore[index]
    apart = 0.5 * float(np.abs(hours - there / there.sum()).sum())
    minutes = np.quantile([m for r in results for m in r.minutes] or [np.nan], np.array(QUANTILES) / 100.0)
    want = [seen["duration_min"][f"p{q}"] for q in QUANTILES]  # type: ignore[index]
    calls, quick = sum(r.calls for r in results), sum(r.in_time for r in results)
    day = seen["daylight"]["share"]  # type: ignore[index]
    rows = [
        "## Hours of the day",
        "",
        "Local time, bins of 3 h from midnight.",
        "",
        "| | " + " | ".join(f"{3 * k:02d}-{3 * k + 3:02d}" for k in range(8)) + " | 06-18 |",
        "|---" * 10 + "|",
        "| model | " + " | ".join(f"{x:.3f}" for x in hours) + f" | {hours[DAYTIME].sum():.2f} |",
        "| observed (GOA-60; GOA-61) | " + " | ".join(f"{x:.3f}" for x in there) + f" | {day} |",
        "",
        f"Total variation distance {apart:.2f}. The willingness at night is assumed, so the share by day is near to "
        "input; the shape within the day is not.",
        "",
    ]
    rows += [
        "## Length of attacks",
        "",
        "Minutes from the beginning of the chase to the end.",
        "",
        "| | " + " | ".join(f"p{q}" for q in QUANTILES) + " |",
        "|---" * 6 + "|",
        "| model | " + " | ".join(f"{x:.0f}" for x in minutes) + " |",
        "| observed (GOA-65, n = 122) | " + " | ".join(map(str, want)) + " |",
        "",
    ]
    rows += ["## Response", ""]
    for y in YEARS:
        own = [r for r in results if r.job.year == y]
        rows.append(
            f"- {y}: {wilson(sum(r.in_time for r in own), sum(r.calls for r in own))} of the calls had a unit on "
            "the scene within 30 min"
        )
    rows += [
        "",
        f"All years: {quick} of {calls} calls. No distribution of response times was found to compare with; "
        "30 min is what commanders aimed at (GOA-81), and what GOA-106 says of geometry is tested by itself "
        "(docs/oracles.md).",
        "",
    ]
    return rows


def where_off(
    results: Sequence[Result], attacks: dict[tuple[int, int], Floats], taken: dict[tuple[int, int], Floats], seeds: int
) -> list[str]:
    """Where the model is off, by its numbers."""
    seen, a, h = observed(), of_years(attacks, seeds), of_years(taken, seeds)
    rows = ["## Where it is off", ""]
    for y in YEARS:
        for what, sample in (("attacks", a[y]), ("hijackings", h[y])):
            there, (low, high) = seen[what][str(y)], np.quantile(sample, [0.05, 0.95])
            if not low <= there <= high:
                rows.append(f"- {what} in {y}: {there} were counted, 90 % of the seeds lie in {low:.0f}-{high:.0f}.")
    fall, rise = a[2010].mean() / a[2009].mean(), a[2009].mean() / a[2008].mean()
    rows += [
        f"- From 2008 to 2009 attacks rose to {seen['attacks']['2009'] / seen['attacks']['2008']:.2f} of what they were; in "
        f"the model, with more warships, they go to {rise:.2f}.",
        f"- From 2009 to 2010 attacks in the Gulf fell to {seen['attacks']['2010'] / seen['attacks']['2009']:.2f} of what "
        f"they were; in the model, with the forces, guards and citadels of each year, to {fall:.2f}. In those years "
        f"attacks in the Somali Basin and the Arabian Sea rose from {seen['elsewhere']['2009']} to "
        f"{seen['elsewhere']['2010']} (GOA-45): displacement out of the theatre, which the model cannot show.",
        "- The number of groups is the same in every year; nothing is known of it.",
        "- Months: the seasonal wind is assumed (GOA-122), one mean for the whole gulf; no swell, no other season.",
        "- Attacks in the model are on ships in the corridor; fishing vessels and ships outside it are not prey.",
        "",
        "No claim goes beyond these tables: the scenario is for comparing policies under stated assumptions.",
    ]
    return rows


def main() -> None:
    """Run everything, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--days", type=int, default=0, help="measured days of each month, the month when 0")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    given.out.write_text(page(play_all(jobs(range(given.seeds), days=given.days), given.workers), given.seeds))


if __name__ == "__main__":
    main()

"""Fits what the facts leave open to 2008-2010, and writes the log: `uv run python -m tools.calibrate_gulf_of_aden`.

Two numbers are open: the willingness to attack a ship that is sighted by day (the night in fixed proportion), which the
number of attacks determines, and the base chance of getting on board, which the share of hijackings determines. All
else is input. Loss: squared differences of the logarithms of attacks and hijackings of the three years together. Each
number is moved to where its own count fits, by turns, on common random numbers.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path

from tools.theatre import HOME, YEARS, Result, jobs, observed, play_all

NIGHT = 0.4  # willingness at night to that by day, assumed: GOA-61
WILLING, CHANCE = "types.pirate_group.willing", "types.pirate_group.attacks.boards.chance"
BOUNDS = {"willing": (0.001, 0.5), "chance": (0.05, 1.0)}
START = (0.0248, 1.0)  # where a search ended before; the first had begun at 0.05 and 0.6
OUT = HOME / "docs/validity/calibration.md"


def changes(willing: float, chance: float) -> dict[str, object]:
    """The entries of the scenario that are fitted."""
    return {f"{WILLING}.day": willing, f"{WILLING}.night": round(NIGHT * willing, 6), CHANCE: chance}


def totals(results: Sequence[Result], seeds: int) -> dict[int, tuple[float, float]]:
    """Attacks and hijackings a year, means over the seeds."""
    found = dict.fromkeys(YEARS, (0.0, 0.0))
    for r in results:
        a, h = found[r.job.year]
        found[r.job.year] = a + r.attacks / seeds, h + r.hijacked / seeds
    return found


def clipped(name: str, value: float) -> float:
    low, high = BOUNDS[name]
    return round(min(max(value, low), high), 4)


def fit(
    years: Sequence[int],
    seeds: int,
    rounds: int,
    workers: int,
    log_: list[dict[str, object]],
    start: tuple[float, float],
) -> tuple[float, float]:
    """The two numbers that fit the given years together."""
    seen = observed()
    want = sum(seen["attacks"][str(y)] for y in years), sum(seen["hijackings"][str(y)] for y in years)
    willing, chance = start
    for _ in range(rounds):
        found = evaluate(willing, chance, seeds, workers, log_)
        got = sum(found[y][0] for y in years), sum(found[y][1] for y in years)
        willing = clipped("willing", willing * want[0] / max(got[0], 1.0))
        chance = clipped("chance", chance * (want[1] / want[0]) / max(got[1] / max(got[0], 1.0), 1e-3))
    return willing, chance


def evaluate(
    willing: float, chance: float, seeds: int, workers: int, log_: list[dict[str, object]]
) -> dict[int, tuple[float, float]]:
    """One evaluation, logged; the same numbers are not run twice."""
    for line in log_:
        if (line["willing"], line["chance"]) == (willing, chance):
            return {int(y): tuple(v) for y, v in dict(line["years"]).items()}  # type: ignore[call-overload]
    found = totals(play_all(jobs(range(seeds), changes(willing, chance)), workers), seeds)
    seen = observed()
    attacks, taken = (sum(found[y][k] for y in YEARS) for k in (0, 1))
    loss = log(max(attacks, 0.1) / sum(seen["attacks"][str(y)] for y in YEARS)) ** 2
    loss += log(max(taken, 0.1) / sum(seen["hijackings"][str(y)] for y in YEARS)) ** 2
    log_.append({"willing": willing, "chance": chance, "years": found, "loss": round(loss, 4)})
    print(json.dumps(log_[-1]), flush=True)
    return found


def page(
    final: tuple[float, float],
    left_out: Mapping[int, tuple[tuple[float, float], tuple[float, float]]],
    log_: Sequence[Mapping[str, object]],
    seeds: int,
) -> str:
    """The log as a page."""
    seen = observed()
    text = [
        "# Calibration",
        "",
        f"Made by `uv run python -m tools.calibrate_gulf_of_aden --seeds {seeds}`; the method is in its first lines.",
        "",
        f"Fitted: willingness by day {final[0]:g} (bounds {BOUNDS['willing']}), at night {NIGHT} of it (assumed); base "
        f"chance of getting on board {final[1]:g} (bounds {BOUNDS['chance']}).",
        "",
        f"The scenario holds {START[0]:g} and {START[1]:g}, with which the search begins. Attacks of the three years under {seeds} seeds "
        f"have a standard error of {100.0 / (seeds * sum(seen['attacks'].values())) ** 0.5:.0f} % by counting alone, so nearer than that the "
        "numbers are not told apart.",
        "",
        "## One year left out",
        "",
        "Fitted on two years, the third predicted (means over seeds):",
        "",
        "| year | fitted: willing, chance | attacks: model, observed | hijackings: model, observed |",
        "|---|---|---|---|",
    ]
    for year, (numbers, (attacks, taken)) in left_out.items():
        text.append(
            f"| {year} | {numbers[0]:g}, {numbers[1]:g} | {attacks:.1f}, {seen['attacks'][str(year)]} "
            f"| {taken:.1f}, {seen['hijackings'][str(year)]} |"
        )
    text += [
        "",
        "## Every evaluation",
        "",
        "Attacks and hijackings a year, means over seeds.",
        "",
        "| willing | chance | 2008 | 2009 | 2010 | loss |",
        "|---|---|---|---|---|---|",
    ]
    for line in log_:
        years: Mapping[int, tuple[float, float]] = line["years"]  # type: ignore[assignment]
        cells = " | ".join(f"{years[y][0]:.1f}, {years[y][1]:.1f}" for y in YEARS)
        text.append(f"| {line['willing']:g} | {line['chance']:g} | {cells} | {line['loss']} |")
    return "\n".join(text) + "\n"


def main() -> None:
    """Fit, leave each year out, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", default=str(OUT))
    given = parser.parse_args()
    log_: list[dict[str, object]] = []
    final = fit(list(YEARS), given.seeds, given.rounds, given.workers, log_, START)
    evaluate(*final, given.seeds, given.workers, log_)
    left_out = {}
    for year in YEARS:
        numbers = fit([y for y in YEARS if y != year], given.seeds, 2, given.workers, log_, final)
        left_out[year] = numbers, evaluate(*numbers, given.seeds, given.workers, log_)[year]
    Path(given.out).write_text(page(final, left_out, log_, given.seeds))


if __name__ == "__main__":
    main()

"""Runs of the Gulf of Aden by year and month, and scores: what calibration and validation share."""

import json
import multiprocessing
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

HOME = Path(__file__).parents[1]
YEARS = {2008: "gulf_of_aden_2008.yaml", 2009: "gulf_of_aden_2009.yaml", 2010: "gulf_of_aden.yaml"}
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WARM_UP = 7  # days before the month
DAYTIME = slice(2, 6)  # the bins of 3 h from 06 to 18 h

type Floats = NDArray[np.float64]


class Job(NamedTuple):
    """One run: a month of a year under a seed, with other entries of the scenario."""

    year: int
    month: int
    seed: int
    changes: tuple[tuple[str, object], ...] = ()
    days: int = 0  # measured; the month when 0


class Result(NamedTuple):
    """What a run brought: counts of the month, hours of day and lengths [min] of its attacks, answered calls."""

    job: Job
    attacks: int
    hijacked: int
    hours: tuple[float, ...]
    minutes: tuple[float, ...]
    calls: int
    in_time: int


@cache
def observed() -> dict[str, Any]:
    """The counts to compare with."""
    return dict(json.loads((HOME / "docs/validity/observed.json").read_text()))


def play(job: Job) -> Result:
    """Run one month."""
    import guardship
    from guardship.outcomes.voyages import AttackOutcome

    days = job.days or DAYS[job.month - 1]
    first = np.datetime64(f"{job.year}-{job.month:02d}-01") - np.timedelta64(WARM_UP, "D")
    changes: dict[str, object] = {"time.start": f"{first}T00:00Z", "time.measure": f"{days} d", "time.drain": "1 d"}
    scenario = guardship.load(HOME / "scenarios" / YEARS[job.year], set={**changes, **dict(job.changes)})
    run = guardship.simulate(scenario, job.seed)
    attacks = [a for a in run.model.voyages.books.attacks if a.counted]
    response = run.summary["measures"]["response_within_30_min"]
    zone = scenario.time.zone or 0.0
    return Result(
        job,
        len(attacks),
        sum(a.outcome is AttackOutcome.HIJACKED for a in attacks),
        tuple((a.time + zone) % 24.0 for a in attacks),
        tuple(60.0 * (a.ended - a.time) for a in attacks if a.ended is not None),
        int(response["n"]),
        int(response["count"]),
    )


def play_all(jobs: Sequence[Job], workers: int = 2) -> list[Result]:
    """Run many, in the order of the jobs."""
    if workers < 2:
        return [play(job) for job in jobs]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(play, jobs, chunksize=4))


def jobs(
    seeds: Iterable[int],
    changes: Mapping[str, object] | None = None,
    months: Iterable[int] = range(1, 13),
    days: int = 0,
) -> list[Job]:
    """Every month of every year under every seed: common random numbers for equal (month, seed)."""
    entries = tuple(sorted((changes or {}).items()))
    return [Job(y, m, 100 * m + seed, entries, days) for y in YEARS for m in months for seed in seeds]


def crps(sample: Floats, seen: float) -> float:
    """Continuous ranked probability score of a sample: E|X - y| - E|X - X'| / 2 (Gneiting & Raftery 2007, eq. 21)."""
    x = np.sort(np.asarray(sample, float))
    n = len(x)
    spread = 2.0 * float(((2.0 * np.arange(1, n + 1) - n - 1) * x).sum()) / n**2
    return float(np.abs(x - seen).mean()) - 0.5 * spread


def crps_poisson(mean: float, seen: float) -> float:
    """The same of a Poisson forecast: the integral of the squared difference of the distribution functions."""
    from scipy.stats import poisson

    k = np.arange(int(max(mean, seen) + 12.0 * np.sqrt(max(mean, 1.0)) + 20))
    above, below = np.clip(k + 1.0 - seen, 0.0, 1.0), poisson.cdf(k, mean)  # `seen` need not be a whole number
    return float((above * (1.0 - below) ** 2 + (1.0 - above) * below**2).sum())


def bins(hours: Iterable[float]) -> Floats:
    """Shares of the eight bins of 3 h."""
    counts = np.histogram(list(hours), np.arange(0.0, 25.0, 3.0))[0].astype(float)
    return np.asarray(counts / max(counts.sum(), 1.0))

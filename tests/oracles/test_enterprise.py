"""O60, O61: enterprises sail as often as a quantal response has it, and as many are at sea as Little's law says."""

from math import exp

import numpy as np
import pytest

from guardship.run.run import Run

from .worlds import agree, run

COSTS = "groups.gangs.hunts.enterprise.costs.voyage"
REWARD = "groups.gangs.hunts.enterprise.reward"
ELSEWHERE = "groups.gangs.hunts.enterprise.elsewhere"


def choices(world: Run) -> dict[str, int]:
    """How many candidate voyages sailed, went elsewhere, stayed; of those for which somebody was there."""
    own = world.summary["enterprise"]
    return {name: own[name] for name in ("sailed", "elsewhere", "stayed")}


@pytest.mark.parametrize(("worth", "share"), [(1.0, 0.817574), (0.5, 0.679179)])
def test_shares_that_sail(worth: float, share: float) -> None:
    """1 / (1 + exp(-1.5 U)): each candidate voyage is a trial of its own."""
    taken = choices(run("enterprise", {COSTS: 1.5 - worth}))
    n = sum(taken.values())
    measured, error = taken["sailed"] / n, (share * (1.0 - share) / n) ** 0.5
    agree("O60", f"share that sails, U = {worth:g}", share, measured, n, (measured - share) / error)
    assert taken["elsewhere"] == 0


def test_shares_with_an_elsewhere() -> None:
    """U = 1 here, .5 elsewhere, 0 ashore."""
    taken = choices(run("enterprise", {ELSEWHERE: 0.5}))
    n, total = sum(taken.values()), exp(1.5) + exp(0.75) + 1.0
    for (what, count), weight in zip(taken.items(), (exp(1.5), exp(0.75), 1.0), strict=True):
        share = weight / total
        z = (count / n - share) / (share * (1.0 - share) / n) ** 0.5
        agree("O60", f"share {what}, U = 1, 0.5, 0", share, count / n, n, z)


def test_shares_of_the_published_game() -> None:
    """O30 in the running model: U = 2 here, 1 elsewhere, 0 ashore, rationality 1.5."""
    taken = choices(run("enterprise", {REWARD: 5.0, ELSEWHERE: 1.0}))
    n = sum(taken.values())
    for (what, count), share in zip(taken.items(), (0.785597, 0.175290, 0.039113), strict=True):
        z = (count / n - share) / (share * (1.0 - share) / n) ** 0.5
        agree("O30", f"share {what}, U = 2, 1, 0", share, count / n, n, z)


def test_littles_law() -> None:
    """O61: at sea on average are candidates an hour x the share that sails x the hours of a voyage.

    The share is the theory's; candidates and hours are the run's. Standard error of the binomial share alone.
    """
    world = run("enterprise")
    begin, end = world.model.voyages.window
    planned = world.voyages[(world.voyages["planned"] >= begin) & (world.voyages["planned"] < end)]
    sailed = planned.dropna(subset="sailed")
    times = np.arange(begin, end, 1.0)
    every = world.voyages.dropna(subset="sailed")
    mean = float(np.mean([((every["sailed"] <= t) & (t < every["ended"])).sum() for t in times]))
    share, n = 0.817574, len(planned)
    theory = n / (end - begin) * share * float((sailed["ended"] - sailed["sailed"]).mean())
    z = (mean / theory - 1.0) / ((1.0 - share) / share / n) ** 0.5
    agree("O61", "at sea on average, by Little's law", theory, mean, n, z)

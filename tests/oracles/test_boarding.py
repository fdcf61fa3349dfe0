"""O31 and O32: how long a team should search, and how often all teams are busy, with ships that launch boats."""

from math import exp, sqrt

import numpy as np
import pytest

from guardship.run.run import Run

from .worlds import agree, run, share

# log-normal, the logarithm with a standard deviation of 1: mean exp(1/2) medians, 90 % below exp(1.2815515655) of them
SERVICE = 57.6  # min on board, to which the way out and back adds 2.4: one hour in all
TAKES = {
    "exponential": {"exponential": {"mean": f"{SERVICE} min"}},
    "constant": f"{SERVICE} min",
    "lognormal": {
        "lognormal": {"median": f"{SERVICE * exp(-0.5)!r} min", "p90": f"{SERVICE * exp(0.7815515655)!r} min"}
    },
}
BATCHES = 60
BOATS = 8  # of `boarding_time`


def blocked(boats: int, load: float) -> float:
    """Erlang's B."""
    b = 1.0
    for c in range(1, boats + 1):
        b = load * b / (c + load * b)
    return b


def calls(world: Run) -> list[tuple[float, bool]]:
    """Suspects of the measuring window: when each was told, and whether it was let pass for want of a boat."""
    begin, end = world.summary["window_h"]
    events = world.events
    told = events[events["kind"] == "contact_suspicious"]
    passed = set(events[(events["kind"] == "declined") & (events["reason"] == "no_team")]["object"])
    return [(t, who in passed) for t, who in zip(told["t"], told["object"], strict=True) if begin <= t < end]


def busy(world: Run) -> list[float]:
    """Hours from the launch of each boat until it is on board again."""
    events = world.events[world.events["kind"].isin(["launched", "recovered"])]
    hours = []
    for _, own in events.groupby("actor", observed=True):
        t = own["t"].to_numpy()
        hours += list(t[1::2] - t[: len(t) - len(t) % 2 : 2])
    return hours


@pytest.mark.parametrize("days", [40, pytest.param(600, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("boats", "load", "lost", "takes"),
    [
        (3, 2.0, 0.2105263, "exponential"),
        (3, 2.0, 0.2105263, "constant"),
        (3, 2.0, 0.2105263, "lognormal"),
        (5, 3.0, 0.1100543, "exponential"),
        (4, 1.5, 0.0479574, "lognormal"),
        (2, 1.0, 0.2, "constant"),
    ],
)
def test_all_boats_are_busy(boats: int, load: float, lost: float, takes: str, days: int) -> None:
    """Erlang B, whatever the law of the time on board. Errors from batches much longer than a service."""
    assert blocked(boats, load) == pytest.approx(lost, abs=6e-8)
    changes = {
        "types.frigate.carries.boat": boats,
        "groups.dhows.per_day": 24.0 * load,
        "time.measure": f"{days} d",
        "types.boat.boarding.takes": TAKES[takes],
    }
    world = run("erlang", changes)
    told = calls(world)
    hours = world.summary["window_h"][1] - world.summary["window_h"][0]
    excess = np.zeros(BATCHES)
    for t, passed in told:
        excess[int((t - world.summary["window_h"][0]) / hours * BATCHES)] += passed - lost
    share_lost = sum(passed for _, passed in told) / len(told)
    agree(
        "O32",
        f"{boats} boats, load {load:g}, {takes}",
        lost,
        share_lost,
        len(told),
        float(excess.sum() / sqrt((excess**2).sum())),
    )


def test_a_boat_is_busy_for_the_boarding_and_the_way() -> None:
    """1 nm at 40 kn towards a vessel that makes 10, and what is left back: 2.4 min; tolerance: rounding."""
    hours = busy(run("erlang", {"types.boat.boarding.takes": "57.6 min", "time.measure": "3 d"}))
    assert hours == pytest.approx(np.ones(len(hours)), abs=1e-8) and len(hours) > 100


@pytest.mark.parametrize("window", [150.0, pytest.param(1500.0, marks=pytest.mark.long)])
def test_how_long_to_search(window: float) -> None:
    """Finds per hour of a boat by renewal and reward, (1 - exp(-m t)) / (s + t): best at t = 1.505241 h."""
    rates = {hours: finds(hours, 1.0, 2.0, window) for hours in (0.75, 1.505241, 3.0)}
    assert rates[1.505241] == max(rates.values()) or window < 1000.0  # the small run cannot tell them apart
    assert reward(1.505241, 1.0, 2.0) == pytest.approx(0.221964, abs=1e-6)
    assert all(reward(1.505241, 1.0, 2.0) > reward(t, 1.0, 2.0) for t in (1.50, 1.51))
    assert all(reward(1.110771, 2.0, 3.0) > reward(t, 2.0, 3.0) for t in (1.10, 1.12))
    finds(1.110771, 2.0, 3.0, window)


def reward(hours: float, rate: float, pause: float) -> float:
    """What a boat finds per hour."""
    return (1.0 - exp(-rate * hours)) / (pause + hours)


def finds(hours: float, rate: float, pause: float, window: float) -> float:
    """Finds per hour of a boat that searches for so long; compared with theory, as is the share of searches."""
    changes = {
        "types.boat.boarding.takes": f"{hours} h",
        "types.boat.boarding.finds_at": f"{rate} /h",
        "types.boat.turnaround": f"{60.0 * pause - 0.75} min",
        "time.measure": f"{window} h",
    }
    world = run("boarding_time", changes)
    begin, end = world.summary["window_h"]
    over = world.events[(world.events["kind"] == "boarding_done") & (world.events["t"] >= begin)]
    assert np.mean(pauses(world)) == pytest.approx(pause, abs=0.5 / 60.0)
    found, p = over["reason"].isna().to_numpy(), 1.0 - exp(-rate * hours)
    share("O31", f"found in {hours:g} h at {rate:g} /h", found, p)
    theory, boat_hours = reward(hours, rate, pause), BOATS * (end - begin)
    measured = float(np.count_nonzero(found)) / float(boat_hours)
    error = sqrt(len(found) * p * (1.0 - p)) / boat_hours
    agree(
        "O31",
        f"finds per hour, {hours:g} h on board and {pause:g} h between",
        theory,
        measured,
        len(found),
        (measured - theory) / error,
    )
    return measured


def pauses(world: Run) -> list[float]:
    """Hours from the end of each search of a boat to the beginning of its next."""
    done = world.events[world.events["kind"].isin(["boarding", "boarding_done"])]
    found: list[float] = []
    for _, own in done.groupby("actor", observed=True):
        t = own["t"].to_numpy()
        found += list(t[2::2] - t[1 : len(t) - 1 : 2])
    return found


def test_a_ship_whose_only_boat_is_made_ready_lets_suspects_pass() -> None:
    """It has no team of its own, so it does not make for them: it looks again at its next update."""
    events = run("boarding_time", {"types.frigate.carries.boat": 1, "time.measure": "24 h"}).events
    declined = events[events["kind"] == "declined"]
    assert "turnaround" in set(declined["reason"]) and "pursuit" not in set(events["kind"])
    assert (events["kind"] == "launched").sum() > 10

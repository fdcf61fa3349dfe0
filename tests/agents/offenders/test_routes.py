"""Choice of a way by pure functions, and by a pilot among stubs."""

from itertools import pairwise
from math import exp, hypot, inf, log
from typing import Any

import numpy as np
import pytest

from guardship.agents.interfaces import Point
from guardship.agents.offenders.routes import Passages, Pilot, Way, WayChoice, blamed, path_sizes, shares
from guardship.core.draws import named
from guardship.core.kernels.philox import uniform
from guardship.reasons import Reason

BASE, LANDING, FORK = (0.0, 0.0), (100.0, 0.0), (20.0, 0.0)
NORTH, SOUTH = Way("north", (FORK, (60.0, 30.0))), Way("south", (FORK, (60.0, -30.0)))
USUAL: dict[str, Any] = {"reward": 1.0, "loss": 0.0, "cost": 0.0, "danger": 0.0, "rationality": 1.5, "trust": 5.0}


class Master:
    """A helm that draws by name alone."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        self.time = 0.0
        self.near: dict[Point, int] | None = None
        self.timers: list[tuple[float, str, tuple[int, ...]]] = []

    def draw(self, what: str, n: int = 0, about: str = "") -> float:
        return float(uniform(self.seed, 1, np.uint64(named(about)), n))

    def patrols_near(self, way: Any, radius: float) -> int | None:
        return None if self.near is None else sum(self.near.get(point, 0) for point in way)

    def later(self, hours: float, what: str, *args: int) -> None:
        self.timers.append((self.time + hours, what, args))


def straight(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def pilot(helm: Master, *ways: Way, **changes: Any) -> Pilot:
    given: Any = helm
    return Pilot(given, ways or (NORTH, SOUTH), Passages(WayChoice(**{**USUAL, **changes}), straight))


def chances(one: Pilot, voyage: int = 1) -> dict[str, float]:
    return {option.name: option.chance for option in one.choose(voyage, BASE, LANDING)}


# ---- pure functions --------------------------------------------------------------------------------------------------


def test_shares_of_two_ways_at_given_worths() -> None:
    """Utilities 2, 1 and 0 at rationality 1.5, as in O30."""
    assert shares([3.0, 1.5, 0.0]) == pytest.approx((0.785597, 0.175290, 0.039113), abs=1e-6)
    assert shares([1.5, 0.0]) == pytest.approx((0.817574, 0.182426), abs=1e-6)
    assert shares([-1000.0, -1000.0, -inf]) == pytest.approx((0.5, 0.5, 0.0))


def test_two_names_for_the_same_legs_are_one_way() -> None:
    """Three ways, two of which are all but one: with path sizes each of the two has a quarter."""
    a, b, c = {(0, 1): 10.0, (1, 2): 5.0}, {(0, 1): 10.0, (1, 2): 5.0}, {(0, 3): 7.0, (2, 3): 8.0}
    ways: Any = [a, b, c]
    assert path_sizes(ways) == pytest.approx((0.5, 0.5, 1.0))
    assert shares([log(size) for size in path_sizes(ways)]) == pytest.approx((0.25, 0.25, 0.5))


def test_a_share_of_a_leg_counts_by_its_length() -> None:
    ways: Any = [{(0, 1): 10.0, (1, 2): 30.0}, {(0, 1): 10.0, (1, 3): 10.0}]
    assert path_sizes(ways) == pytest.approx((35.0 / 40.0, 15.0 / 20.0))


def test_a_loss_is_laid_to_legs_by_what_is_believed_of_them() -> None:
    assert blamed([0.1, 0.3], [5.0, 5.0]) == pytest.approx((0.25, 0.75))
    assert blamed([0.0, 0.0], [10.0, 30.0]) == pytest.approx((0.25, 0.75))
    assert blamed([0.0, 0.0], [0.0, 0.0]) == pytest.approx((0.5, 0.5))


def test_worth_falls_from_the_reward_to_the_loss() -> None:
    a = WayChoice(**{**USUAL, "reward": 4.0, "loss": 2.0, "cost": 0.01})
    assert a.worth(0.0, 100.0) == pytest.approx(3.0)
    assert a.worth(log(2.0), 0.0) == pytest.approx(1.0)
    assert a.worth(50.0, 0.0) == pytest.approx(-2.0)


def gets(coverage: tuple[float, ...], rationality: float = 200.0) -> float:
    """What a smuggler gets on average that knows how often each of three ways is watched, worth 8, 4 and 2 unseen:
    a patrol that is there in a part c of passages stands for -ln(1 - c) losses."""
    hazards = [-log(1.0 - c) if c < 1.0 else inf for c in coverage]
    worths = [
        WayChoice(**{**USUAL, "reward": reward}).worth(hazard, 0.0)
        for reward, hazard in zip((8.0, 4.0, 2.0), hazards, strict=True)
    ]
    chances = shares([rationality * worth for worth in worths])
    return sum(chance * worth for chance, worth in zip(chances, worths, strict=True))


@pytest.mark.parametrize(
    ("coverage", "value"),
    [
        ((2 / 3, 1 / 3, 0.0), 8.0 / 3.0),  # whichever of the first two it takes
        ((1 / 3, 1 / 3, 1 / 3), 16.0 / 3.0),
        ((1.0, 0.0, 0.0), 4.0),
        ((0.5, 0.5, 0.0), 4.0),
        ((0.6, 0.3, 0.1), 3.2),
    ],
)
def test_one_patrol_against_a_smuggler_that_has_learnt_where_it_is(coverage: tuple[float, ...], value: float) -> None:
    """O30: a zero-sum game of value 8/3."""
    assert gets(coverage) == pytest.approx(value, abs=1e-6)


def test_no_other_coverage_leaves_it_less() -> None:
    """O30, over coverages in steps of 1/30."""
    parts = [(a / 30, b / 30, (30 - a - b) / 30) for a in range(31) for b in range(31 - a)]
    best = min(parts, key=gets)
    assert best == (20 / 30, 10 / 30, 0.0) and gets(best) == pytest.approx(8.0 / 3.0, abs=1e-6)
    assert all(gets(part) > gets(best) for part in parts if part != best)


# ---- what is learnt --------------------------------------------------------------------------------------------------


def test_a_leg_is_the_same_in_either_direction_and_on_every_way() -> None:
    known = pilot(Master()).passages
    there, back = (list(known.legs(points)) for points in ((BASE, FORK, LANDING), (LANDING, FORK, BASE)))
    assert there == back[::-1]


def test_a_point_more_on_a_straight_leg_changes_nothing() -> None:
    """Passages, overdue voyages and the expectation: the losses of a way are what they were."""
    found = []
    for points in ((BASE, LANDING), (BASE, FORK, LANDING)):
        known = Passages(WayChoice(**{**USUAL, "danger": 0.001}), straight)
        legs = known.legs(points)
        known.lost(legs, 0.0)
        known.passed(legs, 1.0)
        known.lost(legs, 2.0)
        found.append(sum(known.hazards(legs, 3.0)))
    assert found[0] == pytest.approx(found[1]) == pytest.approx((5.0 * 0.1 + 2.0) / (5.0 + 3.0))


def test_losses_on_one_way_are_told_from_those_on_the_leg_that_it_shares() -> None:
    """One in four is lost on the northern leg alone; of the shared leg the southern passages say that it is safe."""
    known = Passages(WayChoice(**{**USUAL, "danger": 0.0005}), straight)
    north, south = (known.legs((BASE, *way.via, LANDING)) for way in (NORTH, SOUTH))
    for n in range(400):
        known.passed(south, float(n))
        if n % 4:
            known.passed(north, float(n))
        else:
            known.lost(north, float(n))
    shared, *own = known.hazards(north, 400.0)
    assert shared < 0.01 and sum(own) == pytest.approx(0.25, abs=0.02)


# ---- a pilot ---------------------------------------------------------------------------------------------------------


def test_ways_are_taken_as_often_as_their_chances_say() -> None:
    """A way that is 50 nm longer at a cost of 1/50 a mile: U differs by 1. 20 000 draws, four standard errors."""
    short, long = Way("short", ((50.0, 0.0),)), Way("long", ((50.0, hypot(75.0, 0.0) * (1.0 - 4.0 / 9.0) ** 0.5),))
    one = pilot(Master(), short, long, cost=0.02, reward=3.0)
    said = chances(one)
    taken = [next(o.name for o in one.choose(n, BASE, LANDING) if o.taken) for n in range(20_000)]
    assert said["short"] == pytest.approx(0.817574, abs=0.01)
    assert taken.count("short") / 20_000 == pytest.approx(said["short"], abs=4.0 * (0.18 * 0.82 / 20_000) ** 0.5)


def test_another_option_moves_nobody_from_one_way_to_another() -> None:
    few, more = pilot(Master(), stays=0.2), pilot(Master(), NORTH, SOUTH, Way("direct", ()), stays=0.2, overlap=0.0)
    few.passages = more.passages
    for n in range(200):
        before, after = ({o.name: o for o in one.choose(n, BASE, LANDING)} for one in (few, more))
        assert all(before[name].luck == after[name].luck for name in before)
        taken = next(name for name in after if after[name].taken)
        assert taken == "direct" or before[taken].taken


def test_who_is_overdue_turns_the_others_to_the_other_way() -> None:
    helm = Master()
    one = pilot(helm, reward=2.0, loss=2.0, overdue=10.0)
    assert chances(one)["north"] == pytest.approx(0.5)
    while one.via != NORTH.via:
        helm.seed += 1
        one.choose(1, BASE, LANDING)
    helm.time = 3.0
    one.caught(1, 10.0)
    length = sum(straight(a, b) for a, b in pairwise((BASE, *NORTH.via, LANDING)))
    ((when, what, about),) = helm.timers
    assert when == pytest.approx(length / 10.0 + 10.0) and (what, about) == ("pilot.on_overdue", (1,))
    helm.time = 20.0
    assert chances(one, 2)["north"] == pytest.approx(0.5)
    one.on_overdue(1)
    assert chances(one, 2)["north"] < 0.45


def test_who_is_turned_back_has_not_begun_the_legs_behind() -> None:
    helm = Master()
    one = pilot(helm, NORTH, broken_off=0.5)
    one.choose(1, BASE, LANDING)
    one.turned(((30.0, 5.0), *NORTH.via[1:], LANDING))
    one.home(Reason.WARSHIP_SEEN)
    known = [one.passages.met.at(leg, 0.0) for leg in one.legs]
    assert [(met.weight, met.amount) for met in known] == [(1.0, 0.0), (1.0, 0.5), (0.0, 0.0)]
    one.home(Reason.ENDURANCE)
    assert sum(one.passages.met.at(leg, 0.0).amount for leg in one.legs) == 0.5


def test_who_finds_no_water_has_no_news_of_any_leg() -> None:
    one = pilot(Master(), NORTH)
    (option,) = one.choose(1, BASE, LANDING)
    legs = one.legs
    one.stuck()
    one.turned(())
    one.home(Reason.NO_WATER)
    assert all(one.passages.met.at(leg, 0.0).weight == 0.0 for leg in legs)
    assert one.choose(2, BASE, LANDING)[0].hazard == option.hazard


def test_a_patrol_that_is_betrayed_counts_for_more_than_what_was_met() -> None:
    helm = Master()
    one = pilot(helm, reward=2.0, loss=2.0, known=0.7, near=5.0)
    helm.near = {NORTH.via[1]: 1}
    options = {o.name: o for o in one.choose(1, BASE, LANDING)}
    assert options["north"].hazard == pytest.approx(0.7) and options["south"].hazard == 0.0  # once, though on two legs
    assert options["north"].worth - options["south"].worth == pytest.approx(1.5 * 4.0 * (exp(-0.7) - 1.0))


def test_staying_and_going_elsewhere_are_worth_what_is_said() -> None:
    """Against one way of utility 1: a share of .817574 at rationality 1.5."""
    one = pilot(Master(), Way("only", ()), stays=0.0)
    assert chances(one) == pytest.approx({"only": 0.817574, "stay": 0.182426}, abs=1e-6)
    far = pilot(Master(), Way("only", ()), stays=-1.0, elsewhere=1.0)
    assert chances(far) == pytest.approx(
        dict(zip(("only", "elsewhere", "stay"), shares([1.5, 1.5, -1.5]), strict=True))
    )

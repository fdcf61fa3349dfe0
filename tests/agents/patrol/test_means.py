"""What a unit says for itself: what it finds, what it stops, how long it can stay."""

from dataclasses import dataclass, field
from math import inf
from typing import Any

import mesa
import pytest

from guardship.agents import Patrol, Surroundings, Task
from guardship.agents.limits import Limits
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.boats import Boats
from guardship.agents.patrol.craft import Base, Craft, Rules
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty, Hours
from guardship.agents.patrol.means import occupied, succeeding, teams
from guardship.agents.patrol.stations import ANYWHERE, Escort
from guardship.coalition.going import Means
from guardship.reasons import Reason

CALM = Limits(frozenset({"day", "night"}), frozenset({"calm"}))
TEAM = Team(lambda u: 2.0 * u, 0.9, 0.8, None, 0.5, CALM, lambda u: 60.0, lambda u: 4.0)
CUE = Task(1, 1, False, 60.0, 0.0, 0.0, 0.0, 0.0, pxx=1.0, pvv=4.0)


@dataclass
class Stub:
    """A helm and radio: at the origin, sees half as far by night, in the weather that it is told."""

    time: float = 0.0
    weather: str = "calm"
    refuses: Reason | None = None
    asked: list[Any] = field(default_factory=list)

    def position(self) -> tuple[float, float]:
        return 0.0, 0.0

    def velocity(self) -> tuple[float, float]:
        return 0.0, 0.0

    def time_to_meet(self, x: float, y: float, vx: float, vy: float, speed: float) -> float:
        return x / speed

    def may_go(self, x: float, y: float, distress: bool, by: int = -1) -> Reason | None:
        return self.refuses

    def foreseen(self, at: tuple[float, float], time: float) -> Surroundings:
        self.asked.append((at, time))
        return Surroundings("day" if time < 6.0 else "night", self.weather)

    def sweep_width(self, hull: str | None, there: Surroundings, speed: float) -> float:
        return (20.0 if there.light == "day" else 10.0) * (15.0 / speed)

    def surroundings(self) -> Surroundings:
        return Surroundings("day", self.weather)

    def __getattr__(self, name: str) -> Any:
        return lambda *a, **k: None


def unit(helm: Stub, craft: Craft | None = None, boats: Boats[Any] | None = None, **doctrine: Any) -> Patrol:
    own: Any = helm
    asked = {"cruise": 15.0, "top": 30.0, "search_for": 2.0} | doctrine
    return Patrol(mesa.Model(rng=1), "p/0", own, own, Doctrine(**asked), ANYWHERE, craft, boats)


def test_a_ship_with_a_team() -> None:
    """Half the sweep width at top speed to begin with, the whole at cruising speed while she searches."""
    helm = Stub()
    found = unit(helm, team=TEAM).means(CUE, "dhow", 2.0)
    assert found == pytest.approx(Means(5.0, 20.0, 15.0, 2.0, 0.9 * 0.8, 1.0, 0.5 * 60.0 + 0.5 * 4.0))
    assert helm.asked == [((60.0, 0.0), 2.0)]


def test_the_light_is_that_of_then() -> None:
    found = unit(Stub(), team=TEAM).means(CUE, "dhow", 7.0)
    assert isinstance(found, Means) and (found.reach, found.width) == (2.5, 10.0)


def test_the_weather_may_keep_a_team_on_board() -> None:
    ship = unit(Stub(weather="rough"), team=TEAM, shadows=3.0)
    found = ship.means(CUE, "dhow", 2.0)
    assert isinstance(found, Means) and (found.stops, found.boards, found.keeps) == (0.0, 0.0, 3.0)
    assert list(teams(ship)) == [TEAM] and list(teams(ship, Surroundings("day", "rough"))) == []


def test_a_boat_s_team_counts_where_the_boat_is_launched() -> None:
    deck: Any = Stub()
    craft = Craft(Rules(lambda u: 0.0, limits=CALM), deck)
    boat = unit(Stub(), craft, team=TEAM)
    for weather, stops in (("calm", 0.72), ("rough", 0.0)):
        found = unit(Stub(weather=weather), boats=Boats([boat])).means(CUE, None, 2.0)
        assert isinstance(found, Means) and found.stops == pytest.approx(stops)


def test_where_it_may_not_work() -> None:
    assert unit(Stub(refuses=Reason.OUTSIDE_SECTOR)).means(CUE, "dhow", 2.0) is Reason.OUTSIDE_SECTOR


def test_on_a_tip_it_waits_until_that_has_expired() -> None:
    found = unit(Stub()).means(CUE._replace(until=9.0), "dhow", 2.0)
    assert isinstance(found, Means) and found.search == 7.0


def test_what_has_no_team() -> None:
    assert succeeding(None) == 0.0 and occupied(TEAM) == 32.0


# ---- aircraft ------------------------------------------------------------------------------------


def plane(**rules: Any) -> Patrol:
    """At an airfield, 60 nm from the datum."""
    asked: dict[str, Any] = {"alert": lambda u: 1.0, "endurance": 4.0, "reserve": 0.5} | rules
    return unit(Stub(), Craft(Rules(**asked), Base((0.0, 0.0))), cruise=60.0, top=120.0, shadows=9.0, investigates=40.0)


def test_its_fuel_bounds_how_long_it_looks_and_keeps() -> None:
    """4 h less half an hour out, an hour back and the reserve."""
    found = plane().means(CUE, "dhow", 1.5)
    assert isinstance(found, Means) and (found.search, found.keeps) == (2.0, 2.0)
    short = plane(endurance=2.5).means(CUE, "dhow", 1.5)
    assert isinstance(short, Means) and (short.search, short.keeps) == (0.5, 0.5)


def test_what_is_kept_already_is_kept_for_what_is_left_of_the_time() -> None:
    helm = Stub()
    ship = unit(helm, shadows=9.0)
    assert ship.keeps_for == 9.0
    ship.duty, ship.kept_until, helm.time = Duty.SHADOW, 9.0, 6.5
    assert ship.keeps_for == 2.5


def test_one_at_an_airfield_is_sent_by_who_weighs_it() -> None:
    assert plane().offer(CUE) is Reason.UNIT_BUSY
    assert plane().offer(CUE._replace(within=inf)) == pytest.approx(1.0 + 0.5)
    assert plane(endurance=0.5).offer(CUE._replace(within=inf)) is Reason.CREW_REST


# ---- how far -------------------------------------------------------------------------------------


def test_how_far_it_is_sent() -> None:
    """After a cue as far as its command says, after calls and tips no farther than it responds."""
    ship = unit(Stub(), team=TEAM, investigates=25.0, responds=100.0, rescues=120.0)
    call, tip = CUE._replace(distress=True), CUE._replace(until=9.0)
    assert [ship.goes_within(task) for task in (CUE, call, tip)] == [25.0, 120.0, 100.0]
    assert [ship.goes_within(task._replace(within=60.0)) for task in (CUE, call, tip)] == [60.0, 120.0, 60.0]
    assert ship.goes_within(CUE._replace(within=inf)) == inf
    ship.station = Escort(())
    assert ship.goes_within(CUE._replace(within=inf)) == 25.0
    assert unit(Stub(), investigates=0.0).goes_within(CUE._replace(within=inf)) == 0.0


def test_who_sends_nobody_farther_than_nowhere_finds_all_too_far() -> None:
    ship = unit(Stub(), investigates=25.0, responds=100.0)
    assert ship.offer(CUE._replace(within=0.0)) is Reason.TOO_FAR
    assert unit(Stub(), investigates=0.0).offer(CUE) is Reason.UNIT_BUSY


# ---- hours on patrol -----------------------------------------------------------------------------


def test_hours_on_patrol_are_those_without_a_task() -> None:
    hours = Hours(0.0)
    for duty, now in ((Duty.PATROL, 1.0), (Duty.RESPOND, 3.0), (Duty.PURSUE, 4.0), (Duty.PATROL, 5.0)):
        hours.turn(duty, now)
    assert [hours.until(t) for t in (5.0, 7.0)] == [3.0, 5.0]
    assert Hours(None).until(9.0) == 0.0


def test_a_unit_counts_its_own() -> None:
    helm = Stub()
    ship = unit(helm)
    helm.time = 2.0
    ship.duty = Duty.BOARD
    helm.time = 5.0
    assert ship.patrolled.until(5.0) == 2.0 and not ship.free

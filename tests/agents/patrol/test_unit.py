"""A patrol ship among stubs: what it orders, and that it waits where land forbids what it wants."""

from math import inf
from typing import Any

import mesa

from guardship.agents import Patrol, Sighting, Surroundings, Task
from guardship.agents.interfaces import Captive
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.prizes import Retakes, Rules
from guardship.intelligence import Likeness

HERE = (0.0, 0.0)
TASK = Task(1, 1, True, 0.0, 0.0, 0.0, 0.0, 0.0, pxx=1.0)


class Stub:
    """Helm and radio that do as told and write it down; no route of several points exists."""

    call_sign = 7
    time = 0.0

    def __init__(self) -> None:
        self.told: list[str] = []

    def position(self) -> tuple[float, float]:
        return HERE

    def time_to_meet(self, *_: float) -> float:
        return 0.5

    def sail(self, points: Any, speed: float, loop: bool = False) -> bool:
        self.told.append(f"sail {len(points)}")
        return len(points) == 1

    def captive(self, *_: object) -> None:
        """No ship is in the hands of pirates."""

    def may(self, *_: object) -> None:
        return None

    may_go = may

    def room(self) -> float:
        return inf

    def surroundings(self) -> Surroundings:
        return Surroundings("day", "calm")

    def board(self, contact: int) -> None:
        self.told.append("board")

    def __getattr__(self, name: str) -> Any:
        return lambda *a, **k: self.told.append(name)


TEAM = Team(lambda u: 1.0)


def patrol(team: Team | None = TEAM, **doctrine: Any) -> tuple[Patrol, Stub]:
    helm: Any = Stub()
    return Patrol(mesa.Model(rng=1), "p/0", helm, helm, Doctrine(15.0, 28.0, team=team, **doctrine)), helm


def seen(hull: str = "skiff", x: float = 1.0) -> Sighting:
    return Sighting(3, 0.0, x, 0.0, 0.0, 0.0, 0.1, hull, True)


def test_a_search_that_land_forbids_waits_at_the_datum() -> None:
    """At the datum already, it must not sail there again: it would arrive at the same instant, for ever."""
    ship, helm = patrol()
    assert ship.on_tasked(TASK)
    ship.on_arrival()
    assert ship.duty is Duty.SEARCH and helm.told[-1] == "hold"
    ship.on_search_over(ship.searches)
    assert ship.free


def test_on_the_scene_once_for_each_task() -> None:
    ship, helm = patrol()
    ship.on_tasked(TASK)
    ship.on_contact(seen())
    assert helm.told[-1] == "chase"
    ship.on_intercept(3)
    assert helm.told[-3:] == ["note", "board", "hold"]
    assert ship.on_scene
    ship.on_boarding_done(True)
    ship.on_prize(True)
    assert ship.free and helm.told[-1] == "available"


def test_who_abides_by_the_law_is_not_hunted() -> None:
    ship, _ = patrol(law_abiding=frozenset({"merchant"}))
    ship.on_tasked(TASK)
    ship.on_contact(seen("merchant"))
    assert ship.duty is Duty.RESPOND


def test_a_harmless_quarry_is_let_go_unless_help_was_called_for() -> None:
    for task, duty in ((None, Duty.PATROL), (TASK, Duty.PURSUE)):
        ship, _ = patrol()
        ship.datum = task
        ship.pursue(seen())
        ship.on_cleared(seen())
        assert ship.duty is duty


def test_without_a_team_it_does_not_board() -> None:
    ship, helm = patrol(team=None)
    ship.pursue(seen())
    ship.on_intercept(3)
    assert ship.free and "board" not in helm.told


def test_a_relief_with_a_contact_of_its_own_takes_over() -> None:
    """Without one the contact is let go; what has been halted is guarded until a team is on board."""
    ship, helm = patrol(team=None, shadows=2.0)
    ship.pursue(seen())
    ship.on_intercept(3)
    ship.on_relieved()
    assert [ship.duty.name, "let_go" in helm.told] == ["PATROL", False]
    ship.pursue(seen())
    ship.on_intercept(3)
    ship.on_shadow_over(ship.shadowed - 1)  # of the contact before
    assert ship.duty.name == "SHADOW"
    ship.on_shadow_over(ship.shadowed)
    assert [ship.duty.name, "let_go" in helm.told] == ["PATROL", True]
    ship.pursue(seen())
    ship.on_intercept(3)
    ship.halts = True
    ship.on_relieved()
    assert ship.duty.name == "SHADOW"
    ship.on_taken_over()
    assert ship.duty.name == "PATROL"


def test_a_unit_with_a_contact_at_the_datum_relieves_whoever_keeps_it_for_it() -> None:
    ship, helm = patrol()
    ship.on_tasked(TASK)
    ship.on_contact(seen())
    assert "relieve" in helm.told


def test_what_is_hardly_what_was_reported_is_passed_by() -> None:
    """Skiffs are many, dhows are none: at the same place one is taken for what was reported, the other is not."""
    eyes = Likeness(look_alikes={"skiff": 1.0})
    for hull, duty in (("skiff", Duty.RESPOND), ("dhow", Duty.PURSUE)):
        ship, _ = patrol(likeness=eyes)
        ship.on_tasked(TASK)
        ship.on_contact(seen(hull))
        assert ship.duty is duty


def test_a_search_takes_what_is_far_off_for_it_only_while_that_is_likely() -> None:
    """The quarry was last seen here at 20 kn: 3 nm off after 10 min it may be it, after 3 h it may be any."""
    eyes = Likeness(look_alikes={"skiff": 0.01})
    for hours, taken in ((0.0, False), (0.2, True), (3.0, False)):
        ship, _ = patrol(likeness=eyes)
        ship.last = Sighting(3, 0.0, 0.0, 0.0, 20.0, 0.0, 0.1, "skiff", True)
        ship.search_last()
        other = Sighting(4, hours, 2.0, 2.0, 0.0, 0.0, 0.1, "skiff", True)
        assert ship.fits_datum(other) is taken


def test_it_attends_to_what_it_is_after_and_can_board() -> None:
    """Not to what it keeps for a relief; waiting for a flag state's word it still is after it."""
    ship, helm = patrol(shadows=2.0)
    said: list[object] = []
    helm.report = lambda seen, kind, attended=None, until=None: said.append(attended)  # type: ignore[attr-defined]
    ship.on_update(seen(x=99.0))
    ship.on_classified(seen())
    ship.on_update(seen())
    assert said == [False, True, True] and not ship.attends(4)
    ship.await_consent(3)
    ship.asked = 3
    assert ship.attends(3)
    ship.shadow(3)
    ship.asked = 0
    assert not ship.attends(3)
    unarmed, _ = patrol(team=None)
    unarmed.pursue(seen())
    assert not unarmed.attends(3)


def test_who_follows_prizes_takes_over_no_other_contact() -> None:
    """A ship with a team is called for by what it can board; it relieves others of prizes alone."""
    ship, _ = patrol(prizes=Rules(follows=24.0))
    assert (ship.keeps_contacts(), ship.keeps_contacts(captive=True)) == (False, True)
    bare, _ = patrol(team=None, shadows=5.0)
    assert bare.keeps_contacts() and bare.takes_over() and not patrol(team=None)[0].takes_over(captive=True)


def test_a_prize_is_left_be_whatever_her_contact_is_and_not_boarded_again() -> None:
    ship, helm = patrol(prizes=Rules(retakes=Retakes.ALWAYS))
    setattr(helm, "captive", lambda contact: Captive(locked=False, prize=4))  # noqa: B010
    assert not ship.passes_by(seen())
    ship.quarry = 3
    ship.on_boarding_done(False)
    assert ship.kept_off == {4} and ship.leaves_be(3)
    helm.told.clear()
    for contact in (3, 8):  # lost, and found again
        assert ship.passes_by(seen()._replace(contact=contact))
    assert helm.told == ["note"]

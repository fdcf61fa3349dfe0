"""A merchant ship among stubs: when it calls and runs, and what it does in the hands of captors."""

from typing import Any

import mesa

from guardship.agents import Merchant, Sighting
from guardship.agents.interfaces import Course
from guardship.agents.merchant import Handling

LANE = Course(((10.0, 0.0), (90.0, 5.0)))
SKIFF = Sighting(3, 0.0, 1.0, 0.0, 0.0, 0.0, 0.1, "skiff", True)
ONE_ALARM = [("distress", SKIFF), ("resume", 13.5), ("resume", 12.0)]


class Stub:
    """Helm and radio that write down what they are told."""

    time = 0.0

    def __init__(self, course: Course = LANE, water: bool = True) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.about, self.water = course, water

    def position(self) -> tuple[float, float]:
        return 0.0, 0.0

    def course(self) -> Course:
        return self.about

    def somewhere(self, area: int, n: int) -> tuple[float, float]:
        return 5.0, 5.0

    def sail(self, points: Any, speed: float, loop: bool = False) -> bool:
        self.told.append(("sail", *points, speed))
        return self.water

    def __getattr__(self, name: str) -> Any:
        return lambda *a, **k: self.told.append((name, *a))


def ship(**stub: Any) -> tuple[Merchant, Stub]:
    helm: Any = Stub(**stub)
    return Merchant(mesa.Model(rng=1), "m/0", helm, helm, Handling(12.0, 1.5)), helm


def alarmed(merchant: Merchant) -> bool:
    """Whether it is now."""
    return merchant.alarmed


def test_one_call_and_faster_until_nobody_makes_for_it() -> None:
    merchant, helm = ship()
    merchant.on_contact(SKIFF)
    merchant.on_attacked()
    merchant.on_attack_over()
    merchant.on_contact_lost(3)
    assert helm.told == ONE_ALARM


def test_under_two_skiffs_at_once_it_calls_once() -> None:
    merchant, helm = ship()
    for contact in (3, 4):
        merchant.on_contact(SKIFF._replace(contact=contact))
    merchant.on_contact_lost(3)
    assert alarmed(merchant) and helm.told == [("distress", SKIFF), ("resume", 13.5)]
    merchant.on_contact_lost(4)
    assert not alarmed(merchant) and helm.told == ONE_ALARM


def test_boarded_unseen_it_calls_each_time_and_sails_at_its_own_speed_between() -> None:
    merchant, helm = ship()
    for k in range(2):
        merchant.on_attacked()
        merchant.on_attacked()
        assert alarmed(merchant)
        merchant.on_attack_over()
        assert not alarmed(merchant)
        assert [told[0] for told in helm.told] == ["distress", "resume", "resume"] * (k + 1)
        assert [told[1] for told in helm.told if told[0] == "resume"] == [13.5, 12.0] * (k + 1)


def test_who_is_out_of_sight_at_its_side_is_not_gone() -> None:
    merchant, helm = ship()
    merchant.on_contact(SKIFF)
    merchant.on_attacked()
    merchant.on_contact_lost(3)
    assert alarmed(merchant) and helm.told == ONE_ALARM[:2]
    merchant.on_attack_over()
    assert helm.told == ONE_ALARM


def test_an_attack_that_it_has_not_noticed_is_over_without_a_word() -> None:
    merchant, helm = ship()
    merchant.on_attack_over()
    assert helm.told == []


def test_seized_it_goes_to_the_anchorage_and_does_nothing_else() -> None:
    merchant, helm = ship()
    merchant.on_contact(SKIFF)
    del helm.told[:]
    merchant.on_seized([(1.0, -40.0)], 9.0)
    merchant.on_contact(SKIFF)
    merchant.on_contact_lost(3)
    merchant.on_attacked()
    assert helm.told == [("sail", (1.0, -40.0), 9.0)]
    merchant.on_arrival()
    assert [told[0] for told in helm.told[1:]] == ["note", "leave"]


def test_without_water_to_the_anchorage_it_lies_still() -> None:
    merchant, helm = ship(water=False)
    merchant.on_seized([(1.0, -40.0)], 9.0)
    assert [told[0] for told in helm.told] == ["sail", "note", "hold"]


def test_freed_it_goes_on_along_its_lane_and_can_call_again() -> None:
    merchant, helm = ship()
    merchant.on_freed()
    assert helm.told == []  # nobody had it
    merchant.on_seized([(1.0, -40.0)], 9.0)
    helm.about = Course(((1.0, -40.0),))
    merchant.on_seized([(2.0, -40.0)], 9.0)  # another anchorage: the lane is not forgotten
    merchant.on_freed()
    assert helm.told[-1] == ("sail", *LANE.points, 12.0)
    merchant.on_contact(SKIFF)
    assert [told[0] for told in helm.told[-2:]] == ["distress", "resume"]
    merchant.on_arrival()
    assert helm.told[-1] == ("leave",)


def test_freed_it_goes_back_to_where_it_roamed() -> None:
    merchant, helm = ship(course=Course(area=4))
    merchant.on_seized([(1.0, -40.0)], 9.0)
    merchant.on_freed()
    merchant.on_arrival()
    assert helm.told[1:] == [("sail", (5.0, 5.0), 12.0), ("roam", 4, 12.0)]


def test_freed_without_a_route_it_lies_still() -> None:
    merchant, helm = ship(course=Course())
    merchant.on_seized([(1.0, -40.0)], 9.0)
    merchant.on_freed()
    assert [told[0] for told in helm.told[1:]] == ["note", "hold"]

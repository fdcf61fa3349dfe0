"""Strikes on bases: whom they spare, and what names their lots."""

from typing import Any

from guardship.agents import PirateGroup
from guardship.agents.offenders.enterprise import Enterprise, Item, Stores
from guardship.world.forfeits import Forfeits, Toll, Tolls

BASE = (1.0, 2.0)


class World:
    """Clock, sea, crew and journal of one group; writes down what is asked."""

    now = 5.0

    def __init__(self, removed: bool) -> None:
        self.asked: list[tuple[int, int]] = []
        self.lost: list[int] = []
        enterprise = object.__new__(Enterprise)
        enterprise.stores, enterprise.out, enterprise.last, enterprise.home = Stores(), {}, 0, BASE
        enterprise.struck = lambda lot, items: None  # type: ignore[method-assign]
        self.group = object.__new__(PirateGroup)
        self.group.enterprise, self.group.removed = enterprise, removed

    def voyager(self, row: int) -> PirateGroup:
        return self.group

    def id(self, row: int) -> int:
        return 0

    def decide(self, purpose: Any, who: int, n: int, p: float) -> bool:
        self.asked.append((who, n))
        return True

    def note(self, kind: Any, row: int, **_: Any) -> None:
        self.lost.append(row)


def struck(removed: bool = False, *lots: int) -> World:
    world: Any = World(removed)
    forfeits = Forfeits(world, world, world, world, Tolls({3: Toll({}, {})}))
    for lot in lots:
        forfeits.strike(BASE, {Item.GEAR: 0.5}, lot)
    made: World = world
    return made


def test_who_is_no_longer_in_the_model_loses_nothing() -> None:
    assert struck(False, 7).lost == [3, 3]
    assert struck(True, 7).lost == []


def test_two_strikes_have_lots_of_their_own() -> None:
    assert len(set(struck(False, 7, 8).asked)) == 4

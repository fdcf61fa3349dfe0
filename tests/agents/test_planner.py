"""What a planner makes of what its command hears: items of news and what replaces them, searches, who is left out."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from guardship.agents.circle import Circle
from guardship.agents.interfaces import Task
from guardship.agents.patrol.boxes import Box
from guardship.agents.patrol.duty import Duty
from guardship.agents.planner import Aims, Berth, Planner, Weights
from guardship.intelligence import Dossier, Kind, Observation, Picture, Register, Report, Repute
from guardship.intelligence.intensity import Cells, Intensity
from guardship.reasons import Reason

SIDE = 40.0
OWN, OTHER = 0, 1


@dataclass
class Plot:
    """Ships that all sweep 10 nm, at a time that tests set."""

    time: float = 0.0
    posts: set[str] = field(default_factory=set)
    cells: Any = None
    ships: dict[str, Any] = field(default_factory=dict)

    def swept(self, unit: str) -> tuple[int | None, float]:
        ship = self.ships[unit]
        k = self.cells.at(*ship.helm.position())
        return k, 0.0 if k is None else 10.0 * ship.doctrine.cruise / self.cells.areas[k]

    def sweep(self, unit: str) -> float:
        return 10.0

    def name(self, unit: str) -> int:
        return sum(unit.encode())

    def posted(self, unit: str) -> bool:
        return unit in self.posts


def ship(name: str, at: tuple[float, float], **more: object) -> Any:
    known = {
        "name": name,
        "duty": Duty.PATROL,
        "free": True,
        "removed": False,
        "exercise": None,
        "ashore": False,
        "station": None,
        "datum": None,
        "quarry": 0,
        "doctrine": SimpleNamespace(cruise=10.0, top=20.0, responds=100.0),
        "helm": SimpleNamespace(position=lambda: at, may_go=lambda *_: None),
        "radio": SimpleNamespace(call_sign=sum(name.encode())),
        "craft": None,
    }
    return SimpleNamespace(**(known | more))


class Desk:
    """A planner over two by three cells, its command, and the ships that it could place."""

    def __init__(self, *ships: Any, partners: tuple[Any, ...] = (), aims: Aims | None = None) -> None:
        centres = SIDE * (np.array([(c, r) for r in range(2) for c in range(3)], float) + 0.5)
        cells = Cells(centres, np.full(6, SIDE * SIDE), SIDE, [])
        self.picture = Picture(OWN)
        command: Any = SimpleNamespace(
            picture=self.picture,
            judge=None,
            register=Register(),
            sector=None,
            units=list(ships),
            reach=(*ships, *partners),
            headquarters=SimpleNamespace(holder=OWN),
            ordered={},
            awaited=set(),
            circle=Circle(),
            may_act=lambda report: report.use == "tasking",
        )
        self.command = command
        self.plot = Plot(cells=cells, ships={one.name: one for one in (*ships, *partners)})
        boxes = [Box(k, (float(x), float(y)), SIDE / 2) for k, (x, y) in enumerate(centres)]
        berths = {one.name: Berth(one, boxes, [[k] for k in range(6)], "frigate") for one in (*ships, *partners)}
        own = Intensity(cells, 6.0 * cells.even, 0.0, 1e9)
        self.planner = Planner(command, own, berths, self.plot, aims or Aims(12.0, weights=Weights(1.0, 0.5, 0.4)))
        self.sent = 0

    def hear(self, kind: Kind, x: float, y: float, by: int = 77, contact: int = 1, **more: Any) -> Report:
        self.sent += 1
        called = kind is Kind.DISTRESS
        hull = None if called else "dhow"
        seen = Observation((by, self.sent), self.plot.time, x, y, 0.0, 0.0, 1.0, 0.1, hull, True, contact, by)
        report = Report(self.sent, kind, self.plot.time, (seen,), OTHER, **more)
        if kind not in (Kind.TIP, Kind.DOSSIER):
            self.picture.take(report, self.plot.time)
        self.planner.on_report(report)
        return report

    def after(self, hours: float) -> Any:
        """Groups expected in each cell (6,) beside the one that is there anyway, so much later."""
        self.plot.time += hours
        self.planner.carry_on()
        return self.planner.map.expected


FIRST, SECOND = (20.0, 20.0), (60.0, 20.0)  # middles of cells 0 and 1


# ---- news ----------------------------------------------------------------------------------------


def test_a_call_a_contact_and_a_tip_count_for_what_is_said_of_them() -> None:
    for kind, weight in ((Kind.DISTRESS, 1.0), (Kind.CONTACT, 0.5), (Kind.TIP, 0.4)):
        desk = Desk()
        desk.hear(kind, *FIRST, until=50.0)
        assert desk.after(0.0) == pytest.approx([1.0 + weight, 1.0, 1.0, 1.0, 1.0, 1.0], abs=1e-6)


def test_a_track_that_is_seen_elsewhere_is_there_and_no_more_where_it_was() -> None:
    desk = Desk()
    desk.hear(Kind.CONTACT, 39.0, 20.0)
    desk.after(0.5)
    desk.hear(Kind.UPDATE, 44.0, 20.0)
    found = desk.after(0.5)
    assert found.sum() == pytest.approx(6.5, abs=1e-3)
    assert found[1] > 1.3
    assert len(desk.planner.map.keys) == 1


def test_what_is_found_harmless_and_what_is_over_counts_no_more() -> None:
    desk = Desk()
    desk.hear(Kind.CONTACT, *FIRST)
    desk.hear(Kind.TIP, *SECOND, until=5.0)
    assert desk.after(1.0).sum() > 6.8
    desk.hear(Kind.CLEARED, *FIRST, until=50.0)
    assert desk.after(1.0).sum() == pytest.approx(6.4, abs=1e-6)


def test_what_may_only_be_known_is_not_on_the_map() -> None:
    desk = Desk()
    desk.hear(Kind.CONTACT, *FIRST, use="information")
    assert desk.after(0.0) == pytest.approx(np.ones(6))


def dossier(name: int, repute: Repute = Repute.WANTED, **more: Any) -> Dossier:
    return replace(Dossier(name, repute, "dhow", 0, (0.2, 0.8), 0.0, 500.0), **more)


def test_a_dossier_counts_once_with_the_call_that_told_of_the_same() -> None:
    """The boats of one attack have one each; there is one group."""
    desk = Desk()
    desk.hear(Kind.DISTRESS, *FIRST)
    desk.hear(Kind.DOSSIER, 21.0, 20.0, dossier=dossier(5))
    desk.hear(Kind.DOSSIER, 21.0, 20.0, dossier=dossier(6))
    assert desk.after(0.0).sum() == pytest.approx(7.0, abs=1e-6)
    without = Desk()
    without.hear(Kind.DOSSIER, 21.0, 20.0, dossier=dossier(5))
    without.hear(Kind.DOSSIER, 21.0, 20.0, dossier=dossier(6))
    assert without.after(0.0).sum() == pytest.approx(6.8, abs=1e-6)


@pytest.mark.parametrize("held", [dossier(5, Repute.TAKEN), dossier(5, Repute.HARMLESS), dossier(5, withdrawn=True)])
def test_a_hull_that_is_about_no_more_is_not_on_the_map(held: Dossier) -> None:
    desk = Desk()
    desk.hear(Kind.DOSSIER, *FIRST, dossier=held)
    assert desk.after(0.0) == pytest.approx(np.ones(6))


# ---- not double ----------------------------------------------------------------------------------


def test_what_somebody_is_sent_after_leaves_the_map_until_he_gives_it_up() -> None:
    one = ship("one", (500.0, 500.0))
    desk = Desk(one)
    desk.hear(Kind.DISTRESS, *FIRST)
    assert desk.after(0.0)[0] == pytest.approx(2.0, abs=1e-6)
    (track,) = desk.picture.tracks(0.0)
    one.datum = Task(track.id, 1, True, *FIRST, 0.0, 0.0, 0.0, OWN)
    assert desk.after(0.1)[0] == pytest.approx(1.0, abs=1e-6)
    one.datum = Task(track.id, 1, True, *FIRST, 0.0, 0.0, 0.0, OTHER)  # a number of another holder's
    assert desk.after(0.1)[0] > 1.9
    one.datum = Task(track.id, 1, True, *FIRST, 0.0, 0.0, 0.0, OWN)
    desk.after(0.1)
    desk.hear(Kind.UPDATE, *FIRST)
    assert desk.after(0.1)[0] == pytest.approx(1.0, abs=1e-6)
    one.datum = None
    assert desk.after(0.1)[0] > 1.4


def order(about: Any, by: Any) -> Any:
    return SimpleNamespace(command=by, task=Task(9, 99, True, *FIRST, 0.0, 0.0, 0.0, OTHER, about=frozenset({about})))


@pytest.mark.parametrize("way", ["at sea", "ordered", "claimed"])
def test_what_a_partner_sees_to_leaves_the_map_as_what_it_sees_to_itself(way: str) -> None:
    """Under another number of track and report: by the contact that it rests on."""
    one = ship("one", (500.0, 500.0))
    desk = Desk(partners=(one,))
    desk.hear(Kind.DISTRESS, *FIRST, by=77, contact=1)
    assert desk.after(0.0)[0] == pytest.approx(2.0, abs=1e-6)
    sent, other = order((77, 1), by=None), order((77, 2), by=None)
    one.datum = other.task
    desk.command.circle.on_way += [other, order((77, 1), by=desk.command)]  # its own orders are known by track
    assert desk.after(0.1)[0] > 1.9
    if way == "at sea":
        one.datum = sent.task
    elif way == "ordered":
        desk.command.circle.on_way.append(sent)
    else:
        desk.hear(Kind.ENGAGED, *FIRST, by=77, contact=1, until=5.0)
    assert desk.after(0.1)[0] == pytest.approx(1.0, abs=1e-6)
    one.datum = None
    desk.command.circle.on_way.clear()
    assert desk.after(6.0)[0] > 1.2  # it is six hours old by then


@pytest.mark.parametrize("way", ["at sea", "told"])
def test_a_tip_that_a_partner_waits_for_leaves_the_map(way: str) -> None:
    one = ship("one", (500.0, 500.0))
    desk = Desk(partners=(one,))
    seen = desk.hear(Kind.TIP, *FIRST, by=77, contact=4, until=50.0).observations[-1]
    assert desk.after(0.0)[0] == pytest.approx(1.4, abs=1e-6)
    if way == "at sea":
        one.datum = order((77, 4), by=None).task
    else:
        desk.command.awaited.add(seen.id)
    assert desk.after(0.1)[0] == pytest.approx(1.0, abs=1e-6)


def test_what_a_unit_is_at_leaves_the_map() -> None:
    one = ship("one", (500.0, 500.0))
    desk = Desk(one)
    desk.hear(Kind.CONTACT, *FIRST, by=one.radio.call_sign, contact=3)
    assert desk.after(0.0)[0] == pytest.approx(1.5, abs=1e-6)
    one.quarry = 3
    assert desk.after(0.1)[0] == pytest.approx(1.0, abs=1e-6)


# ---- searches ------------------------------------------------------------------------------------


def test_own_hours_thin_the_cell_where_they_are_spent() -> None:
    """Ten hours of 10 nm at 10 kn in 1600 nm2, by her and by a partner with whom she plans."""
    desk = Desk(ship("one", FIRST), ship("away", SECOND, duty=Duty.IN_PORT), partners=(ship("two", FIRST),))
    assert desk.after(10.0) == pytest.approx([np.exp(-2 * 1000 / 1600), 1.0, 1.0, 1.0, 1.0, 1.0])


def test_searches_of_others_count_once_and_own_ones_by_hours() -> None:
    one = ship("one", (500.0, 500.0))
    desk = Desk(one)
    again = desk.hear(Kind.NEGATIVE_SEARCH, *FIRST)
    seen = replace(again.observations[0], sigma=15.0)
    report = replace(again, observations=(seen,))
    desk.planner.vain.clear()
    for _ in range(2):
        desk.planner.on_report(report)
    inside = desk.planner.map.cells.within(*FIRST, 15.0)[0]
    assert desk.after(0.0)[0] == pytest.approx(np.exp(-inside / 1600.0))
    desk.planner.on_report(replace(report, observations=(replace(seen, id=(9, 9), by=one.radio.call_sign),)))
    assert desk.after(0.0)[0] == pytest.approx(np.exp(-inside / 1600.0))


# ---- whom it places ------------------------------------------------------------------------------


def names(desk: Desk) -> set[int]:
    return {unit.name for unit in desk.planner.desk().units}


def test_who_is_placed_and_who_is_left_where_he_is() -> None:
    free, guard = ship("free", FIRST), ship("guard", FIRST)
    busy = ship("busy", FIRST, free=False, duty=Duty.PURSUE)
    drilled = ship("drilled", FIRST, exercise=object())
    in_port, gone = ship("in_port", FIRST, free=False, duty=Duty.IN_PORT), ship("gone", FIRST, removed=True)
    partner = ship("partner", FIRST)
    desk = Desk(free, guard, busy, drilled, in_port, gone, partners=(partner,))
    desk.plot.posts.add("guard")
    assert names(desk) == {desk.plot.name("free")}
    before = desk.planner.desk().left
    busy.station = desk.planner.berths["busy"].stations[1]
    after = desk.planner.desk().left
    assert after[1] == pytest.approx(before[1] * np.exp(-10.0 * 10.0 * 12.0 / 1600.0))
    assert np.delete(after, 1) == pytest.approx(np.delete(before, 1))


def test_sector_waters_and_distance_bound_what_a_ship_may_have() -> None:
    one = ship("one", FIRST)
    one.helm.may_go = lambda x, y, *_: Reason.FOREIGN_WATERS if y > 40.0 else None
    desk = Desk(one, aims=Aims(12.0, at_most=50.0))
    (unit,) = desk.planner.desk().units
    assert unit.may.tolist() == [True, True, False, False, False, False]
    desk.command.sector = lambda x, y: x > 40.0
    (unit,) = desk.planner.desk().units
    assert unit.may.tolist() == [False, True, False, False, False, False]


def test_the_way_there_is_no_time_on_station() -> None:
    """Forty miles at 10 kn are four of twelve hours."""
    (unit,) = Desk(ship("one", FIRST)).planner.desk().units
    assert unit.chances[0, 0] == pytest.approx(1.0 - np.exp(-100.0 * 12.0 / 1600.0))
    assert unit.chances[1, 1] == pytest.approx(1.0 - np.exp(-100.0 * 8.0 / 1600.0))
    (far,) = Desk(ship("one", (2000.0, 20.0))).planner.desk().units
    assert not far.may.any()


def test_to_respond_a_ship_covers_what_she_can_be_at_in_time() -> None:
    (unit,) = Desk(ship("one", FIRST), aims=Aims(12.0, within=1.0)).planner.desk().units
    assert 0.3 < unit.chances[0, 0] < 0.8  # 20 nm of a square of 40
    assert 0.0 < unit.chances[0, 1] < 0.2
    assert unit.chances[0, 2] == 0.0

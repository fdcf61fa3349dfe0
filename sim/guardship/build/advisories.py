"""From what a scenario says of warnings to how centres give them and what masters do upon them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from math import inf, isfinite
from typing import TYPE_CHECKING

import numpy as np

from guardship.agents.advising import Advises
from guardship.agents.master import Fairway, Orders, Sailing
from guardship.agents.reckoning import Choice, Reckoning
from guardship.build.costs import curve
from guardship.build.fleet import Members, Vessels
from guardship.build.sharing import holders
from guardship.build.tasking import Sector
from guardship.build.theatre import Theatre
from guardship.build.transits import DAY, hour_of
from guardship.intelligence import Kind, Trust
from guardship.outcomes.fuel import Curve
from guardship.scenario import advisories as forms
from guardship.scenario.asked import advise
from guardship.scenario.groups import Convoys, LaneTransit
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import Merchant
from guardship.world.advisories import Broadcast, Reporting, Service, Services

if TYPE_CHECKING:
    from guardship.world.model import World

KINDS = {
    "calls": (Kind.DISTRESS,),
    "contacts": (Kind.CONTACT, Kind.UPDATE),
    "tips": (Kind.TIP,),
    "dossiers": (Kind.DOSSIER,),
}


def doubled(scenario: Scenario) -> set[tuple[str, ...]]:
    """The sensors of two lookouts in place of one, of ships whose masters may double theirs."""
    kinds = (kind for kind in scenario.types.values() if isinstance(kind, Merchant))
    watching = (kind for kind in kinds if kind.on_advisory is not None and "watch" in kind.on_advisory.choices)
    return {(kind.lookout, kind.lookout) for kind in watching if kind.lookout} if advise(scenario) else set()


def services(theatre: Theatre, vessels: Vessels) -> Services | None:
    """How the centres warn; None where none does."""
    scenario = theatre.scenario
    if not advise(scenario):
        return None
    number = {name: k for k, name in enumerate(holders(scenario))}
    given = {number[name]: centre.advises for name, centre in scenario.centres.items() if centre.advises is not None}
    made = {k: _service(theatre, one, [number[name] for name in one.to]) for k, one in sorted(given.items())}
    return Services(made, dict(_lookouts(scenario, vessels)))


def _service(theatre: Theatre, given: forms.Advises, to: Sequence[int]) -> Service:
    hears = {kind: chance for name, chance in given.hears.items() for kind in KINDS[name]}
    circle = given.drift, given.ahead, given.holds, given.lasts, given.renews
    reaches, told = given.reaches, given.broadcasts
    reporting = None if reaches is None else Reporting(reaches.share, reaches.delay.quantile)
    broadcast = None
    if told is not None:
        within = None if told.in_ is None else Sector(theatre.ring(told.in_))
        broadcast = Broadcast(within, told.at is None, told.received, told.delay.quantile)
    return Service(Advises(hears, given.at, *circle), given.delay.quantile, reporting, broadcast, to)


def _lookouts(scenario: Scenario, vessels: Vessels) -> Iterator[tuple[int, tuple[int, int]]]:
    """Of each ship whose master may double it: the lookout that it has anyway, and two of them."""
    twice = doubled(scenario)
    for members in vessels.all_members:
        for row, name in zip(members.rows, members.types, strict=True):
            kind = scenario.types[name]
            if isinstance(kind, Merchant) and kind.lookout and (kind.lookout,) * 2 in twice and kind.on_advisory:
                yield row, (int(vessels.fleet["lookout"][row]), vessels.suites[(kind.lookout,) * 2])


class Masters:
    """Makes the orders of merchant ships, those of the ships of one convoy or group with one `Sailing`."""

    def __init__(self, theatre: Theatre, vessels: Vessels) -> None:
        self.theatre, self.vessels = theatre, vessels
        self.advised = advise(theatre.scenario)
        self._fairway = cache(self._fairway_of)
        self._reckoning = cache(self._reckoning_of)
        self._sailings: dict[tuple[str, float, float], Sailing] = {}

    def orders(self, members: Members, row: int, kind: str) -> Orders | None:
        """Of a ship; None where warnings change nothing."""
        made = self.theatre.scenario.types[kind]
        if not self.advised or not isinstance(made, Merchant) or made.on_advisory is None:
            return None
        return Orders(self._reckoning(kind), self._fairway(members.name), self._sailing(members, row))

    def _sailing(self, members: Members, row: int) -> Sailing | None:
        key = self.vessels.together.get(row)
        if key is None:
            return None
        escorted = isinstance(members.group.motion, Convoys) and self.vessels.escorted.get((key[0], int(key[1])))
        return self._sailings.setdefault(key, Sailing(bool(escorted)))

    def _fairway_of(self, group: str) -> Fairway:
        scenario, motion = self.theatre.scenario, self.theatre.scenario.groups[group].motion
        if not isinstance(motion, LaneTransit | Convoys):
            return Fairway()
        kept, length = scenario.lanes[motion.lane].kept, self.theatre.lane(motion.lane).length
        if isinstance(motion, Convoys) or motion.convenes is None:
            return Fairway(kept, length)
        begins = hour_of(scenario.time.start, self.theatre.zone)
        return Fairway(kept, length, tuple(((one.at - begins) % DAY, one.speed) for one in motion.convenes.starts))

    def _reckoning_of(self, kind: str) -> Reckoning:
        made, prices = self.theatre.scenario.types[kind], self.theatre.scenario.prices
        assert isinstance(made, Merchant) and made.on_advisory is not None
        given, taken = made.on_advisory, made.on_advisory.taken
        return Reckoning(
            frozenset(map(Choice, given.choices)),
            Trust(given.trust.held, given.trust.nothing),
            prices.delay_hour,
            prices.fuel,
            given.watch_hour,
            given.loss,
            given.meets,
            taken.chance,
            taken.at_speed,
            inf if taken.halves_every is None else taken.halves_every,
            taken.watched,
            taken.grouped,
            None if given.fuel is None else partial(_burnt, curve(given.fuel)),
        )


def _burnt(curve: Curve, speed: float) -> float:
    """Consumption at a speed [t/h]."""
    return float(curve.rate(np.asarray(speed)))


def announcements(world: World, theatre: Theatre, vessels: Vessels) -> None:
    """Set the timers of broadcasts, and of ships that come in and are told of what is in force."""
    advisories, scenario = world.advisories, theatre.scenario
    if advisories is None:
        return
    number = {name: k for k, name in enumerate(holders(scenario))}
    for name in sorted(scenario.centres):
        given = scenario.centres[name].advises
        times = None if given is None or given.broadcasts is None else given.broadcasts.at
        for at in times or ():
            due = theatre.clock(0.0, at) % DAY
            while due < theatre.hours:
                world.after(due, advisories.broadcast, number[name])
                due += DAY
    for row, start in enumerate(vessels.starts.tolist()):
        if isfinite(start) and start < theatre.hours and world.crew.merchant(row) is not None:
            world.after(max(start, 0.0), advisories.entered, row)

"""The accounts of a run: every charge from the log, the legs and the roll alone, so that an audit can do it again.

Days, hours and fuel count as far as they lie in the window; attacks by their beginning, boardings by their end,
transits by the ship's appearance; outlays wherever they fall in the run.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from guardship.occurrences import Occurrence
from guardship.outcomes.calls import ENDS
from guardship.outcomes.effort import Stop, Window, effort, held, sorties, stops
from guardship.outcomes.fuel import Scale, Tracks, burnt
from guardship.outcomes.ledger import Ledger, Side
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.prizes import Fate, Prize
from guardship.outcomes.tariff import Rates, Tariff

DAY = 24.0
SHIP, AIRCRAFT, BOAT = "ship", "aircraft", "boat"
DAYS = {"port": "port_days", "disposing": "disposal_days", "drill": "drill_days"}  # every other activity is at sea


class Strike(NamedTuple):
    """What an attacker has done on a voyage: damage [USD] and lives, 0 if it has failed; the target's name."""

    damage: float
    lives: float
    target: str


class Deviation(NamedTuple):
    """What a ship that was warned has decided to spend, at a time [h]: hours, and tonnes of fuel, more than before."""

    time: float
    ship: int
    hours: float
    tonnes: float


class Captivity(NamedTuple):
    """What became of a ship that was taken: whether ransom was paid, days in captivity, hostages lost in boardings."""

    ransomed: bool
    days: float
    lives: float


class Record(NamedTuple):
    """What there is to account for. By row: the nation of each unit, "" for others; types; flags of merchants; guards.

    `transits`: rows of the merchants that entered in the window; `tracks`: legs of units and of ships attacked;
    `strikes`: by voyage, of attackers; `heeded`: of merchants that were warned. `captive`: by attack, None where
    ships that are taken are lost to sight: they cost then what such a ship costs on average.
    """

    entries: Sequence[Entry]
    window: Window
    hours: float
    nation: Sequence[str]
    kinds: Sequence[str]
    flags: Sequence[str]
    guarded: Sequence[bool]
    transits: Sequence[int]
    tracks: Tracks
    scale: Scale
    strikes: Mapping[int, Strike]
    heeded: Sequence[Deviation] = ()
    captive: Mapping[int, Captivity] | None = None

    def rows(self, nation: str) -> set[int]:
        """The units of a nation."""
        return {row for row, own in enumerate(self.nation) if own == nation}

    def units(self) -> dict[tuple[str, str], list[int]]:
        """Rows of units by nation and type, in the order of names."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for row, nation in enumerate(self.nation):
            if nation:
                found[nation, self.kinds[row]].append(row)
        return dict(sorted(found.items()))


class Unit(NamedTuple):
    """The units of a type of a nation, and the lines of the log of what they did."""

    nation: str
    kind: str
    rows: Sequence[int]
    entries: Sequence[Entry]


def captivities(prizes: Iterable[Prize] | None, hours: float) -> dict[int, Captivity] | None:
    """What became of the ships that were taken, by attack, in a run of so many hours; None where that is not known."""
    if prizes is None:
        return None
    return {p.attack: Captivity(p.fate is Fate.RELEASED, p.days(hours), float(p.lives)) for p in prizes if not p.locked}


def forces(record: Record) -> list[Unit]:
    """All units, from one reading of the log."""
    units = record.units()
    of = {row: key for key, rows in units.items() for row in rows}
    lines: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for e in record.entries:
        key = of.get(e.actor)
        if key is not None:
            lines[key].append(e)
    return [Unit(*key, rows, lines[key]) for key, rows in units.items()]


@dataclass(slots=True)
class Assault:
    """An attack on a merchant ship, or on a terminal (`prey` is negative), as the log has it."""

    time: float
    prey: int
    end: float | None = None
    hijacked: bool = False
    voyage: int = -1
    number: int = -1


def assaults(entries: Iterable[Entry]) -> list[Assault]:
    """All attacks of a run, in order."""
    found: dict[int, Assault] = {}
    for e in of_kinds(entries, {Occurrence.ATTACK, *ENDS}):
        if e.kind == Occurrence.ATTACK:
            found[e.attack] = Assault(e.time, e.object, voyage=e.voyage, number=e.attack)
        elif e.attack in found:
            found[e.attack].end, found[e.attack].hijacked = e.time, e.kind == Occurrence.HIJACKED
    return list(found.values())


def within(time: float, window: Window) -> bool:
    """Whether a time lies in the window."""
    return window[0] <= time < window[1]


def ledger_of(record: Record, tariff: Tariff) -> Ledger:
    """Everything charged."""
    ledger = Ledger()
    for unit in forces(record):
        rates = tariff.rate(unit.nation, unit.kind)
        UNITS[tariff.duty[unit.kind]](ledger, record.window, unit, rates)
        _boardings(ledger, record.window, unit, rates)
        if rates.fuel is not None:
            tonnes = burnt(record.tracks, unit.rows, rates.fuel, record.window, record.scale)
            ledger.charge(unit.nation, "fuel", tonnes * tariff.prices.fuel, unit.kind, tonnes)
    harm = stops(record.entries, record.window)
    for nation in tariff.nations:
        _, hours = held(of_units(harm, record.rows(nation)), record.window)
        ledger.charge(nation, "compensation", hours * tariff.prices.held_hour, "held", hours)
    _attacks(ledger, record, tariff)
    _transits(ledger, record, tariff)
    _deviations(ledger, record, tariff)
    _ties(ledger, tariff)
    for outlay in tariff.outlays:
        ledger.share(outlay.shares, outlay.account, outlay.amount, outlay.cause, outlay.quantity)
    return ledger


# ---- effort -------------------------------------------------------------------------------------


def _ship_days(ledger: Ledger, window: Window, unit: Unit, rates: Rates) -> None:
    """Every hour of every ship in the window is on exactly one of four accounts."""
    price = {
        "ship_days": rates.ship_day,
        "port_days": rates.port_day,
        "disposal_days": rates.disposal_day,
        "drill_days": rates.drill_day,
    }
    spent = effort(unit.entries, unit.rows, window)
    for account, rate in price.items():
        days = fsum(hours for activity, hours in spent.items() if DAYS.get(activity, "ship_days") == account) / DAY
        ledger.charge(unit.nation, account, days * rate, unit.kind, days)


def _flying_hours(ledger: Ledger, window: Window, unit: Unit, rates: Rates) -> None:
    hours = _out(unit, window)
    ledger.charge(unit.nation, "flying_hours", hours * rates.flying_hour, unit.kind, hours)


def _boat_hours(ledger: Ledger, window: Window, unit: Unit, rates: Rates) -> None:
    hours = _out(unit, window)
    ledger.charge(unit.nation, "boat_hours", hours * rates.boat_hour, unit.kind, hours)


def _out(unit: Unit, window: Window) -> float:
    return sorties(unit.entries, dict.fromkeys(unit.rows, unit.kind), window)[unit.kind]["hours"]


UNITS: Mapping[str, Callable[[Ledger, Window, Unit, Rates], None]] = {
    SHIP: _ship_days,
    AIRCRAFT: _flying_hours,
    BOAT: _boat_hours,
}


def _boardings(ledger: Ledger, window: Window, unit: Unit, rates: Rates) -> None:
    count = sum(e.kind == Occurrence.BOARDING_DONE and within(e.time, window) for e in unit.entries)
    ledger.charge(unit.nation, "boardings", count * rates.boarding, unit.kind, count)


def of_units(some: Iterable[Stop], units: set[int]) -> list[Stop]:
    """The vessels that these units stopped."""
    return [stop for stop in some if stop.unit in units]


# ---- losses -------------------------------------------------------------------------------------


def _attacks(ledger: Ledger, record: Record, tariff: Tariff) -> None:
    p = tariff.prices
    for attack in assaults(record.entries):
        if not within(attack.time, record.window):
            continue
        strike = record.strikes.get(attack.voyage)
        who = bearer(attack, record, tariff)
        if attack.prey >= 0:
            hours = (record.hours if attack.end is None else attack.end) - attack.time
            ledger.share(who, "delay", hours * p.delay_hour, "attack", hours)
        if strike is not None:
            if strike.damage or strike.lives:
                ledger.share(who, "damage", strike.damage, "strike", 1.0)
                ledger.share(who, "lives", strike.lives * p.life, "strike", strike.lives)
            continue
        ledger.share(who, "damage", p.attack, "attack", 1.0)
        ledger.share(who, "lives", p.lives_attack * p.life, "attack", p.lives_attack)
        if attack.hijacked:
            kept = None if record.captive is None else record.captive.get(attack.number)
            one = Captivity(True, p.captivity, 0.0) if kept is None else kept
            ledger.share(who, "damage", p.hijacking, "hijacking", 1.0)
            if one.ransomed:
                ledger.share(who, "ransoms", p.ransom, "hijacking", 1.0)
            ledger.share(who, "captivity", one.days * p.captive_day, "hijacking", one.days)
            lives = p.lives_hijacking + one.lives
            ledger.share(who, "lives", lives * p.life, "hijacking", lives)


def bearer(attack: Assault, record: Record, tariff: Tariff) -> Mapping[str, float]:
    """Who bears the loss: by the flag of a ship, by the name of a terminal."""
    strike = record.strikes.get(attack.voyage)
    name = record.flags[attack.prey] if attack.prey >= 0 else strike.target if strike is not None else ""
    return tariff.bearing(name)


def _transits(ledger: Ledger, record: Record, tariff: Tariff) -> None:
    for account, price, rows in (
        ("premiums", tariff.prices.premium, record.transits),
        ("guards", tariff.prices.guards, [row for row in record.transits if record.guarded[row]]),
    ):
        for flag, count in sorted(Counter(record.flags[row] for row in rows).items()):
            ledger.share(tariff.bearing(flag), account, count * price, "transit", count)


def _deviations(ledger: Ledger, record: Record, tariff: Tariff) -> None:
    """What masters spend upon warnings, as they have reckoned it when they decided in the window."""
    for one in record.heeded:
        if within(one.time, record.window):
            who = tariff.bearing(record.flags[one.ship])
            ledger.share(who, "delay", one.hours * tariff.prices.delay_hour, "advisory", one.hours)
            ledger.share(who, "bunkers", one.tonnes * tariff.prices.fuel, "advisory", one.tonnes)


# ---- ties ---------------------------------------------------------------------------------------


def _ties(ledger: Ledger, tariff: Tariff) -> None:
    """Losses that reach a partner are of what the other bears itself: they do not go round in circles."""
    direct = {nation: ledger.cents(nation, side=Side.BORNE) / 100.0 for nation in tariff.nations}
    for tie in tariff.trade:
        for one, other in (tie.nations, tie.nations[::-1]):
            ledger.charge(other, "trade", tie.share * direct[one], one)
    for s in tariff.subsidies:
        days = ledger.quantity(s.payee, "ship_days")
        ledger.charge(s.payer, "burden_sharing", days * s.ship_day, s.payee, days)
        ledger.charge(s.payee, "burden_sharing", -days * s.ship_day, s.payer, -days)

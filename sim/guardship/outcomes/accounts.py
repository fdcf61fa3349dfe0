"""The accounts of a run: every charge from the log, the legs and the roll alone, so that an audit can do it again.

Days, hours and fuel count as far as they lie in the window; attacks by their beginning, boardings by their end,
transits by the ship's appearance; outlays wherever they fall in the run.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from guardship.outcomes.effort import Window, effort, held, sorties
from guardship.outcomes.fuel import Scale, Tracks, burnt
from guardship.outcomes.ledger import Ledger, Side
from guardship.outcomes.log import Entry
from guardship.outcomes.tariff import Rates, Tariff

DAY = 24.0
SHIP, AIRCRAFT, BOAT = "ship", "aircraft", "boat"
DAYS = {"port": "port_days", "disposing": "disposal_days", "drill": "drill_days"}  # every other activity is at sea


class Record(NamedTuple):
    """What there is to account for. By row: the nation of each unit, "" for others; types; flags of merchants; guards.

    `transits`: rows of the merchants that entered in the window; `tracks`: legs of units and of ships attacked.
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

    def units(self) -> dict[tuple[str, str], list[int]]:
        """Rows of units by nation and type, in the order of names."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for row, nation in enumerate(self.nation):
            if nation:
                found[nation, self.kinds[row]].append(row)
        return dict(sorted(found.items()))


@dataclass(slots=True)
class Assault:
    """An attack on a merchant ship, as the log has it."""

    time: float
    prey: int
    end: float | None = None
    hijacked: bool = False


def assaults(entries: Iterable[Entry]) -> list[Assault]:
    """All attacks of a run, in order."""
    found: dict[int, Assault] = {}
    for e in entries:
        if e.kind == "attack":
            found[e.attack] = Assault(e.time, e.object)
        elif e.kind in ("attack_failed", "hijacked") and e.attack in found:
            found[e.attack].end, found[e.attack].hijacked = e.time, e.kind == "hijacked"
    return list(found.values())


def within(time: float, window: Window) -> bool:
    """Whether a time lies in the window."""
    return window[0] <= time < window[1]


def ledger_of(record: Record, tariff: Tariff) -> Ledger:
    """Everything charged."""
    ledger = Ledger()
    for (nation, kind), rows in record.units().items():
        rates = tariff.rate(nation, kind)
        UNITS[tariff.duty[kind]](ledger, record, nation, kind, rows, rates)
        _fuel(ledger, record, nation, kind, rows, rates, tariff.prices.fuel)
        _boardings(ledger, record, nation, kind, rows, rates)
    for nation in tariff.nations:
        units = {row for row, own in enumerate(record.nation) if own == nation}
        _, hours = held(record.entries, record.window, units)
        ledger.charge(nation, "compensation", hours * tariff.prices.held_hour, "held", hours)
    _attacks(ledger, record, tariff)
    _transits(ledger, record, tariff)
    _ties(ledger, tariff)
    for outlay in tariff.outlays:
        ledger.share(outlay.shares, outlay.account, outlay.amount, outlay.cause, outlay.quantity)
    return ledger


# ---- effort -------------------------------------------------------------------------------------


def _ship_days(
    ledger: Ledger, record: Record, nation: str, kind: str, rows: Sequence[int], rates: Rates
) -> None:
    """Every hour of every ship in the window is on exactly one of four accounts."""
    price = {"ship_days": rates.ship_day, "port_days": rates.port_day, "disposal_days": rates.disposal_day,
             "drill_days": rates.drill_day}  # fmt: skip
    spent = effort(record.entries, rows, record.window)
    for account, rate in price.items():
        days = fsum(hours for activity, hours in spent.items() if DAYS.get(activity, "ship_days") == account) / DAY
        ledger.charge(nation, account, days * rate, kind, days)


def _flying_hours(
    ledger: Ledger, record: Record, nation: str, kind: str, rows: Sequence[int], rates: Rates
) -> None:
    hours = sorties(record.entries, dict.fromkeys(rows, kind), record.window)[kind]["hours"]
    ledger.charge(nation, "flying_hours", hours * rates.flying_hour, kind, hours)


def _boat_hours(
    ledger: Ledger, record: Record, nation: str, kind: str, rows: Sequence[int], rates: Rates
) -> None:
    hours = sorties(record.entries, dict.fromkeys(rows, kind), record.window)[kind]["hours"]
    ledger.charge(nation, "boat_hours", hours * rates.boat_hour, kind, hours)


UNITS: Mapping[str, Callable[[Ledger, Record, str, str, Sequence[int], Rates], None]] = {
    SHIP: _ship_days, AIRCRAFT: _flying_hours, BOAT: _boat_hours,
}  # fmt: skip


def _fuel(
    ledger: Ledger, record: Record, nation: str, kind: str, rows: Sequence[int], rates: Rates, price: float
) -> None:
    if rates.fuel is not None:
        tonnes = burnt(record.tracks, rows, rates.fuel, record.window, record.scale)
        ledger.charge(nation, "fuel", tonnes * price, kind, tonnes)


def _boardings(
    ledger: Ledger, record: Record, nation: str, kind: str, rows: Sequence[int], rates: Rates
) -> None:
    own = set(rows)
    done = [e for e in record.entries if e.kind == "boarding_done" and e.actor in own and within(e.time, record.window)]
    count = len(done)
    ledger.charge(nation, "boardings", count * rates.boarding, kind, count)


# ---- losses -------------------------------------------------------------------------------------


def _attacks(ledger: Ledger, record: Record, tariff: Tariff) -> None:
    p = tariff.prices
    for attack in assaults(record.entries):
        if not within(attack.time, record.window):
            continue
        who = tariff.bearing(record.flags[attack.prey])
        hours = (record.hours if attack.end is None else attack.end) - attack.time
        ledger.share(who, "delay", hours * p.delay_hour, "attack", hours)
        ledger.share(who, "damage", p.attack, "attack", 1.0)
        ledger.share(who, "lives", p.lives_attack * p.life, "attack", p.lives_attack)
        if attack.hijacked:
            ledger.share(who, "damage", p.hijacking, "hijacking", 1.0)
            ledger.share(who, "ransoms", p.ransom, "hijacking", 1.0)
            ledger.share(who, "captivity", p.captivity * p.captive_day, "hijacking", p.captivity)
            ledger.share(who, "lives", p.lives_hijacking * p.life, "hijacking", p.lives_hijacking)


def _transits(ledger: Ledger, record: Record, tariff: Tariff) -> None:
    for account, price, rows in (
        ("premiums", tariff.prices.premium, record.transits),
        ("guards", tariff.prices.guards, [row for row in record.transits if record.guarded[row]]),
    ):
        for flag, count in sorted(Counter(record.flags[row] for row in rows).items()):
            ledger.share(tariff.bearing(flag), account, count * price, "transit", count)


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

"""What each nation has done and suffered in a run, from its record and its ledger; two runs beside each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats
from guardship.occurrences import Occurrence
from guardship.outcomes.accounts import SHIP, Assault, Record, Unit, assaults, forces, of_units, within
from guardship.outcomes.calls import calls_of
from guardship.outcomes.effort import AWAY, Window, effort, held, stops
from guardship.outcomes.ledger import OTHERS, Ledger, accounts, sides
from guardship.outcomes.log import of_kinds
from guardship.outcomes.tariff import Tariff

type Measures = dict[str, Any]


def nations_of(record: Record, tariff: Tariff, ledger: Ledger, waters: Mapping[str, Floats]) -> dict[str, Measures]:
    """Of each nation: effort, boardings, calls, attacks on its shipping and in its waters, what it paid and bore.

    `waters`: corners [nm] of the waters of each nation that has some. Shipping under flags that nobody bears, and what
    others are charged with, stands under `others`.
    """
    window = record.window
    attacks = [a for a in assaults(record.entries) if within(a.time, window) and a.prey >= 0]
    calls = [c for c in calls_of(record.entries) if c.attack >= 0 and within(c.time, window)]
    done = [e for e in of_kinds(record.entries, {Occurrence.BOARDING_DONE}) if within(e.time, window)]
    harm, ships, shares = stops(record.entries, window), _ships(record, tariff), shipping(attacks, record, tariff)
    found: dict[str, Measures] = {}
    for nation in tariff.nations:
        units = record.rows(nation)
        boarded = [e for e in done if e.actor in units]
        stopped, hours = held(of_units(harm, units), window)
        found[nation] = {
            **_effort(ships.get(nation, []), window),
            "boardings": len(boarded),
            "innocent_boarded": sum(e.voyage < 0 for e in boarded),
            "innocent_stopped": stopped,
            "harm_h": hours,
            "calls_tasked": sum(not units.isdisjoint(call.tasked) for call in calls),
            "calls_answered": sum(not units.isdisjoint(call.came) for call in calls),
            "attacks": {**shares[nation], **_in_waters(attacks, record, waters.get(nation))},
            "usd": sides(ledger, nation),
        }
    found[OTHERS] = {"attacks": shares[OTHERS], "usd": sides(ledger, OTHERS)}
    return found


def totals(ledger: Ledger) -> Measures:
    """The ledger over all nations: by side, and by account with quantities."""
    return {"usd": sides(ledger), "accounts": accounts(ledger)}


def _ships(record: Record, tariff: Tariff) -> dict[str, list[Unit]]:
    """The patrol ships of each nation, type by type."""
    found: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in forces(record):
        if tariff.duty[unit.kind] == SHIP:
            found[unit.nation].append(unit)
    return found


def _effort(ships: Sequence[Unit], window: Window) -> Measures:
    spent = [effort(unit.entries, unit.rows, window) for unit in ships]
    total = fsum(hours for one in spent for hours in one.values())
    away = fsum(one[activity] for one in spent for activity in AWAY)
    return {
        "ships": sum(len(unit.rows) for unit in ships),
        "ship_days": (total - fsum(one["port"] for one in spent)) / 24.0,
        "on_station_share": 1.0 - away / total if total else None,
    }


def shipping(attacks: Sequence[Assault], record: Record, tariff: Tariff) -> dict[str, Measures]:
    """Attacks on a nation's shipping: each counts by the share of the loss that the nation bears. They add up."""
    struck: defaultdict[str, list[float]] = defaultdict(list)
    taken: defaultdict[str, list[float]] = defaultdict(list)
    for attack in attacks:
        left = 1.0
        for nation, share in sorted(tariff.bearing(record.flags[attack.prey]).items()):
            left -= share
            struck[nation].append(share)
            taken[nation].append(share * attack.hijacked)
        struck[OTHERS].append(max(left, 0.0))
        taken[OTHERS].append(max(left, 0.0) * attack.hijacked)
    names = [*tariff.nations, OTHERS]
    return {name: {"on_shipping": fsum(struck[name]), "hijacked": fsum(taken[name])} for name in names}


def _in_waters(attacks: Sequence[Assault], record: Record, ring: Floats | None) -> Measures:
    if ring is None:
        return {}
    places = [record.tracks.place(attack.prey, attack.time) for attack in attacks]
    return {"in_waters": sum(place is not None and bool(point_in_polygon(ring, *place)) for place in places)}

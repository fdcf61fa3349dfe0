"""Longitudes of a scenario on the turn of its theatre, however they are written.

A meridian has many names: 185 is -175. Those of a scenario are put on the one turn on which its theatre has no break,
within 180 degrees of its middle; a theatre across 180 then reaches beyond it, such as from 172 to 190. Whatever else
reads a scenario may take longitudes as numbers that rise to the east. Works on plain data, valid or not, in the form of
the file; what has the wrong form is passed over here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import floor
from typing import Any, TypeGuard

from guardship.scenario.reading.yamlfile import scalar
from guardship.scenario.units import HALF_TURN, WHOLE_TURN

DIGITS = 12  # after the point: what another turn leaves of the decimals that were written


def on_one_turn(scenario: Any) -> Any:
    """The scenario with every longitude on the turn of its theatre; a theatre without degrees is left as it is.

    What runs on from point to point stays in one piece: lines, areas and distributions. Of two neighbouring points the
    way is the short one, across 180 if need be; but the border of a map, from -180 to 180, may be a side of an area.
    """
    theatre = _map(scenario, "theatre")
    box = _box(_map(theatre, "bounds"))
    if box is None:
        return scenario
    middle = 0.5 * (box["west"] + box["east"])
    made = {**scenario, "theatre": {**theatre, "bounds": {**theatre["bounds"], **box}}}
    for section, turned in (("geometry", _shape), ("groups", _group)):
        if isinstance(scenario.get(section), Mapping):
            made[section] = {name: turned(part, middle) for name, part in scenario[section].items()}
    return made


def aligned(longitudes: Sequence[float], middle: float, closed: bool = False) -> list[float]:
    """Longitudes that run on from one to the next, on the turn on which the middle of them is nearest to `middle`.

    `closed`: of a ring, which may have the border of a map from -180 to 180 among its sides.
    """
    if not longitudes:
        return []
    low, high = min(longitudes), max(longitudes)
    if high - low <= HALF_TURN and abs(0.5 * (low + high) - middle) <= HALF_TURN:
        return list(longitudes)
    turns = [0]
    for a, b in pairwise(longitudes):
        border = closed and {a, b} == {-HALF_TURN, HALF_TURN}
        turns.append(turns[-1] - (0 if border or abs(b - a) <= HALF_TURN else round((b - a) / WHOLE_TURN)))
    run = [lon + WHOLE_TURN * turn for lon, turn in zip(longitudes, turns, strict=True)]
    away = round((middle - 0.5 * (min(run) + max(run))) / WHOLE_TURN)
    return [_turned(lon, turn + away) for lon, turn in zip(longitudes, turns, strict=True)]


def _turned(lon: float, turns: int) -> float:
    """A longitude so many turns further east."""
    return round(lon + WHOLE_TURN * turns, DIGITS) if turns else lon


def _box(bounds: Mapping[str, Any]) -> dict[str, float] | None:
    """West from -180 to 180 and east of it; None for what is no theatre either way."""
    west, east = bounds.get("west"), bounds.get("east")
    if not (_number(west) and _number(east)):
        return None
    width = east - west if east > west else (east - west) % WHOLE_TURN
    if not 0.0 < width < HALF_TURN:
        return None
    start = _turned(west, -floor((west + HALF_TURN) / WHOLE_TURN))
    return {"west": start, "east": _turned(east, round((start + width - east) / WHOLE_TURN))}


def _shape(shape: Any, middle: float) -> Any:
    """A place, line or area of `geometry`."""
    if not isinstance(shape, Mapping):
        return shape
    made = dict(shape)
    if "point" in shape:
        made["point"] = _position(shape["point"], middle)
    for key in ("line", "polygon"):
        if key in shape:
            made[key] = _path(shape[key], middle, key == "polygon")
    if isinstance(shape.get("rings"), list | tuple):
        made["rings"] = [_path(ring, middle, True) for ring in shape["rings"]]
    return made


def _path(points: Any, middle: float, closed: bool) -> Any:
    """Points that follow each other."""
    if not isinstance(points, list | tuple) or not all(_pair(point) and _number(point[0]) for point in points):
        return points
    longitudes = aligned([point[0] for point in points], middle, closed)
    return [[lon, point[1]] for lon, point in zip(longitudes, points, strict=True)]


def _group(group: Any, middle: float) -> Any:
    """The positions in how a group moves."""
    if not isinstance(group, Mapping):
        return group
    made = dict(group)
    for motion, key in (("hold", "at"), ("straight", "from")):
        if key in _map(group, motion):
            made[motion] = {**group[motion], key: _position(group[motion][key], middle)}
    points = _map(group, "route").get("points")
    if isinstance(points, list | tuple):
        made["route"] = {**group["route"], "points": [_position(point, middle) for point in points]}
    return made


def _position(position: Any, middle: float) -> Any:
    """`[lon, lat]`, each a number or a distribution; the name of a place stays."""
    if not _pair(position):
        return position
    lon = position[0]
    return [aligned([lon], middle)[0] if _number(lon) else _distribution(lon, middle), position[1]]


def _distribution(form: Any, middle: float) -> Any:
    """A distribution of longitudes, its values on one turn."""
    if not isinstance(form, Mapping):
        return form
    made = dict(form)
    for key in ("uniform", "triangular"):
        made |= _values(key, form.get(key), middle)
    limits = _values("normal", [_map(form, "normal").get(key) for key in ("min", "mean", "max")], middle)
    if limits:
        made["normal"] = {**form["normal"], **dict(zip(("min", "mean", "max"), limits["normal"], strict=True))}
    choice = _map(form, "choice")
    keys = _values("choice", [scalar(key) if isinstance(key, str) else key for key in choice], middle)
    if keys and len(set(keys["choice"])) == len(choice):  # twice the same is told from what is written
        made["choice"] = {str(lon): weight for lon, weight in zip(keys["choice"], choice.values(), strict=True)}
    pairs = form.get("empirical")
    if isinstance(pairs, list | tuple) and all(map(_pair, pairs)):
        steps = _values("empirical", [value for _, value in pairs], middle)
        if steps:
            made["empirical"] = [[p, lon] for (p, _), lon in zip(pairs, steps["empirical"], strict=True)]
    return made


def _values(key: str, values: Any, middle: float) -> dict[str, list[float]]:
    """Values of a distribution on one turn, under its key; nothing for what is not a list of longitudes."""
    if not isinstance(values, list | tuple) or not values or not all(map(_number, values)):
        return {}
    return {key: aligned(values, middle)}


def _map(value: Any, key: str) -> Mapping[str, Any]:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _pair(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2


def _number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= WHOLE_TURN

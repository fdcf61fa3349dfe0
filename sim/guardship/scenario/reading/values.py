"""Values of Python as a scenario file would say them: numbers and arrays of NumPy, times, paths, shapes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from numbers import Integral, Real
from pathlib import PurePath
from typing import Any, final

import numpy as np

from guardship.scenario.problems import Plain, came, nfc, shown
from guardship.scenario.reading.outlines import outline
from guardship.scenario.reading.yamlfile import DEEPEST, MOST_NODES

WANTED = "wanted text, numbers, times, lists, mappings, paths or shapes"
LARGEST = 10**30  # of whole numbers, as in files


def written(value: object, depth: int = DEEPEST) -> Plain:
    """A value as plain data, nested at most so deep. Raises ValueError that says what came and what was wanted.

    Arrays are lists, a date is its beginning in UTC, a `timedelta` a duration; what has a `__geo_interface__`, as
    shapes of Shapely have, is what a scenario says of a point, a line or a polygon.
    """
    return _Writer().write(value, depth)


@final
class _Writer:
    """Writes one value; it may hold as many others as a file."""

    def __init__(self) -> None:
        self._left = MOST_NODES

    def write(self, value: object, depth: int) -> Plain:
        self._left -= 1
        if self._left < 0:
            raise ValueError(f"came more than {MOST_NODES} values, wanted fewer")
        if depth < 0:
            raise ValueError(f"came values nested deeper than {DEEPEST} levels, wanted fewer")
        if isinstance(value, np.generic | np.ndarray):
            value = _of_numpy(value, self._left)
        match value:
            case None | bool():
                return value
            case str():
                return nfc(str(value))
            case float():
                return _finite(float(value))
            case Mapping():
                return {self._key(key): self.write(child, depth - 1) for key, child in value.items()}
            case list() | tuple():
                return [self.write(child, depth - 1) for child in value]
            case set() | frozenset():
                raise ValueError("came a set, whose entries have no order, wanted a list")
        if hasattr(value, "__geo_interface__"):
            return _shape(value.__geo_interface__)
        for kind, write in _SCALARS.items():
            if isinstance(value, kind):
                return write(value)
        raise ValueError(f"came {shown(type(value).__name__)}, {WANTED}")

    def _key(self, key: object) -> str:
        if not isinstance(key, str):
            raise ValueError(f"came {came(key)} as a key, wanted text")
        return nfc(str(key))


def _of_numpy(value: np.generic | np.ndarray[Any, Any], room: int) -> object:
    """A value of NumPy as Python's own; what may be longer than there is room for is not made first."""
    if value.size > room:
        raise ValueError(f"came an array of {value.size} values, wanted at most {MOST_NODES}")
    if isinstance(value, np.datetime64):
        return str(value)
    if isinstance(value, np.timedelta64):
        return value.astype("timedelta64[us]").item()
    return value.tolist()


def _whole(value: Any) -> Plain:
    whole = int(value)
    if abs(whole) >= LARGEST:
        raise ValueError(f"came {came(whole)}, wanted fewer digits")
    return whole


def _finite(value: float) -> Plain:
    if not math.isfinite(value):
        raise ValueError(f"came {value}, wanted a finite number")
    return value


def _shape(geometry: Any) -> Plain:
    found = outline(geometry)
    if isinstance(found, str):
        raise ValueError(found)
    return found


_SCALARS: Mapping[type, Callable[[Any], Plain]] = {
    Integral: _whole,
    Real: lambda value: _finite(float(value)),
    Decimal: lambda value: _finite(float(value)),
    datetime: lambda value: str(value.isoformat()),
    date: lambda value: f"{value.isoformat()}T00:00Z",
    timedelta: lambda value: f"{value.total_seconds()!r} s",
    PurePath: lambda value: str(value.as_posix()),
}

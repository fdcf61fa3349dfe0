"""Quantities: what is read, to the last bit, and what is refused."""

import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from guardship.scenario import units

READ: list[tuple[Any, object, float]] = [
    (units.Length, "12 nm", 12.0),
    (units.Length, "1852 m", 1.0),
    (units.Length, "1.852 km", 1.0),
    (units.Length, "6076.115485564304 ft", 1.0),
    (units.Length, "0 nm", 0.0),
    (units.Duration, "90 min", 1.5),
    (units.Duration, "4.5 d", 108.0),
    (units.Duration, "36 s", 0.01),
    (units.Speed, "12kn", 12.0),
    (units.Speed, "1.852 km/h", 1.0),
    (units.Speed, "463 m/s", 900.0),
    (units.Rate, "6 /h", 6.0),
    (units.Rate, "0.1 /min", 6.0),
    (units.Rate, "144 /d", 6.0),
    (units.Bearing, "90 deg", math.pi / 2),
    (units.Bearing, "-90 deg", -math.pi / 2),
    (units.InverseCube, "12 nm3/h", 12.0),
    (units.UnlimitedLength, "unlimited", math.inf),
    (units.SignedLength, "-2 nm", -2.0),
    (units.Probability, 1, 1.0),
    (units.Count, 10, 10),
    (units.Count, 10.0, 10),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_read(kind: Any, text: object, value: float) -> None:
    got = TypeAdapter(kind).validate_python(text)
    assert got == pytest.approx(value, rel=1e-15)  # one rounding; feet are written with 16 digits


NO_LENGTH: list[object] = [
    0,
    12,
    12.0,
    "12",
    "0",
    "nm",
    "12 M",
    "12 kn",
    "-1 nm",
    "nan nm",
    "inf nm",
    "1e999 nm",
    "1,5 nm",
    "1 2 nm",
    "12 nm nm",
    "\u0663 nm",
    "unlimited",
    None,
    True,
    [],
    {},
    "1e9999999999 nm",
    "9" * 100 + " nm",
    "1/2 nm",
    "0x1 nm",
    "1e6 nm",
    "12 nm\n",
    " 12 nm",
    "",
]
REFUSED: list[tuple[Any, object]] = [(units.Length, value) for value in NO_LENGTH]
REFUSED += [(units.PositiveLength, "0 nm"), (units.PositiveLength, "1e-400 nm"), (units.Probability, 1.1)]
REFUSED += [
    (units.Probability, True),
    (units.Probability, "0.5"),
    (units.Count, 1.5),
    (units.Count, -1),
    (units.Weight, 0),
]
REFUSED += [
    (units.Rate, "6"),
    (units.Rate, "/h"),
    (units.InverseCube, "12 nm3"),
    (units.Latitude, 91),
    (units.Longitude, math.nan),
]


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_refused(kind: Any, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@given(st.integers(1, 10_000))
def test_the_way_of_writing_does_not_change_a_bit(minutes: int) -> None:
    read = TypeAdapter(units.Duration).validate_python
    assert read(f"{minutes} min") == read(f"{minutes * 60} s") == minutes / 60


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (units.Length, "12 NM", "12 nm"),
        (units.Length, "12 nmi", "12 nm"),
        (units.Length, "12\u00a0nm", "12 nm"),
        (units.Length, "12\u202fnautical miles", "12 nm"),
        (units.Length, "30 feet", "30 ft"),
        (units.Duration, "90 mins", "90 min"),
        (units.Duration, "0.1 hr", "0.1 h"),
        (units.Duration, "2 days", "2 d"),
        (units.Speed, "12 kts", "12 kn"),
        (units.Speed, "7 knots", "7 kn"),
        (units.Speed, "30 kph", "30 km/h"),
        (units.Bearing, "90\u00b0", "90 deg"),
        (units.Rate, "6 per hour", "6 /h"),
        (units.Mass, "2 tonnes", "2 t"),
    ],
)
def test_units_as_spoken(kind: Any, written: str, meant: str) -> None:
    read = TypeAdapter(kind).validate_python
    assert read(written) == read(meant)


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (units.Length, "12 M", "`12 nm` or `12 m`"),
        (units.Length, "12 miles", "`12 nm`"),
        (units.Length, "12,5 nm", "`12.5 nm`"),
        (units.Length, "12 nAUTICAL mILES", "`12 nm`"),
        (units.Duration, "5 m", "`5 min`"),
        (units.Speed, "12 mph", "`12 kn`"),
        (units.Mass, "3 tons", "`3 t`"),
    ],
)
def test_units_that_may_mean_several_things_are_asked_about(kind: Any, written: str, meant: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(f"; did you mean {meant}?")):
        TypeAdapter(kind).validate_python(written)


@pytest.mark.parametrize("unit", sorted({*units.SPOKEN, *(one for many in units.SPOKEN.values() for one in many)}))
def test_a_spelling_stands_for_one_unit(unit: str) -> None:
    tables = (units.LENGTHS, units.DURATIONS, units.SPEEDS, units.ANGLES, units.RATES, units.MASSES, units.DOLLARS)
    for table in tables:
        assert sum(unit in (one, *units.SPOKEN.get(one, ())) for one in table) <= 1
    assert unit not in units.UNCLEAR or unit in units.SPOKEN


def test_whole_numbers_beyond_every_float() -> None:
    kinds: list[Any] = [units.Probability, units.Count, units.PerDay]
    for kind in kinds:
        with pytest.raises(ValidationError, match="wanted"):
            TypeAdapter(kind).validate_python(10**5000)

"""Quantities with their unit as text, a closed table. Inside: nautical miles, hours, knots, radians.

A number with its unit is converted as an exact fraction and rounded once, so `90 min` and `1.5 h` are the same float.
Each name here is a pydantic type whose JSON schema is the text as written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

LENGTHS = {"nm": Fraction(1), "m": Fraction(1, 1852), "km": Fraction(1000, 1852), "ft": Fraction(3048, 18520000)}
DURATIONS = {"s": Fraction(1, 3600), "min": Fraction(1, 60), "h": Fraction(1), "d": Fraction(24)}
SPEEDS = {"kn": Fraction(1), "m/s": Fraction(3600, 1852), "km/h": Fraction(1000, 1852)}
ANGLES = {"deg": Fraction(1)}
RATES = {"/min": Fraction(60), "/h": Fraction(1), "/d": Fraction(1, 24)}
CUBES = {"nm3/h": Fraction(1)}
MASSES = {"kg": Fraction(1), "t": Fraction(1000)}
DOLLARS = {"USD": Fraction(1), "kUSD": Fraction(1000), "MUSD": Fraction(1_000_000)}
CONSUMPTIONS = {"t/h": Fraction(1), "kg/h": Fraction(1, 1000), "t/d": Fraction(1, 24)}

# Other spellings that are read, since they can mean nothing else where such a quantity is wanted.
SPOKEN = {
    "nm": ("NM", "Nm", "nmi", "NMI", "nautical miles", "nautical mile"),
    "m": ("metres", "metre", "meters", "meter"),
    "km": ("KM", "Km", "kms", "kilometres", "kilometers"),
    "ft": ("feet", "foot", "FT"),
    "s": ("sec", "secs", "second", "seconds"),
    "min": ("mins", "minute", "minutes", "Min", "MIN"),
    "h": ("H", "hr", "hrs", "hour", "hours", "Hr", "Hrs", "HRS"),
    "d": ("D", "day", "days", "Days"),
    "kn": ("kt", "kts", "knot", "knots", "KN", "Kn", "KT", "Kt", "KTS", "Kts", "Knots"),
    "m/s": ("mps", "m/sec", "M/S"),
    "km/h": ("kmh", "kph", "km/hr", "KM/H"),
    "deg": ("degree", "degrees", "\u00b0"),
    "/min": ("/minute", "per minute", "per min"),
    "/h": ("/hr", "/hour", "per hour"),
    "/d": ("/day", "per day"),
    "kg": ("kgs", "KG", "Kg", "kilograms"),
    "t": ("tonne", "tonnes"),
    "USD": ("dollars", "dollar", "usd"),
}
# Those that may mean several things, by what is meant at sea.
UNCLEAR = {"M": ("nm", "m", "min"), "mi": ("nm",), "mile": ("nm",), "miles": ("nm",), "mn": ("nm", "min"), "S": ("s",)}
UNCLEAR |= {"sm": ("nm",), "m": ("min",), "T": ("t",), "ton": ("t",), "tons": ("t",), "mph": ("kn",), "MPH": ("kn",)}

NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"
_TEXT = re.compile(rf"(?P<number>{NUMBER})\s*(?P<unit>[A-Za-z/\u00b0]([A-Za-z0-9/ ]*[A-Za-z0-9])?)?\Z")
_LONGEST = 60
_GREATEST = 1e300  # of bare numbers; whole ones of Python may be beyond every float


def refuse(wanted: str) -> PydanticCustomError:
    """An error that says what was wanted; what came is added where it is shown."""
    return PydanticCustomError("wanted", "wanted {wanted}", {"wanted": wanted})


def limits(low: float, high: float, above: bool, unit: str) -> str:
    """The range that a value may have, in words."""
    lower = "" if low == -math.inf else f"above {low:g}{unit}" if above else f"of at least {low:g}{unit}"
    upper = "" if high == math.inf else f"at most {high:g}{unit}"
    return f"{lower} and {upper}" if lower and upper else lower or f"of {upper}"


@final
@dataclass(frozen=True)
class Quantity:
    """Text such as `12 nm` for one kind of quantity; limits are in the inner unit, whose factor is 1."""

    noun: str
    example: str
    units: Mapping[str, Fraction]
    low: float = 0.0
    high: float = math.inf
    above: bool = False
    unlimited: bool = False
    inner: Callable[[float], float] = float

    def read(self, value: object) -> float:
        """The value in the inner unit; a refusal says what was wanted."""
        if self.unlimited and value == "unlimited":
            return math.inf
        number = self._fraction(value)
        if number is None:
            raise refuse(self.wanted() + self._meant(value))
        try:
            result = float(number)
        except OverflowError:
            result = math.inf if number > 0 else -math.inf
        if not self.low <= result <= self.high or (self.above and result <= self.low) or not math.isfinite(result):
            unit = " " + min(self.units, key=lambda name: abs(self.units[name] - 1))
            raise refuse(f"{self.noun} {limits(self.low, self.high, self.above, unit)}")
        return self.inner(result)

    def wanted(self) -> str:
        """What to write, with an example and the units."""
        units = ", ".join(self.units)
        return f"{self.noun} such as `{self.example}`{' or `unlimited`' if self.unlimited else ''} (units: {units})"

    def _fraction(self, value: object) -> Fraction | None:
        if not isinstance(value, str) or len(value) > _LONGEST:
            return None
        found = _TEXT.match(value)
        unit = found and self._unit(found["unit"])
        return Fraction(found["number"]) * self.units[unit] if found and unit else None

    def _unit(self, given: str | None) -> str | None:
        """The unit that is written so; None when it is none of this quantity's, or might be several."""
        if given in self.units:
            return given
        return next((unit for unit in self.units if given in SPOKEN.get(unit, ())), None)

    def _meant(self, value: object) -> str:
        """`; did you mean `12 kn`?`, where a number has a unit that is nearly one of this quantity's."""
        found = _TEXT.match(value.replace(",", ".")) if isinstance(value, str) and len(value) <= _LONGEST else None
        if found is None or found["unit"] is None:
            return ""
        given, number = found["unit"], found["number"]
        exact = self._unit(given)
        lower = {one.lower(): unit for unit in self.units for one in (unit, *SPOKEN.get(unit, ()))}
        units = [exact] if exact else UNCLEAR.get(given) or ([lower[given.lower()]] if given.lower() in lower else [])
        meant = [f"`{number} {unit}`" for unit in units if unit in self.units]
        return f"; did you mean {' or '.join(meant)}?" if meant else ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        units = "|".join(re.escape(one) for unit in self.units for one in (unit, *SPOKEN.get(unit, ())))
        pattern = rf"{NUMBER}\s*({units})"
        examples = [self.example] + (["unlimited"] if self.unlimited else [])
        return {
            "type": "string",
            "pattern": rf"^({pattern}|unlimited)$" if self.unlimited else rf"^{pattern}$",
            "examples": examples,
            "description": f"{self.noun[0].upper()}{self.noun[1:]} with its unit ({', '.join(self.units)})",
        }


@final
@dataclass(frozen=True)
class Number:
    """A bare number with limits: a chance, a factor, a count, a degree of longitude."""

    noun: str
    example: str
    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    whole: bool = False

    def read(self, value: object) -> float:
        """The number; integers and floats alike, but no booleans, no text."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _GREATEST:
            raise refuse(self.wanted())
        if self.whole and value != int(value):
            raise refuse(self.wanted())
        if not self.low <= value <= self.high or (self.above and value <= self.low):
            raise refuse(f"{self.noun} {limits(self.low, self.high, self.above, '')}")
        return int(value) if self.whole else float(value)

    def wanted(self) -> str:
        """What to write, with an example."""
        return f"{self.noun} such as {self.example}"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        shape: dict[str, Any] = {"type": "integer" if self.whole else "number"}
        if self.low != -math.inf:
            shape["exclusiveMinimum" if self.above else "minimum"] = self.low
        if self.high != math.inf:
            shape["maximum"] = self.high
        return {**shape, "description": f"{self.noun[0].upper()}{self.noun[1:]}, for example {self.example}"}


CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\Z")


def _clock(value: object) -> float:
    """Hours since midnight."""
    found = CLOCK.match(value) if isinstance(value, str) else None
    if found is None:
        raise refuse('a time of day such as "08:30"')
    return int(found[1]) + int(found[2]) / 60.0


LONG = 100_000.0
AGES = 1_000_000.0
FAST = 10_000.0
TURN = 720.0
RIGHT_ANGLE, HALF_TURN, WHOLE_TURN = 90.0, 180.0, 360.0  # degrees

type Length = Annotated[float, Quantity("a length", "12 nm", LENGTHS, high=LONG)]
type PositiveLength = Annotated[float, Quantity("a length", "12 nm", LENGTHS, high=LONG, above=True)]
type CellSide = Annotated[float, Quantity("a length", "120 nm", LENGTHS, low=20.0, high=1000.0)]
type UnlimitedLength = Annotated[float, Quantity("a length", "12 nm", LENGTHS, high=LONG, above=True, unlimited=True)]
type SignedLength = Annotated[float, Quantity("a length", "-2 nm", LENGTHS, low=-LONG, high=LONG)]
type Height = Annotated[float, Quantity("a height", "25 m", LENGTHS, high=100.0)]
type Duration = Annotated[float, Quantity("a duration", "30 min", DURATIONS, high=AGES)]
type PositiveDuration = Annotated[float, Quantity("a duration", "30 min", DURATIONS, high=AGES, above=True)]
type SignedDuration = Annotated[float, Quantity("a duration", "-6 h", DURATIONS, low=-AGES, high=AGES)]
type UnlimitedDuration = Annotated[float, Quantity("a duration", "30 min", DURATIONS, high=AGES, unlimited=True)]
type Zone = Annotated[float, Quantity("a time zone", "3 h", DURATIONS, low=-14.0, high=14.0)]
type Speed = Annotated[float, Quantity("a speed", "12 kn", SPEEDS, high=FAST)]
type PositiveSpeed = Annotated[float, Quantity("a speed", "12 kn", SPEEDS, high=FAST, above=True)]
type WindSpeed = Annotated[float, Quantity("a wind speed", "6 m/s", SPEEDS, high=200.0)]
type Rate = Annotated[float, Quantity("a rate", "6 /h", RATES, high=AGES)]
type MessageRate = Annotated[float, Quantity("a rate", "30 /h", RATES, high=AGES, above=True)]
type WeibullShape = Annotated[float, Number("the shape of a Weibull distribution", "2", low=0.5, high=10.0)]
type Spread = Annotated[float, Number("a factor", "1.6", low=1.0, high=10.0, above=True)]
type Bearing = Annotated[
    float, Quantity("a compass bearing", "90 deg", ANGLES, low=-TURN, high=TURN, inner=math.radians)
]
type Angle = Annotated[float, Quantity("an angle", "60 deg", ANGLES, high=HALF_TURN, above=True, inner=math.radians)]
type Mass = Annotated[float, Quantity("a mass", "640 kg", MASSES, high=1e9)]
type Dollars = Annotated[float, Quantity("a sum of US dollars", "82.8 kUSD", DOLLARS, high=1e12)]
type Consumption = Annotated[float, Quantity("a consumption", "1.2 t/h", CONSUMPTIONS, high=10_000.0)]
type InverseCube = Annotated[float, Quantity("an inverse-cube constant", "12 nm3/h", CUBES, high=1e9, above=True)]

type Longitude = Annotated[float, Number("a longitude in degrees east", "45.5", low=-WHOLE_TURN, high=WHOLE_TURN)]
type Latitude = Annotated[float, Number("a latitude in degrees north", "11.9", low=-RIGHT_ANGLE, high=RIGHT_ANGLE)]
type Probability = Annotated[float, Number("a probability", "0.9", low=0.0, high=1.0)]
type Lives = Annotated[float, Number("a number of lives", "0.05", low=0.0, high=1000.0)]
type Share = Annotated[float, Number("a share", "0.25", low=0.0, high=1.0)]
type Density = Annotated[float, Number("a number a square mile", "0.01", low=0.0, high=1000.0)]
type Factor = Annotated[float, Number("a factor", "0.5", low=0.0, high=1000.0)]
type Alike = Annotated[float, Number("a number of vessels", "400", low=1.0, high=1e6)]
type Weight = Annotated[float, Number("a weight", "0.35", low=0.0, high=1e12, above=True)]
type Count = Annotated[int, Number("a whole number", "10", low=0, high=1_000_000, whole=True)]
type Hostages = Annotated[int, Number("a whole number", "20", low=0, high=999, whole=True)]  # `world.prizes.MOST`
type PerDay = Annotated[float, Number("a number a day", "31", low=0.0, high=1e6)]
type TimeOfDay = Annotated[
    float,
    PlainValidator(_clock),
    WithJsonSchema({"type": "string", "description": "Time of day, hours and minutes", "examples": ["08:30"]}),
]

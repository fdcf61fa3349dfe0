"""What can be seen and with what: hulls (signature classes) and sensors (who detects which hull how)."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Hashable, Iterable, Mapping
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, final

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    Tag,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from guardship.scenario import units
from guardship.scenario.base import Many, Model, Name, by_key, tag
from guardship.scenario.units import (
    Density,
    Duration,
    Factor,
    Height,
    InverseCube,
    PositiveLength,
    Probability,
    Rate,
    Share,
    Speed,
    refuse,
)

BIAS = 0.75  # assumed
MOST_RINGS = 4  # in which a look is taken
VELOCITY_ERROR = 1.0  # kn, assumed


type SensorKind = Literal["radar", "optical", "ais", "other"]


@final
class Hull(Model):
    """How a vessel looks to sensors."""

    newer: ClassVar[frozenset[str]] = frozenset({"look_alikes"})

    height: Annotated[Height | None, Field(description="Of what a sensor sees, above the water; for the horizon")] = (
        None
    )
    ais: Annotated[bool, Field(description="Whether it transmits AIS")] = False
    look_alikes: Annotated[
        Density | None,
        Field(
            description="How many harmless vessels look so, a square mile, as nations believe; "
            "when not given as many as the densest waters have of the boats of `field` and of passive groups in an area"
        ),
    ] = None


@final
class Hold(NamedTuple):
    """How far a contact is held: a factor on the detection range, or a length [nm]; the other is None."""

    factor: float | None
    length: float | None


@final
class HoldText:
    """Reads a factor of at least 1 or a length."""

    _factor = units.Number("a factor of at least 1 or a length", "1.1 or `12 nm`", low=1.0, high=100.0)
    _length = units.Quantity("a length", "12 nm", units.LENGTHS, high=units.LONG, above=True)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        ways = [self._factor.__get_pydantic_json_schema__(schema, handler)]
        ways.append(self._length.__get_pydantic_json_schema__(schema, handler))
        return {"anyOf": ways, "description": "A held contact is lost beyond this factor of the range, or this length"}

    def read(self, value: object) -> Hold:
        """A number is a factor, text a length."""
        if isinstance(value, str):
            return Hold(None, self._length.read(value))
        return Hold(self._factor.read(value), None)


HOLD = Hold(1.1, None)


class _Law(Model):
    """What detection laws have in common: how far a contact, once gained, is held."""

    hold: Annotated[Hold, HoldText()] = HOLD

    @property
    @abstractmethod
    def reach(self) -> float:
        """The greatest range [nm] at which this law detects."""

    @property
    def held_to(self) -> float:
        """The range [nm] beyond which a held contact is lost."""
        return self.hold.length if self.hold.length is not None else (self.hold.factor or 1.0) * self.reach

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if self.held_to < self.reach:
            raise ValueError(f"a contact would be held to {self.held_to:g} nm, less than the range {self.reach:g} nm")
        return self


@final
class Definite(_Law):
    """Detected at once inside the range."""

    definite: PositiveLength

    @property
    def reach(self) -> float:
        return self.definite


@final
class Glimpse(_Law):
    """Detected at a constant rate inside the range."""

    range: PositiveLength
    rate: Rate

    @property
    def reach(self) -> float:
        return self.range


type Ring = Annotated[tuple[PositiveLength, Rate], Strict(False)]


@final
class Rings(_Law):
    """Nested discs, each with its rate; the innermost disc that holds the target counts."""

    rings: Annotated[
        tuple[Ring, ...], Strict(False), Field(min_length=1, max_length=16, description="[range, rate] pairs")
    ]

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if len({reach for reach, _ in self.rings}) < len(self.rings):
            raise ValueError("two rings have the same range")
        return self

    @property
    def reach(self) -> float:
        return max(reach for reach, _ in self.rings)


@final
class Cube(_Law):
    """Koopman's inverse-cube law: rate K / (r^2 + height^2)^(3/2), cut at a range."""

    inverse_cube: Annotated[InverseCube, Field(description="K")]
    range: units.UnlimitedLength
    height: Annotated[Height, Field(description="Of the observer, in the law")] = 0.0

    @property
    def reach(self) -> float:
        return self.range


type Law = Annotated[
    Annotated[Definite, Tag("<Definite>")]
    | Annotated[Glimpse, Tag("<Glimpse>")]
    | Annotated[Rings, Tag("<Rings>")]
    | Annotated[Cube, Tag("<Cube>")],
    by_key(
        {"definite": "Definite", "rate": "Glimpse", "rings": "Rings", "inverse_cube": "Cube"},
        "one of {definite: 5 nm}, {range: 5 nm, rate: 6 /h}, {rings: [[5 nm, 6 /h]]}, "
        "{inverse_cube: 12 nm3/h, range: 6 nm}",
    ),
]


@final
class Identify(Model):
    """A held contact within the range is classified after a random (exponential) time of this mean."""

    range: PositiveLength
    after: Annotated[Duration, Field(description="Mean time until classified")]
    suspicious: Annotated[
        Probability | None,
        Field(description="Chance that a hull of this class looks suspicious; for one without `recognition.priors`"),
    ] = None


def _identify_form(value: Any) -> Hashable:
    return tag("rings") if isinstance(value, list | tuple) else tag("Identify")


def _falling(rings: tuple[Identify, ...]) -> Identify | tuple[Identify, ...]:
    """Rings from the outermost to the innermost; one alone is the same as without a list."""
    for far, near in pairwise(rings):
        if near.range >= far.range:
            raise refuse(f"ranges that fall, from the outermost ring to the innermost, not {near.range:g} nm next")
    return rings if len(rings) > 1 else rings[0]


type Identifies = Annotated[
    Annotated[Identify, Tag("<Identify>")]
    | Annotated[
        Annotated[
            Many[Identify],
            Field(min_length=1, max_length=MOST_RINGS, description="Rings, from the outermost to the innermost"),
            AfterValidator(_falling),
        ],
        Tag("<rings>"),
    ],
    Discriminator(_identify_form),
]


def _factor_form(value: Any) -> Hashable:
    return tag("hulls") if isinstance(value, Mapping) else tag("factor")


type Factors = Annotated[
    Annotated[Factor, Tag("<factor>")] | Annotated[Mapping[Name, Factor], Tag("<hulls>")],
    Discriminator(_factor_form),
]


@final
class Sensor(Model):
    """What it detects, what it identifies, and how the environment changes that."""

    newer: ClassVar[frozenset[str]] = frozenset({"bias", "velocity_error"})

    kind: SensorKind
    error: Annotated[
        units.PositiveLength | None, Field(description="Of an observed position, per axis; by its kind when not given")
    ] = None
    bias: Annotated[
        Share, Field(description="Share of the variance of that error that is one error for the whole contact")
    ] = BIAS
    velocity_error: Annotated[Speed, Field(description="Of an observed velocity, per axis, anew at each look")] = (
        VELOCITY_ERROR
    )
    height: Annotated[
        Height | None, Field(description="Above the water; with the hull's height it gives a horizon")
    ] = None
    detects: Annotated[Mapping[Name, Law], Field(min_length=1, description="Hull to detection law")]
    identifies: Annotated[
        Mapping[Name, Identifies], Field(description="Hull to identification, or to that of each ring")
    ] = {}
    when: Annotated[
        Mapping[Name, Factors],
        Field(
            description="Day, night or a name of weather or visibility to a factor on the sweep width (0 = blind), or "
            "to a factor by hull"
        ),
    ] = {}

    def factor(self, here: Iterable[str], hull: str) -> float:
        """The factor on the sweep width for a hull: the product over light, weather and visibility."""
        factors = (self.when.get(state, 1.0) for state in here)
        return math.prod(f.get(hull, 1.0) if isinstance(f, Mapping) else f for f in factors)

    def rings(self, hull: str) -> tuple[Identify, ...]:
        """How it identifies a hull, from the outermost ring to the innermost; none when it does not."""
        given = self.identifies.get(hull, ())
        return (given,) if isinstance(given, Identify) else given

    @property
    def reach(self) -> float:
        """The greatest range [nm] at which it detects anything."""
        return max((law.reach for law in self.detects.values()), default=math.nan)

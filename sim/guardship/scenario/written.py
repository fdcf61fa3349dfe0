"""How a distribution is written in a file, for any quantity: `12 kn`, `{uniform: [6 kn, 9 kn]}`, ..."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Annotated, Any, cast, final

from pydantic import Field, GetCoreSchemaHandler, RootModel, Strict, Tag, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import CoreSchema, core_schema

from guardship.scenario import distributions as values
from guardship.scenario.base import Model, by_key, tag
from guardship.scenario.reading.yamlfile import scalar
from guardship.scenario.units import Probability, Weight, refuse


class Form(Model):
    """One way to write a distribution."""

    @abstractmethod
    def drawn(self) -> values.Distribution:
        """The distribution that is meant."""


@final
class Constant[Q: float](RootModel[Q]):
    """Always the same value."""

    def drawn(self) -> values.Distribution:
        return values.Constant(self.root)


@final
class Uniform[Q: float](Form):
    """Every value between two equally likely."""

    uniform: Annotated[tuple[Q, Q], Strict(False), Field(description="The least and the greatest value")]

    def drawn(self) -> values.Distribution:
        return values.Uniform(*self.uniform)


@final
class NormalShape[Q: float](Model):
    """Mean and standard deviation before the cut, and the limits of the cut."""

    mean: Q
    sd: Q
    min: Q
    max: Q


@final
class Normal[Q: float](Form):
    """A normal distribution cut at two limits."""

    normal: NormalShape[Q]

    def drawn(self) -> values.Distribution:
        shape = self.normal
        return values.Normal(shape.mean, shape.sd, shape.min, shape.max)


@final
class LognormalShape[Q: float](Model):
    """Median and 90th percentile."""

    median: Q
    p90: Q


@final
class Lognormal[Q: float](Form):
    """The logarithm is normal."""

    lognormal: LognormalShape[Q]

    def drawn(self) -> values.Distribution:
        return values.Lognormal(self.lognormal.median, self.lognormal.p90)


@final
class ExponentialShape[Q: float](Model):
    """The mean."""

    mean: Q


@final
class Exponential[Q: float](Form):
    """Waiting for something that comes at a constant rate."""

    exponential: ExponentialShape[Q]

    def drawn(self) -> values.Distribution:
        return values.Exponential(self.exponential.mean)


@final
class Triangular[Q: float](Form):
    """Density rising to a mode and falling from it."""

    triangular: Annotated[tuple[Q, Q, Q], Strict(False), Field(description="Least value, mode, greatest value")]

    def drawn(self) -> values.Distribution:
        return values.Triangular(*self.triangular)


def _weighted(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """Keys of a file are text: those that look like numbers become numbers. No value twice, however it is written."""
    if not isinstance(value, Mapping):
        return read(value)
    keyed = {(scalar(key) if isinstance(key, str) else key): weight for key, weight in value.items()}
    weights = read(keyed)
    if len(weights) < len(value):
        raise refuse("each value once")
    return weights


@final
class WrittenChoice[Q: float](Form):
    """One of several values with weights."""

    choice: Annotated[
        Mapping[Q, Weight],
        Field(min_length=1, description="Each value with its weight; the weights need not add up to 1"),
        WrapValidator(_weighted),
    ]

    def drawn(self) -> values.Distribution:
        pairs = sorted(self.choice.items())
        return values.Choice(tuple(value for value, _ in pairs), tuple(weight for _, weight in pairs))


@final
class Empirical[Q: float](Form):
    """Values at given probabilities, straight lines between them."""

    empirical: Annotated[
        tuple[Annotated[tuple[Probability, Q], Strict(False)], ...],
        Strict(False),
        Field(min_length=2, description="Pairs [probability, value], from probability 0 to 1"),
    ]

    def drawn(self) -> values.Distribution:
        return values.Empirical(self.empirical)


_KEYS = {
    "uniform": "Uniform",
    "normal": "Normal",
    "lognormal": "Lognormal",
    "exponential": "Exponential",
    "triangular": "Triangular",
    "choice": "WrittenChoice",
    "empirical": "Empirical",
}
_WANTED = f"one plain value or one of the distributions {', '.join(_KEYS)}"

type Written[Q: float] = Annotated[
    Annotated[Constant[Q], Tag("<Constant>")]
    | Annotated[Uniform[Q], Tag("<Uniform>")]
    | Annotated[Normal[Q], Tag("<Normal>")]
    | Annotated[Lognormal[Q], Tag("<Lognormal>")]
    | Annotated[Exponential[Q], Tag("<Exponential>")]
    | Annotated[Triangular[Q], Tag("<Triangular>")]
    | Annotated[WrittenChoice[Q], Tag("<WrittenChoice>")]
    | Annotated[Empirical[Q], Tag("<Empirical>")],
    by_key(_KEYS, _WANTED, tag("Constant")),
]


@final
class Drawn:
    """Marks a field that holds a distribution of some quantity; the file form is checked and becomes the value."""

    def __init__(self, quantity: Any) -> None:
        self._form = Written[quantity]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = handler.generate_schema(self._form)
        return core_schema.no_info_after_validator_function(_value, written)


def _value(form: object) -> values.Distribution:
    return cast(Form, form).drawn()

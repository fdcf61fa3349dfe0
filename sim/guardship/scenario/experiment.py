"""The `experiment` section: variants, factors and replications of a batch; a single run takes no notice of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import inf
from typing import Annotated, Any, Literal, Self, final

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from guardship.scenario.base import Many, Model, Name, Text, tag
from guardship.scenario.units import Count, Dollars, refuse

type Tables = Literal[
    "voyages", "opportunities", "ledger", "vessels", "events", "reports", "messages", "legs", "places"
]
KEPT: tuple[Tables, ...] = ("voyages", "opportunities", "ledger", "places")
KEYS = ("point", "variant", "replication", "seed", "error")  # columns of every table of runs
TRIAL_KEYS = ("trial", "cost", "mean", "blocks", "end", "why")  # columns of the trials of `guardship optimise`
MOST_POINTS = 4096
MOST_RUNS = 1_000_000
MOST_FACTORS = 64
MOST_EVEN = 1024  # points of a Latin hypercube whose discrepancy is made small, which takes seconds at this number
MOST_CELLS = 1 << 15  # points times factors of a hypercube of which a thousand are made
QUANTITY = re.compile(r"(?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\s*(?P<unit>.*)\Z")

type Dotted = Annotated[str, Field(min_length=1, max_length=400, description="A dotted path, as in `--set`")]


def quantity(text: str | float) -> tuple[float, str] | None:
    """`"12 kn"` as (12.0, "kn"), a plain number with no unit; None for anything else."""
    if not isinstance(text, str):
        return float(text), ""
    found = QUANTITY.match(text.strip())
    return (float(found["number"]), found["unit"]) if found else None


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _value(level: Any) -> str:
    """What a level stands for: 1 is 1.0, but neither is true."""
    return repr(float(level) if isinstance(level, int) and not isinstance(level, bool) else level)


def apart(factors: Mapping[str, Factor], what: str) -> None:
    """Raises ValueError for too many factors, and when two paths are one entry, or one lies within the other: the
    later would win unseen."""
    if len(factors) > MOST_FACTORS:
        raise ValueError(f"{what}: came {len(factors)} factors, wanted at most {MOST_FACTORS}")
    taken: dict[str, str] = {}
    paths = sorted((path.split("."), name) for name, factor in factors.items() for path in factor.path)
    for parts, name in paths:  # what holds an entry comes before it
        path = ".".join(parts)
        for k in range(1, len(parts) + 1):
            below = ".".join(parts[:k])
            if below in taken:
                said = f"{taken[below]} sets {below} and {name} sets {path}, the same entry or part of it"
                raise ValueError(f"{what}: {said}")
        taken[path] = name


def _of_scenario(paths: Iterable[str], what: str) -> None:
    """Raises ValueError for an entry of the experiment itself: it is read once, before there are any variants."""
    for path in paths:
        if path.partition(".")[0] == "experiment":
            raise ValueError(f"{what} {path}, which is of the experiment and not of the scenario")


def _end(value: Any) -> Any:
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    raise refuse("a number, with the unit of the entry")


type End = Annotated[str | int | float | None, BeforeValidator(_end)]


@final
class Factor(Model):
    """Entries of the scenario that take one value after another: given levels, or any value of a range."""

    path: Annotated[
        Many[Dotted],
        BeforeValidator(_one_or_more, json_schema_input_type=Dotted | Many[Dotted]),
        Field(min_length=1, description="The entry, or entries that all take the value"),
    ]
    levels: Annotated[Many[Any] | None, Field(min_length=1, description="Values as the scenario would say them")] = None
    low: Annotated[End, Field(description="The least value of a range, with its unit")] = None
    high: Annotated[End, Field(description="The greatest value of a range")] = None
    whole: Annotated[bool, Field(description="Whether only whole numbers of the range are taken")] = False
    scale: Annotated[Literal["linear", "log"], Field(description="How a range is filled")] = "linear"

    @property
    def ends(self) -> tuple[float, float, str]:
        """Least and greatest value of a range, and their unit."""
        low, high = quantity(self.low or 0.0), quantity(self.high or 0.0)
        assert low is not None and high is not None
        return low[0], high[0], low[1] or high[1]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        _of_scenario(self.path, "`path` has")
        if (self.levels is None) == (self.low is None and self.high is None):
            raise ValueError("wanted either `levels` or both of `low` and `high`")
        levels: tuple[Any, ...] | None = self.levels
        if levels is not None:
            if self.whole or self.scale != "linear":
                raise ValueError("`whole` and `scale` are for a range, not for `levels`")
            if len({_value(level) for level in levels}) < len(levels):
                raise ValueError("`levels` has a value twice")
            return self
        least, most = (None if end is None else quantity(end) for end in (self.low, self.high))
        if least is None or most is None:
            raise ValueError("wanted both of `low` and `high`, each a number with the unit of the entry")
        (low, unit), (high, other) = least, most
        if unit != other and low != 0.0:
            raise ValueError(f"`low` is in {unit or 'no unit'} and `high` in {other or 'no unit'}, wanted one unit")
        if low >= high:
            raise ValueError("`low` is not below `high`")
        if self.scale == "log" and low <= 0.0:
            raise ValueError("a range on a log scale begins above zero")
        if self.whole and (low % 1 or high % 1):
            raise ValueError("a range of whole numbers has whole ends")
        return self


def _former(schema: dict[str, Any]) -> None:
    """Adds to the JSON Schema of a variant the name that `substream` had, for editors."""
    schema["properties"]["luck"] = {**schema["properties"]["substream"], "deprecated": True}


@final
class Variant(Model):
    """Another policy: on another file, with entries merged over the scenario as in a file that extends it, or set."""

    model_config = ConfigDict(json_schema_extra=_former)

    extends: Annotated[
        Text | None, Field(description="As if this file extended that one: its own sections stay on top")
    ] = None
    overlay: Annotated[
        Mapping[str, Any], Field(description="Sections merged over the scenario; null deletes an entry")
    ] = {}
    set: Annotated[Mapping[Dotted, Any], Field(description="Entries by dotted path; null deletes")] = {}
    substream: Annotated[
        int, Field(ge=0, lt=2**62, description="Not 0: other detections and choices in the same traffic; a placebo")
    ] = 0

    @model_validator(mode="before")
    @classmethod
    def _as_it_was_called(cls, given: Any) -> Any:
        """The entry of files from before it was called `substream`."""
        if isinstance(given, Mapping) and "luck" in given and "substream" not in given:
            return {"substream" if key == "luck" else key: value for key, value in given.items()}
        return given

    @model_validator(mode="after")
    def _no_experiment(self) -> Self:
        _of_scenario(self.overlay, "`overlay` has")
        _of_scenario(self.set, "`set` has")
        return self


type Designs = Literal[
    "factorial", "fraction", "latin_hypercube", "orthogonal", "nearly_orthogonal", "sobol", "saltelli"
]


def _kind(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


@final
class Design(Model):
    """Which combinations of the factors are run. Variants are crossed with all of them.

    Factorial: every combination of the levels. Fraction: so many of these that tell what each factor changes and what
    each pair of factors changes together, D-optimal. Latin hypercube: with the least centred discrepancy of many.
    Orthogonal: of strength two, for a square of a prime. Nearly orthogonal: the Latin hypercube of many with the least
    correlation. Sobol: a scrambled sequence, for a power of two. Saltelli: for Sobol indices of `points` samples.
    """

    kind: Designs = "factorial"
    points: Annotated[int | None, Field(ge=1, le=MOST_POINTS, description="How many combinations, or samples")] = None
    seed: Annotated[int, Field(ge=0, lt=2**32, description="Of the design alone")] = 0

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if (self.kind == "factorial") != (self.points is None):
            rule = "has its number from the levels" if self.kind == "factorial" else "needs `points`"
            raise ValueError(f"a {self.kind} design {rule}")
        return self


def _makeable(design: Design, factors: int) -> None:
    """Raises ValueError for a design that would take minutes to make."""
    points = design.points or 1
    if design.kind == "latin_hypercube" and points > MOST_EVEN:
        said = f"wanted at most {MOST_EVEN}; sobol and nearly_orthogonal have up to {MOST_POINTS}"
        raise ValueError(f"`design`: came a Latin hypercube of {points} points, {said}")
    if design.kind in ("latin_hypercube", "nearly_orthogonal") and points * factors > MOST_CELLS:
        came = f"came {points} points of {factors} factors, {points * factors} values"
        raise ValueError(f"`design`: {came}, wanted at most {MOST_CELLS}")


@final
class Until(Model):
    """Replications are added until an interval is narrow enough at every point of the design."""

    measure: Annotated[Text, Field(description="A column of `runs`")]
    half_width: Annotated[float, Field(gt=0.0, description="Of the interval, in the measure's unit")]
    of: Annotated[
        Literal["mean", "difference"],
        Field(description="Of the mean, or of the difference to the first variant, paired by seed"),
    ] = "mean"
    confidence: Annotated[float, Field(gt=0.5, lt=1.0)] = 0.95
    at_least: Annotated[int, Field(ge=8, le=MOST_RUNS)] = 24
    at_most: Annotated[int, Field(ge=8, le=MOST_RUNS)] = 2000

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self.at_least, self.at_most)
        return self


def _in_order(least: int, most: int) -> None:
    if least > most:
        raise ValueError(f"`at_least` is {least}, more than `at_most`, {most}")


@final
class BestOf(Model):
    """The points of the design meet until one is the best; those that cannot win any more run no longer."""

    measure: Annotated[Text, Field(description="A column of `runs`")]
    goal: Literal["least", "greatest"]
    delta: Annotated[float, Field(gt=0.0, description="The least difference of means that matters")]
    confidence: Annotated[float, Field(gt=0.5, lt=1.0, description="That the best is chosen")] = 0.95
    at_least: Annotated[int, Field(ge=8, le=MOST_RUNS, description="Runs of each before any may go")] = 20
    at_most: Annotated[int, Field(ge=8, le=MOST_RUNS)] = 2000

    @property
    def greater(self) -> bool:
        """Whether more is better."""
        return self.goal == "greatest"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self.at_least, self.at_most)
        return self


type Trend = Literal["rises", "falls"]


@final
class Hulls(Model):
    """The value of sharing in hulls: fleets of different sizes, without and with sharing, the two `variants`."""

    groups: Annotated[Many[Name], Field(min_length=1, description="Groups of patrol ships that make up the fleet")]
    least: Annotated[int, Field(ge=1, description="Hulls of the smallest fleet")]
    most: Annotated[int, Field(ge=2, le=10_000, description="Hulls of the greatest")]
    step: Annotated[int, Field(ge=1, description="From one size to the next; the file's own is always one")] = 1
    placement: Annotated[
        Literal["proportional", "optimised"],
        Field(description="As the file spreads them, or each arm's own: hull by hull where it helps most"),
    ] = "proportional"
    search: Annotated[int, Field(ge=2, le=10_000, description="Runs of each candidate of optimised placement")] = 16
    measures: Annotated[
        Mapping[Text, Trend], Field(description="Columns of `runs`, and how more hulls should move them")
    ] = {}

    @model_validator(mode="after")
    def _sizes(self) -> Self:
        if self.least >= self.most:
            raise ValueError(f"`least` is {self.least}, not below `most`, {self.most}")
        if len(set(self.groups)) < len(self.groups):
            raise ValueError("`groups` has one twice")
        return self


@final
class Optimise(Model):
    """The best setting of what may vary, for a budget of hulls or of their ship-days in the measuring window."""

    measure: Annotated[Text, Field(description="A column of `runs`")]
    goal: Literal["least", "greatest"]
    over: Annotated[Mapping[Name, Factor], Field(min_length=1, description="What may vary, by name")]
    budget: Annotated[
        Count | Dollars | None, Field(description="So many hulls, or dollars, for all `groups.NAME.count` of `over`")
    ] = None
    delta: Annotated[float, Field(gt=0.0, description="The least difference of means that matters")]
    trials: Annotated[int, Field(ge=1, le=10_000, description="Settings that are tried")] = 40
    replications: Annotated[int, Field(ge=2, le=10_000, description="Runs of each, unless it is given up")] = 24
    at_most: Annotated[int, Field(ge=24, le=MOST_RUNS, description="Runs of each of the best, with fresh seeds")] = 400
    confidence: Annotated[float, Field(gt=0.5, lt=1.0, description="That the best of them is chosen")] = 0.95
    seed: Annotated[int, Field(ge=0, lt=2**32, description="Of the search alone")] = 0

    @model_validator(mode="after")
    def _apart(self) -> Self:
        names = [name for name in self.over if name in TRIAL_KEYS]
        if names:
            raise ValueError(f"`over` has {', '.join(sorted(names))}, which is a column of every study's trials")
        apart(self.over, "`over`")
        return self


SHARE = r"^([0-9]*\.?[0-9]+)\s+of\s+base$"
OF_BASE = re.compile(SHARE)


def _smallest(value: Any) -> Any:
    if isinstance(value, str) and (found := OF_BASE.match(value.strip())) and float(found[1]) > 0.0:
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.0 < value < inf:
        return float(value)
    raise refuse("a difference above 0 in the unit of the measure, or a share of the reference as `0.2 of base`")


type Smallest = Annotated[
    str | float,
    BeforeValidator(_smallest, json_schema_input_type=float | Annotated[str, Field(pattern=SHARE)]),
]


def _replications(value: Any) -> str:
    if isinstance(value, BestOf) or (isinstance(value, Mapping) and not {"goal", "delta"}.isdisjoint(value)):
        return tag("BestOf")
    return tag("Until" if isinstance(value, Mapping | Until) else "number")


@final
class Experiment(Model):
    """A batch of runs. Replication r of every variant and combination has the same seed, `first_seed` + r."""

    question: Annotated[Text | None, Field(description="What the batch is meant to answer")] = None
    variants: Annotated[
        Mapping[Name, Variant], Field(min_length=1, description="Policies by name; the first is the reference")
    ] = {"base": Variant()}
    factors: Annotated[Mapping[Name, Factor], Field(description="What is varied, by name")] = {}
    design: Annotated[Design, BeforeValidator(_kind, json_schema_input_type=Designs | Design)] = Design()
    replications: Annotated[
        Annotated[int, Field(ge=1, le=MOST_RUNS), Tag(tag("number"))]
        | Annotated[Until, Tag(tag("Until"))]
        | Annotated[BestOf, Tag(tag("BestOf"))],
        Discriminator(_replications),
        Field(description="How many runs of each, until an interval is narrow, or until the best is known"),
    ] = 24
    first_seed: Annotated[int, Field(ge=0, lt=2**62)] = 0
    measures: Annotated[Many[Text], Field(description="Columns of `runs` that answers begin with")] = ()
    detect: Annotated[
        Mapping[Text, Smallest],
        Field(description="For each measure the smallest difference that the batch should find, or `0.2 of base`"),
    ] = {}
    adjust: Annotated[bool, Field(description="Whether differences are cleared of the luck of decisions by chance")] = (
        False
    )
    keep: Annotated[
        Many[Tables], Field(description="Tables of every run that are kept beside `runs`, `nations` and `counts`")
    ] = KEPT

    hulls: Annotated[Hulls | None, Field(description="For `guardship hulls`; a batch takes no notice of it")] = None

    optimise: Annotated[
        Optimise | None, Field(description="For `guardship optimise`; a batch takes no notice of it")
    ] = None

    def smallest(self, measure: str, base: float) -> float | None:
        """The smallest difference that is to be found of a measure whose reference has this mean; None: not said."""
        asked = self.detect.get(measure)
        share = OF_BASE.match(asked.strip()) if isinstance(asked, str) else None
        return float(share[1]) * abs(base) if share else None if asked is None else float(asked)

    @property
    def most(self) -> int:
        """The greatest number of replications."""
        return self.replications if isinstance(self.replications, int) else self.replications.at_most

    @property
    def least(self) -> int:
        """The number of replications that every point has in any case."""
        return self.replications if isinstance(self.replications, int) else self.replications.at_least

    @model_validator(mode="after")
    def _fits(self) -> Self:
        apart(self.factors, "`factors`")
        _makeable(self.design, len(self.factors))
        ranges = [name for name, factor in self.factors.items() if factor.levels is None]
        if self.design.kind in ("factorial", "fraction") and ranges:
            raise ValueError(f"a {self.design.kind} design needs `levels`, and {', '.join(ranges)} has a range")
        if self.design.kind != "factorial" and not self.factors:
            raise ValueError(f"a {self.design.kind} design needs `factors`")
        if len(set(self.measures)) < len(self.measures):
            raise ValueError("`measures` has one twice")
        if unnamed := [name for name in self.detect if name not in self.measures]:
            raise ValueError(f"`detect` has {', '.join(unnamed)}, which `measures` does not name")
        until = self.replications
        if isinstance(until, Until) and until.of == "difference" and len(self.variants) < 2:
            raise ValueError("a difference needs two `variants`")
        if isinstance(until, BestOf) and len(self.variants) < 2 and not self.factors:
            raise ValueError("the best of one: wanted two `variants`, or `factors`")
        names = [name for name in self.factors if name.lower() in KEYS]
        if names:
            raise ValueError(f"`factors` has {', '.join(sorted(names))}, which is a column of every store")
        if len({name.lower() for name in self.factors}) < len(self.factors):
            raise ValueError("`factors` has a name twice, but for capitals, of which SQL takes no notice")
        return self

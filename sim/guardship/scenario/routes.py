"""By which way smugglers go: named ways, and how they are judged by what was met on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.raids import Utility
from guardship.scenario.units import Duration, Factor, Length, Number, PositiveDuration

type Passages = Annotated[float, Number("passages", "5", low=1e-6, high=1e6)]
MOST_WAYS = 64  # each is weighed at each candidate voyage


@final
class Routes(Model):
    """Choice of a way: utility = reward * exp(-H) - loss * (1 - exp(-H)) - cost * length, where H is the number of
    losses that a passage is believed to have; the chance of each is proportional to its own share of the legs and to
    exp(rationality * utility). A leg between two points is the same leg in whichever ways it is."""

    ways: Annotated[
        Mapping[Name, Annotated[Many[Name], Field(description="Points of `geometry` between base and landing place")]],
        Field(min_length=1, max_length=MOST_WAYS),
    ]
    reward: Annotated[Factor, Field(description="Of a cargo that is landed")]
    loss: Annotated[Factor, Field(description="Of a voyage that is lost")]
    cost: Annotated[Factor, Field(description="Of each 100 nm of way")] = 0.0
    danger: Annotated[Factor, Field(description="Losses expected of each 100 nm before anything is known")]
    rationality: Annotated[Factor, Field(description="0: at random; the larger, the more surely the best")]
    trust: Annotated[Passages, Field(description="Passages that the expectation is worth")]
    memory: Annotated[
        PositiveDuration | None, Field(description="After which what was met weighs half; it never fades if not given")
    ] = None
    overlap: Annotated[Factor, Field(description="How much it counts that ways share legs; 0: not at all")] = 1.0
    broken_off: Annotated[Factor, Field(description="Of a voyage that a patrol has turned back, in losses")] = 0.0
    known: Annotated[Factor, Field(description="Of a patrol whose place is betrayed, in losses")] = 1.0
    near: Annotated[Length, Field(description="So near a way such a patrol counts; none does if 0")] = 0.0
    talk: Annotated[bool, Field(description="Those of a group tell each other ashore what they met")] = False
    overdue: Annotated[Duration, Field(description="So long after it should have arrived a voyage is given up")] = 24.0
    stays: Annotated[
        Utility | None, Field(description="What staying ashore is worth; nobody stays for the risk if not given")
    ] = None
    elsewhere: Annotated[
        Utility | None, Field(description="What a voyage out of the theatre is worth; there is none if not given")
    ] = None

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if len(set(self.ways.values())) < len(self.ways):
            raise ValueError("came the same points for two ways, wanted each way once")
        taken = sorted({"stay", "elsewhere"} & set(self.ways))
        if taken:
            raise ValueError(f"came a way called {taken[0]}, which is what else may be done, wanted another name")
        for name, points in self.ways.items():
            if len(set(points)) < len(points):
                raise ValueError(f"came a point twice in the way {name}, wanted each once")
        return self

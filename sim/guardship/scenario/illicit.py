"""What smugglers carry, what they do at the sight of a patrol, and what attackers destroy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, final

from pydantic import BeforeValidator, Field, model_validator

from guardship.scenario.base import Model
from guardship.scenario.distributions import Distribution
from guardship.scenario.quantities import Counts, Masses, Sums
from guardship.scenario.units import Length, PositiveDuration, Weight

CARGOES = ("drugs", "arms", "people")
type Reaction = Literal["carries_on", "turns_back", "jettisons", "runs"]


def _named(value: Any) -> Any:
    return {value: 1} if isinstance(value, str) else value


type Reactions = Annotated[
    Mapping[Reaction, Weight],
    Field(min_length=1),
    BeforeValidator(_named, json_schema_input_type=Reaction | Mapping[Reaction, Weight]),
]


@final
class Cargo(Model):
    """What is carried, and how much; drawn for each voyage. Exactly one."""

    drugs: Masses | None = None
    arms: Masses | None = None
    people: Annotated[Counts | None, Field(description="How many")] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [kind for kind in CARGOES if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"came {' and '.join(given) or 'none'} of {', '.join(CARGOES)}, wanted exactly one")
        return self

    @property
    def kind(self) -> str:
        """The offence."""
        return next(kind for kind in CARGOES if getattr(self, kind) is not None)

    @property
    def amount(self) -> Distribution:
        """In kg, or people."""
        found: Distribution = getattr(self, self.kind)
        return found


@final
class OnSight(Model):
    """What a smuggler does when it first sights a patrol ship or an aircraft on a voyage."""

    does: Annotated[Reactions, Field(description="One way, or ways with weights; drawn once a voyage")]
    hides: Annotated[
        PositiveDuration, Field(description="Time in a sanctuary before it looks whether it can go on")
    ] = 6.0
    avoids: Annotated[
        Length, Field(description="It stays ashore when a patrol that has been betrayed is so near its way; 0: never")
    ] = 0.0


@final
class Damage(Model):
    """What an attack that succeeds costs its victim."""

    costs: Annotated[Sums, Field(description="Ship or terminal, cargo, spill")]
    lives: Annotated[Counts, Field(description="Lives lost")]

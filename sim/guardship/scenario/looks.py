"""How surely looks see something: by kind of look, and from the outermost ring to the innermost."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, final

from pydantic import Discriminator, Field, Tag, model_validator

from guardship.scenario.base import Many, Model, Name, tag
from guardship.scenario.sensors import MOST_RINGS
from guardship.scenario.units import Factor, Probability

LOOKS = ("radar", "optical", "ais", "other", "hail", "approach")

type LookKind = Literal["radar", "optical", "ais", "other", "hail", "approach"]


def _by_kind(value: Any) -> Hashable:
    return tag("kinds") if isinstance(value, Mapping) else tag("factor")


type SignFactors = Annotated[
    Annotated[Factor, Tag("<factor>")] | Annotated[Mapping[LookKind, Factor], Tag("<kinds>")],
    Discriminator(_by_kind),
]


@final
class Glance(Model):
    """How surely one look sees a sign."""

    sees: Annotated[Probability, Field(description="Chance when the vessel shows it")]
    mistakes: Annotated[Probability, Field(description="Chance when it does not")] = 0.0

    @model_validator(mode="after")
    def _sees(self) -> Self:
        if self.sees < self.mistakes:
            raise ValueError(f"came sees {self.sees:g} below mistakes {self.mistakes:g}, wanted at least as much")
        return self


class Seen(Model):
    """What looks see of something."""

    seen: Annotated[
        Mapping[LookKind, Annotated[Many[Glance], Field(min_length=1, max_length=MOST_RINGS)]],
        Field(min_length=1, description="By kind of look, from the outermost ring to the innermost"),
    ]
    when: Annotated[
        Mapping[Name, SignFactors],
        Field(description="Light, weather or visibility to a factor on `sees`, or to a factor by kind of look"),
    ] = {}

    @model_validator(mode="after")
    def _nearer(self) -> Self:
        for kind, rings in self.seen.items():
            for k, (far, near) in enumerate(pairwise(rings)):
                if near.sees < far.sees or near.mistakes > far.mistakes:
                    raise ValueError(
                        f"seen.{kind}[{k + 1}] sees less or mistakes more than the ring around it, "
                        "wanted sees that rises and mistakes that fall towards the vessel"
                    )
        return self

    def glance(self, kind: str, ring: int, here: tuple[str, ...]) -> tuple[float, float]:
        """The chances to see it when it is shown and when not, from a ring and in surroundings.

        Both are 0 for a kind of look that does not see it; the last ring holds for all further in.
        """
        rings = self.seen.get(kind)  # type: ignore[call-overload]
        if not rings:
            return 0.0, 0.0
        glance = rings[min(ring, len(rings) - 1)]
        sees = glance.sees
        for state in here:
            factor = self.when.get(state, 1.0)
            sees *= factor.get(kind, 1.0) if isinstance(factor, Mapping) else factor  # type: ignore[call-overload]
        return max(min(sees, 1.0), glance.mistakes), glance.mistakes

"""What depends on light, weather and visibility: in which of them something is done, and by how much they change it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, final

from pydantic import ConfigDict, Field, RootModel

from guardship.agents.limits import Limits
from guardship.scenario.base import Many, Model, Name
from guardship.scenario.units import Factor


@final
class Conditions(Model):
    """What is not named here does not matter."""

    light: Annotated[
        Many[Literal["day", "night"]] | None, Field(min_length=1, description="In this light; any when not given")
    ] = None
    weather: Annotated[
        Many[Name] | None, Field(min_length=1, description="In weather of these names; any when not given")
    ] = None
    visibility: Annotated[
        Many[Name] | None, Field(min_length=1, description="In visibility of these names; any when not given")
    ] = None


def limits(c: Conditions) -> Limits:
    """The same as the agents take it."""
    light, weather, visibility = (None if one is None else frozenset(one) for one in (c.light, c.weather, c.visibility))
    return Limits(light, weather, visibility)


@final
class ByState(RootModel[Mapping[Name, Factor]]):
    """Day, night, or a name of weather or visibility to a factor; 1 for what is not named. Written under `by_state`."""

    model_config = ConfigDict(frozen=True, strict=True)
    root: Mapping[Name, Factor] = {}

    def factor(self, here: Iterable[str]) -> float:
        """The product of the factors for the light, weather and visibility of these surroundings."""
        return math.prod(self.root.get(state, 1.0) for state in here)

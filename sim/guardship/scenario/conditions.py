"""In which light, weather and visibility something is done."""

from __future__ import annotations

from typing import Annotated, Literal, final

from pydantic import Field

from guardship.agents.limits import Limits
from guardship.scenario.base import Many, Model, Name


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

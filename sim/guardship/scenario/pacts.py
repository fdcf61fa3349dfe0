"""Pacts of safety and of energy security: who guards what, where, at what level of alert."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.law import Names
from guardship.scenario.units import Count, PositiveDuration


@final
class GuardPlace(Model):
    """Where ships of a group are at a level; without any of these on their own motion, such as with their convoys."""

    at: Annotated[Name | None, Field(description="A point: they lie there")] = None
    area: Annotated[Name | None, Field(alias="in", description="A polygon: they sail about in it")] = None
    port: Annotated[Name | None, Field(description="A point: they lie in port, and are not to be had")] = None
    units: Annotated[Count | None, Field(description="So many of the group, by lot; all when not given")] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [key for key, value in (("at", self.at), ("in", self.area), ("port", self.port)) if value is not None]
        if len(given) > 1:
            raise ValueError(f"came {' and '.join(given)}, wanted at most one of at, in, port")
        return self


@final
class Level(Model):
    """A level of alert."""

    name: Annotated[Name, Field(alias="is")]
    guards: Annotated[Mapping[Name, GuardPlace], Field(description="By groups; others are on their own motion")] = {}


@final
class Raised(Model):
    """What raises the alert when a party hears of it."""

    by: Annotated[Many[Literal["call", "tip"]], Field(min_length=1, description="Calls for help, tips")]
    area: Annotated[Name | None, Field(alias="in", description="A polygon; wherever when not given")] = None
    to: Annotated[Name, Field(description="A level")]
    lasts: Annotated[PositiveDuration, Field(description="From the last time that it is heard of")]


@final
class Covered(Model):
    """Whose calls for help a party answers on account of the pact, whatever its own rules say."""

    flags: Annotated[Names | None, Field(description="Flags of ships; all when not given")] = None
    area: Annotated[Name | None, Field(alias="in", description="A polygon; everywhere when not given")] = None


@final
class SafetyPact(Model):
    """Who guards what at which level of alert. It begins at its first level."""

    parties: Annotated[Names, Field(description="Nations and other states")]
    protects: Covered = Covered()
    keeps_posts: Annotated[
        bool, Field(description="Whether ships on its posts are sent to nothing but what it protects")
    ] = False
    levels: Annotated[Many[Level], Field(description="Levels of alert, rising")]
    raised: Raised | None = None

    @property
    def names(self) -> list[str]:
        """Of its levels."""
        return [level.name for level in self.levels]

    @model_validator(mode="after")
    def _levels(self) -> Self:
        names = self.names
        if not names:
            raise ValueError("came no levels, wanted one or more")
        twice = next((name for k, name in enumerate(names) if name in names[:k]), None)
        if twice is not None:
            raise ValueError(f"came two levels {twice}, wanted each name once")
        if self.raised is not None and self.raised.to not in names[1:]:
            raise ValueError(f"came an alert raised to {self.raised.to}, wanted a level above the first")
        return self

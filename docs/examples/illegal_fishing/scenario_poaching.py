"""Poachers: vessels that fish where they may not, and sail home with the catch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, final

from pydantic import Field

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.fittings import PatrolSpeed, Sensors
from guardship.scenario.quantities import Durations, Masses
from guardship.scenario.voyaging import Voyaging


@final
class Poacher(Model):
    """A vessel that fishes where it may not."""

    motion: ClassVar[str] = "poaches"
    idle: ClassVar[str] = "fishes nowhere"
    offences: ClassVar[tuple[str, ...]] = ("illegal_fishing",)

    role: Annotated[Literal["poacher"], Field(alias="is")]
    hull: Name
    sensors: Sensors = ()
    speed: PatrolSpeed
    fishes: Annotated[Durations, Field(description="Time on the ground")]
    catch: Annotated[Masses, Field(description="What it brings home")]

    @property
    def offence(self) -> str:
        """What it is about."""
        return "illegal_fishing"


@final
class Poach(Voyaging):
    """Sails from a port to a ground, fishes there, sails home, stays ashore, and again."""

    points: ClassVar[Mapping[str, str]] = {"from": "ports"}
    waters: ClassVar[Mapping[str, str]] = {"in": "ground"}

    ports: Annotated[Many[Name], Field(alias="from", min_length=1, description="Points of `geometry`; by lot")]
    ground: Annotated[Name, Field(alias="in", description="An area")]
    ashore: Annotated[Durations, Field(description="Time between two trips")]

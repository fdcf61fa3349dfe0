"""Schema 1 of scenario files: the frozen `Scenario` and, through it, everything below."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self, final

from pydantic import Field, ModelWrapValidatorHandler, model_validator

from guardship.scenario.base import Model, Name, Text
from guardship.scenario.canonical import digest
from guardship.scenario.geometry import Shape
from guardship.scenario.groups import Group, Nation
from guardship.scenario.problems import dotted
from guardship.scenario.references import facts
from guardship.scenario.sensors import Hull, Sensor
from guardship.scenario.vessels import VesselType
from guardship.scenario.world import Environment, Lane, Theatre, Time


@final
class Scenario(Model):
    """A world, who is in it, and for how long. Names refer to other sections of the same scenario."""

    guardship: Annotated[Literal[1], Field(description="The version of the file format")]
    name: Name
    title: Text
    question: Annotated[Text | None, Field(description="What the scenario is meant to answer")] = None
    theatre: Theatre
    time: Time
    environment: Environment = Field(default_factory=Environment.plain)
    geometry: Annotated[Mapping[Name, Shape], Field(description="Places, lines and areas by name")] = {}
    lanes: Annotated[Mapping[Name, Lane], Field(description="Sea lanes by name")] = {}
    hulls: Annotated[Mapping[Name, Hull], Field(min_length=1, description="Signature classes by name")]
    sensors: Annotated[Mapping[Name, Sensor], Field(description="Sensors by name")] = {}
    types: Annotated[Mapping[Name, VesselType], Field(min_length=1, description="Types of vessels by name")]
    groups: Annotated[Mapping[Name, Group], Field(min_length=1, description="Groups of vessels by name")]
    nations: Annotated[Mapping[Name, Nation], Field(description="Nations by name")] = {}

    @model_validator(mode="wrap")
    @classmethod
    def _names_exist(cls, given: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        """Names and facts across sections, after everything else; `load` reports them one by one with their places."""
        scenario = build(given)
        found = facts(given)
        if found:
            raise ValueError("; ".join(f"{dotted(fact.path)}: {fact.message}" for fact in found))
        return scenario

    @cached_property
    def hash(self) -> str:
        """sha256 of the validated content; equal for files that mean the same."""
        return digest(self)

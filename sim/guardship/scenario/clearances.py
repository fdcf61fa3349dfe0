"""Clearances: how vessels that were passed are known again, or others are taken for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, final

from pydantic import Field

from guardship.scenario.base import Many, Model
from guardship.scenario.sensors import MOST_RINGS, SensorKind
from guardship.scenario.units import Length, PositiveLength, Probability, Speed


@final
class Clearances(Model):
    """How a nation knows again what it has passed. `hulls.NAME.look_alikes` says how many look so."""

    fix: Annotated[Length, Field(description="Error per axis of the place of a vessel when it is lost from sight")]
    drift: Annotated[Speed, Field(description="How far it is off its course and speed of then after an hour, per axis")]
    gate: Annotated[
        PositiveLength, Field(description="What is farther off the dead reckoning is not taken for what was passed")
    ]
    noted: Annotated[
        Mapping[SensorKind, Annotated[Many[Probability], Field(min_length=1, max_length=MOST_RINGS)]],
        Field(
            description="Chance that the look after which it is passed reads a name or number, by kind of sensor, from "
            "the outermost ring to the innermost; 0 for what is not named"
        ),
    ] = {}

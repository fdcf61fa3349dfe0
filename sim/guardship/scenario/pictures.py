"""How all holders keep their pictures: which contacts they take for one object, and how they think that it moves."""

from __future__ import annotations

from typing import Annotated, final

from pydantic import Field

from guardship.scenario.base import Model
from guardship.scenario.units import Number, PositiveDuration, PositiveLength, Speed

type Certainty = Annotated[float, Number("a probability below 1", "0.999", low=0.0, high=0.999999, above=True)]


@final
class Pictures(Model):
    """Nearest neighbour within a gate, and a filter for a vessel that now and then changes course and speed."""

    gate: Annotated[
        Certainty, Field(description="The chance that a contact of a tracked object lies within the gate of its track")
    ] = 0.999
    reach: Annotated[
        PositiveLength, Field(description="Farther from where a track was last estimated no contact is taken for it")
    ] = 30.0
    vague: Annotated[PositiveLength, Field(description="A track less certain than this per axis claims no contact")] = (
        8.0
    )
    agility: Annotated[
        Speed, Field(description="By how much a vessel changes its velocity in an hour: standard deviation per axis")
    ] = 2.0
    unknown_speed: Annotated[
        Speed, Field(description="Standard deviation per axis of a velocity that nobody has measured")
    ] = 8.0
    memory: Annotated[PositiveDuration, Field(description="A track that nobody has seen for so long ends")] = 12.0

"""Attacks on the network: channels that fail or slow down, reports that nobody made, patrols whose places are known."""

from __future__ import annotations

from typing import Annotated, Literal, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.timeline import Shared
from guardship.scenario.units import Duration, Length, PositiveDuration, Rate

EFFECTS = ("outage", "delay", "spoofed", "decoys", "compromise")


@final
class Spoofed(Model):
    """Reports of suspicious vessels that are not there, as if from a unit."""

    rate: Rate
    of: Annotated[Name, Field(description="The nation whose unit seems to have made them")]
    area: Annotated[Name, Field(alias="in", description="Where the vessels seem to be")]
    hull: Annotated[Name | None, Field(description="What they seem to be; nothing is said when not given")] = None
    error: Annotated[Length, Field(description="The error per axis that they claim")] = 0.5


@final
class Decoys(Model):
    """Calls for help of ships that are not there; everybody hears them."""

    rate: Rate
    area: Annotated[Name, Field(alias="in", description="Where the ships seem to be")]


@final
class Compromise(Model):
    """The adversary knows where the ships and aircraft of some nations are."""

    nations: Annotated[Many[Name], Field(min_length=1)]
    lasts: Annotated[Duration, Field(description="How long it still knows after the attack")] = 0.0


@final
class Attack(Model):
    """One attack, with any of its effects. Without `at` it comes only when the timeline says so."""

    at: Annotated[Duration | None, Field(description="From the start of the run")] = None
    lasts: Annotated[PositiveDuration, Field(alias="for")]
    edges: Annotated[
        Many[Shared], Field(description="Channels between holders: all of a holder, or `{from: ..., to: ...}`")
    ] = ()
    outage: Annotated[
        Literal["waits", "lost"] | None, Field(description="These channels are shut; what becomes of messages")
    ] = None
    delay: Annotated[PositiveDuration | None, Field(description="Added to what is sent over them")] = None
    spoofed: Spoofed | None = None
    decoys: Decoys | None = None
    compromise: Compromise | None = None

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        given = [effect for effect in EFFECTS if getattr(self, effect) is not None]
        if not given:
            raise ValueError(f"came an attack without effect, wanted one or more of {', '.join(EFFECTS)}")
        if bool(self.edges) != bool({"outage", "delay"} & set(given)):
            raise ValueError("wanted `edges` together with `outage` or `delay`")
        return self

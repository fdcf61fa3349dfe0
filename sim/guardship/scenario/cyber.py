"""Attacks on the network: channels that fail or slow down, reports and dossiers that nobody made, what is betrayed."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.dossiers import LASTS, Describes
from guardship.scenario.timeline import Shared
from guardship.scenario.units import Count, Duration, Length, PositiveDuration, Probability, Rate

EFFECTS = ("outage", "delay", "spoofed", "decoys", "compromise", "poisoned", "forged", "stolen")


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


class Falsehoods(Model):
    """Dossiers that are false: innocent vessels as wanted, or guilty ones as harmless. Each is of another vessel that
    there is, by lot.
    """

    count: Annotated[Count | None, Field(description="So many at the beginning, in place of a rate")] = None
    rate: Annotated[Rate | None, Field(description="So many come in, in place of a count")] = None
    hull: Annotated[Name, Field(description="What the vessels look like; it has a prior")]
    wanted: Annotated[Name | None, Field(description="For which offence; harmless if not given")] = None
    chance: Annotated[Probability, Field(description="That of the offence, or of harmlessness, which they tell")]
    describes: Describes
    lasts: Annotated[PositiveDuration, Field(description=LASTS)]
    area: Annotated[Name, Field(alias="in", description="Where what they tell of is said to have happened")]

    @model_validator(mode="after")
    def _count_or_rate(self) -> Self:
        if (self.count is None) is (self.rate is None):
            raise ValueError(f"came {'neither' if self.count is None else 'count and rate'}, wanted count or rate")
        return self


@final
class Poisoned(Falsehoods):
    """They are put into registers, each into all of these, as if their holders had written them."""

    into: Annotated[Many[Name], Field(min_length=1, description="Nations or centres")]


@final
class Forged(Falsehoods):
    """They are told in the name of a holder that knows nothing of them, over the edges from it."""

    of: Annotated[Name, Field(description="The nation or centre in whose name")]
    to: Annotated[Many[Name], Field(min_length=1, description="Nations or centres that are told")]


@final
class Stolen(Model):
    """The adversary reads registers, and knows which of its hulls are wanted."""

    holders: Annotated[Many[Name], Field(min_length=1, description="Nations or centres")]
    lasts: Annotated[Duration, Field(description="How long it still reads them after the attack")] = 0.0


@final
class Attack(Model):
    """One attack, with any of its effects. Without `at` it comes only when the timeline says so."""

    newer: ClassVar[frozenset[str]] = frozenset({"poisoned", "forged", "stolen"})

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
    poisoned: Poisoned | None = None
    forged: Forged | None = None
    stolen: Stolen | None = None

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        given = [effect for effect in EFFECTS if getattr(self, effect) is not None]
        if not given:
            raise ValueError(f"came an attack without effect, wanted one or more of {', '.join(EFFECTS)}")
        if bool(self.edges) != bool({"outage", "delay"} & set(given)):
            raise ValueError("wanted `edges` together with `outage` or `delay`")
        return self

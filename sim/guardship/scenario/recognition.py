"""What contacts show, who sees it how surely, and from which chance of an offence on somebody acts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, final

from pydantic import Discriminator, Field, Tag, model_validator

from guardship.scenario.base import Many, Model, Name, tag
from guardship.scenario.clearances import Clearances
from guardship.scenario.dossiers import Dossiers
from guardship.scenario.looks import Seen
from guardship.scenario.quantities import Durations
from guardship.scenario.units import (
    Angle,
    PositiveDuration,
    PositiveLength,
    PositiveSpeed,
    Probability,
)

MOST_SIGNS = 16
HARMLESS = "harmless"
PHASES = ("outbound", "hunting", "homebound")
STEPS = ("passes", "closes", "asks", "boards")
# the first of two is not above the second
ORDER = (("passes", "closes"), ("closes", "boards"), ("passes", "boards"), ("asks", "boards"))

type Phase = Literal["outbound", "hunting", "homebound"]


def _by_phase(value: Any) -> Hashable:
    return tag("phases") if isinstance(value, Mapping) else tag("share")


def _by_offence(value: Any) -> Hashable:
    return tag("offence") if isinstance(value, Mapping) else tag("chance")


type Shares = Annotated[
    Annotated[Probability, Tag("<share>")] | Annotated[Mapping[Phase, Probability], Tag("<phases>")],
    Discriminator(_by_phase),
]
type Priors = Mapping[Name, Mapping[Name, Probability]]
"""By hull and offence."""

BELIEVED = "Share that shows it, as all believe, by offence and for `harmless`; "
OF = "The same of vessels with a hull, by hull, over `believed`"


@final
class Sign(Seen):
    """Something that some vessels show and some looks see."""

    shown: Annotated[
        Mapping[Name, Shares], Field(description="Type to the share of its vessels that show it, or by phase; others 0")
    ] = {}
    skiffs: Annotated[
        Mapping[Name, Shares], Field(description="The same, shown by the skiffs of a type; others 0")
    ] = {}
    fields: Annotated[
        Mapping[Name, Probability],
        Field(description="The same, shown by boats of a field that race after fish; as their type when not given"),
    ] = {}
    renews: Annotated[
        PositiveDuration | None,
        Field(description="After so long a vessel that is no offender may show something else; never if not given"),
    ] = None
    believed: Annotated[
        Mapping[Name, Probability],
        Field(description=BELIEVED + "for what is not named the mean over the types by hull"),
    ] = {}
    believed_of: Annotated[Mapping[Name, Mapping[Name, Probability]], Field(description=OF)] = {}


class Computed(Model):
    """A sign that the observer computes from its own measurements."""

    believed: Annotated[
        Mapping[Name, Probability], Field(description=BELIEVED + "an offence that is not named as often as these")
    ]
    believed_of: Annotated[Mapping[Name, Mapping[Name, Probability]], Field(description=OF)] = {}
    renews: Annotated[
        PositiveDuration | None, Field(description="After so long another measurement may differ; never if not given")
    ] = None

    @model_validator(mode="after")
    def _of_the_harmless(self) -> Self:
        if HARMLESS not in self.believed:
            raise ValueError("came believed without harmless, wanted it: it is what the offences are compared with")
        return self


@final
class Fast(Computed):
    """It makes more than a speed."""

    over: PositiveSpeed


@final
class Loitering(Computed):
    """It makes less than a speed."""

    under: PositiveSpeed


@final
class TurnedAway(Computed):
    """It has changed course by an angle, away from the observer, at a manoeuvre that was noticed."""

    by: Angle


@final
class Closing(Computed):
    """It makes for a vessel that the observer knows of."""

    on: Annotated[Many[Name], Field(min_length=1, description="Hulls of such vessels")]
    within: Annotated[PositiveLength, Field(description="No farther off it than that")]
    off: Annotated[Angle, Field(description="Its course relative to it leads past it by so much at most; assumed")] = (
        math.radians(15.0)
    )


@final
class Silent(Computed):
    """It was not heard by AIS within the range of the receiver."""


@final
class Measured(Model):
    """Signs that an observer computes from its own measurements, never from the truth."""

    fast: Fast | None = None
    loitering: Loitering | None = None
    turned_away: TurnedAway | None = None
    closing: Closing | None = None
    silent: Silent | None = None

    @property
    def given(self) -> dict[str, Fast | Loitering | TurnedAway | Closing | Silent]:
        """Those that there are, in the order of their bits."""
        return {name: one for name in MEASURED if (one := getattr(self, name)) is not None}


MEASURED = tuple(name for name in Measured.model_fields if name != "source")


@final
class Steps(Model):
    """From which chance of one offence on a holder acts; a step that is not given goes by any offence."""

    passes: Probability | None = None
    closes: Probability | None = None
    asks: Probability | None = None
    boards: Probability | None = None


type Threshold = Annotated[
    Annotated[Probability, Tag("<chance>")] | Annotated[Steps, Tag("<offence>")],
    Field(description="The chance of any offence from which on a step is taken, or the steps of one offence"),
    Discriminator(_by_offence),
]
"""By step (`passes`, below it, `closes`, `asks`, `boards`), or by offence."""


@final
class Asks(Model):
    """A way to ask a contact alongside what it is about, which is a look."""

    takes: Durations


@final
class Recognition(Model):
    """How vessels are recognised for what they are."""

    newer: ClassVar[frozenset[str]] = frozenset({"clearances", "dossiers"})

    signs: Annotated[Mapping[Name, Sign], Field(max_length=MOST_SIGNS, description="By name")] = {}
    measured: Measured = Measured()
    priors: Annotated[
        Mapping[Name, Mapping[Name, Probability]],
        Field(description="Share of offenders among contacts looked at, by hull; without it `suspicious` rules"),
    ] = {}
    priors_in: Annotated[
        Mapping[Name, Priors], Field(description="The same in the waters of an area; the first by name that fits")
    ] = {}
    thresholds: Annotated[
        Mapping[Name, Threshold], Field(description="`passes` (below it), `closes`, `asks`, `boards`, or an offence")
    ] = {}
    calls: Annotated[
        Mapping[Name, Probability],
        Field(
            description="By offence the chance that who makes a ship call is about it; 0.95 of those on ships in all"
        ),
    ] = {}
    tips: Annotated[Probability, Field(description="Chance that a vessel of which a tip tells is what it says")] = 0.5
    hail: Annotated[Asks | None, Field(description="By radio; nobody is asked so when not given")] = None
    approach: Annotated[Asks | None, Field(description="A visit without force; none when not given")] = None
    dossiers: Annotated[
        Dossiers | None,
        Field(description="What is kept about hulls, and how they are known again; nothing if not given"),
    ] = None

    clearances: Annotated[
        Clearances | None,
        Field(description="How what was passed is known again; without error, as long as it lasts, if not given"),
    ] = None

    @property
    def names(self) -> tuple[str, ...]:
        """Signs in the order of their bits: those that are shown by name, then those that are measured."""
        return (*sorted(self.signs), *self.measured.given)

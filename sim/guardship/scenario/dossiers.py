"""Dossiers: what is kept about hulls, who makes them, and how hulls are known again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, final

from pydantic import Discriminator, Field, Tag, model_validator

from guardship.scenario.base import Many, Model, Name, tag
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.looks import Glance, Seen
from guardship.scenario.quantities import Durations
from guardship.scenario.units import Alike, PositiveDuration, Probability


def _by_share(value: Any) -> Hashable:
    return tag("shares") if isinstance(value, Mapping) else tag("name")


type Describes = Annotated[
    Annotated[Name, Tag("<name>")] | Annotated[Mapping[Name, Probability], Tag("<shares>")],
    Field(description="A description, or descriptions with their shares; the rest is known by its hull alone"),
    Discriminator(_by_share),
]

LASTS = "From then on it is not used"


@final
class Description(Seen):
    """How well a hull is described. `sees`: chance that a look finds that it fits; `mistakes`: the same of another hull
    that looks alike. `links`: the same of two dossiers that are laid side by side.
    """

    newer: ClassVar[frozenset[str]] = frozenset({"links"})

    links: Annotated[
        Glance | None,
        Field(
            description="Chances that two dossiers agree, of one hull and of two; such are not compared if not given"
        ),
    ] = None


@final
class Victims(Model):
    """What ships that were attacked tell of the boats alongside, and of their mother ship if she was in sight."""

    describes: Describes
    to: Annotated[Many[Name], Field(min_length=1, description="Nations or centres that are told")]
    takes: Annotated[Durations, Field(description="From the end of the attack until it is told")] = AT_ONCE
    guilty: Annotated[Probability, Field(description="Chance that a contact that is this hull is about the offence")]
    lasts: Annotated[PositiveDuration, Field(description=LASTS)]


@final
class Visits(Model):
    """What boarding teams note of a hull that they leave again."""

    newer: ClassVar[frozenset[str]] = frozenset({"resisted", "owed"})

    describes: Describes
    harmless: Annotated[
        Probability | None,
        Field(description="Chance that a hull in which nothing was found is harmless; such are not noted if not given"),
    ] = None
    guilty: Annotated[
        Probability | None,
        Field(description="Chance that one whose crew was let go is about its offence; not noted if not given"),
    ] = None
    resisted: Annotated[
        Probability | None,
        Field(description="Chance that one on which no team got is about any offence; not noted if not given"),
    ] = None
    owed: Annotated[
        Many[Name], Field(description="Offences of which a hull that is let go is noted as owed assistance, not wanted")
    ] = ()
    lasts: Annotated[PositiveDuration, Field(description=LASTS)]


@final
class Passes(Model):
    """What is noted of a hull that is passed, where a look has read its name or number (`clearances.noted`)."""

    describes: Describes
    harmless: Annotated[Probability, Field(description="Chance that a contact that is this hull is harmless")]
    misread: Annotated[
        Probability, Field(description="Chance that the name is that of the nearest that looks so; assumed")
    ] = 0.0
    lasts: Annotated[PositiveDuration, Field(description=LASTS)]


@final
class Corrected(Model):
    """How the originator of a dossier corrects it by visits to hulls that were taken for the one that it is of."""

    finds: Annotated[Probability, Field(description="Chance that a visit finds what there is, as originators believe")]
    withdraws_below: Annotated[
        Probability, Field(description="A dossier is withdrawn when so little is left of the chance of an offence")
    ] = 0.0


@final
class Dossiers(Model):
    """What is kept about hulls, and how they are known again."""

    newer: ClassVar[frozenset[str]] = frozenset({"passes", "corrections"})

    descriptions: Annotated[Mapping[Name, Description], Field(min_length=1, description="By name")]
    alike: Annotated[
        Mapping[Name, Alike],
        Field(description="By hull, how many look so in these waters, that one too; counted where it is not given"),
    ] = {}
    half_life: Annotated[
        PositiveDuration | None,
        Field(description="After so long half of the hulls are not about any more; all stay if not given"),
    ] = None
    priors_of: Annotated[
        Literal["others", "all"],
        Field(
            description="Whether `priors` are of hulls without a dossier, or of all, so that a dossier alone changes "
            "nothing"
        ),
    ] = "others"
    names: Annotated[
        Probability, Field(description="From which chance on a contact is taken for the hull of a dossier; assumed")
    ] = 0.9
    reopens: Annotated[
        bool, Field(description="Whether a hull that is wanted ends what was passed before of those that look so")
    ] = True
    victims: Annotated[Victims | None, Field(description="Nobody is told of attacks if not given")] = None
    visits: Annotated[Visits | None, Field(description="Nothing is noted of boardings if not given")] = None
    passes: Annotated[Passes | None, Field(description="Nothing is noted of what is passed if not given")] = None
    corrections: Annotated[
        Corrected | None, Field(description="Nobody corrects or withdraws a dossier if not given")
    ] = None

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        if self.names <= 0.5:
            raise ValueError(f"came names {self.names:g}, wanted more than 0.5: a contact is one hull at most")
        return self

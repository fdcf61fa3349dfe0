"""The law of a scenario: whose waters are whose, what flags answer, what agreements allow, what nations make of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, final

from pydantic import BeforeValidator, Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.enterprise import Taken
from guardship.scenario.quantities import Durations
from guardship.scenario.units import Count, Duration, PositiveDuration, PositiveLength, Probability, Weight

type Permitted = Literal["entry", "pursuit", "shiprider", "approach", "visit", "search", "seize", "arrest", "transfer"]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


type Names = Annotated[
    Many[Name], Field(min_length=1), BeforeValidator(_listed, json_schema_input_type=Name | Many[Name])
]


@final
class Sea(Model):
    """Waters of a state; everything else is high seas. Where several overlap the narrower kind holds."""

    state: Annotated[Name, Field(description="A nation, or any other state")]
    area: Annotated[Names, Field(description="Polygons of `geometry`; land in them does not matter")]
    kind: Annotated[
        Literal["territorial", "contiguous", "eez"],
        Field(description="An eez is high seas for everything but its resources"),
    ] = "territorial"


@final
class Consent(Model):
    """How a flag state answers a request; once for a voyage and offence, whoever asks."""

    delay: Annotated[Durations, Field(description="From the request to the answer")]
    grants: Annotated[Probability, Field(description="Chance that it consents")] = 1.0
    deemed_after: Annotated[
        PositiveDuration | None, Field(description="Without an answer by then it counts as given")
    ] = None


@final
class Suspension(Model):
    """An agreement is not applied from one time to another; both count from the start of the run."""

    begin: Annotated[Duration, Field(alias="from")]
    end: Annotated[Duration, Field(alias="to")]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.begin < self.end:
            raise ValueError(f"a suspension from {self.begin:g} h to {self.end:g} h is empty")
        return self


@final
class Pact(Model):
    """An agreement: what its parties allow whom, where, against what."""

    parties: Annotated[Names, Field(description="Nations and other states")]
    permits: Annotated[
        Many[Permitted], Field(description="Acts; entry into waters, pursuit into them; shipriders")
    ] = ()
    guests: Annotated[Names | None, Field(description="Who may use it; all parties when not given")] = None
    offences: Annotated[Names | None, Field(description="Against what; everything when not given")] = None
    waters: Annotated[Names | None, Field(description="Names of `waters`; those of the parties when not given")] = None
    flags: Annotated[
        Names | None, Field(description="Whose vessels, `any` for all; those of the parties when not given")
    ] = None
    consent: Annotated[
        Consent | None, Field(description="How its parties answer requests of one another for vessels of theirs")
    ] = None
    suspended: Annotated[Many[Suspension], Field(description="When it is not applied")] = ()


@final
class Law(Model):
    """Authority at sea. Without this section everything is allowed everywhere."""

    waters: Annotated[Mapping[Name, Sea], Field(description="Waters by name; the rest is high seas")] = {}
    claims: Annotated[
        Mapping[Name, Annotated[Mapping[Name, Weight], Field(min_length=1)]],
        Field(description="Flags that vessels of a type claim, with weights; else as the type says, or `stateless`"),
    ] = {}
    suspicions: Annotated[
        Mapping[Name, Name], Field(description="Of what a suspicious vessel is suspected, by hull; else of piracy")
    ] = {}
    flags: Annotated[Mapping[Name, Consent], Field(description="How flag states answer requests")] = {}
    otherwise: Annotated[Consent | None, Field(description="How all others answer; not at all when not given")] = None
    waits: Annotated[Literal["following", "here"], Field(description="What a unit does while a flag state thinks")] = (
        "following"
    )
    agreements: Annotated[Mapping[Name, Pact], Field(description="Agreements by name")] = {}


@final
class Space(Model):
    """Water space of a nation's own: its units neither pursue nor are sent across its border."""

    area: Annotated[Names, Field(alias="in", description="Polygons of `geometry`")]
    on_request: Annotated[bool, Field(description="Whether they leave it for a partner that asks")] = True


@final
class Rescue(Model):
    """Whoever hears a call for help goes, whatever else it is about, unless a boarding is under way."""

    within: Annotated[PositiveLength, Field(description="How far [nm] from the caller a unit is bound by it")]


@final
class Rules(Model):
    """What a nation makes of the law: caveats of its mission, reserve, courts."""

    newer: ClassVar[frozenset[str]] = frozenset({"destroys"})

    offences: Annotated[Names | None, Field(description="Against what its units act; everything when not given")] = None
    inside: Annotated[Names | None, Field(description="Areas in which its units act; everywhere when not given")] = None
    protects: Annotated[
        Names | None, Field(description="Flags whose calls for help it answers; all when not given")
    ] = None
    reserve: Annotated[Count, Field(description="So many of its free units are kept back from tasks")] = 0
    prosecutes: Annotated[
        bool, Field(description="Whether it has courts of its own; else it needs an agreement that permits `transfer`")
    ] = True
    force: Annotated[
        Literal["hail", "warning_shots", "disabling_fire"] | None,
        Field(description="The farthest step that its aircraft may take to halt a vessel; any when not given"),
    ] = None
    destroys: Annotated[
        Taken | None, Field(description="Of an enterprise that it stops; as the enterprise has it when not given")
    ] = None
    keeps_to: Annotated[Space | None, Field(description="Its water space; everywhere when not given")] = None
    rescue: Annotated[Rescue | None, Field(description="Its units' duty to go to those in distress")] = None

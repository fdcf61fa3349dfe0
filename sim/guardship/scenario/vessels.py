"""Types of vessels: what the members of a group have in common."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from typing import Annotated, ClassVar, Literal, NamedTuple, Self, final

from pydantic import Discriminator, Field, Tag, model_validator

from guardship.scenario.advisories import OnAdvisory
from guardship.scenario.base import Many, Model, Name
from guardship.scenario.conditions import Conditions
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.fittings import CruiseSpeed, PatrolSpeed, Priced, Sensors
from guardship.scenario.illicit import CARGOES, Cargo, Damage, OnSight
from guardship.scenario.precautions import WhenListed
from guardship.scenario.prizes import Prizes
from guardship.scenario.quantities import Durations
from guardship.scenario.raids import Attacks, Boards, OnPatrol, Skiffs
from guardship.scenario.units import (
    Count,
    Duration,
    Length,
    PositiveDuration,
    PositiveLength,
    Probability,
    Rate,
    Share,
    Speed,
    TimeOfDay,
    UnlimitedDuration,
    Weight,
)

LOOKS_AGAIN = 3.0  # h, assumed


@final
class Within(Model):
    """What is farther away is left alone."""

    within: PositiveLength


RECOGNISES = 0.5  # assumed
type Recognises = Annotated[
    Probability,
    Field(description="How likely it has to be that a contact at a datum is what was reported, to be taken for it"),
]


@final
class Disposal(Model):
    """What a group that was taken costs its captor: so long it is not free for anything else."""

    detained: Annotated[Durations, Field(description="Those who are handed over to a court")] = AT_ONCE
    released: Annotated[Durations, Field(description="Those who are let go")] = AT_ONCE


@final
class Boarding(Model):
    """Boarding a stopped vessel."""

    takes: Annotated[Durations, Field(description="Time on board")]
    succeeds: Annotated[Probability, Field(description="Chance that the team gets on board")]
    finds: Annotated[Probability, Field(description="Chance that what is there is found")]
    finds_at: Annotated[
        Rate | None, Field(description="Found at this rate while on board (times `finds`); at once when not given")
    ] = None
    detains: Annotated[
        Probability, Field(description="Chance that a crew that is taken stays in custody, until it is replaced")
    ] = 1.0
    boards_in: Annotated[Conditions, Field(description="In which surroundings a team goes over")] = Conditions()
    disposes: Annotated[Disposal | None, Field(description="Time for those who were taken; none when not given")] = None


@final
class Search(Model):
    """Search where a contact was expected and is not."""

    newer: ClassVar[frozenset[str]] = frozenset({"led"})

    duration: Annotated[Duration, Field(alias="for", description="How long")]
    radius: PositiveLength
    pattern: Annotated[Literal["expanding_square", "sector"], Field(description="Way to search about a datum")] = (
        "expanding_square"
    )
    spacing: Annotated[
        PositiveLength | None, Field(description="Between the tracks; a quarter of the radius when not given")
    ] = None
    led: Annotated[
        bool,
        Field(description="It is led to what was reported, wherever that is: to ask what a perfect search brings"),
    ] = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.spacing is not None and not self.radius / 50.0 <= self.spacing <= 2.0 * self.radius:
            raise ValueError(f"spacing {self.spacing:g} nm does not suit a radius of {self.radius:g} nm")
        return self


@final
class Cycle(Model):
    """Endurance and replenishment: so long on station, so long away; the ships of a group take turns."""

    on_station: Annotated[
        Durations,
        Field(description="From the arrival there, or from the first task on the way; what is begun is ended"),
    ]
    away: Annotated[Durations, Field(description="In port, the way there and back apart")]
    port: Annotated[Name, Field(description="A point of `geometry`")]


@final
class Sorties(Model):
    """How a craft is used."""

    newer: ClassVar[frozenset[str]] = frozenset({"scrambles"})

    alert: Annotated[Durations, Field(description="From the order to the launch")] = AT_ONCE
    endurance: Annotated[PositiveDuration, Field(description="Greatest time out")]
    reserve: Annotated[Duration, Field(description="Kept for the recovery: the point of no return allows for it")] = 0.0
    turnaround: Annotated[Duration, Field(description="Between two sorties")] = 0.0
    a_day: Annotated[PositiveDuration | None, Field(description="Crew hours: greatest time out in any 24 h")] = None
    in_: Annotated[Conditions, Field(alias="in", description="In which surroundings it is launched")] = Conditions()
    scrambles: Annotated[
        bool, Field(description="Of a base: whether one on the ground is sent after something; a ship's craft are")
    ] = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if 2.0 * self.reserve >= self.endurance:
            raise ValueError(f"a reserve of {self.reserve:g} h leaves nothing of an endurance of {self.endurance:g} h")
        return self


@final
class Patrols(Model):
    """Routine flights of a carried aircraft."""

    every: Annotated[PositiveDuration, Field(description="From one to the next")]
    at: Annotated[TimeOfDay | None, Field(description="Local time of the order to fly; any when not given")] = None
    radius: Annotated[PositiveLength, Field(description="About its ship")]
    spacing: Annotated[PositiveLength, Field(description="Between the tracks")]


@final
class Relief(Model):
    """Whoever keeps a contact and has to leave it asks for somebody who goes on keeping it."""

    asks: Annotated[PositiveDuration, Field(description="So long before it has to leave")]
    fits: Annotated[
        Probability,
        Field(description="How sure the relief has to be that its own contact is the one that was kept"),
    ] = 0.0


type Relieved = Annotated[Relief | None, Field(description="It leaves what it keeps without asking when not given")]


def _kept(shadows: float, relief: Relief | None) -> None:
    if relief is not None and shadows <= 0.0:
        raise ValueError("came relief without shadows, wanted it: what keeps no contact has none to hand over")


@final
class Evades(Model):
    """What a merchant does when attacked."""

    faster: Annotated[Speed, Field(description="Added to its speed")]


@final
class Flags(NamedTuple):
    """Flags in the order of their names, and their weights added up."""

    names: tuple[str, ...]
    edges: tuple[float, ...]

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> Self:
        """From weights by name."""
        names = tuple(sorted(weights))
        return cls(names, tuple(accumulate(weights[name] for name in names)))

    def at(self, u: float) -> str:
        """The flag of a ship whose uniform number is u."""
        return self.names[min(bisect_right(self.edges, u * self.edges[-1]), len(self.names) - 1)]


@final
class Passive(Model):
    """Sails and may look, decides nothing."""

    role: Annotated[Literal["passive"], Field(alias="is")]
    hull: Name
    sensors: Sensors = ()
    speed: CruiseSpeed


@final
class Merchant(Model):
    """A cargo ship: sails, looks out, evades and calls for help when attacked; warned, it may do more."""

    newer: ClassVar[frozenset[str]] = frozenset({"on_advisory", "protection", "one_lot"})

    role: Annotated[Literal["merchant"], Field(alias="is")]
    hull: Name
    lookout: Annotated[Name | None, Field(description="The sensor that looks for boats that make for the ship")] = None
    speed: CruiseSpeed
    freeboard: Annotated[Length, Field(description="Height of the side above the water")]
    evades: Evades | None = None
    guarded: Annotated[Probability, Field(description="Chance that a ship carries guards")] = 0.0
    citadel: Annotated[Probability, Field(description="Chance that a crew can lock itself up")] = 0.0
    protection: Annotated[
        Mapping[Name, Share], Field(description="Names of `protection`: the share of ships with it")
    ] = {}
    one_lot: Annotated[
        Probability, Field(description="Chance that one lot decides on all of a ship's `protection`, not one on each")
    ] = 0.0
    flag: Annotated[
        Mapping[Name, Weight] | None, Field(min_length=1, description="Flags with weights; none when not given")
    ] = None
    on_advisory: Annotated[
        OnAdvisory | None, Field(description="When it is warned; warnings change nothing when not given")
    ] = None

    @cached_property
    def _flags(self) -> Flags:
        return Flags.of(self.flag or {"": 1.0})

    def flag_of(self, u: float) -> str:
        """The flag of a ship whose uniform number is u."""
        return self._flags.at(u)

    @model_validator(mode="after")
    def _has_a_lookout(self) -> Self:
        if self.lookout is None and self.on_advisory is not None and "watch" in self.on_advisory.choices:
            raise ValueError(
                "came watch for a ship without `lookout`, wanted another choice: there is nothing to double"
            )
        return self


@final
class Patrol(Model):
    """A patrol ship: looks, reports, is tasked, intercepts, boards."""

    newer: ClassVar[frozenset[str]] = frozenset({"recognises", "relief"})

    role: Annotated[Literal["patrol"], Field(alias="is")]
    hull: Name
    sensors: Sensors = ()
    speed: PatrolSpeed
    reaction: Annotated[Duration, Field(description="From knowing to acting")] = 0.0
    reports_every: Annotated[PositiveDuration, Field(description="A held suspicious contact")] = 0.5
    replan: Annotated[Duration, Field(description="Least time between two changes of an interception")] = 0.0
    investigates: Annotated[Within | None, Field(description="Suspicious contacts; never when not given")] = None
    responds: Annotated[Within | None, Field(description="Distress calls; never when not given")] = None
    recognises: Recognises = RECOGNISES
    boarding: Annotated[Boarding | None, Field(description="It does not board when not given")] = None
    search: Annotated[Search | None, Field(description="It does not search when not given")] = None
    shadows: Annotated[
        UnlimitedDuration, Field(description="How long it keeps a contact that it cannot board, for a unit that can")
    ] = 0.0
    relief: Relieved = None
    carries: Annotated[
        Mapping[Name, Count], Field(description="Types of aircraft and boats that each ship carries, and how many")
    ] = {}
    cycle: Annotated[Cycle | None, Field(description="Always on station when not given")] = None
    costs: Priced = None

    @model_validator(mode="after")
    def _keeps(self) -> Self:
        _kept(self.shadows, self.relief)
        return self


@final
class Force(Model):
    """Chance that a quarry stops when force is used up to a step; each step takes in those before it."""

    hail: Probability = 0.0
    warning_shots: Probability
    disabling_fire: Probability

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.hail <= self.warning_shots <= self.disabling_fire:
            raise ValueError("came chances that fall, wanted none below that of a milder step")
        return self


@final
class Aircraft(Model):
    """A helicopter, a drone or a patrol aircraft: looks, reports, is tasked, halts; it boards nothing."""

    newer: ClassVar[frozenset[str]] = frozenset({"recognises", "relief"})

    role: Annotated[Literal["aircraft"], Field(alias="is")]
    hull: Name
    sensors: Annotated[Sensors, Field(min_length=1)]
    speed: PatrolSpeed
    sorties: Sorties
    patrols: Annotated[
        Patrols | None, Field(description="Routine flights about its ship; only when tasked when not given")
    ] = None
    reaction: Annotated[Duration, Field(description="From knowing to acting")] = 0.0
    reports_every: Annotated[PositiveDuration, Field(description="A held suspicious contact")] = 0.5
    replan: Annotated[Duration, Field(description="Least time between two changes of an interception")] = 0.0
    investigates: Annotated[Within | None, Field(description="Suspicious contacts; never when not given")] = None
    responds: Annotated[Within | None, Field(description="Distress calls; never when not given")] = None
    recognises: Recognises = RECOGNISES
    stops: Annotated[Probability, Field(description="Chance that it halts a quarry: warning shots")] = 0.0
    force: Annotated[Force | None, Field(description="The same by the force that is used, in place of `stops`")] = None
    search: Annotated[Search | None, Field(description="It does not search when not given")] = None
    shadows: Annotated[
        UnlimitedDuration, Field(description="How long it keeps a contact for a unit that can board")
    ] = 0.0
    relief: Relieved = None
    costs: Priced = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.force is not None and self.stops > 0.0:
            raise ValueError("came stops and force, wanted one of them")
        self.speed.comes_back()
        _kept(self.shadows, self.relief)
        return self


@final
class Boat(Model):
    """A boat of a patrol ship: goes alongside what its ship holds, and boards."""

    role: Annotated[Literal["boat"], Field(alias="is")]
    hull: Name
    sensors: Annotated[Sensors, Field(min_length=1, description="With which it keeps the contact of its ship")]
    speed: PatrolSpeed
    reaction: Annotated[Duration, Field(description="From knowing to acting")] = 0.0
    replan: Annotated[Duration, Field(description="Least time between two changes of an interception")] = 0.0
    reach: Annotated[PositiveLength, Field(description="How far from its ship")]
    launches_in: Annotated[Conditions, Field(description="In which surroundings it is launched")] = Conditions()
    turnaround: Annotated[Duration, Field(description="Between two uses")] = 0.0
    boarding: Boarding
    costs: Priced = None

    @model_validator(mode="after")
    def _comes_back(self) -> Self:
        self.speed.comes_back()
        return self


@final
class Pirate(Model):
    """A pirate group: a mother vessel with skiffs."""

    motion: ClassVar[str] = "hunts"
    idle: ClassVar[str] = "does not hunt"
    offences: ClassVar[tuple[str, ...]] = ("piracy",)
    newer: ClassVar[frozenset[str]] = frozenset({"looks_again", "prizes", "when_listed"})

    role: Annotated[Literal["pirate"], Field(alias="is")]
    hull: Name
    sensors: Sensors = ()
    speed: CruiseSpeed
    skiffs: Skiffs
    endurance: Annotated[Durations, Field(description="Time at sea before it goes home")]
    sails_in: Annotated[
        Conditions, Field(description="In which surroundings it puts to sea; at sea it lies to in any other")
    ] = Conditions()
    looks_again: Annotated[
        PositiveDuration, Field(description="How often a group that lies to looks whether the weather is better")
    ] = LOOKS_AGAIN
    attacks_in: Annotated[Conditions, Field(description="In which surroundings it attacks")] = Conditions()
    willing: Annotated[
        Mapping[Name, Probability],
        Field(description="Share of the ships that it would attack in a state of light, weather or visibility"),
    ] = {}
    on_patrol: Annotated[OnPatrol, Field(description="At the sight of a patrol")] = OnPatrol()
    attacks: Attacks
    prizes: Annotated[
        Prizes | None, Field(description="What becomes of a ship that it takes; she is lost to sight if not given")
    ] = None
    when_listed: WhenListed | None = None

    @model_validator(mode="after")
    def _one_choice(self) -> Self:
        if self.willing and self.attacks.decides is not None:
            raise ValueError("came willing and attacks.decides, wanted one of them: the odds have factors by state")
        return self

    @property
    def offence(self) -> str:
        """What it is about."""
        return "piracy"


@final
class Smuggler(Model):
    """A vessel that carries drugs, arms or people from a base to a landing place."""

    motion: ClassVar[str] = "smuggles"
    idle: ClassVar[str] = "carries nothing anywhere"
    offences: ClassVar[tuple[str, ...]] = CARGOES
    newer: ClassVar[frozenset[str]] = frozenset({"when_listed"})

    role: Annotated[Literal["smuggler"], Field(alias="is")]
    hull: Name
    sensors: Annotated[Sensors, Field(description="Names of `sensors`: with which it sees patrols")] = ()
    speed: PatrolSpeed
    cargo: Cargo
    on_patrol: Annotated[OnSight, Field(description="At the sight of a patrol")] = OnSight(does={"carries_on": 1.0})
    endurance: Annotated[
        Durations | None, Field(description="Time at sea before it gives up; as long as it takes when not given")
    ] = None
    sails_in: Annotated[Conditions, Field(description="In which surroundings it puts to sea")] = Conditions()
    flag: Annotated[
        Mapping[Name, Weight] | None,
        Field(min_length=1, description="Flags that it claims, with weights; `stateless` when not given"),
    ] = None
    when_listed: WhenListed | None = None

    @property
    def offence(self) -> str:
        """What it is about."""
        return self.cargo.kind

    def flag_of(self, u: float) -> str:
        """The flag that one claims whose uniform number is u."""
        return Flags.of(self.flag or {STATELESS: 1.0}).at(u)

    @model_validator(mode="after")
    def _not_people(self) -> Self:
        if self.cargo.people is not None and self.on_patrol.does.get("jettisons"):
            raise ValueError("came jettisons for people, wanted another way")
        return self


@final
class Attacker(Model):
    """A boat that is to damage a ship or a terminal, in one attempt."""

    motion: ClassVar[str] = "attacks"
    idle: ClassVar[str] = "attacks nothing"
    offences: ClassVar[tuple[str, ...]] = ("attack",)
    newer: ClassVar[frozenset[str]] = frozenset({"when_listed"})

    role: Annotated[Literal["attacker"], Field(alias="is")]
    hull: Name
    sensors: Annotated[Sensors, Field(description="Names of `sensors`: with which it sees prey and patrols")] = ()
    speed: PatrolSpeed
    prey: Annotated[Many[Name], Field(description="Hulls that it attacks; needed where it waits in an area")] = ()
    endurance: Annotated[Durations, Field(description="Time at sea before it goes home")]
    gives_up_after: Annotated[Durations, Field(description="Longest chase of a ship")]
    within: Annotated[Length, Field(description="A terminal is closed at greatest speed from there")] = 5.0
    succeeds: Annotated[Boards, Field(description="The chance of the attempt: alongside a ship, or at a terminal")]
    damage: Damage
    breaks_off: Annotated[bool, Field(description="Whether it goes home at the sight of a patrol")] = True
    avoids: Annotated[
        Length, Field(description="It stays ashore when a patrol that has been betrayed is so near its way; 0: never")
    ] = 0.0
    sails_in: Annotated[Conditions, Field(description="In which surroundings it puts to sea")] = Conditions()
    attacks_in: Annotated[Conditions, Field(description="In which surroundings it attacks ships")] = Conditions()
    when_listed: WhenListed | None = None

    @property
    def offence(self) -> str:
        """What it is about."""
        return "attack"


Unit = Patrol | Aircraft | Boat
Offender = Pirate | Smuggler | Attacker
# by role; `motion`: the key of what their groups do, `idle`: what is said of a group that does not do it; `offences`:
# all that they can be about
OFFENDERS: Mapping[str, type[Pirate | Smuggler | Attacker]] = {
    "pirate": Pirate,
    "smuggler": Smuggler,
    "attacker": Attacker,
}
STATELESS = "stateless"

type VesselType = Annotated[
    Annotated[Passive, Tag("passive")]
    | Annotated[Merchant, Tag("merchant")]
    | Annotated[Patrol, Tag("patrol")]
    | Annotated[Aircraft, Tag("aircraft")]
    | Annotated[Boat, Tag("boat")]
    | Annotated[Pirate, Tag("pirate")]
    | Annotated[Smuggler, Tag("smuggler")]
    | Annotated[Attacker, Tag("attacker")],
    Discriminator("role"),
]

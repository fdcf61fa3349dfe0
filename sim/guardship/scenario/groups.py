"""Groups of vessels: how many of which type, where they begin and how they move; and nations."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, final

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from guardship.scenario import going, patience, recognition
from guardship.scenario.base import Many, Model, Name, tag
from guardship.scenario.costs import Costs
from guardship.scenario.days import Weekdays
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.enterprise import Enterprise
from guardship.scenario.geometry import Position, Waypoint
from guardship.scenario.law import Rules
from guardship.scenario.prizes import AboutPrizes
from guardship.scenario.quantities import Bearings, Counts, Durations, Offsets
from guardship.scenario.raids import GroundChoice
from guardship.scenario.routes import Routes
from guardship.scenario.units import (
    Count,
    Duration,
    Length,
    PerDay,
    PositiveDuration,
    PositiveLength,
    PositiveSpeed,
    Probability,
    TimeOfDay,
    Weight,
)
from guardship.scenario.voyaging import Voyaging

LEAST_EVERY = 1.0  # h between two convoys: anything shorter is a slip of the unit
LEAST_LEG = 0.25  # nm, the mean leg of a roaming vessel: anything shorter is a slip of the unit

type Area = Annotated[Name, Field(description="A polygon of `geometry`, or `box` for the whole of a box theatre")]


@final
class Stay(Model):
    """Stays where it is: at a place, or at a post of its own, all at equal distances along a line.

    The k-th of n posts is (k - 1/2) / n of the line from its beginning.
    """

    at: Position | None = None
    along: Annotated[Name | None, Field(description="A line of `geometry`, for a group with `count`")] = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.at is None) == (self.along is None):
            raise ValueError("wanted either `at` or `along`")
        return self


@final
class Straight(Model):
    """Sails on a straight course from a position."""

    origin: Annotated[Position, Field(alias="from")]
    course: Bearings


@final
class Bounce(Model):
    """Begins anywhere in an area and sails straight, reflected at the edge."""

    area: Annotated[Area, Field(alias="in")]
    course: Annotated[Bearings | None, Field(description="First course; any when not given")] = None


@final
class Roam(Model):
    """Wanders in an area from point to point."""

    area: Annotated[Area, Field(alias="in")]
    leg: Annotated[PositiveLength | None, Field(description="Mean length of a leg; anywhere when not given")] = None
    stops: Annotated[
        PositiveDuration | None, Field(description="Mean time that it lies still after each leg; none when not given")
    ] = None

    @model_validator(mode="after")
    def _far_enough(self) -> Self:
        if self.leg is not None and self.leg < LEAST_LEG:
            raise ValueError(f"a mean leg of {self.leg:.3g} nm, wanted {LEAST_LEG} nm or more (`m` is metres)")
        return self


@final
class Route(Model):
    """Sails through points."""

    points: Annotated[Many[Waypoint], Field(min_length=2)]
    loop: Annotated[bool, Field(description="Back to the first point and on, for ever")] = False
    start: Annotated[Literal["beginning", "random"], Field(description="Where on the route it begins")] = "beginning"


@final
class GroupStart(Model):
    """A group that starts every day."""

    speed: Annotated[PositiveSpeed, Field(description="At which all its ships sail")]
    at: Annotated[TimeOfDay, Field(description="Local time, as `time: {zone: }` has it")]


@final
class Convenes(Model):
    """Group transits: ships wait for the next start of the fastest group with which they can keep up."""

    share: Annotated[Probability, Field(description="Chance that a ship joins; others sail alone")] = 1.0
    starts: Annotated[Many[GroupStart], Field(min_length=1)]
    stagger: Annotated[Durations, Field(description="From the start of the group to that of a ship")] = AT_ONCE

    @model_validator(mode="after")
    def _differ(self) -> Self:
        speeds = [start.speed for start in self.starts]
        if len(set(speeds)) != len(speeds):
            raise ValueError("two groups of the same speed")
        return self


@final
class LaneTransit(Model):
    """Sails along a lane."""

    lane: Annotated[Name, Field(alias="name")]
    spread: Annotated[
        Offsets | None,
        Field(description="Distance from the middle line, positive to starboard; over the width when not given"),
    ] = None
    convenes: Annotated[Convenes | None, Field(description="Group transits; none when not given")] = None


@final
class Beats(Model):
    """The line is cut into as many beats as the group has vessels; each goes back and forth along its own."""

    along: Annotated[Name, Field(description="A line of `geometry`")]
    width: Annotated[PositiveLength, Field(description="Across the line, from edge to edge")]


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


type Grounds = Annotated[
    Many[Area], Field(min_length=1), BeforeValidator(_several, json_schema_input_type=Area | Many[Area])
]


@final
class Hunt(Voyaging):
    """Sails from a base to an area, hunts there, goes home, stays ashore, and again."""

    points: ClassVar[Mapping[str, str]] = {"from": "bases", "anchorages": "anchorages"}
    waters: ClassVar[Mapping[str, str]] = {"in": "grounds"}
    newer: ClassVar[frozenset[str]] = frozenset({"enterprise"})

    bases: Annotated[Many[Name], Field(alias="from", min_length=1, description="Points of `geometry`")]
    base: Annotated[Literal["any", "nearest"], Field(description="By lot, or the nearest to the ground")] = "any"
    grounds: Annotated[Grounds, Field(alias="in", description="Areas; of several, one is chosen for each trip")]
    choice: Annotated[GroundChoice | None, Field(description="How it chooses; needed for several grounds")] = None
    enterprise: Annotated[
        Enterprise | None,
        Field(description="Who sends it decides, by prizes and losses a voyage; in place of `choice`"),
    ] = None
    ashore: Annotated[
        Durations, Field(description="Time between two trips; trips of a group are planned an hour apart at least")
    ]
    anchorages: Annotated[
        Many[Name],
        Field(description="Points of `geometry`; a ship that is taken goes to the nearest, or leaves at once if none"),
    ] = ()

    @model_validator(mode="after")
    def _can_choose(self) -> Self:
        if len(set(self.grounds)) < len(self.grounds):
            raise ValueError("came a ground twice, wanted each once")
        if self.choice is not None and self.enterprise is not None:
            raise ValueError("came `choice` and `enterprise`, wanted one of them")
        chooses = self.choice or self.enterprise
        if chooses is None and len(self.grounds) > 1:
            raise ValueError(
                f"came {len(self.grounds)} grounds without `choice` or `enterprise`, wanted how it chooses"
            )
        expected = set(chooses.expects) if chooses is not None else set(self.grounds)
        if expected != set(self.grounds):
            odd = ", ".join(sorted(expected ^ set(self.grounds)))
            raise ValueError(f"`expects` and the grounds differ in {odd}, wanted an expectation for each ground")
        return self


@final
class Smuggle(Voyaging):
    """Sails from a base to a landing place; those of a group with a rate make one voyage each."""

    newer: ClassVar[frozenset[str]] = frozenset({"routes"})
    points: ClassVar[Mapping[str, str]] = {
        "from": "bases",
        "to": "landings",
        "via": "via",
        "sanctuaries": "sanctuaries",
    }

    bases: Annotated[Many[Name], Field(alias="from", min_length=1, description="Points of `geometry`; by lot")]
    landings: Annotated[Many[Name], Field(alias="to", min_length=1, description="Points of `geometry`; by lot")]
    via: Annotated[Many[Name], Field(description="Points of `geometry` on the way, one after another")] = ()
    routes: Annotated[
        Routes | None, Field(description="Ways among which it chooses, in place of `via`; no choice if not given")
    ] = None
    sanctuaries: Annotated[Many[Name], Field(description="Points of `geometry` for which it may run")] = ()
    ashore: Annotated[
        Durations | None, Field(description="Time between two voyages; each makes one voyage when not given")
    ] = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if self.routes is not None and self.via:
            raise ValueError("came via and routes, wanted one of them: `routes` has points of its own for each way")
        return self


@final
class Strike(Voyaging):
    """Leaves a base, waits in an area for a ship or makes for a terminal; those with a rate make one voyage each."""

    points: ClassVar[Mapping[str, str]] = {"from": "bases", "terminals": "terminals"}
    waters: ClassVar[Mapping[str, str]] = {"in": "area"}

    bases: Annotated[Many[Name], Field(alias="from", min_length=1, description="Points of `geometry`; by lot")]
    area: Annotated[Area | None, Field(alias="in", description="Where it waits for a ship")] = None
    terminals: Annotated[Many[Name], Field(description="Points of `geometry`; by lot")] = ()
    ashore: Annotated[
        Durations | None, Field(description="Time between two voyages; each makes one voyage when not given")
    ] = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.area is None) == (not self.terminals):
            raise ValueError("wanted either `in` or `terminals`")
        return self


@final
class Flights(Model):
    """A flying programme from a base: out to an area, there until the fuel says otherwise, and back."""

    base: Annotated[Name, Field(alias="from", description="A point of `geometry`")]
    area: Annotated[Area, Field(alias="in")]
    every: Annotated[PositiveDuration, Field(description="From one flight of an aircraft to its next")]
    at: Annotated[TimeOfDay | None, Field(description="Local time of the order to fly; any when not given")] = None


@final
class Convoys(Model):
    """Convoys on a published timetable: columns of ships along the middle of a lane, all at one speed."""

    lane: Annotated[Name, Field(description="A name of `lanes`")]
    speed: Annotated[PositiveSpeed, Field(description="Of the convoy; only ships that make it join")]
    every: Annotated[PositiveDuration, Field(description="From one start to the next")]
    first: Annotated[Duration, Field(description="Start of the first, from the start of the run")] = 0.0
    ships: Annotated[Counts, Field(description="In a convoy; drawn for each")]
    spacing: Annotated[PositiveLength, Field(description="From ship to ship in the column")]

    @model_validator(mode="after")
    def _seldom(self) -> Self:
        if self.every < LEAST_EVERY:
            raise ValueError(f"a convoy every {self.every:.3g} h, wanted {LEAST_EVERY:g} h or more")
        return self


@final
class Escorts(Model):
    """Accompanies convoys, one ship to a convoy; waits for the next where it starts."""

    newer: ClassVar[frozenset[str]] = frozenset({"joined"})

    convoys: Annotated[Many[Name], Field(min_length=1, description="Groups that sail in convoys")]
    abeam: Annotated[Length, Field(description="From the column, to starboard and to port by turns; assumed")] = 1.0
    joined: Annotated[PositiveLength, Field(description="So near its place it is with its convoy; assumed")] = 0.5


type Motion = (
    Stay
    | Straight
    | Bounce
    | Roam
    | Route
    | LaneTransit
    | Beats
    | Hunt
    | Smuggle
    | Strike
    | Flights
    | Convoys
    | Escorts
)
# What offenders do, by key; `ashore` is required where a vessel goes on for ever.
VOYAGES: Mapping[str, type[Hunt | Smuggle | Strike]] = {"hunts": Hunt, "smuggles": Smuggle, "attacks": Strike}
MOTIONS = (
    "hold",
    "straight",
    "bounce",
    "roam",
    "route",
    "lane",
    "beats",
    "hunts",
    "flights",
    "convoy",
    "escorts",
    "smuggles",
    "attacks",
)


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    if isinstance(value, str):
        return {"convoys": (value,)}
    return {"convoys": value} if isinstance(value, list | tuple) else value


type EscortsField = Annotated[Escorts, BeforeValidator(_listed, json_schema_input_type=Name | Many[Name] | Escorts)]
type LaneField = Annotated[LaneTransit, BeforeValidator(_named, json_schema_input_type=Name | LaneTransit)]


@final
class Window(Model):
    """From one time to another; both count from the start of the run."""

    begin: Annotated[Duration, Field(alias="from")]
    end: Annotated[Duration, Field(alias="to")]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.begin < self.end:
            raise ValueError(f"a window from {self.begin:g} h to {self.end:g} h is empty")
        return self


def _type_form(value: Any) -> Hashable:
    return tag("mix") if isinstance(value, Mapping) else tag("name")


type Mix = Annotated[
    Annotated[Name, Tag("<name>")] | Annotated[Mapping[Name, Weight], Field(min_length=1), Tag("<mix>")],
    Discriminator(_type_form),
]


@final
class Group(Model):
    """Vessels of one type, or of a mix, that move alike. Exactly one motion, and exactly one of count and per_day.

    Convoys have neither: how many ships there are follows from the timetable.
    """

    type: Annotated[Mix, Field(description="A name of `types`, or names with weights")]
    count: Annotated[Count | None, Field(description="So many vessels")] = None
    per_day: Annotated[PerDay | None, Field(description="So many a day on average, at random (Poisson)")] = None
    nation: Annotated[Name | None, Field(description="A name of `nations`; patrols need one")] = None
    start: Annotated[
        Durations,
        Field(description="When each appears, from the start of the run; patrols are in port until then"),
    ] = AT_ONCE
    sensors: Annotated[Many[Window] | None, Field(description="When its sensors are on; always when not given")] = None
    rests: Annotated[
        Weekdays, Field(description="Local days of the week on which they lie still, and none puts to sea")
    ] = ()
    hold: Stay | None = None
    straight: Straight | None = None
    bounce: Bounce | None = None
    roam: Roam | None = None
    route: Route | None = None
    lane: LaneField | None = None
    beats: Beats | None = None
    hunts: Hunt | None = None
    smuggles: Smuggle | None = None
    attacks: Strike | None = None
    flights: Flights | None = None
    convoy: Convoys | None = None
    escorts: EscortsField | None = None

    @model_validator(mode="after")
    def _posts(self) -> Self:
        if self.hold is not None and self.hold.along is not None and self.count is None:
            raise ValueError("posts `along` a line need a `count`")
        return self

    @property
    def motion(self) -> Motion:
        """The one motion that is given."""
        ways: list[Motion | None] = [getattr(self, name) for name in MOTIONS]
        return next(way for way in ways if way is not None)

    @property
    def mix(self) -> tuple[tuple[str, float], ...]:
        """Types and their shares, in the order of names; the shares add up to 1."""
        if isinstance(self.type, str):
            return ((self.type, 1.0),)
        total = sum(sorted(self.type.values()))
        return tuple((name, self.type[name] / total) for name in sorted(self.type))


@final
class Nation(Model):
    """How fast a nation's reports and distress calls reach its picture."""

    newer: ClassVar[frozenset[str]] = frozenset(
        {"call_waits", "goes", "prizes", "redirects", "thresholds", "tip_spreads"}
    )

    report_delay: Annotated[Durations, Field(description="From an observation to its report in the picture")] = AT_ONCE
    clearances_last: Annotated[Duration, Field(description="How long a vessel found harmless is not looked for")] = 24.0
    distress_delay: Annotated[Durations, Field(description="From an attack to the distress call in the picture")] = (
        AT_ONCE
    )
    order_delay: Annotated[Durations, Field(description="From its command's decision to the order on board")] = AT_ONCE
    informs_ships: Annotated[
        Durations | None,
        Field(description="So late it tells its ships what is cleared and who is at what; not at all when not given"),
    ] = None
    call_waits: patience.CallWaits = patience.CALL_WAITS
    redirects: patience.Redirects = patience.REDIRECTS
    tip_spreads: patience.TipSpreads = patience.TIP_SPREADS
    goes: going.GoesField = going.NEAREST
    costs: Annotated[Mapping[Name, Costs], Field(description="Its own prices, by type; those of the type else")] = {}
    preempts: Annotated[bool, Field(description="Whether units wait where a tip says that somebody will come")] = True
    ahead: Annotated[
        PositiveDuration | None,
        Field(description="How long before a tip says so its unit is sent; at once when not given"),
    ] = None
    waters: Annotated[Area | None, Field(description="Its own waters: attacks in them are counted for it")] = None
    rules: Annotated[Rules | None, Field(description="Caveats of its mission, reserve, courts")] = None
    prizes: Annotated[
        AboutPrizes | None, Field(description="About ships in the hands of pirates; lets them be when not given")
    ] = None
    thresholds: Annotated[
        Mapping[Name, recognition.Threshold], Field(description="Over those of `recognition`, key by key")
    ] = {}

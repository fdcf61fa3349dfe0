"""What an agent can perceive and do. The model implements these; an agent knows nothing else of the world.

Units: nm, h, kn, plane coordinates. Contact numbers are the vessel's own, track numbers its holder's own.
"""

from collections.abc import Collection, Sequence
from enum import IntEnum, unique
from typing import NamedTuple, Protocol

from guardship.intelligence import NOTHING, Chances, Comparison, Dossier, Episode, Evidence, Kind, Look, State, predict
from guardship.occurrences import Occurrence, Own
from guardship.reasons import Reason

type Point = tuple[float, float]


@unique
class Verdict(IntEnum):
    """What a contact is held for after a look: passed as harmless, held until the next look, or suspicious."""

    PASSES = 1
    KEEPS = 2
    SUSPECTS = 3


class Sighting(NamedTuple):
    """A held contact as the vessel's own sensors show it.

    `sigma` [nm] and `sigma_v` [kn] are its errors per axis; of `sigma` the part `bias` is the same at every look.
    `looks`: what all looks at it have shown until then; `compared`: with which dossiers they were compared.
    """

    contact: int
    time: float
    x: float
    y: float
    vx: float
    vy: float
    sigma: float
    hull: str
    suspicious: bool | None = None
    bias: float = 0.0
    sigma_v: float = 1.0
    looks: tuple[Look, ...] = ()
    compared: tuple[Comparison, ...] = ()


class Surroundings(NamedTuple):
    """Light, weather and visibility where the vessel is, by the names that the scenario gives them."""

    light: str
    weather: str
    visibility: str = "clear"


class Course(NamedTuple):
    """What a vessel is about: a route through points, once or round and round, or roaming in an area."""

    points: tuple[Point, ...] = ()
    loop: bool = False
    area: int = -1


class Task(NamedTuple):
    """An order from a command: make for where the track is believed to be. `report` is the report that caused it, `by`
    the holder whose command has given it. `until`: on a tip, wait there until then [h]; `spread`: how far from there
    [nm] what comes may pass. `pxx`, `pxv`, `pvv`: the covariance of position and velocity on either axis [nm^2, nm kn,
    kn^2] at `time`; `agility`: intensity of the white acceleration [nm^2/h^3] that the track is taken to have. `known`:
    what is known of it. `keeps`: it is to go on keeping what somebody has to leave; `fits`: how sure whoever keeps the
    track wants it to be that its own contact is that. `within` [nm]: so far the command sends its units; None where
    each has its own distance. `search` [h]: how long to search there; None: as long as the unit searches for
    anything. `about`: the episodes of contact that the track rests on, by which commands that ask each other know what
    their units are about.
    """

    track: int
    report: int
    distress: bool
    x: float
    y: float
    vx: float
    vy: float
    time: float
    by: int = -1
    until: float = 0.0
    spread: float = 0.0
    pxx: float = 0.0
    pxv: float = 0.0
    pvv: float = 0.0
    agility: float = 0.0
    known: Evidence = NOTHING
    keeps: bool = False
    fits: float = 0.0
    within: float | None = None
    search: float | None = None
    about: frozenset[Episode] = frozenset()

    def expected(self, time: float) -> State:
        """What is believed of another time [h]."""
        now = State(self.time, self.x, self.y, self.vx, self.vy, self.pxx, self.pxv, self.pvv)
        return predict(now, time, self.agility)


class Heeding(NamedTuple):
    """What a master has decided upon a version of a warning that he trusts so far: the chance of being taken that is
    left, hours and tonnes more than by going on, what it costs as he reckons and what going on would have cost [USD].
    """

    advisory: int
    version: int
    choice: str
    trust: float
    risk: float
    hours: float
    tonnes: float
    cost: float
    on: float


class Captive(NamedTuple):
    """A ship in the hands of pirates, as a nation has been told. `locked`: her crew has locked itself up.

    `prize`: which one is meant, the same number whatever the contact is.
    """

    locked: bool
    prize: int = 0


class Helm(Protocol):
    """A vessel's own state, and what its master can order."""

    @property
    def time(self) -> float:
        """Now [h]."""
        ...

    def position(self) -> Point:
        """Own position [nm]."""
        ...

    def velocity(self) -> Point:
        """Own velocity [kn]."""
        ...

    def surroundings(self, at: Point | None = None) -> Surroundings:
        """Light, weather and visibility now, here or at a place of its own such as its base."""
        ...

    def foreseen(self, at: Point, time: float) -> Surroundings:
        """What can be known of the surroundings at a place at another time [h]: its light, in the weather of now."""
        ...

    def sweep_width(self, hull: str | None, there: Surroundings, speed: float) -> float:
        """The sweep width [nm] of this vessel's own sensors against a hull in some surroundings, at `speed` [kn].

        None: the hull that it sees worst of those that it sees at all; 0 where it sees nothing.
        """
        ...

    def look(self, contact: int) -> Sighting | None:
        """Look at a held contact; None when it is held no more."""
        ...

    def draw(self, what: str, n: int = 0, about: str = "") -> float:
        """A uniform number of this vessel's own for a named question; the same question gets the same number.

        `about`: the name of an option, when each of several has luck of its own.
        """
        ...

    def decides(self, contact: int, what: str, n: int, p: float) -> bool:
        """Whether something of probability `p` happens, by its number for a named question about a contact.

        It is the same number when the vessel behind the contact is met again.
        """
        ...

    def would(self, contact: int, what: str, n: int, p: float) -> bool:
        """What that number says where it decides nothing, for the reason of what is not done."""
        ...

    def time_within(self, seen: Sighting, r: float) -> float:
        """When [h from now] a contact that keeps its course comes within r nm of this vessel keeping its place; inf."""
        ...

    def time_to_meet(self, x: float, y: float, vx: float, vy: float, speed: float) -> float:
        """Least time [h] in which this vessel could meet something there at `speed`, land apart; inf when never."""
        ...

    def sail(self, points: Sequence[Point], speed: float, loop: bool = False) -> bool:
        """Sail through the points, around land; False when there is no way by water."""
        ...

    def resume(self, speed: float) -> None:
        """Go on as before at another speed."""
        ...

    def course(self) -> Course:
        """What this vessel is about, before an order changes it; nothing when it is stopped or pursues somebody."""
        ...

    def by_water(self, way: Sequence[Point]) -> list[Point] | None:
        """The same way around land; None when no water leads there."""
        ...

    def watch(self, doubled: bool) -> None:
        """Keep the lookout of a merchant ship with twice as many, or as it was."""
        ...

    def heeds(self, made: Heeding) -> None:
        """Write down what this ship does upon a warning."""
        ...

    def roam(self, area: int, speed: float) -> None:
        """Sail from random place to random place of an area."""
        ...

    def chase(self, contact: int, speed: float) -> None:
        """Make for a held contact, steering by own sensors for as long as they hold it."""
        ...

    def hold(self) -> None:
        """Stop."""
        ...

    def led(self, report: int, speed: float) -> Point | None:
        """Where what a report was about can truly be met at `speed` [kn]; None when nobody can say.

        The one question about the truth, for scenarios that ask what a search that never fails would bring.
        """
        ...

    def appear(self, x: float, y: float) -> None:
        """Be in the theatre at (x, y), stopped."""
        ...

    def launch(self, boat: "Helm", contact: int, speed: float) -> bool:
        """Put a boat on the water here, after a contact that this ship holds and the boat can hold from here.

        False when the ship holds it no more, or it is farther off than the boat's own sensors hold such a vessel now.
        """
        ...

    def patrols_in(self, area: int) -> int | None:
        """How many patrols that have been betrayed are in an area; None when none has been: nobody knows."""
        ...

    def patrols_near(self, way: Sequence[Point], radius: float) -> int | None:
        """How many of them are within `radius` [nm] of a way; None when none has been betrayed."""
        ...

    def somewhere(self, area: int, n: int) -> Point:
        """The n-th random place at sea in an area, this vessel's own."""
        ...

    def leave(self) -> None:
        """Leave the theatre: in port, recovered by the mother ship, out of the area."""
        ...

    def withdraw(self) -> None:
        """Be taken out of the sea for good; orders given later do nothing."""
        ...

    def attend(self, gained: Collection[str] | None, lost: Collection[str] | None = ()) -> None:
        """Of which hulls to be told when a contact is gained and when it is lost; None: of all.

        Suspects and the quarry are always told of. A vessel begins with all.
        """
        ...

    def later(self, hours: float, what: str, *args: int) -> None:
        """Call the agent's method of that name (or of a part: `part.method`) after some hours."""
        ...

    def note(
        self,
        kind: Occurrence | Own,
        reason: Reason | None = None,
        contact: int = 0,
        track: int = 0,
        report: int = 0,
        place: int = -1,
    ) -> None:
        """Write a line of the ship's log; a refusal or a miss says why. `place`: the area that it is about.

        A behaviour of one's own may say what the list of occurrences has not: `Own("loiters")`. Raises TypeError for a
        bare text.
        """
        ...

    def halt(self, contact: int) -> Reason | None:
        """Make the contact that lies alongside stop, without boarding it; otherwise why it goes on."""
        ...

    def may(self, contact: int) -> Reason | None:
        """Why this vessel may not go after a contact, to stop and search it, where that is now; None when it may.

        `NEEDS_CONSENT` and `CONSENT_PENDING`: it may follow, and board when the flag state agrees.
        """
        ...

    def may_go(self, x: float, y: float, distress: bool, by: int = -1) -> Reason | None:
        """Why this vessel may not be sent to a place; None when it may.

        `distress`: after a call for help; `by`: the holder whose command sends it.
        """
        ...

    def ask(self, contact: int) -> None:
        """Ask the flag state of a contact for its consent, if nobody of the nation has; `on_consent` follows."""
        ...

    def room(self) -> float:
        """How far [nm] the nearest waters are into which this vessel may not follow its quarry; inf for none."""
        ...

    def let_go(self, contact: int) -> None:
        """Let a contact go on that this vessel has halted, unless somebody is boarding it."""
        ...

    def held(self, hulls: Collection[str]) -> list[Sighting]:
        """The contacts with some hulls that this vessel holds now, as its sensors showed them first."""
        ...

    def inquire(self, contact: int, kind: str) -> Sighting | None:
        """Look at a held contact by asking its master (`hail`) or from alongside (`approach`); None when it is lost."""
        ...

    def compare(self, contact: int, listed: Sequence[Dossier]) -> tuple[Comparison, ...]:
        """Compare the last look at a contact with dossiers of hulls that look so; all comparisons until then."""
        ...

    def is_listed(self, learns: Collection[str]) -> bool:
        """Whether those on board have come to know, in one of these ways, that a hull of theirs is listed."""
        ...

    def change_hull(self) -> None:
        """From now on this vessel and its boats look otherwise: what is known of them fits others as well."""
        ...

    def hide_gear(self, hides: bool) -> None:
        """Whether this vessel and its boats show less of what they are about on the voyage that begins."""
        ...

    def begins(self, phase: str) -> None:
        """A phase of an unlawful voyage begins, which may change what this vessel and its boats show."""
        ...

    def believes(
        self,
        seen: Sighting,
        chances: Chances,
        described: float,
        verdict: str,
        who: Sequence[tuple[Dossier, float]] = (),
    ) -> None:
        """Write down what this vessel makes of the last look at a contact.

        `described`: how surely that is what it was sent after, nan where it was sent after nothing. `who`: dossiers
        of hulls that look so, each with the chance that the contact is that hull.
        """
        ...

    def captive(self, contact: int) -> Captive | None:
        """What this vessel has been told of a contact that is in the hands of pirates; None where it knows of none."""
        ...

    def board(self, contact: int) -> Reason | None:
        """Board the contact that lies alongside; `on_boarding_done` follows. Otherwise why not."""
        ...


class Radio(Protocol):
    """A vessel's way to its holder."""

    @property
    def call_sign(self) -> int:
        """What its observations are signed with."""
        ...

    def report(self, seen: Sighting, kind: Kind, attended: bool | None = None, until: float | None = None) -> int:
        """Send what was seen; the number of the report.

        `attended`: whether this vessel is after it and can board it, None to say nothing about that. `until`: when
        [h] it has to leave what it keeps, and asks for its relief; None for no such thing.
        """
        ...

    def searched(self, x: float, y: float, radius: float) -> None:
        """Report that nothing was found within `radius` [nm] of a place, where that is asked for."""
        ...

    def relieve(self, task: Task) -> None:
        """Tell the command that gave a task that this ship has a contact of its own of what others keep for it."""
        ...

    def decline(self, task: Task) -> None:
        """Tell the command that gave a task that this ship cannot do it after all."""
        ...

    def advice(self, seen: Sighting) -> Reason | None:
        """What the ship's own picture says against going after a contact: found harmless, or somebody is at it."""
        ...

    def listed(self, hull: str) -> tuple[Dossier, ...]:
        """The dossiers of hulls that look so of which this ship has been told, and that hold now."""
        ...

    def available(self) -> None:
        """Tell the command that this ship is free again."""
        ...

    def distress(self, seen: Sighting) -> int:
        """Call for help, giving own position; the number of the report."""
        ...

"""Smugglers: a vessel with a cargo of drugs, arms or people, from a base to a landing place, wary of patrols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from math import hypot, inf, log
from typing import Any, Protocol

from guardship.agents.interfaces import Helm, Point, Radio, Sighting
from guardship.agents.limits import ALWAYS, Limits
from guardship.agents.offenders.hunting import choose
from guardship.agents.offenders.offender import Departures, Quantile, Voyager
from guardship.agents.offenders.precautions import HEEDLESS, Precautions
from guardship.agents.offenders.routes import ASHORE, Option, Passages, Pilot, Way
from guardship.agents.vessel import Vessel
from guardship.occurrences import Occurrence
from guardship.reasons import Reason


class Reaction(StrEnum):
    """What a smuggler does at the first sight of a patrol; once a voyage."""

    CARRIES_ON = "carries_on"
    TURNS_BACK = "turns_back"
    JETTISONS = "jettisons"
    RUNS = "runs"  # for the nearest sanctuary, and on when the coast is clear


REACTED = {
    Reaction.CARRIES_ON: Occurrence.CARRIES_ON,
    Reaction.TURNS_BACK: Occurrence.TURNS_BACK,
    Reaction.JETTISONS: Occurrence.JETTISONS,
    Reaction.RUNS: Occurrence.RUNS,
}


class PassagePhase(Enum):
    """Where a smuggler is in its voyage."""

    ASHORE = auto()
    OUTBOUND = auto()
    RUNNING = auto()
    HIDING = auto()  # in a sanctuary
    HOMEBOUND = auto()


@dataclass(frozen=True, slots=True)
class Passage:
    """How a smuggler works. Speeds [kn], times [h].

    `avoids`: it stays ashore while a patrol that has been betrayed is so near its way [nm].
    `reactions`: ways to react, with weights; `hides`: time in a sanctuary before it looks whether it can go on.
    `ways`: those among which it chooses for each voyage, in place of `via`; none where it has no choice.
    """

    offence: str
    cruise: float
    top: float
    bases: tuple[Point, ...]
    landings: tuple[Point, ...]
    wary_of: frozenset[str]
    via: tuple[Point, ...] = ()
    ways: tuple[Way, ...] = ()
    sanctuaries: tuple[Point, ...] = ()
    reactions: Mapping[Reaction, float] = field(default_factory=lambda: {Reaction.CARRIES_ON: 1.0})
    hides: float = 6.0
    avoids: float = 0.0
    endurance: Quantile | None = None
    sails_in: Limits = ALWAYS
    flag: str = "stateless"
    precautions: Precautions = HEEDLESS


class Cargoes(Departures, Protocol):
    """The umpire, as a smuggler may use it."""

    def deliver(self, group: Voyager) -> None:
        """The cargo is landed."""
        ...

    def jettison(self, group: Voyager) -> None:
        """The cargo goes over the side."""
        ...

    def choose(self, group: Voyager, options: Sequence[Option]) -> None:
        """By which way the present candidate voyage goes, if it does."""
        ...


class Smuggler(Vessel):
    """Sails, lands its cargo and is gone until the next voyage; on the sight of a patrol it does what it chose."""

    role = "smuggler"

    def __init__(
        self,
        model: Any,
        name: str,
        helm: Helm,
        radio: Radio,
        passage: Passage,
        cargoes: Cargoes,
        passages: Passages | None = None,
    ) -> None:
        super().__init__(model, name, helm, radio)
        self.passage = passage
        self.cargoes = cargoes
        self.pilot = None if passages is None else Pilot(helm, passage.ways, passages)
        self.candidates = 0
        self.phase = PassagePhase.ASHORE
        self.patrols: set[int] = set()
        helm.attend(passage.wary_of, passage.wary_of)
        self.begin(0)

    @property
    def offence(self) -> str:
        """What it is about."""
        return self.passage.offence

    @property
    def flag(self) -> str:
        """The flag that it claims."""
        return self.passage.flag

    @property
    def voyager(self) -> Voyager:
        return self

    def begin(self, sortie: int) -> None:
        """A clean sheet for a voyage."""
        self.sortie = sortie
        self.base: Point = self.passage.bases[0]
        self.landing: Point = self.passage.landings[0]
        self.via = self.passage.via
        self.reaction: Reaction | None = None
        self.sent_home = Reason.WARSHIP_SEEN
        self.stopped = False
        self.spent = False
        self.waits = 0
        self.rest: tuple[Point, ...] = ()
        self.patrols.clear()

    def ends(self, voyage: int) -> tuple[Point, Point]:
        """Base and landing place of a candidate voyage, by lot."""
        p = self.passage
        base, landing = (self.helm.draw(what, voyage) for what in ("base", "landing"))
        return p.bases[int(base * len(p.bases))], p.landings[int(landing * len(p.landings))]

    def way(self, voyage: int, u: float) -> tuple[Point, ...]:
        """Base, points between and landing place of a candidate voyage; where it has the choice, a way by lot."""
        base, landing = self.ends(voyage)
        ways = self.passage.ways
        return base, *(ways[int(u * len(ways))].via if ways else self.passage.via), landing

    @property
    def cruise(self) -> float:
        """Its speed when nothing drives it [kn]."""
        return self.passage.cruise

    # ---- the voyage -----------------------------------------------------------------------------

    def set_out(self) -> None:
        """The hour of a candidate voyage has come."""
        self.candidates += 1
        if not self.cargoes.plan(self):
            return
        self.begin(self.candidates)
        wait = self.passage.precautions.before(self, self.helm, self.cargoes)
        if wait > 0.0:
            self.helm.later(wait, "on_prepared")
        else:
            self.on_prepared()

    def on_prepared(self) -> None:
        """Everything is seen to: the voyage begins, unless something speaks against it."""
        self.base, self.landing = self.ends(self.sortie)
        why = self.passage.sails_in.why_not(self.helm.surroundings(self.base)) or self.unwilling() or self.betrayed()
        if why is not None:
            self.cargoes.stay(self, why)
            return
        self.cargoes.sail(self)
        self.helm.begins("outbound")
        self.helm.appear(*self.base)
        if self.passage.endurance is not None:
            hours = self.passage.endurance(self.helm.draw("endurance", self.sortie))
            self.helm.later(hours, "on_endurance", self.sortie)
        self.phase = PassagePhase.OUTBOUND
        if not self.helm.sail([*self.via, self.landing], self.passage.cruise):
            if self.pilot is not None:
                self.pilot.stuck()
            self.go_home(Reason.NO_WATER)

    def unwilling(self) -> Reason | None:
        """Choose a way; whether it is none."""
        if self.pilot is None:
            return None
        options = self.pilot.choose(self.sortie, self.base, self.landing)
        self.cargoes.choose(self, options)
        self.via = self.pilot.via
        return next((ASHORE[one.name] for one in options if one.taken and not one.way), None)

    def betrayed(self) -> Reason | None:
        """Whether a patrol that is known to be near its way keeps it ashore."""
        if self.passage.avoids <= 0.0:
            return None
        way = [self.base, *self.via, self.landing]
        return Reason.PATROLS_KNOWN if self.helm.patrols_near(way, self.passage.avoids) else None

    def on_arrival(self) -> None:
        if self.phase is PassagePhase.OUTBOUND:
            self.phase = PassagePhase.ASHORE
            self.helm.leave()
            self.cargoes.deliver(self)
            if self.pilot is not None:
                self.pilot.landed()
        elif self.phase is PassagePhase.RUNNING:
            self.hide()
        elif self.phase is PassagePhase.HOMEBOUND:
            self.come_home()

    def go_home(self, why: Reason) -> None:
        """Back to the base, with the cargo or without."""
        self.helm.note(Occurrence.TURNED_BACK, why)
        if self.pilot is not None and self.phase is not PassagePhase.HOMEBOUND:
            self.pilot.turned(self.ahead())
        self.phase, self.sent_home = PassagePhase.HOMEBOUND, why
        self.helm.begins("homebound")
        if not self.helm.sail([self.base], self.passage.cruise):
            self.come_home()

    def ahead(self) -> tuple[Point, ...]:
        """The points of its way to which it has not come: of one that does not sail on it, those that it had left."""
        on_its_way = self.phase is PassagePhase.OUTBOUND and not self.stopped
        return (self.helm.course().points if on_its_way else ()) or self.rest

    def come_home(self) -> None:
        """The voyage is over without success."""
        self.phase = PassagePhase.ASHORE
        self.helm.leave()
        self.cargoes.come_home(self, self.sent_home, self.sent_home)
        if self.pilot is not None:
            self.pilot.home(self.sent_home)

    def on_endurance(self, sortie: int) -> None:
        """Food and fuel are spent before the cargo is landed."""
        if sortie == self.sortie and self.phase is not PassagePhase.ASHORE:
            self.spent = True
            if not self.stopped and self.phase is not PassagePhase.HOMEBOUND:
                self.go_home(Reason.ENDURANCE)

    # ---- patrols --------------------------------------------------------------------------------

    def on_contact(self, seen: Sighting) -> None:
        if seen.hull not in self.passage.wary_of:
            return
        self.patrols.add(seen.contact)
        if self.phase is PassagePhase.OUTBOUND and not self.stopped:
            self.react()

    def on_contact_lost(self, contact: int) -> None:
        self.patrols.discard(contact)

    def react(self) -> None:
        """A patrol is in sight: what it chose when it saw the first one."""
        if self.reaction is None:
            self.reaction = self.choice()
            self.helm.note(REACTED[self.reaction], Reason.WARSHIP_SEEN)
        if self.reaction is Reaction.TURNS_BACK:
            self.go_home(Reason.WARSHIP_SEEN)
        elif self.reaction is Reaction.JETTISONS:
            self.cargoes.jettison(self)
            self.go_home(Reason.JETTISONED)
        elif self.reaction is Reaction.RUNS:
            self.run()

    def choice(self) -> Reaction:
        """By weight; an option keeps its luck whatever becomes of the others."""
        options = sorted(self.passage.reactions)
        worth = [log(w) if (w := self.passage.reactions[option]) > 0.0 else -inf for option in options]
        luck = [self.helm.draw("reaction", self.sortie, about=option) for option in options]
        return options[choose(worth, 1.0, luck)]

    def run(self) -> None:
        """For the nearest sanctuary at top speed; without a way there, on as before."""
        x, y = self.helm.position()
        rest = self.helm.course().points
        nearest = min(self.passage.sanctuaries, key=lambda p: hypot(p[0] - x, p[1] - y))
        if self.helm.sail([nearest], self.passage.top):
            self.phase, self.rest = PassagePhase.RUNNING, rest

    def hide(self) -> None:
        """In a sanctuary: wait, then look whether the coast is clear."""
        self.phase = PassagePhase.HIDING
        self.waits += 1
        self.helm.hold()
        self.helm.note(Occurrence.HIDES, Reason.WARSHIP_SEEN)
        self.helm.later(self.passage.hides, "on_hidden", self.sortie, self.waits)

    def on_hidden(self, sortie: int, wait: int) -> None:
        """Long enough, unless a patrol is still in sight."""
        if (sortie, wait) != (self.sortie, self.waits) or self.phase is not PassagePhase.HIDING or self.stopped:
            return
        if self.patrols:
            self.hide()
        else:
            self.go_on(self.rest)

    def go_on(self, rest: tuple[Point, ...]) -> None:
        """On to the landing place."""
        self.phase = PassagePhase.OUTBOUND
        if not self.helm.sail(rest or [self.landing], self.passage.cruise):
            self.go_home(Reason.NO_WATER)

    # ---- boarded --------------------------------------------------------------------------------

    def on_stopped(self) -> None:
        """A patrol has stopped it: it lies still."""
        if not self.stopped and self.phase is PassagePhase.OUTBOUND:
            self.rest = self.helm.course().points
        self.stopped = True

    def on_released(self) -> None:
        """Nothing was found, or nobody came on board: on as before."""
        if not self.stopped:
            return
        self.stopped = False
        if self.phase is PassagePhase.HOMEBOUND or self.spent:
            self.go_home(self.sent_home if self.phase is PassagePhase.HOMEBOUND else Reason.ENDURANCE)
        elif self.phase is PassagePhase.OUTBOUND:
            self.go_on(self.rest)
        elif self.phase is PassagePhase.HIDING:
            self.hide()
        else:
            self.go_on(self.rest)
            self.run()

    def on_prey_gone(self) -> None:
        """It attacks nobody."""

    def on_caught(self) -> None:
        """A patrol has taken the cargo; the crew is held, or sails again another time."""
        self.phase = PassagePhase.ASHORE
        self.stopped = False
        self.helm.leave()
        if self.pilot is not None:
            self.pilot.caught(self.sortie, self.passage.cruise)

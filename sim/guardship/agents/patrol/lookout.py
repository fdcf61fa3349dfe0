"""What a unit makes of looks at its contacts: what it holds them for, and whether there is ground to board."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import NamedTuple, final

from guardship.agents.interfaces import Helm, Radio, Sighting, Task, Verdict
from guardship.intelligence import Chances, Comparison, Dossier, Evidence, Judge, Look
from guardship.intelligence.belief import MOTION
from guardship.intelligence.judgement import makes_for, turn


@final
@dataclass(frozen=True, slots=True)
class Inquiry:
    """A way to ask: `kind` of the look that it is, `takes`: quantile function of how long it takes [h]."""

    kind: str
    takes: Callable[[float], float]


@final
class Weighed(NamedTuple):
    """What a unit makes of a look, and what that follows from: the task, the chance by place, the dossiers listed.

    `who`: for each of them the chance that it is that hull; `same`: how surely it is what the task is about, nan: none.
    """

    seen: Sighting
    task: Task | None
    by_place: float | None
    listed: tuple[Dossier, ...]
    who: Sequence[float]
    chances: Chances
    same: float


@final
class Lookout:
    """One unit's judgement of its contacts, by their numbers.

    `kept`: looked at, neither passed nor suspicious. `given_up`: suspicious, but all that was asked gave no ground.
    """

    def __init__(self, judge: Judge, helm: Helm, radio: Radio) -> None:
        self.judge = judge
        self.kept: dict[int, Sighting] = {}
        self.given_up: set[int] = set()
        self._same: dict[int, float] = {}
        self._further: dict[int, tuple[Look, ...]] = {}
        self._compared: dict[int, tuple[Comparison, ...]] = {}
        self._weighed: Weighed | None = None
        self._helm = helm
        self._radio = radio

    def judges(self, hull: str) -> bool:
        """Whether looks at a hull are judged by signs; else by how suspicious it looks."""
        return self.judge.judges(hull)

    def own(self, seen: Sighting) -> Evidence:
        """What the unit's own looks at a contact have shown."""
        held = frozenset({(self._radio.call_sign, seen.contact)})
        return Evidence(frozenset(seen.looks), frozenset(), held, frozenset(seen.compared))

    def recognise(self, seen: Sighting, helm: Helm | None = None) -> Sighting:
        """A contact that was looked at, compared with the dossiers of which the unit has been told.

        `helm`: of the boat that has looked; None for the unit's own.
        """
        listed = self._radio.listed(seen.hull)
        return seen._replace(compared=(helm or self._helm).compare(seen.contact, listed)) if listed else seen

    # ---- what it measures itself ----------------------------------------------------------------

    @cached_property
    def attends(self) -> frozenset[str]:
        """Hulls that may be worth a nearer look for what is measured of them when they are gained."""
        return self.judge.worth_a_look

    def measured(self, seen: Sighting, before: Sighting | None = None) -> Sighting:
        """A contact with what follows from its own course and speed, and from the change since it was seen before."""
        turned = None if before is None else self._turned(before, seen)
        look = self.judge.motion(seen.time, seen.hull, (seen.vx, seen.vy), turned, self._closes(seen))
        known = self._further.get(seen.contact, ())
        own = [one for one in known if one.kind == MOTION]
        if look is not None and (not own or own[-1][2:] != look[2:]):
            known = self._further[seen.contact] = (*known, look)
        compared = self._compared.get(seen.contact, ())
        return seen._replace(
            looks=tuple(dict.fromkeys((*known, *seen.looks))),
            compared=tuple(dict.fromkeys((*compared, *seen.compared))) if compared else seen.compared,
        )

    def learn(self, contact: int, looks: Sequence[Look], compared: Sequence[Comparison] = ()) -> None:
        """What a boat has seen from alongside of a contact that the unit holds."""
        self._further[contact] = tuple(dict.fromkeys((*self._further.get(contact, ()), *looks)))
        self._compared[contact] = tuple(dict.fromkeys((*self._compared.get(contact, ()), *compared)))

    def _turned(self, before: Sighting, seen: Sighting) -> float:
        """By how much [rad] a contact has turned, if that leads away from here; else 0."""
        x, y = self._helm.position()
        away = (seen.x - x) * seen.vx + (seen.y - y) * seen.vy > 0.0
        return turn((before.vx, before.vy), (seen.vx, seen.vy)) if away else 0.0

    def _closes(self, seen: Sighting) -> bool | None:
        """Whether a contact makes for somebody whom this vessel holds; None where that is not looked for."""
        if self.judge.measures.closing is None:
            return None
        hulls, within, off = self.judge.measures.closing
        at, v = (seen.x, seen.y), (seen.vx, seen.vy)
        others = (one for one in self._helm.held(hulls) if one.contact != seen.contact)
        return any(makes_for(at, v, (one.x, one.y), (one.vx, one.vy), within, off) for one in others)

    def worth_a_look(self, seen: Sighting) -> bool:
        """Whether a contact that nobody has looked at is worth one, for its course and speed."""
        return self.judges(seen.hull) and self.judge.thresholds.closes(self.chances(seen, None)[0])

    # ---- what it was sent after -----------------------------------------------------------------

    def described(self, contact: int, chance: float) -> None:
        """A contact is, with a chance by where it is, what the unit was sent after; as it was first thought."""
        self._same.setdefault(contact, chance)

    def same(self, seen: Sighting, task: Task | None) -> float:
        """How surely a contact is what the unit was sent after, by its place and by what it shows; nan for neither."""
        by_place = self._same.get(seen.contact)
        if task is None or not task.known or by_place is None:
            return nan
        listed = self._radio.listed(seen.hull)
        ratio = self.judge.likeness(seen.hull, seen.x, seen.y, self.own(seen), task.known, listed, seen.time)
        return by_place * ratio / (by_place * ratio + (1.0 - by_place))  # exactly 1 where nothing else looks so

    def chances(self, seen: Sighting, task: Task | None) -> tuple[Chances, float]:
        """The chances of a contact, harmless first, and how surely it is what the unit was sent after, nan: nothing."""
        weighed = self._weigh(seen, task)
        return weighed.chances, weighed.same

    def _weigh(self, seen: Sighting, task: Task | None) -> "Weighed":
        """What is made of a look; that of the last one stays: after a verdict comes the question for ground."""
        by_place, listed, last = self._same.get(seen.contact), self._radio.listed(seen.hull), self._weighed
        if last is not None and last.seen is seen and last.task is task and last[2:4] == (by_place, listed):
            return last
        who = self._who(seen, listed)
        self._weighed = Weighed(seen, task, by_place, listed, who, *self._chances(seen, task, listed, who))
        return self._weighed

    def _chances(
        self, seen: Sighting, task: Task | None, listed: Sequence[Dossier], who: Sequence[float]
    ) -> tuple[Chances, float]:
        same, own = self.same(seen, task), self.own(seen)
        if task is None or same != same:
            return self.judge.chances(seen.hull, seen.x, seen.y, own, listed, seen.time, who), nan
        return self.judge.mixed(same, seen.hull, seen.x, seen.y, own, task.known, listed, seen.time, who), same

    def _who(self, seen: Sighting, listed: Sequence[Dossier]) -> Sequence[float]:
        """For each dossier of a hull that looks as a contact does the chance that it is that hull."""
        return self.judge.who(seen.hull, self.own(seen), listed, seen.time) if listed else ()

    def taken_for(self, seen: Sighting) -> tuple[int, float] | None:
        """The name of the dossier for whose hull a contact is taken, and how surely; None for nobody's.

        None too where nobody corrects dossiers: nobody asks.
        """
        identity = self.judge.identity
        if identity is None or identity.corrections is None:
            return None
        listed = self._radio.listed(seen.hull)
        likeliest = max(zip(listed, self._who(seen, listed), strict=True), key=lambda one: one[1], default=None)
        return None if likeliest is None or likeliest[1] < identity.names else (likeliest[0].name, likeliest[1])

    # ---- verdicts -------------------------------------------------------------------------------

    def verdict(self, seen: Sighting, task: Task | None, suspect: bool) -> Verdict:
        """What a contact is held for after a look; a suspect stays one until it is passed."""
        _, _, _, listed, who, chances, same = self._weigh(seen, task)
        rules = self.judge.thresholds
        if rules.passes(chances):
            found = Verdict.PASSES
        else:
            found = Verdict.SUSPECTS if suspect or rules.closes(chances) else Verdict.KEEPS
        self._helm.believes(seen, chances, same, found.name.lower(), list(zip(listed, who, strict=True)))
        return found

    def ground(self, seen: Sighting, task: Task | None) -> bool:
        """Whether there is reasonable ground to board a contact."""
        return not self.judges(seen.hull) or self.judge.thresholds.boards(self.chances(seen, task)[0])

    def worth_asking(self, seen: Sighting, task: Task | None) -> bool:
        """Whether a contact alongside is asked what it is about."""
        return self.judge.thresholds.asks(self.chances(seen, task)[0])

    def lose(self, contact: int) -> Sighting | None:
        """A contact is lost, or it left the sea: what it was kept as, None for nothing."""
        self._same.pop(contact, None)
        self._further.pop(contact, None)
        self._compared.pop(contact, None)
        self.given_up.discard(contact)
        return self.kept.pop(contact, None)

    def forget(self) -> None:
        """It holds no contact any more."""
        self.kept.clear()
        self.given_up.clear()
        self._same.clear()
        self._further.clear()
        self._compared.clear()

"""Calls for help and how they were answered, from the log alone. Times h."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.opportunities import FREE
from guardship.outcomes.statistics import kaplan_meier, quantile, share

ENDS = {Occurrence.ATTACK_FAILED, Occurrence.HIJACKED, Occurrence.DAMAGED}
HEARD = {Occurrence.TAKEN, Occurrence.NOT_TAKEN}
UNITS = {Occurrence.TASKED, Occurrence.DECLINED, Occurrence.ON_SCENE} | FREE
READ = HEARD | UNITS | ENDS | {Occurrence.ATTACK, Occurrence.DISTRESS}
WITHIN = (15, 30, 60, 120)  # min; naval commanders aimed at 30 (GOA-81)


@dataclass(slots=True)
class Call:
    """A call. `attack`: which it was about, -1 for a false alarm; `under_way`: units that may yet be on the scene."""

    time: float
    attack: int
    arrived: float | None = None
    answered: float | None = None
    tasked: set[int] = field(default_factory=set)
    came: set[int] = field(default_factory=set)
    under_way: set[int] = field(default_factory=set)

    @property
    def open(self) -> bool:
        """Whether a unit may yet come."""
        return self.answered is None and (self.arrived is None or bool(self.under_way))

    def wait(self, end: float) -> tuple[float, bool]:
        """Hours to the first unit on the scene, inf for never, and whether that is known at the end of the run."""
        if self.answered is not None:
            return self.answered - self.time, True
        return (end - self.time, False) if self.open else (inf, True)


def calls_of(entries: Iterable[Entry]) -> list[Call]:
    """All calls of a run; of an attack the first only."""
    prey: dict[int, int] = {}
    called: set[int] = set()
    calls: dict[int, Call] = {}
    sent: defaultdict[int, list[Call]] = defaultdict(list)
    for e in of_kinds(entries, READ):
        if e.kind in HEARD:
            call = calls.get(e.report)
            if call is not None and call.arrived is None:  # at the first who hears it
                call.arrived = e.time
        elif e.kind in UNITS:
            _answer(calls, sent, e)
        elif e.kind == Occurrence.ATTACK:
            prey[e.object] = e.attack
        elif e.kind in ENDS:
            prey.pop(e.object, None)
        elif e.kind == Occurrence.DISTRESS:
            attack = prey.get(e.actor, -1)
            if attack not in called:
                calls[e.report] = Call(e.time, attack)
            called |= {attack} - {-1}
    return list(calls.values())


def _answer(calls: Mapping[int, Call], sent: defaultdict[int, list[Call]], e: Entry) -> None:
    """What a unit does about one call, and with that about no other. `sent`: calls to which each unit went, by row."""
    call = calls.get(e.report)
    if e.kind in FREE or e.kind == Occurrence.TASKED or (e.kind == Occurrence.DECLINED and not e.contact):
        for other in sent.pop(e.actor, ()):
            other.under_way.discard(e.actor)
    if call is None:
        return
    if e.kind == Occurrence.TASKED:
        call.tasked.add(e.actor)
        call.under_way.add(e.actor)
        sent[e.actor].append(call)
    elif e.kind == Occurrence.ON_SCENE:
        call.answered = e.time if call.answered is None else call.answered
        call.came.add(e.actor)
        call.under_way.discard(e.actor)


def response(calls: Sequence[Call], end: float) -> dict[str, object]:
    """Time from the call to the first unit on the scene, over all calls of attacks, answered or not.

    A call to which nobody comes counts as never answered; one on which a unit is still under way at the end of the run
    is censored there. `median_h` and `p90_h` are Kaplan and Meier's, None when more were never answered.
    """
    waits = [call.wait(end) for call in calls]
    known = [hours for hours, is_known in waits if is_known]
    answered = sum(hours < inf for hours in known)
    curve = {
        f"{minutes}_min": share(sum(hours <= minutes / 60.0 for hours in known), len(calls), "calls answered, of all")
        for minutes in WITHIN
    }
    return {
        "value": kaplan_meier(waits, 0.5),
        "of": "hours from call to the first unit on the scene",
        "n": len(calls),
        "median_h": kaplan_meier(waits, 0.5),
        "p90_h": kaplan_meier(waits, 0.9),
        "answered": answered,
        "unanswered": len(known) - answered,
        "censored": len(waits) - len(known),
        "median_of_answered_h": quantile([hours for hours in known if hours < inf], 0.5),
        "within": curve,
    }


def duplicates(calls: Sequence[Call], ships: Container[int]) -> dict[str, object]:
    """Calls on which two or more ships came, of those to which anybody came; a ship's own craft are not counted."""
    twice = sum(sum(unit in ships for unit in call.came) > 1 for call in calls)
    answered = sum(bool(call.came) for call in calls)
    return share(twice, answered, "calls to which two or more ships came, of those answered")

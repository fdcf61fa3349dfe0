"""Authority in a run: waters, claimed flags, requests to flag states, pursuits. It sees the truth; agents only ask it.

What is asked of `coalition.authority` is put together here: where the vessel really is and what flag it really claims,
and of its offence what the unit suspects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import final

import numpy as np

from guardship.agents.patrol.unit import Patrol
from guardship.agents.vessel import Vessel
from guardship.coalition.authority import (
    HIGH_SEAS,
    STATELESS,
    Act,
    Actor,
    Evidence,
    Pacts,
    Permit,
    Refusal,
    Target,
    Waters,
    Zone,
    may,
)
from guardship.core.draws import Purpose, named
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats
from guardship.intelligence import Quantile
from guardship.occurrences import Occurrence
from guardship.reasons import Reason
from guardship.world.perception import Perception
from guardship.world.ports import Clock, Crew, Journal, Sea

REFUSED = {
    Act.APPROACH: Occurrence.REFUSED_APPROACH,
    Act.VISIT: Occurrence.REFUSED_VISIT,
    Act.SEARCH: Occurrence.REFUSED_SEARCH,
    Act.SEIZE: Occurrence.REFUSED_SEIZE,
    Act.ARREST: Occurrence.REFUSED_ARREST,
    Act.TRANSFER: Occurrence.REFUSED_TRANSFER,
}
NARROWEST = {Waters.TERRITORIAL: 0, Waters.CONTIGUOUS: 1, Waters.EEZ: 2}


@final
@dataclass(frozen=True, eq=False)
class Area:
    """A zone and its rings on the plane [nm]."""

    zone: Zone
    rings: tuple[Floats, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies in it."""
        return any(inside(ring, x, y) for ring in self.rings)

    def away(self, x: float, y: float) -> float:
        """Distance [nm] of a place from it, 0 inside."""
        return 0.0 if self.holds(x, y) else min(distance(ring, x, y) for ring in self.rings)


def inside(ring: Floats, x: float, y: float) -> bool:
    """Whether a place lies in a ring."""
    return bool(point_in_polygon(ring, x, y))


def distance(ring: Floats, x: float, y: float) -> float:
    """From a place to the nearest point of a ring [nm], or of several (`core/kernels/polygon.py`)."""
    a = ring - (x, y)
    d = np.roll(a, -1, axis=0) - a
    length = np.maximum((d * d).sum(axis=1), 1e-18)
    k = np.clip(-(a * d).sum(axis=1) / length, 0.0, 1.0)
    return float(np.nanmin(np.sqrt(((a + k[:, None] * d) ** 2).sum(axis=1))))


@final
@dataclass(frozen=True, slots=True)
class Answering:
    """How a flag state answers [h]; `deemed_after`: consent counts as given."""

    delay: Quantile
    grants: float
    deemed_after: float = inf


@final
@dataclass(frozen=True, slots=True)
class National:
    """What a nation makes of the law; None where it has no rule.

    `space`: its water space, which its units leave only where a partner has asked for them, if `on_request`.
    """

    offences: frozenset[str] | None = None
    inside: tuple[Floats, ...] | None = None
    protects: frozenset[str] | None = None
    prosecutes: bool = True
    space: tuple[Floats, ...] | None = None
    on_request: bool = True


@final
@dataclass(slots=True)
class Request:
    """A request to a flag state about one voyage and offence. `answer`: None until it comes; `who`: (row, contact)."""

    answer: bool | None = None
    who: list[tuple[int, int]] = field(default_factory=list)


@final
@dataclass(frozen=True)
class Code:
    """The law of a scenario, ready for a run. `suspicions`: by hull; `claims`: flags and cumulated shares, by type."""

    areas: tuple[Area, ...] = ()
    suspicions: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, tuple[tuple[str, ...], tuple[float, ...]]] = field(default_factory=dict)
    flags: Mapping[str, Answering] = field(default_factory=dict)
    between: Mapping[str, Answering] = field(default_factory=dict)
    otherwise: Answering | None = None
    waits: bool = False


@final
@dataclass(frozen=True)
class Book:
    """What the law of a run is made of. `code`: None where nations have only rules of their own, by their names."""

    nations: Sequence[str]
    code: Code | None
    pacts: Pacts
    rules: Mapping[str, National]


@final
class Law:
    """Who may do what."""

    def __init__(
        self, clock: Clock, sea: Sea, crew: Crew, journal: Journal, perception: Perception, book: Book
    ) -> None:
        self._clock = clock
        self._sea = sea
        self._crew = crew
        self._journal = journal
        self._perception = perception
        self.nations = tuple(book.nations)
        self.code = code = book.code
        self.pacts = book.pacts
        self.rules = book.rules
        self.areas = sorted(code.areas, key=lambda a: (NARROWEST[a.zone.kind], a.zone.name)) if code else []
        self.requests: dict[tuple[int, int, str, str, str], Request] = {}
        self.pursuits: dict[int, tuple[int, Zone]] = {}
        self.said: set[tuple[int, int, int, Act, Reason]] = set()

    # ---- facts ----------------------------------------------------------------------------------

    def nation(self, row: int) -> str:
        """The nation of a unit, "" for none."""
        holder = self._sea.holder(row)
        return self.nations[holder] if 0 <= holder < len(self.nations) else ""

    def zone(self, x: float, y: float) -> Zone:
        """The waters at a place."""
        return next((area.zone for area in self.areas if area.holds(x, y)), HIGH_SEAS)

    def flag(self, row: int) -> str:
        """The flag that a vessel claims: as `claims` says for its type, else its own; without either none.

        A boat has that of its group.
        """
        lead = self._crew.lead(row)
        claims = self.code.claims.get(self._crew.kinds[lead]) if self.code else None
        if claims is not None:
            names, edges = claims
            u = self._sea.given(Purpose.CLAIM, self._sea.id(lead)) * edges[-1]
            return names[min(sum(u >= edge for edge in edges), len(names) - 1)]
        return self._crew[lead].flag or STATELESS

    def suspected(self, row: int) -> str:
        """Of what a vessel of this looks is suspected."""
        hull = self._perception.hull(row)
        return self.code.suspicions.get(hull, "piracy") if self.code else "piracy"

    # ---- authority ------------------------------------------------------------------------------

    def why_not(
        self, row: int, target: int, act: Act, evidence: Evidence = Evidence.SUSPICION, contact: int = 0
    ) -> Reason | None:
        """Why a unit may not do this to a vessel where that is now; None when it may. Refusals are logged."""
        x, y = self._sea.position(target)
        why = self.caveat(row, x, y, self.suspected(target))
        if why is None and self.code is not None:
            zone = self.zone(x, y)
            began = self.pursuits.get(row)
            pursued = began[1] if began is not None and began[0] == target else zone
            answer = self.ask_law(row, act, self.about(row, target, evidence, pursued), zone)
            why = answer.reason if isinstance(answer, Refusal) else None
            if why is Reason.NEEDS_CONSENT:
                why = self.consent(row, target)
        if why is not None and why not in (Reason.NEEDS_CONSENT, Reason.CONSENT_PENDING):
            self.refuse(row, target, act, why, contact)
        return why

    def ask_law(self, row: int, act: Act, target: Target, zone: Zone) -> Permit | Refusal:
        """What the law says."""
        nation = self.nation(row)
        return may(Actor(nation), act, target, zone, self.pacts.in_force(nation))

    def about(self, row: int, target: int, evidence: Evidence, pursued: Zone) -> Target:
        """What is known of a vessel."""
        request = self.requests.get(self.key(row, target))
        answer = request.answer if request is not None else None
        return Target(self.flag(target), self.suspected(target), evidence, pursued, answer)

    def caveat(self, row: int, x: float, y: float, offence: str = "") -> Reason | None:
        """What the unit's own nation says against it."""
        rules = self.rules.get(self.nation(row))
        if rules is None:
            return None
        why = self.caveat_area(rules, x, y)
        if why is not None:
            return why
        if offence and rules.offences is not None and offence not in rules.offences:
            return Reason.CAVEAT_OFFENCE
        return Reason.OUTSIDE_SECTOR if self.abroad(row, rules, x, y) else None

    def caveat_area(self, rules: National | None, x: float, y: float) -> Reason | None:
        """What a nation has against work at a place."""
        if rules is None or rules.inside is None or any(inside(ring, x, y) for ring in rules.inside):
            return None
        return Reason.CAVEAT_AREA

    def abroad(self, row: int, rules: National, x: float, y: float, by: int | None = None) -> bool:
        """Whether a place is outside the water space to which a unit is bound; `by`: the holder that would send it."""
        if rules.space is None or any(inside(ring, x, y) for ring in rules.space):
            return False
        return not (rules.on_request and self.on_request(row, by))

    def on_request(self, row: int, by: int | None = None) -> bool:
        """Whether a unit, or the ship of a boat, has been sent by another holder than its own, or would be."""
        unit: Vessel | None = self._crew[row]
        if isinstance(unit, Patrol) and unit.is_boat:
            unit = unit.mother
        if by is None and isinstance(unit, Patrol) and unit.datum is not None:
            by = unit.datum.by
        return by is not None and by not in (-1, self._sea.holder(row))

    def may_go(self, row: int, x: float, y: float, distress: bool, by: int = -1) -> Reason | None:
        """Why a unit may not work at a place to which a holder sends it.

        For a call for help the caveats on areas do not hold, but the border of its water space does.
        """
        rules = self.rules.get(self.nation(row))
        if rules is not None and self.abroad(row, rules, x, y, by):
            return Reason.OUTSIDE_SECTOR
        why = None if distress else self.caveat_area(rules, x, y)
        if why is not None or self.code is None:
            return why
        offences = {"piracy"} if distress else {"piracy", *self.code.suspicions.values()}
        zone = self.zone(x, y)
        for offence in sorted(offences):
            if isinstance(self.ask_law(row, Act.APPROACH, Target(offence=offence), zone), Permit):
                return None
        return Reason.FOREIGN_WATERS

    def refuse(self, row: int, target: int, act: Act, why: Reason, contact: int) -> None:
        """Log a refusal, once for a unit, a voyage, an act and a reason."""
        key = (row, target, self.ordinal(target), act, why)
        if key not in self.said:
            self.said.add(key)
            self._journal.note(REFUSED[act], row, target, contact=contact, reason=why)

    def answers(self, holder: int, caller: int) -> Reason | None:
        """Why a nation does not answer the call for help of a ship; None when it does."""
        rules = self.rules.get(self.nations[holder]) if holder < len(self.nations) else None
        if rules is None or rules.protects is None or self.flag(caller) in rules.protects:
            return None
        return Reason.CAVEAT_FLAG

    def court(self, row: int, target: int) -> Reason | None:
        """Why nobody may try those who were taken; None when somebody may."""
        rules = self.rules.get(self.nation(row))
        if self.code is None or rules is None or rules.prosecutes:
            return None
        return self.why_not(row, target, Act.TRANSFER, Evidence.PROOF)

    # ---- pursuits and borders -------------------------------------------------------------------

    def begin(self, row: int, target: int) -> None:
        """A unit goes after a vessel; the pursuit of the same vessel goes on."""
        if self.code is not None and self.pursuits.get(row, (-1,))[0] != target:
            self.pursuits[row] = target, self.zone(*self._sea.position(target))

    def end(self, row: int) -> None:
        """It has let it go."""
        self.pursuits.pop(row, None)

    def room(self, row: int) -> float:
        """Distance [nm] from a pursuer to the nearest waters into which it may not follow its quarry; inf for none."""
        rules, space = self.rules.get(self.nation(row)), inf
        if rules is not None and rules.space is not None and not (rules.on_request and self.on_request(row)):
            space = self.left_of(rules.space, *self._sea.position(row))
        began = self.pursuits.get(row)
        if began is None:
            return space
        about = self.about(row, began[0], Evidence.SUSPICION, began[1])
        x, y = self._sea.position(row)
        waters = min(
            (
                area.away(x, y)
                for area in self.areas
                if area.zone.kind is Waters.TERRITORIAL
                and isinstance(self.ask_law(row, Act.APPROACH, about, area.zone), Refusal)
            ),
            default=inf,
        )
        return min(space, waters)

    @staticmethod
    def left_of(space: tuple[Floats, ...], x: float, y: float) -> float:
        """Distance [nm] from a place to the way out of a water space; inf for who is outside already.

        In areas that meet it is no less than that to the border of the one that reaches farthest.
        """
        return max((distance(ring, x, y) for ring in space if inside(ring, x, y)), default=inf)

    # ---- consent of flag states -----------------------------------------------------------------

    def ordinal(self, target: int) -> int:
        """Which voyage of its vessel this is."""
        group = self._crew.voyager(target)
        return group.sortie if group is not None else 0

    def key(self, row: int, target: int) -> tuple[int, int, str, str, str]:
        """By what a request goes: vessel, voyage, flag, offence, and the nation that asks."""
        return (
            self._crew.lead(target),
            self.ordinal(target),
            self.flag(target),
            self.suspected(target),
            self.nation(row),
        )

    def answering(self, row: int, flag: str) -> Answering | None:
        """How a flag state answers a unit's nation: by an agreement between them, else as it does to all."""
        assert self.code is not None
        for one in self.pacts.in_force(self.nation(row)):
            if one.name in self.code.between and one.of_flag(flag):
                return self.code.between[one.name]
        return self.code.flags.get(flag, self.code.otherwise)

    def consent(self, row: int, target: int) -> Reason:
        """How a request stands that would be needed."""
        if self.key(row, target) in self.requests:
            return Reason.CONSENT_PENDING
        return Reason.NEEDS_CONSENT if self.answering(row, self.flag(target)) is not None else Reason.NO_ANSWER

    def ask(self, row: int, target: int, contact: int) -> None:
        """Ask the flag state, or wait with others of the nation for its answer. One luck for whoever asks."""
        key = self.key(row, target)
        if key in self.requests:
            if (row, contact) not in self.requests[key].who:
                self.requests[key].who.append((row, contact))
            return
        lead, ordinal, flag, offence, _ = key
        how = self.answering(row, flag)
        assert how is not None
        self.requests[key] = Request(None, [(row, contact)])
        self._journal.note(Occurrence.CONSENT_ASKED, row, target, contact=contact)
        entity = self._sea.id(lead) ^ named(f"{flag} {offence}")
        delay = how.delay(self._sea.given(Purpose.CONSENT_HOURS, entity, ordinal))
        deemed = delay > how.deemed_after
        granted = deemed or self._sea.decide(Purpose.CONSENT_GRANTED, entity, ordinal, how.grants)
        self._clock.after(min(delay, how.deemed_after), self.answered, key, target, int(granted))

    def answered(self, key: tuple[int, int, str, str, str], target: int, granted: int) -> None:
        """The flag state has answered: whoever still keeps the vessel goes on, or lets it go."""
        request = self.requests[key]
        request.answer = bool(granted)
        kind = Occurrence.CONSENT_GIVEN if granted else Occurrence.CONSENT_DENIED
        units = [(row, contact, self._crew[row]) for row, contact in request.who]
        keeping = [(c, unit) for _, c, unit in units if isinstance(unit, Patrol) and unit.keeps(c)]
        late = None if keeping or not granted else Reason.CONSENT_TOO_LATE
        self._journal.note(
            kind, units[0][0], target, contact=units[0][1], reason=late if granted else Reason.CONSENT_DENIED
        )
        for contact, unit in keeping:
            unit.on_consent(contact, bool(granted))

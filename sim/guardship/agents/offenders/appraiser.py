"""Whether pirates attack a ship that they could attack: by lot alone, or by what they make of her."""

from collections.abc import Mapping, Sequence
from math import hypot, inf
from typing import Protocol, final

from guardship.agents.interfaces import Helm, Sighting
from guardship.agents.limits import factor
from guardship.agents.offenders.odds import Appraisal, Odds, Prospect, Term, most_often
from guardship.agents.offenders.offender import Voyager
from guardship.reasons import Reason


class Eyes(Protocol):
    """What those on board of a group's vessels can make out of a ship."""

    def make_out(self, group: Voyager, contact: int) -> Appraisal:
        """From the mother ship, of a contact; nothing where she does not hold it."""
        ...

    def make_out_alongside(self, group: Voyager, contact: int) -> Appraisal:
        """From the skiff that is alongside, of the ship that is attacked, which was a contact of the mother ship's."""
        ...


class Appraiser(Protocol):
    """Decides for a group upon ships. `breaks_off_at_sight`: whether none begins or goes on with a patrol in sight."""

    breaks_off_at_sight: bool

    def declines(self, group: Voyager, seen: Sighting, possible: bool) -> Reason | None:
        """Why they do not attack this one; where it is not `possible`, what they would have decided decides nothing."""
        ...

    def thinks_again(self, group: Voyager) -> Reason | None:
        """Why they let go of her now that a skiff is alongside."""
        ...

    def goes_on(self, group: Voyager, patrol: Sighting) -> bool:
        """Whether they go on with an attack although one of their vessels has sighted a patrol."""
        ...

    def why_empty(self, spared: Mapping[Reason, int]) -> Reason | None:
        """Why a voyage attacked nobody that left so many ships alone for each reason; None where none was a choice."""
        ...


@final
class Willing:
    """A share of the ships, by light, weather and visibility, whatever they look like."""

    breaks_off_at_sight = True

    def __init__(self, helm: Helm, willing: Mapping[str, float]) -> None:
        self.helm = helm
        self.willing = willing

    def declines(self, group: Voyager, seen: Sighting, possible: bool) -> Reason | None:
        """By lot, once for a voyage and ship."""
        asked = self.helm.decides if possible else self.helm.would
        p = factor(self.willing, self.helm.surroundings())
        return None if asked(seen.contact, "willing", group.sortie, p) else Reason.UNWILLING

    def thinks_again(self, group: Voyager) -> None:
        """They do not."""

    def goes_on(self, group: Voyager, patrol: Sighting) -> bool:
        """Never."""
        return False

    def why_empty(self, spared: Mapping[Reason, int]) -> Reason | None:
        """A patrol in sight, if there was one at all."""
        return next((why for why in (Reason.WARSHIP_SEEN, Reason.UNWILLING) if spared.get(why)), None)


@final
class Weighing:
    """By what she looks worth: one number for a voyage and ship, whenever and by whomever she is looked at again.

    `within` [nm]: no chase begins from farther off. `wary_of`: the hulls of patrols.
    """

    def __init__(self, helm: Helm, eyes: Eyes, odds: Odds, within: float, wary_of: frozenset[str]) -> None:
        self.helm = helm
        self.eyes = eyes
        self.odds = odds
        self.within = within
        self.wary_of = wary_of
        self.breaks_off_at_sight = odds.warship is None
        self.contact = 0
        self.prospect: Prospect | None = None

    def declines(self, group: Voyager, seen: Sighting, possible: bool) -> Reason | None:
        """By what can be made out from the mother ship."""
        x, y = self.helm.position()
        distance = min(hypot(seen.x - x, seen.y - y), self.within)
        made_out = self.eyes.make_out(group, seen.contact)
        here, speed = self.helm.surroundings(), hypot(seen.vx, seen.vy)
        self.contact, self.prospect = seen.contact, Prospect(speed, distance, here, made_out, self._warship())
        return self._decide(group, self.prospect, possible)

    def thinks_again(self, group: Voyager) -> Reason | None:
        """By what more can be made out from the skiff alongside."""
        before = self.prospect
        if before is None:
            return None
        self.prospect = before._replace(seen=before.seen.and_then(self.eyes.make_out_alongside(group, self.contact)))
        return None if self.prospect == before else self._decide(group, self.prospect, True, self.odds.terms(before))

    def goes_on(self, group: Voyager, patrol: Sighting) -> bool:
        """By the nearest patrol that is in sight now, and the same number: who was known of is no news."""
        if self.breaks_off_at_sight or self.prospect is None:
            return False
        nearest = min(self._warship(), self._off(patrol))
        self.prospect = self.prospect._replace(warship=nearest)
        return self._decide(group, self.prospect, True) is None

    def why_empty(self, spared: Mapping[Reason, int]) -> Reason | None:
        """For what most of them were left alone."""
        return most_often(spared)

    def _decide(self, group: Voyager, ship: Prospect, possible: bool, known: Sequence[Term] = ()) -> Reason | None:
        """`known`: what they have attacked in spite of, and is no reason any more."""
        terms, name = self.odds.terms(ship), (self.contact, "worth", group.sortie)
        asked = self.helm.decides if possible else self.helm.would
        if asked(*name, self.odds.of(terms)):
            return None
        return self.odds.why_not(terms, lambda p: self.helm.would(*name, p), known)

    def _warship(self) -> float:
        if self.breaks_off_at_sight:
            return inf
        return min((self._off(one) for one in self.helm.held(self.wary_of)), default=inf)

    def _off(self, patrol: Sighting) -> float:
        x, y = self.helm.position()
        return hypot(patrol.x - x, patrol.y - y)

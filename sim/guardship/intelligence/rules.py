"""Terms of release: what a holder lets out to another, drawn once per episode of contact and edge, and how blurred."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from statistics import NormalDist
from typing import final

from guardship.intelligence.belief import Signs
from guardship.intelligence.channel import Channel, Draw
from guardship.intelligence.evidence import Assessment
from guardship.intelligence.observation import HULL_ALONE, Kind, Observation, Report, Use
from guardship.reasons import Reason

NORMAL = NormalDist()


@final
@dataclass(frozen=True, slots=True)
class Fields:
    """Probability that a field is released: position, course and speed (`motion`), hull and suspicion (`identity`).

    `looks`: what looks have shown, where the identity is released; where they are not, what they are worth is said.
    `description`: of a dossier, how the hull looks beyond its type.
    """

    position: float = 1.0
    motion: float = 1.0
    identity: float = 1.0
    looks: float = 1.0
    description: float = 1.0


@final
@dataclass(frozen=True, slots=True)
class ReleaseTerms:
    """What is released over an edge. The default releases everything as it is.

    `kinds`: probability by kind, 1 for those that are not named. `where`: whether a place on the plane [nm] is within
    the geographic caveat. `hulls`: the only hulls about which anything is said. `blur`: standard deviation per axis
    [nm] of the error that sanitising adds, fixed for an episode; the time of the observation is kept. `use`: what the
    receiver may do with it. `signs`: what looks are worth to all, None where they show nothing.
    """

    kinds: Mapping[Kind, float] = field(default_factory=dict)
    fields: Fields = Fields()
    where: Callable[[float, float], bool] | None = None
    hulls: frozenset[str] | None = None
    blur: float = 0.0
    use: Use = "tasking"
    signs: Signs | None = None
    open: bool = field(init=False, repr=False, compare=False)
    """Whether everything is let out as it is, which needs neither a draw nor a look at what is sent."""

    def __post_init__(self) -> None:
        free = self.where is None and self.hulls is None and self.blur <= 0.0 and self.use == "tasking"
        certain = self.fields == Fields() and all(p >= 1.0 for p in self.kinds.values())
        object.__setattr__(self, "open", free and certain)

    def release(self, report: Report, edge: Channel, u: Draw) -> Report | Reason:
        """The report as the receiver may see it, or why it may not."""
        if self.open and u.left is None:
            return report
        why = self._refusal(report, edge, u)
        if why is not None:
            return why
        motion = u.happens(self.fields.motion, report, edge, "motion")
        identity = u.happens(self.fields.identity, report, edge, "identity")
        looks = identity and u.happens(self.fields.looks, report, edge, "looks")
        kind = report.kind
        if not identity and kind in (Kind.CLEARED, Kind.DOSSIER, Kind.LINK, Kind.PRIZE):
            return Reason.IDENTITY_WITHHELD
        if not identity and kind is Kind.CONTACT:  # that it is told of as a suspect says what it looks like
            kind = Kind.UPDATE
        seen = report.observations
        if not (motion and identity and looks):
            seen = tuple(self._version(one, motion, identity, looks) for one in seen)
        if self.blur > 0.0:
            dx, dy = (self.blur * NORMAL.inv_cdf(u(report, edge, axis)) for axis in ("blur_x", "blur_y"))
            more = 0.0 if report.kind is Kind.NEGATIVE_SEARCH else self.blur  # a searched radius does not grow by it
            seen = tuple(o.blurred((edge.sender, edge.receiver), dx, dy, more) for o in seen)
        use: Use = "information" if "information" in (self.use, report.use) else "tasking"
        dossier = report.dossier
        if dossier is not None and not u.happens(self.fields.description, report, edge, "description"):
            dossier = replace(dossier, described=HULL_ALONE)
        if seen is report.observations and dossier is report.dossier and (kind, use) == (report.kind, report.use):
            return report
        attended = report.attended if identity else None  # who is boarded is a suspect
        return replace(report, kind=kind, observations=seen, use=use, attended=attended, dossier=dossier)

    def delay(self, report: Report, edge: Channel, u: Draw, now: float) -> float:
        """Hours until it is ready to be sent, at whatever time."""
        return edge.delay(u(report, edge, "delay"))

    def clearance(self, edge: Channel) -> tuple[float, float] | None:
        """Probability and median delay [h]; None where a caveat depends on the vessel, for that is not known before."""
        p = self.kinds.get(Kind.CLEARED, 1.0) * self.fields.position * self.fields.identity
        hours = edge.delay(0.5)
        if p <= 0.0 or hours == inf or self.where is not None or self.hulls is not None:
            return None
        return p, hours

    def _refusal(self, report: Report, edge: Channel, u: Draw) -> Reason | None:
        """Why nothing of a report is released."""
        seen = report.observations
        if self.where is not None and not all(self.where(one.x, one.y) for one in seen):
            return Reason.AREA_CAVEAT
        of_a_vessel = report.kind is not Kind.NEGATIVE_SEARCH
        if self.hulls is not None and of_a_vessel and not all(one.hull in self.hulls for one in seen):
            return Reason.HULL_CAVEAT
        if not u.happens(self.kinds.get(report.kind, 1.0), report, edge, "release"):
            return Reason.NOT_RELEASED
        if not u.happens(self.fields.position, report, edge, "position"):
            return Reason.POSITION_WITHHELD
        return None

    def _version(self, seen: Observation, motion: bool, identity: bool, looks: bool) -> Observation:
        vx, vy = (seen.vx, seen.vy) if motion else (None, None)
        hull, suspicious = (seen.hull, seen.suspicious) if identity else (None, None)
        shown, compared = (seen.looks, seen.compared) if looks else ((), ())
        assessed = seen.assessed if looks else self._worth(seen) if identity else None
        return replace(
            seen, vx=vx, vy=vy, hull=hull, suspicious=suspicious, looks=shown, assessed=assessed, compared=compared
        )

    def _worth(self, seen: Observation) -> Assessment | None:
        """What looks that are not told are worth, by the priors that all know."""
        if not seen.looks or self.signs is None or seen.hull not in self.signs.priors:
            return seen.assessed
        prior = self.signs.prior(seen.hull, seen.x, seen.y)
        chances = self.signs.posterior(prior, seen.hull, seen.looks)
        return Assessment(chances, frozenset({(seen.by, seen.contact)}), seen.looks[-1].time)

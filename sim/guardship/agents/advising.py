"""How a reporting centre warns shipping: of what it has heard, it makes advisories, and keeps what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any, Protocol, final

from guardship.agents.command import Command
from guardship.intelligence import Advisory, Fix, Kind, ObservationId, Report, Track, Trust

ONE_EPISODE = (Kind.CONTACT, Kind.UPDATE, Kind.DISTRESS)  # of a contact: what is known of it is a track
COMES = (Kind.CONTACT, Kind.DISTRESS)  # what says that somebody is there, and not only that he still is


@final
@dataclass(frozen=True, slots=True)
class Advises:
    """By what a centre warns. `hears`: kinds of reports, each with the chance that an offender is behind one where
    nothing else says it. `at`: the chance from which on it warns.

    The circle `holds` whom it is about, with that chance, `ahead` [h] after it was issued, when he may have gone any
    way since he was there at `drift` [kn] per axis. In force for `lasts` [h]. News that puts him more than `renews`
    [nm] elsewhere make a new version, and so does every call.
    """

    hears: Mapping[Kind, float]
    at: float
    drift: float
    ahead: float
    holds: float
    lasts: float
    renews: float


class Office(Protocol):
    """What a centre can do with a warning."""

    @property
    def now(self) -> float:
        """Hours since the start of the run."""
        ...

    def name(self, first: ObservationId) -> int:
        """Of a warning, made of the first observation that it rests on."""
        ...

    def takes(self, holder: int, name: int, version: int) -> float:
        """Hours until a warning is issued."""
        ...

    def later(self, hours: float, what: Any, *args: Any) -> None:
        """Call a bound method after some hours."""
        ...

    def issue(self, holder: int, advisory: Advisory, report: Report) -> None:
        """Tell those who are to be told. `report`: what it was issued upon."""
        ...

    def over(self, holder: int, advisory: Advisory, came: bool) -> None:
        """Write down what came of it."""
        ...


@final
class Advising:
    """A part of the command of a centre. `live`: the last version of each warning in force; `record`: of those over."""

    def __init__(self, command: Command, advises: Advises, office: Office) -> None:
        self.command = command
        self.advises = advises
        self.office = office
        self.live: dict[int, Advisory] = {}
        self.record = Trust()
        self._came: set[int] = set()

    def on_report(self, report: Report) -> None:
        """A report has come, and stands in the picture: it may be worth a warning, or bear one out."""
        usual = self.advises.hears.get(report.kind)
        if usual is None or not report.observations or not self.command.may_act(report):
            return
        track = self.command.picture.about(report.observations[-1]) if report.kind in ONE_EPISODE else None
        if (track is None) is (report.kind in ONE_EPISODE) or self.chance(report, track, usual) < self.advises.at:
            return
        self._compare(report)
        self._warn(report, track)

    def chance(self, report: Report, track: Track | None, usual: float) -> float:
        """That an offender is behind it, by all that is known of it; `usual` where nothing says so."""
        if report.dossier is not None:
            return 0.0 if report.dossier.withdrawn else sum(report.dossier.chances[1:])
        if track is None:
            return usual
        if track.cleared(self.office.now):
            return 0.0
        found = self.command.chances(track)
        return usual if found is None else sum(found[1:])

    def _compare(self, report: Report) -> None:
        """Whether a report bears out warnings that do not rest on it."""
        seen = report.observations[-1]
        for name, one in self.live.items():
            if report.kind in COMES and not one.concerns((seen.id,)) and one.covers(seen.x, seen.y, seen.time):
                self._came.add(name)

    def _warn(self, report: Report, track: Track | None) -> None:
        """A first warning of something, or a new version where it tells something new."""
        seen, drift = report.observations[-1], self.advises.drift
        ids = frozenset((seen.id,)) if track is None else frozenset(track.rests_on)
        fix = Fix(seen.x, seen.y, seen.sigma, seen.time, drift)
        if track is not None:
            fix = Fix(track.latest.x, track.latest.y, track.latest.sigma, track.last_seen, drift)
        before = next((one for one in self.live.values() if one.concerns(ids)), None)
        if before is None:
            self._draft(self.office.name(seen.id), 0, fix, ids, report)
        elif report.kind is Kind.DISTRESS or hypot(fix.x - before.fix.x, fix.y - before.fix.y) > self.advises.renews:
            self._draft(before.name, before.version + 1, fix, ids | before.rests_on, report)
        else:
            self.live[before.name] = before.resting_on(ids)

    def _draft(self, name: int, version: int, fix: Fix, ids: frozenset[ObservationId], report: Report) -> None:
        hours = self.office.takes(self.command.headquarters.holder, name, version)
        begin = self.office.now + hours
        counts = max(begin, fix.time)
        radius = fix.radius(counts + self.advises.ahead, self.advises.holds)
        advisory = Advisory(name, version, fix, radius, begin, counts + self.advises.lasts, ids)
        self.live[name] = advisory
        self.office.later(hours, self._issue, advisory, report)
        self.office.later(advisory.until - self.office.now, self._over, name, version)

    def _issue(self, advisory: Advisory, report: Report) -> None:
        latest = self.live.get(advisory.name)
        if latest is not None and latest.version == advisory.version:
            self.office.issue(self.command.headquarters.holder, advisory, report)

    def _over(self, name: int, version: int) -> None:
        """The time of a version is up: of the last one so is the warning's."""
        last = self.live.get(name)
        if last is None or last.version != version:
            return
        del self.live[name]
        came = name in self._came
        self._came.discard(name)
        self.record = self.record.after(came)
        self.office.over(self.command.headquarters.holder, last, came)

"""An audit of a run from its logs alone: what must never have happened, recomputed without the core.

Tables are pandas frames, as `Run.events`, `.reports` and `.legs` or pandas.read_parquet give them. Lengths nm, times h,
speeds kn. Each check returns its findings in words: what, who, when; an empty list is a clean run.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.occurrences import Occurrence
from guardship.outcomes.episodes import opportunities
from guardship.outcomes.offences import UNITS
from guardship.outcomes.opportunities import Opportunity, Roll, Stage, table, table_lines
from guardship.outcomes.subjects import subjects

if TYPE_CHECKING:
    from pandas import DataFrame

type Floats = NDArray[np.float64]
type Findings = list[str]
type Scale = Callable[[Any, Any], Any]

A_TIP, ENGAGED, AWAITED = "tip", "engaged", "awaited"  # kinds of reports: of tips, and what commands claim
OWN_WORD = (ENGAGED, AWAITED, "dossier", "link")  # that a command may make itself: claims, corrections, links
CHUNK = 1 << 20  # points tested at a time
ROUND_EARTH = 21_600.0  # nm: no leg is longer
WAYS = 65  # places on the way of a leg at which the scale is looked at
TOGETHER = 1e-6  # nm: a leg starts where the one before it ended, but for rounding
SENT = (Occurrence.REPORT, Occurrence.DISTRESS)
TAKEN = (Occurrence.TAKEN, Occurrence.NOT_TAKEN, Occurrence.NOTED, Occurrence.CLAIMED, Occurrence.TIP)
COMMAND = (  # what a command writes
    *TAKEN,
    Occurrence.NO_UNIT,
    Occurrence.WITHHELD,
    Occurrence.GAP,
    Occurrence.REQUESTED,
    Occurrence.REQUEST_REFUSED,
    Occurrence.TIP_EXPIRED,
    Occurrence.LISTED,
    Occurrence.PRIZE_KNOWN,
    Occurrence.CORRECTED,
    Occurrence.WITHDRAWN,
    Occurrence.ADVISORY,
)
# of reports that no unit has made
TOLD = (
    *(Occurrence.TIP_GIVEN, Occurrence.TIPPED, Occurrence.SPOOFED, Occurrence.DECOY),
    *(Occurrence.POISONED, Occurrence.FORGED, Occurrence.FABRICATED, Occurrence.LINKED, Occurrence.ADVISORY_SENT),
)
TAKES = (Occurrence.HIJACKED, Occurrence.DAMAGED)
PREPARES = (Occurrence.CHANGES_HULL, Occurrence.HIDES_GEAR, Occurrence.STAYS_ASHORE)  # before a voyage, by the listed
STOPPED = ("visited", "halted")
ENDS = {
    Occurrence.CAME_HOME: "aborted",
    Occurrence.DETAINED: "stopped",
    Occurrence.RELEASED: "stopped",
    Occurrence.HIJACKED: "succeeded",
    Occurrence.DELIVERED: "succeeded",
    Occurrence.DAMAGED: "succeeded",
}


def one(x: Any, y: Any) -> Any:
    """The local scale of a flat plane."""
    return np.ones_like(x)


class Legs(NamedTuple):
    """The legs, vessel by vessel in order of time; `end`: when the next one begins, or the run ends."""

    names: Sequence[str]
    who: NDArray[np.int64]
    t: Floats
    end: Floats
    x: Floats
    y: Floats
    vx: Floats
    vy: Floats
    absent: NDArray[np.bool_]

    @classmethod
    def of(cls, table: "DataFrame", hours: float) -> "Legs":
        """From the log of legs of a run of so many hours."""
        vessel = table["vessel"].astype("category").cat
        who = vessel.codes.to_numpy(np.int64)
        order = np.argsort(who, kind="stable")
        t, x, y, vx, vy = (table[name].to_numpy(float)[order] for name in ("t", "x", "y", "vx", "vy"))
        who = who[order]
        end = np.append(t[1:], hours)
        end[:-1][who[1:] != who[:-1]] = hours
        return cls(list(vessel.categories), who, t, end, x, y, vx, vy, (table["mode"] == "gone").to_numpy()[order])

    def say(self, k: Any, t: float) -> str:
        """Who and when."""
        return f"{self.names[self.who[k]]} at {t:.6f} h"

    def place(self, k: NDArray[np.int64], t: Floats) -> tuple[Floats, Floats]:
        """Where legs k are at t."""
        return self.x[k] + self.vx[k] * (t - self.t[k]), self.y[k] + self.vy[k] * (t - self.t[k])

    def at(self, vessels: Sequence[str], times: Floats) -> NDArray[np.int64]:
        """The leg on which each vessel is at each time, -1 when it is not in the theatre.

        Of two that begin at that time the later; one that leaves at that time is still there.
        """
        rows = {name: row for row, name in enumerate(self.names)}
        who = np.array([rows.get(name, -1) for name in vessels], np.int64)
        found = np.full(len(who), -1)
        for row in np.unique(who[who >= 0]):
            lo, hi = np.searchsorted(self.who, [row, row + 1])
            asked = np.flatnonzero(who == row)
            k = lo + np.searchsorted(self.t[lo:hi], times[asked], side="right") - 1
            k -= (k > lo) & self.absent[k] & (self.t[k] == times[asked])
            found[asked] = np.where((k < lo) | self.absent[k], -1, k)
        return found

    def launched(self, k: NDArray[np.int64], times: Floats) -> NDArray[np.bool_]:
        """Whether the vessels on legs k came into the theatre at these very times."""
        entry = np.maximum.accumulate(np.where(self.entered, np.arange(len(self.t)), 0))
        there: NDArray[np.bool_] = self.t[entry[k]] == times
        return there & (k >= 0)

    @property
    def entered(self) -> NDArray[np.bool_]:
        """The legs with which a vessel comes into the theatre."""
        new = np.append(True, self.absent[:-1] | (self.who[1:] != self.who[:-1]))
        return new & ~self.absent


def broken_legs(legs: Legs, tolerance: float = TOGETHER) -> Findings:
    """Legs that do not begin where and when the one before them ended, unless the vessel was away."""
    k = np.flatnonzero((legs.who[1:] == legs.who[:-1]) & ~legs.absent[:-1])
    x, y = legs.place(k, legs.end[k])
    gap = np.hypot(legs.x[k + 1] - x, legs.y[k + 1] - y)
    back = legs.t[1:] < legs.t[:-1]
    back &= legs.who[1:] == legs.who[:-1]
    jumps = [f"jumps {gap[m]:.3g} nm: {legs.say(k[m], legs.end[k[m]])}" for m in np.flatnonzero(~(gap <= tolerance))]
    return jumps + [f"goes back in time: {legs.say(m, legs.t[m])}" for m in np.flatnonzero(back)]


def on_land(legs: Legs, land: Callable[[Floats, Floats], NDArray[np.bool_]], step: float = 0.2) -> Findings:
    """Legs of which a point is on land, looked at every `step` nm and at both ends.

    `land` answers for arrays of points. The error of the coast is the caller's: land that is smaller by a margin
    forgives that margin.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        long = np.hypot(legs.vx, legs.vy) * np.abs(legs.end - legs.t)
    findings = [f"a leg of {long[k]:.3g} nm: {legs.say(k, legs.t[k])}" for k in np.flatnonzero(~(long <= ROUND_EARTH))]
    afloat = np.flatnonzero(~legs.absent & (long <= ROUND_EARTH))
    parts = np.maximum(np.ceil(long[afloat] / step), 1.0).astype(np.int64)
    for some in np.array_split(np.arange(len(afloat)), 1 + int(parts.sum()) // CHUNK):
        k = np.repeat(afloat[some], parts[some] + 1)
        first = np.repeat(np.cumsum(parts[some] + 1) - parts[some] - 1, parts[some] + 1)
        t = legs.t[k] + (np.arange(len(k)) - first) / np.repeat(parts[some], parts[some] + 1) * (legs.end - legs.t)[k]
        x, y = legs.place(k, t)
        hits = np.flatnonzero(land(x, y))
        _, of_leg = np.unique(k[hits], return_index=True)
        findings += [f"on land: {legs.say(k[m], t[m])}, ({x[m]:.3f}, {y[m]:.3f})" for m in hits[of_leg]]
    return findings


def too_fast(legs: Legs, greatest: Mapping[str, float], scale: Scale = one, tolerance: float = 1e-9) -> Findings:
    """Legs sailed above the vessel's greatest speed: on the plane, over the local scale in the middle of the leg.

    `tolerance` is relative: the error of the plane. The speed of a leg of nanohours is only as good as the last digits
    of its ends: a few of them are allowed for. A leg that was given up before its end has the scale of the middle of
    the way that it was to lead: the greatest on that way is allowed for.
    """
    k = np.flatnonzero(~legs.absent)
    far, lasts = np.maximum(np.abs(legs.x[k]), np.abs(legs.y[k])), legs.end[k] - legs.t[k]
    digits = 4.0 * np.spacing(far) / np.maximum(lasts, 1e-15)
    speed = np.hypot(legs.vx[k], legs.vy[k]) / scale(*legs.place(k, 0.5 * (legs.t[k] + legs.end[k])))
    limit = np.array([greatest[name] for name in legs.names], float)[legs.who[k]]
    wrong = np.flatnonzero(~(speed <= limit * (1.0 + tolerance) + digits))
    bare = np.hypot(legs.vx[k[wrong]], legs.vy[k[wrong]]) / _widest(legs, k[wrong], scale)
    wrong = wrong[~(bare <= limit[wrong] * (1.0 + tolerance) + digits[wrong])]
    return [f"makes {speed[m]:.4f} kn, can {limit[m]:.4f}: {legs.say(k[m], legs.t[k[m]])}" for m in wrong]


def _widest(legs: Legs, k: NDArray[np.int64], scale: Scale) -> Floats:
    """The greatest scale on the way of each leg, however far that was to lead before it was given up."""
    far = max((float(np.ptp(a)) for a in (legs.x, legs.y) if len(a)), default=0.0)
    speed = np.maximum(np.hypot(legs.vx[k], legs.vy[k]), 1e-12)
    ahead = np.append(np.linspace(0.0, far, WAYS), np.geomspace(far + 1.0, ROUND_EARTH, WAYS))
    x, y = (a[k, None] + (v[k] / speed)[:, None] * ahead for a, v in ((legs.x, legs.vx), (legs.y, legs.vy)))
    return np.asarray(np.broadcast_to(scale(x, y), x.shape).max(axis=1))


def beyond_range(
    events: "DataFrame",
    legs: Legs,
    hulls: Mapping[str, str],
    ranges: Mapping[str, Mapping[str, float]],
    scale: Scale = one,
    tolerance: float = 1e-9,
    holds: Mapping[str, Mapping[str, float]] | None = None,
) -> Findings:
    """Contacts gained farther away than the observer can see such a hull in any light and weather.

    `hulls`: of each vessel; `ranges`: the widest of each vessel's sensors against each hull; `holds`: how far they hold
    it at most, which is how far off a contact may be that is pointed out to a boat when it is put on the water.
    `tolerance` is relative. As for speeds, the greatest scale on the way of the observer is allowed for.
    """
    gained = events[events["kind"] == Occurrence.CONTACT_GAINED]
    t, actors, objects = gained["t"].to_numpy(float), list(gained["actor"]), list(gained["object"])
    a, b = legs.at(actors, t), legs.at(objects, t)
    (x, y), (u, v) = legs.place(a, t), legs.place(b, t)
    launched = legs.launched(a, t)
    reach = np.array(
        [
            ((holds or ranges) if new else ranges).get(o, {}).get(hulls[p], 0.0)
            for o, p, new in zip(actors, objects, launched.tolist(), strict=True)
        ]
    )
    limit = reach * scale(x, y) * (1.0 + tolerance)
    apart = np.hypot(u - x, v - y)
    far = np.flatnonzero((apart > limit) & (a >= 0))
    limit[far] = reach[far] * _widest(legs, a[far], scale) * (1.0 + tolerance)
    findings = []
    for m in np.flatnonzero(~(apart <= limit) | (a < 0) | (b < 0)):
        there = a[m] >= 0 and b[m] >= 0
        what = f"at {apart[m]:.4f} nm, can {limit[m]:.4f}" if there else "but one of them is not there"
        findings.append(f"sees {objects[m]} {what}: {actors[m]} at {t[m]:.6f} h")
    return findings


def before_cause(events: "DataFrame", reports: "DataFrame", messages: "DataFrame") -> Findings:
    """Whatever was done before that by which it was caused could be known.

    A report before its contact was gained or arriving before it was made; a command that acts on a report which has not
    arrived where it is; a unit that acts on a task it was not given, or on a contact that it has not gained.
    """
    sent = {r.report: r for r in reports.itertuples()}
    arrivals = _arrivals(messages)
    gained: set[tuple[str, int]] = set()
    tasked: set[tuple[str, int]] = set()
    early = (r for r in sent.values() if r.arrived < r.made)
    findings = [f"arrives before it is made: report {r.report} at {r.made:.6f} h" for r in early]
    for e in events.itertuples():
        if e.kind == Occurrence.CONTACT_GAINED:
            gained.add((e.actor, e.contact))
        elif e.kind == Occurrence.TASKED:
            tasked.add((e.actor, e.report))
        elif e.contact > 0 and (e.actor, e.contact) not in gained:
            findings.append(f"{e.kind} of contact {e.contact}, not gained yet: {e.actor} at {e.t:.6f} h")
        elif e.report > 0 and e.kind not in SENT + COMMAND + TOLD and (e.actor, e.report) not in tasked:
            findings.append(f"{e.kind} for report {e.report}, not tasked with it: {e.actor} at {e.t:.6f} h")
        if e.report > 0:
            findings += _untimely(e, sent.get(e.report), arrivals)
    return findings


def _arrivals(messages: "DataFrame") -> dict[tuple[int, str], set[float]]:
    """When each report has come to each holder, and to anybody ("")."""
    found: dict[tuple[int, str], set[float]] = {}
    for m in messages[messages["arrived"].notna()].itertuples():
        for receiver in (m.receiver, ""):
            found.setdefault((m.report, receiver), set()).add(m.arrived)
    return found


def _untimely(e: Any, report: Any, arrivals: Mapping[tuple[int, str], set[float]]) -> Iterator[str]:
    where = f"report {e.report}: {e.actor} at {e.t:.6f} h"
    if report is None:
        yield f"{e.kind}, but there is no {where}"
    elif e.kind in TOLD:
        if not (report.made == e.t if e.kind != Occurrence.TIPPED else report.made <= e.t):
            yield f"{e.kind}, but it is of {report.made:.6f} h, {where}"
    elif e.kind in SENT:
        if report.made != e.t or report.sender != e.actor:
            yield f"{e.kind}, but it says {report.sender} at {report.made:.6f} h, {where}"
    else:
        times = arrivals.get((e.report, e.holder if isinstance(e.holder, str) else ""), {np.nan})
        if not min(times) <= e.t or (e.kind in TAKEN and e.t not in times):
            yield f"{e.kind}, but it arrives at {min(times):.6f} h, {where}"


def misnamed(events: "DataFrame", reports: "DataFrame", vessels: "DataFrame", voyages: "DataFrame") -> Findings:
    """Lines about a report that name another voyage than the report is about, or one where it is about none.

    Tips name voyages that never sailed too; of those the log says no more than whose they are.
    """
    roll = Roll.of(vessels)
    known = subjects(table_lines(events, roll), roll, _repeats(reports))
    open_to = _tipped(events, reports, voyages)
    named: dict[int, int] = {}
    findings = []
    for e in events[events["report"] > 0].itertuples():
        may = {known[e.report]} if e.report in known else open_to.get(e.report, {-1})
        if e.voyage not in may or named.setdefault(e.report, e.voyage) != e.voyage:
            findings.append(f"{e.kind} for report {e.report} names voyage {e.voyage}: {e.actor} at {e.t:.6f} h")
    return findings


def _repeats(reports: "DataFrame") -> dict[int, int]:
    """The report that each claim about a contact of a vessel's repeats: the last one before it about that contact."""
    last: dict[tuple[str, int], int] = {}
    found: dict[int, int] = {}
    for r in reports[reports["sender"].notna()].itertuples():
        if r.kind == ENGAGED:
            found[r.report] = last.get((r.sender, r.contact), 0)
        else:
            last[r.sender, r.contact] = r.report
    return found


def _tipped(events: "DataFrame", reports: "DataFrame", voyages: "DataFrame") -> dict[int, set[int]]:
    """The voyages that the reports of nobody's sensors may be about, as far as the files say: tips, and claims to them.

    A tip is about a voyage of the group that it is given of; a claim, about some tip with its number of a contact.
    """
    begun = dict(events.loc[events["kind"] == Occurrence.TIPPED, ["report", "voyage"]].itertuples(index=False))
    of_group: dict[str, set[int]] = {}
    for v in voyages[voyages["outcome"] == "did_not_sail"].itertuples():
        of_group.setdefault(v.group, set()).add(v.voyage)
    given = {e.report: e.object for e in events[events["kind"] == Occurrence.TIP_GIVEN].itertuples()}
    found: dict[int, set[int]] = {}
    by_number: dict[int, set[int]] = {}
    for r in reports[reports["sender"].isna()].itertuples():
        if r.kind == A_TIP:
            planned = of_group.get(given.get(r.report, ""), set())
            found[r.report] = {begun[r.report]} if r.report in begun else {-1} | planned
            by_number.setdefault(r.contact, {-1}).update(found[r.report])
        elif r.kind == AWAITED:
            found[r.report] = by_number.get(r.contact, {-1})
    return found


def unaccounted(events: "DataFrame", summary: Mapping[str, Any]) -> Findings:
    """Voyages and attacks without exactly one outcome, or that do not add up to what the summary says of them."""
    begin, end = summary["window_h"]
    voyages, findings = voyages_of(events)
    attacks, more = attacks_of(events)
    findings += more
    for what, began, said in (
        ("voyages", voyages, summary["funnel"]),
        ("attacks", attacks, summary["attacks"]["outcomes"]),
    ):
        found = Counter(_settled(outcome) for t, outcome in began.values() if begin <= t < end)
        counts: Counter[str] = Counter()
        for key, count in said.items():
            counts[_settled(key)] += count
        findings += [
            f"{what} {key}: {found[key]} in the log, {counts[key]} in the summary"
            for key in sorted(found.keys() | counts.keys())
            if found[key] != counts[key]
        ]
    for what, count, outcomes in (
        ("voyages", summary["voyages"], summary["funnel"]),
        ("attacks", summary["attacks"]["count"], summary["attacks"]["outcomes"]),
    ):
        if count != sum(outcomes.values()):
            findings.append(f"{what}: {count}, but the outcomes add up to {sum(outcomes.values())}")
    return findings


def _settled(outcome: str) -> str:
    """Outcome and cause; why a voyage succeeded is a question to `recount.miscaused`."""
    return "succeeded" if outcome.startswith("succeeded/") else outcome


def unexplained(
    events: "DataFrame", vessels: "DataFrame", written: "DataFrame", summary: Mapping[str, Any], hours: float
) -> Findings:
    """Opportunities that the log of a run of so many hours does not bear out, or that do not add up.

    Each voyage that sailed has some, no other has; one that was stopped has exactly one that ended so, and no other
    has.
    """
    roll = Roll.of(vessels)
    rows = opportunities(table_lines(events, roll), roll, hours)
    begin, end = summary["window_h"]
    voyages, _ = voyages_of(events)
    again = table(rows, roll, {k for k, (t, _) in voyages.items() if begin <= t < end}).to_pandas()
    findings = [f"opportunities: {len(written)} written, {len(again)} in the log"] if len(written) != len(again) else []
    for k in range(min(len(written), len(again))):
        if not again.iloc[k].equals(written.iloc[k]):
            findings.append(f"opportunity {k} is not as in the log: voyage {again['voyage'].iloc[k]}")
    return [
        *findings,
        *_broken_sums(rows, voyages),
        *_wrong_waterfall(rows, voyages, summary),
    ]


def _wrong_waterfall(
    rows: Sequence[Opportunity], voyages: Mapping[int, tuple[float, str]], summary: Mapping[str, Any]
) -> Iterator[str]:
    begin, end = summary["window_h"]
    deepest: dict[int, Stage] = {}
    own = [row for row in rows if begin <= voyages.get(row.voyage, (-1.0, ""))[0] < end]
    for row in own:
        deepest[row.voyage] = max(row.stage, deepest.get(row.voyage, row.stage))
    said = summary["opportunities"]
    found = {"stages": Counter(row.stage.label for row in own), "voyages": Counter(k.label for k in deepest.values())}
    yield from (f"{what} by stage: {dict(counts)} in the log" for what, counts in found.items() if counts != said[what])
    if said["count"] != sum(said["stages"].values()):
        yield f"opportunities: {said['count']}, but the stages add up to {sum(said['stages'].values())}"


def _broken_sums(rows: Sequence[Opportunity], voyages: Mapping[int, tuple[float, str]]) -> Iterator[str]:
    of: dict[int, list[Stage]] = {}
    for row in rows:
        of.setdefault(row.voyage, []).append(row.stage)
        if not row.begin <= row.end:
            yield f"opportunity of voyage {row.voyage} at {row.begin:.6f} h ends before it begins"
    for voyage, (_, outcome) in voyages.items():
        stages = of.pop(voyage, [])
        if bool(stages) == outcome.startswith("did_not_sail"):
            yield f"voyage {voyage}: {outcome}, but {len(stages)} opportunities"
        if sum(stage >= Stage.RELEASED for stage in stages) != outcome.startswith("stopped"):
            yield f"voyage {voyage}: {outcome}, but its opportunities say {[stage.label for stage in stages]}"
        if Stage.UNDETECTED in stages and len(stages) > 1:
            yield f"voyage {voyage}: undetected and detected"
    yield from (f"opportunities of voyage {voyage}, which there is not" for voyage in of)


def voyages_of(events: "DataFrame") -> tuple[dict[int, tuple[float, str]], Findings]:
    """(planned, outcome) by number. A group that is stopped after it has taken a prize has had its success."""
    found: dict[int, tuple[float, str]] = {}
    over: set[int] = set()
    findings = []
    begins = Occurrence.SAILED, Occurrence.DID_NOT_SAIL
    for e in events[events["kind"].isin([*PREPARES, *begins, *ENDS])].itertuples():
        where = f"voyage {e.voyage}: {e.actor} at {e.t:.6f} h"
        if e.kind in PREPARES and e.voyage not in found:
            found[e.voyage] = e.t, "did_not_sail/window_closed"
        elif e.kind in begins:
            planned, outcome = found.get(e.voyage, (e.t, "did_not_sail/window_closed"))
            if e.voyage in over or not outcome.startswith("did_not_sail"):
                findings.append(f"begins twice, {where}")
            outcome = "at_sea/window_closed" if e.kind == Occurrence.SAILED else f"did_not_sail/{e.reason}"
            found[e.voyage] = planned, outcome
            over |= {e.voyage} if e.kind == Occurrence.DID_NOT_SAIL else set()
        elif e.voyage not in found or e.voyage in over:
            findings.append(f"{e.kind}, but it is not at sea, {where}")
        else:
            planned, outcome = found[e.voyage]
            over |= {e.voyage} if e.kind != Occurrence.HIJACKED else set()
            if not outcome.startswith("succeeded"):
                found[e.voyage] = planned, f"{ENDS[e.kind]}/{e.reason}"
    return found, findings


def misbooked(
    events: "DataFrame", voyages: "DataFrame", offences: Mapping[str, str], window: tuple[float, float]
) -> Findings:
    """Voyages that do not stand in their table as in the log. `offences`: of each vessel that makes voyages."""
    found, _ = voyages_of(events)
    findings = [f"voyages: {len(voyages)} written, {len(found)} in the log"] if len(voyages) != len(found) else []
    thrown = set(events.loc[events["kind"] == Occurrence.JETTISONED, "voyage"])
    for v in voyages.itertuples():
        planned, outcome = found.get(v.voyage, (-1.0, "none"))
        said = (v.planned, _settled(f"{v.outcome}/{v.cause}"), v.jettisoned, v.counted, v.offence)
        there = (
            planned,
            _settled(outcome),
            v.voyage in thrown,
            window[0] <= planned < window[1],
            offences.get(v.group),
        )
        if said != there:
            findings.append(f"voyage {v.voyage}: {there} in the log, {said} in the table")
        laden = v.offence in UNITS
        if laden != (v.cargo == v.offence) or laden != (v.amount >= 0.0) or v.amount < 0.0:
            findings.append(f"voyage {v.voyage}: {v.offence} with {v.amount} of {v.cargo}")
        struck = v.offence == "attack" and v.outcome == "succeeded"
        if struck != (v.damage >= 0.0) or struck != (v.lives >= 0.0):
            findings.append(f"voyage {v.voyage}: {v.offence}, {v.outcome}, with {v.damage} USD and {v.lives} lives")
    return findings


def attacks_of(events: "DataFrame") -> tuple[dict[int, tuple[float, str]], Findings]:
    """(begun, outcome) by number."""
    found: dict[int, tuple[float, str]] = {}
    findings = []
    for e in events[events["kind"].isin([Occurrence.ATTACK, Occurrence.ATTACK_FAILED, *TAKES])].itertuples():
        where = f"attack {e.attack}: {e.actor} at {e.t:.6f} h"
        if e.kind == Occurrence.ATTACK:
            if e.attack in found:
                findings.append(f"begins twice, {where}")
            found[e.attack] = e.t, "under_way/window_closed"
        elif e.attack not in found or not found[e.attack][1].startswith("under_way"):
            findings.append(f"{e.kind}, but it is not under way, {where}")
        else:
            failed = "stopped" if e.reason in STOPPED else "failed"
            outcome = e.kind if e.kind in TAKES else failed
            found[e.attack] = found[e.attack][0], f"{outcome}/{e.reason}"
    return found, findings

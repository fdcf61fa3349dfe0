"""What became of reports, as the waterfall of voyages says what became of voyages; and what taskings on them led to.

A report counts once for each holder to which it was to go. From the log, the reports and the copies of them on
channels alone, so that an audit can do it again. Times h.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple, final

from guardship.occurrences import Occurrence
from guardship.outcomes.effort import Window
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.opportunities import FREE, Roll
from guardship.outcomes.statistics import Measure, share

if TYPE_CHECKING:
    import pyarrow

STAGES = ("made", "released", "arrived", "taken", "associated", "tasked", "there", "right_vessel", "boarded")
ADVISORY = "advisory"  # the kind of a report, and whose it is: an outer layer's, which has warned an inner one
KINDS = ("contact", "update", "distress", "tip", ADVISORY)  # that may call for a unit
CLEARED = "cleared"  # the kind of a report
OWN, PARTNER, CALL = ORIGINS = ("own", "partner", "call")
MEETS = {
    Occurrence.PURSUIT,
    Occurrence.SUPPORTING,
    Occurrence.SHADOWING,
    Occurrence.HALTED,
    Occurrence.BOARDING,
}
ABOUT = {Occurrence.SAILED, Occurrence.REPORT, Occurrence.TIP_GIVEN}
TAKES = {Occurrence.TAKEN, Occurrence.TIP}
ERRANDS = {Occurrence.TASKED, Occurrence.DECLINED, Occurrence.ON_SCENE} | FREE | MEETS

type Cell = tuple[str, str, str]
"""Nation or centre, kind, origin."""


@final
class Told(NamedTuple):
    """A report: `origin` the holder whose it is, "" for a call that everybody hears.

    `group`: the mother ship of the group that it is about, an innocent vessel, or -1 for nothing; `voyage`: its number,
    -1 for none. `seen`: when what it says was seen; `suspicious`: for what it holds that, None for neither.
    """

    report: int
    kind: str
    origin: str
    made: float
    group: int
    voyage: int
    seen: float = 0.0
    suspicious: bool | None = None


@final
class Said(NamedTuple):
    """A report as it was made, its last observation. `sender`: the row of a vessel, -1 for none."""

    report: int
    kind: str
    sender: int
    made: float
    contact: int
    x: float
    y: float
    suspicious: bool | None


@final
class Copy(NamedTuple):
    """A report on a channel."""

    report: int
    receiver: str
    released: bool
    arrived: bool


@final
@dataclass
class Errand:
    """A unit after what a report is about. `met`, `boarded`: groups and vessels, by it, its boats and its aircraft."""

    time: float
    unit: int
    report: int
    holder: int
    there: bool = False
    met: set[int] = field(default_factory=set)
    boarded: set[int] = field(default_factory=set)


@final
class Reported(NamedTuple):
    """All that reports led to is counted from. `holders`: names, by the number of a line of the log."""

    told: Mapping[int, Told] = {}
    copies: Sequence[Copy] = ()
    holders: Sequence[str] = ()
    roll: Roll = Roll((), (), ())


# ---- what reports are about ------------------------------------------------------------------


def groups(
    entries: Iterable[Entry], gained: Mapping[tuple[int, int], int], voyages: Mapping[int, int], roll: Roll
) -> dict[int, int]:
    """The group or innocent vessel that each report is about, by its number; of those about nothing none.

    `gained`: the vessel behind each contact, by observer and number; `voyages`: what reports are about, by number.
    """
    sailed: dict[int, int] = {}
    found: dict[int, int] = {}
    for e in of_kinds(entries, ABOUT):
        if e.kind == Occurrence.SAILED:
            sailed[e.voyage] = e.actor
        elif e.kind == Occurrence.REPORT and (e.actor, e.contact) in gained:
            found[e.report] = group(gained[e.actor, e.contact], roll)
        elif e.kind == Occurrence.TIP_GIVEN and e.object >= 0:
            found[e.report] = group(e.object, roll)
    for report, voyage in voyages.items():
        if report not in found and voyage in sailed:
            found[report] = sailed[voyage]
    return found


def told(
    said: Iterable[Said], origins: Mapping[int, str], about: Mapping[int, int], voyages: Mapping[int, int]
) -> dict[int, Told]:
    """Reports by number. `origins`: of each the holder; `about`: its group; `voyages`: its voyage, by number.

    What a report says was seen when the first report of that sender's contact with that place was made.
    """
    first: dict[tuple[int, int, float, float], float] = {}
    found = {}
    for r in said:
        seen = first.setdefault((r.sender, r.contact, r.x, r.y), r.made)
        held = False if r.kind == CLEARED else r.suspicious
        origin, of = origins.get(r.report, ""), about.get(r.report, -1)
        found[r.report] = Told(r.report, r.kind, origin, r.made, of, voyages.get(r.report, -1), seen, held)
    return found


def group(row: int, roll: Roll) -> int:
    """The mother ship of a vessel's group, or itself."""
    return roll.lead[row] if roll.lead[row] >= 0 else row


# ---- what units did --------------------------------------------------------------------------


def errands(entries: Iterable[Entry], roll: Roll) -> list[Errand]:
    """What units were sent for, in order; without what they refused at once."""
    rows = {name: row for row, name in enumerate(roll.names)}
    found: list[Errand] = []
    out: dict[int, Errand] = {}
    for e in of_kinds(entries, ERRANDS):
        if e.kind == Occurrence.TASKED:
            out[e.actor] = Errand(e.time, e.actor, e.report, e.holder)
            found.append(out[e.actor])
        elif e.kind == Occurrence.DECLINED and e.report and e.actor in out and out[e.actor].report == e.report:
            found.remove(out.pop(e.actor))
        elif e.kind in FREE:
            out.pop(e.actor, None)
        elif e.kind == Occurrence.ON_SCENE and e.actor in out:
            out[e.actor].there = True
        elif e.kind in MEETS and e.object >= 0:
            carrier = rows.get(roll.names[e.actor].rpartition("/")[0], -1)
            for errand in (out[unit] for unit in {e.actor, carrier} if unit in out):
                _meet(errand, e, roll)
    return found


def _meet(errand: Errand, e: Entry, roll: Roll) -> None:
    errand.there = True
    errand.met.add(group(e.object, roll))
    if e.kind == Occurrence.BOARDING:
        errand.boarded.add(group(e.object, roll))


# ---- the waterfall ---------------------------------------------------------------------------


def origin(told: Told, holder: str) -> str:
    """Whose report it is to a holder."""
    if told.kind == ADVISORY:
        return ADVISORY
    return CALL if not told.origin else OWN if told.origin == holder else PARTNER


def funnel(entries: Sequence[Entry], reported: Reported, window: Window) -> dict[Cell, Counter[str]]:
    """How many reports made within the window came to each stage, by receiver, kind and origin.

    Each stage but `associated` is part of the one before it that is not; `associated` is part of `taken`.
    """
    told, names = reported.told, reported.holders
    tasked: dict[tuple[str, int], list[Errand]] = {}
    for errand in errands(entries, reported.roll):
        tasked.setdefault((names[errand.holder], errand.report), []).append(errand)
    taken, right = _taken(entries, reported)
    alike: Counter[tuple[Cell, tuple[bool, ...]]] = Counter()  # how many, by which of STAGES they reached
    for (holder, number), copy in _copies(reported, window).items():
        one, key = told[number], (holder, number)
        reached = True, copy.released, copy.arrived, key in taken, key in right
        alike[(holder, one.kind, origin(one, holder)), (*reached, *_sent(one.group, tasked.get(key, ())))] += 1
    found: dict[Cell, Counter[str]] = {}
    for (cell, stages), count in alike.items():
        found.setdefault(cell, Counter()).update(dict.fromkeys(compress(STAGES, stages), count))
    return found


def _sent(about: int, sent: Sequence[Errand]) -> tuple[bool, bool, bool, bool]:
    """Whether units were sent, one was there, one met the group that the report is about, one boarded that."""
    if not sent:
        return False, False, False, False
    there = any(e.there for e in sent)
    return True, there, any(about in e.met for e in sent), any(about in e.boarded for e in sent)


def _copies(reported: Reported, window: Window) -> dict[tuple[str, int], Copy]:
    """By receiver and report, of several ways the best."""
    begin, end = window
    own = {number for number, one in reported.told.items() if one.kind in KINDS and begin <= one.made < end}
    found: dict[tuple[str, int], Copy] = {}
    for copy in reported.copies:
        if copy.report in own:
            key = copy.receiver, copy.report
            before = found.get(key)
            if before is not None:
                released, arrived = before.released or copy.released, before.arrived or copy.arrived
                copy = Copy(copy.report, copy.receiver, released, arrived)
            found[key] = copy
    return found


def _taken(entries: Iterable[Entry], reported: Reported) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """What holders took into the pictures that they act upon; and what of it went where only the same had gone."""
    taken: set[tuple[str, int]] = set()
    right: set[tuple[str, int]] = set()
    first: dict[tuple[int, int], int] = {}
    for e in of_kinds(entries, TAKES):
        if e.report in reported.told:
            key = reported.holders[e.holder], e.report
            taken.add(key)
            about = reported.told[e.report].group
            if e.track and about >= 0 and first.setdefault((e.holder, e.track), about) == about:
                right.add(key)
    return taken, right


def by_part(found: Mapping[Cell, Counter[str]]) -> dict[str, dict[str, dict[str, int]]]:
    """As in the summary: the stages of all, and by nation, by kind and by origin."""
    parts = ("nations", "kinds", "origins")
    sums: dict[str, dict[str, Counter[str]]] = {part: {} for part in ("all", *parts)}
    for cell, stages in sorted(found.items()):
        for part, name in zip(("all", *parts), ("reports", *cell), strict=True):
            sums[part].setdefault(name, Counter()).update(stages)
    return {part: {name: _in_order(stages) for name, stages in sorted(own.items())} for part, own in sums.items()}


def _in_order(stages: Mapping[str, int]) -> dict[str, int]:
    return {stage: stages.get(stage, 0) for stage in STAGES}


def table(found: Mapping[Cell, Counter[str]]) -> "pyarrow.Table":
    """A row for each nation, kind and origin, a column for each stage."""
    import pyarrow as pa

    cells = sorted(found)
    names = zip(("nation", "kind", "origin"), zip(*cells, strict=True) if cells else ((), (), ()), strict=True)
    texts = {name: pa.array(list(values), pa.string()) for name, values in names}
    return pa.table(texts | {s: pa.array([found[cell].get(s, 0) for cell in cells], pa.int64()) for s in STAGES})


# ---- cues ------------------------------------------------------------------------------------


def cues(entries: Sequence[Entry], reported: Reported, window: Window, sailed: Iterable[int]) -> dict[str, Measure]:
    """Whether taskings went after those who were guilty, and whether somebody was sent after these.

    Of a tasking within the window: its unit met the group on a voyage that the report was about; `any_guilty`: some
    offender. Of the voyages `sailed`, by number: a unit was sent on a report of it, whenever. Each by origin too.
    """
    told, sent = reported.told, [e for e in errands(entries, reported.roll) if e.report in reported.told]
    of = {id(e): origin(told[e.report], reported.holders[e.holder]) for e in sent}
    own = [e for e in sent if window[0] <= e.time < window[1]]
    hit = {id(e) for e in own if told[e.report].voyage >= 0 and told[e.report].group in e.met}
    voyages, origins = (
        set(sailed),
        (*ORIGINS, *(ADVISORY for _ in range(any(one.kind == ADVISORY for one in told.values())))),
    )
    after = {o: {told[e.report].voyage for e in sent if of[id(e)] == o} & voyages for o in origins}
    by_origin = {o: [e for e in own if of[id(e)] == o] for o in origins}
    precision = share(len(hit), len(own), "taskings after which the unit met the group that the report was about")
    recall = share(len(set().union(*after.values())), len(voyages), "voyages that sailed after which a unit was sent")
    guilty = sum(any(reported.roll.lead[one] >= 0 for one in e.met) for e in own)
    return {
        "cue_precision": {**precision, "any_guilty": guilty, **dict(_shares(by_origin, hit))},
        "cue_recall": {**recall, **{o: len(found) for o, found in after.items()}},
    }


def _shares(by_origin: Mapping[str, Sequence[Errand]], hit: set[int]) -> Iterator[tuple[str, Measure]]:
    for one, sent in by_origin.items():
        n, count = len(sent), sum(id(e) in hit for e in sent)
        yield one, {"value": count / n if n else None, "count": count, "n": n}

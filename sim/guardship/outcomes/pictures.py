"""How good the holders' pictures were: attributes as published for the single integrated air picture, at fixed times.

Completeness, ambiguity, spurious tracks, continuity, identity and age (SIAP System Engineering Task Force, 2001 and
later), by what tracks rest on and not by how near they are. From the log and the reports alone: a track lives from the
first report that went into it until nobody has seen it for as long as holders remember. Who is there is a group on a
voyage, boats and all, or an innocent vessel. Times h.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import ceil, inf
from typing import Any, NamedTuple, final

from guardship.occurrences import Occurrence
from guardship.outcomes.effort import Window
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.opportunities import Roll
from guardship.outcomes.report_funnel import Reported, Told
from guardship.outcomes.subjects import HOME

EVERY = 6.0  # h: decides nothing, the attributes are means over the samples
COUNTED = {Occurrence.TAKEN, Occurrence.CLAIMED}
COUNTS = ("objects", "followed", "tracks", "resting", "distinct", "spurious", "pairs", "broken", "right", "wrong")


@final
@dataclass
class Plot:
    """A track as the reports in it say: what it rests on, when that was last seen, for what it is held and since when.

    `suspicious`: None where nobody has said.
    """

    group: int = -1
    seen: float = -inf
    suspicious: bool | None = None
    said: float = -inf

    def take(self, told: Told) -> None:
        """Count a report; one that comes late changes nothing that is newer."""
        if told.seen >= self.seen:
            self.seen, self.group = told.seen, told.group
        if told.suspicious is not None and told.seen >= self.said:
            self.suspicious, self.said = told.suspicious, told.seen


@final
@dataclass
class Tally:
    """Sums over the samples of one picture."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    age: float = 0.0
    stands: dict[int, int] = field(default_factory=dict)
    """By object the track that stood for it when it last had one."""

    def add(self, **more: int) -> None:
        """Add to the counts."""
        for name, n in more.items():
            self.counts[name] += n


class Sail(NamedTuple):
    """A voyage at sea."""

    group: int
    begin: float
    end: float


def sails(entries: Iterable[Entry]) -> list[Sail]:
    """Every voyage that sailed, until it is over; infinite for one that the run does not see the end of."""
    found: dict[int, Sail] = {}
    for e in of_kinds(entries, {Occurrence.SAILED, *HOME}):
        if e.kind == Occurrence.SAILED:
            found[e.voyage] = Sail(e.actor, e.time, inf)
        elif e.voyage in found:
            sail = found[e.voyage]
            found[e.voyage] = sail._replace(end=min(sail.end, e.time))
    return list(found.values())


def pictures(
    entries: Sequence[Entry], reported: Reported, window: Window, memory: float, names: Iterable[str]
) -> dict[str, Any]:
    """The attributes of the pictures that holders act upon, together and by name, each a mean over the samples.

    `memory`: after which a track that nobody has seen ends. What a search that found nothing has ended earlier the log
    does not say: such a track counts until then.
    """
    tallies = {name: Tally() for name in names}
    at_sea, times = sails(entries), _times(window)
    for t, plots in live(entries, reported, memory, times):
        here = {sail.group for sail in at_sea if sail.begin <= t < sail.end}
        for name, tally in tallies.items():
            _sample(tally, t, plots.get(name, {}), here, reported.roll)
    every = Tally()
    for tally in tallies.values():
        every.add(**tally.counts)
        every.age += tally.age
    return {
        "every_h": EVERY,
        "samples": len(times),
        "all": attributes(every),
        "holders": {name: attributes(tally) for name, tally in sorted(tallies.items())},
    }


def _times(window: Window) -> list[float]:
    """When samples are taken."""
    begin, end = window
    return [begin + k * EVERY for k in range(ceil((end - begin) / EVERY))]


def live(
    entries: Sequence[Entry], reported: Reported, memory: float, times: Sequence[float]
) -> Iterator[tuple[float, dict[str, dict[int, Plot]]]]:
    """Each time with the live tracks of each holder by number, after all that has come by then.

    The same mappings each time: they are not to be kept.
    """
    plots: dict[str, dict[int, Plot]] = {}
    lines = iter([e for e in of_kinds(entries, COUNTED) if e.track and e.report in reported.told])
    e = next(lines, None)
    for t in times:
        while e is not None and e.time <= t:
            own = plots.setdefault(reported.holders[e.holder], {})
            own.setdefault(e.track, Plot()).take(reported.told[e.report])
            e = next(lines, None)
        for own in plots.values():
            for track in [track for track, plot in own.items() if plot.seen + memory <= t]:
                del own[track]
        yield t, plots


def _sample(tally: Tally, t: float, plots: Mapping[int, Plot], here: Set[int], roll: Roll) -> None:
    """Count a picture at t. `here`: the groups on a voyage."""
    stands: dict[int, tuple[float, int]] = {}  # by object, of its tracks the one that was seen last
    resting = right = wrong = 0
    for track, plot in plots.items():
        tally.age += t - plot.seen
        guilty = plot.group in here
        if plot.group < 0 or (roll.lead[plot.group] >= 0 and not guilty):
            continue
        resting += 1
        right += plot.suspicious is guilty
        wrong += plot.suspicious is (not guilty)
        stands[plot.group] = max(stands.get(plot.group, (-inf, 0)), (plot.seen, track))
    known = [one for one in stands if one in tally.stands]
    tally.add(
        objects=len(here),
        followed=len(here & stands.keys()),
        tracks=len(plots),
        resting=resting,
        distinct=len(stands),
        spurious=len(plots) - resting,
        pairs=len(known),
        broken=sum(stands[one][1] != tally.stands[one] for one in known),
        right=right,
        wrong=wrong,
    )
    tally.stands |= {one: track for one, (_, track) in stands.items()}


def attributes(tally: Tally) -> dict[str, float | int | None]:
    """The attributes; None without a base."""
    n = tally.counts

    def ratio(part: float, base: int) -> float | None:
        return part / base if base else None

    return {
        "completeness": ratio(n["followed"], n["objects"]),
        "ambiguity": ratio(n["resting"], n["distinct"]),
        "spurious": ratio(n["spurious"], n["tracks"]),
        "broken": ratio(n["broken"], n["pairs"]),
        "identity_right": ratio(n["right"], n["resting"]),
        "identity_wrong": ratio(n["wrong"], n["resting"]),
        "age_h": ratio(tally.age, n["tracks"]),
        "tracks": n["tracks"],
    }

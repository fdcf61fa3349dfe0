"""What an audit asks of warnings to shipping and of stations by a map: from their tables and the log alone.

Tables are pandas frames, as `Run.advisories`, `.heeded`, `.plans`, `.stations` and `.events` give them. Each check
returns its findings in words; an empty list is a clean run.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guardship.occurrences import Occurrence

if TYPE_CHECKING:
    from pandas import DataFrame

type Findings = list[str]

CHOSEN = {  # what the log says of a choice; of going on it says nothing
    "watch": Occurrence.WATCH_DOUBLED,
    "faster": Occurrence.HASTENS,
    "around": Occurrence.GOES_AROUND,
    "joins": Occurrence.JOINS_GROUP,
    "back": Occurrence.KEEPS_AWAY,
}
ROUNDING = 1e-6  # of hours and groups that were added up, relative


def misadvised(advisories: "DataFrame", heeded: "DataFrame", events: "DataFrame") -> Findings:
    """What is wrong with warnings: numbers, who was told, and whether each master took what is cheapest to him."""
    return [*_numbered(advisories, events), *_untold(advisories, heeded, events), *_dearer(heeded, events)]


def _numbered(advisories: "DataFrame", events: "DataFrame") -> Iterator[str]:
    """Each version of an advisory was issued once, one after the other, and the log says so."""
    for name, own in advisories.groupby("advisory"):
        if own["version"].tolist() != list(range(len(own))):
            yield f"advisory {name}: versions {own['version'].tolist()}, wanted 0, 1, 2, ... in the order of issue"
    noted = events[events["kind"] == Occurrence.ADVISORY]
    issued, said = (Counter(zip(one["t"], one["report"], strict=True)) for one in (advisories, noted))
    for t, report in (issued - said) + (said - issued):
        row, line = issued[t, report], said[t, report]
        yield f"an advisory upon report {report} at {t:g} h: {row} in the table, {line} in the log"


def _untold(advisories: "DataFrame", heeded: "DataFrame", events: "DataFrame") -> Iterator[str]:
    """Nobody heeds what was not issued yet, or before any word of it."""
    issued = dict(zip(zip(advisories["advisory"], advisories["version"], strict=True), advisories["t"], strict=True))
    told = events[events["kind"] == Occurrence.ADVISED].groupby("actor")["t"].min()
    for one in heeded.itertuples():
        since = issued.get((one.advisory, one.version))
        if since is None or since > one.t:
            yield f"{one.ship} at {one.t:g} h: heeds version {one.version} of advisory {one.advisory}, issued {since}"
        if one.ship not in told.index or told[one.ship] > one.t:
            yield f"{one.ship} at {one.t:g} h: decides before being told"


def _dearer(heeded: "DataFrame", events: "DataFrame") -> Iterator[str]:
    """Nobody takes what costs more than going on, those who decide as one in all; and each choice is in the log."""
    for (t, choice), own in heeded.groupby(["t", "choice"]):
        cost, on = own["cost"].sum(), own["on"].sum()
        if cost > on * (1.0 + ROUNDING):
            yield f"{', '.join(own['ship'])} at {t:g} h: {choice} at {cost:g} USD, going on costs {on:g}"
    for choice, kind in CHOSEN.items():
        rows, lines = heeded[heeded["choice"] == choice], events[events["kind"] == kind]
        chosen = Counter(zip(rows["t"], rows["ship"], strict=True))
        said = Counter(zip(lines["t"], lines["actor"], strict=True))
        for t, ship in (chosen - said) + (said - chosen):
            yield f"{ship} at {t:g} h: {choice} {chosen[t, ship]} times in the table, {said[t, ship]} in the log"


def misposted(plans: "DataFrame", stations: "DataFrame", events: "DataFrame", window: float) -> Findings:
    """What is wrong with stations. `window`: the measured hours."""
    return [*_unordered(plans, events), *_overcounted(stations, window)]


def _unordered(plans: "DataFrame", events: "DataFrame") -> Iterator[str]:
    """One station a unit and plan; who takes up another was told to by the last plan that moved it, each once."""
    for (t, unit), n in Counter(zip(plans["t"], plans["unit"], strict=True)).items():
        if n > 1:
            yield f"{unit}: {n} stations by one plan at {t:g} h"
    ordered: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for row in plans[plans["moved"]].itertuples():
        ordered[row.unit, row.holder].append(row.t)
    for (unit, holder), lines in events[events["kind"] == Occurrence.STATIONED].groupby(["actor", "holder"]):
        due = ordered[unit, holder]
        for k, t in enumerate(sorted(lines["t"])):
            if sum(one <= t for one in due) <= k:
                yield f"{unit} at {t:g} h: takes up a station of {holder}, of which no plan tells"


def _overcounted(stations: "DataFrame", window: float) -> Iterator[str]:
    """Hours within the window, parts within their wholes, and bare hours the same for all who look at a cell."""
    for row in stations.itertuples():
        within = {
            "doubled": (row.doubled, row.own),
            "bare": (row.bare, window),
            "missed": (row.missed, row.expected),
        }
        for what, (part, whole) in within.items():
            if not 0.0 <= part <= whole * (1.0 + ROUNDING) + ROUNDING:
                yield f"cell {row.cell} of {row.holder}: {what} {part:g} of {whole:g}"
    for cell, own in stations.groupby("cell"):
        if own["bare"].max() - own["bare"].min() > ROUNDING * window:
            yield f"cell {cell}: bare for {own['bare'].min():g} h to one holder and {own['bare'].max():g} h to another"

"""What there is to draw of a run: where patrols spent their hours, and what happened where, from its tables alone.

Tables are pandas frames, as `Run.events` or pandas.read_parquet give them. Lengths nm, times h. Only what happens in
the measuring window counts, and of voyages those that were planned in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from guardship.core.kernels.state import Floats
from guardship.maps.chart import Chart
from guardship.occurrences import Occurrence
from guardship.outcomes.audit import Legs, attacks_of
from guardship.outcomes.opportunities import Stage
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import Aircraft, Patrol

if TYPE_CHECKING:
    from pandas import DataFrame

TABLES = ("events", "legs", "vessels", "voyages", "opportunities")  # of which all of this is made
DAY = 24.0
CELLS = 60  # squares along the longer side of the window, at least; up to two and a half times as many
PARTS = 4  # of a square's side: a leg's hours are laid down at points no farther apart
OFTEN = 0.1  # h between the instants among which the nearest approach is sought


class Spot(NamedTuple):
    """Something that happened: `kind` as `outcomes.places` has it, `boarded` (an innocent vessel) or `missed`.

    `became`: the outcome of an attack, the cause of a voyage's end, empty for others. `missed`: a voyage of which
    nobody ever knew, where it came nearest to a patrol.
    """

    kind: str
    t: float
    x: float
    y: float
    became: str = ""


@dataclass(frozen=True, eq=False)
class Happened:
    """What a map of a run shows: hours a day (rows, columns) that ships and aircraft of patrols spent in each square of
    `side` [nm], from the lower left corner of the chart's window on; and spots in the order of time."""

    effort: Floats
    side: float
    spots: tuple[Spot, ...]
    seed: int

    @classmethod
    def of(cls, chart: Chart, tables: "Mapping[str, DataFrame]", seed: int) -> "Happened":
        """From the tables of a run of the chart's scenario."""
        scenario = chart.theatre.scenario
        legs = Legs.of(tables["legs"], scenario.time.hours)
        window = measured(scenario)
        watch = watching(scenario, tables["vessels"])
        side = square(chart.window)
        grid = effort(legs, watch, window, chart.window, side)
        spots = [*_contacts(tables, legs), *_attacks(tables, legs, window, chart), *_ends(tables, legs)]
        spots += [*_boarded(tables, legs, window), *_missed(tables, legs, watch)]
        return cls(grid, side, tuple(sorted(spots, key=lambda spot: (spot.t, spot.kind))), seed)


def measured(scenario: Scenario) -> tuple[float, float]:
    """The measuring window."""
    return scenario.time.warm_up, scenario.time.warm_up + scenario.time.measure


def watching(scenario: Scenario, vessels: "DataFrame") -> list[str]:
    """The ships and aircraft of patrols; boats are where their ships are."""
    types = {name for name, kind in scenario.types.items() if isinstance(kind, Patrol | Aircraft)}
    return [str(v) for v in vessels.loc[vessels["unit"] & vessels["type"].isin(types), "vessel"]]


# ---- hours --------------------------------------------------------------------------------------


def square(window: tuple[float, float, float, float]) -> float:
    """The side [nm] of the squares of a window: 1, 2 or 5 times a power of ten."""
    finest = max(window[2] - window[0], window[3] - window[1]) / CELLS
    power = 10.0 ** floor(log10(finest))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= finest)


def effort(
    legs: Legs, vessels: list[str], window: tuple[float, float], extent: tuple[float, float, float, float], side: float
) -> Floats:
    """Hours a day of the vessels in each square (rows, columns), to a quarter of its side; without those in port."""
    x0, y0, x1, y1 = extent
    columns, rows = (max(1, int(np.ceil((high - low) / side))) for low, high in ((x0, x1), (y0, y1)))
    begin, end = np.maximum(legs.t, window[0]), np.minimum(legs.end, window[1])
    wanted = np.isin(legs.who, [k for k, name in enumerate(legs.names) if name in set(vessels)])
    k = np.flatnonzero(wanted & ~legs.absent & (end > begin))
    hours = (end - begin)[k]
    parts = np.ceil(np.hypot(legs.vx[k], legs.vy[k]) * hours / (side / PARTS)).astype(int) + 1
    leg = np.repeat(np.arange(len(k)), parts)
    nth = np.arange(len(leg)) - np.repeat(np.cumsum(parts) - parts, parts)
    x, y = legs.place(k[leg], begin[k][leg] + (nth + 0.5) / parts[leg] * hours[leg])
    box = ((y0, y0 + rows * side), (x0, x0 + columns * side))
    grid, _, _ = np.histogram2d(y, x, bins=(rows, columns), range=box, weights=hours[leg] / parts[leg])
    return np.asarray(grid * DAY / (window[1] - window[0]))


# ---- spots --------------------------------------------------------------------------------------


def _contacts(tables: "Mapping[str, DataFrame]", legs: Legs) -> Iterator[Spot]:
    """The first contact of each opportunity."""
    rows = tables["opportunities"]
    rows = rows[rows["counted"] & rows["seen"].notna() & rows["target"].notna()]
    yield from _spots("contact", legs, list(rows["target"]), rows["seen"].to_numpy(float))


def _attacks(
    tables: "Mapping[str, DataFrame]", legs: Legs, window: tuple[float, float], chart: Chart
) -> Iterator[Spot]:
    """Attacks, where the ship or the terminal is."""
    events, targets = tables["events"], tables["voyages"].set_index("voyage")["target"]
    begun = events[(events["kind"] == Occurrence.ATTACK) & _within(events, window)]
    ended, _ = attacks_of(events)
    k = legs.at([str(name) for name in begun["object"]], begun["t"].to_numpy(float))
    x, y = legs.place(k, begun["t"].to_numpy(float))
    for n, e in enumerate(begun.itertuples()):
        at = (float(x[n]), float(y[n])) if k[n] >= 0 else chart.theatre.point(str(targets[e.voyage]))
        yield Spot("attack", e.t, *at, ended[e.attack][1].partition("/")[0])


def _ends(tables: "Mapping[str, DataFrame]", legs: Legs) -> Iterator[Spot]:
    """Voyages that were stopped, and cargoes that were landed."""
    rows = tables["voyages"]
    rows = rows[rows["counted"] & rows["ended"].notna()]
    for kind, of in (
        ("stopped", rows["outcome"] == "stopped"),
        ("landed", (rows["outcome"] == "succeeded") & rows["cargo"].notna()),
    ):
        some = rows[of]
        yield from _spots(kind, legs, list(some["group"]), some["ended"].to_numpy(float), list(some["cause"]))


def _boarded(tables: "Mapping[str, DataFrame]", legs: Legs, window: tuple[float, float]) -> Iterator[Spot]:
    """Boardings of vessels that were on no voyage."""
    events = tables["events"]
    rows = events[(events["kind"] == Occurrence.BOARDING) & (events["voyage"] < 0) & _within(events, window)]
    yield from _spots("boarded", legs, list(rows["actor"]), rows["t"].to_numpy(float))


def _missed(tables: "Mapping[str, DataFrame]", legs: Legs, watch: list[str]) -> Iterator[Spot]:
    """Voyages of which nobody knew, where they came nearest to a patrol; none where there was no patrol at sea."""
    rows = tables["opportunities"]
    unknown = rows[rows["counted"] & (rows["stage"] == Stage.UNDETECTED.label)]
    group = tables["voyages"].set_index("voyage")["group"]
    for row in unknown.itertuples():
        if spot := _nearest(legs, str(group[row.voyage]), watch, row.begin, row.end):
            yield spot


def _nearest(legs: Legs, vessel: str, watch: list[str], begin: float, end: float) -> Spot | None:
    times = np.linspace(begin, end, int((end - begin) / OFTEN) + 2)
    x, y = _places(legs, [vessel] * len(times), times)
    least, found = np.inf, None
    for unit in watch:
        u, v = _places(legs, [unit] * len(times), times)
        apart = np.hypot(u - x, v - y)
        if np.isfinite(apart).any() and apart[k := int(np.nanargmin(apart))] < least:
            least, found = float(apart[k]), Spot("missed", float(times[k]), float(x[k]), float(y[k]))
    return found


def _within(events: "DataFrame", window: tuple[float, float]) -> "DataFrame":
    return (events["t"] >= window[0]) & (events["t"] < window[1])


def _places(legs: Legs, vessels: list[str], times: Floats) -> tuple[Floats, Floats]:
    """Where vessels were, nan for those that were not in the theatre."""
    k = legs.at(vessels, times)
    x, y = legs.place(k, times)
    return np.where(k >= 0, x, np.nan), np.where(k >= 0, y, np.nan)


def _spots(kind: str, legs: Legs, vessels: list[str], times: Floats, became: list[str] | None = None) -> Iterator[Spot]:
    x, y = _places(legs, vessels, times)
    said = became or [""] * len(vessels)
    for t, u, v, what in zip(times.tolist(), x.tolist(), y.tolist(), said, strict=True):
        if u == u:
            yield Spot(kind, t, u, v, str(what))

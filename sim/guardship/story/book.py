"""The tables of a run as a book in which lines are looked up by who, what and when."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, final

import numpy as np

from guardship.intelligence.observation import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame, Series

    type Floats = NDArray[Any]

TABLES = ("events", "reports", "messages", "legs", "voyages", "opportunities", "vessels", "beliefs", "routes")
"""What a story is made of; `beliefs` only where signs are looked for, `routes` where smugglers choose their way."""
NEVER = float("inf")
GONE = "gone"  # the mode of motion of who is not in the theatre

type Place = Callable[[float, float], str]
"""A point of the plane [nm] in words."""


@final
class Line(NamedTuple):
    """A row of the table of events, by its number. Texts are empty, numbers 0 or -1, where there is none."""

    row: int
    t: float
    kind: str
    actor: str
    object: str
    contact: int
    track: int
    report: int
    voyage: int
    attack: int
    reason: str
    place: str
    holder: str


@final
class Vessel(NamedTuple):
    """Who a vessel is. `lead`: the mother ship of a boat, or empty; `unit`: whether a command can send it."""

    vessel: str
    type: str
    role: str
    hull: str
    nation: str
    lead: str
    unit: bool


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "events": Line._fields[1:],
    "vessels": Vessel._fields,
    "legs": ("vessel", "t", "x", "y", "vx", "vy", "mode"),
    "reports": ("report", "kind", "sender", "made", "contact", "hull", "suspicious"),
    "messages": ("report", "sender", "receiver", "made", "arrived", "reason"),
    "voyages": (
        *("voyage", "group", "offence", "planned", "sailed", "ended", "outcome", "cause", "target"),
        *("holder", "unit", "stage", "short_min"),
    ),
    "opportunities": ("voyage", "holder", "source", "stage", "reason"),
    "beliefs": ("t", "observer", "vessel", "kind", "state", "seen", "harmless", "described", "verdict"),
    "routes": ("t", "voyage", "option", "way", "chance", "taken"),
}
"""The columns from which stories are told, by table."""


@final
class Book:
    """A run's tables (`TABLES`, pandas frames). `start`: of the scenario, None where it has no date.

    Raises ValueError where a table has not the `COLUMNS` of which stories are made.
    """

    def __init__(self, tables: Mapping[str, DataFrame], start: datetime | None, place: Place) -> None:
        for name, columns in COLUMNS.items():
            absent = sorted(set(columns) - {*tables[name]}) if name in tables else []
            if absent:
                raise ValueError(f"{name}: there is no column {', '.join(absent)}")
        self.tables = tables
        self.start = start
        self.place = place
        self.events = tables["events"]
        self._kinds: dict[tuple[str, ...], Series[bool]] = {}
        self._rows: dict[str, Any] = {}
        self._columns: dict[str, dict[str, NDArray[Any]]] = {}
        self._having: dict[tuple[str, str], Mapping[Any, NDArray[Any]]] = {}

    # ---- who ------------------------------------------------------------------------------------

    @cached_property
    def vessels(self) -> dict[str, Vessel]:
        """Every vessel by name."""
        frame = self.tables["vessels"]
        columns = [frame[name].to_list() for name in Vessel._fields]
        return {row[0]: Vessel._make(map(plain, row)) for row in zip(*columns, strict=True)}

    def members(self, lead: str) -> set[str]:
        """A vessel and the boats that it leads."""
        return {lead} | {one.vessel for one in self.vessels.values() if one.lead == lead}

    @cached_property
    def holders(self) -> set[str]:
        """Nations and centres that hold a picture."""
        return set(self.events.holder.dropna().unique())

    # ---- rows -----------------------------------------------------------------------------------

    def lines(self, chosen: Series[bool]) -> list[Line]:
        """The chosen rows of the table of events, in their order."""
        at = chosen.to_numpy(bool).nonzero()[0]
        return [Line._make(map(plain, row)) for row in self._cells("events", at, Line._fields[1:])]

    def lines_of(
        self, column: str, values: Iterable[Any], kinds: tuple[str, ...] = (), begin: float = -NEVER, end: float = NEVER
    ) -> list[Line]:
        """The rows of the table of events that have one of these values: of some kinds, or all; between times [h]."""
        at = self.having("events", column, values)
        t = self._column("events", "t")[at]
        at = at[(begin <= t) & (t <= end)]
        at = at[self.are(kinds).to_numpy()[at]] if kinds else at
        return [Line._make(map(plain, row)) for row in self._cells("events", at, Line._fields[1:])]

    def having(self, table: str, column: str, values: Iterable[Any]) -> NDArray[Any]:
        """The numbers of the rows of a table that have one of these values in a column, in their order."""
        if (table, column) not in self._having:
            groups = self.tables[table].groupby(column, observed=True, sort=False)
            self._having[table, column] = groups.indices
        of = self._having[table, column]
        found = [of[value] for value in set(values) if value in of]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def are(self, kinds: tuple[str, ...]) -> Series[bool]:
        """Which rows of the table of events are of these kinds."""
        if kinds not in self._kinds:
            self._kinds[kinds] = self.events.kind.isin([str(kind) for kind in kinds])
        return self._kinds[kinds]

    def between(self, begin: float, end: float) -> Series[bool]:
        """Which rows of the table of events lie between two times [h], both included."""
        return self.events.t.between(begin, end)

    def rows(self, table: str, chosen: Series[bool] | NDArray[Any]) -> list[Any]:
        """The chosen rows of another table, or those of these numbers, as named tuples with their number as `Index`."""
        names = tuple(self.tables[table].columns)
        if table not in self._rows:
            self._rows[table] = namedtuple("Row", ("Index", *names), rename=True)
        at = chosen if isinstance(chosen, np.ndarray) else chosen.to_numpy(bool).nonzero()[0]
        return [self._rows[table]._make(row) for row in self._cells(table, at, names)]

    def _cells(self, table: str, at: NDArray[Any], names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """Number and cells of these rows."""
        cells = (self._column(table, name)[at].tolist() for name in names)
        return zip(at.tolist(), *cells, strict=True)

    def _column(self, table: str, name: str) -> NDArray[Any]:
        """A column. It is taken out of the frame once: choosing in it is dear."""
        columns = self._columns.setdefault(table, {})
        if name not in columns:
            columns[name] = self.tables[table][name].to_numpy(object)
        return columns[name]

    @cached_property
    def reports(self) -> dict[int, Any]:
        """Every report by its number, as it was made."""
        frame = self.tables["reports"]
        return {row.report: row for row in frame.drop_duplicates("report").itertuples()}

    def about(self, report: int) -> list[str]:
        """The vessel that a report is about: who calls, or what the contact of its sender is; empty if not known."""
        made = self.reports.get(report)
        if made is None:
            return []
        if Kind[made.kind.upper()] is Kind.DISTRESS:
            return [made.sender]
        e = self.events
        named = e.object[(e.actor == made.sender) & (e.contact == made.contact) & (e.contact > 0)].dropna()
        return [str(name) for name in named.unique()]

    @cached_property
    def _legs(self) -> dict[str, tuple[Floats, ...]]:
        """The legs of every vessel as columns: begin, x, y, vx, vy, and whether it is gone."""
        legs = self.tables["legs"]
        columns = [legs[name].to_numpy() for name in ("t", "x", "y", "vx", "vy")] + [(legs["mode"] == GONE).to_numpy()]
        of = legs.groupby("vessel", observed=True, sort=False).indices
        return {str(name): tuple(column[rows] for column in columns) for name, rows in of.items()}

    # ---- in words -------------------------------------------------------------------------------

    def when(self, t: float) -> str:
        """A time [h] in words: the date where the scenario has one, else day and hour of the run."""
        if self.start is None:
            minutes = round(60.0 * t)
            return f"day {minutes // 1440 + 1}, {minutes // 60 % 24:02d}:{minutes % 60:02d}"
        at = self.start + timedelta(hours=t)
        at = (at + timedelta(seconds=30)).replace(second=0, microsecond=0)
        return f"{at.day} {at:%b %H:%M}"

    def where(self, vessel: str, t: float) -> str:
        """Where a vessel is at a time [h], in words with a preposition; empty where it is nowhere."""
        if vessel not in self._legs:
            return ""
        begins, x, y, vx, vy, gone = self._legs[vessel]
        k = int(begins.searchsorted(t, side="right")) - 1
        if k < 0 or gone[k]:
            return ""
        return f" at {self.place(x[k] + vx[k] * (t - begins[k]), y[k] + vy[k] * (t - begins[k]))}"


def plain(value: Any) -> Any:
    """A value without NumPy's and Pandas' ways of saying nothing."""
    return "" if value is None or value != value else value


def ids(table: str, rows: Iterable[Any]) -> tuple[str, ...]:
    """The names of rows of a table, as stories give them."""
    return tuple(f"{table}:{row}" for row in rows)

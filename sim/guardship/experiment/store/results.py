"""A store read back: `Batch(folder)` with its tables, measures as arrays, and SQL over all of it.

Tables are pandas frames, as those of a `Run`. On the way they are Arrow tables, which keep whole numbers whole where
some are missing.
"""

from __future__ import annotations

import os
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import mean
from guardship.experiment.plan.plan import Plan, at
from guardship.experiment.store.columns import COUNTS, NATIONS, RUNS, scalar
from guardship.experiment.store.store import PLAN, StoreError, read_manifest
from guardship.html import Cell, card, number, table, tag
from guardship.scenario.experiment import KEYS

if TYPE_CHECKING:
    import pandas
    import pyarrow
    import pyarrow.dataset

type Floats = NDArray[np.float64]

HEADLINES = (
    "attacks",
    "attacks.hijacked",
    "voyages.succeeded",
    "voyages.stopped",
    "boardings.innocent",
    "duplicate_responses.count",
    "usd.paid",
    "usd.borne",
    "usd.net",
)
MOST_POINTS, MOST_MEASURES = 24, 6  # of a batch that shows itself in a notebook


class Batch:
    """The results of a batch. Tables are read when they are first asked for; raises StoreError for what is no store."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.manifest = read_manifest(self.folder)
        try:
            self.plan = Plan.of_json((self.folder / PLAN).read_text())
            self.plan.check()
        except (OSError, ValueError, TypeError, KeyError) as fault:
            raise StoreError(f"{self.folder}: {PLAN} cannot be read: {fault}") from None

    def __repr__(self) -> str:
        return f"Batch({str(self.folder)!r}, {self.plan.name!r}, points={len(self.plan.points)}, runs={self.count})"

    def _repr_html_(self) -> str:
        """For notebooks: the question, how many runs, the first measures at the first points."""
        plan = self.plan
        question = (tag("p", tag("em", plan.asked.question)),) if plan.asked.question else ()
        if RUNS not in self.tables:
            return card(plan.title, *question, tag("p", "no run is there yet"))
        names = [name for name in self.headlines if name in self.measures][:MOST_MEASURES]
        rows: list[list[Cell]] = []
        for point in plan.points[:MOST_POINTS]:
            found = (mean(self.measure(name)[point.number]) for name in names)
            rows.append([point.variant, at(point.levels), *(f"{number(e.value)} ± {number(e.half)}" for e in found)])
        said = f"{len(plan.points)} points, {self.count} runs, {len(self.failed)} failed"
        more = f"; the first {MOST_POINTS} points" if len(plan.points) > MOST_POINTS else ""
        means = table(f"Means, 95 % intervals{more}", ("", "", *names), rows)
        return card(plan.title, *question, tag("p", said), means)

    # ---- tables ---------------------------------------------------------------------------------

    @property
    def tables(self) -> list[str]:
        """Names of the tables that are there."""
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir() and any(path.glob("*.parquet")))

    def scan(self, table: str) -> pyarrow.dataset.Dataset:
        """A table as an Arrow dataset, to read columns or rows of what is too large to be read whole.

        Its rows are in the order of the files. Raises KeyError for one that is not there, StoreError for a file that
        cannot be read.
        """
        import pyarrow.dataset as ds

        if table not in self.tables:
            raise KeyError(f"{table}: not in this store; there are {', '.join(self.tables)}{self._why()}")
        files = sorted((self.folder / table).glob("*.parquet"))
        return ds.dataset([str(path) for path in files], self._schema(files), "parquet")

    def _schema(self, files: list[Path]) -> pyarrow.Schema:
        """The columns of all files of a table: those of the first, then what others have besides."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns: dict[str, pyarrow.DataType] = {}
        for path in files:
            try:
                found = pq.read_schema(path)
            except (pa.ArrowException, OSError) as fault:
                said = "remove it, and give the command of the batch again"
                raise StoreError(f"{path}: cannot be read ({str(fault).splitlines()[0]}); {said}") from None
            for field in found:
                if columns.get(field.name) in (None, pa.null()):
                    columns[field.name] = field.type
        return pa.schema(columns)

    def table(self, name: str) -> pandas.DataFrame:
        """A table, in the order of points and replications. Raises KeyError, StoreError as `scan` does."""
        import pyarrow as pa

        try:
            found = self.scan(name).to_table()
        except (pa.ArrowException, OSError) as fault:
            raise StoreError(f"{self.folder / name}: cannot be read: {str(fault).splitlines()[0]}") from None
        ordered: pandas.DataFrame = found.sort_by([(key, "ascending") for key in ("point", "replication")]).to_pandas()
        return ordered

    @cached_property
    def runs(self) -> pandas.DataFrame:
        """One row a run: point, variant, factors, replication, seed, error, then every measure."""
        return self.table(RUNS)

    @cached_property
    def nations(self) -> pandas.DataFrame:
        """One row a run and nation: effort, boardings, attacks on its shipping, money."""
        return self.table(NATIONS)

    @cached_property
    def counts(self) -> pandas.DataFrame:
        """Counts by name: of = funnel, attacks, opportunities.stages, ...; what is not there is zero."""
        return self.table(COUNTS)

    @cached_property
    def voyages(self) -> pandas.DataFrame:
        """Every candidate voyage of every run."""
        return self.table("voyages")

    @cached_property
    def opportunities(self) -> pandas.DataFrame:
        """What each holder knew of each voyage, how far it got and why no farther."""
        return self.table("opportunities")

    @cached_property
    def ledger(self) -> pandas.DataFrame:
        """Who is charged with what."""
        return self.table("ledger")

    @cached_property
    def events(self) -> pandas.DataFrame:
        """What happened, if the experiment keeps it."""
        return self.table("events")

    # ---- numbers --------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many runs are there."""
        return len(self.runs)

    @property
    def failed(self) -> pandas.DataFrame:
        """The runs that came to no end, with their errors."""
        return self.runs[self.runs["error"].notna()]

    def well(self, **where: Any) -> pandas.DataFrame:
        """The runs that came to their end, with these values: `well(variant="quick")`."""
        found = self.runs[self.runs["error"].isna()]
        for column, value in where.items():
            found = found[found[column] == value]
        return found

    @property
    def measures(self) -> list[str]:
        """Names of the columns of `runs` that are measures."""
        return [name for name in self.runs.columns if name not in KEYS and name not in self.plan.asked.factors]

    @property
    def headlines(self) -> tuple[str, ...]:
        """The measures that the experiment asks for, or the usual ones that the store has."""
        return tuple(self.plan.asked.measures) or tuple(name for name in HEADLINES if name in self.measures)

    def measure(self, name: str) -> Floats:
        """A measure as (points, replications); nan where a run failed or the measure has no value.

        Raises KeyError for a name that is no measure.
        """
        if name not in self.measures:
            import difflib

            near = difflib.get_close_matches(name, self.measures, 3)
            hint = f"; did you mean {' or '.join(near)}?" if near else self._why()
            raise KeyError(f"{name}: no such measure{hint}")
        return self._array(self.runs, name)

    def _why(self) -> str:
        """Why there is nothing: that no run has come to its end, if so."""
        if RUNS not in self.tables or len(self.failed) < self.count:
            return ""
        return f"; all {self.count} runs failed, the first with {self.failed['error'].iloc[0]}"

    @cached_property
    def nation_names(self) -> list[str]:
        """The nations, and `others` for shipping that nobody bears."""
        return sorted(self.nations["nation"].unique())

    def nation_measure(self, nation: str, name: str) -> Floats:
        """A column of `nations` as (points, replications), nan where there is none. Raises KeyError."""
        if name not in self.nations.columns:
            raise KeyError(f"{name}: not a column of nations; there are {', '.join(self.nations.columns)}")
        return self._array(self.nations[self.nations["nation"] == nation], name)

    def _array(self, rows: pandas.DataFrame, name: str) -> Floats:
        import pandas

        found = np.full((len(self.plan.points), self.replications), np.nan)
        point, replication = (rows[key].to_numpy() for key in ("point", "replication"))
        found[point, replication] = pandas.to_numeric(rows[name], errors="coerce").to_numpy(float)
        return found

    @property
    def replications(self) -> int:
        """How many replications there are of each point."""
        return int(self.runs["replication"].max()) + 1

    def query(self, sql: str) -> pandas.DataFrame:
        """SQL by DuckDB over the tables by name, and `points`. Raises ValueError for what is no query."""
        rows: pandas.DataFrame = self.answer(sql).to_pandas()
        return rows

    def answer(self, sql: str) -> pyarrow.Table:
        """The rows of `query` as an Arrow table, in which a whole number stays one where others are missing."""
        rows, fault = self._answer(sql)
        if rows is None:
            raise ValueError(fault or "no rows come of it")
        return rows

    def _answer(self, sql: str) -> tuple[pyarrow.Table | None, str]:
        """Rows, or what is wrong; nothing of DuckDB's own gets out, for it complains of what outlives it."""
        import duckdb

        with duckdb.connect(":memory:") as connection:
            try:
                for name in self.tables:
                    where = f"{escape(str(self.folder))}/{name}/*.parquet".replace("'", "''")
                    connection.execute(
                        f"create view {name} as select * from read_parquet('{where}', union_by_name = true)"
                    )
                connection.register("points", self._points)
                relation = connection.sql(sql)
                return (None, "") if relation is None else (_plain(relation.to_arrow_table()), "")
            except duckdb.Error as fault:
                return None, str(fault)

    @property
    def points(self) -> pandas.DataFrame:
        """The points of the design: number, variant, a column a factor."""
        points: pandas.DataFrame = self._points.to_pandas()
        return points

    @property
    def _points(self) -> pyarrow.Table:
        import pyarrow as pa

        points = self.plan.points
        levels = {name: _levels([scalar(p.levels[name]) for p in points]) for name in self.plan.asked.factors}
        return pa.table({"point": [p.number for p in points], "variant": [p.variant for p in points], **levels})


def _levels(values: list[Any]) -> pyarrow.Array:
    """A column of a factor's levels; text when they are of several kinds."""
    import pyarrow as pa

    try:
        return pa.array(values)
    except pa.ArrowException:
        return pa.array([value if value is None else str(value) for value in values])


def _plain(table: pyarrow.Table) -> pyarrow.Table:
    """DuckDB's exact decimals, of which sums of whole numbers are some, as numbers that one can calculate with."""
    import pyarrow as pa

    for k, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            table = table.set_column(k, field.name, _number(table.column(k), field.type.scale == 0))
    return table


def _number(column: pyarrow.ChunkedArray, whole: bool) -> pyarrow.ChunkedArray:
    import pyarrow as pa

    if whole:
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:  # too large
            pass
    return column.cast(pa.float64())

"""A store read back: `Batch(folder)` with its tables, measures as arrays, and SQL over all of it.

Tables are pandas frames, as those of a `Run`. On the way they are Arrow tables, which keep whole numbers whole where
some are missing.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import mean
from guardship.experiment.plan.plan import at
from guardship.experiment.store.blocks import ANEW, damage, file_of, there, wanted
from guardship.experiment.store.columns import COUNTS, NATIONS, RUNS, scalar
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.store import MANIFEST, MARK, read_manifest, read_plan
from guardship.files.html import Cell, card, number, table, tag
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
        self.plan = read_plan(self.folder)
        try:
            whole = wanted(self.plan, self.manifest)
        except ValueError as fault:
            raise StoreError(f"{self.folder}: {MANIFEST} has {fault}; {ANEW}") from None
        self.blocks = there(self.folder, self.plan, whole, self.manifest[MARK] > 1)
        self._sound: set[str] = set()

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

    @cached_property
    def tables(self) -> list[str]:
        """Names of the tables that are there."""
        return sorted({table for digests in self.blocks.values() for table in digests})

    def scan(self, table: str) -> pyarrow.dataset.Dataset:
        """A table as an Arrow dataset, to read columns or rows of what is too large to be read whole.

        Its rows are in the order of points and replications. Raises KeyError for one that is not there, StoreError for
        a file that is not as it was written.
        """
        import pyarrow.dataset as ds

        if table not in self.tables:
            raise KeyError(f"{table}: not in this store; there are {', '.join(self.tables)}{self._why()}")
        files = self._files(table)
        return ds.dataset([str(path) for path in files], self._schema(files), "parquet")

    def _files(self, table: str) -> list[Path]:
        """The files of a table, which are looked at when they are first asked for."""
        blocks = {block: {table: digests[table]} for block, digests in self.blocks.items() if table in digests}
        if table not in self._sound:
            for block, digests in blocks.items():
                for fault in damage(self.folder, block, digests):
                    raise StoreError(f"{fault}; {ANEW}")
            self._sound.add(table)
        return [self.folder / table / file_of(block) for block in blocks]

    def _schema(self, files: list[Path]) -> pyarrow.Schema:
        """The columns of all files of a table: those of the first, then what others have besides.

        A column that is of several kinds is text.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns: dict[str, pyarrow.DataType] = {}
        for path in files:
            try:
                found = pq.read_schema(path)
            except (pa.ArrowException, OSError) as fault:
                raise StoreError(f"{path}: cannot be read ({str(fault).splitlines()[0]}); {ANEW}") from None
            for field in found:
                there = columns.get(field.name, pa.null())
                columns[field.name] = field.type if there == pa.null() else there if _as(field, there) else pa.string()
        return pa.schema(columns)

    def table(self, name: str) -> pandas.DataFrame:
        """A table, in the order of points and replications. Raises KeyError, StoreError as `scan` does."""
        import pyarrow as pa

        try:
            found = self.scan(name).to_table()
        except (pa.ArrowException, OSError) as fault:
            raise StoreError(f"{self.folder / name}: cannot be read: {str(fault).splitlines()[0]}") from None
        self._fits(name, found)
        ordered: pandas.DataFrame = found.sort_by([(key, "ascending") for key in ("point", "replication")]).to_pandas()
        return ordered

    def _fits(self, name: str, found: pyarrow.Table) -> None:
        """Raises StoreError for rows that are of no run of this batch; of `runs` there is one for each."""
        import pyarrow as pa

        wanted = (*KEYS, *self.plan.asked.factors) if name == RUNS else ("point", "variant", "replication")
        if missing := [key for key in wanted if key not in found.column_names]:
            raise StoreError(f"{self.folder / name}: no column {missing[0]}; {ANEW}")
        keys = [found.column(key) for key in ("point", "replication")]
        if any(key.null_count or not pa.types.is_integer(key.type) for key in keys):
            raise StoreError(f"{self.folder / name}: points and replications that are no whole numbers; {ANEW}")
        point, replication = (key.to_numpy().astype(np.int64) for key in keys)
        blocks = np.array([block for block, digests in self.blocks.items() if name in digests], np.int64).reshape(-1, 3)
        most = int(max(blocks[:, 2].max(), replication.max(initial=0))) + 1
        runs = np.concatenate([block[0] * most + np.arange(block[1], block[2]) for block in blocks])
        came = point * most + replication
        if (replication < 0).any() or not np.isin(came, runs).all():
            raise StoreError(f"{self.folder / name}: rows of runs that this batch has not; {ANEW}")
        if name == RUNS and not np.array_equal(np.sort(came), np.sort(runs)):
            raise StoreError(f"{self.folder / name}: not one row for each run; {ANEW}")

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
        """One SELECT by DuckDB over the tables by name, and `points`. Raises ValueError for anything else."""
        import pyarrow as pa

        try:
            rows: pandas.DataFrame = self.answer(sql).to_pandas()
        except (pa.ArrowException, OverflowError) as fault:
            raise ValueError(f"no frame can be made of the rows: {fault}") from None
        return rows

    def answer(self, sql: str) -> pyarrow.Table:
        """The rows of `query` as an Arrow table, in which a whole number stays one where others are missing."""
        from guardship.experiment.store.query import ask

        tables: dict[str, Any] = {name: self.scan(name) for name in self.tables}
        return ask({**tables, "points": self._points}, sql)

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


def _as(field: pyarrow.Field, kind: pyarrow.DataType) -> bool:
    """Whether a column of a file can be read as of this kind."""
    import pyarrow as pa

    return field.type in (kind, pa.null())

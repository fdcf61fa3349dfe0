"""A store read back: `Batch(folder)` with its tables, measures as arrays, and SQL over all of it."""

from __future__ import annotations

import os
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.cards import batch_card
from guardship.experiment.plan.plan import Plan
from guardship.experiment.store.columns import COUNTS, NATIONS, RUNS, scalar
from guardship.experiment.store.store import PLAN, StoreError, read_manifest
from guardship.scenario.experiment import KEYS

if TYPE_CHECKING:
    import polars

type Floats = NDArray[np.float64]


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
        return batch_card(self)

    # ---- tables ---------------------------------------------------------------------------------

    @property
    def tables(self) -> list[str]:
        """Names of the tables that are there."""
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir() and any(path.glob("*.parquet")))

    def scan(self, table: str) -> polars.LazyFrame:
        """A table, read as far as a query needs it. Raises KeyError for one that is not there."""
        import polars as pl

        if table not in self.tables:
            raise KeyError(f"{table}: not in this store; there are {', '.join(self.tables)}{self._why()}")
        files, schema = self._files(table), self._schema(table)
        return pl.scan_parquet(files, schema=schema, missing_columns="insert", extra_columns="ignore", glob=False)

    def _files(self, table: str) -> list[Path]:
        return sorted((self.folder / table).glob("*.parquet"))

    def _schema(self, table: str) -> polars.Schema:
        """The columns of all files of a table: those of the first, then what others have besides."""
        import polars as pl

        columns: dict[str, Any] = {}
        for path in self._files(table):
            try:
                found = pl.scan_parquet(path, glob=False).collect_schema()
            except (pl.exceptions.PolarsError, OSError) as fault:
                said = "remove it, and give the command of the batch again"
                raise StoreError(f"{path}: cannot be read ({str(fault).splitlines()[0]}); {said}") from None
            for name, kind in found.items():
                if columns.get(name) in (None, pl.Null):
                    columns[name] = kind
        return pl.Schema(columns)

    def table(self, name: str) -> polars.DataFrame:
        """A table, in the order of points and replications."""
        import polars as pl

        try:
            return self.scan(name).sort("point", "replication", maintain_order=True).collect()
        except (pl.exceptions.PolarsError, OSError) as fault:
            raise StoreError(f"{self.folder / name}: cannot be read: {str(fault).splitlines()[0]}") from None

    @cached_property
    def runs(self) -> polars.DataFrame:
        """One row a run: point, variant, factors, replication, seed, error, then every measure."""
        return self.table(RUNS)

    @cached_property
    def nations(self) -> polars.DataFrame:
        """One row a run and nation: effort, boardings, attacks on its shipping, money."""
        return self.table(NATIONS)

    @cached_property
    def counts(self) -> polars.DataFrame:
        """Counts by name: of = funnel, attacks, opportunities.stages, ...; what is not there is zero."""
        return self.table(COUNTS)

    @cached_property
    def voyages(self) -> polars.DataFrame:
        """Every candidate voyage of every run."""
        return self.table("voyages")

    @cached_property
    def opportunities(self) -> polars.DataFrame:
        """What each holder knew of each voyage, how far it got and why no farther."""
        return self.table("opportunities")

    @cached_property
    def ledger(self) -> polars.DataFrame:
        """Who is charged with what."""
        return self.table("ledger")

    @cached_property
    def events(self) -> polars.DataFrame:
        """What happened, if the experiment keeps it."""
        return self.table("events")

    # ---- numbers --------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many runs are there."""
        return self.runs.height

    @property
    def failed(self) -> polars.DataFrame:
        """The runs that came to no end, with their errors."""
        import polars as pl

        return self.runs.filter(pl.col("error").is_not_null())

    @property
    def measures(self) -> list[str]:
        """Names of the columns of `runs` that are measures."""
        return [name for name in self.runs.columns if name not in KEYS and name not in self.plan.asked.factors]

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
        if RUNS not in self.tables or self.failed.height < self.count:
            return ""
        return f"; all {self.count} runs failed, the first with {self.failed['error'][0]}"

    @cached_property
    def nation_names(self) -> list[str]:
        """The nations, and `others` for shipping that nobody bears."""
        return self.nations["nation"].unique().sort().to_list()

    def nation_measure(self, nation: str, name: str) -> Floats:
        """A column of `nations` as (points, replications), nan where there is none. Raises KeyError."""
        import polars as pl

        if name not in self.nations.columns:
            raise KeyError(f"{name}: not a column of nations; there are {', '.join(self.nations.columns)}")
        return self._array(self.nations.filter(pl.col("nation") == nation), name)

    def _array(self, rows: polars.DataFrame, name: str) -> Floats:
        found = np.full((len(self.plan.points), self.replications), np.nan)
        point, replication = (rows[key].to_numpy() for key in ("point", "replication"))
        found[point, replication] = rows[name].cast(float, strict=False).to_numpy()
        return found

    @property
    def replications(self) -> int:
        """How many replications there are of each point."""
        return int(self.runs["replication"].to_numpy().max()) + 1

    def query(self, sql: str) -> polars.DataFrame:
        """SQL by DuckDB over the tables by name, and `points`. Raises ValueError for what is no query."""
        rows, fault = self._answer(sql)
        if rows is None:
            raise ValueError(fault or "no rows come of it")
        return rows

    def _answer(self, sql: str) -> tuple[polars.DataFrame | None, str]:
        """Rows, or what is wrong; nothing of DuckDB's own gets out, for it complains of what outlives it."""
        import duckdb
        import polars as pl

        with duckdb.connect(":memory:") as connection:
            try:
                for name in self.tables:
                    where = f"{escape(str(self.folder))}/{name}/*.parquet".replace("'", "''")
                    connection.execute(
                        f"create view {name} as select * from read_parquet('{where}', union_by_name = true)"
                    )
                connection.register("points", self.points.to_arrow())
                relation = connection.sql(sql)
                return (None, "") if relation is None else (relation.pl(), "")
            except (duckdb.Error, pl.exceptions.PolarsError) as fault:  # or a type that Polars has not
                return None, str(fault)

    @property
    def points(self) -> polars.DataFrame:
        """The points of the design: number, variant, a column a factor."""
        import polars as pl

        points = self.plan.points
        levels = {name: [scalar(p.levels[name]) for p in points] for name in self.plan.asked.factors}
        own = {"point": [p.number for p in points], "variant": [p.variant for p in points]}
        return pl.DataFrame({**own, **levels}, strict=False)

"""What is kept of a run: one row of numbers, a row for each nation, counts by name, and the tables that are asked for.

A column of `runs` is a measure's name, or `name.part` for what belongs to it; `offence.outcome` counts voyages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from guardship.occurrences import Occurrence
from guardship.outcomes.advisories import altered
from guardship.outcomes.enterprise import enterprise_of
from guardship.outcomes.ledger import Side
from guardship.outcomes.log import Entry, Log
from guardship.outcomes.measures import Account, measures
from guardship.outcomes.offences import by_offence
from guardship.outcomes.opportunities import Roll
from guardship.outcomes.pictures import Tally, attributes
from guardship.outcomes.report_funnel import Reported
from guardship.outcomes.spared import by_cause
from guardship.outcomes.stations import SUMS as STATIONS
from guardship.outcomes.trials import surplus
from guardship.outcomes.voyages import AttackOutcome, Books, Outcome
from guardship.run.waters import foreign
from guardship.scenario.vessels import OFFENDERS

if TYPE_CHECKING:
    import pyarrow as pa

    from guardship.run.run import Run

RUNS, NATIONS, COUNTS = "runs", "nations", "counts"
INTERVALS = ("low", "high", "of")  # of a measure within one run; a batch has its own
OF_SCENARIO = re.compile(
    r"(work|sorties\.by_hull|sharing\.dropped|enterprise\.(voyages_to|attacks_on)|\w+\.(cargo|harm|reasons))\.\w"
)
"""Measures whose names go on as the scenario has it: hulls, cargoes, reasons, grounds; and counts of work."""

type Row = dict[str, Any]


class Name(NamedTuple):
    """Which run it is."""

    point: int
    variant: str
    levels: Mapping[str, Any]
    replication: int
    seed: int


def numbers(summary: Mapping[str, Any], work: Mapping[str, int]) -> Row:
    """The run's row: every measure that is a number, and the counts of work."""
    row: Row = {
        "voyages": summary["voyages"],
        "sailed": sum(o["sailed"] for o in summary["offences"].values()),
        **_by_outcome("voyages", Outcome, _sum(o["outcomes"] for o in summary["offences"].values())),
    }
    for offence, found in summary["offences"].items():
        row |= {offence: found["voyages"], f"{offence}.sailed": found["sailed"]}
        row |= _by_outcome(offence, Outcome, found["outcomes"])
        row |= dict(_flat(found.get("cargo", {}), f"{offence}.cargo."))
        row |= dict(_flat(found.get("harm", {}), f"{offence}.harm."))
    row["attacks"] = summary["attacks"]["count"]
    row |= _by_outcome("attacks", AttackOutcome, _heads(summary["attacks"]["outcomes"]))
    row["attacks.expected"] = summary["attacks"]["expected"]
    row |= {f"surplus.{kind}": n for kind, n in surplus(summary["trials"]).items()}
    row |= {"transits": summary["transits"], "opportunities": summary["opportunities"]["count"]}
    for part in ("contacts", "messages", "sharing", "stations", "heeded", "enterprise", "spared"):
        row |= dict(_flat(summary.get(part, {}), f"{part}."))
    row |= dict(_flat(summary["pictures"]["all"], "pictures."))
    row |= dict(_flat(summary["measures"]))
    row |= dict(_flat(summary["ledger"]["usd"], "usd."))
    return row | {f"work.{name}": count for name, count in work.items()}


def _by_outcome(what: str, outcomes: Iterable[str], found: Mapping[str, int]) -> Row:
    return {f"{what}.{outcome}": found.get(str(outcome), 0) for outcome in outcomes}


def _sum(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for key, count in part.items():
            total[key] = total.get(key, 0) + count
    return total


def _heads(found: Mapping[str, int]) -> dict[str, int]:
    """Counts of "outcome/reason" by outcome."""
    return _sum({key.partition("/")[0]: count} for key, count in found.items())


def _flat(found: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, float | None]]:
    """Numbers of nested mappings under dotted names; `value` has the name of its mapping; no names, no intervals."""
    for key, given in found.items():
        if key in INTERVALS:
            continue
        name = before.removesuffix(".") if key == "value" else before + key
        if isinstance(given, Mapping):
            yield from _flat(given, f"{name}.")
        elif given is None or (isinstance(given, int | float) and not isinstance(given, bool)):
            yield name, given


def counts(summary: Mapping[str, Any], waters: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, str, int]]:
    """Counts by name: (of what, name, how many); those of nothing are left out.

    `waters`: by outcome and state, of how many voyages foreign waters were the cause.
    """
    yield from (("funnel", key, n) for key, n in summary["funnel"].items())
    for offence, found in summary["offences"].items():
        yield from ((f"{offence}.funnel", key, n) for key, n in found["funnel"].items())
    for outcome, states in waters.items():
        yield from (("waters", f"{outcome}/{state}", n) for state, n in sorted(states.items()))
    yield from (("attacks", key, n) for key, n in summary["attacks"]["outcomes"].items())
    for part in ("stages", "voyages"):
        yield from ((f"opportunities.{part}", key, n) for key, n in summary["opportunities"][part].items())
    yield from (("sharing.dropped", key, n) for key, n in summary.get("sharing", {}).get("dropped", {}).items())


@cache
def fixed() -> frozenset[str]:
    """Columns of `runs` that are measures and whose names do not depend on the scenario.

    They are those of a run in which every offence was planned and every kind of line was written, for some measures
    are there only where something happened. A measure or an offence that is new is among them without a list here.
    """
    books, log = Books(), Log()
    for role in OFFENDERS.values():
        for offence in role.offences:
            books.plan(0, len(books.voyages), 0.0, True, offence)
    books.finish()
    for number, kind in enumerate(Occurrence):
        log.add(Entry(0.0, 0, kind, 0, report=number))
    one = Reported(roll=Roll(("",), (0,), (-1,)))
    account = Account(books, log.entries, (), (0.0, 1.0), 1.0, transits=0, ships=(), craft={}, reported=one, prizes=())
    summary = {
        "voyages": 0,
        "offences": by_offence(books.voyages),
        "attacks": {"count": 0, "expected": 0.0, "outcomes": {}},
        "trials": {},
        "transits": 0,
        "opportunities": {"count": 0},
        "contacts": dict.fromkeys(("gained", "lost"), 0),
        "messages": dict.fromkeys(("reports", "delivered"), 0),
        "sharing": dict.fromkeys(("sent", "delivered", "in_flight"), 0),
        "pictures": {"all": attributes(Tally())},
        "stations": dict.fromkeys(STATIONS, 0.0),
        "heeded": altered((), (0.0, 1.0)),
        "enterprise": enterprise_of(books, (), (), {}, (0.0, 1.0)),
        "spared": by_cause((), (0.0, 1.0)),
        "measures": measures(account),
        "ledger": {"usd": dict.fromkeys((*Side, "net"), 0.0)},
    }
    return frozenset(numbers(summary, {}))


@cache
def taken() -> frozenset[str]:
    """Names without a dot that columns of `runs` may have, in small letters: no factor may be called so."""
    return frozenset(name.lower() for name in fixed() if "." not in name)


def possible(name: str) -> bool:
    """Whether a run of some scenario has a measure of this name."""
    return name in fixed() or OF_SCENARIO.match(name) is not None


class Tables:
    """The tables of a block of runs, to which one run after the other is added. `keep`: tables of a run kept whole."""

    def __init__(self, keep: Sequence[str]) -> None:
        self.keep = keep
        self.runs: list[Row] = []
        self.nations: list[Row] = []
        self.counts: list[Row] = []
        self.names: list[Name] = []  # of the runs of which tables are kept
        self.tables: dict[str, list[pa.Table]] = {name: [] for name in keep}

    def add(self, name: Name, run: Run) -> None:
        """A run that has come to its end."""
        summary = run.summary
        work = {k: v for k, v in run.model.work().items() if k != "calls"}
        own = {"point": name.point, "variant": name.variant, "replication": name.replication}
        tables = {kept: run.table(kept) for kept in self.keep}
        found = numbers(summary, work)
        clash = {factor.lower() for factor in name.levels} & {column.lower() for column in found}
        if clash:
            raise ValueError(f"{', '.join(sorted(clash))}: the name of a factor, and of a measure")
        self.runs.append(_key(name) | {"error": None} | found)
        self.nations += [own | {"nation": nation} | dict(_flat(found)) for nation, found in summary["nations"].items()]
        self.counts += [own | {"of": of, "name": key, "n": n} for of, key, n in counts(summary, foreign(run))]
        self.names.append(name)
        for kept, table in tables.items():
            self.tables[kept].append(table)

    def failed(self, name: Name, error: str) -> None:
        """A run that has come to none."""
        self.runs.append(_key(name) | {"error": error})

    def files(self) -> dict[str, bytes]:
        """The tables as Parquet; a table without a row is left out, but `runs` never is."""
        made = {RUNS: _table(self.runs), NATIONS: _table(self.nations), COUNTS: _table(self.counts)}
        made |= {kept: _joined(parts, self.names) for kept, parts in self.tables.items() if parts}
        return {name: parquet(table) for name, table in made.items() if table.num_rows}


def parquet(table: pa.Table) -> bytes:
    """A table as a Parquet file: the same bytes for the same table.

    Of few rows, most of the time goes into getting ready for each column: then numbers have no dictionaries, and zstd,
    which takes longest to get ready, is for tables of many.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    if table.num_rows < FEW:
        texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
        pq.write_table(table, sink, compression="snappy", use_dictionary=texts)
    else:
        pq.write_table(table, sink, compression="zstd")
    made: bytes = sink.getvalue().to_pybytes()
    return made


def _key(name: Name) -> Row:
    levels = {factor: scalar(value) for factor, value in name.levels.items()}
    return {"point": name.point, "variant": name.variant, **levels, "replication": name.replication, "seed": name.seed}


def scalar(value: Any) -> Any:
    """A level as a cell of a table."""
    import json

    return value if value is None or isinstance(value, str | int | float | bool) else json.dumps(value)


def _table(rows: Sequence[Row]) -> pa.Table:
    """Rows as a table, with the columns of all in the order in which they come; numbers are floats, keys are not."""
    import pyarrow as pa

    columns = list(dict.fromkeys(key for row in rows for key in row))
    return pa.table({name: _column(name, [row.get(name) for row in rows]) for name in columns})


FEW = 8192  # rows, below which files are no larger so
KEYS = {"point": "int32", "replication": "int32", "seed": "int64", "n": "int64"}


def _column(name: str, values: Sequence[Any]) -> pa.Array:
    import pyarrow as pa

    if name in KEYS:
        return pa.array(values, KEYS[name])
    kinds = {type(value) for value in values}
    if name == "error" or any(issubclass(kind, str) for kind in kinds):
        return pa.array([v if v is None else str(v) for v in values], pa.string())
    return pa.array(values, pa.bool_() if bool in kinds else pa.float64())


def _joined(parts: Sequence[pa.Table], names: Sequence[Name]) -> pa.Table:
    """Tables of runs as one, with the columns that say which run a row is of; texts plain."""
    import pyarrow as pa

    found = pa.concat_tables(parts, promote_options="permissive")
    run = pa.array(np.repeat(np.arange(len(parts)), [part.num_rows for part in parts]))
    own = {
        "point": pa.array([name.point for name in names], "int32"),
        "variant": pa.array([name.variant for name in names], pa.string()),
        "replication": pa.array([name.replication for name in names], "int32"),
    }
    columns = {key: values.take(run) for key, values in own.items()}
    for key, column in zip(found.column_names, found.columns, strict=True):
        columns[key] = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    return pa.table(columns)

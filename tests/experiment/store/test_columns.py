"""Columns of a run: no factor passes the plan that bears the name of one."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import guardship
from experiment.stores import SCENARIOS
from guardship.experiment.store.columns import FEW, Name, _joined, numbers, parquet, possible, taken
from guardship.experiment.store.results import Batch
from guardship.scenario.experiment import KEYS

SHORT = {"time.warm_up": "12 h", "time.measure": "2 d", "time.drain": "12 h"}


def plain(names: object) -> set[str]:
    return {str(name).lower() for name in names if "." not in str(name)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["tiny", "smuggling", "tips", "alliance", "coalition/cyber_attack"])
def test_the_columns_of_a_run_are_taken(name: str) -> None:
    """Smugglers and attackers, tips and false reports, requests between commands: each has columns of its own."""
    run = guardship.simulate(guardship.load(SCENARIOS / f"{name}.yaml", set=SHORT), seed=1)
    found = numbers(run.summary, run.model.work())
    assert plain(found) <= taken()
    assert [column for column in found if not possible(column)] == []


def test_the_columns_of_a_store_are_taken(whole: Path) -> None:
    assert plain(Batch(whole).runs.columns) <= taken() | {*KEYS, "frigates"}


def test_what_a_run_never_gives_is_free() -> None:
    assert {"smuggling", "frigates", "latency", "hulls"}.isdisjoint(taken())
    assert {"drugs", "arms", "people", "piracy", "attack", "tips", "gaps", "spoofed_reports", "decoy_calls"} <= taken()


@pytest.mark.parametrize("name", ["atacks", "attacks.hijakced", "contacts.gaind", "usd", "work", "piracy.x"])
def test_what_no_run_gives_is_no_measure(name: str) -> None:
    assert not possible(name)


def test_tables_of_runs_are_joined_with_the_run_of_each_row() -> None:
    """One without rows takes no part, texts by code are plain, and a column that is nowhere filled fits."""
    coded = [
        pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(["a", "b"][: 1 + max(codes)]))
        for codes in ([0], [1, 0])
    ]
    parts = [
        pa.table({"who": coded[0], "x": pa.array([1.0])}),
        pa.table({"who": pa.DictionaryArray.from_arrays(pa.array([], pa.int64()), pa.array(["c"])), "x": pa.nulls(0)}),
        pa.table({"who": coded[1], "x": pa.nulls(2)}),
    ]
    names = [Name(4, "late", {}, replication, 100 + replication) for replication in (3, 5, 6)]
    assert _joined(parts, names).to_pylist() == [
        {"point": 4, "variant": "late", "replication": 3, "who": "a", "x": 1.0},
        {"point": 4, "variant": "late", "replication": 6, "who": "b", "x": None},
        {"point": 4, "variant": "late", "replication": 6, "who": "a", "x": None},
    ]
    assert _joined(parts, names).schema.types == [pa.int32(), pa.string(), pa.int32(), pa.string(), pa.float64()]


@pytest.mark.parametrize("rows", [3, FEW])
def test_a_table_is_the_same_after_parquet_whatever_its_length(rows: int) -> None:
    made = pa.table(
        {
            "number": pa.array([None if k == 1 else k for k in range(rows)], pa.int64()),
            "chance": pa.array([None if k == 2 else k / 7.0 for k in range(rows)], pa.float64()),
            "name": pa.array([None if k == 0 else f"n{k % 5}" for k in range(rows)], pa.string()),
            "so": pa.array([k % 2 == 0 for k in range(rows)], pa.bool_()),
        }
    )
    content = parquet(made)
    assert content == parquet(made)
    assert pq.read_table(pa.BufferReader(content)).equals(made)
    assert pq.ParquetFile(pa.BufferReader(content)).metadata.row_group(0).column(0).compression == (
        "SNAPPY" if rows < FEW else "ZSTD"
    )

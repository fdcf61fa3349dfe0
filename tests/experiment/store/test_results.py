"""A store read back: SQL, sums, pairs, and what somebody has broken or changed."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from experiment.stores import rewritten
from guardship.__main__ import app
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch


def test_replications_are_paired_by_seed_and_independent(whole: Path) -> None:
    found = Batch(whole)
    seeds = found.runs.pivot(columns="point", index="replication", values="seed").to_numpy()
    assert (seeds == seeds[:, :1]).all()
    transits = found.measure("transits")
    assert (transits == transits[0]).all()
    assert len(set(transits[0])) > 3


def test_sql(whole: Path) -> None:
    found = Batch(whole)
    rows = found.query("select variant, frigates, count(*) n, avg(attacks) a from runs group by all order by all")
    assert rows["n"].to_list() == [20] * 4
    assert rows["a"].to_list() == pytest.approx([found.measure("attacks")[k].mean() for k in (2, 3, 0, 1)])
    joined = found.query("select count(*) from voyages join points using (point) where frigates = 1")
    assert 0 < joined.iat[0, 0] < len(found.voyages)
    with pytest.raises(ValueError, match="no_such_table"):
        found.query("select * from no_such_table")
    with pytest.raises(ValueError, match="no rows come of it"):
        found.query("-- nothing")
    with pytest.raises(KeyError, match="attacks"):
        found.measure("atacks")


def test_tables_are_frames_in_the_order_of_points(whole: Path) -> None:
    found = Batch(whole)
    for name in found.tables:
        table = found.table(name)
        assert isinstance(table, pandas.DataFrame), name
        keys = list(zip(table["point"], table["replication"], strict=True))
        assert keys == sorted(keys), name
    assert isinstance(found.points, pandas.DataFrame)
    assert found.points["frigates"].to_list() == [1, 3, 1, 3]
    assert len(found.well(variant="late")) == 40
    scanned = found.scan("runs").to_table(["attacks"])
    assert scanned.num_rows == 80
    with pytest.raises(KeyError, match="nothing: not in this store; there are counts, events"):
        found.table("nothing")


def test_columns_that_only_some_files_have(whole: Path, tmp_path: Path) -> None:
    """A measure that is new in a later file, and one that an earlier file has as missing altogether."""
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    first, *_, last = sorted((store / "runs").iterdir())
    early, late = pq.read_table(first), pq.read_table(last)
    rewritten(first, early.append_column("half", pa.nulls(early.num_rows)))
    rewritten(last, late.append_column("half", pa.array([0.5] * late.num_rows)))
    found = Batch(store)
    half = found.measure("half")
    assert np.nansum(half) == 0.5 * late.num_rows
    assert np.isnan(half).sum() == 80 - late.num_rows


def test_what_is_missing_leaves_whole_numbers_whole(whole: Path, tmp_path: Path) -> None:
    sql = "select 7 as n, true as yes, null as none, 'a, b' as text, 0.5 as half union all select null, false, 1, '', 2"
    assert Batch(whole).answer(sql).column("n").to_pylist() == [7, None]
    call = CliRunner().invoke(app, ["query", str(whole), sql, "--to", str(tmp_path / "a.csv")])
    assert call.exit_code == 0, call.output
    assert (tmp_path / "a.csv").read_text() == 'n,yes,none,text,half\n7,true,,"a, b",0.5\n,false,1,,2.0\n'
    shown = CliRunner().invoke(app, ["query", str(whole), sql]).output.splitlines()
    assert [word.strip() for word in shown[2].split("|")[1:-1]] == ["7", "true", "null", "a, b", "0.5"]
    assert call.exit_code == 0
    assert CliRunner().invoke(app, ["query", str(whole), sql, "--to", str(tmp_path / "a.parquet")]).exit_code == 0
    assert pq.read_table(tmp_path / "a.parquet").column("n").to_pylist() == [7, None]


def test_the_sums_of_a_store(whole: Path) -> None:
    found = Batch(whole)
    funnel = found.query("select sum(n) as n from counts where \"of\" = 'funnel'")
    assert funnel["n"].dtype == "int64"  # not one of DuckDB's decimals
    assert funnel["n"].item() == found.voyages["counted"].sum() == found.runs["voyages"].sum()


def test_a_folder_may_have_any_name(whole: Path, tmp_path: Path) -> None:
    odd = tmp_path / "it's [x] *? ü {1,2}"
    shutil.copytree(whole, odd)
    assert Batch(odd).query("select count(*) n from runs")["n"].item() == Batch(odd).count == 80
    assert (Batch(odd).measure("boardings") == Batch(whole).measure("boardings")).all()


def test_a_column_of_several_kinds_is_text(whole: Path, tmp_path: Path) -> None:
    """As that of a factor with the levels 3 and `many` would be."""
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    last = max((store / "runs").iterdir())
    rows = pq.read_table(last)
    k = rows.column_names.index("attacks")
    rewritten(last, rows.set_column(k, "attacks", pa.array(["many"] * rows.num_rows)))
    found = Batch(store)
    assert found.query("select max(attacks) as n from runs")["n"].item() == "many"
    assert np.isnan(found.measure("attacks")).sum() == rows.num_rows


def test_the_rows_of_a_store_that_somebody_has_made_up(whole: Path, tmp_path: Path) -> None:
    """Even if each file is as the list of blocks says."""
    changes: tuple[Callable[[Any], Any], ...] = (
        lambda t: t.drop_columns("seed"),
        lambda t: pa.concat_tables([t, t]),
        lambda t: t.slice(1),
        lambda t: t.set_column(t.column_names.index("point"), "point", pa.array(["3"] * t.num_rows)),
        lambda t: t.set_column(t.column_names.index("point"), "point", pa.array([9] * t.num_rows)),
        lambda t: t.set_column(t.column_names.index("replication"), "replication", pa.nulls(t.num_rows, "int32")),
    )
    for change in changes:
        store = tmp_path / "store"
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(whole, store)
        for path in (store / "runs").iterdir():
            rewritten(path, change(pq.read_table(path)))
        with pytest.raises(StoreError, match=r"store/runs: "):
            assert Batch(store).runs is None

"""SQL over a store sees its tables and nothing else, whatever is asked."""

import json
import os
import signal
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from experiment.stores import bytes_of
from guardship.__main__ import app
from guardship.experiment.store.query import ask
from guardship.experiment.store.results import Batch

TABLE = {"runs": pa.table({"a": [1, 2, 3]})}

FILES = """
pivot read_csv('FILE') on a using count(*)
select content[:20] from read_text('FILE')
select * from read_blob('FILE')
select * from read_text(['FILE'])
select * from 'FILE'
select * from read_csv('FILE')
select * from sniff_csv('FILE')
select * from read_json('FILE')
select * from read_parquet('FILE')
select * from parquet_schema('FILE')
select * from glob('FILE*')
select * from 'https://example.org/x.csv'
from json_execute_serialized_sql(json_serialize_sql('select * from read_text(''FILE'')'))
select * from query('from read_text(''FILE'')')
select * from duckdb_secrets()
"""
STATEMENTS = """
copy (select 1 as a) to 'NEW'
copy runs from 'FILE'
explain analyze copy (select 1) to 'NEW'
export database 'NEW'
import database 'FILE'
attach 'NEW' as d
attach ':memory:' as d
detach memory
install httpfs
load httpfs
load 'FILE'
pragma database_list
pragma enable_external_access=true
set enable_external_access=true
set lock_configuration=false
reset lock_configuration
set threads=1
set variable a = 1
use memory
call pragma_version()
checkpoint
vacuum
begin
create table t as select 1
create or replace view runs as select 1
create macro f(a) as a
create secret (type s3)
insert into runs values (1)
update runs set a = 1
delete from runs
truncate runs
drop view runs
alter table runs rename to x
merge into runs using runs on true when matched then delete
update extensions
prepare p as select 1
execute p
select 1; select 2
pivot runs on a using count(*); select 1
select 1; copy (select 1) to 'NEW'
"""
UNKNOWN = """
select getenv('HOME')
select * from TABLE
select * from pa
select * from tables
select * from dbgen(sf=0.01)
select * from sqlite_scan('FILE', 't')
select * from arrow_scan(1, 2, 3)
select * from pandas_scan(1)
select 1::pointer
select
'
select * from (copy (select 1) to 'NEW')
with x as (insert into runs values (1) returning *) select * from x
;
"""


@pytest.mark.parametrize(
    ("kind", "said"), [(FILES, "Permission Error: Cannot access"), (STATEMENTS, "came "), (UNKNOWN, None)]
)
def test_no_other_thing_is_seen(tmp_path: Path, kind: str, said: str | None) -> None:
    """In words that say what may be asked, and nothing is written."""
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    for line in kind.strip().splitlines():
        sql = line.replace("FILE", str(tmp_path / "secret.csv")).replace("NEW", str(tmp_path / "new"))
        with pytest.raises(ValueError, match=said) as fault:
            ask(TABLE, sql)
        assert not said or "a query is one SELECT over runs; no files, extensions or settings" in str(fault.value), sql
    assert bytes_of(tmp_path) == {"secret.csv": b"a,b\n1,2\n"}


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select sum(a) as n from runs", [{"n": 6}]),
        ("from runs select max(a) as n;", [{"n": 3}]),
        ("with t as (select a from runs where a > 1) select count(*) as n from t", [{"n": 2}]),
        ("values (1)", [{"col0": 1}]),
        ("pivot (select a from runs where a > 1) on a using count(*)", [{"2": 1, "3": 1}]),
        ("select value as v from duckdb_settings() where name = 'enable_external_access'", [{"v": "false"}]),
        ("select current_setting('lock_configuration') as v", [{"v": True}]),
        ("select current_setting('temp_directory') as v", [{"v": ""}]),
    ],
)
def test_what_is_answered(sql: str, rows: list[dict[str, object]]) -> None:
    assert ask(TABLE, sql).to_pylist() == rows


def test_ctrl_c_ends_a_query_that_has_no_end() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background has it ignored
    timer = threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            ask(
                TABLE,
                "with recursive t as (select 1::bigint as a union all select a + 1 from t) select count(*) from t",
            )
    finally:
        signal.signal(signal.SIGINT, before)


# ---- the command --------------------------------------------------------------------------------

NESTED = "select [1, 2] as a, {'x': 1, 'y': [null, 'ü']} as b, [1.5::decimal(3, 1)] as c, 'it' as d"


def asked(store: Path, sql: str, *more: str) -> tuple[int, str]:
    call = CliRunner().invoke(app, ["query", str(store), sql, *more])
    assert call.exception is None or isinstance(call.exception, SystemExit), repr(call.exception)
    return call.exit_code, call.output


def test_lists_and_structs_are_text_in_a_csv(whole: Path, tmp_path: Path) -> None:
    for name in ("a.csv", "a.CSV"):
        assert asked(whole, NESTED, "--to", str(tmp_path / name)) == (0, "")
        text = (tmp_path / name).read_text()
        assert text == 'a,b,c,d\n"[1, 2]","{""x"": 1, ""y"": [null, ""ü""]}",[1.5],it\n'
    assert json.loads('{"x": 1, "y": [null, "ü"]}') == ask(TABLE, NESTED).column("b")[0].as_py()
    assert asked(whole, NESTED, "--to", str(tmp_path / "a.parquet")) == (0, "")
    assert pq.read_table(tmp_path / "a.parquet").column("a").to_pylist() == [[1, 2]]


@pytest.mark.parametrize(
    "sql",
    [
        "select interval '1 month' as i", "select 'infinity'::timestamp as t", "select '290000-01-01'::date as d",
        "select union_value(a := 1) as u", "select 1 as a, 2 as a", "select * from test_all_types()",
        "select uuid() as u, 1::hugeint as h, '101'::bit as b, map {'k': 1} as m, 'nan'::double as n",
    ],
)  # fmt: skip
def test_no_kind_of_value_makes_a_traceback(whole: Path, tmp_path: Path, sql: str) -> None:
    for more in ([], ["--to", str(tmp_path / "a.csv")], ["--to", str(tmp_path / "a.parquet")]):
        code, _ = asked(whole, sql, *more)
        assert code in (0, 2)
    try:
        Batch(whole).query(sql)
    except ValueError as fault:
        assert str(fault)


def test_a_target_that_cannot_be_is_refused_before_the_query(whole: Path, tmp_path: Path) -> None:
    endless = "with recursive t as (select 1 as a union all select a from t) select * from t"
    (tmp_path / "folder.csv").mkdir()
    for target, said in (
        ("x.xlsx", "--to: came x.xlsx, wanted a name that ends in .csv or .parquet"),
        ("x", "--to: came x, wanted a name that ends in .csv or .parquet"),
        ("folder.csv", "folder.csv is a folder, wanted a file"),
        ("nowhere/x.csv", "there is no folder"),
    ):
        code, output = asked(whole, endless, "--to", str(tmp_path / target))
        assert code == 2
        assert said in output.replace("\n", ""), output
    before = bytes_of(whole)
    code, output = asked(whole, "select 1", "--to", str(whole / "runs/p0000-r000000.parquet"), "--overwrite")
    assert (code, bytes_of(whole) == before) == (2, True)
    assert "is in the store" in output.replace("\n", " ")


def test_a_target_is_written_whole_or_not_at_all(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from guardship.files import whole as files

    target = tmp_path / "a.csv"
    target.write_text("before\n")

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_sync", full)
    code, output = asked(whole, "select 1", "--to", str(target), "--overwrite")
    assert code == 2
    assert "cannot be written (No space left on device)" in output.replace("\n", " ")
    assert bytes_of(tmp_path) == {"a.csv": b"before\n"}


@pytest.mark.parametrize("name", [":memory:", ":memory:.wal", ":memory:.wal.recovery"])
def test_no_file_is_read_that_is_called_as_the_database(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("a secret")
    for sql in (f"select content from read_text('{name}')", f"select * from '{name}'"):
        with pytest.raises(ValueError):
            Batch(whole).query(sql)
    open_paths = Batch(whole).query("select value from duckdb_settings() where name = 'allowed_paths'")
    assert open_paths["value"].item() == "[]"

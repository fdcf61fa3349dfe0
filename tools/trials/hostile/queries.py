"""SQL that must not get out of the tables of a store, and SQL that must go on working."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tools.trials.trial import Trial, Wanted

FAMILY = "queries"
FAMILIES = (FAMILY,)
SECRET = "no-one-may-read-this"

OUT = (
    "select content from read_text('secret.txt')",
    "select * from read_blob('secret.txt')",
    "select * from read_csv('secret.txt')",
    "select * from read_csv_auto('secret.txt')",
    "select * from read_json('secret.txt')",
    "select * from read_parquet('secret.txt')",
    "select * from 'secret.txt'",
    "select * from 'store/runs/*.parquet'",
    'select * from "secret.txt"',
    "select * from glob('*')",
    "select * from glob('/etc/*')",
    "select * from sniff_csv('secret.txt')",
    "select * from parquet_metadata('store/runs/p0000-r000000.parquet')",
    "select * from parquet_schema('store/runs/p0000-r000000.parquet')",
    "copy (select 1 as a) to 'written.csv'",
    "copy runs to 'written.parquet'",
    "copy (select 1 as a) to 'store/runs/p0000-r000000.parquet' (format parquet)",
    "copy (select 1 as a) to 'written' (format parquet, partition_by (a))",
    "export database 'written'",
    "import database 'written'",
    "attach 'written.db' as d",
    "attach 'written.db' as d; create table d.t as select 1",
    "attach ':memory:' as d; select 1",
    "install httpfs",
    "load httpfs",
    "install spatial; load spatial",
    "load 'secret.txt'",
    "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "select * from 'https://127.0.0.1:9/x.parquet'",
    "select * from read_text('s3://x/y')",
    "set enable_external_access = true; select content from read_text('secret.txt')",
    "reset enable_external_access; select content from read_text('secret.txt')",
    "pragma enable_external_access",
    "set lock_configuration = false",
    "set home_directory = '.'",
    "set temp_directory = 'written'",
    "set secret_directory = 'written'",
    "set extension_directory = 'written'",
    "set custom_extension_repository = 'http://127.0.0.1:9'",
    "set allow_unsigned_extensions = true",
    "set autoinstall_known_extensions = true",
    "set log_query_path = 'written.log'; select 1",
    "pragma enable_logging; select 1",
    "pragma profiling_output = 'written.json'; pragma enable_profiling = 'json'; select 1",
    "call enable_logging()",
    "create secret s (type s3, key_id 'a', secret 'b')",
    "create persistent secret s (type s3, key_id 'a', secret 'b')",
    "create macro f(x) as table select * from read_text(x); select * from f('secret.txt')",
    "create view v as select * from read_text('secret.txt'); select * from v",
    "prepare q as select * from read_text($1); execute q('secret.txt')",
    "select * from query('select content from read_text(''secret.txt'')')",
    "select * from query_table('secret.txt')",
    "explain analyze select content from read_text('secret.txt')",
    "describe select * from read_text('secret.txt')",
    "summarize select content from read_text('secret.txt')",
    "with a as materialized (select * from read_text('secret.txt')) select * from a",
    "select (select content from read_text('secret.txt') limit 1) from runs",
    "pivot (select * from read_text('secret.txt')) on filename using count(*)",
    "from read_text('secret.txt')",
    "from 'secret.txt'",
    "select getenv('HOME')",
    "checkpoint",
    "vacuum",
    "drop view runs; select 1",
    "drop table points",
    "create or replace view runs as select 1; select * from runs",
    "delete from points",
    "insert into points values (1)",
    "update points set point = 1",
    "create table t as select * from range(10)",
    "select * from pandas_frame",
    "select * from connection",
    "select * from self",
    "select * from os",
)
WRONG = (
    *("", " ", ";", "--", "/*", "'", '"', "select", "selct 1", "select 1 frm runs", "select nothing from runs"),
    *("select * from nowhere", "select $1", "select ?", "select * from runs where", "commit", "rollback", "use d"),
    *("select 1 from", "select cast('x' as integer)", "select 1 // 0 from nowhere", "select error('x')"),
    *("(" * 5000 + "1", "select " + "(" * 2000 + "1" + ")" * 2000, "select " + "-" * 20_001 + "1x"),
    *("select '" + "x" * 1_000_000, "select " + " + ".join(["1"] * 20_000)),
)
MUCH = (  # each takes what the machine has: it ends, and in order
    *("select * from generate_series(1, 100000000000)", "select list(a.range) from range(20000000) a"),
    *("select 1;;;select 2", "begin", "select variant from runs, "),
)
FINE = (
    "select count(*) from runs",
    "SELECT variant, frigates, avg(attacks) FROM runs GROUP BY ALL ORDER BY ALL",
    "from runs limit 3",
    "with a as (select * from voyages) select count(*) from a join runs using (point, replication)",
    "select * from points",
    "describe runs",
    "show tables",
    "summarize runs",
    "select 1 as a;",
    "select [1, 2] as a, {'x': 1} as b, map {'a': 1} as c, null as d, '2010-03-01'::date as e, 1::decimal(9,2) as f",
    "select '\u001b[31m' as a",
    "select e'a\\nb' as a",
    "select unnest(range(500))",
    "values (1), (2)",
    "pivot (select variant, attacks from runs) on variant using avg(attacks)",
    "select 1 as a, 2 as a",
    "select * from runs where false",
    "select 'x' as \"a b\"",
    "select 170141183460469231731687303715884105727 as a, 'inf'::double as b, 'nan'::double as c",
    "select interval 3 days as a, time '12:00' as b, timestamptz '2010-03-01 00:00Z' as c, uuid() as d, 'ab'::blob as e, '101'::bit as f",
)
TARGETS = ("x.csv", "x.parquet", "x\n.csv")  # a name may have any letter but the slash
ODD_TARGETS = (
    "x.xlsx",
    "x.json",
    "x",
    "x.CSV.",
    "nowhere/x.csv",
    "/dev/full",
    ".",
    "store",
    f"{'x' * 300}.csv",
    "x.html",
)


def trials(store: Path) -> Iterator[Trial]:
    """On a copy of a sound store."""

    def prepare(folder: Path) -> None:
        shutil.copytree(store, folder / "store", dirs_exist_ok=True)
        (folder / "secret.txt").write_text(SECRET + "\n")

    def query(name: str, sql: str, wanted: Wanted, *more: str, writes: bool = False) -> Trial:
        act = ("query", "store", sql, *more)
        return Trial(
            FAMILY,
            f"{name}: {sql[:120]!a} {' '.join(more)[:60]!a}",
            act,
            wanted,
            never=SECRET,
            writes=writes,
            prepare=prepare,
            dear=4.0,
        )

    for sql in OUT:
        yield query("out", sql, Wanted.REFUSED)
    for sql in OUT[:12]:
        yield query("out", f"select 1; {sql}", Wanted.REFUSED)
    for sql in WRONG:
        yield query("wrong", sql, Wanted.REFUSED)
    for sql in MUCH:
        yield query("much", sql, Wanted.EITHER)._replace(dear=10.0)
    for sql in FINE:
        yield query("fine", sql, Wanted.READ)
        for target in TARGETS:
            yield query("fine", sql, Wanted.EITHER, "--to", target, writes=True)
    for target in ODD_TARGETS:
        yield query("to", "select * from runs", Wanted.REFUSED, "--to", target)

    def linked(folder: Path) -> None:
        prepare(folder)
        (folder / "link").symlink_to("store")

    act = ("query", "link", "select 1")
    yield Trial(FAMILY, "a store that is a link", act, Wanted.READ, prepare=linked, dear=4.0)
    for name in ("it's", 'a"b', "a*b[c]?", "a b", "\u03b1", "-x", "a;b", "a\nb", "{a,b}", "$HOME", "%s"):

        def renamed(folder: Path, name: str = name) -> None:
            prepare(folder)
            (folder / "store").rename(folder / name)

        act = ("query", f"./{name}", "select count(*) from runs")
        yield Trial(FAMILY, f"a store called {name!a}", act, Wanted.READ, prepare=renamed, dear=4.0)

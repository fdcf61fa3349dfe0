"""What somebody has broken in a store is said with its file, and the command of the batch mends exactly that."""

import json
import shutil
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from experiment.stores import changed_files
from guardship.__main__ import app
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch

LAST = "p0003-r000016.parquet"
BEYOND = "p0003-r000024.parquet"
LINES = "blocks.jsonl"

type Damage = Callable[[Path], object]


def rows(table: str, change: Callable[[pa.Table], pa.Table]) -> Damage:
    """Change the rows of the last file of a table."""
    return lambda store: pq.write_table(change(pq.read_table(store / table / LAST)), store / table / LAST)


def content(table: str, change: Callable[[bytes], bytes]) -> Damage:
    """Change the bytes of the last file of a table."""
    return lambda store: (store / table / LAST).write_bytes(change((store / table / LAST).read_bytes()))


def flipped(found: bytes) -> bytes:
    """One bit in the middle of the pages: Parquet alone would not notice."""
    return found[:200] + bytes([found[200] ^ 16]) + found[201:]


def gone(table: str) -> Damage:
    return lambda store: (store / table / LAST).unlink()


def column(name: str, change: Callable[[pa.Array], pa.Array]) -> Callable[[pa.Table], pa.Table]:
    return lambda t: t.set_column(t.column_names.index(name), name, change(t.column(name)))


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Damage:
    """Change the list of blocks that are done."""
    return lambda store: (store / LINES).write_bytes(b"\n".join(change((store / LINES).read_bytes().splitlines())))


DAMAGES: dict[str, Damage] = {
    "runs that are gone": gone("runs"),
    "voyages that are gone": gone("voyages"),
    "an empty file": content("runs", lambda _: b""),
    "an empty file of events": content("events", lambda _: b""),
    "half a file": content("runs", lambda found: found[: len(found) // 2]),
    "half a file of nations": content("nations", lambda found: found[: len(found) // 2]),
    "a page that is damaged": content("runs", flipped),
    "a page of voyages that is damaged": content("voyages", flipped),
    "a point that the plan has not": rows("runs", column("point", lambda c: pc.add(c, pa.scalar(99, pa.int32())))),
    "a replication before the first": rows("runs", column("replication", lambda c: pc.subtract(c, 20))),
    "rows twice": rows("runs", lambda t: pa.concat_tables([t, t])),
    "rows of opportunities twice": rows("opportunities", lambda t: pa.concat_tables([t, t])),
    "no rows": rows("runs", lambda t: t.slice(0, 0)),
    "no column of points": rows("runs", lambda t: t.drop_columns("point")),
    "no column of outcomes": rows("voyages", lambda t: t.drop_columns("outcome")),
    "a block that the list has not": lines(lambda found: found[:-1]),
    "a line that is none": lines(lambda found: [*found[:-1], b"[" * 100_000]),
    "a line of a point that there is not": lines(lambda found: [*found[:-1], found[-1].replace(b"[3,", b"[9,", 1)]),
    "a line of another table": lines(lambda found: [*found[:-1], found[-1].replace(b"voyages", b"../runs", 1)]),
    "a block under another name": lambda store: shutil.copy(
        store / "runs" / LAST, store / "runs/p0003-r000024.parquet"
    ),
}


def all_of(batch: Batch) -> None:
    """Read everything."""
    for name in batch.tables:
        batch.table(name)


@pytest.mark.parametrize("case", DAMAGES)
def test_damage_is_said_and_mended(small: Plan, whole: Path, tmp_path: Path, case: str) -> None:
    store = tmp_path / "store"
    ran: list[Any] = []
    shutil.copytree(whole, store)
    DAMAGES[case](store)
    with pytest.raises(StoreError, match=r"store/\w+/p0003-r0000\d\d\.parquet: is ") as fault:
        all_of(Batch(store))
    assert len(str(fault.value).splitlines()) == 1

    def counting(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        ran.extend(blocks)
        yield from here(p, blocks)

    run(small, store, counting)
    assert ran == ([] if case == "a block under another name" else [Block(3, 16, 20)])
    assert changed_files(whole, store) == []


def test_every_command_says_so(whole: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    gone("voyages")(store)
    for command in (
        ["query", str(store), "select 1"],
        ["compare", str(store)],
        ["report", str(store)],
        ["best", str(store), "--measure", "attacks", "--delta", "1"],
        ["sensitivity", str(store), "--measure", "attacks"],
        ["voyages", str(store), "--between", "quick", "late"],
    ):
        call = CliRunner().invoke(app, command)
        assert call.exit_code == 2, command
        assert f"voyages/{LAST}: is not there; give the command of the batch again" in call.output, command


def folder_of_a_name(path: Path) -> None:
    path.unlink()
    path.mkdir()


def file_of_a_name(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda store: folder_of_a_name(store / "runs" / LAST), f"runs/{LAST}: "),
        (lambda store: file_of_a_name(store / "runs"), "store/runs: "),
        (lambda store: file_of_a_name(store / "voyages"), "store/voyages"),
        (lambda store: shutil.copy(store / "runs" / LAST, store / "runs/copy.parquet"), "runs/copy.parquet: is of no"),
    ],
)
def test_what_is_not_the_batch_s_own_is_left_alone(
    small: Plan, whole: Path, tmp_path: Path, damage: Damage, said: str
) -> None:
    """The command does not remove it, and says what is to be done."""
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    damage(store)
    with pytest.raises(StoreError, match=said):
        all_of(Batch(store))
    with pytest.raises(StoreError, match=said):
        run(small, store, here)


def test_what_is_no_table_is_passed_over(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its name."""
    store, written = tmp_path / "store", tmp_path / "written.csv"
    shutil.copytree(whole, store)
    for name in ("x as select 1;copy (select 7 as a) to 'written.csv';--", "my-notes", "runs; drop", "legs"):
        (store / name).mkdir()
        shutil.copy(store / "runs" / LAST, store / name / "a.parquet")
    monkeypatch.chdir(tmp_path)
    found = Batch(store)
    assert found.tables == Batch(whole).tables
    assert found.query("select count(*) as n from runs")["n"].item() == 80
    assert not written.exists()


@pytest.mark.parametrize("name", ["manifest.json", "plan.json"])
@pytest.mark.parametrize(
    "text",
    [
        b"", b"[]", b"7", b"null", b'"x"', b"{}", b"[" * 200_000, b'{"guardship_batch": ' * 50_000,
        '{"name": "ü"}'.encode("utf-16"), b"\xff\xfe\x00", b'{"guardship_batch": 99}', b'{"guardship_batch": true}',
    ],
)  # fmt: skip
def test_a_manifest_or_plan_that_is_none(whole: Path, tmp_path: Path, name: str, text: bytes) -> None:
    shutil.copytree(whole, tmp_path / "store")
    (tmp_path / "store" / name).write_bytes(text)
    with pytest.raises(StoreError, match=f"store: {name} ") as fault:
        Batch(tmp_path / "store")
    assert len(str(fault.value)) < 400


@pytest.mark.parametrize(
    ("name", "entry", "value"),
    [
        ("manifest.json", "replications", -1),
        ("manifest.json", "replications", 19),
        ("manifest.json", "replications", "20"),
        ("manifest.json", "versions", []),
        ("manifest.json", "platform", {"machine": {}}),
        ("manifest.json", "seeds", 3),
        ("manifest.json", "stopped", "now"),
        ("plan.json", "variants", ["quick", "late"]),
        ("plan.json", "variants", {"quick": {}}),
        ("plan.json", "variants", {"quick": 3, "late": {}}),
        ("plan.json", "points", []),
        ("plan.json", "points", [3]),
        ("plan.json", "points", {}),
        ("plan.json", "experiment", None),
        ("plan.json", "experiment", {"replications": "many"}),
        ("plan.json", "experiment", {"factors": {"frigates": {"path": 3}}}),
        ("plan.json", "title", 3),
        ("plan.json", "more", 3),
    ],
)
def test_entries_of_the_wrong_kind(whole: Path, tmp_path: Path, name: str, entry: str, value: object) -> None:
    shutil.copytree(whole, tmp_path / "store")
    file = tmp_path / "store" / name
    file.write_text(json.dumps({**json.loads(file.read_text()), entry: value}))
    with pytest.raises(StoreError, match=f"{name} "):
        Batch(tmp_path / "store")


@pytest.mark.parametrize(
    ("key", "value"), [("number", 7), ("variant", "slow"), ("levels", {}), ("levels", {"frigates": 5}), ("hash", 3)]
)
def test_points_that_do_not_fit(whole: Path, tmp_path: Path, key: str, value: object) -> None:
    shutil.copytree(whole, tmp_path / "store")
    file = tmp_path / "store/plan.json"
    said = json.loads(file.read_text())
    said["points"][1][key] = value
    file.write_text(json.dumps(said))
    with pytest.raises(StoreError, match=r"plan\.json cannot be read"):
        Batch(tmp_path / "store")


def test_a_manifest_that_is_far_too_large(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "store")
    with (tmp_path / "store/manifest.json").open("ab") as file:
        file.truncate(100_000_000)
    with pytest.raises(StoreError, match="came 100000000 bytes, wanted at most"):
        Batch(tmp_path / "store")


# ---- stores of before ---------------------------------------------------------------------------


@pytest.fixture
def before(whole: Path, tmp_path: Path) -> Path:
    """A store of format 1: without a list of blocks."""
    store = tmp_path / "before"
    shutil.copytree(whole, store)
    (store / LINES).unlink()
    manifest = store / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"guardship_batch": 2', '"guardship_batch": 1'))
    return store


def test_a_store_of_format_1_can_be_read(small: Plan, whole: Path, before: Path) -> None:
    found = Batch(before)
    assert found.tables == Batch(whole).tables
    assert found.runs.equals(Batch(whole).runs)
    with pytest.raises(StoreError, match=r"an earlier version \(format 1\), which can be read, but not gone on with"):
        run(small, before, here)


FORMAT_1 = [name for name in DAMAGES if "runs that" in name or "column of p" in name or "replication" in name]


@pytest.mark.parametrize("case", [*FORMAT_1, "rows twice", "no rows", "a point that the plan has not"])
def test_damage_of_format_1(before: Path, case: str) -> None:
    DAMAGES[case](before)
    with pytest.raises(StoreError, match=r"before/runs"):
        all_of(Batch(before))

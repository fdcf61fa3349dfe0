"""Stores of a small batch, and what is compared of them."""

import hashlib
import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

TEXT = (Path(__file__).parent / "small.yaml").read_text()
SCENARIOS = Path(__file__).parents[2] / "scenarios"
TINY = SCENARIOS / "experiments/tiny.yaml"


def placed(folder: Path, text: str = TEXT) -> Path:
    """The file, beside the scenario that it extends."""
    shutil.copy(SCENARIOS / "tiny.yaml", folder)
    (folder / "experiments").mkdir()
    file = folder / "experiments/small.yaml"
    file.write_text(text)
    return file


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a store, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def changed_files(a: Path, b: Path) -> list[str]:
    """Files that are not the same in both."""
    one, two = bytes_of(a), bytes_of(b)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def rewritten(file: Path, table: pa.Table) -> None:
    """A file of a block with other rows, as if the batch had written them."""
    before = hashlib.sha256(file.read_bytes()).hexdigest().encode()
    pq.write_table(table, file)
    done = file.parents[1] / "blocks.jsonl"
    assert before in done.read_bytes()
    done.write_bytes(done.read_bytes().replace(before, hashlib.sha256(file.read_bytes()).hexdigest().encode()))


def without(store: Path, table: str) -> None:
    """A store of which no run has rows of a table."""
    shutil.rmtree(store / table)
    done = [json.loads(line) for line in (store / "blocks.jsonl").read_text().splitlines()]
    for *_, files in done:
        files.pop(table, None)
    (store / "blocks.jsonl").write_text("".join(json.dumps(line) + "\n" for line in done))


def interrupted(store: Path, blocks: int) -> None:
    """A store that has only its first blocks."""
    lines = (store / "blocks.jsonl").read_bytes().splitlines(keepends=True)
    (store / "blocks.jsonl").write_bytes(b"".join(lines[:blocks]))
    manifest = json.loads((store / "manifest.json").read_text())
    del manifest["replications"]
    (store / "manifest.json").write_text(json.dumps(manifest))

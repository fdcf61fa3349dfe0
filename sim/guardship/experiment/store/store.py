"""The result store: a folder with a manifest, the plan, and a Parquet file a table and block, whole or not there.

    manifest.json   what made it: hash, versions, seeds, points, how many replications
    plan.json       the experiment with every variant's scenario
    runs/p0003-r000016.parquet, nations/..., voyages/...

A block is done when its file of `runs` is there: that one is written last. Nothing in a store depends on when, where,
by how many workers, or after how many interruptions it was made.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from guardship.experiment.plan.plan import BLOCK, Block, Plan
from guardship.experiment.store.columns import RUNS
from guardship.run.folder import LIBRARIES, code, fingerprint

MANIFEST, PLAN, PART = "manifest.json", "plan.json", ".part"
MARK = "guardship_batch"
SEEDS = "replication r has seed first_seed + r at every point; every draw of a run is Philox4x32-10 keyed by its seed"


class StoreError(ValueError):
    """The folder cannot be used for this batch."""


class Store:
    """A folder that a batch is written to."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan

    @property
    def manifest(self) -> dict[str, Any]:
        """All of the manifest but what is known at the end."""
        plan = self.plan
        return {
            MARK: 1,
            "experiment": plan.name,
            "hash": plan.hash,
            "versions": {name: version(name) for name in LIBRARIES},
            "code": code(),
            "python": platform.python_version(),
            "platform": fingerprint(),
            "seeds": {"first_seed": plan.asked.first_seed, "rule": SEEDS},
            "block": BLOCK,
            "tables": list(plan.asked.keep),
            "points": [point._asdict() for point in plan.points],
        }

    def open(self) -> None:
        """Make the folder, or take up what is there. Raises StoreError when something else is there."""
        if self.folder.exists() and not self.folder.is_dir():
            raise StoreError(f"{self.folder}: a file is there, wanted a new folder or the store of this batch")
        there = self.folder / MANIFEST
        if not there.exists():
            if self.folder.exists() and any(n != PLAN and not n.endswith(PART) for n in os.listdir(self.folder)):
                raise StoreError(f"{self.folder}: not empty and not a store, wanted a new folder")
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(PLAN, self.plan.as_json().encode())
            self._write(MANIFEST, _text(self.manifest))
            return
        found = read_manifest(self.folder)
        differ = [key for key, value in json.loads(_text(self.manifest)).items() if found.get(key) != value]
        if differ:
            raise StoreError(
                f"{self.folder}: holds a batch that differs in {', '.join(differ)}; give another --out, or remove it"
            )
        for part in self.folder.rglob(f"*{PART}"):
            part.unlink()
        if (self.folder / PLAN).read_bytes() != self.plan.as_json().encode():
            self._write(PLAN, self.plan.as_json().encode())  # another question or other headlines

    def done(self, block: Block) -> bool:
        """Whether a block is there."""
        return (self.folder / RUNS / _file(block)).exists()

    def put(self, block: Block, files: Mapping[str, bytes]) -> None:
        """Write the tables of a block, `runs` last."""
        for name in sorted(files, key=lambda name: name == RUNS):
            (self.folder / name).mkdir(exist_ok=True)
            self._write(f"{name}/{_file(block)}", files[name])

    def finish(self, replications: int, note: Mapping[str, Any]) -> None:
        """All blocks are there: say so."""
        self._write(MANIFEST, _text({**self.manifest, "replications": replications, **note}))

    def _write(self, name: str, content: bytes) -> None:
        """Whole or not at all."""
        target = self.folder / name
        part = target.with_name(target.name + PART)
        part.write_bytes(content)
        part.replace(target)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else writes to the folder meanwhile, where the system has such locks. Raises StoreError for the second.

    The lock is the system's: it goes with the process, however that ends, and leaves nothing in the folder.
    """
    if folder.exists() and not folder.is_dir():
        yield  # which `Store.open` refuses
        return
    folder.mkdir(parents=True, exist_ok=True)
    lock = _locked(folder)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _locked(folder: Path) -> int | None:
    try:
        import fcntl
    except ImportError:  # not a Unix
        return None
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise StoreError(f"{folder}: another command is writing to it; wait until it has ended") from None
    except OSError:  # a file system without locks
        pass
    return held


def _file(block: Block) -> str:
    return f"p{block.point:04}-r{block.begin:06}.parquet"


def _text(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=1, default=dict) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a store. Raises StoreError when it is none."""
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError:
        raise StoreError(f"{folder}: no store of a batch: there is no {MANIFEST}") from None
    except (OSError, ValueError) as fault:
        raise StoreError(f"{folder}: {MANIFEST} cannot be read: {fault}") from None
    if not isinstance(found, dict) or found.get(MARK) != 1:
        raise StoreError(f"{folder}: {MANIFEST} is not that of a batch")
    return found


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a store, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def missing(store: Store, blocks: Iterable[Block]) -> list[Block]:
    """The blocks that are not there."""
    return [block for block in blocks if not store.done(block)]

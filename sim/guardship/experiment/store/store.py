"""The result store: a folder with a manifest, the plan, a list of what is done, and a Parquet file a table and block.

    manifest.json   what made it: hash, versions, seeds, points, how many replications
    plan.json       the experiment with every variant's scenario
    blocks.jsonl    the blocks that are done, each with the sha256 of its files (`experiment.store.blocks`)
    runs/p0003-r000016.parquet, nations/..., voyages/...

Nothing in a finished store depends on when, where, by how many workers, or after how many interruptions it was made.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guardship.build.handed import AGENTS, RULES
from guardship.experiment.plan.plan import BLOCK, Block, Plan
from guardship.experiment.store.blocks import ANEW, LIST, NAME, Digests, damage, file_of, known, line, listed, wanted
from guardship.experiment.store.files import PART, StoreError, append, first, keep_names, text_of, write
from guardship.run.folder import LIBRARIES, code, fingerprint

MANIFEST, PLAN = "manifest.json", "plan.json"
MARK, FORMAT = "guardship_batch", 2  # 1: without a list of blocks
AGAIN = "restore it, or run the batch into another folder"
LARGEST, LARGEST_PLAN = 1 << 26, 1 << 28  # bytes
SEEDS = "replication r has seed first_seed + r at every point; every draw of a run is Philox4x32-10 keyed by its seed"


class Store:
    """A folder that a batch is written to."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self._done: dict[Block, Digests] = {}

    @property
    def manifest(self) -> dict[str, Any]:
        """All of the manifest but what is known at the end."""
        plan = self.plan
        return {
            MARK: FORMAT,
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
            **plan.own.said,
        }

    def open(self) -> None:
        """Make the folder, or take up what is there; blocks of which a file is missing or damaged are not done.

        Raises StoreError when something else is there.
        """
        if self.folder.exists() and not self.folder.is_dir():
            raise StoreError(f"{self.folder}: a file is there, wanted a new folder or the store of this batch")
        if not (self.folder / MANIFEST).exists():
            self._begin()
            return
        found = read_manifest(self.folder)
        if found[MARK] != FORMAT:
            said = "can be read, but not gone on with; give another --out"
            raise StoreError(f"{self.folder}: the store of an earlier version (format {found[MARK]}), which {said}")
        mine = json.loads(_text(self.manifest))
        differ = [key for key in dict.fromkeys((*mine, AGENTS, RULES)) if found.get(key) != mine.get(key)]
        if differ:
            raise StoreError(
                f"{self.folder}: holds a batch that differs in {', '.join(differ)}; give another --out, or remove it"
            )
        try:
            whole = wanted(self.plan, found)
        except ValueError:
            whole = self.plan.blocks(0, self.plan.asked.most)
        with self._saying(self.folder):
            self._take_up(whole)
        self._renew(PLAN, self.plan.as_json().encode())  # another question or other headlines

    def _begin(self) -> None:
        """A new store, or one that was killed before it had a manifest."""
        left = {PLAN, LIST, *(name + PART for name in (PLAN, LIST, MANIFEST))}
        if self.folder.exists() and not left.issuperset(os.listdir(self.folder)):
            raise StoreError(f"{self.folder}: not empty and not a store, wanted a new folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._clear()
        self._write(PLAN, self.plan.as_json().encode())
        self._write(LIST, b"")
        self._write(MANIFEST, _text(self.manifest))

    def _take_up(self, whole: Sequence[Block] | None) -> None:
        """What is done and as it was written; other files of blocks go. A store that lacks one is unfinished again."""
        self._clear()
        try:
            said = listed(self.folder, self.plan)
        except FileNotFoundError:
            said = {}
        self._done = {block: digests for block, digests in said.items() if not any(damage(self.folder, block, digests))}
        names = {(table, file_of(block)) for block, digests in self._done.items() for table in digests}
        undone = [p for p in self._files("*.parquet") if NAME.match(p.name) and (p.parent.name, p.name) not in names]
        if whole is not None and (undone or missing(self, whole)):
            self._renew(MANIFEST, _text(self.manifest))
        for path in undone:
            _remove(path)
        self._renew(LIST, self._list())

    def _clear(self) -> None:
        """Away with what killed commands have left of files; nothing else is touched."""
        for part in (self.folder / (name + PART) for name in (PLAN, LIST, MANIFEST)):
            if part.exists():  # where nothing can be written, nothing is there to be removed
                part.unlink()
        for part in self._files(f"*.parquet{PART}"):
            _remove(part)

    def _files(self, pattern: str) -> Iterator[Path]:
        return (path for table in known(self.plan) for path in sorted((self.folder / table).glob(pattern)))

    def _list(self) -> bytes:
        return b"".join(line(block, digests) for block, digests in sorted(self._done.items()))

    def done(self, block: Block) -> bool:
        """Whether a block is there, with all its files as they were written when the store was opened."""
        return block in self._done

    def put(self, block: Block, files: Mapping[str, bytes]) -> None:
        """Write the tables of a block, then its line in the list; all of it is on the disk then. Raises StoreError."""
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        self._make([name for name in files if not (self.folder / name).is_dir()])
        with ThreadPoolExecutor(len(files)) as threads:  # the disk is waited for once, not once a file
            list(threads.map(lambda name: self._write(f"{name}/{file_of(block)}", files[name]), files))
        with self._saying(self.folder / LIST):
            append(self.folder / LIST, line(block, digests))
        self._done[block] = digests

    def _make(self, tables: Sequence[str]) -> None:
        """Folders of tables."""
        for name in tables:
            with self._saying(self.folder / name):
                (self.folder / name).mkdir()
        if tables:
            keep_names(self.folder)

    def finish(self, replications: int, note: Mapping[str, Any]) -> None:
        """All blocks are there: say so."""
        self._renew(LIST, self._list())
        self._renew(MANIFEST, _text({**self.manifest, "replications": replications, **note}))

    def _write(self, name: str, content: bytes) -> None:
        with self._saying(self.folder / name):
            write(self.folder / name, content)

    def _renew(self, name: str, content: bytes) -> None:
        """Write a file that is not yet so: a store that is whole may lie where nothing can be written."""
        target = self.folder / name
        with self._saying(target):
            if not target.exists() or target.read_bytes() != content:
                write(target, content)

    @contextmanager
    def _saying(self, target: Path) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            said = "what is done stays; the same command goes on when that is mended"
            raise StoreError(f"{target}: cannot be written ({fault.strerror}); {said}") from None


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        raise StoreError(f"{path}: a folder is there, wanted a file; remove it, and give the same command again")
    path.unlink()


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


def _text(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=1, default=dict) + "\n").encode()


class _Manifest(BaseModel):
    """What those who read a manifest rely on."""

    model_config = ConfigDict(strict=True)

    guardship_batch: int = Field(ge=1, le=FORMAT)
    experiment: str
    hash: str
    versions: dict[str, str] = {}
    platform: dict[str, str] = {}
    seeds: dict[str, int | str] = {}
    replications: int = Field(1, ge=1)  # not there while runs are missing
    ran: list[int] | None = None
    stopped: dict[str, str | float] | None = None


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a store. Raises StoreError when it is none."""
    try:
        text = text_of(folder / MANIFEST, LARGEST)
        _Manifest.model_validate_json(text)
        found: dict[str, Any] = json.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(f"{folder}: no store of a batch: there is no {MANIFEST}") from None
    except OSError as fault:
        raise StoreError(f"{folder}: {MANIFEST} cannot be read: {fault.strerror}; {AGAIN}") from None
    except ValidationError as fault:
        raise StoreError(f"{folder}: {MANIFEST} is not that of a batch: {first(fault)}; {AGAIN}") from None
    return found


def read_plan(folder: Path) -> Plan:
    """The plan of a store. Raises StoreError when it is none."""
    try:
        found = Plan.of_json(text_of(folder / PLAN, LARGEST_PLAN))
        found.check()
    except OSError as fault:
        raise StoreError(f"{folder}: {PLAN} cannot be read: {fault.strerror}; {ANEW}") from None
    except ValidationError as fault:
        raise StoreError(f"{folder}: {PLAN} cannot be read: {first(fault)}; {ANEW}") from None
    except ValueError as fault:
        raise StoreError(f"{folder}: {PLAN} cannot be read: {fault}; {ANEW}") from None
    return found


def missing(store: Store, blocks: Iterable[Block]) -> list[Block]:
    """The blocks that are not there."""
    return [block for block in blocks if not store.done(block)]

"""The folder of a run: its files, what made it, and how it is written, whole or not at all.

A new file is a function of what a run leaves behind and a line of `FILES`.
"""

import ast
import hashlib
import importlib.metadata
import io
import json
import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from guardship.build.handed import AGENTS, RULES
from guardship.core import prebuilt
from guardship.files import whole
from guardship.run import tables as run_tables
from guardship.run.chart import chart
from guardship.run.ended import Ended
from guardship.run.garbage import seldom_collected
from guardship.run.table import Table, tables_of
from guardship.scenario.schema import Scenario

version = cache(importlib.metadata.version)  # read from files of the library
LIBRARIES = ("guardship", "mesa", "numpy", "numba", "shapely", "pyproj", "pyarrow", "pydantic")
MARK = "guardship_run"  # key of a manifest: the folder is that of a run
TELLS = {"maps", "replay", "story"}  # packages that make pictures and sentences of a run: no file of it rests on them
MANIFEST, PROVENANCE = "manifest.json", "provenance.json"
LOG = ".events.parquet"  # of a run that came to no end: beside its folder
FORMAT = 1
COAST_ERROR = 0.2  # nm, the quantisation of the shipped coast
PACKAGE = Path(__file__).parents[1]
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # of a statement: where others stand
ROOT = "guardship.run.simulate"  # what a result depends on is what this module imports
LONGEST, DIGITS = 60, 8  # letters of what differs in the name of a folder, and of a digest there
PATH, TEXT = re.compile(r"[\w.-]+", re.ASCII), re.compile(r"-?[0-9][0-9.]* [A-Za-z]+|(?!(true|false|null)$)[A-Za-z_]+")


class File(NamedTuple):
    """A file of the folder that is no table: its name, and the function of a run that makes its content."""

    name: str
    make: Callable[[Ended], bytes]


def as_json(content: Mapping[str, Any]) -> bytes:
    """A mapping as a JSON file that people can read, keys in order: the same bytes for the same content."""
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def packed(content: Mapping[str, Any]) -> bytes:
    """The same on one line for each member of a list, for what is long."""
    lines = [f"{json.dumps(key)}: {_members(value)}" for key, value in content.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _members(value: Any) -> str:
    if not isinstance(value, list):
        return json.dumps(value)
    return "[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in value) + "\n]"


FILES = (
    File("summary.json", lambda run: as_json(run.summary)),
    File(MANIFEST, lambda run: as_json(manifest(run))),
    File("scenario.json", lambda run: run.theatre.once("scenario.json", lambda: as_json(run.scenario.written))),
    File("chart.json", lambda run: run.theatre.once("chart.json", lambda: packed(chart(run.theatre)))),
    File(PROVENANCE, lambda run: as_json(provenance())),
)
NAMES = {file.name for file in FILES} | {f"{one.name}.parquet" for one in tables_of(run_tables).values() if one.written}


def write(run: Ended, tables: Mapping[str, Table], folder: str | os.PathLike[str], overwrite: bool = False) -> Path:
    """Write the run folder, whole or not at all, with `FILES` and `tables`; its absolute path.

    An earlier run there is replaced in one step: always by one with the same bytes, by another if `overwrite`. Raises
    FileExistsError when something else is there, OSError when it cannot be written.
    """
    target = Path(folder).resolve()
    replaceable(target, made_by(run.scenario, run.seed, run.substream, run.model.handed), overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    with seldom_collected(), whole.room(target.parent) as room:
        made = room / whole.MADE
        made.mkdir()
        for name, table in tables.items():
            _parquet(table.make(run), made / f"{name}.parquet")
        for file in FILES:
            (made / file.name).write_bytes(file.make(run))

        def check(old: Path, new: Path) -> None:
            foreign(old, target)
            if not overwrite and (lost := unlike(old, new)):
                raise FileExistsError(_kept(target, f"a run that differs in {', '.join(lost)}"))

        if target.exists():
            check(target, made)
        whole.put(target, made, check)
    return target


def write_log(run: Ended, tables: Mapping[str, Table], folder: Path) -> Path:
    """Write the events of a run that came to no end beside the folder that it does not get; the path of the file."""
    log = folder.with_name(f"{folder.name}{LOG}")
    log.parent.mkdir(parents=True, exist_ok=True)
    with io.BytesIO() as content:
        _parquet(tables["events"].make(run), content)
        whole.write(log, content.getvalue())
    return log


def _parquet(table: Any, path: Path | io.BytesIO) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def replaceable(target: Path, made: Mapping[str, Any], overwrite: bool = False) -> None:
    """Raise FileExistsError when a run that is `made_by` these must not come to `target`, before it is made.

    That is where something is that is no run or holds what is not of one, and another run unless `overwrite`. Raises
    OSError when nothing can be written there.
    """
    if target.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise FileExistsError(f"{target}: is the present folder or one that holds it; choose another with --out")
    whole.possible(target, max(NAMES, key=len))
    if target.is_mount():
        raise FileExistsError(f"{target}: is a mount point, which cannot be replaced; choose a folder in it with --out")
    if not os.path.lexists(target.resolve()) or (target.is_dir() and not any(target.iterdir())):
        return
    there = foreign(target, target)
    if not os.access(target, os.W_OK | os.X_OK):
        raise PermissionError(f"{target}: is write-protected")
    said = json.loads(as_json(made))
    differ = [f"{key} ({_short(there.get(key))}, not {_short(said.get(key))})" for key in _unlike(there, said)]
    if differ and not overwrite:
        raise FileExistsError(_kept(target, f"a run with another {', '.join(differ)}"))


def foreign(folder: Path, target: Path) -> dict[str, Any]:
    """The manifest of a run folder. Raises FileExistsError, about `target`, for a folder that is none or holds more."""
    try:
        known = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        known = None
    if not isinstance(known, dict) or MARK not in known:
        raise FileExistsError(f"{target}: exists and is not the folder of an earlier run; choose another with --out")
    more = [e.name for e in os.scandir(folder) if e.name not in NAMES or not e.is_file(follow_symlinks=False)]
    if more:
        which = f"{min(more)!r}{f' and {len(more) - 1} more' if len(more) > 1 else ''}"
        raise FileExistsError(f"{target}: holds {which}, which no run has written; move that away, or choose --out")
    return known


def unlike(old: Path, new: Path) -> list[str]:
    """The files of an earlier run that another one, in its place, would not leave as they are."""
    names = sorted(path.name for path in old.iterdir() if path.name != PROVENANCE)
    return [name for name in names if not _same(old / name, new / name)]


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _unlike(there: Mapping[str, Any], made: Mapping[str, Any]) -> list[str]:
    """The inputs in which a manifest differs."""
    return [key for key in sorted({*made, AGENTS, RULES}) if there.get(key) != made.get(key)]


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _kept(target: Path, what: str) -> str:
    return f"{target}: holds {what}; --overwrite (in Python overwrite=True) replaces it, --out chooses another folder"


def stock(made: Mapping[str, Any]) -> str:
    """The name of the folder of a run that is `made_by` these: NAME-SEED, then whatever differs from the file.

    What is set stands there as it is, or as a digest when it is long or has letters that names should not have; agents
    and rules are digests.
    """
    parts = [made["scenario"], str(made["seed"]), *([str(made["substream"])] if made["substream"] else [])]
    pieces = [_piece(path, value) for path, value in sorted(made["set"].items())]
    if None in pieces or sum(len(piece or "") for piece in pieces) > LONGEST:
        pieces = [f"set={_digest(made['set'])}"]
    pieces += [f"{what}={_digest(made[what])}" for what in (AGENTS, RULES) if what in made]
    return "-".join([*parts, *(piece for piece in pieces if piece)])


def _piece(path: str, value: Any) -> str | None:
    """An entry that is set, for the name of a folder; None for one that it cannot have, or that looks like another."""
    plain = isinstance(value, int | float | None) or (isinstance(value, str) and TEXT.fullmatch(value))
    if not plain or not PATH.fullmatch(path):
        return None
    return f"{path}={value.replace(' ', '_') if isinstance(value, str) else json.dumps(value)}"


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(as_json(content)).hexdigest()[:DIGITS]


# ---- what made it -------------------------------------------------------------------------------


def made_by(scenario: Scenario, seed: int, substream: int, handed: Mapping[str, Any]) -> dict[str, Any]:
    """What makes the results of a run, known beforehand. `handed`: what is said of agents and rules (`handed.said`)."""
    return {
        MARK: FORMAT,
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "set": dict(scenario.changes),
        "seed": seed,
        "substream": substream,
        "versions": {name: version(name) for name in LIBRARIES},
        "python": platform.python_version(),
        "platform": fingerprint(),
        **handed,
    }


def manifest(run: Ended) -> dict[str, Any]:
    """What made these results (`made_by`), and what the run was: plane, exact counts of work, warnings.

    `start`: when the run begins (UTC, ISO 8601). `plane`: the projection as PROJ reads it, from degrees (WGS 84) to x
    and y [nm] of the tables, `flat` for a made-up sea; its largest relative error.
    """
    plane, warnings = run.theatre.plane, run.warnings
    if run.theatre.shipped_coast:
        warnings.append(f"the shipped coast is quantised to about {COAST_ERROR} nm; not for navigation")
    return {
        **made_by(run.scenario, run.seed, run.substream, run.model.handed),
        "plane": {"projection": plane.name, "error": plane.error},
        "start": run.scenario.time.start.isoformat(),
        "hours": run.theatre.hours,
        "vessels": len(run.model.crew.names),
        "work": {k: v for k, v in run.model.work().items() if k != "calls"},
        "warnings": warnings,
    }


def provenance() -> dict[str, str]:
    """When, where and with the kernels' code from where: the only file that differs between equal runs."""
    here = {"host": platform.node(), "platform": platform.platform(), "kernels": prebuilt.said()}
    return {"written": datetime.now(UTC).isoformat(), **here}


def fingerprint() -> dict[str, str]:
    """The platform on which the same file and seed give the same bytes."""
    import llvmlite.binding

    return {"machine": platform.machine(), "system": platform.system(), "cpu": llvmlite.binding.get_host_cpu_name()}


# ---- what it depends on -------------------------------------------------------------------------


@cache
def code() -> str:
    """A digest of all that the results of a run depend on, so that runs of different code are never mixed.

    That is every module that `guardship.simulate` imports, wherever an import stands and by whatever detour, and the
    data of the package, without what tells of a run that is over (`TELLS`). A new module counts once something that
    counts imports it.
    """
    h = hashlib.sha256()
    for path in sources():
        h.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return h.hexdigest()[:16]


def sources(root: str = ROOT, package: Path = PACKAGE) -> list[Path]:
    """The files that a module of a package and whatever it imports consist of, with the package's data; sorted.

    Without `TELLS` and what they alone import.
    Imports for type checkers alone do not count: nothing of them is run.
    """
    found: dict[Path, None] = {}
    waiting = [root]
    while waiting:
        for path in _files(waiting.pop(), package):
            if path not in found and path.relative_to(package).parts[0] not in TELLS:
                found[path] = None
                waiting += _imported(ast.parse(path.read_bytes()), path.relative_to(package.parent).parent.parts)
    data = (path for path in (package / "data").rglob("*") if path.is_file())
    return sorted([*found, *data])


def _files(module: str, package: Path) -> Iterator[Path]:
    """The files that importing a module runs: the packages that hold it, and its own. None for other libraries."""
    top, *parts = module.split(".")
    if top != package.name:
        return
    for k in range(len(parts) + 1):
        place = package.joinpath(*parts[:k])
        if (place / "__init__.py").is_file():
            yield place / "__init__.py"
        elif place.with_suffix(".py").is_file():
            yield place.with_suffix(".py")


def _imported(tree: ast.AST, home: Sequence[str]) -> Iterator[str]:
    """The modules that a source in the package `home` imports; of `from a import b` that is a.b, which may be one."""
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = home[: len(home) + 1 - node.level] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{module}.{name.name}" for name in node.names)


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement of a source but those below `if TYPE_CHECKING`."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        typed = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for block in BLOCKS[1:] if typed else BLOCKS:
            waiting += getattr(node, block, ())

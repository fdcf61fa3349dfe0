"""The folder of a run: its files, what made it, and how it is written, whole or not at all.

A new file is a function of what a run leaves behind and a line of `FILES`.
"""

import ast
import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from guardship.run.chart import chart
from guardship.run.ended import Ended
from guardship.run.table import Table
from guardship.run.warnings import warnings_of

LIBRARIES = ("guardship", "mesa", "numpy", "numba", "shapely", "pyproj", "pyarrow", "pydantic")
MARK = "guardship_run"  # key of a manifest: the folder may be replaced by a newer run
FORMAT = 1
COAST_ERROR = 0.2  # nm, the quantisation of the shipped coast
PACKAGE = Path(__file__).parents[1]
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # of a statement: where others stand
ROOT = "guardship.run.simulate"  # what a result depends on is what this module imports


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
    File("manifest.json", lambda run: as_json(manifest(run))),
    File("scenario.json", lambda run: as_json(run.scenario.written)),
    File("chart.json", lambda run: packed(chart(run.theatre))),
    File("provenance.json", lambda run: as_json(provenance())),
)


def write(run: Ended, tables: Mapping[str, Table], folder: str | os.PathLike[str]) -> Path:
    """Write the run folder, whole or not at all, with `FILES` and `tables`; an older run folder there is replaced.

    The folder's absolute path. Raises FileExistsError when something else is there, OSError when it cannot be written.
    """
    target = Path(folder).resolve()
    replaceable(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    made, old = room / "made", room / "old"
    try:
        made.mkdir()
        for name, table in tables.items():
            _parquet(table.make(run), made / f"{name}.parquet")
        for file in FILES:
            (made / file.name).write_bytes(file.make(run))
        if target.exists():
            target.rename(old)
        made.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return target


def _parquet(table: Any, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def replaceable(target: Path) -> None:
    """Raise FileExistsError unless nothing is at `target`, or an empty folder, or the folder of an earlier run.

    Raises PermissionError when nothing can be written there, so that nobody waits for a run in vain.
    """
    if target.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise FileExistsError(f"{target}: is the present folder or one that holds it; choose another with --out")
    home = next((folder for folder in target.absolute().parents if folder.exists()), target.absolute())
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        raise PermissionError(f"{target}: cannot write in {home}")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    try:
        known = MARK in json.loads((target / "manifest.json").read_text())
    except (OSError, TypeError, ValueError):
        known = False
    if not known:
        raise FileExistsError(f"{target}: exists and is not the folder of an earlier run; choose another with --out")


# ---- what made it -------------------------------------------------------------------------------


def manifest(run: Ended) -> dict[str, Any]:
    """What made these results: scenario, seed, versions, plane, exact counts of work, warnings.

    `start`: when the run begins (UTC, ISO 8601). `plane`: the projection as PROJ reads it, from degrees (WGS 84) to x
    and y [nm] of the tables, `flat` for a made-up sea; its largest relative error.
    """
    plane, warnings = run.theatre.plane, warnings_of(run.scenario)
    if len(run.theatre.coast.edges):
        warnings.append(f"the shipped coast is quantised to about {COAST_ERROR} nm; not for navigation")
    return {
        MARK: FORMAT,
        "scenario": run.scenario.name,
        "scenario_hash": run.scenario.hash,
        "set": dict(run.scenario.changes),
        "seed": run.seed,
        "substream": run.substream,
        "versions": {name: version(name) for name in LIBRARIES},
        "python": platform.python_version(),
        "platform": fingerprint(),
        "plane": {"projection": plane.name, "error": plane.error},
        "start": run.scenario.time.start.isoformat(),
        "hours": run.theatre.hours,
        "vessels": len(run.model.crew.names),
        "work": {k: v for k, v in run.model.work().items() if k != "calls"},
        "warnings": warnings,
    }


def provenance() -> dict[str, str]:
    """When and where: the only file that differs between equal runs."""
    return {"written": datetime.now(UTC).isoformat(), "host": platform.node(), "platform": platform.platform()}


def fingerprint() -> dict[str, str]:
    """The platform on which the same file and seed give the same bytes."""
    import llvmlite.binding

    return {"machine": platform.machine(), "system": platform.system(), "cpu": llvmlite.binding.get_host_cpu_name()}


# ---- what it depends on -------------------------------------------------------------------------


@cache
def code() -> str:
    """A digest of all that the results of a run depend on, so that runs of different code are never mixed.

    That is every module that `guardship.simulate` imports, wherever an import stands and by whatever detour, and the
    data of the package. A new module counts once something that counts imports it.
    """
    h = hashlib.sha256()
    for path in sources():
        h.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return h.hexdigest()[:16]


def sources(root: str = ROOT, package: Path = PACKAGE) -> list[Path]:
    """The files that a module of a package and whatever it imports consist of, with the package's data; sorted.

    Imports for type checkers alone do not count: nothing of them is run.
    """
    found: dict[Path, None] = {}
    waiting = [root]
    while waiting:
        for path in _files(waiting.pop(), package):
            if path not in found:
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

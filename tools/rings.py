"""Rings among modules, files at the top, imports upwards: `uv run python -m tools.rings`; exits with 1 where it is too much.

A ring is a set of modules each of which needs every other, directly or by way of others. Imports for type checkers and
imports inside functions count: they tie two files together as much as any other for whoever has to read them.
"""

import argparse
import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
RINGS = 2  # at most, of
MEMBERS = 3  # files at most
TOP = 6  # files at most that stand beside the folders

type Imports = Mapping[str, frozenset[str]]  # by module, those that it names; a folder's `__init__.py` bears its name


class Found(NamedTuple):
    """What is tied to what: modules in rings, files at the top, imports that point up as (importer, imported)."""

    rings: list[list[str]]
    top: list[str]
    upward: list[tuple[str, str]]

    def too_much(self) -> list[str]:
        """What is beyond the limits, in words."""
        wrong = [f"{len(self.rings)} rings, at most {RINGS}"] if len(self.rings) > RINGS else []
        wrong += [f"a ring of {len(ring)} files, at most {MEMBERS}" for ring in self.rings if len(ring) > MEMBERS]
        wrong += [f"{len(self.top)} files at the top, at most {TOP}"] if len(self.top) > TOP else []
        return wrong + ([f"{len(self.upward)} imports that point up, at most 0"] if self.upward else [])


def modules(package: Path) -> dict[str, Path]:
    """The files of a package by their dotted names."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def named(tree: ast.Module, package: str) -> Iterator[str]:
    """Dotted names that a file imports, in whatever block; `package` is the folder that relative imports start from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            start = ".".join([*up, node.module] if node.module else up)
            yield from (f"{start}.{alias.name}" for alias in node.names)


def imports(package: Path) -> Imports:
    """Who imports whom: of a dotted name, the longest part that is a module of the package."""
    files, tied = modules(package), {}
    for module, path in files.items():
        own = module if path.name == "__init__.py" else module.rpartition(".")[0]
        found = set()
        for name in named(ast.parse(path.read_text("utf-8")), own):
            while name and name not in files:
                name = name.rpartition(".")[0]
            found.add(name)
        tied[module] = frozenset(found - {module, ""})
    return tied


def reached(tied: Imports, start: str) -> set[str]:
    """All that a module needs, directly or by way of others."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        for other in tied[todo.pop()] - seen:
            seen.add(other)
            todo.append(other)
    return seen


def rings(tied: Imports) -> list[list[str]]:
    """Sets of modules that need each other, the largest first."""
    needs = {module: reached(tied, module) for module in tied}
    found = {tuple(sorted({m for m in needs[one] if one in needs[m]})) for one in tied if one in needs[one]}
    return sorted((list(ring) for ring in found), key=lambda ring: (-len(ring), ring))


def floors(project: Path) -> dict[str, int]:
    """By folder or file of the package, its floor in the layers contract of `pyproject.toml`, the lowest 0."""
    contracts = tomllib.loads(project.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    rooms = [[room.strip(" ()") for room in layer.replace(":", "|").split("|")] for layer in layers]
    return {room: floor for floor, of in enumerate(reversed(rooms)) for room in of}


def upward(tied: Imports, floor: Mapping[str, int]) -> list[tuple[str, str]]:
    """Imports from a lower floor to a higher one; what stands on no floor, the package itself for one, is left out."""
    room = {module: module.split(".")[1] for module in tied if "." in module}
    at = {module: floor[own] for module, own in room.items() if own in floor}
    return [(a, b) for a in tied for b in sorted(tied[a]) if a in at and b in at and at[b] > at[a]]


def look(package: Path, project: Path) -> Found:
    """Rings, files at the top and upward imports of a package whose floors a project file gives."""
    tied = imports(package)
    top = sorted(path.name for path in package.glob("*.py"))
    return Found(rings(tied), top, upward(tied, floors(project)))


def table(found: Found) -> Iterator[str]:
    """What was found, a line each."""
    yield f"rings              {len(found.rings):3}   at most {RINGS}, of at most {MEMBERS} files"
    yield from (f"  of {len(ring)}: {', '.join(ring)}" for ring in found.rings)
    yield f"files at the top   {len(found.top):3}   at most {TOP}: {', '.join(found.top)}"
    yield f"upward imports     {len(found.upward):3}   at most 0"
    yield from (f"  {importer} imports {imported}" for importer, imported in found.upward)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.rings", description=__doc__)
    parser.add_argument(
        "package", nargs="?", type=Path, default=ROOT / "sim" / "guardship", help="default: %(default)s"
    )
    parser.add_argument("--project", type=Path, default=ROOT / "pyproject.toml", help="default: %(default)s")
    given = parser.parse_args(arguments)
    found = look(given.package, given.project)
    print("\n".join(table(found)))
    wrong = found.too_much()
    print(f"too much: {'; '.join(wrong)}" if wrong else "within the limits")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

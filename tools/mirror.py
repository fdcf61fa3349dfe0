"""Which tests stand where their subject stands: `uv run python -m tools.mirror`; exits with 1 where a mirror shows nothing.

The tests of `sim/guardship/PLACE/MODULE.py` are `tests/PLACE/test_MODULE.py`, or a folder `tests/PLACE/MODULE` of files
where they are too many for one; a folder of the package may have a file `test_FOLDER.py` too. Folders in THEMES go by what
is asked instead of by what is tested.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
BESIDE = ("benchmarks", "tools")  # folders beside the package whose tests stand in `tests` under their own names
THEMES = {  # folder or file of `tests`: what it is about
    "brute": "the core against a slow reference",
    "docs": "pages, scenarios and sources against what is there",
    "effects": "the scenarios of coalition/",
    "experiment/test_coverage.py": "intervals over batches hold what they promise",
    "experiment/test_known.py": "batches whose answer has a closed form",
    "oracles": "closed forms of search theory and queues",
    "system": "whole runs, by what happens in them",
    "validity": "the Gulf of Aden against what was observed",
}


def subjects(root: Path) -> set[Path]:
    """Modules and folders that may have tests, by their paths in `tests`, without suffix."""
    package = root / "sim" / "guardship"
    roots = {package: package, **{root / name: root for name in BESIDE}}
    found = {path.relative_to(base) for top, base in roots.items() for path in top.rglob("*.py")}
    return {path.with_suffix("") for path in found if path.name != "__init__.py"} | {path.parent for path in found}


def tests(root: Path) -> list[Path]:
    """Test files by their paths in `tests`, those that go by theme left out."""
    files = sorted(path.relative_to(root / "tests") for path in (root / "tests").rglob("test_*.py"))
    return [path for path in files if not any(path.is_relative_to(theme) for theme in THEMES)]


def shown(test: Path) -> Path:
    """What a test file would mirror if it stood for one module."""
    return test.parent / test.stem.removeprefix("test_")


def astray(root: Path) -> list[Path]:
    """Mirrors of nothing: neither the module of that name is there, nor one with the name of their folder."""
    there, package = subjects(root), root / "sim" / "guardship"
    return [
        test
        for test in tests(root)
        if shown(test) not in there and not (package / test.parent).with_suffix(".py").is_file()
    ]


def without(root: Path) -> Iterator[Path]:
    """Modules of the package that have no tests of their own, by their paths in it."""
    package, there = root / "sim" / "guardship", tests(root)
    have = {shown(test) for test in there} | {test.parent for test in there}
    for path in sorted(package.rglob("*.py")):
        module = path.relative_to(package)
        if module.name != "__init__.py" and module.with_suffix("") not in have:
            yield module


def main() -> int:
    """The exit code."""
    lacking, wrong = [*without(ROOT)], astray(ROOT)
    print(f"modules without tests of their own: {len(lacking)}")
    print("\n".join(f"  {path}" for path in lacking))
    print(f"tests of modules that are not there: {len(wrong)}")
    print("\n".join(f"  {path}" for path in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""Pages do not go stale in silence: every file, test and module that one names is there, every link leads somewhere.

Looked at are paths from the root, such as `scenarios/irtc.yaml`, wherever they stand; names of files in backquotes,
such as `world/model.py` or `tiny.yaml`, of which the end is enough; links; and what `python -m` is asked to run. Names
in capitals (`FILE`, `notebooks/NAME.py`) stand for what a reader puts there.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("tests", "scenarios", "docs", "sim", "seeds", "benchmarks", "tools", "notebooks", ".github", ".ci")
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))]
    if path.name != "CHANGELOG.md"  # tells of what was
)
FILES = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*")}
FILES |= {path.name for path in ROOT.iterdir()}
MADE = {"table.md", "mine.py", "cautious.py"}  # written by a command, or by the reader

FROM_ROOT = re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./*-]*(?:::\w+)?")
QUOTED = re.compile(r"`(?!guardship\.)((?:[\w-]+/)*[\w-]+\.(?:py|yaml|md|geojson|html|ipynb))`")
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)(?:#[^)]*)?\)")
RUN = re.compile(r"python -m ((?:guardship|benchmarks|tools)(?:\.\w+)*)")
STANDS_FOR = re.compile(r"(?<![a-z])[A-Z]{3,}(?![a-z])")


def there(name: str) -> bool:
    """Whether a path from the root is there; a test in it too, where one is named."""
    path, _, test = name.partition("::")
    path = path.rstrip("./")
    if "*" in path:
        return any(ROOT.glob(path))
    if not (ROOT / path).exists():
        return False
    return not test or f"def {test}(" in (ROOT / path).read_text("utf-8")


def brought(name: str, folder: Path) -> bool:
    """Whether a page's folder has the file that an example puts there, with `_` for the folders of the package."""
    return (folder / name.removeprefix("sim/guardship/").replace("/", "_")).is_file()


def somewhere(name: str) -> bool:
    """Whether some file's path ends so."""
    return name in MADE or name in FILES or any(path.endswith("/" + name) for path in FILES)


def runs(module: str) -> bool:
    """Whether `python -m` finds it."""
    path = ROOT / ("sim" if module.startswith("guardship") else "") / module.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def missing(text: str, folder: Path = ROOT) -> Iterator[str]:
    """What a page in a folder names and what is not there."""
    links = LINK.findall(text)
    yield from (link for link in links if not (folder / link).exists())
    text = LINK.sub("]()", text)
    named = [name for name in FROM_ROOT.findall(text) if not STANDS_FOR.search(name)]
    yield from (name for name in named if not there(name) and not brought(name, folder))
    quoted = [name for name in QUOTED.findall(text) if name.partition("/")[0] not in FOLDERS]
    yield from (name for name in quoted if not STANDS_FOR.search(name) and not somewhere(name))
    yield from (module for module in RUN.findall(text) if not runs(module))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    assert sorted(set(missing(page.read_text("utf-8"), page.parent))) == []


def test_pages_are_found() -> None:
    assert {"README.md", "CONTRIBUTING.md", "docs/decisions.md", "seeds/README.md", "benchmarks/README.md"} <= {
        page.relative_to(ROOT).as_posix() for page in PAGES
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`tests/docs/test_paths.py` and tests/docs/test_gone.py, ", ["tests/docs/test_gone.py"]),
        ("    uv run guardship run scenarios/irtc.yaml", []),
        ("    uv run guardship run scenarios/irtc.yml", ["scenarios/irtc.yml"]),
        ("`tests/docs/test_paths.py::test_pages_are_found`", []),
        ("`tests/docs/test_paths.py::test_gone`", ["tests/docs/test_paths.py::test_gone"]),
        ("All below `scenarios/`. See docs/decisions.md.", []),
        ("`notebooks/NAME.py`, `scenarios/*.yaml`, `scenarios/*.toml`", ["scenarios/*.toml"]),
        ("`world/model.py`, `world/gone.py`, `gone.yaml`, `tiny.yaml`", ["world/gone.py", "gone.yaml"]),
        ("[a](docs/law.md), [b](docs/gone.md#part), [c](https://docs/gone.md)", ["docs/gone.md"]),
        ("`guardship.files.html`, a module", []),
        ("`python -m tools.rings`, `python -m benchmarks.peers`, `python -m tools.gone`", ["tools.gone"]),
    ],
)
def test_what_is_gone_is_found(text: str, found: list[str]) -> None:
    assert [*missing(text)] == found


def test_what_an_example_brings_is_beside_its_page(tmp_path: Path) -> None:
    (tmp_path / "agents_poacher.py").touch()
    text = "`sim/guardship/agents/poacher.py`, `sim/guardship/agents/whaler.py`"
    assert [*missing(text, tmp_path)] == ["sim/guardship/agents/whaler.py"]

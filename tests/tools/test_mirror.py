"""No test file mirrors a module that is not there; the tool that says so finds what is planted."""

from fnmatch import fnmatch
from pathlib import Path

import pytest

from tools.mirror import ROOT, THEMES, astray, without


def test_every_mirror_shows_something() -> None:
    assert astray(ROOT) == []


def test_what_goes_by_theme_is_there() -> None:
    assert [theme for theme in THEMES if not (ROOT / "tests" / theme).exists()] == []


def test_no_folder_of_tests_is_passed_over(request: pytest.FixtureRequest) -> None:
    """pytest looks into no folder that one of these patterns fits, and says nothing."""
    over: list[str] = request.config.getini("norecursedirs")
    folders = {part for path in (ROOT / "tests").rglob("test_*.py") for part in path.relative_to(ROOT).parts[:-1]}
    assert "build" in folders
    assert [folder for folder in folders if any(fnmatch(folder, pattern) for pattern in over)] == []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two modules of a package, one beside it."""
    for name in (
        "sim/guardship/sea/coast.py",
        "sim/guardship/sea/__init__.py",
        "sim/guardship/html.py",
        "tools/runs.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("test", "gone", "lacking"),
    [
        ("test_html.py", False, ["sea/coast.py"]),
        ("sea/test_coast.py", False, ["html.py"]),
        ("sea/coast/test_islands.py", False, ["html.py"]),
        ("test_sea.py", False, ["html.py", "sea/coast.py"]),
        ("tools/test_runs.py", False, ["html.py", "sea/coast.py"]),
        ("system/test_anything.py", False, ["html.py", "sea/coast.py"]),
        ("sea/test_islands.py", True, ["html.py", "sea/coast.py"]),
        ("sea/islands/test_coast.py", True, ["html.py", "sea/coast.py"]),
        ("test_coast.py", True, ["html.py", "sea/coast.py"]),
        ("tools/test_walks.py", True, ["html.py", "sea/coast.py"]),
    ],
)
def test_a_mirror_of_nothing_and_a_module_without_one(root: Path, test: str, gone: bool, lacking: list[str]) -> None:
    path = root / "tests" / test
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    assert astray(root) == ([Path(test)] if gone else [])
    assert [str(module) for module in without(root)] == lacking

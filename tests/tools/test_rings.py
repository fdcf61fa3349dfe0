"""The tool that counts rings finds those that are planted, however the import is written."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tools.rings import ROOT, floors, imports, look, main, modules, rings

Plant = Callable[[Mapping[str, str]], Path]

LAYERS = """
[[tool.importlinter.contracts]]
type = "layers"
layers = ["(commands)", "world | scenario", "agents", "core", "reasons"]

[[tool.importlinter.contracts]]
type = "forbidden"
"""


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Writes a package `guardship` of these files, by their paths, with floors beside it."""

    def write(files: Mapping[str, str]) -> Path:
        package = tmp_path / "guardship"
        for name, text in {"__init__.py": "", **files}.items():
            path = package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            (path.parent / "__init__.py").touch()
        (tmp_path / "pyproject.toml").write_text(LAYERS)
        return package

    return write


@pytest.mark.parametrize(
    "back",
    [
        "import guardship.core.a",
        "import guardship.core.a as a, os",
        "from guardship.core import a",
        "from guardship.core.a import Name",
        "from . import a",
        "from .a import Name",
        "from ..core.a import Name",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from guardship.core.a import Name",
        "def f():\n    from guardship.core.a import Name",
        "try:\n    import guardship.core.a\nexcept ImportError:\n    pass",
    ],
)
def test_a_ring_of_two_is_found(plant: Plant, back: str) -> None:
    package = plant({"core/a.py": "from guardship.core.b import Other", "core/b.py": back})
    assert rings(imports(package)) == [["guardship.core.a", "guardship.core.b"]]


@pytest.mark.parametrize("text", ["import os", "'import guardship.core.a'", "from guardship.core import c", "import b"])
def test_where_nothing_comes_back_there_is_none(plant: Plant, text: str) -> None:
    package = plant({"core/a.py": "import guardship.core.b", "core/b.py": text, "core/c.py": "import guardship.core"})
    assert rings(imports(package)) == []


def test_a_long_way_round_is_one_ring_and_who_only_looks_on_is_not_in_it(plant: Plant) -> None:
    chain = {f"core/m{k}.py": f"from guardship.core.m{(k + 1) % 5} import x" for k in range(5)}
    package = plant({**chain, "world/looks_on.py": "import guardship.core.m0", "core/low.py": ""})
    assert rings(imports(package)) == [[f"guardship.core.m{k}" for k in range(5)]]


def test_a_folder_that_gathers_its_files_is_tied_to_those_that_ask_it_for_a_name(plant: Plant) -> None:
    package = plant({"core/__init__.py": "from guardship.core.a import A", "core/a.py": "from guardship.core import A"})
    assert rings(imports(package)) == [["guardship.core", "guardship.core.a"]]


def test_upward_imports_those_for_type_checkers_too(plant: Plant) -> None:
    hidden = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from guardship.world.model import Model"
    package = plant(
        {"world/model.py": "import guardship.core.a", "core/a.py": hidden, "agents/b.py": "", "reasons.py": ""}
    )
    found = look(package, package.parent / "pyproject.toml")
    assert found.upward == [("guardship.core.a", "guardship.world.model")]
    assert floors(package.parent / "pyproject.toml") == {
        "reasons": 0,
        "core": 1,
        "agents": 2,
        "world": 3,
        "scenario": 3,
        "commands": 4,
    }


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.py": "import guardship.b", "b.py": "import guardship.a"}, ""),
        ({f"{a}.py": f"import guardship.{b}" for a, b in ("ab", "ba", "cd", "dc")}, ""),
        ({f"core/{a}.py": f"import guardship.core.{b}" for a, b in ("ab", "ba", "cd", "dc", "ef", "fe")}, "3 rings"),
        ({f"core/{a}.py": f"import guardship.core.{b}" for a, b in ("ab", "bc", "ca")}, ""),
        ({f"core/{a}.py": f"import guardship.core.{b}" for a, b in ("ab", "bc", "cd", "da")}, "a ring of 4 files"),
        ({f"{a}.py": "" for a in "abcde"}, ""),
        ({f"{a}.py": "" for a in "abcdef"}, "7 files at the top"),
        ({"reasons.py": "import guardship.core.a", "core/a.py": ""}, "1 imports that point up"),
    ],
)
def test_limits(plant: Plant, files: Mapping[str, str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    package = plant(files)
    assert main([str(package), "--project", str(package.parent / "pyproject.toml")]) == (1 if said else 0)
    out = capsys.readouterr().out
    assert (f"too much: {said}" if said else "within the limits") in out


def test_it_reads_the_package_itself() -> None:
    """All its files, and the floors of its contract: every folder and file at the top has one."""
    package = ROOT / "sim" / "guardship"
    own = {name.split(".")[1] for name in modules(package) if "." in name}
    assert own <= floors(ROOT / "pyproject.toml").keys()
    assert any(name.startswith("guardship.core.kernels.") for name in imports(package)["guardship.core.ocean"])


def test_the_package_is_within_the_limits() -> None:
    assert look(ROOT / "sim" / "guardship", ROOT / "pyproject.toml").too_much() == []

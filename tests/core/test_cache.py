"""Where compiled kernels are kept, and when they count as there."""

import ast
import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from guardship.core import cache as compiled
from guardship.core import prebuilt


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources of the kernels, written at another time."""
    copy = Path(shutil.copytree(compiled.KERNELS, tmp_path / "kernels"))
    for path in copy.glob("*.py"):
        os.utime(path, (1e9, 1e9))
    return copy


def test_copies_of_one_version_share_their_code(sources: Path) -> None:
    spec = importlib.util.spec_from_file_location("copied", sources / "heap.py")
    assert spec is not None and spec.loader is not None
    copied = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copied)
    from guardship.core.kernels import heap

    assert compiled.digest(sources) == compiled.digest()
    for name in ("push", "drop"):
        paths = [compiled.cache_of(getattr(module, name).py_func).cache_path for module in (heap, copied)]
        assert paths[0] == paths[1]


def test_an_edit_of_any_kernel_is_another_version(sources: Path) -> None:
    with (sources / "heap.py").open("a") as file:
        file.write("# another\n")
    assert compiled.digest(sources) != compiled.digest()


def imported(path: Path) -> Iterator[str]:
    """The modules of this package that a source imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
        yield from (name for name in names if name.startswith("guardship"))


@pytest.mark.parametrize("path", sorted(compiled.KERNELS.glob("*.py")), ids=lambda path: path.stem)
def test_kernels_import_nothing_but_kernels(path: Path) -> None:
    """Or code would be taken for that of a version whose digest is the same though what it imports is not.

    Where code is kept, and what there is prebuilt, changes none of it.
    """
    allowed = ("guardship.core.kernels", "guardship.core.cache", "guardship.core.prebuilt")
    assert [name for name in imported(path) if not name.startswith(allowed)] == []


def test_the_kernels_are_ready_when_tests_run() -> None:
    """So that no test pays for compiling them, in whatever worker."""
    assert isinstance(prebuilt.core(), prebuilt.Core) or compiled.ready()

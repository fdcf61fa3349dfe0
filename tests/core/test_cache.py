"""Where compiled kernels are kept, and when they count as there."""

import os
import shutil
from pathlib import Path

import pytest

from guardship.core import cache as compiled


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources of the kernels, with their times."""
    return Path(shutil.copytree(compiled.KERNELS, tmp_path / "kernels"))


def test_another_copy_of_the_same_version_is_not_ready(sources: Path) -> None:
    """Numba would look for its machine code under another path and find none."""
    assert compiled.mark(sources) != compiled.mark()
    assert compiled.mark(sources) == compiled.mark(sources)


def test_a_source_that_was_written_anew_is_not_ready(sources: Path) -> None:
    before = compiled.mark(sources)
    os.utime(sources / "core.py", (1e9, 1e9))
    assert compiled.mark(sources) != before


def test_the_kernels_are_ready_when_tests_run() -> None:
    """So that no test pays for compiling them, in whatever worker."""
    assert compiled.ready()

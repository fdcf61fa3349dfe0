"""Files for tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guardship.scenario.reading.check import validate
from system.worlds import SCENARIOS

from .worlds import SMALL


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Writes a file below the temporary folder and answers its path."""

    def put(text: str | bytes, name: str = "s.yaml") -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return put


@pytest.fixture
def spoil(write: Callable[..., str]) -> Callable[[str, str], list[str]]:
    """The problems of the small scenario with one piece of its text replaced, as `line:column: path: message`."""

    def problems(old: str, new: str) -> list[str]:
        assert SMALL.count(old) == 1, f"{SMALL.count(old)} times {old!r}"
        path = write(SMALL.replace(old, new))
        return [str(problem).removeprefix(path + ":") for problem in validate(path)]

    return problems


@pytest.fixture
def spoil_tiny(write: Callable[..., str]) -> Callable[[str, str, str], list[str]]:
    """The problems of a file that extends tiny.yaml with one piece of its text replaced, as `line: path: message`."""

    def problems(text: str, old: str, new: str) -> list[str]:
        assert text.count(old) == 1, f"{text.count(old)} times {old!r}"
        write((SCENARIOS / "tiny.yaml").read_text("utf-8"), "tiny.yaml")
        return [f"{one.line}: {one.path}: {one.message}" for one in validate(write(text.replace(old, new)))]

    return problems

"""Files for tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guardship.scenario.reading.check import validate

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

"""What is wrong with a scenario, where, and how it is printed: `file:line:column: path: what came, what was wanted`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, final

type Path = tuple[str | int, ...]
type Plain = dict[str, Plain] | list[Plain] | str | int | float | bool | None

SET = "--set"


@final
class TextPlace(NamedTuple):
    """Where something stands. Lines and columns count from 1; line 0 says that there is no line (`--set`, a folder)."""

    file: str
    line: int = 0
    column: int = 0


@final
@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: its place, the path of keys that leads there, and what came and what was wanted."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


@final
class ScenarioError(ValueError):
    """A scenario that cannot be used, with every problem that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        return ScenarioError, (self.problems,)


def problem(place: TextPlace, path: Path, message: str) -> Problem:
    """A problem at a place."""
    return Problem(place.file, place.line, place.column, dotted(path), message)


def dotted(path: Path) -> str:
    """`('groups', 'a', 'at', 0)` as `groups.a.at[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{_shown(part)}" if text else _shown(part)
    return text


def came(value: object) -> str:
    """What came, in words short enough for one line."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{_shown(value)}'"
        case dict():
            return f"a mapping of {', '.join(_shown(str(k)) for k in list(value)[:6])}" if value else "an empty mapping"
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case _:
            return _shown(str(value))


def _shown(text: str) -> str:
    """Text on one line, cut at 60 characters, without anything a terminal would obey."""
    clean = "".join(c if c.isprintable() else "?" for c in text[:61])
    return clean if len(text) <= 60 else clean[:60] + "..."

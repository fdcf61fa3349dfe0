"""What is wrong with a scenario, where, and how it is printed: `file:line:column: path: what came, what was wanted`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple, final

type Path = tuple[str | int, ...]
type Plain = dict[str, Plain] | list[Plain] | str | int | float | bool | None

SET = "--set"
MOST_SHOWN = 30  # problems that are printed
MOST_COMPARED = 400  # names that are looked through for one that is like an unknown one
LIKE = 0.7  # how like: the ratio of difflib


@final
class TextPlace(NamedTuple):
    """Where something stands. Lines and columns count from 1; line 0 says that there is no line (`--set`, a folder)."""

    file: str
    line: int = 0
    column: int = 0


@final
@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its place, the path of keys that leads there, and what came and what was wanted.

    `wording`: the message, or what makes it when it is asked for, since of very many problems few are read.
    """

    file: str
    line: int
    column: int
    path: str
    wording: str | Callable[[], str]

    @property
    def message(self) -> str:
        """What came and what was wanted."""
        return self.wording if isinstance(self.wording, str) else self.wording()

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"

    def __reduce__(self) -> tuple[type[Problem], tuple[str, int, int, str, str]]:
        return Problem, (self.file, self.line, self.column, self.path, self.message)


_PLACE = attrgetter("file", "line", "column", "path")


@final
class ScenarioError(ValueError):
    """A scenario that cannot be used, with every problem that was found in it; as text it is their `report`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = _ordered(problems)
        super().__init__()

    def __str__(self) -> str:
        return report(self.problems)

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        return ScenarioError, (self.problems,)


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By place, none twice; only what stands at one place is worded."""
    found: list[Problem] = []
    for _, there in groupby(sorted(problems, key=_PLACE), _PLACE):
        first, *more = there
        found += [first] if not more else {one.message: one for one in sorted([first, *more], key=_MESSAGE)}.values()
    return tuple(found)


_MESSAGE = attrgetter("message")


def report(problems: Collection[Problem]) -> str:
    """A line for each of the first problems, and how many more there are."""
    lines = [str(one) for one in islice(problems, MOST_SHOWN)]
    more = len(problems) - len(lines)
    return "\n".join([*lines, f"... and {more} more problem{'s' if more > 1 else ''}"] if more else lines)


def problem(place: TextPlace, path: Path, message: str | Callable[[], str]) -> Problem:
    """A problem at a place."""
    return Problem(place.file, place.line, place.column, dotted(path), message)


def dotted(path: Path) -> str:
    """`('groups', 'a', 'at', 0)` as `groups.a.at[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}" if text else shown(part)
    return text


def came(value: object) -> str:
    """What came, in words short enough for one line."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{shown(value)}'"
        case dict():
            keys = ", ".join(shown(str(k)) for k in islice(value, 6))
            return f"a mapping of {keys}" if value else "an empty mapping"
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case int():
            return shown(_digits(value))
        case _:
            return shown(str(value))


def shown(text: str) -> str:
    """Text on one line, cut at 60 characters; what a terminal would obey or nobody sees is named, as `<U+200B>`."""
    clean = text[:60]
    if not clean.isprintable():
        clean = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in clean)
    return clean if len(text) <= 60 else clean + "..."


def nfc(text: str) -> str:
    """Text with its accents composed, as names are compared."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _digits(value: int) -> str:
    """A whole number; one that Python would not print by how many digits it has, roughly."""
    bits = abs(value).bit_length()
    return str(value) if bits < 200 else f"a whole number of some {bits * 3 // 10} digits"


def unknown(what: str, name: object, known: Collection[str]) -> str:
    """`unknown sensor 'rader'; did you mean 'radar'?`"""
    near = alike(str(name), known)
    if near:
        return f"unknown {what} {came(name)}; did you mean {' or '.join(map(came, near))}?"
    if not known:
        return f"unknown {what} {came(name)}; the scenario gives none"
    listed = sorted(map(str, islice(known, MOST_COMPARED)))[:12]
    return f"unknown {what} {came(name)}; wanted one of: {', '.join(map(shown, listed))}"


def alike(name: str, known: Collection[str]) -> list[str]:
    """The two of `known` that are most like a name, if any are; among very many only the first are looked at."""
    matcher: SequenceMatcher[str] = SequenceMatcher(b=name[:80])
    scored: list[tuple[float, str]] = []
    for one in map(str, islice(known, MOST_COMPARED)):
        matcher.set_seq1(one[:80])
        if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE:
            scored.append((matcher.ratio(), one))
    looks = shown(name)
    return [one for _, one in sorted(scored, reverse=True)[:2] if shown(one) != looks]

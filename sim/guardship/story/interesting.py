"""What is worth a story in a run: ships taken, voyages that were nearly stopped, innocents boarded twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, final

from guardship.meanings import STAGE, words
from guardship.occurrences import Occurrence as O
from guardship.story.book import Book
from guardship.story.telling import spaced

NEAR = ("not_stopped", "boarding_failed", "nothing_found", "not_found", "out_of_reach")
"""Stages of opportunities that were nearly a stop, the nearest first."""


@final
class Hint(NamedTuple):
    """Something to ask a story of, under a heading; `said`: in short."""

    heading: str
    what: str
    said: str


def interesting(book: Book, most: int = 10) -> list[Hint]:
    """Hints, at most so many under each heading."""
    found: list[Hint] = []
    for hints in (_taken(book), _near_misses(book), _again(book), _stopped(book)):
        found += [hint for _, hint in zip(range(most), hints, strict=False)]
    return found


def _taken(book: Book) -> Iterator[Hint]:
    for line in book.lines(book.events.kind.isin([str(O.HIJACKED), str(O.DAMAGED)])):
        yield Hint(
            "Ships taken or struck", f"attack:{line.attack}", f"{line.object or 'a terminal'}, {book.when(line.t)}"
        )


def _near_misses(book: Book) -> Iterator[Hint]:
    voyages = book.tables["voyages"]
    got_through = voyages[voyages.outcome == "succeeded"]
    rows = book.rows("opportunities", book.tables["opportunities"].voyage.isin(got_through.voyage))
    best: dict[int, tuple[int, str, str]] = {}
    for row in rows:
        if row.stage in NEAR:
            near = NEAR.index(row.stage), row.holder, row.stage
            best[row.voyage] = min(best.get(row.voyage, near), near)
    group = dict(zip(got_through.voyage, got_through.group, strict=True))
    for number, (_, holder, stage) in sorted(best.items(), key=lambda one: (one[1][0], one[0])):
        said = f"{group[number]}; {spaced(holder)}: {words(STAGE, stage)}"
        yield Hint("Voyages that were nearly stopped", f"voyage:{number}", said)


def _again(book: Book) -> Iterator[Hint]:
    done = book.lines((book.events.kind == str(O.BOARDING_DONE)) & (book.events.voyage < 0))
    for name, n in sorted(Counter(line.object for line in done).items(), key=lambda one: (-one[1], one[0])):
        if n > 1:
            yield Hint("Innocents boarded more than once", name, f"{n} times")


def _stopped(book: Book) -> Iterator[Hint]:
    voyages = book.tables["voyages"]
    for row in book.rows("voyages", voyages.outcome == "stopped"):
        yield Hint("Voyages that were stopped", f"voyage:{row.voyage}", f"{row.group}, {row.offence}")

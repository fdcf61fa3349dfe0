"""A run, or its folder, as a page that plays it."""

import gzip
import json
import os
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guardship.build.theatre import Theatre
from guardship.console import one_line
from guardship.replay.pack import Packed, pack
from guardship.replay.page import Replay, page
from guardship.replay.recorded import BELIEFS, TABLES, Recorded
from guardship.run import reading, tables
from guardship.run.beliefs import judged
from guardship.run.chart import chart
from guardship.run.ended import Ended
from guardship.run.folder import manifest
from guardship.run.reading import NotARun
from guardship.run.story import of_folder, of_tables
from guardship.run.table import tables_of
from guardship.story import Book, Story, deeds, story, with_deeds

if TYPE_CHECKING:
    from guardship.scenario.schema import Scenario

ROUND = 10_000  # pieces of an hour in which stories tell the time: 0.36 s

type Source = Ended | str | os.PathLike[str]


def replay(source: Source, against: Source | None) -> Replay:
    """The page of a run or run folder, or of two beside each other.

    Raises NotARun for a folder that does not hold a whole run, ValueError for runs of two seas.
    """
    sources = [source] if against is None else [source, against]
    runs = [_recorded(one) for one in sources]
    if any(run.scenario.theatre != runs[0].scenario.theatre for run in runs):
        first, other = (run.scenario.name for run in runs)
        raise ValueError(f"against: came a run of {other} in another theatre, wanted one in that of {first}")
    titles = dict.fromkeys(run.scenario.title for run in runs)
    packed = [_packed(one, run) for one, run in zip(sources, runs, strict=True)]
    return page(" | ".join(titles), packed, runs[0].hours)


def _recorded(source: Source) -> Recorded:
    if isinstance(source, Ended):
        every = tables_of(tables)
        made = {name: every[name].make(source) for name in _wanted(source.scenario)}
        return Recorded(source.theatre, manifest(source), chart(source.theatre), made)
    folder = Path(source)
    said = reading.manifest(folder)
    scenario = reading.scenario(folder)
    held = {name: reading.arrow(folder, name) for name in _wanted(scenario)}
    return Recorded(Theatre.of(scenario), said, reading.content(folder, "chart"), held)


def _wanted(scenario: "Scenario") -> tuple[str, ...]:
    """The names of the tables that a replay is made of."""
    return (*TABLES, BELIEFS) if judged(scenario) else TABLES


def _packed(source: Source, recorded: Recorded) -> Packed:
    """A run on a page, with its stories; whatever tables that were made elsewhere lead to is NotARun."""
    if isinstance(source, Ended):
        every = tables_of(tables)
        book = of_tables(source.scenario, lambda name: every[name].make(source).to_pandas())
        return _told(pack(recorded), book)
    book = of_folder(Path(source))
    try:
        return _told(pack(recorded), book)
    except Exception as fault:
        raise NotARun(f"{os.fspath(source)}: the files do not fit together: {one_line(fault)}") from None


def _told(packed: Packed, book: Book) -> Packed:
    """With the stories of all voyages, and of the others who have one."""
    rows = book.rows("voyages", book.tables["voyages"].group.notna())
    told = [_said(story(book, f"voyage:{row.voyage}"), row.group, row.planned) for row in rows]
    leads = {row.group for row in rows}
    for name in with_deeds(book):
        if not ({name, book.vessels[name].lead} & leads) and (one := deeds(book, name)):
            told.append(_said(one, name, None))
    content = json.dumps(told, separators=(",", ":"), allow_nan=False).encode()
    return packed._replace(blocks={**packed.blocks, "stories": gzip.compress(content, 9, mtime=0)})


def _said(one: Story, of: str, planned: float | None) -> dict[str, Any]:
    """A story as the page has it. `planned`: when [h] the voyage was, of which it tells.

    Times are rounded up: at an instant that is chosen what is told of it has happened.
    """
    told = [(None if t is None else ceil(t * ROUND) / ROUND, text) for t, text, _ in one.sentences]
    return {"of": of, "planned": planned, "title": one.title, "told": told}

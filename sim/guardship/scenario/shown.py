"""A scenario as a small block of HTML, for notebooks."""

from collections.abc import Mapping, Sized
from typing import Protocol

from guardship.files.html import Cell, Markup, card, table, tag
from guardship.scenario.groups import Group
from guardship.scenario.world import Time

MOST_GROUPS = 40  # rows of the table of groups


class Showable(Protocol):
    """What is shown of a scenario. `question`: what it is meant to answer, None when it says nothing of that."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def question(self) -> str | None: ...
    @property
    def time(self) -> Time: ...
    @property
    def nations(self) -> Sized: ...
    @property
    def centres(self) -> Sized: ...
    @property
    def groups(self) -> Mapping[str, Group]: ...


def card_of(scenario: Showable) -> Markup:
    """The block for a scenario: title and question, how long it lasts, and a folded table of who is in it."""
    time = scenario.time
    said = (
        f"{scenario.name}: from {time.start:%Y-%m-%d %H:%M} UTC, {time.hours:g} h, of which {time.measure:g} h are "
        f"measured; {len(scenario.nations)} nations, {len(scenario.centres)} centres, {len(scenario.groups)} groups"
    )
    question = (tag("p", tag("em", scenario.question)),) if scenario.question else ()
    rows = [_row(name, group) for name, group in list(scenario.groups.items())[:MOST_GROUPS]]
    more = f" (the first {MOST_GROUPS})" if len(scenario.groups) > MOST_GROUPS else ""
    groups = table(f"Groups{more}", ("group", "nation", "type", "how many"), rows)
    return card(scenario.title, *question, tag("p", said), tag("details", tag("summary", "Groups"), groups))


def _row(name: str, group: Group) -> list[Cell]:
    kinds = ", ".join(kind for kind, _ in group.mix)
    many = f"{group.count}" if group.count is not None else f"{group.per_day:g} a day" if group.per_day else None
    return [name, group.nation, kinds, many]

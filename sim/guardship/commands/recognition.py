"""What looks can tell, for people: by hull and look the words of signs, what is believed after them, what is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guardship.console import Part, table
from guardship.run.recognition import SAME, Told, act, by_nation, named, told

if TYPE_CHECKING:
    from guardship.intelligence.belief import Thresholds
    from guardship.scenario.schema import Scenario

MOST_ROWS = 8  # of one look; when it has more, words after which the same is done share a row
MOST_WORDS = 3  # of a row


def parts(scenario: Scenario) -> Iterator[Part]:
    """The table; nothing for a scenario without recognition."""
    looks = told(scenario)
    if scenario.recognition is None or not looks:
        return
    sets = by_nation(scenario)
    heads = ("Hull", "Look", ">area", ">prior", "seen", ">chance", *(", ".join(who) for who in sets.values()))
    yield "\nWhat one look tells where no `when` holds; area under the curve of true over false alarms"
    yield table(heads, [row for one in looks for row in _rows(one, scenario.recognition.names, list(sets))])


def _rows(one: Told, names: Sequence[str], sets: Sequence[Thresholds]) -> Iterator[list[str]]:
    prior = 1.0 - float(one.prior[0])
    first = [one.hull, named(one), f"{one.area:.3f}", f"{prior:.3g}"]
    for words, chances, done in _grouped(one, sets):
        least, most = min(chances), max(chances)
        between = f"{most:.3g}" if f"{least:.3g}" == f"{most:.3g}" else f"{least:.3g} to {most:.3g}"
        yield [*first, _said(words, names), between, *done]
        first = [""] * 4


def _grouped(one: Told, sets: Sequence[Thresholds]) -> list[tuple[list[int], list[float], tuple[str, ...]]]:
    """Words with their posteriors of any offence and what is then done, the highest first."""
    found: dict[object, tuple[list[int], list[float], tuple[str, ...]]] = {}
    rows = sorted(zip(one.chances.tolist(), one.words, strict=True), key=lambda row: (row[0][0], row[1]))
    wide = len({round(chances[0], SAME) for chances, _ in rows}) > MOST_ROWS
    for chances, word in rows:
        done = tuple(act(thresholds, tuple(chances)) for thresholds in sets)
        key = done if wide else (round(chances[0], SAME), done)
        words, guilty, _ = found.setdefault(key, ([], [], done))
        words.append(word)
        guilty.append(1.0 - chances[0])
    return list(found.values())


def _said(words: Sequence[int], names: Sequence[str]) -> str:
    """The signs of a word; of several words those with the fewest signs, which are the easiest to think of."""
    few = sorted(words, key=int.bit_count)[:MOST_WORDS]
    said = [" + ".join(name for s, name in enumerate(names) if word >> s & 1) or "none" for word in few]
    more = len(words) - len(said)
    return " or ".join(said) + (f" or {more} more" if more else "")

"""From rows to sentences: rows that say the same soon after each other become one sentence, which names all of them."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, final

from guardship.meanings import of_reason
from guardship.occurrences import Occurrence as O
from guardship.occurrences import occurrence
from guardship.story.book import Book, Line, ids
from guardship.story.phrases import PHRASES, REPORTED, WHY

APART = 6.0  # h: what says the same later than that after the last is told again
SHOWN = 0.005  # from which chance on an offence is named
VERDICTS = {"passes": "lets it pass", "keeps": "keeps an eye on it", "suspects": "suspects it"}

type Key = tuple[Any, ...]


@final
class Sentence(NamedTuple):
    """What happened, and on which rows that rests (`events:3254`). `t` [h]; None for what is about the whole."""

    t: float | None
    text: str
    rests_on: tuple[str, ...]


@final
class Story(NamedTuple):
    """What happened to one thing, in order. `when`: a time [h] in words."""

    title: str
    sentences: tuple[Sentence, ...]
    when: Callable[[float], str]

    def text(self, ids: bool = False) -> str:
        """As lines of text; with `ids` each followed by the rows on which it rests."""
        rows = [self.title, ""]
        for one in self.sentences:
            rows.append(f"{'' if one.t is None else self.when(one.t) + '  '}{one.text}")
            if ids:
                rows.append(f"    [{', '.join(one.rests_on)}]")
        return "\n".join(rows)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return f"<h4>{html.escape(self.title)}</h4><table>{''.join(map(self._row, self.sentences))}</table>"

    def _row(self, one: Sentence) -> str:
        when = "" if one.t is None else self.when(one.t)
        cells = f"<td style='white-space:nowrap'>{html.escape(when)}</td>", f"<td>{html.escape(one.text)}</td>"
        return f"<tr style='text-align:left' title='{html.escape(', '.join(one.rests_on))}'>{''.join(cells)}</tr>"


@final
class Item(NamedTuple):
    """A row that is told. Rows of one `key` may become one sentence."""

    t: float
    table: str
    row: int
    key: Key
    source: Any
    also: Key = ()
    """What of the rest of the story the row depends on: rows in which it differs never become one sentence."""


ELSE: Key = ("else",)  # of who sends nobody, that it has sent somebody at that instant
SAYING = {O.REPORT, O.TAKEN, O.NOTED}
"""Kinds whose sentence says what a report says."""
OF_REPORTS = (O.TAKEN, O.NOTED, O.NOT_TAKEN, O.WITHHELD, "message")
"""Kinds of which one sentence may be about several reports."""
FOLDED: Mapping[O, tuple[str, ...]] = {
    O.CONTACT_GAINED: ("actor", "object"),
    O.CONTACT_LOST: ("actor", "object"),
    O.CONTACT_IDENTIFIED: ("actor", "object"),
    O.CONTACT_SUSPICIOUS: ("actor", "object"),
    O.CONTACT_CLEARED: ("actor", "object"),
    O.REPORT: ("actor", "contact"),
    O.TAKEN: ("holder",),
    O.NOT_TAKEN: ("holder", "reason"),
    O.NOTED: ("holder", "reason"),
    O.CLAIMED: ("holder",),
    O.WITHHELD: ("reason",),
    O.NO_UNIT: ("holder", "reason"),
    O.GAP: ("holder", "object", "reason"),
    O.DECLINED: ("actor", "reason"),
    O.PURSUIT: ("actor", "object"),
    O.INQUIRY: ("actor", "object"),
    O.SPARED: ("actor", "reason"),
    O.LIES_LOW: ("actor", "reason"),
    O.LIES_TO: ("actor", "reason"),
    O.GROUND: ("actor", "place", "reason"),
    O.SEARCH: ("actor",),
    O.SEARCH_ENDED: ("actor", "reason"),
    O.SUPPORTING: ("actor", "object"),
    O.TAKEOFF: ("actor",),
    O.LANDED: ("actor",),
    O.LAUNCHED: ("actor",),
    O.RECOVERED: ("actor",),
    O.BINGO: ("actor",),
    O.ON_BEAT: ("actor",),
    O.FIELD_CONTACT: ("actor",),
}
"""By kind, what lines have in common that say the same; other lines are told one by one."""


MERGED: Mapping[O, str] = {
    O.TAKEN: "holder",
    O.NOT_TAKEN: "holder",
    O.NOTED: "holder",
    O.CLAIMED: "holder",
    O.NO_UNIT: "holder",
    O.GAP: "holder",
    O.TASKED: "actor",
    O.TIP: "holder",
}
"""By kind, in what lines of one instant and one report may differ that are told together."""
AT_OBJECT = {O.ATTACK, O.HIJACKED, O.DAMAGED, O.BOARDED}
"""Kinds that happen where the object is; others where the actor is."""
GAP = [O.CONTACT_GAINED, O.CONTACT_LOST, O.CONTACT_GAINED]
"""The kinds of lines of one contact of which the second begins a gap."""
LIKE = ("kind", "t", "report", "reason", "object", "holder", "actor")


def of_lines(lines: Iterable[Line]) -> list[Item]:
    """Lines of the log."""
    return [Item(line.t, "events", line.row, _key(line), line) for line in lines]


def _key(line: Line) -> Key:
    kind = occurrence(line.kind)
    same = FOLDED.get(kind) if isinstance(kind, O) else None
    if same is None:
        return line.kind, line.row
    return line.kind, *(getattr(line, name) for name in same)


def of_beliefs(rows: Iterable[Any]) -> list[Item]:
    """Looks, by who looked at what and what came of it."""
    return [Item(r.t, "beliefs", r.Index, ("belief", r.observer, r.vessel, r.verdict, r.seen), r) for r in rows]


def of_messages(rows: Iterable[Any]) -> list[Item]:
    """Messages that did not come, by whom they were for and why."""
    return [Item(r.made, "messages", r.Index, ("message", r.receiver, r.reason), r) for r in rows]


def with_gaps(items: Iterable[Item]) -> list[Item]:
    """In order; the loss of a contact that is soon held again goes with the gain before it, as a gap."""
    found = sorted(items, key=lambda one: (one.t, one.table, one.row))
    pairs: dict[tuple[str, str], list[int]] = {}
    for k, item in enumerate(found):
        if item.table == "events" and item.source.kind in (O.CONTACT_GAINED, O.CONTACT_LOST):
            pairs.setdefault((item.source.actor, item.source.object), []).append(k)
    for own in pairs.values():
        for before, k, after in zip(own, own[1:], own[2:], strict=False):
            kinds = [found[j].source.kind for j in (before, k, after)]
            if kinds == GAP and found[after].t - found[k].t <= APART:
                found[k] = found[k]._replace(key=found[before].key)
    return found


def folded(items: Iterable[Item]) -> list[list[Item]]:
    """Rows that become one sentence each, in the order of their first."""
    open_: dict[Key, list[Item]] = {}
    found: list[list[Item]] = []
    for item in with_gaps(items):
        key = item.key, item.also
        last = open_.get(key)
        if last is not None and (item.t - last[-1].t <= APART or _is_gap(item)):
            last.append(item)
        else:
            open_[key] = [item]
            found.append(open_[key])
    return found


def _is_gap(item: Item) -> bool:
    """Whether it is the loss of a contact that goes with its gain, however long that has been held."""
    return bool(item.key[0] == O.CONTACT_GAINED and item.source.kind == O.CONTACT_LOST)


def merged(groups: Iterable[list[Item]]) -> list[list[Item]]:
    """Rows that were folded, with those of one instant that differ in who alone put together."""
    found: list[list[Item]] = []
    by: dict[Key, list[Item]] = {}
    for rows in groups:
        line, last = rows[0].source, rows[-1].t
        kind = occurrence(line.kind) if isinstance(line, Line) else None
        differs = MERGED.get(kind) if isinstance(kind, O) else None
        if differs is None:
            found.append(rows)
            continue
        key = (len(rows) > 1, rows[0].also, *(getattr(line, name) for name in LIKE if name != differs))
        if key in by and abs(by[key][-1].t - last) <= APART:
            by[key].extend(rows)
        else:
            found.append(by.setdefault(key, rows))
            by[key] = rows
    return found


@final
class Teller:
    """Words rows of a book; a name is explained where it first stands."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._met: set[str] = set()

    def sentences(self, items: Iterable[Item]) -> list[Sentence]:
        """All rows as sentences, in order of time."""
        told = list(items)
        lines = [item.source for item in told if item.table == "events"]
        sent = {(line.t, line.report, line.holder) for line in lines if line.kind == O.TASKED}
        return [self._sentence(rows) for rows in merged(folded(self._with(item, sent) for item in told))]

    def _with(self, item: Item, sent: Collection[tuple[float, int, str]]) -> Item:
        """A row with what else its sentence says; `sent`: when, on which report and by whom somebody was sent."""
        line = item.source
        if item.key[0] in SAYING and line.report in self.book.reports:
            report = self.book.reports[line.report]
            return item._replace(also=(report.sender, self.said(report)))
        if item.key[0] == O.NO_UNIT and (line.t, line.report, line.holder) in sent:
            return item._replace(also=ELSE)
        return item

    def _sentence(self, rows: Sequence[Item]) -> Sentence:
        first = rows[0]
        if first.table == "events":
            text = self._lines([one.source for one in rows])
            if first.also == ELSE:
                text = text.replace("nobody is sent", "nobody else is sent", 1)
        else:
            text = (self._belief if first.table == "beliefs" else self._message)(first.source)
        text = f"{text}{self._more(rows)}."
        if text.split()[0].rstrip(",.;:") not in self.book.vessels:
            text = text[0].upper() + text[1:]
        return Sentence(first.t, text, ids(first.table, sorted(one.row for one in rows)))

    def _more(self, rows: Sequence[Item]) -> str:
        """How often that happens again."""
        first, last = rows[0], max(one.t for one in rows)
        gaps = [(a.t, b.t - a.t) for a, b in pairwise(rows) if _is_gap(a)]
        if gaps:
            return self._gaps(gaps, last)
        of_reports = first.key[0] in OF_REPORTS
        n = len({one.source.report if of_reports else one.t for one in rows}) - 1
        if not n:
            return ""
        until = f"until {self.book.when(last)}"
        if first.key[0] == O.SPARED and _others(one.source for one in rows):
            return f"; the last at {self.book.when(last)}"
        if of_reports:
            return f"; and {n} report{'s' * (n > 1)} more {until}"
        return f"; again at {self.book.when(last)}" if n == 1 else f"; {n} times more {until}"

    def _gaps(self, gaps: Sequence[tuple[float, float]], last: float) -> str:
        """When a contact was not held between, and for how long [h]."""
        if len(gaps) == 1:
            return f", with a gap of {duration(gaps[0][1])} from {self.book.when(gaps[0][0])}"
        least, most = (duration(f(hours for _, hours in gaps)) for f in (min, max))
        hours = least if least == most else f"{least} to {most}"
        return f", with {len(gaps)} gaps of {hours} until {self.book.when(last)}"

    # ---- one row --------------------------------------------------------------------------------

    def _lines(self, lines: Sequence[Line]) -> str:
        """Lines that are one sentence: of several the first, with all who did or knew the same then."""
        first = lines[0]
        kind = occurrence(first.kind)
        if not isinstance(kind, O):
            return f"{self.name(first.actor)}: {first.kind.partition(':')[2].replace('_', ' ')}"
        return PHRASES[kind].format_map(_Fields(self, lines, MERGED.get(kind)))

    def _belief(self, row: Any) -> str:
        signs = ", ".join(map(spaced, row.seen.split()))
        saw = f"the sign{'s' * (' ' in row.seen)} {signs}" if signs else "no sign"
        does = "asks" if row.kind == "hail" else "looks at"
        text = f"{self.name(row.observer)} {does} {self.name(row.vessel)} ({row.kind}, {row.state})"
        if row.harmless != row.harmless:
            return f"{text} and finds {saw}"
        offences = row._fields[row._fields.index("harmless") + 1 : row._fields.index("described")]
        chances = ", ".join(f"{name} {p:.2f}" for name in offences if (p := getattr(row, name)) >= SHOWN)
        return f"{text}, finds {saw}, and {VERDICTS[row.verdict]} ({chances or f'harmless {row.harmless:.2f}'})"

    def _message(self, row: Any) -> str:
        of = f"report {row.report} of {self.name(row.sender)}"
        return f"{of} does not reach {spaced(row.receiver)}: {of_reason(row.reason)}"

    # ---- words ----------------------------------------------------------------------------------

    def name(self, vessel: str) -> str:
        """A vessel's name, where it first stands with what it is."""
        one = self.book.vessels.get(vessel)
        if one is None or vessel in self._met:
            return vessel or "somebody"
        self._met.add(vessel)
        of = f" of {spaced(one.nation)}" if one.nation else ""
        return f"{vessel} ({'boat' if one.role == 'skiff' else spaced(one.type)}{of})"

    def said(self, report: Any) -> str:
        """What a report says."""
        if report.kind in ("contact", "update") and report.hull:
            again = " again" if report.kind == "update" else ""
            return f"a {'suspicious ' if report.suspicious is True else ''}{spaced(report.hull)}{again}"
        return REPORTED[report.kind]


@final
class _Fields:
    """The fields of a phrase, made when they are asked for, so that only names that are told count as told."""

    def __init__(self, teller: Teller, lines: Sequence[Line], differs: str | None) -> None:
        self.teller, self.lines, self.line, self.differs = teller, lines, lines[0], differs

    def __getitem__(self, name: str) -> str:
        line, teller = self.line, self.teller
        if name == self.differs:
            word = teller.name if name == "actor" else spaced
            return listed(dict.fromkeys(word(getattr(one, name)) for one in self.lines))
        if name in ("actor", "object"):
            others = _others(self.lines) if name == "object" and line.kind == O.SPARED else 0
            more = f" and {others} other ship{'s' * (others > 1)}" if others else ""
            return f"{teller.name(getattr(line, name))}{more}"
        if name == "where":
            return teller.book.where(line.object if line.kind in AT_OBJECT else line.actor, line.t)
        if name == "why":
            return f": {WHY.get((line.kind, line.reason)) or of_reason(line.reason)}" if line.reason else ""
        if name in ("holder", "place"):
            return spaced(getattr(line, name)) or "somebody"
        report = teller.book.reports.get(line.report)
        if name == "report" or report is None:
            return str(line.report) if name == "report" else "a report"
        if name == "age":
            hours = line.t - report.made
            return f"after {duration(hours)}" if 60.0 * hours >= 0.5 else "at once"
        return teller.name(report.sender) if name == "sender" else teller.said(report)


def _others(lines: Iterable[Line]) -> int:
    """How many other vessels than that of the first line are objects of lines."""
    return len({line.object for line in lines}) - 1


def listed(words: Iterable[str]) -> str:
    """Words with commas and a last "and"."""
    found = list(words)
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)


def spaced(name: Any) -> str:
    """A name of the scenario as words."""
    return str(name).replace("_", " ") if name else ""


def duration(hours: float) -> str:
    """A time [h] in words."""
    if hours < 1.0:
        return f"{60.0 * hours:.0f} min"
    return f"{hours:.1f} h" if hours < 48.0 else f"{hours / 24.0:.1f} days"

"""What can be told: a voyage, an attack, a report, a track, a vessel; and which rows belong to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, final

from guardship.meanings import STAGE, VOYAGE, ending, of_reason, words
from guardship.occurrences import Occurrence as O
from guardship.outcomes.voyages import Outcome
from guardship.story.book import NEVER, Book, Line, ids, plain
from guardship.story.phrases import LAST, NEAREST, ORIGINS
from guardship.story.telling import Item, Sentence, Story, Teller, listed, of_beliefs, of_lines, of_messages, spaced

if TYPE_CHECKING:
    from pandas import Series

WHAT = re.compile(r"(voyage|attack|report|track)[ :=](.+)", re.IGNORECASE)
WANTED = "voyage:N, attack:N, report:N, track:NATION/N, or the name of a vessel"

OF_THE_VOYAGE = (
    O.SAILED,
    O.DID_NOT_SAIL,
    O.CAME_HOME,
    O.DELIVERED,
    O.JETTISONED,
    O.ATTACK,
    O.ATTACK_FAILED,
    O.BOARDED,
    O.HIJACKED,
    O.DAMAGED,
    O.DISTRESS,
    O.REPORT,
    O.WITHHELD,
    O.TAKEN,
    O.NOT_TAKEN,
    O.NOTED,
    O.CLAIMED,
    O.NO_UNIT,
    O.GAP,
    O.REQUESTED,
    O.REQUEST_REFUSED,
    O.TASKED,
    O.TIP,
    O.TIP_EXPIRED,
    O.TIP_GIVEN,
    O.TIPPED,
    O.ADVISORY,
    O.ADVISORY_SENT,
    O.ON_SCENE,
    O.HALTED,
    O.HALT_FAILED,
    O.BOARDING,
    O.BOARDING_DONE,
    O.DETAINED,
    O.RELEASED,
    O.GEAR_LOST,
    O.MOTHER_SHIP_LOST,
    O.CONSENT_ASKED,
    O.CONSENT_GIVEN,
    O.CONSENT_DENIED,
    O.REFUSED_APPROACH,
    O.REFUSED_VISIT,
    O.REFUSED_SEARCH,
    O.REFUSED_SEIZE,
    O.REFUSED_ARREST,
    O.REFUSED_TRANSFER,
)
"""Kinds of lines that name a voyage and are told of it."""
MET = (
    O.CONTACT_GAINED,
    O.CONTACT_LOST,
    O.CONTACT_SUSPICIOUS,
    O.CONTACT_CLEARED,
    O.PURSUIT,
    O.PURSUIT_ENDED,
    O.BROKE_OFF_AT_BORDER,
    O.SHADOWING,
    O.RELIEF_ASKED,
    O.INQUIRY,
    O.HANDED_OVER,
    O.SUPPORTING,
    O.DECLINED,
    O.DOSSIER,
)
"""What is done with a vessel."""
DOES = (
    O.GROUND,
    O.SPARED,
    O.LIES_TO,
    O.LIES_LOW,
    O.SAILS_WITHOUT,
    O.HOISTED,
    O.CARRIES_ON,
    O.TURNS_BACK,
    O.TURNED_BACK,
    O.JETTISONS,
    O.RUNS,
    O.HIDES,
)
"""What offenders decide."""
MERE = (O.CONTACT_GAINED, O.CONTACT_LOST, O.CONTACT_CLEARED, O.REPORT)
"""What units do with most that they meet, without anything that follows."""
ABOUT = 12.0  # h before and after something else in which such a contact belongs to it
FORCE = (O.HALTED, O.HALT_FAILED, O.BOARDING, O.BOARDING_DONE, O.DETAINED, O.RELEASED)
"""What units that were called to an attack do to attackers."""
ORDERED = (O.DECLINED, O.STOOD_DOWN, O.DISPLACED, O.RESCUE)
"""What units do about an order, by its report."""
SENT = (O.SEARCH, O.SEARCH_ENDED, O.ON_BEAT, O.LANDED, O.RECOVERED, O.BINGO)
"""What a unit that was sent does until it is free."""
DIGITS = 18  # of a number that fits into a column of a table
FREE = (O.ON_BEAT, O.LANDED, O.RECOVERED, O.TASKED)


@final
class UnknownSubject(ValueError):
    """Nothing of that name or number is in the run."""


def story(book: Book, what: str) -> Story:
    """What happened to `what`: one of `WANTED`. Raises UnknownSubject."""
    asked = WHAT.fullmatch(what.strip())
    if asked is not None and what.strip() not in book.vessels:
        kind, which = asked[1], asked[2].strip()
        return KINDS[kind.lower()](book, which, Teller(book))
    return vessel(book, what.strip(), Teller(book))


# ---- a voyage -----------------------------------------------------------------------------------


def voyage(book: Book, which: str, teller: Teller) -> Story:
    """A voyage, from its plan to its end: who met it, who was told, who was sent, and why it ended so."""
    row = _only(book, "voyages", book.tables["voyages"].voyage == _number(which, "voyage"), f"voyage {which}")
    head = _outcome(book, row)
    told = teller.sentences(of_voyage(book, row))
    number = int(row.voyage)
    ends = knowing(book, book.tables["opportunities"].voyage == number)
    ways = _way(book, number)
    return Story(f"Voyage {number} of {row.group}: {row.offence}", (head, *ways, *told, *ends), book.when)


def _way(book: Book, number: int) -> list[Sentence]:
    """By which way a smuggler went, or that it went by none; nothing where it had no choice."""
    if "routes" not in book.tables:
        return []
    table = book.tables["routes"]
    return [
        Sentence(
            one.t,
            f"{f'It chooses the way {one.option}' if one.way else f'It goes by no way ({one.option})'}"
            f" (of {100.0 * one.chance:.0f} such choices in 100).",
            ids("routes", [one.Index]),
        )
        for one in book.rows("routes", (table.voyage == number) & table.taken)
    ]


def _outcome(book: Book, row: Any) -> Sentence:
    """How and when a voyage ended, and what became of its crew after it had succeeded."""
    outcome, cause = ending(VOYAGE, f"{row.outcome}/{row.cause or ''}", [row.offence])
    when = f", {book.when(row.ended)}" if row.ended == row.ended else ""
    taken = _taken(book, row)
    later = f"; its crew was detained later, {book.when(taken[0].t)}" if taken else ""
    target = f"; the last ship that it attacked was {row.target}" if isinstance(row.target, str) and row.target else ""
    text = f"How it ended: {outcome}{f' ({cause})' if cause else ''}{when}{later}{target}.{_last_chance(row)}"
    return Sentence(None, text, (*ids("voyages", [row.Index]), *ids("events", (line.row for line in taken))))


def _taken(book: Book, row: Any) -> list[Line]:
    """The line that says that the crew of a voyage that had succeeded was detained, if any."""
    if row.outcome != Outcome.SUCCEEDED or row.ended != row.ended:
        return []
    later = (book.events.voyage == row.voyage) & (book.events.t >= row.ended)
    return book.lines(later & _are(book, (O.DETAINED,)))[:1]


def _last_chance(row: Any) -> str:
    """Who could have stopped a voyage last, or was nearest to it, as a sentence with a blank before it."""
    if not isinstance(row.holder, str):
        return ""
    who = f"{spaced(row.holder)}{f' with {row.unit}' if isinstance(row.unit, str) and row.unit else ''}"
    short = f", {row.short_min:.0f} min short" if row.short_min == row.short_min else ""
    if row.stage in LAST and row.cause not in NEAREST:
        return f" The last who could have stopped it was {who}, {LAST[row.stage]}{short}."
    return f" Nobody could have stopped it; the nearest to that was {who}: {words(STAGE, row.stage)}{short}."


def of_voyage(book: Book, row: Any) -> list[Item]:
    """The rows that are told of a voyage."""
    begin, end = _span(row)
    members = book.members(row.group)
    numbered = book.lines_of("voyage", [row.voyage], OF_THE_VOYAGE)
    about = {line.report for line in numbered if line.report}
    rows = {line.row: line for line in numbered}
    rows |= {line.row: line for line in _deeds(book, members, begin, end)}
    rows |= {line.row: line for line in book.lines_of("report", about, ORDERED)}
    rows |= {line.row: line for line in _sent(book, numbered)}
    return [*of_lines(rows.values()), *_looks(book, members, begin, end), *_unheard(book, about)]


def _span(row: Any) -> tuple[float, float]:
    """When a voyage was at sea [h]; without end where the run ended first."""
    begin = row.sailed if row.sailed == row.sailed else row.planned
    return begin, row.ended if row.ended == row.ended else NEVER


def _deeds(book: Book, members: Collection[str], begin: float, end: float) -> list[Line]:
    """What vessels decide, and what units do with them."""
    met = book.lines_of("object", members, MET, begin, end)
    did = book.lines_of("actor", members, DOES, begin, end)
    return [line for line in met if _is_unit(book, line.actor)] + did


def _is_unit(book: Book, name: str) -> bool:
    one = book.vessels.get(name)
    return one is not None and one.role == "patrol"


def _sent(book: Book, lines: Sequence[Line]) -> list[Line]:
    """What units that were sent do until they are free again."""
    found: list[Line] = []
    for order in (line for line in lines if line.kind == O.TASKED):
        later = (line for line in book.lines_of("actor", [order.actor], (*SENT, O.TASKED)) if line.row > order.row)
        for line in later:
            if line.kind in SENT:
                found.append(line)
            if line.kind in FREE:
                break
    return found


def _looks(book: Book, members: Collection[str], begin: float, end: float) -> list[Item]:
    if "beliefs" not in book.tables:
        return []
    rows = book.rows("beliefs", book.having("beliefs", "vessel", members))
    return of_beliefs(row for row in rows if begin <= row.t <= end)


def _unheard(book: Book, reports: Collection[int]) -> list[Item]:
    """Messages of these reports that did not come."""
    m = book.tables["messages"]
    at = book.having("messages", "report", reports)
    return of_messages(book.rows("messages", at[(m.arrived.isna() & m.reason.notna()).to_numpy()[at]]))


def knowing(book: Book, chosen: Series[bool]) -> list[Sentence]:
    """What each nation came to know, and how far it got: those of whom the same holds in one sentence."""
    alike: dict[tuple[str, str, str], list[Any]] = {}
    for row in book.rows("opportunities", chosen):
        alike.setdefault((row.stage, plain(row.reason), row.source), []).append(row)
    found = []
    for (stage, reason, source), rows in alike.items():
        times = Counter(spaced(plain(row.holder)) for row in rows)
        who = listed(f"{name}{f' ({n} times)' if n > 1 else ''}" for name, n in times.items() if name)
        why = f" ({of_reason(reason)})" if reason else ""
        known = f"{who} knew of it {ORIGINS[source].format(its='its' if len(times) == 1 else 'their')}"
        text = f"{known[0].upper()}{known[1:]}; what came of it: {words(STAGE, stage)}{why}."
        if not who:
            text = f"Nobody knew of it{why}."
        found.append(Sentence(None, text, ids("opportunities", (row.Index for row in rows))))
    return found


# ---- an attack, a report, a track, a vessel -----------------------------------------------------


def attack(book: Book, which: str, teller: Teller) -> Story:
    """An attack: from its begin to its end, and what became of the calls for help."""
    number = _number(which, "attack")
    own = book.lines(book.events.attack == number)
    if not own:
        raise UnknownSubject(_no(book, f"attack {which}", "attacks", _most(book.events.attack)))
    begin, end = own[0].t, own[-1].t
    calls = book.lines((book.events.voyage == own[0].voyage) & book.between(begin, end) & _are(book, (O.DISTRESS,)))
    about = {line.report for line in calls}
    rows = {line.row: line for line in (*own, *book.lines(book.events.report.isin(about)))}
    rows |= {line.row: line for line in _sent(book, [line for line in rows.values() if line.kind == O.TASKED])}
    until = _next_attack(book, own[0], max(line.t for line in rows.values()))
    met = (book.events.voyage == own[0].voyage) & book.between(begin, until) & _are(book, FORCE)
    rows |= {line.row: line for line in book.lines(met)}
    items = [*of_lines(rows.values()), *_unheard(book, about)]
    title = f"Attack {number}: {own[0].actor} on {own[0].object}, voyage {own[0].voyage}"
    return Story(title, tuple(teller.sentences(items)), book.when)


def _next_attack(book: Book, first: Line, end: float) -> float:
    """Until when [h] what happens to a voyage is told of the attack that begins with a line: to `end`, or the next."""
    e = book.events
    later = e[(e.voyage == first.voyage) & (e.kind == str(O.ATTACK)) & (e.attack != first.attack) & (e.t > first.t)]
    return min(end, float(later.t.min())) if len(later) else end


def report(book: Book, which: str, teller: Teller) -> Story:
    """A report: who made it, who got it when, who was not to have it, and what was decided on it."""
    number = _number(which, "report")
    lines = book.lines(book.events.report == number)
    if not lines or not number:  # 0: of no report
        raise UnknownSubject(_no(book, f"report {which}", "reports", _most(book.events.report)))
    items = [*of_lines(lines), *_unheard(book, [number])]
    return Story(f"Report {number}{_in_truth(book, [number])}", tuple(teller.sentences(items)), book.when)


def track(book: Book, which: str, teller: Teller) -> Story:
    """A track of a nation's picture: the reports in it, and what was decided about it."""
    holder, _, number = which.rpartition("/")
    if holder not in book.holders:
        raise UnknownSubject(f"track {which}: came holder {holder!r}, wanted one of {', '.join(sorted(book.holders))}")
    lines = book.lines((book.events.track == _number(number, "track")) & (book.events.holder == holder))
    if not lines or not int(number):  # 0: of no track
        raise UnknownSubject(f"track {which}: {holder} had no such track")
    title = f"Track {number} of {spaced(holder)}{_in_truth(book, [line.report for line in lines])}"
    return Story(title, tuple(teller.sentences(of_lines(lines))), book.when)


def _in_truth(book: Book, reports: Iterable[int]) -> str:
    """Whom reports were about, as the end of a title; empty where that is not in the tables."""
    who = dict.fromkeys(name for number in reports for name in book.about(number))
    return f", in truth about {listed(who)}" if who else ""


def vessel(book: Book, which: str, teller: Teller) -> Story:
    """A vessel: all that it does, what patrol units do with it, and what the boats and aircraft of a unit do."""
    if which not in book.vessels:
        near = get_close_matches(which, [*book.vessels], 3)
        raise UnknownSubject(f"{which}: came no {WANTED}{'; near: ' + ', '.join(near) if near else ''}")
    items = [*of_lines(_of_vessel(book, which)), *_looks(book, {which}, 0.0, NEVER)]
    return Story(_who(book, which), tuple(teller.sentences(items)), book.when)


def _who(book: Book, which: str) -> str:
    one = book.vessels[which]
    return f"{which}: {spaced(one.type)}{f' of {spaced(one.nation)}' if one.nation else ''}"


def _of_vessel(book: Book, which: str) -> list[Line]:
    contacts = (O.CONTACT_GAINED, O.CONTACT_LOST, O.CONTACT_CLEARED, O.CONTACT_SUSPICIOUS)
    own, met = (book.lines_of(column, [which]) for column in ("actor", "object"))
    own += [line for line in book.lines_of("actor", _carried(book, which)) if line.kind not in contacts]
    own = [line for line in own if line.kind != O.CONTACT_IDENTIFIED]
    met = [line for line in met if line.kind not in (O.CONTACT_IDENTIFIED, O.SPARED)]
    if not _is_unit(book, which):  # what ships see of each other is no story
        own = [line for line in own if line.kind not in contacts]
    met = [line for line in met if line.kind not in contacts or _is_unit(book, line.actor)]
    return [*{line.row: line for line in (*own, *met)}.values()]


def deeds(book: Book, which: str) -> Story | None:
    """The story of a vessel without the contacts from which nothing followed; None where there is nothing else.

    Of what a unit does at sea that leaves one sentence of ten.
    """
    lines = _of_vessel(book, which)
    gained = {(line.actor, line.contact): line.object for line in lines if line.kind == O.CONTACT_GAINED}

    def other(line: Line) -> str:
        name = line.object if line.actor == which else line.actor
        return name or gained.get((line.actor, line.contact), "")

    times: dict[str, list[float]] = {}
    for line in lines:
        if line.kind not in MERE and other(line):
            times.setdefault(other(line), []).append(line.t)

    def followed(t: float, name: str) -> bool:
        return any(abs(t - when) <= ABOUT for when in times.get(name, ()))

    kept = [line for line in lines if line.kind not in MERE or followed(line.t, other(line))]
    if all(line.kind in MERE for line in kept):
        return None
    looks = [item for item in _looks(book, {which}, 0.0, NEVER) if followed(item.t, item.source.observer)]
    return Story(_who(book, which), tuple(Teller(book).sentences([*of_lines(kept), *looks])), book.when)


def with_deeds(book: Book) -> list[str]:
    """The vessels, by name, of which there is more to tell than contacts."""
    e = book.events[~_are(book, (*MERE, O.CONTACT_IDENTIFIED))]
    return sorted({*e.actor, *e.object[e.kind != str(O.SPARED)]} & book.vessels.keys())


def _carried(book: Book, which: str) -> list[str]:
    """The boats and aircraft of a unit, which bear its name."""
    return [name for name in book.vessels if name.startswith(f"{which}/") and _is_unit(book, name)]


KINDS: Mapping[str, Callable[[Book, str, Teller], Story]] = {
    "voyage": voyage,
    "attack": attack,
    "report": report,
    "track": track,
}

# ---- small things -------------------------------------------------------------------------------


def _are(book: Book, kinds: Collection[O]) -> Series[bool]:
    return book.are(tuple(kinds))


def _number(text: str, what: str) -> int:
    if not text.strip().isdecimal() or len(text) > DIGITS:
        raise UnknownSubject(f"{what}:{text}: came {text!r}, wanted a number")
    return int(text)


def _most(column: Series[int]) -> int:
    return int(column.max()) if len(column) else -1


def _no(book: Book, what: str, many: str, most: int) -> str:
    return f"{what}: there is no such; wanted up to {most}" if most > 0 else f"{what}: there are no {many} in this run"


def _only(book: Book, table: str, chosen: Series[bool], what: str) -> Any:
    found = book.rows(table, chosen)
    if not found:
        most = _most(book.tables[table].voyage)
        raise UnknownSubject(_no(book, what, table, most))
    return found[0]

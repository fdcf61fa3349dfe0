"""What happened, as columns of whole numbers: incidents, contacts, reports on their way, looks, voyages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from guardship.meanings import VOYAGE, of_reason, words
from guardship.occurrences import Occurrence as O
from guardship.replay.recorded import BELIEFS, Recorded
from guardship.replay.waypoints import Ints, codes, ticks
from guardship.scenario.recognition import HARMLESS

if TYPE_CHECKING:
    import pyarrow

NONE = -1
GROUPS: Mapping[str, tuple[O, ...]] = {
    "attacks and calls": (O.ATTACK, O.ATTACK_FAILED, O.BOARDED, O.HIJACKED, O.DAMAGED, O.DISTRESS),
    "ships taken": (
        O.PRIZE_RECOGNISED,
        O.PRIZE_HUNTS,
        O.PRIZE_PUT_BACK,
        O.RETAKING,
        O.RETAKEN,
        O.RETAKING_FAILED,
        O.RANSOMED,
    ),
    "stops": (
        *(O.HALTED, O.HALT_FAILED, O.BOARDING, O.BOARDING_DONE, O.DETAINED, O.RELEASED, O.DISPOSING),
        *(O.JETTISONED, O.FALSE_ALARM),
    ),
    "voyages": (
        *(O.SAILED, O.DID_NOT_SAIL, O.CAME_HOME, O.TURNED_BACK, O.DELIVERED, O.GROUND, O.SPARED, O.LIES_TO, O.LIES_LOW),
        *(O.SAILS_WITHOUT, O.HOISTED, O.CARRIES_ON, O.TURNS_BACK, O.JETTISONS, O.RUNS, O.HIDES),
        *(O.CHANGES_HULL, O.HIDES_GEAR, O.STAYS_ASHORE, O.GEAR_LOST, O.MOTHER_SHIP_LOST),
    ),
    "orders and pursuits": (
        *(O.TASKED, O.DECLINED, O.DISPLACED, O.RESCUE, O.STOOD_DOWN, O.REQUESTED, O.REQUEST_REFUSED, O.PURSUIT),
        *(O.PURSUIT_ENDED, O.ON_SCENE, O.SEARCH, O.SEARCH_ENDED, O.WAITS, O.SHADOWING, O.INQUIRY, O.HANDED_OVER),
        *(O.RELIEF_ASKED, O.SUPPORTING, O.BROKE_OFF_AT_BORDER, O.CONTACT_SUSPICIOUS),
    ),
    "law": (
        *(O.REFUSED_APPROACH, O.REFUSED_VISIT, O.REFUSED_SEARCH, O.REFUSED_SEIZE, O.REFUSED_ARREST, O.REFUSED_TRANSFER),
        *(O.CONSENT_ASKED, O.CONSENT_GIVEN, O.CONSENT_DENIED),
    ),
    "tips, network, pacts": (
        *(O.TIP, O.TIP_EXPIRED, O.TIP_GIVEN, O.TIPPED, O.DOSSIER, O.SPOOFED, O.DECOY, O.CYBER_BEGUN, O.CYBER_ENDED),
        *(O.CORRECTED, O.WITHDRAWN, O.LINKED, O.POISONED, O.FORGED, O.FABRICATED),
        *(O.ALERT_RAISED, O.ALERT_LOWERED, O.POSTED, O.STATIONED),
        *(O.ADVISORY, O.ADVISORY_SENT, O.ADVISORY_OVER),
    ),
    "warned ships": (
        *(O.ADVISED, O.STANDS_ON, O.WATCH_DOUBLED, O.HASTENS, O.GOES_AROUND, O.JOINS_GROUP, O.KEEPS_AWAY),
    ),
    "duty": (
        *(O.OFF_STATION, O.ON_STATION, O.IN_PORT, O.OUT_OF_PORT, O.RECALLED, O.EXERCISE_BEGUN, O.EXERCISE_ENDED),
        *(O.TAKEOFF, O.LANDED, O.LAUNCHED, O.RECOVERED, O.WITH_CONVOY, O.UNESCORTED, O.LIES_STILL, O.ANCHORED),
    ),
}
OWN = "own"  # the group of what behaviours of one's own write down
PASSED_OVER = {  # the page shows them as contacts and pictures, or there are too many
    *(O.CONTACT_GAINED, O.CONTACT_LOST, O.CONTACT_IDENTIFIED, O.CONTACT_CLEARED, O.REPORT, O.WITHHELD, O.TAKEN),
    *(O.NOT_TAKEN, O.NOTED, O.PRIZE_KNOWN, O.LISTED, O.CLAIMED, O.NO_UNIT, O.GAP, O.ON_BEAT, O.BINGO, O.FIELD_CONTACT),
}


class Told(NamedTuple):
    """Columns of whole numbers (n,), and the names that some of them count."""

    columns: list[Ints]
    names: dict[str, list[str]]


def incidents(recorded: Recorded) -> Told:
    """Time [ticks], kind, actor, object (vessels), reason, place, holder, voyage; -1 for none.

    `names`: kinds, their groups in the same order, reasons in words, places, holders.
    """
    events = recorded.tables["events"]
    left = codes(events["kind"], [str(kind) for kind in PASSED_OVER]) < 0
    kinds = _met(events, "kind", left)
    names = {"kind": kinds, **{name: _met(events, name, left) for name in ("reason", "place", "holder")}}
    vessels = recorded.vessels
    columns = [
        _instants(events["t"], recorded.hours),
        codes(events["kind"], kinds),
        *(codes(events[name], vessels) for name in ("actor", "object")),
        *(codes(events[name], names[name]) for name in ("reason", "place", "holder")),
        np.asarray(events["voyage"], np.int64),
    ]
    of = {str(kind): group for group, kinds in GROUPS.items() for kind in kinds}
    said = {"reason": [of_reason(name) for name in names["reason"]], "group": [of.get(kind, OWN) for kind in kinds]}
    return Told([column[left] for column in columns], names | said)


def contacts(recorded: Recorded) -> list[Ints]:
    """Observer, observed, from, to [ticks]: from when a contact is gained to when it is lost or needs no more looks."""
    events, vessels = recorded.tables["events"], recorded.vessels
    kind = codes(events["kind"], [O.CONTACT_GAINED, O.CONTACT_LOST, O.CONTACT_CLEARED])
    own = kind >= 0
    kind, actor, other = (c[own] for c in (kind, codes(events["actor"], vessels), codes(events["object"], vessels)))
    contact, t = np.asarray(events["contact"], np.int64)[own], _instants(events["t"], recorded.hours)[own]
    end: dict[tuple[int, int], int] = {}
    for a, number, when in zip(*(c[kind > 0].tolist() for c in (actor, contact, t)), strict=True):
        end.setdefault((a, number), when)
    gained = kind == 0
    last = round(recorded.hours * ticks(recorded.hours))
    over = [end.get(one, last) for one in zip(actor[gained].tolist(), contact[gained].tolist(), strict=True)]
    return [actor[gained], other[gained], t[gained], np.array(over, np.int64)]


def mail(recorded: Recorded) -> Told:
    """Sender, receiver, sent, arrived [ticks] of every report that went from one holder to another; names: holders."""
    messages = recorded.tables["messages"]
    names = sorted({*messages["sender"].to_pylist(), *messages["receiver"].to_pylist()} - {None})
    a, b = codes(messages["sender"], names), codes(messages["receiver"], names)
    went = (a >= 0) & (a != b) & np.asarray(messages["arrived"].is_valid())
    sent, arrived = (_instants(messages[name], recorded.hours) for name in ("sent", "arrived"))
    order = np.argsort(sent[went], kind="stable")
    return Told([column[went][order] for column in (a, b, sent, arrived)], {"holder": names})


def looks(recorded: Recorded) -> Told:
    """Time [ticks], observer, vessel, kind, what was seen, the likeliest offence, chances [1/1000] of none and of that
    offence, verdict; -1 for none. Nothing where no signs are looked for."""
    table = recorded.tables.get(BELIEFS)
    if table is None or not table.num_rows:
        return Told([np.zeros(0, np.int64)] * 9, {"kind": [], "seen": [], "offence": [], "verdict": []})
    names = table.column_names
    offences = names[names.index(HARMLESS) + 1 : names.index("described")]
    chances = np.column_stack([np.asarray(table[name], float) for name in offences])
    likeliest = np.argmax(np.nan_to_num(chances, nan=-1.0), axis=1)
    said = {name: _met(table, name) for name in ("kind", "seen", "verdict")}
    columns = [
        _instants(table["t"], recorded.hours),
        *(codes(table[name], recorded.vessels) for name in ("observer", "vessel")),
        *(codes(table[name], said[name]) for name in ("kind", "seen")),
        likeliest,
        _thousandths(np.asarray(table[HARMLESS], float)),
        _thousandths(chances[np.arange(len(chances)), likeliest]),
        codes(table["verdict"], said["verdict"]),
    ]
    return Told(columns, {**said, "offence": offences})


def voyages(recorded: Recorded) -> Told:
    """Number, lead (vessel), planned, sailed, ended [ticks], offence, outcome, cause, whether counted; -1 for none."""
    table = recorded.tables["voyages"]
    said = {name: _met(table, name) for name in ("offence", "outcome", "cause")}
    columns = [
        np.asarray(table["voyage"], np.int64),
        codes(table["group"], recorded.vessels),
        *(_instants(table[name], recorded.hours) for name in ("planned", "sailed", "ended")),
        *(codes(table[name], said[name]) for name in ("offence", "outcome", "cause")),
        np.asarray(table["counted"].to_pylist(), np.int64),
    ]
    outcomes, causes = [words(VOYAGE, name) for name in said["outcome"]], [of_reason(name) for name in said["cause"]]
    return Told(columns, said | {"outcome": outcomes, "cause": causes})


def _met(table: "pyarrow.Table", name: str, among: Any = None) -> list[str]:
    """The values of a column of names, each once, sorted; of some rows only."""
    import pyarrow as pa

    column = table[name] if among is None else table[name].filter(pa.array(among))
    return sorted({*column.unique().to_pylist()} - {None})


def _instants(column: "pyarrow.ChunkedArray", hours: float) -> Ints:
    """Times [h] in ticks, -1 for none."""
    import pyarrow.compute as pc

    t = np.asarray(pc.fill_null(column, float("nan")), float)
    return np.where(np.isfinite(t), np.rint(np.nan_to_num(t) * ticks(hours)), NONE).astype(np.int64)


def _thousandths(chance: Any) -> Ints:
    return np.where(np.isfinite(chance), np.rint(np.nan_to_num(chance) * 1000), NONE).astype(np.int64)

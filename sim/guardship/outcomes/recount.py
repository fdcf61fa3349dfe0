"""The summary of a run once more, from its tables alone: voyages and attacks are read off the log.

Tables are pandas frames, as `Run.events`, `.legs`, `.reports` and `.vessels` or pandas.read_parquet give them. Times h.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from guardship.core.kernels.state import Floats
from guardship.occurrences import Occurrence, occurrence
from guardship.outcomes.accounts import Deviation, Record, Strike, captivities, ledger_of
from guardship.outcomes.audit import Findings, attacks_of, voyages_of
from guardship.outcomes.causes import Cause, causes
from guardship.outcomes.episodes import Followed, followed
from guardship.outcomes.fuel import Scale, Tracks
from guardship.outcomes.ledger import ACCOUNTS, Ledger
from guardship.outcomes.log import Entry
from guardship.outcomes.measures import Account, attack_table, funnel, measures, waterfall
from guardship.outcomes.nations import nations_of, totals
from guardship.outcomes.offences import by_offence
from guardship.outcomes.opportunities import SEEN, Roll, table_lines
from guardship.outcomes.pictures import pictures
from guardship.outcomes.prizes import Prize, prizes_of
from guardship.outcomes.reach import Reach
from guardship.outcomes.report_funnel import Copy, Reported, Said, by_part, groups, told
from guardship.outcomes.report_funnel import funnel as funnel_of_reports
from guardship.outcomes.subjects import recognised, subjects
from guardship.outcomes.tariff import Tariff
from guardship.outcomes.trials import attacks_expected, counted, of_table
from guardship.outcomes.voyages import Attack, AttackOutcome, Books, Outcome, Voyage
from guardship.reasons import Reason

if TYPE_CHECKING:
    from pandas import DataFrame

# which summaries of earlier versions have not
NEWER = frozenset(
    f"measures.{name}"
    for name in (
        "second_half",
        "first_contact_lead",
        "innocents_boarded",
        "repeated_boardings",
        "cue_precision",
        "cue_recall",
    )
) | {"report_funnel", "pictures"}
SHORT = "short_min"  # a column of voyages since causes go by who could have acted
LEAD = "measures.detection_lead"  # which was from the first contact
ROUNDING = 1e-9  # relative: sums of hours are taken in another order


class Tables(NamedTuple):
    """The tables of a run that a recount needs."""

    events: "DataFrame"
    reports: "DataFrame"
    legs: "DataFrame"
    vessels: "DataFrame"
    voyages: "DataFrame"
    messages: "DataFrame"
    trials: "DataFrame | None"  # None where an earlier version has written them
    heeded: "DataFrame | None" = None  # None where nobody warns shipping
    prizes: "DataFrame | None" = None  # None where ships that are taken are lost to sight

    @property
    def taken(self) -> list[Prize] | None:
        """The prizes; None where no account is kept of them."""
        rows = {name: row for row, name in enumerate(self.vessels["vessel"])}
        return None if self.prizes is None else prizes_of(self.prizes, rows)


class Money(NamedTuple):
    """What the accounts need beside the tables: prices, corners of waters by nation, the local scale of the plane.

    `closed`: corners of the waters in which a nation may not act, by nation.
    """

    tariff: Tariff
    waters: Mapping[str, Floats]
    scale: Scale
    closed: Mapping[str, Sequence[Floats]] = {}


def recounted(
    tables: Tables,
    window: tuple[float, float],
    hours: float,
    ships: Collection[str],
    money: Money,
    memory: float,
    holders: Sequence[str],
) -> dict[str, Any]:
    """What the summary says, from the tables of a run of so many hours. `ships`: the types of patrol ships.

    `memory`: after which [h] a track that nobody has seen ends; `holders`: all who keep pictures.
    """
    vessels, roll = tables.vessels, Roll.of(tables.vessels)
    lines = table_lines(tables.events, roll)
    chain = followed(lines, roll, hours)
    rows = chain.rows
    books = books_of(tables, window)
    books.explain(caused(tables, chain, roll, hours, money))
    units = [(row, kind) for row, kind in enumerate(vessels["type"]) if roll.holder[row] >= 0]
    craft = {row: str(vessels["hull"].iloc[row]) for row, kind in units if kind not in ships}
    transits, entries = _transits(tables, window), entries_of(tables.events, roll)
    account = Account(
        books,
        entries,
        rows,
        window,
        hours,
        transits=transits,
        ships=[row for row, kind in units if kind in ships],
        craft=craft,
        recognised=recognised(lines, roll),
        reported=reported_of(tables, entries, subjects(lines, roll, {}), roll),
        prizes=tables.taken,
    )
    attacks = attack_table(books.attacks)
    chance = {} if tables.trials is None else counted(of_table(tables.trials), window)
    expected = {} if tables.trials is None else {"expected": attacks_expected(sum(attacks.values()), chance)}
    record = record_of(tables, window, hours, money.scale)
    ledger = ledger_of(record, money.tariff)
    return {
        "window_h": list(window),
        "voyages": sum(v.counted for v in books.voyages),
        "funnel": funnel(books.voyages),
        "offences": by_offence(books.voyages),
        "attacks": {"count": sum(attacks.values()), **expected, "outcomes": attacks},
        **({} if tables.trials is None else {"trials": {kind: one._asdict() for kind, one in chance.items()}}),
        "opportunities": waterfall(rows, books.voyages),
        "report_funnel": by_part(funnel_of_reports(entries, account.reported, window)),
        "pictures": pictures(entries, account.reported, window, memory, holders),
        "transits": transits,
        "contacts": _contacts(tables.events, window),
        "messages": _messages(tables.reports, window),
        "measures": measures(account),
        "nations": nations_of(record, money.tariff, ledger, money.waters),
        "ledger": totals(ledger),
    }


def books_of(tables: Tables, window: tuple[float, float]) -> Books:
    """Voyages and attacks as the log has them. What was carried stands in the table of voyages alone."""
    books, events = Books(), tables.events
    known = {v.voyage: v for v in tables.voyages.itertuples()}
    thrown = set(events.loc[events["kind"] == Occurrence.JETTISONED, "voyage"])
    for number, (t, said) in voyages_of(events)[0].items():
        outcome, cause = Outcome(said.split("/")[0]), _reason(said.split("/")[1])
        sailed = None if outcome is Outcome.DID_NOT_SAIL else t
        counted = window[0] <= t < window[1]
        voyage = Voyage(number, -1, 0, t, counted, sailed, outcome=outcome, cause=cause)
        voyage.jettisoned = number in thrown
        if number in known:
            cargo, amount = known[number].cargo, known[number].amount
            voyage.offence = str(known[number].offence)
            damage, lives = known[number].damage, known[number].lives
            voyage.damage, voyage.lives = (float(damage), float(lives)) if damage >= 0.0 else (None, None)
            voyage.cargo, voyage.amount = (cargo, float(amount)) if isinstance(cargo, str) else (None, None)
        books.voyages.append(voyage)
    of = {e.attack: (e.voyage, e.object) for e in events[events["kind"] == Occurrence.ATTACK].itertuples()}
    for number, (t, said) in attacks_of(events)[0].items():
        ended, why = said.split("/")
        by, prey = of[number]
        attack = Attack(number, by, 0 if isinstance(prey, str) else -1, t, 0.0, 0.0, window[0] <= t < window[1])
        attack.outcome, attack.reason = AttackOutcome(ended), _reason(why)
        books.attacks.append(attack)
    return books


def caused(tables: Tables, chain: Followed, roll: Roll, hours: float, money: Money) -> Mapping[int, Cause]:
    """Why each voyage succeeded; as it is written where an earlier version has written it, by another rule."""
    if SHORT not in tables.voyages:
        written = tables.voyages[tables.voyages["outcome"] == str(Outcome.SUCCEEDED)]
        return {v.voyage: Cause(_reason(v.cause) or Reason.NEVER_SEEN) for v in written.itertuples()}
    rows = {name: row for row, name in enumerate(roll.names)}
    sailed, legs = tables.legs["vessel"].map(rows).to_numpy(), tables.legs
    wanted = Reach.concerned(chain.prizes, roll) if chain.prizes else set()
    tracks = Tracks.of(sailed, legs, legs["mode"] == "gone", wanted, hours)
    return causes(chain, Reach(chain.prizes, roll, tracks, money.scale, money.closed))


def miscaused(tables: Tables, hours: float, money: Money) -> Findings:
    """Voyages that succeeded for another reason, by other hands or by another time than the logs say."""
    roll = Roll.of(tables.vessels)
    there = caused(tables, followed(table_lines(tables.events, roll), roll, hours), roll, hours, money)
    findings = []
    for v in tables.voyages[tables.voyages["outcome"] == str(Outcome.SUCCEEDED)].itertuples():
        cause = there.get(v.voyage)
        said = tuple(value if isinstance(value, str) else "" for value in (v.cause, v.stage, v.holder, v.unit))
        wanted = ("", "", "", "") if cause is None else _named(cause, roll)
        short = None if v.short_min != v.short_min else v.short_min
        least = None if cause is None or cause.short is None else 60.0 * cause.short
        if said != wanted or not (short == least or _alike(short, least)):
            findings.append(f"voyage {v.voyage}: {wanted}, {least} min in the logs, {said}, {short} min in the table")
    return findings


def _named(cause: Cause, roll: Roll) -> tuple[str, str, str, str]:
    holder = roll.nations[cause.holder] if cause.holder >= 0 else ""
    return cause.reason.name.lower(), cause.stage.label, holder, roll.names[cause.unit] if cause.unit >= 0 else ""


def _reason(name: str) -> Reason | None:
    return Reason[name.upper()] if name.upper() in Reason.__members__ else None


def entries_of(events: "DataFrame", roll: Roll) -> list[Entry]:
    """The lines of the log but for those of the core."""
    rows = {name: row for row, name in enumerate(roll.names)}
    codes = {reason.name.lower(): int(reason) for reason in Reason}
    holders = {name: k for k, name in enumerate(_holders(events))}
    return [
        Entry(
            e.t,
            0,
            occurrence(e.kind),
            rows.get(e.actor, -1),
            rows.get(e.object, -1),
            e.contact,
            e.track,
            e.report,
            e.voyage,
            e.attack,
            codes.get(e.reason, 0),
            holder=holders.get(e.holder, -1),
        )
        for e in events[~events["kind"].isin(SEEN)].itertuples()
    ]


def _holders(events: "DataFrame") -> list[str]:
    """Whose commands wrote lines, by the numbers that entries have of them."""
    return sorted(events["holder"].dropna().unique())


def reported_of(tables: Tables, entries: Sequence[Entry], voyages: Mapping[int, int], roll: Roll) -> Reported:
    """Reports, their copies on channels, and what they are about. `voyages`: of each report, by its number."""
    rows = {name: row for row, name in enumerate(roll.names)}
    gains = tables.events[tables.events["kind"] == Occurrence.CONTACT_GAINED]
    gained = {(rows[e.actor], e.contact): rows[e.object] for e in gains.itertuples()}
    of = groups(entries, gained, voyages, roll)
    copies, origins = [], dict[int, str]()
    for m in tables.messages.itertuples():
        copies.append(Copy(m.report, m.receiver, isinstance(m.use, str), m.arrived == m.arrived))
        origins.setdefault(m.report, m.origin if isinstance(m.origin, str) else "")
    said = [
        Said(r.report, r.kind, rows.get(r.sender, -1), r.made, r.contact, r.x, r.y, _yes_or_no(r.suspicious))
        for r in tables.reports.itertuples()
    ]
    return Reported(told(said, origins, of, voyages), copies, _holders(tables.events), roll)


def _yes_or_no(value: Any) -> bool | None:
    return None if value is None or value != value else bool(value)


def record_of(tables: Tables, window: tuple[float, float], hours: float, scale: Scale) -> Record:
    """What is accounted for, from the tables of a run of so many hours."""
    vessels, roll = tables.vessels, Roll.of(tables.vessels)
    rows = {name: row for row, name in enumerate(roll.names)}
    entered = _entered(tables, window)
    nation = [own if unit else "" for own, unit in zip(vessels["nation"], vessels["unit"], strict=True)]
    entries = entries_of(tables.events, roll)
    struck = {e.object for e in entries if e.kind == Occurrence.ATTACK}
    wanted = struck | {row for row, own in enumerate(nation) if own}
    sailed = tables.legs["vessel"].map(rows).to_numpy()
    return Record(
        entries,
        window,
        hours,
        nation,
        list(vessels["type"]),
        flags=[flag if isinstance(flag, str) else "" for flag in vessels["flag"]],
        guarded=[guarded is True for guarded in vessels["guarded"]],
        transits=sorted(rows[name] for name in entered),
        tracks=Tracks.of(sailed, tables.legs, tables.legs["mode"] == "gone", wanted, hours),
        scale=scale,
        strikes={
            v.voyage: Strike(
                v.damage if v.damage > 0.0 else 0.0,
                v.lives if v.lives > 0.0 else 0.0,
                v.target if isinstance(v.target, str) else "",
            )
            for v in tables.voyages[tables.voyages["offence"] == "attack"].itertuples()
        },
        heeded=[]
        if tables.heeded is None
        else [Deviation(one.t, rows[one.ship], one.hours, one.tonnes) for one in tables.heeded.itertuples()],
        captive=captivities(tables.taken, hours),
    )


def charged(tables: Tables, window: tuple[float, float], hours: float, tariff: Tariff, scale: Scale) -> Ledger:
    """The ledger once more."""
    return ledger_of(record_of(tables, window, hours, scale), tariff)


def unbalanced(ledger: Ledger, written: "DataFrame") -> Findings:
    """Lines of a ledger as it was written that the logs do not bear out, and sums that do not."""
    there = {(c.nation, c.account, c.cause): (c.quantity, c.cents) for c in ledger.rows()}
    said = {(c.nation, c.account, c.cause): (c.quantity, c.cents) for c in written.itertuples()}
    findings = [f"{len(written) - len(said)} lines stand twice"] if len(said) < len(written) else []
    for key in sorted(there.keys() | said.keys()):
        one, other = there.get(key), said.get(key)
        if one is None or other is None or one[1] != other[1] or not _alike(one[0], other[0]):
            findings.append(f"{', '.join(key)}: {one} in the logs, {other} in the ledger (quantity, cents)")
    for c in written.itertuples():
        account = ACCOUNTS.get(c.account)
        if account is None or (c.side, c.unit) != (account.side, account.unit):
            findings.append(f"{c.nation}, {c.account}: side {c.side}, unit {c.unit!r}")
    return findings


def _transits(tables: Tables, window: tuple[float, float]) -> int:
    """How many merchant ships entered in the window."""
    return len(_entered(tables, window))


def _entered(tables: Tables, window: tuple[float, float]) -> list[str]:
    ships = tables.vessels.loc[tables.vessels["role"] == "merchant", "vessel"]
    first = tables.legs.drop_duplicates("vessel").set_index("vessel")["t"]
    return list(first[first.index.isin(ships) & first.between(*window, inclusive="left")].index)


def _contacts(events: "DataFrame", window: tuple[float, float]) -> dict[str, int]:
    kinds = events.loc[events["t"].between(*window, inclusive="left"), "kind"]
    return {
        "gained": int((kinds == Occurrence.CONTACT_GAINED).sum()),
        "lost": int((kinds == Occurrence.CONTACT_LOST).sum()),
    }


def _messages(reports: "DataFrame", window: tuple[float, float]) -> dict[str, int]:
    made = reports[reports["made"].between(*window, inclusive="left")].drop_duplicates("report")
    return {"reports": len(made), "delivered": int(made["arrived"].notna().sum())}


def unlike(said: Mapping[str, Any], there: Mapping[str, Any]) -> Findings:
    """Where the summary says something else than the logs."""
    return list(_unlike(said, there, ""))


def _unlike(said: Any, there: Any, path: str) -> Iterator[str]:
    if (said is None and path in NEWER) or (path == LEAD and "unrecognised" not in (said or ())):
        return
    if isinstance(there, Mapping) and isinstance(said, Mapping):
        for key in sorted(there.keys() | said.keys()):
            yield from _unlike(said.get(key), there.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(there, list | tuple) and isinstance(said, list) and len(said) == len(there):
        for k, (one, other) in enumerate(zip(said, there, strict=True)):
            yield from _unlike(one, other, f"{path}[{k}]")
    elif not _alike(said, there):
        yield f"{path}: {there} in the logs, {said} in the summary"


def _alike(said: Any, there: Any) -> bool:
    if isinstance(said, int | float) and isinstance(there, int | float):
        return abs(said - there) <= ROUNDING * max(abs(said), abs(there), 1.0)
    return bool(said == there)

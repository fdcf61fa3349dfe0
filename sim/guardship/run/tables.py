"""How each table of a run is made: a function a table, with its name. `Run` has a line for each of them.

Rows and codes become names here, -1 becomes null. Times h, places nm, speeds on the plane nm/h.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from guardship.agents.merchant import Merchant
from guardship.build.clearances import forgets
from guardship.build.prizes import keeps_prizes
from guardship.build.tasking import weighs
from guardship.build.triage import reads
from guardship.core.draws import DECIDED, Purpose
from guardship.intelligence import record
from guardship.occurrences import Occurrence
from guardship.outcomes import advisories as warned
from guardship.outcomes import goings as weighings
from guardship.outcomes import innocents as visits
from guardship.outcomes import ledger as accounts
from guardship.outcomes import opportunities as chances
from guardship.outcomes import places as at
from guardship.outcomes import prizes as of_prizes
from guardship.outcomes import report_funnel as of_reports
from guardship.outcomes import routes as passages
from guardship.outcomes import spared as left_alone
from guardship.outcomes import stations as posts
from guardship.outcomes import trust as regards
from guardship.outcomes import voyages as sailings
from guardship.outcomes.log import Entry
from guardship.reasons import Reason
from guardship.run import beliefs as judgements
from guardship.run import clearances as plots
from guardship.run import dossiers as hulls
from guardship.run.ended import KINDS, Ended
from guardship.run.moments import received
from guardship.run.table import asked, table, where
from guardship.scenario.asked import advise, chooses, protects
from guardship.scenario.groups import Smuggle
from guardship.scenario.schema import Scenario

if TYPE_CHECKING:
    import pyarrow

MODES = ("gone", "stopped", "route", "chasing", "alongside", "detour", "roaming", "bouncing", "straight")


@table
def events(run: Ended) -> "pyarrow.Table":
    """What happened, in order: t [h], kind, actor, object, contact, track, report, voyage, attack, reason, place, and
    holder, whose command has decided. `contact`, `track`, `report`: 0 for none; `voyage`, `attack`: -1 for none.

    A line about a report has the voyage that the report is about, which nobody in the run knows (`outcomes.subjects`).
    """
    import pyarrow as pa

    notes, entries = run.model.ocean.notes(), run.model.journal.log.entries
    n, m = len(notes), len(entries)
    columns = list(zip(*entries, strict=True)) if m else [()] * len(Entry._fields)
    order = np.argsort(
        np.concatenate([np.arange(n) + 1.0, np.array(columns[1], float) + 0.5]), kind="stable"
    )  # an entry comes after the notes that were there before it
    kinds = [*KINDS.values(), *sorted(set(columns[2]))]
    code = {kind: k for k, kind in enumerate(kinds)}
    own = np.array([code[k] for k in columns[2]], np.int32)
    core = np.array([code[KINDS[k]] if k in KINDS else 0 for k in range(max(KINDS) + 1)], np.int32)[notes["kind"]]

    def column(core: Any, entries: Any, kind: Any) -> Any:
        return np.concatenate([np.asarray(core, kind), np.asarray(entries, kind)])[order]

    none = np.full(n, -1)
    reasons = sorted({r for r in columns[10] if r})
    of = {0: -1, **{r: k for k, r in enumerate(reasons)}}
    about = run.subjects
    return pa.table(
        {
            "t": column(notes["t"], columns[0], np.float64),
            "kind": coded(column(core, own, np.int32), kinds),
            "actor": coded(column(notes["a"], columns[3], np.int32), run.model.crew.names),
            "object": coded(column(notes["b"], columns[4], np.int32), run.model.crew.names),
            "contact": column(notes["contact"], columns[5], np.int64),
            "track": column(np.zeros(n), columns[6], np.int64),
            "report": column(np.zeros(n), columns[7], np.int64),
            "voyage": column(none, [e.voyage if e.voyage >= 0 else about.get(e.report, -1) for e in entries], np.int64),
            "attack": column(none, columns[9], np.int64),
            "reason": coded(
                column(none, [of[r] for r in columns[10]], np.int32), [Reason(r).name.lower() for r in reasons]
            ),
            "place": coded(column(none, columns[11], np.int32), run.theatre.area_names),
            "holder": coded(column(none, columns[12], np.int32), [c.name for c in run.model.roster.commands]),
        }
    )


@table
def reports(run: Ended) -> "pyarrow.Table":
    """What was reported, a row an observation: report, kind, sender, made [h], arrived [h], track, and what was seen.

    `arrived`: when it first reached a command of the sender's, null for one that did not. `track`: to which track it
    went in the picture of the last command that took it, null for none; `messages` has those of all. `attended`:
    whether the observer was after the contact and could board it, null where a report says nothing about that.
    """
    import pyarrow as pa

    arrived = run.arrived
    track = {e.report: e.track for e in run.model.journal.log.entries if e.kind == Occurrence.TAKEN}
    rows = []
    for report, row in run.model.post.reports:
        sender = run.model.crew.names[row] if row >= 0 else None
        for o in report.observations:
            sent = (report.id, report.kind.name.lower(), sender, report.time_made)
            seen = (o.contact, o.x, o.y, o.vx, o.vy, o.sigma, o.hull, o.suspicious)
            rows.append((*sent, arrived.get(report.id), track.get(report.id), *seen, report.attended))
    kinds = [
        ("report", pa.int64()),
        ("kind", pa.string()),
        ("sender", pa.string()),
        ("made", pa.float64()),
        ("arrived", pa.float64()),
        ("track", pa.int64()),
        ("contact", pa.int64()),
        ("x", pa.float64()),
        ("y", pa.float64()),
        ("vx", pa.float64()),
        ("vy", pa.float64()),
        ("sigma", pa.float64()),
        ("hull", pa.string()),
        ("suspicious", pa.bool_()),
        ("attended", pa.bool_()),
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return pa.table({name: pa.array(c, kind) for (name, kind), c in zip(kinds, columns, strict=True)})


@table
def legs(run: Ended) -> "pyarrow.Table":
    """Every leg of every vessel: t [h], vessel, x, y [nm], vx, vy [nm/h on the plane], mode: the exact trajectories.

    In a theatre of the real world with lon, lat [degrees] too.
    """
    import pyarrow as pa

    found = run.model.ocean.legs()
    columns = {
        "t": found["t"],
        "vessel": coded(found["row"].astype(np.int32), run.model.crew.names),
        **{name: np.ascontiguousarray(found[name]) for name in ("x", "y", "vx", "vy")},
        "mode": coded(found["mode"].astype(np.int32), MODES),
    }
    if run.theatre.geographic:
        columns["lon"], columns["lat"] = run.theatre.plane.inverse(columns["x"], columns["y"])
    return pa.table(columns)


@table
def trials(run: Ended) -> "pyarrow.Table":
    """Every decision by chance that was not certain: t [h], kind, entity and n, which name its uniform number, p,
    whether it happened, and expected: its probability given the answers before it."""
    import pyarrow as pa

    found, chances = run.tried
    kinds = sorted({DECIDED[Purpose(purpose)] for purpose in np.unique(found["purpose"]).tolist()})
    code = {int(purpose): kinds.index(kind) for purpose, kind in DECIDED.items() if kind in kinds}
    return pa.table(
        {
            "t": found["t"],
            "kind": coded(np.array([code[purpose] for purpose in found["purpose"].tolist()], np.int32), kinds),
            "entity": found["entity"],
            "n": found["n"],
            "p": found["p"],
            "happened": found["yes"].astype(bool),
            "expected": chances,
        }
    )


@table
def voyages(run: Ended) -> "pyarrow.Table":
    """Every candidate voyage: who, what offence, when planned, sailed and ended [h], outcome and cause, cargo, harm.

    `stage`, `holder`, `unit`, `short_min`: of one that succeeded, where it could have been stopped last, by whom, and
    how many minutes were wanting (`outcomes.causes`); null for others, and where there is none.
    """
    return sailings.table(run.model.voyages.books.voyages, run.model.crew.names, run.roll.nations)


@table
def opportunities(run: Ended) -> "pyarrow.Table":
    """What each holder knew of each voyage, how far it got and why no farther (`outcomes.opportunities`)."""
    counted = {v.number for v in run.model.voyages.books.voyages if v.counted}
    return chances.table(run.found, run.roll, counted)


@table
def vessels(run: Ended) -> "pyarrow.Table":
    """Who is who: name, group, type, role, hull, nation, whether it is a unit of it, the mother ship of its group,
    its greatest speed [kn], whether it can put a team on board of something; of merchants flag, freeboard [m] and
    whether they have guards, null for others.
    """
    import pyarrow as pa

    model, roll = run.model, run.roll
    holders = model.ocean.fleet["holder"].tolist()
    columns = {
        "vessel": list(model.crew.names),
        "group": [name.partition("/")[0] for name in model.crew.names],
        "type": list(model.crew.kinds),
        "role": [agent.role for agent in model.crew],
        "hull": [model.perception.hulls[sig] for sig in model.ocean.fleet["sig"].tolist()],
        "nation": [roll.nations[k] if k >= 0 else None for k in holders],
        "lead": [model.crew.names[k] if k >= 0 else None for k in roll.lead],
    }
    made = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    ships = [agent.handling if isinstance(agent, Merchant) else None for agent in model.crew]
    for name, kind, values in (
        ("unit", pa.bool_(), [k >= 0 for k in roll.holder]),
        ("speed", pa.float64(), list(roll.speeds)),
        ("boards", pa.bool_(), list(roll.boards)),
        ("flag", pa.string(), [ship and (ship.flag or None) for ship in ships]),
        ("freeboard", pa.float64(), [ship and ship.freeboard for ship in ships]),
        ("guarded", pa.bool_(), [ship and ship.guarded for ship in ships]),
    ):
        made = made.append_column(name, pa.array(values, kind))
    return made


@table
def ledger(run: Ended) -> "pyarrow.Table":
    """Who is charged with what: nation, side, account, cause, quantity, unit, cents (of US dollars)."""
    return accounts.table(run.charged)


@table
def messages(run: Ended) -> "pyarrow.Table":
    """Every report on its way to every holder: what was let out, when [h] it arrived, or why not.

    The columns are those of `intelligence.record`. `track`: to which track of the receiver it went, null for none; with
    `use` information it is one of the picture that the receiver may not act upon. `waited`: where a centre reads one
    report after another, how long [h] the message has waited until it was read.
    """
    network, commands = run.model.post.network, run.model.roster.commands
    names = [command.name for command in commands]
    return record.table(network.messages, names, received(run.model), reads(run.scenario))


@where(judgements.judged)
def beliefs(run: Ended) -> "pyarrow.Table":
    """What units made of looks at contacts (`run.beliefs`): a row a look, with what it showed, the chances of what the
    vessel is about after it, and the verdict; null where a look led to none. Written where signs are looked for.
    """
    told = judgements.Names(run.scenario, run.theatre.climate.states, run.model.crew.names)
    return judgements.table(run.model.journal.beliefs, told)


@where(weighs)
def goings(run: Ended) -> "pyarrow.Table":
    """What commands have weighed (`outcomes.goings`): a row for each unit that was sent, and for each call to which
    nobody was, whenever the reason has changed; with both sides. Written where a command goes by worth.
    """
    return weighings.table(run.model.journal.weighed)


def routed(scenario: Scenario) -> bool:
    """Whether smugglers have the choice of ways."""
    return any(isinstance(g.motion, Smuggle) and g.motion.routes is not None for g in scenario.groups.values())


@where(routed)
def routes(run: Ended) -> "pyarrow.Table":
    """By which ways smugglers would go (`outcomes.routes`): a row for each option of each candidate voyage for which
    somebody was there, with length [nm], losses that a passage is believed to have, worth, chance and luck, and whether
    it was taken. Written where smugglers have the choice of ways.
    """
    return passages.table(run.model.voyages.routed)


def _trusts(scenario: Scenario) -> bool:
    return scenario.sharing is not None and scenario.sharing.trust is not None


@where(_trusts)
def trust(run: Ended) -> "pyarrow.Table":
    """Give and take (`outcomes.trust`): a row for each episode that a holder gave to a partner or used of its, and for
    each leak that was found out, with balance and share of releases after it. Written where releases move with that.
    """
    kept, names = run.model.post.trust, [command.name for command in run.model.roster.commands]
    return regards.table([] if kept is None else kept.entries, names)


@where(hulls.keeps)
def dossiers(run: Ended) -> "pyarrow.Table":
    """What was written about hulls (`run.dossiers`): a row a dossier and version, with the vessel that it is in truth
    about, which nobody in the run knows. Written where dossiers are kept.
    """
    kept = run.model.dossiers
    return hulls.table([] if kept is None else kept.written, run.scenario, run.model.crew.names)


@where(forgets)
def clearances(run: Ended) -> "pyarrow.Table":
    """Clearances that ended before their time (`run.clearances`): when [h], whose, of which vessel, until when it had
    been, which vessel is taken for it from then on, null for none, and whether that one belongs to an offender. Written
    where what was passed may be taken for something else.
    """
    model = run.model
    offends = [model.crew.voyager(row) is not None for row in range(len(model.crew.names))]
    return plots.table(model.ocean.lapses(), [c.name for c in model.roster.commands], model.crew.names, offends)


@where(hulls.links_are_made)
def links(run: Ended) -> "pyarrow.Table":
    """Which dossiers a centre has taken for one hull: t [h], holder, the report by which it says so, dossier and other,
    the chance by which it went, and whether that is right, which nobody in the run knows. Written where centres do so.
    """
    kept, names = run.model.dossiers, [command.name for command in run.model.roster.commands]
    return hulls.links([] if kept is None else kept.links, names)


@where(hulls.keeps)
def comparisons(run: Ended) -> "pyarrow.Table":
    """Each comparison of a look with a dossier on which a belief rests (`run.beliefs`, `compared`): the row of the look
    in `beliefs`, dossier and version, kind, ring and state of the look, fits. Written where dossiers are kept.
    """
    told = judgements.Names(run.scenario, run.theatre.climate.states, run.model.crew.names)
    return judgements.comparisons(run.model.journal.beliefs, told)


def _placed(scenario: Scenario) -> bool:
    return scenario.stations is not None


@where(_placed)
def plans(run: Ended) -> "pyarrow.Table":
    """Which stations were given by a map (`outcomes.stations`): t [h], holder, unit, station, x, y [nm], gain, moved,
    flight. Written where stations are planned.
    """
    model = run.model
    names = [command.name for command in model.roster.commands]
    return posts.plans_table([] if model.stations is None else model.stations.plans, names)


@where(_placed)
def stations(run: Ended) -> "pyarrow.Table":
    """Hours of the window by holder and cell (`outcomes.stations`): x, y [nm], water [nm^2]; own: of its ships there,
    doubled, bare; expected and missed: groups of its map, times hours. Written where stations are planned.
    """
    model = run.model
    names = [command.name for command in model.roster.commands]
    if model.stations is None:
        return posts.hours_table({}, np.zeros((0, 2)), np.zeros(0), names)
    cells = model.stations.method.cells
    return posts.hours_table(model.stations.watched, cells.centres, cells.areas, names)


@asked
def report_funnel(run: Ended) -> "pyarrow.Table":
    """How many reports of the window came how far: nation, kind, origin, and a count for each stage
    (`outcomes.report_funnel`)."""
    account = run.account
    return of_reports.table(of_reports.funnel(account.entries, account.reported, account.window))


@asked
def boardings(run: Ended) -> "pyarrow.Table":
    """Every boarding that ended, in order: t [h], unit, nation, vessel, voyage (null: innocent), counted (within the
    window), and how many boardings of that vessel had ended before in the run, `by_nation` of the unit and `by_any`.
    """
    import pyarrow as pa

    found, roll, (begin, end) = visits.boardings(run.account.entries, run.roll.holder), run.roll, run.account.window
    return pa.table(
        {
            "t": pa.array([b.time for b in found], pa.float64()),
            "unit": pa.array([roll.names[b.unit] for b in found], pa.string()),
            "nation": pa.array([roll.nations[roll.holder[b.unit]] for b in found], pa.string()),
            "vessel": pa.array([roll.names[b.vessel] for b in found], pa.string()),
            "voyage": pa.array([b.voyage if b.voyage >= 0 else None for b in found], pa.int64()),
            "counted": pa.array([begin <= b.time < end for b in found], pa.bool_()),
            "by_nation": pa.array([b.by_nation for b in found], pa.int64()),
            "by_any": pa.array([b.by_any for b in found], pa.int64()),
        }
    )


@asked
def places(run: Ended) -> "pyarrow.Table":
    """Where it happened: first contacts, attacks, voyages stopped, cargoes landed, with x, y [nm] (`outcomes.places`).

    In a theatre of the real world with lon, lat [degrees] too.
    """
    books, names = run.model.voyages.books, run.roll.nations
    made = at.table(run.found, books.voyages, books.attacks, run.model.ocean.legs(), names)
    if run.theatre.geographic:
        for name, values in zip(("lon", "lat"), run.theatre.plane.inverse(made["x"], made["y"]), strict=True):
            made = made.append_column(name, [values])
    return made


def coded(codes: Any, names: Any) -> "pyarrow.DictionaryArray":
    """A dictionary column of the name of each code; null for -1."""
    import pyarrow as pa

    index = pa.array(codes, pa.int32(), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(index, pa.array(list(names), pa.string()))


@where(advise)
def advisories(run: Ended) -> "pyarrow.Table":
    """Every warning to shipping, each version of it: t [h], holder, advisory, version, the report that it was issued
    upon, the circle (x, y, radius [nm]), until [h], and whether something came by its end, null where it was replaced.
    """
    return warned.issued_table(run.model.advisories.issued if run.model.advisories else (), run.roll.nations)


@where(chooses)
def spared(run: Ended) -> "pyarrow.Table":
    """Ships that a voyage met and left alone (`outcomes.spared`): the voyage, the ship, when [h] and why for the last
    time; without those that it attacked in the end. Written where pirates weigh ships.
    """
    return left_alone.table(left_alone.spared(run.model.journal.log.entries), run.model.crew.names)


@where(protects)
def protected(run: Ended) -> "pyarrow.Table":
    """What ships have on board beside guards: ship, and each name of `protection` that it has. Written where there are
    such names.
    """
    import pyarrow as pa

    ships = [(agent.name, agent.handling.protection) for agent in run.model.crew if isinstance(agent, Merchant)]
    rows = [(name, one) for name, has in ships for one in has]
    ship, protection = zip(*rows, strict=True) if rows else ((), ())
    return pa.table({"ship": pa.array(ship, pa.string()), "protection": pa.array(protection, pa.string())})


@where(advise)
def heeded(run: Ended) -> "pyarrow.Table":
    """What masters who were warned have decided (`outcomes.advisories.Heeded`): a row a decision."""
    return warned.heeded_table(run.model.journal.heeded, run.model.crew.names)


@where(keeps_prizes)
def prizes(run: Ended) -> "pyarrow.Table":
    """Ships on which pirates were (`outcomes.prizes.Prize`): a row a prize; `followed_by`, `nations`: how many units
    have kept her, of how many nations; `anchored`: when; `days` in captivity, until the run ends at most.
    """
    made, names = run.model.prizes, run.model.crew.names
    nations = {row: run.roll.nations[k] for row, k in enumerate(run.roll.holder) if k >= 0}
    entries = run.model.journal.log.entries
    return of_prizes.table([] if made is None else made.taken, entries, names, nations, run.model.ocean.now)

"""A model at the end of its run, and what follows from it: what tables, files and measures are made of."""

from abc import ABC, abstractmethod
from functools import cached_property
from math import inf
from typing import Any

import numpy as np

from guardship.agents.merchant import Merchant
from guardship.agents.patrol.unit import Patrol
from guardship.agents.vessel import Passive
from guardship.build.costs import tariff
from guardship.build.law import closed_waters
from guardship.build.model import PatrolModel
from guardship.build.sharing import holders
from guardship.build.theatre import Theatre
from guardship.core.kernels import state as s
from guardship.core.kernels.state import Floats, Records
from guardship.intelligence import Kind
from guardship.occurrences import Occurrence
from guardship.outcomes import opportunities as chances
from guardship.outcomes.accounts import Deviation, Record, Strike, captivities, ledger_of
from guardship.outcomes.causes import causes
from guardship.outcomes.episodes import Followed, followed
from guardship.outcomes.fuel import Tracks
from guardship.outcomes.ledger import Ledger
from guardship.outcomes.log import Lines, of_kinds
from guardship.outcomes.measures import Account
from guardship.outcomes.opportunities import Roll
from guardship.outcomes.pictures import pictures
from guardship.outcomes.reach import Reach
from guardship.outcomes.report_funnel import Copy, Reported, Said, groups, told
from guardship.outcomes.subjects import recognised, subjects
from guardship.outcomes.tariff import Tariff
from guardship.outcomes.trials import Count, counted, expected
from guardship.run.warnings import warnings_of
from guardship.scenario.schema import Scenario
from guardship.world.model import World

KINDS = {s.GAIN: Occurrence.CONTACT_GAINED, s.LOSS: Occurrence.CONTACT_LOST, s.IDENTIFY: Occurrence.CONTACT_IDENTIFIED}
NUMBERS = 32  # bits of the number of a contact; a row comes before it
KINDS |= {s.SUSPICIOUS: Occurrence.CONTACT_SUSPICIOUS, s.HARMLESS: Occurrence.CONTACT_CLEARED}


class Ended(ABC):
    """What a run leaves behind. Times are hours since the scenario's start.

    `roll`: who is who, by row; `lines`: the lines of the log that opportunities are made of, in order; `found`: the
    opportunities. Voyages and attacks that are still under way are entered as such in the books of the model.
    """

    def __init__(self, scenario: Scenario, seed: int, theatre: Theatre, model: PatrolModel, substream: int = 0) -> None:
        self.scenario = scenario
        self.seed, self.substream = seed, substream
        self.theatre = theatre
        self.model = model
        self._log, self._chances = Lines(), expected(model.ocean.trials()[:0])
        books = model.voyages.books
        books.finish()
        if model.prizes is not None:
            model.prizes.mothers.finish()
        self.roll = roll_of(model)
        self.lines = chances.log_lines(model.ocean.notes(), KINDS, model.journal.log.entries, self.roll)
        chain = followed(self.lines, self.roll, theatre.hours)
        self.found = chain.rows
        books.explain(causes(chain, self._reach(chain)))

    @property
    @abstractmethod
    def summary(self) -> dict[str, Any]:
        """Counts, funnel and measures; what `summary.json` holds."""

    def _reach(self, chain: Followed) -> Reach:
        """Who could have met the groups that had a prize."""
        legs, theatre, roll = self.model.ocean.legs(), self.theatre, self.roll
        wanted = Reach.concerned(chain.prizes, roll) if chain.prizes else set()
        tracks = Tracks.of(legs["row"], legs, legs["mode"] == s.ABSENT, wanted, theatre.hours)
        return Reach(chain.prizes, roll, tracks, theatre.plane.scale_at, closed_waters(theatre))

    @property
    def log(self) -> Lines:
        """What agents and the world have written down: the same lines as long as none is added."""
        entries = self.model.journal.log.entries
        if len(self._log) != len(entries):
            self._log = Lines(entries)
        return self._log

    # ---- reports --------------------------------------------------------------------------------

    @cached_property
    def arrived(self) -> dict[int, float]:
        """When [h] each report that arrived first reached a command to which its sender spoke, by its number."""
        messages = (m for m in self.model.post.network.messages if m.edge.own and m.arrived is not None)
        times: dict[int, float] = {}
        for m in messages:
            times[m.report.id] = min(m.arrived or 0.0, times.get(m.report.id, inf))
        return times

    @cached_property
    def subjects(self) -> dict[int, int]:
        """The voyage that each report is about, by its number; a report about none is not there.

        What follows from the log (`outcomes.subjects`), and tips of voyages that never sailed.
        """
        return subjects(self.lines, self.roll, self._repeats(), self.model.voyages.tips())

    def _repeats(self) -> dict[int, int]:
        """The report that each claim of a command repeats: the last one before it about the same observer's contact."""
        last: dict[tuple[int, int, int], int] = {}
        found: dict[int, int] = {}
        for report, row in self.model.post.reports:
            seen = report.observations[-1]
            key = row, seen.by if row < 0 else 0, seen.contact
            if report.kind in (Kind.ENGAGED, Kind.AWAITED):
                found[report.id] = last.get(key, 0)
            else:
                last[key] = report.id
        return found

    # ---- warnings -------------------------------------------------------------------------------

    @property
    def warnings(self) -> list[str]:
        """What its scenario may not be asked (`run.warnings`)."""
        return [*self.theatre.once("warnings", lambda: warnings_of(self.scenario))]

    # ---- chance ---------------------------------------------------------------------------------

    @cached_property
    def chance(self) -> dict[str, Count]:
        """Decisions by chance in the window, by kind: how often it happened, and how often that was to be expected."""
        trials, chances = self.tried
        return counted(trials, self.model.voyages.window, chances)

    @property
    def tried(self) -> tuple[Records, Floats]:
        """Every decision by chance that was not certain, in order of time, and the chance that it had."""
        trials = self.model.ocean.trials()
        if len(self._chances) != len(trials):
            self._chances = expected(trials)
        return trials, self._chances

    # ---- accounts -------------------------------------------------------------------------------

    @cached_property
    def account(self) -> Account:
        """What the measures are taken of."""
        model, window, starts = self.model, self.model.voyages.window, self._first_seen
        merchants = (row for row, agent in enumerate(model.crew) if isinstance(agent, Merchant))
        hulls = model.ocean.fleet["sig"].tolist()
        units = [(row, agent) for row, agent in enumerate(model.crew) if isinstance(agent, Patrol)]
        craft = {row: model.perception.hulls[hulls[row]] for row, agent in units if agent.craft is not None}
        return Account(
            model.voyages.books,
            self.log,
            self.found,
            window,
            self.theatre.hours,
            transits=sum(window[0] <= starts.get(row, -1.0) < window[1] for row in merchants),
            ships=[row for row, _ in units if row not in craft],
            craft=craft,
            recognised=recognised(self.lines, self.roll),
            reported=self.reported,
            prizes=None if model.prizes is None else model.prizes.taken,
        )

    @cached_property
    def reported(self) -> Reported:
        """Reports, their copies on channels, and what they are about."""
        post, names = self.model.post, self.roll.nations
        about = subjects(self.lines, self.roll, {})
        of = groups(self.log, self._gained(), about, self.roll)
        said = [
            Said(r.id, r.kind.name.lower(), row, r.time_made, o.contact, o.x, o.y, o.suspicious)
            for r, row in post.reports
            for o in r.observations[-1:]
        ]
        origins = {r.id: names[r.origin] for r, _ in post.reports if r.origin >= 0}
        copies = [
            Copy(m.report.id, names[m.edge.receiver], m.released, m.arrived is not None) for m in post.network.messages
        ]
        return Reported(told(said, origins, of, about), copies, names, self.roll)

    @cached_property
    def pictures(self) -> dict[str, Any]:
        """How good the pictures were that holders act upon."""
        account, memory = self.account, self.scenario.pictures.memory
        return pictures(account.entries, account.reported, account.window, memory, holders(self.scenario))

    def _gained(self) -> dict[tuple[int, int], int]:
        """The vessel behind each contact that was reported, by observer and number of the contact."""
        notes = self.model.ocean.notes()
        wanted = np.array([e.actor << NUMBERS | e.contact for e in of_kinds(self.log, {Occurrence.REPORT})], np.int64)
        gains = notes[notes["kind"] == s.GAIN]
        gains = gains[np.isin(gains["a"].astype(np.int64) << NUMBERS | gains["contact"], wanted)]
        found = zip(*(gains[name].tolist() for name in ("a", "contact", "b")), strict=True)
        return {(a, contact): b for a, contact, b in found}

    @cached_property
    def tariff(self) -> Tariff:
        """Prices and ties."""
        return tariff(self.scenario)

    @cached_property
    def charged(self) -> Ledger:
        """Who is charged with what."""
        return ledger_of(self.record, self.tariff)

    @cached_property
    def record(self) -> Record:
        """What is accounted for."""
        model, window, starts, roll = self.model, self.model.voyages.window, self._first_seen, self.roll
        ships = [agent.handling if isinstance(agent, Merchant) else None for agent in model.crew]
        nation = [roll.nations[k] if k >= 0 else "" for k in roll.holder]
        struck = {e.object for e in of_kinds(self.log, {Occurrence.ATTACK})}
        wanted = struck | {row for row, own in enumerate(nation) if own}
        legs = model.ocean.legs()
        return Record(
            self.log,
            window,
            self.theatre.hours,
            nation,
            model.crew.kinds,
            flags=[ship.flag if ship else "" for ship in ships],
            guarded=[bool(ship and ship.guarded) for ship in ships],
            transits=[row for row, ship in enumerate(ships) if ship and window[0] <= starts.get(row, -1.0) < window[1]],
            tracks=Tracks.of(legs["row"], legs, legs["mode"] == s.ABSENT, wanted, self.theatre.hours),
            scale=self.theatre.plane.scale_at,
            strikes={
                v.number: Strike(v.damage or 0.0, v.lives or 0.0, v.target or "")
                for v in model.voyages.books.voyages
                if v.offence == "attack"
            },
            heeded=[Deviation(one.time, one.ship, one.hours, one.tonnes) for one in model.journal.heeded],
            captive=None if model.prizes is None else captivities(model.prizes.taken, self.theatre.hours),
        )

    @cached_property
    def _first_seen(self) -> dict[int, float]:
        """When [h] each vessel first appeared, by row; one that never did is not there."""
        legs = self.model.ocean.legs()
        first = np.full(len(self.model.crew), -1)
        first[legs["row"][::-1]] = np.arange(len(legs))[::-1]  # of those of a row the last to be put there stays
        rows = np.flatnonzero(first >= 0)
        return dict(zip(rows.tolist(), legs["t"][first[rows]].tolist(), strict=True))


def roll_of(model: World) -> Roll:
    """Who is who: the units of each holder, the groups and their vessels."""
    holders = model.ocean.fleet["holder"].tolist()
    innocent = [isinstance(agent, Merchant | Passive) for agent in model.crew]
    units = [-1 if innocent[row] or agent.voyager else holders[row] for row, agent in enumerate(model.crew)]
    leads = [-1 if agent.voyager is None else model.crew.row(agent.voyager) for agent in model.crew]
    nations = [command.name for command in model.roster.commands]
    boards = [units[row] >= 0 and isinstance(agent, Patrol) and agent.can_board for row, agent in enumerate(model.crew)]
    speeds = [model.crew.greatest(row) for row in range(len(model.crew.names))]
    return Roll(model.crew.names, units, leads, nations, boards, speeds)

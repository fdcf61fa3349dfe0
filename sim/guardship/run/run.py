"""What happened in a run: a summary, tables, positions and pictures at any instant, and a folder to keep it in."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, final

import numpy as np

from guardship.agents.offenders.pirate import PirateGroup
from guardship.build.costs import waters
from guardship.core.kernels import state as s
from guardship.maps.map import WIDTH
from guardship.outcomes.advisories import altered
from guardship.outcomes.card import card_of
from guardship.outcomes.enterprise import enterprise_of
from guardship.outcomes.flights import Flight, flights
from guardship.outcomes.measures import attack_table, funnel, measures, waterfall
from guardship.outcomes.nations import nations_of, totals
from guardship.outcomes.offences import by_offence
from guardship.outcomes.report_funnel import by_part
from guardship.outcomes.report_funnel import funnel as funnel_of_reports
from guardship.outcomes.routes import summary as by_way
from guardship.outcomes.spared import by_cause
from guardship.outcomes.spared import spared as left_alone
from guardship.outcomes.stations import summary as placed
from guardship.outcomes.trials import attacks_expected
from guardship.outcomes.trust import summary as counted
from guardship.run import folder, moments, tables
from guardship.run.ended import Ended
from guardship.run.garbage import seldom_collected
from guardship.run.table import tables_of, written_of
from guardship.scenario.asked import chooses

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from guardship.maps.map import Map
    from guardship.replay.page import Replay
    from guardship.story import Book, Story
    from guardship.world.trust import Trust


class Position(NamedTuple):
    """Where a vessel is: on the plane [nm] and, in a theatre of the real world, in degrees."""

    x: float
    y: float
    lon: float | None
    lat: float | None


@final
class Run(Ended):
    """What happened. Times are hours since the scenario's start. Every table is a pandas frame here."""

    events = tables.events
    reports = tables.reports
    legs = tables.legs
    trials = tables.trials
    voyages = tables.voyages
    opportunities = tables.opportunities
    vessels = tables.vessels
    ledger = tables.ledger
    messages = tables.messages
    beliefs = tables.beliefs
    goings = tables.goings
    routes = tables.routes
    trust = tables.trust
    dossiers = tables.dossiers
    clearances = tables.clearances
    comparisons = tables.comparisons
    links = tables.links
    plans = tables.plans
    stations = tables.stations
    report_funnel = tables.report_funnel
    boardings = tables.boardings
    places = tables.places
    advisories = tables.advisories
    heeded = tables.heeded
    spared = tables.spared
    protected = tables.protected
    prizes = tables.prizes

    def __repr__(self) -> str:
        s = self.summary
        return f"Run({s['scenario']!r}, seed={self.seed}, voyages={s['voyages']}, attacks={s['attacks']['count']})"

    def _repr_html_(self) -> str:
        return card_of(self.scenario.title, self.summary)

    # ---- the answer -----------------------------------------------------------------------------

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Counts, funnel and measures; what `summary.json` holds."""
        with seldom_collected():
            return self._summed()

    def _summed(self) -> dict[str, Any]:
        books, model = self.model.voyages.books, self.model
        window = model.voyages.window
        account = self.account
        attacks = attack_table(books.attacks)
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "window_h": list(window),
            "voyages": sum(v.counted for v in books.voyages),
            "funnel": funnel(books.voyages),
            "offences": by_offence(books.voyages),
            "attacks": {
                "count": sum(attacks.values()),
                "expected": attacks_expected(sum(attacks.values()), self.chance),
                "outcomes": attacks,
            },
            "trials": {kind: one._asdict() for kind, one in self.chance.items()},
            "opportunities": waterfall(self.found, books.voyages),
            "report_funnel": by_part(funnel_of_reports(account.entries, account.reported, window)),
            "pictures": self.pictures,
            "transits": account.transits,
            "contacts": self._contacts(window),
            "messages": self._messages(window),
            **({} if self.scenario.sharing is None else {"sharing": self._shared()}),
            **(
                {}
                if model.stations is None
                else {"stations": placed(model.stations.plans, model.stations.watched, window)}
            ),
            **({"spared": by_cause(left_alone(account.entries), window)} if chooses(self.scenario) else {}),
            **({} if model.post.trust is None else {"trust": self._trusted(model.post.trust)}),
            **self._routed(),
            **({} if model.advisories is None else {"heeded": altered(model.journal.heeded, window)}),
            **self._enterprise(window),
            "measures": measures(account),
            "nations": nations_of(self.record, self.tariff, self.charged, waters(self.theatre)),
            "ledger": totals(self.charged),
            "warnings": self.warnings,
        }

    def _routed(self) -> dict[str, Any]:
        """By which ways smugglers went; nothing where they have no choice."""
        model, routed = self.model, self.model.voyages.routed
        if not routed:
            return {}
        groups = [name.partition("/")[0] for name in model.crew.names]
        return {"routes": by_way(routed, model.voyages.books.voyages, groups)}

    def _enterprise(self, window: tuple[float, float]) -> dict[str, Any]:
        """What enterprises did; nothing where there are none."""
        model = self.model
        if model.forfeits is None:
            return {}
        groups = [one for one in model.crew if isinstance(one, PirateGroup) and one.enterprise is not None]
        sent = {model.crew.row(one) for one in groups}
        grounds = {ground.area: ground.name for one in groups for ground in one.tactics.grounds}
        books, lines = model.voyages.books, self.account.entries
        return {"enterprise": enterprise_of(books, lines, sent, dict(sorted(grounds.items())), window)}

    def _contacts(self, window: tuple[float, float]) -> dict[str, int]:
        """Contacts gained and lost within the window."""
        notes = self.model.ocean.notes()
        kinds = notes["kind"][(notes["t"] >= window[0]) & (notes["t"] < window[1])]
        return {name: int((kinds == kind).sum()) for name, kind in (("gained", s.GAIN), ("lost", s.LOSS))}

    def _messages(self, window: tuple[float, float]) -> dict[str, int]:
        """Reports made within the window, and how many of them have reached a command."""
        own = {report.id for report, _ in self.model.post.reports if window[0] <= report.time_made < window[1]}
        return {"reports": len(own), "delivered": len(own & self.arrived.keys())}

    def _shared(self) -> dict[str, Any]:
        """What became of the messages between holders: sent = delivered + dropped + in flight."""
        between = [m for m in self.model.post.network.messages if not m.edge.own]
        dropped = Counter(m.reason.name.lower() for m in between if m.reason is not None)
        delivered = sum(m.arrived is not None for m in between)
        return {
            "sent": len(between),
            "delivered": delivered,
            "in_flight": len(between) - delivered - dropped.total(),
            "dropped": dict(sorted(dropped.items())),
        }

    def _trusted(self, kept: "Trust") -> dict[str, Any]:
        """What holders have given each other and used, and the share of their releases that was left in the end."""
        names = [command.name for command in self.model.roster.commands]
        return counted(kept.entries, [(a, b, kept.share(a, b)) for a, b in kept.pairs], names)

    def flights(self, units: Iterable[str]) -> list[Flight]:
        """What each flight of these aircraft has brought in, boats of fields that never became vessels included."""
        rows, fields = self.model.crew.rows, self.model.fields
        return flights(self.events, units, lambda unit, begin, end, n: fields.counted(rows[unit], begin, end, n))

    # ---- the tables and the folder --------------------------------------------------------------

    def table(self, name: str) -> "pyarrow.Table":
        """The table of that name, as an Arrow table: one of those above. KeyError for another."""
        made: pyarrow.Table = tables_of(Run)[name].make(self)
        return made

    @property
    def manifest(self) -> dict[str, Any]:
        """What made these results (`folder.manifest`)."""
        return folder.manifest(self)

    def write_log(self, target: Path) -> Path:
        """Write the events alone, of a run that came to no end, as TARGET.events.parquet; the path. Raises OSError."""
        return folder.write_log(self, tables_of(Run), target)

    def write(self, target: str | os.PathLike[str], overwrite: bool = False) -> Path:
        """Write the run folder, whole or not at all; its absolute path. `overwrite`: over another run.

        The same run, with the same bytes, is written over in any case. Raises FileExistsError when something else is
        there, OSError when it cannot be written.
        """
        return folder.write(self, written_of(Run, self.scenario), target, overwrite)

    def map(self, width: float = WIDTH) -> "Map":
        """A map of what happened in the measuring window, so many cm wide: where patrols spent their hours, first
        contacts, missed voyages, attacks, boardings. A notebook shows it, `write` makes an SVG or PNG file of it.

        Raises ValueError for a width that no map has.
        """
        from guardship.maps.chart import Chart
        from guardship.maps.happened import TABLES, Happened
        from guardship.maps.map import Map

        chart = Chart.of(self.theatre)
        return Map(chart, Happened.of(chart, {name: getattr(self, name) for name in TABLES}, self.seed), width)

    # ---- at an instant --------------------------------------------------------------------------

    def position(self, vessel: str, t: float) -> Position | None:
        """Where a vessel is at t [h]; None when it is not in the theatre then. Raises KeyError for an unknown name."""
        row = self.model.crew.rows[vessel]
        legs = self.model.ocean.legs()
        if not 0.0 <= t <= self.model.ocean.now:
            raise ValueError(f"t: want 0 to {self.model.ocean.now:g} h, got {t}")
        own = legs[legs["row"] == row]
        k = int(np.searchsorted(own["t"], t, side="right")) - 1
        if k < 0 or own["mode"][k] == s.ABSENT:
            return None
        leg = own[k]
        x, y = float(leg["x"] + leg["vx"] * (t - leg["t"])), float(leg["y"] + leg["vy"] * (t - leg["t"]))
        if not self.theatre.geographic:
            return Position(x, y, None, None)
        lon, lat = self.theatre.plane.inverse(x, y)
        return Position(x, y, float(lon), float(lat))

    def picture(self, holder: str, t: float) -> "pandas.DataFrame":
        """What a nation or centre believed at t [h]: a row a live track, with its place and error [nm], when it was
        last seen [h], whether it may be acted upon (`moments.Belief`).

        Made again of the reports that had arrived by then. Raises KeyError for an unknown name, ValueError for a time
        outside the run.
        """
        return self._placed(moments.picture(self.model, holder, t), moments.Belief._fields)

    def truth(self, t: float) -> "pandas.DataFrame":
        """What was at sea at t [h]: a row a vessel, with its place [nm] and speed (`moments.Afloat`).

        Raises ValueError for a time outside the run.
        """
        return self._placed(moments.truth(self.model, tables.MODES, t), moments.Afloat._fields)

    @cached_property
    def book(self) -> "Book":
        """The tables from which stories are told."""
        from guardship.run.story import of_tables

        return of_tables(self.scenario, lambda name: getattr(self, name))

    def story(self, what: str) -> "Story":
        """What happened to `what`, in sentences that name the rows on which they rest; a notebook shows it.

        `what`: `voyage:12`, `attack:3`, `report:45`, `track:NATION/67`, or the name of a vessel.

        Raises UnknownSubject (a ValueError) where there is no such thing.
        """
        from guardship.story import story

        return story(self.book, what)

    def replay(self, against: "Run | str | os.PathLike[str] | None" = None) -> "Replay":
        """The run as one page that plays it, for a notebook or, by `write`, a file. `against`: another run of the same
        sea, or its folder, beside it.

        Raises NotARun for a folder that does not hold a whole run, ValueError for a run of another sea.
        """
        from guardship.run.replays import replay

        return replay(self, against)

    def _placed(self, rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> "pandas.DataFrame":
        """Rows with x and y as a table; in a theatre of the real world with degrees too."""
        import pandas

        table = pandas.DataFrame(rows, columns=list(columns))
        if self.theatre.geographic:
            x, y = (table[name].to_numpy(float) for name in ("x", "y"))
            table["lon"], table["lat"] = self.theatre.plane.inverse(x, y)
        return table


TABLES = tuple(name for name, one in tables_of(Run).items() if one.written and one.where is None)

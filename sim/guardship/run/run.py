"""A run: simulate a scenario once, look at what happened, write it to a folder."""

import hashlib
import json
import os
import platform
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib.metadata import version
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from guardship.agents import Merchant, Passive, Patrol, Vessel
from guardship.build.costs import tariff, waters
from guardship.build.model import PatrolModel
from guardship.build.sharing import RuleOf
from guardship.build.tasking import unheard
from guardship.build.theatre import Stage
from guardship.core.kernels import state as s
from guardship.intelligence import record
from guardship.occurrences import Occurrence
from guardship.outcomes import ledger as money
from guardship.outcomes import opportunities as chances
from guardship.outcomes import places as at
from guardship.outcomes import voyages as sailings
from guardship.outcomes.accounts import Record, Strike, ledger_of
from guardship.outcomes.card import card_of
from guardship.outcomes.episodes import causes, opportunities
from guardship.outcomes.flights import Flight, flights
from guardship.outcomes.fuel import Tracks
from guardship.outcomes.ledger import Ledger
from guardship.outcomes.log import Entry
from guardship.outcomes.measures import Account, attack_table, funnel, measures, waterfall
from guardship.outcomes.nations import nations_of, totals
from guardship.outcomes.offences import by_offence
from guardship.outcomes.opportunities import Roll
from guardship.outcomes.tariff import Tariff
from guardship.reasons import Reason
from guardship.run import moments
from guardship.run.warm import warm
from guardship.scenario import vessels as types
from guardship.scenario.reading.check import changed
from guardship.scenario.schema import Scenario
from guardship.world.model import World

if TYPE_CHECKING:
    import pandas
    import pyarrow

KINDS = {s.GAIN: Occurrence.CONTACT_GAINED, s.LOSS: Occurrence.CONTACT_LOST, s.IDENTIFY: Occurrence.CONTACT_IDENTIFIED}
KINDS |= {s.SUSPICIOUS: Occurrence.CONTACT_SUSPICIOUS, s.HARMLESS: Occurrence.CONTACT_CLEARED}
MODES = ("gone", "stopped", "route", "chasing", "alongside", "detour", "roaming", "bouncing", "straight")
TABLES = ("events", "reports", "legs", "voyages", "opportunities", "vessels", "ledger", "messages")
LONGEST = 0.999  # the quantile of a sortie's endurance that counts as the longest
LIBRARIES = ("guardship", "mesa", "numpy", "numba", "shapely", "pyproj", "pyarrow", "pydantic")
MARK = "guardship_run"  # key of a manifest: the folder may be replaced by a newer run
ASIDE = re.compile(r"(report|experiment|commands|__main__)(\.py)?\Z")  # sources that no result depends on
COAST_ERROR = 0.2  # nm, the quantisation of the shipped coast


class Position(NamedTuple):
    """Where a vessel is: on the plane [nm] and, in a theatre of the real world, in degrees."""

    x: float
    y: float
    lon: float | None
    lat: float | None


def simulate(
    scenario: Scenario,
    seed: int = 0,
    set: Mapping[str, object] | None = None,
    agents: Mapping[str, type[Vessel]] | None = None,
    progress: Callable[[float, float], None] | None = None,
    luck: int = 0,
    stage: Stage | None = None,
    rules: Mapping[str, RuleOf] | None = None,
) -> "Run":
    """Run a scenario to its end. `agents`: classes to use instead of the built-in ones, by the name of a type.

    `rules`: what makes the rules (`guardship.intelligence.Rule`) of edges of `sharing`, by the name under their `rule`:
    a class or function that is handed the rule which the scenario describes, called once for each edge and run.
    `set` changes entries of the scenario by dotted path, as `load` does, and raises its errors. `progress` is told
    (hours done, hours in all) now and then. The seed gives the traffic, the candidate voyages, the weather and, unless
    `luck` is not 0, what is made of them; another `luck` draws detections, choices and boardings anew under the same
    traffic. `stage`: that of this scenario, when there are many runs. Equal arguments give equal results. Raises
    ValueError for a seed or a luck that is not a whole number from 0 to 2^63 - 1, or classes or rules that do not fit.
    """
    for name, number in (("seed", seed), ("luck", luck)):
        if isinstance(number, bool) or not isinstance(number, int | np.integer) or not 0 <= number < 2**63:
            raise ValueError(f"{name}: want a whole number from 0 to 2^63 - 1, got {number!r}")
    seed, luck = int(seed), int(luck)
    if set:
        scenario, stage = changed(scenario, set), None
    warm()
    stage = stage or Stage.of(scenario)
    model = PatrolModel(scenario, seed, agents=agents, substream=luck, stage=stage, rules=rules)
    model.in_one_go()
    hours = stage.hours
    if progress is None:
        model.run_until(hours)
    else:
        for k in range(1, 101):
            model.run_until(hours * k / 100.0)
            progress(hours * k / 100.0, hours)
    return Run(scenario, seed, stage, model, luck)


class Run:
    """What happened. Times are hours since the scenario's start."""

    def __init__(self, scenario: Scenario, seed: int, stage: Stage, model: World, luck: int = 0) -> None:
        self.scenario = scenario
        self.seed, self.luck = seed, luck
        self.stage = stage
        self.model = model
        books = model.voyages.books
        books.finish()
        self.roll = roll_of(model)
        lines = chances.log_lines(model.ocean.notes(), KINDS, model.journal.log.entries, self.roll)
        self.found = opportunities(lines, self.roll, stage.hours)
        books.explain(causes(self.found))

    def __repr__(self) -> str:
        s = self.summary
        return f"Run({s['scenario']!r}, seed={self.seed}, voyages={s['voyages']}, attacks={s['attacks']['count']})"

    def _repr_html_(self) -> str:
        return card_of(self.scenario.title, self.summary)

    # ---- the answer -----------------------------------------------------------------------------

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Counts, funnel and measures; what `summary.json` holds."""
        books, model = self.model.voyages.books, self.model
        window = model.voyages.window
        account = self._account()
        attacks = attack_table(books.attacks)
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "window_h": list(window),
            "voyages": sum(v.counted for v in books.voyages),
            "funnel": funnel(books.voyages),
            "offences": by_offence(books.voyages),
            "attacks": {"count": sum(attacks.values()), "outcomes": attacks},
            "opportunities": waterfall(self.found, books.voyages),
            "transits": account.transits,
            "contacts": self._contacts(window),
            "messages": self._messages(window),
            **({} if self.scenario.sharing is None else {"sharing": self._shared()}),
            "measures": measures(account),
            "nations": nations_of(self._record, self._tariff, self._charged, waters(self.stage)),
            "ledger": totals(self._charged),
            "warnings": short_of(self.scenario) + unheard(self.scenario),
        }

    def _account(self) -> Account:
        model, window, starts = self.model, self.model.voyages.window, self._first_seen
        merchants = (row for row, agent in enumerate(model.crew) if isinstance(agent, Merchant))
        hulls = model.ocean.fleet["sig"].tolist()
        units = [(row, agent) for row, agent in enumerate(model.crew) if isinstance(agent, Patrol)]
        craft = {row: model.perception.hulls[hulls[row]] for row, agent in units if agent.craft is not None}
        return Account(
            model.voyages.books,
            model.journal.log.entries,
            self.found,
            window,
            self.stage.hours,
            transits=sum(window[0] <= starts.get(row, -1.0) < window[1] for row in merchants),
            ships=[row for row, _ in units if row not in craft],
            craft=craft,
        )

    @cached_property
    def _tariff(self) -> Tariff:
        return tariff(self.scenario)

    @cached_property
    def _charged(self) -> Ledger:
        return ledger_of(self._record, self._tariff)

    @cached_property
    def _record(self) -> Record:
        """What is accounted for."""
        model, window, starts, roll = self.model, self.model.voyages.window, self._first_seen, self.roll
        ships = [agent.handling if isinstance(agent, Merchant) else None for agent in model.crew]
        nation = [roll.nations[k] if k >= 0 else "" for k in roll.holder]
        struck = {e.object for e in model.journal.log.entries if e.kind == Occurrence.ATTACK}
        wanted = struck | {row for row, own in enumerate(nation) if own}
        legs = model.ocean.legs()
        return Record(
            model.journal.log.entries,
            window,
            self.stage.hours,
            nation,
            model.crew.kinds,
            flags=[ship.flag if ship else "" for ship in ships],
            guarded=[bool(ship and ship.guarded) for ship in ships],
            transits=[row for row, ship in enumerate(ships) if ship and window[0] <= starts.get(row, -1.0) < window[1]],
            tracks=Tracks.of(legs["row"], legs, legs["mode"] == s.ABSENT, wanted, self.stage.hours),
            scale=self.stage.plane.scale_at,
            strikes={
                v.number: Strike(v.damage or 0.0, v.lives or 0.0, v.target or "")
                for v in model.voyages.books.voyages
                if v.offence == "attack"
            },
        )

    def _contacts(self, window: tuple[float, float]) -> dict[str, int]:
        """Contacts gained and lost within the window."""
        notes = self.model.ocean.notes()
        kinds = notes["kind"][(notes["t"] >= window[0]) & (notes["t"] < window[1])]
        return {name: int((kinds == kind).sum()) for name, kind in (("gained", s.GAIN), ("lost", s.LOSS))}

    def _messages(self, window: tuple[float, float]) -> dict[str, int]:
        """Reports made within the window, and how many of them have reached a command."""
        own = {report.id for report, _ in self.model.post.reports if window[0] <= report.time_made < window[1]}
        return {"reports": len(own), "delivered": len(own & self._arrived.keys())}

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

    @cached_property
    def _arrived(self) -> dict[int, float]:
        """When each report that arrived first reached a command to which its sender spoke."""
        messages = (m for m in self.model.post.network.messages if m.edge.own and m.arrived is not None)
        times: dict[int, float] = {}
        for m in messages:
            times[m.report.id] = min(m.arrived or 0.0, times.get(m.report.id, inf))
        return times

    @cached_property
    def _first_seen(self) -> dict[int, float]:
        legs = self.model.ocean.legs()
        rows, first = np.unique(legs["row"], return_index=True)
        return dict(zip(rows.tolist(), legs["t"][first].tolist(), strict=True))

    def flights(self, units: Iterable[str]) -> list[Flight]:
        """What each flight of these aircraft has brought in, boats of fields that never became vessels included."""
        rows, clutter = self.model.crew.rows, self.model.fields
        return flights(self.events, units, lambda unit, begin, end, n: clutter.counted(rows[unit], begin, end, n))

    # ---- the logs -------------------------------------------------------------------------------

    @property
    def events(self) -> "pandas.DataFrame":
        """What happened, in order: t [h], kind, actor, object, contact, track, report, voyage, attack, reason, place,
        holder (whose command has decided)."""
        return self.table("events").to_pandas()

    @property
    def reports(self) -> "pandas.DataFrame":
        """What was reported, when it arrived and to which track it went."""
        return self.table("reports").to_pandas()

    @property
    def legs(self) -> "pandas.DataFrame":
        """Every leg of every vessel: t [h], x, y [nm], vx, vy [nm/h on the plane], lon, lat; the exact trajectories."""
        return self.table("legs").to_pandas()

    @property
    def voyages(self) -> "pandas.DataFrame":
        """Every candidate voyage: who, what offence, when planned, sailed and ended [h], outcome and cause, cargo."""
        return self.table("voyages").to_pandas()

    @property
    def opportunities(self) -> "pandas.DataFrame":
        """What each holder knew of each voyage, how far it got and why no farther (`outcomes.opportunities`)."""
        return self.table("opportunities").to_pandas()

    @property
    def vessels(self) -> "pandas.DataFrame":
        """Who is who: name, group, type, role, hull, nation, whether it is a unit of it, the mother ship of its group,
        its greatest speed [kn]; of merchants flag, freeboard [m] and whether they have guards.
        """
        return self.table("vessels").to_pandas()

    @property
    def messages(self) -> "pandas.DataFrame":
        """Every report on its way to every holder: what was let out, when it arrived, or why not."""
        return self.table("messages").to_pandas()

    @property
    def ledger(self) -> "pandas.DataFrame":
        """Who is charged with what: nation, side, account, cause, quantity, unit, cents (of US dollars)."""
        return self.table("ledger").to_pandas()

    @property
    def places(self) -> "pandas.DataFrame":
        """Where it happened: first contacts, attacks, voyages stopped, cargoes landed (`outcomes.places`)."""
        return self.table("places").to_pandas()

    def table(self, name: str) -> "pyarrow.Table":
        """The table of that name, one of `TABLES` or `places`, as an Arrow table."""
        return {
            "events": self._events,
            "reports": self._reports,
            "legs": self._legs,
            "vessels": self._vessels,
            "voyages": self._voyages,
            "opportunities": self._opportunities,
            "ledger": self._ledger,
            "messages": self._traffic,
            "places": self._places,
        }[name]()

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
        if not self.stage.geographic:
            return Position(x, y, None, None)
        lon, lat = self.stage.plane.inverse(x, y)
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
        return self._placed(moments.truth(self.model, MODES, t), moments.Afloat._fields)

    def _placed(self, rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> "pandas.DataFrame":
        """Rows with x and y as a table; in a theatre of the real world with degrees too."""
        import pandas

        table = pandas.DataFrame(rows, columns=list(columns))
        if self.stage.geographic:
            x, y = (table[name].to_numpy(float) for name in ("x", "y"))
            table["lon"], table["lat"] = self.stage.plane.inverse(x, y)
        return table

    def _places(self) -> "pyarrow.Table":
        books, names = self.model.voyages.books, self.roll.nations
        table = at.table(at.places(self.found, books.voyages, books.attacks, self.model.ocean.legs(), names))
        if self.stage.geographic:
            for name, values in zip(("lon", "lat"), self.stage.plane.inverse(table["x"], table["y"]), strict=True):
                table = table.append_column(name, [values])
        return table

    def _events(self) -> "pyarrow.Table":
        import pyarrow as pa

        notes, entries = self.model.ocean.notes(), self.model.journal.log.entries
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
        return pa.table(
            {
                "t": column(notes["t"], columns[0], np.float64),
                "kind": _coded(pa, column(core, own, np.int32), kinds),
                "actor": _coded(pa, column(notes["a"], columns[3], np.int32), self.model.crew.names),
                "object": _coded(pa, column(notes["b"], columns[4], np.int32), self.model.crew.names),
                "contact": column(notes["contact"], columns[5], np.int64),
                "track": column(np.zeros(n), columns[6], np.int64),
                "report": column(np.zeros(n), columns[7], np.int64),
                "voyage": column(none, columns[8], np.int64),
                "attack": column(none, columns[9], np.int64),
                "reason": _coded(
                    pa, column(none, [of[r] for r in columns[10]], np.int32), [Reason(r).name.lower() for r in reasons]
                ),
                "place": _coded(pa, column(none, columns[11], np.int32), self.stage.area_names),
                "holder": _coded(pa, column(none, columns[12], np.int32), [c.name for c in self.model.roster.commands]),
            }
        )

    def _reports(self) -> "pyarrow.Table":
        import pyarrow as pa

        arrived = self._arrived
        track = {e.report: e.track for e in self.model.journal.log.entries if e.kind == Occurrence.TAKEN}
        rows = []
        for report, row in self.model.post.reports:
            sender = self.model.crew.names[row] if row >= 0 else None
            for o in report.observations:
                sent = (report.id, report.kind.name.lower(), sender, report.time_made)
                seen = (o.contact, o.x, o.y, o.vx, o.vy, o.sigma, o.hull, o.suspicious)
                rows.append((*sent, arrived.get(report.id), track.get(report.id), *seen))
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
        ]
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
        return pa.table({name: pa.array(c, kind) for (name, kind), c in zip(kinds, columns, strict=True)})

    def _traffic(self) -> "pyarrow.Table":
        return record.table(self.model.post.network.messages, [command.name for command in self.model.roster.commands])

    def _legs(self) -> "pyarrow.Table":
        import pyarrow as pa

        legs = self.model.ocean.legs()
        columns = {
            "t": legs["t"],
            "vessel": _coded(pa, legs["row"].astype(np.int32), self.model.crew.names),
            **{name: np.ascontiguousarray(legs[name]) for name in ("x", "y", "vx", "vy")},
            "mode": _coded(pa, legs["mode"].astype(np.int32), MODES),
        }
        if self.stage.geographic:
            columns["lon"], columns["lat"] = self.stage.plane.inverse(columns["x"], columns["y"])
        return pa.table(columns)

    def _voyages(self) -> "pyarrow.Table":
        return sailings.table(self.model.voyages.books.voyages, self.model.crew.names)

    def _opportunities(self) -> "pyarrow.Table":
        counted = {v.number for v in self.model.voyages.books.voyages if v.counted}
        return chances.table(self.found, self.roll, counted)

    def _ledger(self) -> "pyarrow.Table":
        return money.table(self._charged)

    def _vessels(self) -> "pyarrow.Table":
        import pyarrow as pa

        model, roll = self.model, self.roll
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
        table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
        ships = [agent.handling if isinstance(agent, Merchant) else None for agent in model.crew]
        for name, kind, values in (
            ("unit", pa.bool_(), [k >= 0 for k in roll.holder]),
            ("speed", pa.float64(), [model.crew.greatest(row) for row in range(len(model.crew.names))]),
            ("flag", pa.string(), [ship and (ship.flag or None) for ship in ships]),
            ("freeboard", pa.float64(), [ship and ship.freeboard for ship in ships]),
            ("guarded", pa.bool_(), [ship and ship.guarded for ship in ships]),
        ):
            table = table.append_column(name, pa.array(values, kind))
        return table

    # ---- the folder -----------------------------------------------------------------------------

    @property
    def manifest(self) -> dict[str, Any]:
        """What made these results: scenario, seed, versions, errors of plane and coast, exact counts of work."""
        plane, warnings = self.stage.plane, short_of(self.scenario) + unheard(self.scenario)
        if len(self.stage.coast.edges):
            warnings.append(f"the shipped coast is quantised to about {COAST_ERROR} nm; not for navigation")
        return {
            MARK: 1,
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            "set": dict(self.scenario.changes),
            "seed": self.seed,
            "luck": self.luck,
            "versions": {name: version(name) for name in LIBRARIES},
            "python": platform.python_version(),
            "platform": fingerprint(),
            "plane": {"projection": plane.name, "error": plane.error},
            "hours": self.stage.hours,
            "vessels": len(self.model.crew.names),
            "work": {k: v for k, v in self.model.work().items() if k != "calls"},
            "warnings": warnings,
        }

    def write(self, folder: str | os.PathLike[str]) -> Path:
        """Write the run folder, whole or not at all; an older run folder of that name is replaced.

        Raises FileExistsError when something else is there, OSError when it cannot be written.
        """
        import pyarrow.parquet as pq

        target = Path(folder).resolve()
        replaceable(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        made, old = room / "made", room / "old"
        try:
            made.mkdir()
            for name in TABLES:
                path = made / f"{name}.parquet"
                pq.write_table(self.table(name), path, compression="zstd", write_page_checksum=True)
            for name, content in (
                ("summary", self.summary),
                ("manifest", self.manifest),
                ("provenance", provenance()),
                ("scenario", self.scenario.written),
            ):
                (made / f"{name}.json").write_text(json.dumps(content, indent=1, sort_keys=True) + "\n")
            if target.exists():
                target.rename(old)
            made.rename(target)
        except BaseException:
            if old.exists() and not target.exists():
                old.rename(target)
            raise
        finally:
            shutil.rmtree(room, ignore_errors=True)
        return target


def short_of(scenario: Scenario) -> list[str]:
    """Warnings: a warm-up or a drain that is shorter than the longest sortie biases what is measured."""
    kinds = (scenario.types[kind] for group in scenario.groups.values() for kind, _ in group.mix)
    makers = (k.endurance for k in kinds if isinstance(k, types.Pirate | types.Smuggler | types.Attacker))
    longest = max((endurance.quantile(LONGEST) for endurance in makers if endurance is not None), default=0.0)
    return [
        f"time.{name}: {hours:g} h is less than the longest sortie, {longest:.4g} h: {why}"
        for name, hours, why in (
            ("warm_up", scenario.time.warm_up, "the window begins before the sea has filled"),
            ("drain", scenario.time.drain, "late voyages are still at sea when the run ends"),
        )
        if hours < longest
    ]


def roll_of(model: World) -> Roll:
    """Who is who: the units of each holder, the groups and their vessels."""
    holders = model.ocean.fleet["holder"].tolist()
    innocent = [isinstance(agent, Merchant | Passive) for agent in model.crew]
    units = [-1 if innocent[row] or agent.voyager else holders[row] for row, agent in enumerate(model.crew)]
    leads = [-1 if agent.voyager is None else model.crew.row(agent.voyager) for agent in model.crew]
    return Roll(model.crew.names, units, leads, [command.name for command in model.roster.commands])


def replaceable(target: Path) -> None:
    """Raise FileExistsError unless nothing is at `target`, or an empty folder, or the folder of an earlier run.

    Raises PermissionError when nothing can be written there, so that nobody waits for a run in vain.
    """
    if target.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise FileExistsError(f"{target}: is the present folder or one that holds it; choose another with --out")
    home = next((folder for folder in target.absolute().parents if folder.exists()), target.absolute())
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        raise PermissionError(f"{target}: cannot write in {home}")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    try:
        known = MARK in json.loads((target / "manifest.json").read_text())
    except (OSError, TypeError, ValueError):
        known = False
    if not known:
        raise FileExistsError(f"{target}: exists and is not the folder of an earlier run; choose another with --out")


def fingerprint() -> dict[str, str]:
    """The platform on which the same file and seed give the same bytes."""
    import llvmlite.binding

    return {"machine": platform.machine(), "system": platform.system(), "cpu": llvmlite.binding.get_host_cpu_name()}


@cache
def code() -> str:
    """A digest of the sources that the results of a run depend on, so that runs of different code are never mixed."""
    home = Path(__file__).parents[1]
    files = (path for path in home.rglob("*.py") if not ASIDE.match(path.relative_to(home).parts[0]))
    h = hashlib.sha256()
    for path in sorted(files):
        h.update(str(path.relative_to(home)).encode() + path.read_bytes())
    return h.hexdigest()[:16]


def provenance() -> dict[str, str]:
    """When and where: the only file that differs between equal runs."""
    return {"written": datetime.now(UTC).isoformat(), "host": platform.node(), "platform": platform.platform()}


def _coded(pa: Any, codes: Any, names: Any) -> Any:
    """Text by code, -1 for none, as a dictionary column."""
    index = pa.array(codes, pa.int32(), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(index, pa.array(list(names), pa.string()))

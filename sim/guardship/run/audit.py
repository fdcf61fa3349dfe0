"""The audit of a run folder: every check of `outcomes.audit`, from the files of the folder alone."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guardship.build.costs import tariff, waters
from guardship.build.fleet import substream_of
from guardship.build.law import closed_waters
from guardship.build.limits import Limits
from guardship.build.sharing import holders
from guardship.build.tasking import weighing
from guardship.build.theatre import Theatre
from guardship.build.triage import reading_times
from guardship.console import one_line
from guardship.occurrences import Occurrence
from guardship.outcomes import audit as checks
from guardship.outcomes import audit_sharing as sharing
from guardship.outcomes.audit_acting import misadvised, misposted
from guardship.outcomes.audit_enterprise import lost_without_cause
from guardship.outcomes.goings import misweighed
from guardship.outcomes.opportunities import Roll
from guardship.outcomes.prizes import misprized, used
from guardship.outcomes.recount import (
    SHORT,
    Money,
    Tables,
    charged,
    entries_of,
    miscaused,
    recounted,
    unbalanced,
    unlike,
)
from guardship.outcomes.spared import miscounted
from guardship.outcomes.trials import misdrawn
from guardship.run import beliefs as judgements
from guardship.run import reading
from guardship.run.dossiers import mislinked
from guardship.run.reading import NotARun
from guardship.run.run import Run
from guardship.run.table import written_of
from guardship.scenario.schema import Scenario
from guardship.scenario.sharing import allowed, edges
from guardship.scenario.vessels import Offender, Patrol

if TYPE_CHECKING:
    from pandas import DataFrame

TRIALS = "trials"
LEADS_TO = {  # what stands in the log each time that it happens
    "attackers_board": Occurrence.BOARDED,
    "strike_succeeds": Occurrence.DAMAGED,
    "halted": Occurrence.HALTED,
    "looks_suspicious": Occurrence.CONTACT_SUSPICIOUS,
}
HASH = "hash of the scenario (that of another version may have other defaults)"
ROUNDING = 1e-9  # relative, beside the error of the plane


def audit(source: Run | str | os.PathLike[str]) -> dict[str, list[str]]:
    """The findings of each check, by its name; an empty list for a clean one. `source`: a run, or its folder.

    Raises NotARun when the folder does not hold a whole run. Of a folder that an earlier version has written what it
    does not hold is not checked.
    """
    if not isinstance(source, str | os.PathLike):
        tables = {name: getattr(source, name) for name in written_of(Run, source.scenario)}
        return _checks(source.scenario, tables, source.summary, source.manifest)
    folder = Path(source)
    manifest, summary = reading.manifest(folder), reading.content(folder, "summary")
    scenario = reading.scenario(folder)
    held = [name for name in written_of(Run, scenario) if name != TRIALS or TRIALS in summary]
    tables = {name: reading.table(folder, name) for name in held}
    try:
        return _checks(scenario, tables, summary, manifest)
    except Exception as fault:  # whatever tables that were made elsewhere lead to
        raise NotARun(f"{folder}: the files do not fit together: {one_line(fault)}") from None


def _checks(
    scenario: Scenario, tables: "Mapping[str, DataFrame]", summary: Mapping[str, Any], manifest: Mapping[str, Any]
) -> dict[str, list[str]]:
    theatre = Theatre.of(scenario)
    events, reports, vessels = tables["events"], tables["reports"], tables["vessels"]
    known, plane = Limits.of(scenario, vessels).lent(used(tables.get("prizes"))), theatre.plane
    legs, error = checks.Legs.of(tables["legs"], theatre.hours), plane.error + ROUNDING
    swims = checks.Legs.of(tables["legs"][~tables["legs"]["vessel"].isin(known.flying)], theatre.hours)
    return {
        "the files are of one run": _made(scenario, theatre.hours, vessels, summary, manifest),
        "legs join": checks.broken_legs(legs),
        "nothing sails on land": checks.on_land(swims, theatre.coast.on_land),
        "nothing is faster than it can be": checks.too_fast(legs, known.speeds, plane.scale_at, error),
        "contacts are within range": checks.beyond_range(
            events, legs, known.hulls, known.ranges, plane.scale_at, error, known.holds
        ),
        "nothing happens before its cause": checks.before_cause(events, reports, tables["messages"]),
        "reports name their voyages": []
        if "luck" in manifest
        else checks.misnamed(events, reports, vessels, tables["voyages"]),
        "sharing keeps to its rules": _shared(scenario, tables, summary),
        "beliefs follow from looks": judgements.misjudged(
            theatre, tables["beliefs"], events, vessels, tables.get("dossiers"), tables.get("comparisons")
        )
        if "beliefs" in tables
        else [],
        "links follow from dossiers": mislinked(tables["links"], tables["dossiers"], scenario)
        if "links" in tables
        else [],
        "who goes by worth goes when it is": misweighed(tables["goings"], events, weighing(scenario))
        if "goings" in tables
        else [],
        "warnings were issued, told and weighed": misadvised(tables["advisories"], tables["heeded"], events)
        if "heeded" in tables
        else [],
        "stations were ordered, and their hours add up": misposted(
            tables["plans"], tables["stations"], events, scenario.time.measure
        )
        if "stations" in tables
        else [],
        "what is lost is lost by a stop or a strike": lost_without_cause(
            events, {entry.at for entry in scenario.timeline if entry.strike is not None}
        ),
        "ships left alone follow from the log": _spared(tables, summary, _window(scenario))
        if "spared" in tables
        else [],
        "prizes follow from the log": misprized(events, tables["prizes"]) if "prizes" in tables else [],
        "voyages and attacks add up": checks.unaccounted(events, summary),
        "the table of voyages follows from the log": checks.misbooked(
            events, tables["voyages"], _offences(scenario, vessels), _window(scenario)
        ),
        "opportunities add up": checks.unexplained(events, vessels, tables["opportunities"], summary, theatre.hours),
        "causes follow from the logs": miscaused(_logs(tables), theatre.hours, _money(theatre))
        if SHORT in tables["voyages"]
        else [],
        "chance decisions are as their numbers say": _decided(tables, manifest),
        "the summary follows from the logs": _summed(theatre, tables, summary),
        "the ledger follows from the logs": _balanced(theatre, tables),
    }


def _made(
    scenario: Scenario, hours: float, vessels: "DataFrame", summary: Mapping[str, Any], manifest: Mapping[str, Any]
) -> list[str]:
    """What manifest and summary say of the scenario and the run."""
    return [
        f"{what}: {there} there, {said} in the {where}"
        for what, there, said, where in (
            (HASH, scenario.hash, manifest.get("scenario_hash"), "manifest"),
            ("name of the scenario", scenario.name, manifest.get("scenario"), "manifest"),
            ("name of the scenario", scenario.name, summary.get("scenario"), "summary"),
            ("seed", manifest.get("seed"), summary.get("seed"), "summary"),
            ("hours", hours, manifest.get("hours"), "manifest"),
            ("vessels", len(vessels), manifest.get("vessels"), "manifest"),
        )
        if there != said
    ] + _substream(manifest)


def _substream(manifest: Mapping[str, Any]) -> list[str]:
    """What is wrong with the substream of a manifest; earlier versions called it `luck`."""
    said = [manifest[name] for name in ("substream", "luck") if name in manifest]
    if len(said) == 1 and isinstance(said[0], int) and said[0] >= 0:
        return []
    return [f"substream: {said} in the manifest, wanted a whole number from 0, once"]


def _offences(scenario: Scenario, vessels: "DataFrame") -> dict[str, str]:
    """What each vessel that makes voyages is about, by its name."""
    of = {name: kind for name, kind in scenario.types.items() if isinstance(kind, Offender)}
    roles = zip(vessels["vessel"], vessels["type"], vessels["role"], strict=True)
    return {name: of[kind].offence for name, kind, role in roles if kind in of and role == of[kind].role}


def _shared(scenario: Scenario, tables: "Mapping[str, DataFrame]", summary: Mapping[str, Any]) -> list[str]:
    """Messages between holders."""
    messages, given = tables["messages"], scenario.sharing
    nations = sorted(scenario.nations)
    ends = edges(given, nations) if given else {}
    may = {name: allowed(given, nations, ends, name) for name in holders(scenario)} if given else {}
    asked = {name for name, one in given.releases.items() if one.asked} if given else set()
    return [
        *sharing.untimely(messages),
        *(sharing.overread(messages, reading_times(scenario)) if "waited" in messages else []),
        *(sharing.misplaced(messages, tables["events"]) if "track" in messages else []),
        *sharing.unsettled(messages, summary.get("sharing")),
        *sharing.leaked(messages, tables["reports"], may, asked),
    ]


def _spared(tables: "Mapping[str, DataFrame]", summary: Mapping[str, Any], window: tuple[float, float]) -> list[str]:
    """Attacks that were not begun."""
    roll = Roll.of(tables["vessels"])
    said = summary.get("spared", {})
    return miscounted(tables["spared"], entries_of(tables["events"], roll), roll.names, said, window)


def _summed(theatre: Theatre, tables: "Mapping[str, DataFrame]", summary: Mapping[str, Any]) -> list[str]:
    """Everything that is counted or measured."""
    scenario = theatre.scenario
    ships = {name for name, kind in scenario.types.items() if isinstance(kind, Patrol)}
    memory, logs = scenario.pictures.memory, _logs(tables)
    there = recounted(logs, _window(scenario), theatre.hours, ships, _money(theatre), memory, holders(scenario))
    return unlike({key: summary.get(key) for key in there}, there)


def _logs(tables: "Mapping[str, DataFrame]") -> Tables:
    return Tables(**{name: tables.get(name) for name in Tables._fields})


def _money(theatre: Theatre) -> Money:
    return Money(tariff(theatre.scenario), waters(theatre), theatre.plane.scale_at, closed_waters(theatre))


def _decided(tables: "Mapping[str, DataFrame]", manifest: Mapping[str, Any]) -> list[str]:
    """Every decision by chance."""
    if TRIALS not in tables:
        return []
    seed, substream = manifest["seed"], manifest.get("substream", manifest.get("luck"))
    kinds = tables["events"]["kind"].value_counts()
    seen = {kind: int(kinds.get(line, 0)) for kind, line in LEADS_TO.items()}
    return misdrawn(tables[TRIALS], seed, substream_of(seed, substream), seen)


def _balanced(theatre: Theatre, tables: "Mapping[str, DataFrame]") -> list[str]:
    """Every line of the ledger."""
    logs = _logs(tables)
    prices, window = tariff(theatre.scenario), _window(theatre.scenario)
    return unbalanced(charged(logs, window, theatre.hours, prices, theatre.plane.scale_at), tables["ledger"])


def _window(scenario: Scenario) -> tuple[float, float]:
    return scenario.time.warm_up, scenario.time.warm_up + scenario.time.measure

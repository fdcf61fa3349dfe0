"""The audit of a run folder: every check of `outcomes.audit`, from the files of the folder alone."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from guardship.build.costs import tariff, waters
from guardship.build.fleet import substream_of
from guardship.build.limits import Limits
from guardship.build.sharing import holders
from guardship.build.theatre import Theatre
from guardship.console import one_line
from guardship.files import whole
from guardship.occurrences import Occurrence
from guardship.outcomes import audit as checks
from guardship.outcomes import audit_sharing as sharing
from guardship.outcomes.recount import Money, Tables, charged, recounted, unbalanced, unlike
from guardship.outcomes.trials import misdrawn
from guardship.run.folder import FORMAT, MARK
from guardship.run.run import TABLES, Run
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


@final
class NotARun(ValueError):
    """A folder that holds no run, or a damaged one."""


def audit(source: Run | str | os.PathLike[str]) -> dict[str, list[str]]:
    """The findings of each check, by its name; an empty list for a clean one. `source`: a run, or its folder.

    Raises NotARun when the folder does not hold a whole run. Of a folder that an earlier version has written what it
    does not hold is not checked.
    """
    if not isinstance(source, str | os.PathLike):
        tables = {name: getattr(source, name) for name in TABLES}
        return _checks(source.scenario, tables, source.summary, source.manifest)
    folder = Path(source)
    if not folder.exists():
        whole.clear(folder.absolute().parent)  # perhaps it was being replaced when a process was killed
    manifest, summary = _json(folder, "manifest"), _json(folder, "summary")
    if MARK not in manifest:
        raise NotARun(f"{folder / 'manifest.json'}: this is not the manifest of a run")
    if manifest[MARK] != FORMAT:
        raise NotARun(f"{folder / 'manifest.json'}: came a run folder of format {manifest[MARK]}, wanted {FORMAT}")
    scenario = _scenario(folder)
    held = TABLES if TRIALS in summary else [name for name in TABLES if name != TRIALS]
    tables = {name: _table(folder, name) for name in held}
    try:
        return _checks(scenario, tables, summary, manifest)
    except Exception as fault:  # whatever tables that were made elsewhere lead to
        raise NotARun(f"{folder}: the files do not fit together: {one_line(fault)}") from None


def _checks(
    scenario: Scenario, tables: "Mapping[str, DataFrame]", summary: Mapping[str, Any], manifest: Mapping[str, Any]
) -> dict[str, list[str]]:
    theatre = Theatre.of(scenario)
    events, reports, vessels = tables["events"], tables["reports"], tables["vessels"]
    known, plane = Limits.of(scenario, vessels), theatre.plane
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
        "voyages and attacks add up": checks.unaccounted(events, summary),
        "the table of voyages follows from the log": checks.misbooked(
            events, tables["voyages"], _offences(scenario, vessels), _window(scenario)
        ),
        "opportunities add up": checks.unexplained(events, vessels, tables["opportunities"], summary, theatre.hours),
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
        *(sharing.misplaced(messages, tables["events"]) if "track" in messages else []),
        *sharing.unsettled(messages, summary.get("sharing")),
        *sharing.leaked(messages, tables["reports"], may, asked),
    ]


def _summed(theatre: Theatre, tables: "Mapping[str, DataFrame]", summary: Mapping[str, Any]) -> list[str]:
    """Everything that is counted or measured."""
    scenario = theatre.scenario
    ships = {name for name, kind in scenario.types.items() if isinstance(kind, Patrol)}
    money = Money(tariff(scenario), waters(theatre), theatre.plane.scale_at)
    logs = Tables(**{name: tables.get(name) for name in Tables._fields})
    there = recounted(logs, _window(scenario), theatre.hours, ships, money)
    return unlike({key: summary.get(key) for key in there}, there)


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
    logs = Tables(**{name: tables.get(name) for name in Tables._fields})
    prices, window = tariff(theatre.scenario), _window(theatre.scenario)
    return unbalanced(charged(logs, window, theatre.hours, prices, theatre.plane.scale_at), tables["ledger"])


def _window(scenario: Scenario) -> tuple[float, float]:
    return scenario.time.warm_up, scenario.time.warm_up + scenario.time.measure


# ---- reading ------------------------------------------------------------------------------------


def _scenario(folder: Path) -> Scenario:
    written = _json(folder, "scenario")
    try:
        return Scenario.model_validate(written)
    except (ValueError, RecursionError) as fault:
        raise NotARun(f"{folder / 'scenario.json'}: {one_line(fault)}") from None


def _json(folder: Path, name: str) -> dict[str, Any]:
    path = folder / f"{name}.json"
    try:
        whole.regular(path)
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotARun(f"{path}: there is no such file; wanted the folder of a run") from None
    except OSError as fault:
        raise NotARun(f"{path}: {fault.strerror}") from None
    except (ValueError, RecursionError, MemoryError) as fault:
        raise NotARun(f"{path}: damaged: {one_line(fault)}") from None
    if not isinstance(content, dict):
        raise NotARun(f"{path}: came {type(content).__name__}, wanted a mapping")
    return content


def _table(folder: Path, name: str) -> "DataFrame":
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    try:
        whole.regular(path)
        return pq.read_table(path, page_checksum_verification=True).to_pandas()
    except FileNotFoundError:
        raise NotARun(f"{path}: there is no such file") from None
    except (OSError, ValueError, MemoryError, OverflowError, pa.ArrowException) as fault:
        raise NotARun(f"{path}: damaged: {one_line(fault)}") from None

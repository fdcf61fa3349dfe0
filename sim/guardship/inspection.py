"""The audit of a run folder: every check of `outcomes.audit`, from the files of the folder alone."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from guardship.outcomes import audit as checks
from guardship.scenario.limits import Limits
from guardship.scenario.schema import Scenario
from guardship.scenario.stage import Stage

if TYPE_CHECKING:
    from pandas import DataFrame

    from guardship.run import Run

ROUNDING = 1e-9  # relative, beside the error of the plane
TOGETHER = 1e-6  # h: sums of hours
MARK = "guardship_run"
READS = ("events", "reports", "legs", "opportunities", "vessels")


@final
class NotARun(ValueError):
    """A folder that holds no run, or a damaged one."""


def audit(source: "Run | str | os.PathLike[str]") -> dict[str, list[str]]:
    """The findings of each check, none for a clean one. `source`: a run, or its folder.

    Raises NotARun when the folder does not hold a whole run.
    """
    if not isinstance(source, str | os.PathLike):
        tables = {name: getattr(source, name) for name in READS}
        return _checks(source.scenario, tables, source.summary, source.manifest)
    folder = Path(source)
    manifest, summary = _json(folder, "manifest"), _json(folder, "summary")
    if MARK not in manifest:
        raise NotARun(f"{folder / 'manifest.json'}: this is not the manifest of a run")
    scenario = _scenario(folder)
    tables = {name: _table(folder, name) for name in READS}
    try:
        return _checks(scenario, tables, summary, manifest)
    except (KeyError, TypeError, AttributeError) as fault:
        raise NotARun(f"{folder}: the files do not fit together: {type(fault).__name__}: {fault}") from None


def _checks(
    scenario: Scenario, tables: "Mapping[str, DataFrame]", summary: Mapping[str, Any], manifest: Mapping[str, Any]
) -> dict[str, list[str]]:
    stage = Stage.of(scenario)
    events, reports, vessels = tables["events"], tables["reports"], tables["vessels"]
    known, plane = Limits.of(scenario, vessels), stage.plane
    legs, error = checks.Legs.of(tables["legs"], stage.hours), plane.error + ROUNDING
    swims = checks.Legs.of(tables["legs"][~tables["legs"]["vessel"].isin(known.flying)], stage.hours)
    return {
        "the scenario is the one of the manifest": _hash(scenario, manifest),
        "legs join": checks.broken_legs(legs),
        "nothing sails on land": checks.on_land(swims, stage.coast.on_land),
        "nothing is faster than it can be": checks.too_fast(legs, known.speeds, plane.scale_at, error),
        "contacts are within range": checks.beyond_range(
            events, legs, known.hulls, known.ranges, plane.scale_at, error
        ),
        "nothing happens before its cause": checks.before_cause(events, reports),
        "voyages and attacks add up": checks.unaccounted(events, summary),
        "opportunities add up": checks.unexplained(events, vessels, tables["opportunities"], summary, stage.hours),
        "hours and messages add up": _sums(scenario, vessels, reports, summary),
    }


def _hash(scenario: Scenario, manifest: Mapping[str, Any]) -> list[str]:
    said = manifest.get("scenario_hash")
    return [] if scenario.hash == said else [f"scenario.json has the hash {scenario.hash}, the manifest says {said}"]


def _sums(
    scenario: Scenario, vessels: "DataFrame", reports: "DataFrame", summary: Mapping[str, Any]
) -> list[str]:
    """Hours of the patrol ships by activity, and messages of the window."""
    begin, end = summary["window_h"]
    effort = summary["measures"]["effort_h"]
    parts = sum(hours for name, hours in effort.items() if name not in ("value", "of"))
    units = vessels[vessels["unit"]]
    ships = sum(scenario.types[kind].role == "patrol" for kind in units["type"])
    made = reports[(reports["made"] >= begin) & (reports["made"] < end)].drop_duplicates("report")
    found = []
    for what, there, said in (
        ("hours by activity", parts, effort["value"]),
        ("hours of patrol ships", ships * (end - begin), effort["value"]),
        ("reports made in the window", len(made), summary["messages"]["reports"]),
        ("messages delivered", int(made["arrived"].notna().sum()), summary["messages"]["delivered"]),
    ):
        if abs(there - said) > TOGETHER * max(abs(said), 1.0):
            found.append(f"{what}: {there:g} in the logs, {said:g} in the summary")
    return found


# ---- reading ------------------------------------------------------------------------------------


def _scenario(folder: Path) -> Scenario:
    written = _json(folder, "scenario")
    try:
        return Scenario.model_validate(written)
    except ValueError as fault:
        raise NotARun(f"{folder / 'scenario.json'}: {str(fault).splitlines()[0]}") from None


def _json(folder: Path, name: str) -> dict[str, Any]:
    path = folder / f"{name}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotARun(f"{path}: there is no such file; wanted the folder of a run") from None
    except OSError as fault:
        raise NotARun(f"{path}: {fault.strerror}") from None
    except ValueError as fault:
        raise NotARun(f"{path}: damaged: {fault}") from None
    if not isinstance(content, dict):
        raise NotARun(f"{path}: came {type(content).__name__}, wanted a mapping")
    return content


def _table(folder: Path, name: str) -> "DataFrame":
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    try:
        return pq.read_table(path).to_pandas()
    except FileNotFoundError:
        raise NotARun(f"{path}: there is no such file") from None
    except (OSError, pa.ArrowException) as fault:
        raise NotARun(f"{path}: damaged: {str(fault).splitlines()[0]}") from None

"""The table of dossiers: what was written about which hull, and in truth of which vessel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guardship.build.dossiers import descriptions, kept
from guardship.build.recognition import offences
from guardship.intelligence import HULL_ALONE, Dossier, Repute
from guardship.scenario.recognition import HARMLESS
from guardship.scenario.schema import Scenario
from guardship.world.dossiers import Linked, Written

if TYPE_CHECKING:
    import pyarrow
    from pandas import DataFrame

type Key = tuple[int, int]
"""The name and the version of a dossier."""


WITHDRAWN = "withdrawn"
COUNTS_NO_MORE = (WITHDRAWN, Repute.TAKEN.name.lower())


def keeps(scenario: Scenario) -> bool:
    """Whether anybody keeps dossiers."""
    return kept(scenario) is not None


def links_are_made(scenario: Scenario) -> bool:
    """Whether some centre finds out which dossiers are of one hull."""
    return keeps(scenario) and any(centre.links is not None for centre in scenario.centres.values())


def links(found: Sequence[Linked], holders: Sequence[str]) -> pyarrow.Table:
    """As in links.parquet, in the order in which they were found."""
    import pyarrow as pa

    kinds = [
        ("t", pa.float64()),
        ("holder", pa.string()),
        ("report", pa.int64()),
        ("dossier", pa.int64()),
        ("other", pa.int64()),
        ("chance", pa.float64()),
        ("right", pa.bool_()),
    ]
    rows = [(f.time, holders[f.holder], f.report, f.link.one, f.link.other, f.link.chance, f.right) for f in found]
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return pa.table({name: pa.array(c, kind) for (name, kind), c in zip(kinds, columns, strict=True)})


def mislinked(links: DataFrame, dossiers: DataFrame, scenario: Scenario) -> list[str]:
    """Links of dossiers that there were not, of unlike ones, that were too weak, and right ones of two vessels."""
    known = defaultdict(list)
    for row in dossiers.itertuples():
        known[row.dossier].append(row)
    given = kept(scenario)
    agrees = {name for name, one in given.descriptions.items() if one.links is not None} if given else set()
    findings = []
    for row in links.itertuples():
        where = f"link of {row.dossier} and {row.other} by {row.holder} at {row.t:.6f} h"
        one, other = (
            next((d for d in known[name] if d.t <= row.t < d.until), None) for name in (row.dossier, row.other)
        )
        if one is None or other is None:
            findings.append(f"there are no such dossiers: {where}")
        elif (one.hull, one.described) != (other.hull, other.described) or one.described not in agrees:
            findings.append(f"they cannot be compared: {where}")
        elif row.right and one.vessel != other.vessel:
            findings.append(f"right, but they are of {one.vessel} and {other.vessel}: {where}")
        if not row.chance >= (scenario.centres[row.holder].links or 1.0):
            findings.append(f"too weak with {row.chance:.6f}: {where}")
    return findings


def table(written: Sequence[Written], scenario: Scenario, vessels: Sequence[str]) -> pyarrow.Table:
    """As in dossiers.parquet, in the order in which they were written. `vessels`: names by row."""
    import pyarrow as pa

    given = kept(scenario)
    described = descriptions(given) if given is not None else []
    kinds = [
        ("dossier", pa.int64()),
        ("version", pa.int64()),
        ("t", pa.float64()),
        ("until", pa.float64()),
        ("by", pa.string()),
        ("about", pa.string()),
        ("repute", pa.string()),
        ("hull", pa.string()),
        ("described", pa.string()),
        ("vessel", pa.string()),
        *((name, pa.float64()) for name in names(scenario)),
    ]
    rows = [
        (
            *(w.dossier.name, w.dossier.version, w.dossier.time, w.dossier.until, _name(w.by, vessels), w.about),
            *(_repute(w.dossier), w.dossier.hull, _name(w.dossier.described, described)),
            *(_name(w.vessel, vessels), *(w.dossier.chances or (None,) * len(names(scenario)))),
        )
        for w in written
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return pa.table({name: pa.array(c, kind) for (name, kind), c in zip(kinds, columns, strict=True)})


def names(scenario: Scenario) -> tuple[str, ...]:
    """Of the columns of chances, harmless first."""
    return HARMLESS, *offences(scenario)


def read(dossiers: DataFrame, scenario: Scenario) -> Mapping[Key, Dossier]:
    """The dossiers of a table that counted when they were written."""
    given = kept(scenario)
    assert given is not None
    described = {name: k for k, name in enumerate(descriptions(given))}
    return {
        (row.dossier, row.version): Dossier(
            row.dossier,
            Repute[row.repute.upper()],
            row.hull,
            described.get(row.described, HULL_ALONE),
            tuple(getattr(row, name) for name in names(scenario)),
            row.t,
            row.until,
            row.version,
        )
        for row in dossiers.itertuples()
        if row.repute not in COUNTS_NO_MORE
    }


def _repute(dossier: Dossier) -> str:
    """Its repute, or that it counts no more."""
    return WITHDRAWN if dossier.withdrawn and dossier.repute is not Repute.TAKEN else dossier.repute.name.lower()


def _name(k: int, known: Sequence[str]) -> str | None:
    return known[k] if k >= 0 else None

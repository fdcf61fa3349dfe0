"""The table of dossiers: what was written about which hull, and in truth of which vessel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guardship.build.dossiers import descriptions, kept
from guardship.build.recognition import offences
from guardship.intelligence import HULL_ALONE, Dossier, Repute
from guardship.scenario.recognition import HARMLESS
from guardship.scenario.schema import Scenario
from guardship.world.dossiers import Written

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

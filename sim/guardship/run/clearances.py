"""The table of clearances that have ended before their time: whom a nation has taken then for what it had passed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from guardship.core.kernels.state import Records

if TYPE_CHECKING:
    import pyarrow


def table(lapses: Records, nations: Sequence[str], vessels: Sequence[str], offends: Sequence[bool]) -> pyarrow.Table:
    """As in clearances.parquet, in order of time. `nations`, `vessels`, `offends`: by number and by row."""
    import pyarrow as pa

    heirs = lapses["heir"].tolist()
    columns = {
        "t": pa.array(lapses["t"], pa.float64()),
        "nation": pa.array([nations[k] for k in lapses["holder"].tolist()], pa.string()),
        "vessel": pa.array([vessels[k] for k in lapses["row"].tolist()], pa.string()),
        "until": pa.array(lapses["until"], pa.float64()),
        "goes_to": pa.array([vessels[k] if k >= 0 else None for k in heirs], pa.string()),
        "offender": pa.array([offends[k] if k >= 0 else None for k in heirs], pa.bool_()),
    }
    return pa.table(columns)

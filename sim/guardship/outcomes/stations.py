"""What became of stations by a map: who was given which, hours on station, hours doubled, and what lay bare."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow

type Floats = NDArray[np.float64]


class Planned(NamedTuple):
    """A row of a plan: when [h], by whom, which unit, to which station of its own, at (x, y) [nm], for which gain.

    `gain`: groups that it adds to what is expected to be found, or met in time; `moved`: whether that is another than
    before; `flight`: whether it is where an aircraft flies by programme, over several cells.
    """

    t: float
    holder: int
    unit: str
    station: int
    x: float
    y: float
    gain: float
    moved: bool
    flight: bool


@final
@dataclass(eq=False)
class Watched:
    """What came of stations in the measuring window, for one holder and each cell (n,). Hours are those of ships.

    `own`: its ships on station or searching there; `doubled`: those of them beside a ship of another nation that is,
    too; `bare`: hours with no such ship of anybody's; `expected`: groups that its map expects there, times hours;
    `missed`: of these what lay bare.
    """

    own: Floats
    doubled: Floats
    bare: Floats
    expected: Floats
    missed: Floats

    @classmethod
    def of(cls, cells: int) -> "Watched":
        """Nothing yet."""
        return cls(*(np.zeros(cells) for _ in range(5)))

    def count(self, hours: float, own: Floats, all_ships: Floats, expected: Floats) -> None:
        """So many hours more with so many ships in each cell (n,), its own and everybody's, and groups expected."""
        nobody = all_ships == 0.0
        self.own += hours * own
        self.doubled += hours * np.where(all_ships > own, own, 0.0)
        self.bare += hours * nobody
        self.expected += hours * expected
        self.missed += hours * np.where(nobody, expected, 0.0)


def summary(plans: Sequence[Planned], watched: Mapping[int, Watched], window: tuple[float, float]) -> dict[str, Any]:
    """Sums over holders, within the window. `missed_share`: of the groups that maps expect, times hours, what lay bare;
    None where nobody has a map."""
    ours = [one for one in plans if window[0] <= one.t < window[1] and not one.flight]
    of = {name: float(sum(getattr(one, name).sum() for one in watched.values())) for name in SUMMED}
    return {
        "station_hours": of["own"],
        "doubled_hours": of["doubled"],
        "doubled_share": of["doubled"] / of["own"] if of["own"] > 0.0 else None,
        "bare_hours": float(max((one.bare.sum() for one in watched.values()), default=0.0)),  # the same for all
        "missed_share": of["missed"] / of["expected"] if of["expected"] > 0.0 else None,
        "planned": len(ours),
        "moved": sum(one.moved for one in ours),
    }


SUMMED = ("own", "doubled", "expected", "missed")
SUMS = ("station_hours", "doubled_hours", "doubled_share", "bare_hours", "missed_share", "planned", "moved")


def plans_table(plans: Iterable[Planned], holders: Sequence[str]) -> "pyarrow.Table":
    """The plans, row by row."""
    import pyarrow as pa

    rows = [one._replace(holder=holders[one.holder]) for one in plans]  # type: ignore[arg-type]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(Planned._fields)
    kinds = [pa.float64(), pa.string(), pa.string(), pa.int64(), *[pa.float64()] * 3, pa.bool_(), pa.bool_()]
    return pa.table({name: pa.array(c, kind) for name, c, kind in zip(Planned._fields, columns, kinds, strict=True)})


def hours_table(
    watched: Mapping[int, Watched], centres: Floats, areas: Floats, holders: Sequence[str]
) -> "pyarrow.Table":
    """A row a holder and cell, with the middle of the cell [nm] and its water [nm^2]."""
    import pyarrow as pa

    n, keys = len(areas), sorted(watched)
    return pa.table(
        {
            "holder": pa.array([holders[k] for k in keys for _ in range(n)], pa.string()),
            "cell": pa.array(list(range(n)) * len(keys), pa.int64()),
            "x": pa.array(np.tile(centres[:, 0], len(keys)), pa.float64()),
            "y": pa.array(np.tile(centres[:, 1], len(keys)), pa.float64()),
            "water": pa.array(np.tile(areas, len(keys)), pa.float64()),
            **{
                name: pa.array([float(v) for k in keys for v in getattr(watched[k], name)], pa.float64())
                for name in ("own", "doubled", "bare", "expected", "missed")
            },
        }
    )

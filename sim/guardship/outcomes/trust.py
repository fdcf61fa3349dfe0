"""Give and take: what holders have counted for and against each other, and what was left of their releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, final

if TYPE_CHECKING:
    import pyarrow


@final
class Entry(NamedTuple):
    """One thing that a holder has counted with a partner: `given`, `used` or a `leak` of the partner's that was found
    out. `report`: the first of the episode, 0 for none; `balance` and `share` after it."""

    time: float
    holder: int
    partner: int
    what: str
    report: int
    balance: float
    share: float


def table(entries: Iterable[Entry], names: Sequence[str]) -> pyarrow.Table:
    """As in trust.parquet. `names`: of the holders by number."""
    import pyarrow as pa

    kinds = {"t": pa.float64(), "holder": pa.string(), "partner": pa.string(), "what": pa.string()}
    kinds |= {"report": pa.int64(), "balance": pa.float64(), "share": pa.float64()}
    rows = [one._replace(holder=names[one.holder], partner=names[one.partner]) for one in entries]  # type: ignore[arg-type]
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return pa.table({name: pa.array(c, kind) for (name, kind), c in zip(kinds.items(), columns, strict=True)})


def summary(
    entries: Iterable[Entry], shares: Sequence[tuple[int, int, float]], names: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """By holder and partner: how many episodes were given and used, how many leaks found out, the share in the end."""
    found: dict[str, dict[str, Any]] = {
        f"{names[a]} to {names[b]}": {"given": 0, "used": 0, "leak": 0, "share": share} for a, b, share in shares
    }
    for one in entries:
        found[f"{names[one.holder]} to {names[one.partner]}"][one.what] += 1
    return found

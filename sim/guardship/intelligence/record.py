"""The table of messages: one row for each report and edge, what was let out, and what became of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guardship.intelligence.network import Message
from guardship.intelligence.observation import Report

if TYPE_CHECKING:
    import pyarrow

COLUMNS = (
    "report",
    "kind",
    "origin",
    "sender",
    "receiver",
    "made",
    "sent",
    "arrived",
    "track",
    "reason",
    "use",
    "path",
    "to",
    "x",
    "y",
    "vx",
    "vy",
    "sigma",
    "hull",
    "suspicious",
    "attended",
)
WAITED = "waited"


def table(
    messages: Sequence[Message], holders: Sequence[str], tracks: Sequence[int | None], reads: bool = False
) -> "pyarrow.Table":
    """As in messages.parquet; times [h], places [nm], speeds [kn].

    `tracks`: of each message, the track of the receiver to which it went, None for none. A message is in flight while
    both `arrived` and `reason` are null. `kind` and what follows `use` are those of the
    version that was let out; null where nothing was. `to`: the holders to which it may go on, null for everybody. The
    sender and the origin of a call for help that everybody hears are null. `reads`: whether somebody reads one message
    after another; then `waited` says how long [h] each has been on the desk, null for those that nobody has read.
    """
    import pyarrow as pa

    kinds = [
        pa.int64(),
        pa.string(),
        pa.string(),
        pa.string(),
        pa.string(),
        pa.float64(),
        pa.float64(),
        pa.float64(),
        pa.int64(),
        pa.string(),
        pa.string(),
        pa.string(),
        pa.string(),
        *[pa.float64()] * 5,
        pa.string(),
        pa.bool_(),
        pa.bool_(),
    ]
    rows = [_row(message, track, holders) for message, track in zip(messages, tracks, strict=True)]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    made = pa.table({name: pa.array(c, kind) for name, kind, c in zip(COLUMNS, kinds, columns, strict=True)})
    return made.append_column(WAITED, pa.array(map(_waited, messages), pa.float64())) if reads else made


def _waited(message: Message) -> float | None:
    """How long [h] a message that was read has been on a desk; 0 where there is none."""
    if message.arrived is None:
        return None
    return 0.0 if message.handed_in is None else message.arrived - message.handed_in


def _row(message: Message, track: int | None, holders: Sequence[str]) -> tuple[Any, ...]:
    def name(holder: int) -> str | None:
        return holders[holder] if holder >= 0 else None

    report, edge = message.report, message.edge
    what = (report.id, report.kind.name.lower(), name(report.origin), name(edge.sender), holders[edge.receiver])
    why = None if message.reason is None else message.reason.name.lower()
    when = (report.time_made, message.sent, message.arrived, track, why)
    return (*what, *when, *(_version(report, holders) if message.released else (None,) * 11))


def _version(report: Report, holders: Sequence[str]) -> tuple[Any, ...]:
    """What was let out of a report, its last observation."""
    path = ">".join(holders[k] for k in report.path)
    to = None if report.releasable is None else " ".join(sorted(holders[k] for k in report.releasable))
    if not report.observations:
        return (report.use, path, to, *(None,) * 7, report.attended)
    o = report.observations[-1]
    return report.use, path, to, o.x, o.y, o.vx, o.vy, o.sigma, o.hull, o.suspicious, report.attended

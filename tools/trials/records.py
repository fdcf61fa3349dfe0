"""Results as JSON lines, and tables of them: a row a family."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tools.trials.trial import Record


def append(path: Path, record: Record) -> None:
    """One more line."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record._asdict(), ensure_ascii=True) + "\n")


def read(paths: Iterable[Path]) -> list[Record]:
    """All lines of some files."""
    return [Record(**json.loads(line)) for path in paths for line in path.read_text("utf-8").splitlines()]


def common(before: Sequence[Record], after: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Those trials that both sides have; the last of a name counts."""
    sides = [{(r.kind, r.family, r.name): r for r in side} for side in (before, after)]
    both = [name for name in sides[0] if name in sides[1]]
    return [sides[0][name] for name in both], [sides[1][name] for name in both]


def summary(records: Sequence[Record]) -> Iterator[str]:
    """A row a family: tried, right, then what was wrong and how often."""
    yield f"{'kind':12} {'family':24} {'tried':>6} {'ok':>6}  what was wrong"
    for kind, family in sorted({(r.kind, r.family) for r in records}):
        yield _row(kind, family, [r for r in records if (r.kind, r.family) == (kind, family)])
    yield _row("all", "", records)


def _row(kind: str, family: str, own: Sequence[Record]) -> str:
    fine = sum(not r.faults for r in own)
    return f"{kind:12} {family:24} {len(own):6} {fine:6}  {wrong(own)}"


def wrong(records: Iterable[Record]) -> str:
    """Kinds of faults with their counts, the most frequent first."""
    counts = Counter(fault for r in records for fault in r.faults)
    return ", ".join(f"{fault} {n}" for fault, n in counts.most_common())


def failures(records: Iterable[Record]) -> Iterator[str]:
    """A line for each trial that is not right."""
    for r in records:
        if r.faults:
            yield f"{r.kind}/{r.family}: {r.name}: {', '.join(r.faults)} (exit {r.code}, {r.cpu:.2f} s, {r.size} B): {r.first}"


def before_and_after(before: Sequence[Record], after: Sequence[Record]) -> Iterator[str]:
    """The table of docs/safe_hands.md."""
    yield "| kind | family | tried | wrong before | wrong after |"
    yield "|---|---|---|---|---|"
    for kind, family in sorted({(r.kind, r.family) for r in (*before, *after)}):
        sides = [[r for r in side if (r.kind, r.family) == (kind, family)] for side in (before, after)]
        tried = " / ".join(dict.fromkeys(str(len(side)) for side in sides if side))
        yield f"| {kind} | {family} | {tried} | {_cell(sides[0])} | {_cell(sides[1])} |"
    tried = " / ".join(dict.fromkeys(str(len(side)) for side in (before, after) if side))
    yield f"| all | | {tried} | {_count(before)} | {_count(after)} |"


def _cell(own: Sequence[Record]) -> str:
    if not own:
        return ""
    number = sum(bool(r.faults) for r in own)
    return f"{number}: {wrong(own)}" if number else "0"


def _count(own: Sequence[Record]) -> str:
    return str(sum(bool(r.faults) for r in own)) if own else ""

"""Which blocks of a store are done: `blocks.jsonl`, a line a block with the sha256 of its files, written after them.

    [3, 16, 24, {"counts": "5f2c...", "nations": "...", "runs": "..."}]

A line is the last thing of a block, so a block that has none is run again. What is not as its line says is damaged:
whoever reads it is told so, and the command of the batch runs that block anew. A last line that a killed command has
left unfinished counts for nothing. When all is there the lines stand in the order of their blocks.

Stores of format 1 have no such file: there a block is done when its file of `runs` is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from guardship.experiment.plan.plan import BLOCK, Block, Plan
from guardship.experiment.store.columns import COUNTS, NATIONS, RUNS
from guardship.experiment.store.files import StoreError, digest

LIST = "blocks.jsonl"
ANEW = "give the command of the batch again, which runs anew what is missing or damaged"
NAME = re.compile(r"p(\d{4,9})-r(\d{6,9})\.parquet\Z")
UNKNOWN = ""  # the digest of a file of format 1

type Digests = Mapping[str, str]
"""sha256 of a block's files, by table."""

_LINE: TypeAdapter[tuple[int, int, int, dict[str, str]]] = TypeAdapter(
    tuple[int, int, int, dict[str, str]], config=ConfigDict(strict=True)
)


def file_of(block: Block) -> str:
    """The name that a block's file has in the folder of every table."""
    return f"p{block.point:04}-r{block.begin:06}.parquet"


def known(plan: Plan) -> tuple[str, ...]:
    """The tables that a batch may have; whatever else lies in the folder is not looked at."""
    return (RUNS, NATIONS, COUNTS, *plan.asked.keep)


def line(block: Block, digests: Digests) -> bytes:
    """The line of a block that is done."""
    return (json.dumps([*block, dict(sorted(digests.items()))]) + "\n").encode()


def listed(folder: Path, plan: Plan) -> dict[Block, Digests]:
    """The blocks of the plan that the list has; lines that are none are passed over. Raises StoreError, OSError."""
    found: dict[Block, Digests] = {}
    tables = set(known(plan))
    for text in (folder / LIST).read_bytes().splitlines():
        try:
            *place, digests = _LINE.validate_json(text)
        except ValidationError:
            continue
        block = Block(*place)
        if is_of(plan, block) and RUNS in digests and digests.keys() <= tables:
            found[block] = digests
    return found


def wanted(plan: Plan, manifest: Mapping[str, Any]) -> list[Block] | None:
    """The blocks that a finished store has by what its manifest says; None for one that is not finished.

    That is so many replications of each point, or as many of each as `ran` says. Raises ValueError for what does not
    fit the plan.
    """
    count, asked = manifest.get("replications"), plan.asked.replications
    if count is None:
        return None
    ran = manifest.get("ran")
    if count > plan.asked.most or (ran is None and isinstance(asked, int) and count != asked):
        raise ValueError(f"{count} replications, which the plan has not")
    if ran is not None and len(ran) != len(plan.points):
        raise ValueError(f"{len(ran)} numbers of replications of {len(plan.points)} points")
    return plan.blocks(0, count) if ran is None else plan.blocks_to(ran)


def is_of(plan: Plan, block: Block) -> bool:
    """Whether the plan has, or may come to have, such a block."""
    begun = block.begin < block.end <= plan.asked.most and block.begin % BLOCK == 0
    return begun and 0 <= block.point < len(plan.points) and block.end - block.begin <= BLOCK


def damage(folder: Path, block: Block, digests: Digests) -> Iterator[str]:
    """What is wrong with the files of a block, each by its path; one that is as it was written is passed over."""
    for table, wanted in digests.items():
        path = folder / table / file_of(block)
        try:
            if wanted != UNKNOWN and digest(path) != wanted:
                yield f"{path}: is not as it was written"
        except FileNotFoundError:
            yield f"{path}: is not there"
        except OSError as fault:
            yield f"{path}: cannot be read ({fault.strerror})"


def there(folder: Path, plan: Plan, whole: Sequence[Block] | None, listing: bool) -> dict[Block, Digests]:
    """The blocks that a store has, in order; of a finished one, whose blocks are `whole`, none is missing.

    `listing`: whether it has a list of them. Raises StoreError when one is missing, or a file is there that belongs
    to none.
    """
    names = {table: _names(folder / table) for table in known(plan)}
    try:
        found = listed(folder, plan) if listing else _of_format_1(folder, plan, whole, names)
    except OSError as fault:
        raise StoreError(f"{folder / LIST}: cannot be read ({fault.strerror}); {ANEW}") from None
    if whole is not None:
        _complete(folder, found, whole, names)
    for block, digests in found.items():
        for table in digests:
            if file_of(block) not in names[table]:
                raise StoreError(f"{folder / table / file_of(block)}: is not there; {ANEW}")
    return dict(sorted(found.items()))


def _complete(
    folder: Path, found: Mapping[Block, Digests], wanted: Iterable[Block], names: Mapping[str, set[str]]
) -> None:
    for block in wanted:
        if block not in found:
            raise StoreError(f"{folder / RUNS / file_of(block)}: is missing; {ANEW}")
    for table, there in names.items():
        strange = there - {file_of(block) for block, digests in found.items() if table in digests}
        if strange:
            said = "is of no block of this batch; move it out of the store"
            raise StoreError(f"{folder / table / min(strange)}: {said}")


def _names(folder: Path) -> set[str]:
    """Names of the Parquet files of a table."""
    try:
        return {path.name for path in folder.iterdir() if path.name.endswith(".parquet")}
    except FileNotFoundError:
        return set()
    except NotADirectoryError:
        raise StoreError(f"{folder}: a file is there, wanted a folder; remove it, and {ANEW}") from None
    except OSError as fault:
        raise StoreError(f"{folder}: cannot be read ({fault.strerror})") from None


def _of_format_1(
    folder: Path, plan: Plan, whole: Sequence[Block] | None, names: Mapping[str, set[str]]
) -> dict[Block, Digests]:
    found: dict[Block, Digests] = {}
    most = max((block.end for block in whole or ()), default=plan.asked.most)
    for name in names[RUNS]:
        place = NAME.match(name)
        point, begin = (int(place[1]), int(place[2])) if place else (-1, -1)
        block = Block(point, begin, min(begin + BLOCK, most))
        if not is_of(plan, block):
            raise StoreError(f"{folder / RUNS / name}: is of no block of this batch; move it out of the store")
        found[block] = {table: UNKNOWN for table, there in names.items() if name in there}
    return found

"""The pages of `seeds/`: measured effects are filled in from docs/effects/effects.json, between their marks.

A mark is `<!--e arm|reference|measure-->...<!--/e-->`, or `<!--even sweep|measure-->...<!--/e-->` for a break-even value.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.runs import HOME

PAGES = HOME / "seeds"
EFFECTS = HOME / "docs/effects/effects.json"
MARK = re.compile(r"<!--(e|even) ([^>]*?)-->(.*?)<!--/e-->", re.DOTALL)


def said(row: Mapping[str, Any]) -> str:
    """An effect in one line: the mean difference, its interval together with the family, and the answer."""
    if row["answer"] == "equal":
        return f"{row['measure']}: equal in every pair"
    found = f"{row['measure']} {row['mean']:+.2g} ({row['all_low']:+.2g} to {row['all_high']:+.2g}; without {row['without']:.2g})"
    if row["answer"] == "not resolved":
        return f"{found}: not resolved, detectable {row['detectable']:.2g}"
    return f"{found}: {row['answer']}"


def even(sweep: Mapping[str, Any], measure: str) -> str:
    """The break-even value of a sweep, with the effects at its ends."""
    rows = [row for row in sweep["rows"] if row["measure"] == measure]
    ends = ", ".join(
        f"{row['mean']:+.2g} ({row['all_low']:+.2g} to {row['all_high']:+.2g}) at {x:g} {sweep['unit']}"
        for x, row in zip(sweep["at"], rows, strict=True)
    )
    x = sweep["break_even"][measure]
    where = "no break-even in the range" if x is None else f"break-even of the mean at {x:.2g} {sweep['unit']}"
    return f"{measure}: {where}; {ends}"


def filled(text: str, effects: Mapping[str, Any]) -> str:
    """A page with its effects as measured. Raises KeyError for a mark that nothing answers."""
    rows = {(r["arm"], r["reference"], r["measure"]): r for r in effects["comparisons"]}
    sweeps = {sweep["name"]: sweep for sweep in effects["sweeps"]}

    def one(found: re.Match[str]) -> str:
        kind, key = found[1], tuple(found[2].split("|"))
        answer = said(rows[key]) if kind == "e" else even(sweeps[key[0]], key[1])
        return f"<!--{kind} {found[2]}-->{answer}<!--/e-->"

    return MARK.sub(one, text)


def fill(pages: Path = PAGES, effects: Path = EFFECTS) -> None:
    """All pages."""
    found = json.loads(effects.read_text())
    for page in sorted(pages.glob("*.md")):
        page.write_text(filled(page.read_text(), found))

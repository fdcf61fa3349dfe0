"""The pages of `seeds/`: measured effects are filled in from docs/effects/effects.json, between their marks.

A mark is `<!--e arm~reference~measure-->...<!--/e-->`, or `<!--even sweep~measure-->...<!--/e-->` for a break-even value.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[1]
PAGES = HOME / "seeds"
EFFECTS = HOME / "docs/effects/effects.json"
NOT_YET = "not yet measured"
MARK = re.compile(r"<!--(e|even) ([^>]*?)-->(.*?)<!--/e-->", re.DOTALL)


def short(x: float) -> str:
    """Two figures, or whole numbers."""
    return f"{x:.2g}" if abs(x) < 100.0 else f"{x:.0f}"


def signed(x: float) -> str:
    """With its sign."""
    return f"+{short(x)}" if x >= 0.0 else short(x)


def between(row: Mapping[str, Any]) -> str:
    """A mean difference with its interval together with the family."""
    return f"{signed(row['mean'])} ({signed(row['all_low'])} to {signed(row['all_high'])})"


def said(row: Mapping[str, Any]) -> str:
    """An effect in one line: the mean difference, its interval, what it is without, and the answer."""
    if row["answer"] == "equal":
        return f"{row['measure']}: equal in every pair"
    found = f"{row['measure']} {between(row)} from {short(row['without'])}"
    if row["answer"] == "not resolved":
        return f"{found}: not resolved, detectable {short(row['detectable'])}"
    return f"{found}: **{row['answer']}**"


def even(sweep: Mapping[str, Any], measure: str) -> str:
    """The break-even value of a sweep, with the effects at its points."""
    rows = [row for row in sweep["rows"] if row["measure"] == measure]
    points = ", ".join(f"{between(row)} at {x:g} {sweep['unit']}" for x, row in zip(sweep["at"], rows, strict=True))
    x = sweep["break_even"][measure]
    where = "no break-even in the range" if x is None else f"break-even of the mean at {short(x)} {sweep['unit']}"
    return f"sweep of {sweep['name']}, {measure}: {where}; {points}"


def filled(text: str, effects: Mapping[str, Any]) -> str:
    """A page with its effects as measured; what is not in there stays `not yet measured`."""
    rows = {(r["arm"], r["reference"], r["measure"]): r for r in effects["comparisons"]}
    sweeps = {sweep["name"]: sweep for sweep in effects["sweeps"]}

    def one(found: re.Match[str]) -> str:
        kind, key = found[1], tuple(found[2].split("~"))
        answer = NOT_YET
        if kind == "e" and key in rows:
            answer = said(rows[key])
        elif kind == "even" and key[0] in sweeps:
            answer = even(sweeps[key[0]], key[1])
        return f"<!--{kind} {found[2]}-->{answer}<!--/e-->"

    return MARK.sub(one, text)


def fill(pages: Path = PAGES, effects: Path = EFFECTS) -> None:
    """All pages."""
    found = json.loads(effects.read_text())
    for page in sorted(pages.glob("*.md")):
        page.write_text(filled(page.read_text(), found))


# ---- the random seeds behind published figures --------------------------------------------------


def random_seeds(effects: Mapping[str, Any]) -> dict[str, Any]:
    """Which seeds are behind which published figures."""
    first, last = effects["seeds"]
    return {
        "docs/effects/effects.md": {
            "command": "uv run python -m tools.effects",
            "seeds": f"{first} to {last}",
            "arms": effects["arms"],
        },
        "docs/validity/gulf_of_aden.md": {
            "command": "uv run python -m tools.validate_gulf_of_aden --seeds 8",
            "seeds": "100 times the month (1 to 12) plus 0 to 7, for each of 2008, 2009 and 2010",
        },
        "docs/validity/calibration.md": {
            "command": "uv run python -m tools.calibrate_gulf_of_aden --seeds 2",
            "seeds": "100 times the month (1 to 12) plus 0 to 1, for each of 2008, 2009 and 2010",
        },
    }


def seeds_page(found: Mapping[str, Any]) -> str:
    """The same for people."""
    rows = [
        "# Random seeds behind published figures",
        "",
        "A run follows from its scenario and its seed alone, so whoever takes these finds the same figures (on one platform and "
        "one set of versions; `random_seeds.json` has the hash of each scenario).",
        "",
        "| figures | seeds | command |",
        "|---|---|---|",
    ]
    rows += [f"| [{page}](../{page}) | {one['seeds']} | `{one['command']}` |" for page, one in found.items()]
    arms = found["docs/effects/effects.md"]["arms"]
    rows += [
        "",
        "Variants of `scenarios/experiments/effects.yaml`, all under the same seeds, with the hash of each scenario:",
        "",
        "| variant | sha256 |",
        "|---|---|",
    ]
    rows += [f"| {name} | `{key[:20]}` |" for name, key in arms.items()]
    return "\n".join(rows) + "\n"


def write_seeds(pages: Path = PAGES, effects: Path = EFFECTS) -> None:
    """seeds/random_seeds.json and .md."""
    found = random_seeds(json.loads(effects.read_text()))
    (pages / "random_seeds.json").write_text(json.dumps(found, indent=1) + "\n")
    (pages / "random_seeds.md").write_text(seeds_page(found))

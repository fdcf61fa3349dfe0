"""What a page says where its script does not run or nothing can be drawn: the run in words, and a picture of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from guardship.files.html import Markup, join, table, tag
from guardship.meanings import VOYAGE, of_reason, words
from guardship.occurrences import Occurrence as O
from guardship.replay.recorded import Recorded
from guardship.replay.surroundings import FINE, Window
from guardship.replay.waypoints import Ints, Ways, places

WIDE = 960.0  # units of the picture from west to east
PLURALS = (
    *("merchant ships", "dhows and fishers", "warships", "aircraft", "boats of warships", "pirate groups"),
    *("pirates' skiffs", "smugglers", "attackers", "tracks"),
)
"""Of the kinds that a page draws, in their order."""
COUNTED = (
    (O.ATTACK, "attacks"),
    (O.HIJACKED, "ships taken"),
    (O.BOARDING, "boardings"),
    (O.DISTRESS, "calls for help"),
)


def alternative(recorded: Recorded, head: Mapping[str, Any], ways: Ways) -> Markup:
    """A run in words, in a table and in a picture. `head`: what the page is told of it."""
    picture = drawn(head["chart"], head["window"], placed(ways, head["measured"][0], recorded.hours, head["vessels"]))
    voyages = recorded.tables["voyages"].to_pylist()
    ended = Counter((v["outcome"] or "", v["cause"] or "") for v in voyages if v["counted"])
    rows = [
        (words(VOYAGE, outcome), of_reason(cause) if cause else "", n) for (outcome, cause), n in sorted(ended.items())
    ]
    return tag(
        "section",
        tag("h2", f"{head['scenario']}, seed {head['seed']}"),
        tag("p", _told(recorded, head)),
        table("Candidate voyages of the measured time", ("Outcome", "Cause", "Voyages"), rows, names=2) if rows else "",
        tag("figure", picture, tag("figcaption", "The sea, and where vessels were when the measured time began.")),
    )


def _told(recorded: Recorded, head: Mapping[str, Any]) -> str:
    begin, end = head["measured"]
    kinds = Counter(head["vessels"]["kind"])
    there = ", ".join(f"{n} {PLURALS[kind]}" for kind, n in sorted(kinds.items()))
    events = Counter(recorded.tables["events"]["kind"].to_pylist())
    happened = ", ".join(f"{events[str(kind)]} {name}" for kind, name in COUNTED)
    return (
        f"{recorded.hours / 24:.0f} days from {head['start'][:10]}, of which {(end - begin) / 24:.0f} are measured. "
        f"Vessels: {there}. What happened: {happened}."
    )


def placed(ways: Ways, t: float, hours: float, vessels: Mapping[str, Any]) -> list[tuple[int, float, float]]:
    """Kind and place [nm] of those who are there at t [h], the rarer kinds last."""
    found = [(vessels["kind"][k], *at) for k, at in enumerate(places(ways, t, hours)) if at is not None]
    return sorted(found)


def drawn(chart: Mapping[str, Any], seen: Window, there: Sequence[tuple[int, float, float]]) -> Markup:
    """Coast, lanes and areas of a window as a drawing, its colours by class; a dot for each who is there."""
    x0, y0, x1, y1 = seen
    scale = WIDE / max(x1 - x0, 1e-9)
    high = round((y1 - y0) * scale)

    def path(rings: Sequence[Sequence[int]], end: str) -> str:
        return "".join(f"M{' '.join(map(str, ring.ravel()))}{end}" for ring in map(on_paper, rings) if len(ring) > 1)

    def on_paper(ring: Sequence[int]) -> Ints:
        x, y = np.array(ring, float).reshape(-1, 2).T / FINE
        points = np.rint(np.column_stack([(x - x0) * scale, (y1 - y) * scale])).astype(np.int64)
        return points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]

    lines = [(kind, "" if kind in ("lane", "line") else "z") for kind in ("land", "waters", "area", "lane", "line")]
    shapes = [
        tag("path", attributes={"class": kind, "d": path([ring for _, rings in chart[kind] for ring in rings], end)})
        for kind, end in lines
        if chart[kind]
    ]
    spots = []
    for name, kinds in (("ships", range(2)), ("units", range(2, 5)), ("offenders", range(5, 9))):
        at = [(round((x - x0) * scale), round((y1 - y) * scale)) for kind, x, y in there if kind in kinds]
        spots.append(tag("path", attributes={"class": f"there {name}", "d": "".join(f"M{x} {y}h0" for x, y in at)}))
    said = {"viewBox": f"0 0 {WIDE:.0f} {high}", "role": "img", "aria-label": "Map of the sea"}
    return tag("svg", join(shapes), join(spots), attributes=said)

"""A run, packed for the page: a head of names and small lists, and blocks of whole numbers."""

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple

from guardship.build.limits import Limits
from guardship.files.html import Markup
from guardship.replay import happenings, pictures, surroundings
from guardship.replay.plain import alternative
from guardship.replay.recorded import Recorded
from guardship.replay.waypoints import CELL, Ways, of_legs, packed, ticks
from guardship.scenario.schema import Scenario

KINDS = ("merchant", "passive", "ship", "aircraft", "boat", "pirate", "skiff", "smuggler", "attacker", "track")
OFFENDERS = KINDS[5:9]


class Packed(NamedTuple):
    """A run on a page. `blocks`: by name, each decoded on its own when it is wanted; `ways`: those of the vessels;
    `plain`: what stands for all of that without a script."""

    blocks: dict[str, bytes]
    ways: Ways
    names: Sequence[str]
    plain: Markup = Markup("")


def pack(recorded: Recorded) -> Packed:
    """Everything that the page shows of a run."""
    names, hours = recorded.vessels, recorded.hours
    ways = of_legs(recorded.tables["legs"], names, hours)
    hulls = sorted(recorded.scenario.hulls)
    seen = pictures.of_holders(recorded, hulls)
    window = surroundings.window(recorded.chart, ways.x, ways.y, CELL)
    light, calendar = surroundings.calendar(recorded.theatre, recorded.seed)
    plane = recorded.theatre.plane if recorded.theatre.geographic else None
    told = {
        "incidents": happenings.incidents(recorded),
        "mail": happenings.mail(recorded),
        "looks": happenings.looks(recorded),
        "voyages": happenings.voyages(recorded),
    }
    head = {
        **_identity(recorded),
        "window": window,
        "vessels": _who(recorded, hulls),
        "count": ways.counts.tolist(),
        "tracks": {h: {"number": p.tracks, "count": p.ways.counts.tolist()} for h, p in seen.items()},
        "told": {name: one.names for name, one in told.items()},
        "light": light,
        "chart": surroundings.drawing(recorded.chart),
        "degrees": plane and surroundings.degrees(plane, window),
    }
    blocks = {
        "head": gzip.compress(json.dumps(head, separators=(",", ":"), allow_nan=False).encode(), 9, mtime=0),
        "truth": packed(ways.columns),
        "contacts": packed(happenings.contacts(recorded)),
        "light": packed(calendar),
        **{name: packed(one.columns) for name, one in told.items()},
        **{f"picture {holder}": packed(one.ways.columns) for holder, one in seen.items()},
    }
    return Packed(blocks, ways, names, alternative(recorded, head, ways))


def _identity(recorded: Recorded) -> dict[str, Any]:
    """Which run it is, and its clock."""
    scenario, manifest = recorded.scenario, recorded.manifest
    return {
        "title": scenario.title,
        "scenario": scenario.name,
        "seed": recorded.seed,
        "substream": manifest.get("substream", 0),
        "set": {path: json.dumps(value) for path, value in manifest.get("set", {}).items()},
        "start": manifest["start"],
        "hours": recorded.hours,
        "ticks": ticks(recorded.hours),
        "cell": CELL,
        "measured": [scenario.time.warm_up, scenario.time.warm_up + scenario.time.measure],
        "memory": scenario.pictures.memory,
    }


def _who(recorded: Recorded, hulls: Sequence[str]) -> dict[str, Any]:
    """Vessels: names, and numbers of their kind, type, hull, nation, lead and reach; the lists that these count.

    `reaches`: how far off [nm] the sensors of a unit find each hull at best; null beyond any horizon.
    """
    table = recorded.tables["vessels"]
    rows = table.to_pylist()
    limits = Limits.of(recorded.scenario, table.to_pandas())
    names = [row["vessel"] for row in rows]
    number = {name: k for k, name in enumerate(names)}
    types, nations = (sorted({row[key] for row in rows} - {None}) for key in ("type", "nation"))
    kinds = [_kind(recorded.scenario, row) for row in rows]
    told = [
        _reach(limits, row, hulls) if KINDS.index(kind) in (2, 3, 4) else None
        for row, kind in zip(rows, kinds, strict=True)
    ]
    reaches = list(dict.fromkeys(one for one in told if one))
    sought = Counter(row["hull"] for row, kind in zip(rows, kinds, strict=True) if kind in OFFENDERS)
    return {
        "kinds": KINDS,
        "types": types,
        "hulls": hulls,
        "nations": nations,
        "reaches": reaches,
        "sought": sought.most_common(1)[0][0] if sought else hulls[0],
        "name": names,
        "kind": [KINDS.index(kind) for kind in kinds],
        "type": [types.index(row["type"]) for row in rows],
        "hull": [hulls.index(row["hull"]) for row in rows],
        "nation": [nations.index(row["nation"]) if row["nation"] else -1 for row in rows],
        "lead": [number.get(row["lead"], -1) for row in rows],
        "reach": [reaches.index(one) if one else -1 for one in told],
    }


def _kind(scenario: Scenario, row: dict[str, Any]) -> str:
    """What a vessel is drawn as: its role, and of units whether they float, fly or are boats of a ship."""
    role = row["role"]
    if role == "patrol":
        kind = scenario.types[row["type"]].role
        return kind if kind in ("aircraft", "boat") else "ship"
    return role if role in KINDS else "passive"


def _reach(limits: Limits, row: dict[str, Any], hulls: Sequence[str]) -> tuple[float | None, ...] | None:
    own = limits.ranges[row["vessel"]]
    found = [own.get(hull, 0.0) for hull in hulls]
    return tuple(round(r, 2) if isfinite(r) else None for r in found) if any(found) else None

"""One stage of the chain made perfect at a time: a scenario's entries changed so that nothing is lost at that stage.

Everything here works on the scenario as a file would say it, and only on entries that it has. What is sought (groups
and skiffs of pirates, smugglers, attackers) is found and recognised by its hull; where harmless vessels have the same
hull, it is given one of its own that looks alike to everybody, so that the harmless ones are seen as before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from guardship.build.look_alikes import look_alikes
from guardship.build.theatre import Theatre
from guardship.experiment.studies.recognised import Said, copied, given_away, judged
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.check import changed
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import OFFENDERS
from guardship.scenario.world import BoxTheatre

QUARRY = tuple(OFFENDERS)
UNITS = ("patrol", "aircraft", "boat")
AT_ONCE = "0 s"
FAST = "1000 kn"
LONG = "3 d"
MARK = "_sought"


class PerfectStage(NamedTuple):
    """A stage, the scenario in which it is perfect (None: left out), and what was done or why nothing could be."""

    name: str
    scenario: Scenario | None
    what: str


def stages(scenario: Scenario) -> Iterator[PerfectStage]:
    """All stages of the chain, in its order."""
    for name, (perfect, what) in CHAIN.items():
        said = deepcopy(_plain(scenario.written))
        said.pop("experiment", None)
        before = deepcopy(said)
        why = perfect(said, scenario)
        if why is not None:
            yield PerfectStage(name, None, why)
            continue
        try:
            made = changed(scenario, _difference(before, said))
        except ScenarioError as faults:
            first = faults.problems[0]
            yield PerfectStage(name, None, f"the scenario does not allow it: {first.path}: {first.message}")
            continue
        same = made.hash == scenario.hash
        yield PerfectStage(name, None if same else made, "is perfect as it is" if same else what)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(child) for key, child in value.items()}
    return [_plain(child) for child in value] if isinstance(value, list | tuple) else value


def _difference(before: Said, after: Said) -> dict[str, object]:
    """The sections that have changed; None for those that are gone."""
    gone = {key: None for key in before if key not in after}
    return gone | {key: value for key, value in after.items() if before.get(key) != value}


# ---- what is sought and who seeks it ------------------------------------------------------------


def _types(said: Said, roles: tuple[str, ...]) -> Iterator[Said]:
    yield from (kind for kind in said["types"].values() if kind["is"] in roles)


def _sensors(said: Said) -> list[Said]:
    """The sensors of units, now or after an upgrade; merchants that look out with one of them get a copy of it."""
    names = {name for kind in _types(said, UNITS) for name in kind.get("sensors", ())}
    better = [p["delivers"] for p in said.get("programmes", {}).values() if p.get("delivers")]
    better += [entry["upgrade"] for entry in said.get("timeline", ()) if entry.get("upgrade")]
    names |= {new for one in better for new in one["replaces"].values()}
    for kind in _types(said, ("merchant",)):
        own = kind.get("lookout")
        if own in names:
            said["sensors"][f"{own}_merchant"] = deepcopy(said["sensors"][own])
            kind["lookout"] = f"{own}_merchant"
    return [said["sensors"][name] for name in sorted(names)]


def _sought(said: Said, scenario: Scenario) -> list[str]:
    """The hulls of what is sought; those that harmless vessels have too are copied first."""
    own = list(_types(said, QUARRY))
    places = [place for kind in own for place in (kind, kind.get("skiffs")) if place]
    others = {kind["hull"] for kind in said["types"].values() if kind not in own}
    shared = sorted({place["hull"] for place in places} & others)
    harmless = look_alikes(Theatre.of(scenario)) if shared else {}
    for hull in shared:
        _copy_hull(said, hull, harmless.get(hull, 0.0))
        copied(said, hull, hull + MARK, scenario)
        for place in places:
            place["hull"] = hull + MARK if place["hull"] == hull else place["hull"]
    return sorted({place["hull"] for place in places})


def _copy_hull(said: Said, hull: str, harmless: float) -> None:
    """Another hull that everybody takes for this one. `harmless`: so many that look so, a square mile."""
    new = hull + MARK
    said["hulls"][new] = {**deepcopy(said["hulls"][hull]), "look_alikes": harmless}
    for sensor in said.get("sensors", {}).values():
        for table in (sensor["detects"], sensor.get("identifies", {}), *_by_hull(sensor)):
            if hull in table:
                table[new] = deepcopy(table[hull])
    sharing, law = said.get("sharing") or {}, said.get("law") or {}
    edges = [sharing.get(key) for key in ("edges", "later", "input")] + list(sharing.get("channels", {}).values())
    for terms in edges:
        if terms and hull in (terms.get("hulls") or ()):
            terms["hulls"] = [*terms["hulls"], new]
    if hull in law.get("suspicions", {}):
        law["suspicions"][new] = law["suspicions"][hull]
    for kind in _types(said, QUARRY):
        if hull in kind.get("prey", ()):
            kind["prey"] = [*kind["prey"], new]


def _by_hull(sensor: Said) -> list[Said]:
    return [factor for factor in sensor.get("when", {}).values() if isinstance(factor, dict)]


def _across(scenario: Scenario) -> float:
    """A length [nm] beyond that of the theatre."""
    theatre = scenario.theatre
    if isinstance(theatre, BoxTheatre):
        return 2.0 * math.hypot(theatre.box.width, theatre.box.height)
    b = theatre.bounds
    return 120.0 * math.hypot(b.east - b.west, b.north - b.south)


def _nm(length: float) -> str:
    return f"{length:.9g} nm"


def _looks(said: Said, scenario: Scenario) -> Iterator[tuple[Said, str, float]]:
    """Each sensor of a unit with each hull that is sought and it detects, and how far [nm] it does."""
    hulls, own = _sought(said, scenario), _sensors(said)
    names = {id(sensor): name for name, sensor in said["sensors"].items()}
    for sensor in own:
        name = names[id(sensor)]
        for hull in (hull for hull in hulls if hull in sensor["detects"]):
            yield sensor, hull, scenario.sensors[name].detects[hull.removesuffix(MARK)].reach


def _rings(sensor: Said, hull: str) -> list[Said]:
    """How it identifies a hull, from the outermost ring to the innermost."""
    given = sensor.get("identifies", {}).get(hull, [])
    return given if isinstance(given, list) else [given]


NOBODY_LOOKS = "no sensor of a unit detects anything that is sought"
NOBODY_SOUGHT = "the scenario has no pirates, smugglers or attackers"


# ---- the stages: each changes what the scenario says, or says why it cannot ---------------------


def _find(said: Said, scenario: Scenario) -> str | None:
    far, found = _nm(_across(scenario)), False
    for sensor, hull, _ in list(_looks(said, scenario)):
        found = True
        sensor["detects"][hull] = {"definite": far}
        if own := _rings(sensor, hull):
            own[0]["range"] = far
        sensor["when"] = {state: _but(factor, sensor, hull) for state, factor in sensor.get("when", {}).items()}
        said["hulls"][hull].pop("height", None)
    return None if found else _nobody(said)


def _nobody(said: Said) -> str:
    return NOBODY_LOOKS if any(_types(said, QUARRY)) else NOBODY_SOUGHT


def _but(factor: Any, sensor: Said, hull: str) -> Said:
    """A factor by hull, without one of them."""
    by_hull = factor if isinstance(factor, dict) else dict.fromkeys(sensor["detects"], factor)
    return {name: value for name, value in by_hull.items() if name != hull}


def _identify(said: Said, scenario: Scenario) -> str | None:
    looks = list(_looks(said, scenario))
    for sensor, hull, reach in looks:
        far = _nm(reach if math.isfinite(reach) else _across(scenario))
        sure = {"range": far, "after": AT_ONCE, **({} if judged(said, hull) else {"suspicious": 1.0})}
        sensor.setdefault("identifies", {})[hull] = {**(_rings(sensor, hull) or [{}])[0], **sure}
    given_away(said, sorted({hull for _, hull, _ in looks}), scenario, MARK)
    return None if looks else _nobody(said)


def _hold(said: Said, scenario: Scenario) -> str | None:
    looks = list(_looks(said, scenario))
    for sensor, hull, reach in looks:
        if math.isfinite(reach):
            sensor["detects"][hull]["hold"] = _nm(max(reach, _across(scenario)))
    return None if looks else _nobody(said)


def _report(said: Said, scenario: Scenario) -> str | None:
    for nation in said.get("nations", {}).values():
        nation |= {"report_delay": AT_ONCE, "distress_delay": AT_ONCE}
        nation.pop("order_delay", None)
    for centre in said.get("centres", {}).values():
        if centre.get("distress_delay") is not None:
            centre["distress_delay"] = AT_ONCE
    for kind in _types(said, UNITS):
        kind.pop("reaction", None)
    return None


def _release(said: Said, scenario: Scenario) -> str | None:
    holders = sorted([*said.get("nations", {}), *said.get("centres", {})])
    if len(holders) < 2:
        return "there is one nation, and nobody else to tell"
    silent = (said.get("sharing") or {}).get("negative_searches", False)
    said["sharing"] = {
        "topology": "mesh",
        "members": holders,
        "edges": {"delay": AT_ONCE},
        "negative_searches": silent,
    }
    _without(said, ("suspend", "resume"))
    return None


def _without(said: Said, changes: tuple[str, ...]) -> None:
    """The timeline without some kinds of change."""
    left = [entry for entry in said.get("timeline", ()) if not any(entry.get(key) for key in changes)]
    if len(left) < len(said.get("timeline", ())):
        said["timeline"] = left


def _available(said: Said, scenario: Scenario) -> str | None:
    for kind in _types(said, UNITS):
        kind.pop("cycle", None)
        kind.pop("launches_in", None)
        kind.pop("turnaround", None)
        for part in ("boards_in", "disposes"):
            (kind.get("boarding") or {}).pop(part, None)
        for part in ("alert", "turnaround", "a_day", "in"):
            (kind.get("sorties") or {}).pop(part, None)
    for nation in said.get("nations", {}).values():
        (nation.get("rules") or {}).pop("reserve", None)
    for drill in said.get("drills", {}).values():
        drill["answers_calls"] = True
    if isinstance(said.get("tasking"), dict):
        said["tasking"].pop("requests", None)
    return None


def _reach(said: Said, scenario: Scenario) -> str | None:
    far = _nm(_across(scenario))
    for kind in _types(said, UNITS):
        if kind["is"] != "aircraft":
            kind["speed"]["max"] = FAST
        for duty in ("investigates", "responds"):
            if kind.get(duty):
                kind[duty]["within"] = far
        if kind.get("sorties"):
            kind["sorties"] |= {"endurance": "10000 h"}
    return None


def _keep(said: Said, scenario: Scenario) -> str | None:
    keeping = [kind for kind in _types(said, ("patrol", "aircraft")) if kind.get("shadows")]
    for kind in keeping:
        kind["shadows"] = "unlimited"
        kind.pop("relief", None)
        if kind.get("sorties"):
            kind["sorties"] |= {"endurance": "10000 h"}
            kind["sorties"].pop("a_day", None)
    return None if keeping else "no unit keeps what it cannot board"


def _arrival(said: Said, scenario: Scenario) -> str | None:
    searching = [kind for kind in _types(said, ("patrol", "aircraft")) if kind.get("search")]
    for kind in searching:
        kind["search"] |= {"led": True, "for": LONG}
        kind["recognises"] = 0
    return None if searching else "no unit searches"


def _authority(said: Said, scenario: Scenario) -> str | None:
    said.pop("law", None)
    _without(said, ("lapse", "apply"))
    caveats = ("offences", "inside", "protects", "keeps_to")
    for nation in said.get("nations", {}).values():
        for caveat in caveats:
            (nation.get("rules") or {}).pop(caveat, None)
    return None


def _stop(said: Said, scenario: Scenario) -> str | None:
    aircraft = list(_types(said, ("aircraft",)))
    if not aircraft:
        return "no entry says whether a ship stops what it has met, and there are no aircraft"
    for kind in aircraft:
        kind.pop("force", None)
        kind["stops"] = 1.0
    for nation in said.get("nations", {}).values():
        (nation.get("rules") or {}).pop("force", None)
    return None


def _boardings(said: Said) -> list[Said]:
    return [kind["boarding"] for kind in _types(said, UNITS) if kind.get("boarding")]


NO_TEAMS = "no unit boards"


def _board(said: Said, scenario: Scenario) -> str | None:
    for boarding in _boardings(said):
        boarding["succeeds"] = 1.0
    ((said.get("interoperability") or {}).get("effects") or {}).pop("boarding", None)
    return None if _boardings(said) else NO_TEAMS


def _evidence(said: Said, scenario: Scenario) -> str | None:
    for boarding in _boardings(said):
        boarding["finds"] = 1.0
        boarding.pop("finds_at", None)
    return None if _boardings(said) else NO_TEAMS


def _dispose(said: Said, scenario: Scenario) -> str | None:
    for boarding in _boardings(said):
        boarding["detains"] = 1.0
    for nation in said.get("nations", {}).values():
        (nation.get("rules") or {}).pop("prosecutes", None)
    return None if _boardings(said) else NO_TEAMS


type Perfect = Callable[[Said, Scenario], str | None]

CHAIN: Mapping[str, tuple[Perfect, str]] = {
    "find": (_find, "units detect what is sought anywhere, at once, by day and night, and look at it from there"),
    "identify": (_identify, "whatever is sought and detected is known for it at once"),
    "hold": (_hold, "a contact with what is sought is never lost"),
    "report": (_report, "reports, calls for help and orders take no time"),
    "release": (_release, "every holder tells every other everything at once"),
    "available": (_available, "units need no port, rest or calm, keep no reserve, lose no time over those taken"),
    "reach": (_reach, "ships and boats go at 1000 kn after what is anywhere in the theatre; aircraft have fuel for it"),
    "arrival": (_arrival, "a unit that searches where it was sent is led to what was reported, and knows it"),
    "keep": (_keep, "who keeps a contact for somebody who can board stays with it as long as that takes"),
    "authority": (_authority, "no law and no caveat of a nation, but for courts and force"),
    "stop": (_stop, "aircraft stop whatever they are sent after"),
    "board": (_board, "every team gets on board"),
    "evidence": (_evidence, "what is on board is found, at once"),
    "dispose": (_dispose, "all who are taken are detained"),
}

"""What vessels of a scenario can do at most, from the scenario alone: what an audit holds against the logs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, final

from guardship.build.theatre import horizon
from guardship.build.timeline import Improvement, improvements, sensors_at
from guardship.scenario import vessels as types
from guardship.scenario.fittings import PatrolSpeed
from guardship.scenario.schema import Scenario
from guardship.scenario.sensors import Sensor

if TYPE_CHECKING:
    from pandas import DataFrame


@final
@dataclass(frozen=True, slots=True)
class Limits:
    """By name of a vessel: greatest speed [kn], hull, widest range [nm] by hull, how far held, whether it flies."""

    speeds: Mapping[str, float]
    hulls: Mapping[str, str]
    ranges: Mapping[str, Mapping[str, float]]
    holds: Mapping[str, Mapping[str, float]]
    flying: frozenset[str]

    @classmethod
    def of(cls, scenario: Scenario, vessels: "DataFrame") -> "Limits":
        """Of the vessels of a run, as in vessels.parquet. Raises KeyError for a type that the scenario has not."""
        kinds = {name: scenario.types[name] for name in set(vessels["type"])}
        nations = [name if name in scenario.nations else None for name in vessels["nation"]]
        eyes = list(zip(vessels["vessel"], vessels["type"], nations, strict=True))
        seen = {(kind, nation): _sensors(kinds[kind], improvements(scenario), kind, nation) for _, kind, nation in eyes}
        ranges, holds = ({who: _ranges(scenario, names, held) for who, names in seen.items()} for held in (False, True))
        rows = list(zip(vessels["vessel"], vessels["type"], vessels["role"], vessels["hull"], strict=True))
        own, more = dict(zip(vessels["vessel"], vessels["speed"], strict=True)), hastens(scenario)
        return cls(
            {vessel: min(own[vessel], greatest(kinds[kind], role, more)) for vessel, kind, role, _ in rows},
            {vessel: hull for vessel, _, _, hull in rows},
            {vessel: ranges[kind, nation] for vessel, kind, nation in eyes},
            {vessel: holds[kind, nation] for vessel, kind, nation in eyes},
            frozenset(vessel for vessel, kind, _, _ in rows if isinstance(kinds[kind], types.Aircraft)),
        )

    def lent(self, ships: Mapping[str, str]) -> "Limits":
        """The same where some ships were used by others, by name: they had the eyes of these too."""
        ranges, holds = (
            {**reach, **{ship: _both(reach[ship], reach[by]) for ship, by in ships.items()}}
            for reach in (self.ranges, self.holds)
        )
        return replace(self, ranges=ranges, holds=holds)


def _both(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """The wider of two ranges against each hull."""
    return {hull: max(r, other.get(hull, 0.0)) for hull, r in one.items()}


def hastens(scenario: Scenario) -> float:
    """How much faster [kn] all that may protect a merchant ship makes her when she is attacked."""
    return sum(one.faster for one in scenario.protection.values())


def greatest(kind: types.VesselType, role: str, more: float = 0.0) -> float:
    """The greatest speed [kn] of vessels of a type; those with the role `skiff` are the boats of a pirate group.

    `more`: what protection may add to that of a merchant ship.
    """
    if isinstance(kind, types.Pirate) and role == "skiff":
        return kind.skiffs.speed.support[1] * max([1.0, *kind.skiffs.by_state.root.values()])
    if isinstance(kind.speed, PatrolSpeed):
        return kind.speed.max
    faster = kind.evades.faster if isinstance(kind, types.Merchant) and kind.evades else 0.0
    return kind.speed.cruise.support[1] + faster + (more if isinstance(kind, types.Merchant) else 0.0)


def speeds(scenario: Scenario) -> dict[tuple[str, bool], float]:
    """Greatest speed [kn] by the name of a type and whether it is a skiff of it."""
    both, kinds, more = (False, True), scenario.types.items(), hastens(scenario)
    return {
        (name, skiff): greatest(kind, "skiff" if skiff else kind.role, more) for name, kind in kinds for skiff in both
    }


def _sensors(kind: types.VesselType, better: Sequence[Improvement], name: str, nation: str | None) -> frozenset[str]:
    """All sensors that vessels of a type and nation ever use, those that replace others included."""
    if isinstance(kind, types.Merchant):
        return frozenset(() if kind.lookout is None else (kind.lookout,))
    times = (0.0, *(one.at for one in better))
    return frozenset(one for t in times for one in sensors_at(better, kind.sensors, name, nation, t))


def _ranges(scenario: Scenario, names: Collection[str], held: bool) -> dict[str, float]:
    """The widest range of some sensors against each hull, in any state of the environment; `held`: once gained."""
    sensors = [scenario.sensors[name] for name in names]
    return {hull: max((_reach(scenario, one, hull, held) for one in sensors), default=0.0) for hull in scenario.hulls}


def sight(scenario: Scenario, kind: types.Boat) -> float:
    """How far off [nm] the sensors of a boat hold a contact at best, of the hull that they hold farthest."""
    return max(_ranges(scenario, kind.sensors, True).values(), default=0.0)


def sees(scenario: Scenario, name: str, nation: str | None, hull: str) -> bool:
    """Whether vessels of a type and nation ever see a hull, with what replaces their sensors too."""
    names = _sensors(scenario.types[name], improvements(scenario), name, nation)
    return any(hull in scenario.sensors[one].detects for one in names)


def _reach(scenario: Scenario, sensor: Sensor, hull: str, held: bool) -> float:
    if hull not in sensor.detects:
        return 0.0
    factor = 1.0
    for by_hull in sensor.when.values():
        factor *= max(by_hull.get(hull, 1.0) if isinstance(by_hull, Mapping) else by_hull, 1.0)
    law = sensor.detects[hull]
    edge = horizon(sensor.kind, sensor.height, scenario.hulls[hull].height)
    reach = min(law.reach * factor if law.reach < inf else inf, edge)
    if not held:
        return reach
    return max(law.hold.length * factor, reach) if law.hold.length is not None else (law.hold.factor or 1.0) * reach

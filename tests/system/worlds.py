"""What the whole-system tests share: the shipped scenarios, short runs of them, and what an audit has to know."""

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from guardship.agents import Merchant, Patrol, PirateGroup, Skiff, Vessel
from guardship.run import Run, simulate
from guardship.scenario.fleet import muster
from guardship.scenario.load import load
from guardship.scenario.schema import Scenario
from guardship.scenario.sensors import Sensor
from guardship.scenario.stage import horizon

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TINY, IRTC = SCENARIOS / "tiny.yaml", SCENARIOS / "irtc.yaml"
WEEK = {"time.warm_up": "1 d", "time.measure": "5 d", "time.drain": "1 d"}


@cache
def tiny() -> Scenario:
    """The small scenario."""
    return load(TINY)


@cache
def week() -> Scenario:
    """A week of the corridor."""
    return load(IRTC, set=WEEK)


@cache
def tiny_run(seed: int = 0) -> Run:
    """A run of the small scenario, made once."""
    return simulate(tiny(), seed)


def files(folder: Path) -> dict[str, bytes]:
    """What a run folder holds, but for the one file that may differ."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "provenance.json"}


def guardship(*args: object, cwd: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a user does, in a process of its own, its output in pipes."""
    return subprocess.run(
        command(*args), cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, timeout=300, check=False
    )


def command(*args: object) -> list[str]:
    """The command line of `guardship ARGS`; Ctrl-C works even where the tests were started without it."""
    interruptible = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = f"{interruptible}; from guardship.cli import main; main()"
    return [sys.executable, "-c", start, *map(str, args)]


class Limits(NamedTuple):
    """What an audit has to know of the vessels, by name: greatest speed [kn], hull, widest range [nm] by hull."""

    speeds: Mapping[str, float]
    hulls: Mapping[str, str]
    ranges: Mapping[str, Mapping[str, float]]


def limits(run: Run) -> Limits:
    """From the scenario and the crews' own orders, not from the core."""
    scenario, names = run.scenario, run.model.names
    hulls, ranges, slow = {}, {}, {}
    for squad in muster(scenario, run.seed, run.stage.hours):
        for k, (row, name, boats) in enumerate(zip(squad.rows, squad.types, squad.boats, strict=True)):
            kind: Any = scenario.types[name]
            sensors = [*getattr(kind, "sensors", ()), *([kind.lookout] if getattr(kind, "lookout", None) else [])]
            hulls[names[row]], slow[names[row]] = kind.hull, kind.speed.cruise.support[1]
            ranges[names[row]] = {hull: widest(scenario, sensors, hull) for hull in scenario.hulls}
            for boat in boats:
                hulls[names[boat]] = kind.hull if squad.boat_types[k] else kind.skiffs.hull
                ranges[names[boat]] = ranges[names[row]]
            for boat, carried in zip(boats, squad.boat_types[k], strict=False):
                own: Any = scenario.types[carried]
                hulls[names[boat]] = own.hull
                ranges[names[boat]] = {hull: widest(scenario, own.sensors, hull) for hull in scenario.hulls}
    for row, field in run.model.clutter.boats.items():
        kind = scenario.types[scenario.field[field.name].type]
        hulls[names[row]], slow[names[row]], ranges[names[row]] = kind.hull, kind.speed.cruise.support[1], {}
    return Limits({crew.name: greatest(crew, slow.get(crew.name, 0.0)) for crew in run.model.crew}, hulls, ranges)


def greatest(crew: Vessel, otherwise: float) -> float:
    """The greatest speed at which a vessel is ever told to sail."""
    if isinstance(crew, Merchant):
        return crew.handling.speed + crew.handling.faster
    if isinstance(crew, Patrol):
        return crew.doctrine.top
    if isinstance(crew, PirateGroup):
        return crew.tactics.cruise
    if isinstance(crew, Skiff) and crew.group is not None:
        return crew.group.tactics.skiff_speed
    return otherwise


def widest(scenario: Scenario, sensors: list[str], hull: str) -> float:
    """The widest range [nm] of some sensors against a hull, in any light and weather."""
    return max((reach(scenario, scenario.sensors[name], hull) for name in sensors), default=0.0)


def reach(scenario: Scenario, sensor: Sensor, hull: str) -> float:
    """The widest range [nm] of one sensor against a hull; no factor of the shipped scenarios widens it."""
    if hull not in sensor.detects:
        return 0.0
    return min(sensor.detects[hull].reach, horizon(sensor.kind, sensor.height, scenario.hulls[hull].height))

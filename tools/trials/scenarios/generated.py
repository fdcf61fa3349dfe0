"""Random scenarios by seed: those of the tests' own strategies, shipped ones with odd quantities, and those in which
everything happens at one instant."""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tools.trials.checkout import HERE
from tools.trials.hostile.mutated import dotted, load, merged, walk

QUANTITY = re.compile(r"([0-9.]+)( ?)([a-z/0-9]+)\Z", re.IGNORECASE)
FACTORS = (0.0, 0.01, 0.3, 3.0, 30.0)
SHORT = {"time.warm_up": "6 h", "time.measure": "2 d", "time.drain": "12 h"}
SHORTER = {"time.warm_up": "2 h", "time.measure": "12 h", "time.drain": "2 h"}
BUSY = ("tiny", "smuggling", "alliance", "tips", "full_mesh", "joint_sensors", "joint_tasking", "unified_tasking")
AT_ONCE: tuple[str, ...] = (
    "reaction",
    "replan",
    "order_delay",
    "report_delay",
    "distress_delay",
    "delay",
    "alert",
    "turnaround",
    "pause",
)
AT_ONCE += ("takes", "hand_over", "shadows", "clearances_last", "stops", "succeeds", "finds", "refuses")
FAR = {
    "within": "5000 nm",
    "reach": "5000 nm",
    "endurance": "900 h",
    "radius": "500 nm",
    "reserve": "0 h",
    "a_day": "24 h",
}
MOST = {"suspicious": 1.0, "range": "60 nm", "after": "1 s", "rate": "600 /h"}
BEYOND = {"types.rhib.reach": ("10 nm", "30 nm", "100 nm")}  # of a boat whose lookout sees less far
TRIES = 20


class Made(NamedTuple):
    """A scenario by its file and the entries that are set, or as an object that says it all."""

    family: str
    name: str
    file: Path | None = None
    changes: Mapping[str, Any] = {}
    whole: Any = None


def made(checkout: Path, count: int) -> Iterator[Made]:
    """So many, half of them of the tests' strategies; those that all happens at once in come on top."""
    yield from random(count // 2)
    files = shipped(checkout)
    yield from (odd(files[seed % len(files)], seed) for seed in range(count - count // 2))
    busy = [file for file in files if file.stem in BUSY]
    yield from (at_once(busy[seed % len(busy)], seed) for seed in range(count // 2))


def shipped(checkout: Path) -> list[Path]:
    """Scenarios with all sections that there are."""
    scenarios = checkout / "scenarios"
    some = [scenarios / f"{name}.yaml" for name in ("tiny", "smuggling", "alliance", "tips", "gulf_of_aden_law")]
    return [*some, *sorted(scenarios.glob("coalition/*.yaml"))]


def random(count: int) -> Iterator[Made]:
    """Of `tests/system/strategies.py`, always the same."""
    import sys

    from hypothesis import HealthCheck, Phase, given, seed, settings

    sys.path.insert(0, str(HERE / "tests"))
    from system.strategies import scenarios

    found: list[Any] = []

    @seed(0)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenarios())
    def collect(scenario: Any) -> None:
        found.append(scenario)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        collect()
    return (Made("of the tests' strategies", str(n), whole=scenario) for n, scenario in enumerate(found[:count]))


def whole(file: Path) -> Any:
    """A file with all that it extends, as plain data."""
    data = load(file)
    return merged(whole((file.parent / data["extends"]).resolve()), data) if "extends" in data else data


def odd(file: Path, seed: int) -> Made:
    """A shipped scenario with some quantities many times as great or as small; boats now and then reach far."""

    def changes(rng: np.random.Generator) -> dict[str, Any]:
        leaves = [
            (path, value) for path, value in walk(whole(file)) if isinstance(value, str) and QUANTITY.match(value)
        ]
        chosen = rng.choice(len(leaves), int(rng.integers(1, 7)), replace=False)
        found = {dotted(leaves[k][0]): scaled(leaves[k][1], float(rng.choice(FACTORS))) for k in chosen}
        if rng.random() < 0.3 and "rhib" in whole(file)["types"]:
            found |= {path: str(rng.choice(far)) for path, far in BEYOND.items()}
        return found

    return valid("shipped with odd quantities", file, seed, changes)


def scaled(text: str, factor: float) -> str:
    """A quantity times a factor."""
    found = QUANTITY.match(text)
    assert found is not None
    return f"{float(found[1]) * factor:.6g}{found[2]}{found[3]}"


def at_once(file: Path, seed: int) -> Made:
    """Nothing takes any time, everybody sees and goes after everybody, and tells all: much happens at one instant."""

    def changes(rng: np.random.Generator) -> dict[str, Any]:
        share, found = float(rng.choice([0.3, 0.6, 0.95])), dict[str, Any]()
        for path, value in walk(whole(file)):
            key = path[-1]
            if isinstance(value, str | int | float) and rng.random() < share and path[0] != "time":
                if key in AT_ONCE:
                    found[dotted(path)] = zero(value)
                elif key in FAR or key in MOST:
                    found[dotted(path)] = {**FAR, **MOST}[str(key)]
        if rng.random() < 0.5:
            found |= each_other(whole(file))
        if rng.random() < 0.5 and len(whole(file).get("nations") or {}) > 1:
            found["sharing"] = {"topology": "mesh", "edges": {"delay": "0 h"}}
            found["tasking"] = (
                None if "tasking" in whole(file) else {"mode": "coordinated", "requests": {"delay": "0 h"}}
            )
        return found

    return valid("all at one instant", file, seed, changes, SHORTER if file.parent.name == "coalition" else SHORT)


def zero(value: str | float) -> Any:
    """None of it, in its unit."""
    found = QUANTITY.match(value) if isinstance(value, str) else None
    return f"0{found[2]}{found[3]}" if found else 0


def each_other(data: Any) -> dict[str, Any]:
    """Patrols take each other, and all that is afloat, for suspects."""
    sees, looks = {"range": "60 nm", "rate": "600 /h"}, {"range": "60 nm", "after": "1 s", "suspicious": 1}
    hulls = [name for name, hull in data["hulls"].items() if hull is not None]
    used = {
        sensor for kind in data["types"].values() if kind and kind.get("is") == "patrol" for sensor in kind["sensors"]
    }
    optical = [name for name in sorted(used) if data["sensors"][name].get("kind") != "ais"]
    return (
        {
            f"sensors.{optical[0]}.{key}": dict.fromkeys(hulls, one)
            for key, one in (("detects", sees), ("identifies", looks))
        }
        if optical
        else {}
    )


def valid(
    family: str,
    file: Path,
    seed: int,
    changes: Callable[[np.random.Generator], dict[str, Any]],
    time: Mapping[str, Any] = SHORT,
) -> Made:
    """The first of several draws that the scenario takes; entry by entry what it does not take is left out."""
    import guardship

    rng = np.random.default_rng([seed, len(family)])
    for _ in range(TRIES):
        wanted = {**changes(rng), **time}
        try:
            guardship.load(file, set=wanted)
        except guardship.ScenarioError as fault:
            wanted = without(wanted, [problem.path for problem in fault.problems])
            try:
                guardship.load(file, set=wanted)
            except guardship.ScenarioError:
                continue
        return Made(family, f"{file.stem} {seed}", file, wanted)
    return Made(family, f"{file.stem} {seed}", file, time)


def without(changes: Mapping[str, Any], refused: list[str]) -> dict[str, Any]:
    """The changes that no problem is at, below or above."""
    plain = [re.sub(r"\[([0-9]+)\]", r".\1", path) for path in refused]
    return {key: value for key, value in changes.items() if not any(near(key, path) for path in plain)}


def near(key: str, path: str) -> bool:
    """Whether one holds the other, or both are of one entry."""
    return key.startswith(path) or path.startswith(key) or key.rpartition(".")[0] == path.rpartition(".")[0]

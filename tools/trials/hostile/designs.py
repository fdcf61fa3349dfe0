"""Experiments: designs of all sizes, sequential stopping, hulls, settings, variants."""

from collections.abc import Iterator
from typing import Any

import yaml

from tools.trials.trial import Trial, Wanted

FAMILY = "designs"
FAMILIES = (FAMILY,)
PLACED = r"case\.yaml:\d+:\d+: |--set"
GOOD: dict[str, Any] = {
    "variants": {"quick": {}, "late": {"set": {"nations.coalition.report_delay": "6 h"}}},
    "factors": {"frigates": {"path": "groups.frigates.count", "levels": [1, 2]}},
    "replications": 2,
    "measures": ["attacks"],
}
RANGE = {"path": "groups.dhows.count", "low": 1, "high": 9}


def trials(tiny: str) -> Iterator[Trial]:
    """All of them; `tiny`: the text of the scenario that they extend."""

    def one(name: str, changes: dict[str, Any], command: str = "batch", wanted: Wanted = Wanted.REFUSED) -> Trial:
        experiment = {key: value for key, value in {**GOOD, **changes}.items() if value is not ...}
        text = yaml.safe_dump({"extends": "tiny.yaml", "name": "x", "experiment": experiment}, sort_keys=False)
        act = (command, "case.yaml", "--out", "store")
        return Trial(
            FAMILY, f"{command}: {name}", act, wanted, {"case.yaml": text, "tiny.yaml": tiny}, PLACED, dear=4.0
        )

    for number in (100, 2_000, 20_000):
        unknown = {f"f{k}": {"path": f"groups.dhows.roam.leg{k}", "levels": [1, 2]} for k in range(number)}
        yield one(f"{number} factors of two levels", {"factors": unknown})
        good = {f"f{k}": {**RANGE, "whole": True} for k in range(number)}
        yield one(
            f"{number} factors of one path", {"factors": good, "design": {"kind": "latin_hypercube", "points": 8}}
        )
    yield one("20 000 levels", {"factors": {"f": {"path": "groups.frigates.count", "levels": list(range(20_000))}}})
    for levels in (
        [],
        [1, 1],
        None,
        "x",
        [None, 1],
        [[1], [2]],
        [{"a": 1}, {}],
        [1, "x"],
        [-1, 2],
        [1e300, 1],
        [1.5, 2],
        [True, False],
        ["", " "],
    ):
        yield one(f"levels {levels!r}", {"factors": {"f": {"path": "groups.frigates.count", "levels": levels}}})
    for path in (
        "",
        ".",
        "groups",
        "groups.frigates",
        "groups.frigate.count",
        "nowhere",
        "experiment.replications",
        [],
        ["groups.frigates.count"] * 2,
        ["groups.frigates.count", ""],
        3,
        None,
        "name",
        "extends",
        "groups.frigates.count.x",
    ):
        yield one(f"path {path!r}", {"factors": {"f": {"path": path, "levels": [1, 2]}}})
    ranges: list[tuple[Any, Any, dict[str, Any]]] = [
        (9, 1, {}),
        (1, 1, {}),
        ("1 h", 3, {}),
        ("1 h", "2 nm", {}),
        (0, 9, {"scale": "log"}),
        (1, 9, {"scale": "lag"}),
        (-1e308, 1e308, {}),
        (1, None, {}),
        (float("nan"), 1, {}),
        (1, float("inf"), {}),
        ("x", "y", {}),
        ([1], [2], {}),
        (1.5, 1.7, {"whole": True}),
    ]
    for low, high, more in ranges:
        factors: dict[str, Any] = {"f": {"path": "groups.dhows.count", "low": low, "high": high, **more}}
        yield one(
            f"from {low!r} to {high!r} {more}", {"factors": factors, "design": {"kind": "latin_hypercube", "points": 8}}
        )
    for kind in ("latin_hypercube", "nearly_orthogonal", "orthogonal", "sobol", "saltelli", "hypercube", "factorial"):
        for points in (0, -1, 1, 3, 7, 1.5, "x", None, 10**6, 10**9, 10**30):
            factors = {"f": RANGE, "g": {"path": "groups.pirates.count", "low": 1, "high": 9}}
            small = isinstance(points, int) and 1 <= points <= 7
            if small:
                continue  # some of these may be run
            yield one(f"{kind} of {points} points", {"factors": factors, "design": {"kind": kind, "points": points}})
    for kind in ("latin_hypercube", "nearly_orthogonal", "sobol", "saltelli"):
        factors = {f"f{k}": {**RANGE, "high": 9 + k} for k in range(12)}
        yield one(
            f"{kind} of 4 096 points of a path that is varied twice",
            {"factors": factors, "design": {"kind": kind, "points": 4096}},
        )
    counts: list[Any] = [0, -1, 1.5, "x", None, [], 10**7, 10**12, 10**30, True]
    for count in counts:
        yield one(f"replications {count!r}", {"replications": count})
    for until in (
        {"measure": "attaks", "half_width": 0.1},
        {"measure": "attacks", "half_width": 0},
        {"measure": "attacks", "half_width": -1},
        {"measure": "attacks"},
        {"half_width": 1},
        {"measure": "attacks", "half_width": "x"},
        {"measure": "attacks", "half_width": 0.1, "at_least": 100, "at_most": 10},
        {"measure": "attacks", "half_width": 0.1, "confidence": 2},
        {"measure": "attacks", "half_width": 0.1, "of": "mean of it"},
    ):
        yield one(f"until {until}", {"replications": until})
    policies: list[Any] = [
        {},
        [],
        None,
        {"a": None},
        {"a": 3},
        {"a": {"set": []}},
        {"a": {"set": {"x": 1}}},
        {"a": {"set": {"groups.frigates.count": -1}}},
        {"a": {"extends": "none.yaml"}},
        {"a": {"extends": "/etc/passwd"}},
        {"a": {"extends": "case.yaml"}},
        {"a": {"overlay": 3}},
        {"a": {"overlay": {"grups": {}}}},
        {"a": {"substream": -1}},
        {"a": {"sett": {}}},
        {"a" * 300: {}},
        {"a\x1b": {}},
        {"": {}},
        {"a": {"overlay": {"experiment": {}}}},
    ]
    for variants in policies:
        yield one(
            f"variants {str(variants)[:60]!a}",
            {"variants": variants},
            wanted=Wanted.EITHER if variants in ({}, {"a": None}) else Wanted.REFUSED,
        )
    yield one("20 000 variants that are wrong", {"variants": {f"v{k}": {"set": {"x": 1}} for k in range(20_000)}})
    yield one("2 000 variants that are wrong", {"variants": {f"v{k}": {"set": {"x": 1}} for k in range(2_000)}})
    for key, values in {
        "measures": ("attacks", ["atacks"], [3], [None], {"a": 1}, [[]]),
        "keep": ("voyages", ["voyage"], [3], [None], {"a": 1}, ["../x"]),
        "first_seed": (-1, 1.5, "x", 2**63, 10**40, None),
        "question": (3, [], {}),
        "design": ("factorail", 3, [], {"kind": 3}, {"points": 8}),
        "factors": (
            [],
            3,
            {"f": None},
            {"attacks": RANGE},
            {"point": RANGE},
            {"error": RANGE},
            {"a b": RANGE},
            {"a'b": RANGE},
        ),
        "nothing": (1,),
    }.items():
        for value in values:
            yield one(f"{key} {str(value)[:60]!a}", {key: value})
    hulls: dict[str, Any] = {"groups": ["frigates"], "least": 1, "most": 2, "step": 1}
    for key, values in {
        "groups": ([], ["frigate"], ["dhows"], "frigates", ["frigates", "frigates"]),
        "least": (0, -1, 3, "x", 1.5),
        "most": (1, 10**9, "x"),
        "step": (0, -1, "x"),
        "placement": ("best", 3),
        "measures": ({"attacks": "up"}, {"atacks": "falls"}, ["attacks"]),
        "search": (0, -1, "x"),
    }.items():
        for value in values:
            yield one(f"hulls {key} {value!r}", {"factors": ..., "hulls": {**hulls, key: value}}, "hulls")
    over = {"a": {"path": "groups.frigates.count", "low": 1, "high": 3, "whole": True}}
    optimise: dict[str, Any] = {"measure": "attacks", "goal": "least", "over": over, "trials": 2, "replications": 2}
    for key, values in {
        "measure": ("atacks", 3, ""),
        "goal": ("smallest", 3),
        "over": ({}, [], {"a": {"path": "x", "low": 1, "high": 2}}),
        "budget": (-1, "x", "1 EUR", 0),
        "delta": (-1, 0, "x"),
        "trials": (0, -1, "x"),
        "replications": (0, 1, "x"),
        "at_most": (0, -1, "x"),
        "confidence": (0, 1, 2, "x"),
        "seed": (-1, "x"),
    }.items():
        for value in values:
            yield one(
                f"optimise {key} {value!r}",
                {"variants": ..., "factors": ..., "optimise": {**optimise, key: value}},
                "optimise",
            )

"""O62: of the ships of a kind that pass a pirate, he attacks the share that the logistic gives, and says why not."""

from functools import cache
from math import exp, log
from typing import Any

import numpy as np
import pytest

from .worlds import run, share

B0 = log(0.6 / 0.4)
WORTH = {  # sum of what speaks against a ship of a kind, and how likely that is seen
    "plain": (0.0, 1.0),
    "fast": (-2.0 * log(2.0), 1.0),
    "high": (-log(2.0), 1.0),
    "guarded": (log(0.1), 0.5),
    "wired": (log(0.25), 0.75),
}
WHY = {"fast": "too_fast", "high": "high_sides", "guarded": "guards_seen", "wired": "protected"}


def attacked(kind: str, seen: bool) -> float:
    """1 / (1 + exp(-worth))."""
    return 1.0 / (1.0 + exp(-(B0 + (WORTH[kind][0] if seen else 0.0))))


@cache
def weighed() -> Any:
    """What became of each ship that was weighed: vessel, kind of line, reason, type."""
    made = run("attack_or_not")
    lines = made.events[made.events["kind"].isin(["attack", "spared"])]
    types = made.vessels.set_index("vessel")["type"]
    return lines.assign(type=types.loc[lines["object"]].to_numpy())


def of(kind: str) -> Any:
    lines = weighed()
    return lines[lines["type"] == kind]


def test_each_ship_was_weighed_once() -> None:
    lines = weighed()
    assert len(lines) > 2000
    assert lines["object"].is_unique


@pytest.mark.parametrize("kind", WORTH)
def test_the_share_that_is_attacked(kind: str) -> None:
    seen = WORTH[kind][1]
    theory = seen * attacked(kind, True) + (1.0 - seen) * attacked(kind, False)
    share("O62", f"attacked of the {kind}", (of(kind)["kind"] == "attack").to_numpy(), theory)


@pytest.mark.parametrize("kind", WHY)
def test_the_share_that_is_left_alone_for_it(kind: str) -> None:
    """Those that would have been attacked without it: the difference of the two chances, when it is seen."""
    theory = WORTH[kind][1] * (attacked("plain", True) - attacked(kind, True))
    left = np.asarray(of(kind)["reason"] == WHY[kind])
    share("O62", f"left alone as {WHY[kind]}", left, theory)


def test_no_other_reason_is_given() -> None:
    for kind in WORTH:
        lines = of(kind)
        told = set(lines.loc[lines["kind"] == "spared", "reason"])
        assert told <= {"not_worth_it", WHY.get(kind, "not_worth_it")}


TWICE = {
    "theatre.box": {"width": "80 nm", "height": "40 nm"},
    "geometry": {
        "base": {"point": ["40 nm", "18 nm"]},
        "ground": {"polygon": [[f"{x} nm", f"{y} nm"] for x, y in ((39, 17), (41, 17), (41, 19), (39, 19))]},
        "fairway": {"line": [["2 nm", "20 nm"], ["78 nm", "20 nm"]]},
    },
    "lanes.fairway.width": "2 nm",
    "sensors.eyes": {
        "kind": "optical",
        "error": "0.002 nm",
        "velocity_error": "0.002 kn",
        "detects": {"ship": {"definite": "10 nm"}},
    },
    **{f"types.{kind}.speed.cruise": "20 kn" for kind in ("plain", "high", "guarded", "wired")},
    "types.fast.speed.cruise": "28 kn",
    "types.pirate.speed.cruise": "10 kn",
    "types.pirate.skiffs.speed": "120 kn",
    "types.pirate.attacks.within": "12 nm",
    "types.pirate.attacks.boards": {
        "chance": 0,
        "at_speed": "28 kn",
        "halves_every": "4 kn",
        "never_above": "60 kn",
    },
    "types.pirate.attacks.decides.speed": {"at": "20 kn", "halves_every": "4 kn"},
}


def test_all_lengths_and_speeds_twice_as_large() -> None:
    """Who is weighed in both is attacked in both or in neither, for the same reason; a skiff is alongside at 0.05 nm
    whatever the scale, so that a few are met when it is not on board again."""
    larger = run("attack_or_not", TWICE)
    lines = larger.events[larger.events["kind"].isin(["attack", "spared"])].set_index("object")
    own = weighed().set_index("object")
    both = lines.index.intersection(own.index)
    assert len(both) > 0.95 * len(own)
    for column in ("kind", "reason"):
        assert lines.loc[both, column].astype(str).tolist() == own.loc[both, column].astype(str).tolist()

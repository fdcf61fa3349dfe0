"""The questions of `scenarios/coalition` as comparisons: an arm, what it is compared with, and what is measured."""

from typing import NamedTuple

from tools.measured import HEADLINES
from tools.runs import Arm, arm


class Comparison(NamedTuple):
    """An arm against its reference on some measures."""

    arm: Arm
    reference: Arm
    measures: tuple[str, ...] = HEADLINES


class Sweep(NamedTuple):
    """A family of arms along one number for which no public size exists; `reference`: without the mechanism."""

    name: str
    unit: str
    points: tuple[tuple[float, Arm], ...]
    reference: Arm
    measures: tuple[str, ...]


APART = arm("no_sharing.yaml")
HUB = arm("fusion_centre.yaml")

COMPARISONS = (
    Comparison(arm("no_sharing.yaml", name="placebo", renamed=True), APART),
    Comparison(arm("bilateral.yaml"), APART),
    Comparison(arm("tiered_alliance.yaml"), APART),
    Comparison(arm("late_and_sanitised.yaml"), APART),
    Comparison(HUB, APART),
    Comparison(arm("full_mesh.yaml"), APART),
    Comparison(arm("joint_sensors.yaml"), APART),
    Comparison(arm("economic_ties.yaml"), APART, ("attacks", "net, MUSD")),
)

DELAYS = (0.0, 0.5, 2.0, 6.0, 24.0, 72.0)  # h
SWEEPS = (
    Sweep(
        "release delay of a fusion centre", "h",
        tuple((h, arm("fusion_centre.yaml", {"sharing.edges.delay": f"{h:g} h"}, f"delay_{h:g}_h")) for h in DELAYS),
        APART, ("attacks", "pirates stopped", "smugglers stopped", "innocent boarded"),
    ),
)  # fmt: skip

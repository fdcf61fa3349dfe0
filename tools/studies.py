"""The questions of `scenarios/coalition` as comparisons of variants of `scenarios/experiments/effects.yaml`."""

from typing import NamedTuple

from tools.measured import HEADLINES


class Study(NamedTuple):
    """A variant against another on some measures."""

    arm: str
    reference: str
    measures: tuple[str, ...] = tuple(HEADLINES)


class Sweep(NamedTuple):
    """Variants along one number for which no public size exists; `reference`: without the mechanism."""

    name: str
    unit: str
    points: tuple[tuple[float, str], ...]
    reference: str
    measures: tuple[str, ...]


STOPS = ("pirates stopped", "smugglers stopped", "people delivered", "tonnes delivered")
BOTH = (*HEADLINES, "attacks at home", "attacks on partners")
LAW = (*HEADLINES, "stopped by borders and law")
SEA = (*HEADLINES, "attacks from the sea that succeed")
EXERCISE = ("contacts gained", "requests to partners", "request delay, h")
PLACED = (*HEADLINES, "hours doubled, share")

STUDIES = (
    Study("placebo", "no_sharing"),
    Study("no_sharing", "no_patrols", ("attacks", "hijacked", *STOPS, "net cost, MUSD")),
    Study("bilateral", "no_sharing"),
    Study("tiered_alliance", "no_sharing", BOTH),
    Study("tiered_alliance", "tiered_without_input", BOTH),
    Study("late_and_sanitised", "no_sharing"),
    Study("fusion_centre", "no_sharing", (*BOTH, *STOPS[2:])),
    Study("full_mesh", "no_sharing", BOTH),
    Study("fusion_centre", "national_tasking"),
    Study("joint_tasking", "national_tasking"),
    Study("unified_tasking", "national_tasking"),
    Study("joint_tasking", "joint_without_the_united_states"),
    Study("entry_into_waters", "closed_waters", LAW),
    Study("energy_security", "energy_threat", SEA),
    Study("joint_sensors", "no_sharing"),
    Study("economic_ties", "no_sharing", ("attacks", "shipping bears, MUSD", "net cost, MUSD")),
    Study("tips", "unified_tasking"),
    Study("cyber_attack", "unified_tasking"),
    Study("drill_calendar", "no_drill", (*HEADLINES, *EXERCISE)),
    Study("claims", "full_mesh"),
    Study("going_by_worth", "claims"),
    Study("placed_by_each", "placed_fixed", PLACED),
    Study("placed_jointly", "joint_tasking_fixed", PLACED),
    Study("warned", "full_mesh", (*HEADLINES, "shipping bears, MUSD")),
)
SWEEPS = (
    Sweep(
        "release delay of a fusion centre",
        "h",
        ((0.0, "delay_0_h"), (6.0, "delay_6_h"), (24.0, "delay_24_h")),
        "no_sharing",
        ("attacks", "pirates stopped", "smugglers stopped", "innocent boarded"),
    ),
    Sweep(
        "training effect of an exercise",
        "of what is missing",
        ((0.0, "raises_0"), (0.5, "drill_calendar"), (1.0, "raises_1")),
        "no_drill",
        ("attacks", "late answers", "pirates stopped", "smugglers stopped", "request delay, h"),
    ),
)

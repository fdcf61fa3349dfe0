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


WARSHIPS = (
    "eu_west",
    "eu_east",
    "nato_west",
    "nato_east",
    "us_west",
    "us_east",
    "british",
    "australian",
    "canadian",
    "turkish",
    "pakistani",
    "indian",
    "eu_aircraft",
    "japanese_aircraft",
    "chinese_escorts",
    "japanese_escorts",
)
STOPS = ("pirates stopped", "smugglers stopped", "people delivered", "tonnes delivered")
BOTH = (*HEADLINES, "attacks at home", "attacks on partners")
LAW = (*HEADLINES, "refused for want of authority")
SEA = (*HEADLINES, "attacks from the sea that succeed")
TRADE = (
    "contacts in the exercise",
    "illicit contacts in the exercise",
    "requests to partners",
    "request delay afterwards, h",
)

APART = arm("no_sharing.yaml")
NOBODY = arm("no_sharing.yaml", {f"groups.{name}": None for name in WARSHIPS}, "no_patrols")
HUB = arm("fusion_centre.yaml")
NATIONAL = arm("national_tasking.yaml")
JOINT = arm("joint_tasking.yaml")
UNIFIED = arm("unified_tasking.yaml")
TIERED = arm("tiered_alliance.yaml")
WITHOUT_INPUT = arm(
    "tiered_alliance.yaml", {"sharing.outer": ["european_union", "nato", "united_states"]}, "tiered_without_input"
)
CLOSED = arm("closed_waters.yaml")
THREAT = arm("energy_threat.yaml")
EARLY: dict[str, object] = {"drills.boarding_school.at": "5 d"}
NO_DRILL = arm("drill_calendar.yaml", {"drills": None}, "no_drill")
DRILL = arm("drill_calendar.yaml", EARLY)
TIPS = arm("tips.yaml")
CYBER = arm("cyber_attack.yaml", {"cyber.on_the_centre.at": "5 d"})
LESS = ["australia", "canada", "european_union", "nato", "pakistan", "turkey", "united_kingdom"]
NO_POWER = arm(
    "joint_tasking.yaml",
    {"timeline": [{"at": "0 h", "leave": "united_states"}], "tasking.partners": LESS},
    "joint_without_the_united_states",
)

COMPARISONS = (
    Comparison(arm("no_sharing.yaml", name="placebo", renamed=True), APART),
    Comparison(APART, NOBODY, ("attacks", "hijacked", *STOPS, "net cost, MUSD")),
    Comparison(arm("bilateral.yaml"), APART),
    Comparison(TIERED, APART, BOTH),
    Comparison(TIERED, WITHOUT_INPUT, BOTH),
    Comparison(arm("late_and_sanitised.yaml"), APART),
    Comparison(HUB, APART, (*BOTH, *STOPS[2:])),
    Comparison(arm("full_mesh.yaml"), APART, BOTH),
    Comparison(HUB, NATIONAL),
    Comparison(JOINT, NATIONAL),
    Comparison(UNIFIED, NATIONAL),
    Comparison(JOINT, NO_POWER),
    Comparison(arm("entry_into_waters.yaml"), CLOSED, LAW),
    Comparison(arm("energy_security.yaml"), THREAT, SEA),
    Comparison(arm("joint_sensors.yaml"), APART),
    Comparison(arm("economic_ties.yaml"), APART, ("attacks", "shipping bears, MUSD", "net cost, MUSD")),
    Comparison(TIPS, UNIFIED),
    Comparison(CYBER, UNIFIED),
    Comparison(DRILL, NO_DRILL, (*HEADLINES, *TRADE)),
)

SWEPT = 100  # pairs of a sweep: for where an effect ends, not for whether it is there
DELAYS = (0.0, 6.0, 24.0)  # h
RAISES = (0.0, 1.0)
PAYS = ("attacks", "pirates stopped", "smugglers stopped", "innocent boarded")
SWEEPS = (
    Sweep(
        "release delay of a fusion centre",
        "h",
        tuple((h, arm("fusion_centre.yaml", {"sharing.edges.delay": f"{h:g} h"}, f"delay_{h:g}_h")) for h in DELAYS),
        APART,
        PAYS,
    ),
    Sweep(
        "training effect of an exercise",
        "of what is missing",
        tuple(
            (
                x,
                DRILL
                if x == 0.5
                else arm("drill_calendar.yaml", {**EARLY, "drills.boarding_school.raises": x}, f"raises_{x:g}"),
            )
            for x in (RAISES[0], 0.5, RAISES[1])
        ),
        NO_DRILL,
        ("attacks", "late answers", "pirates stopped", "smugglers stopped", "request delay afterwards, h"),
    ),
)

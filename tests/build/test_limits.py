"""What vessels can do at most counts the sensors that they are given during the run."""

from pathlib import Path

from guardship.build.limits import Limits
from guardship.run.audit import audit
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

JOINT = Path(__file__).parents[2] / "scenarios" / "coalition" / "joint_sensors.yaml"


def test_a_sensor_that_is_delivered_during_the_run_counts_for_those_who_get_it() -> None:
    scenario = load(JOINT)
    run = simulate(scenario, 1)
    assert all(not found for found in audit(run).values())
    limits, vessels = Limits.of(scenario, run.vessels), run.vessels
    frigates = vessels[vessels["type"] == "frigate"]
    given = frigates["nation"].isin(["european_union", "turkey", "pakistan"])
    with_it, without = (
        [limits.ranges[name]["dhow"] for name in frigates.loc[which, "vessel"]] for which in (given, ~given)
    )
    assert min(with_it) > max(without) > 0.0

"""O63: how a prize is retaken, by the closed form, through the running model; and that names decide nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

HERE = Path(__file__).parents[1] / "system" / "prizes.yaml"
BOARDS = {"follows": "20 h", "retakes": "always"}
FIGHT = {
    "nations.east.prizes": BOARDS,
    "nations.west.prizes": BOARDS,
    "types.frigate.boarding.succeeds": 0.95,
    "types.pirate_group.prizes.retaking": {"each": 0.9, "harm": 0.1},
    "time.measure": "6 d",
}
SEEDS = 12


def run(changes: Mapping[str, Any], seed: int) -> Run:
    """A run of the small scenario with changes."""
    return simulate(load(HERE, set=dict(changes)), seed)


def test_the_chance_of_a_team_against_six_pirates() -> None:
    tried, lives, attempts = [], 0, 0
    for seed in range(SEEDS):
        made = run(FIGHT, seed)
        trials = made.trials
        tried += trials[trials["kind"] == "prize_retaken"]["p"].to_list()
        lives, attempts = lives + int(made.prizes["lives"].sum()), attempts + int(made.prizes["attempts"].sum())
    assert attempts >= 5 and len(tried) == attempts
    np.testing.assert_allclose(tried, 0.95 * 0.9**6, rtol=1e-12)  # rounding
    assert lives / attempts == pytest.approx(2.0, abs=4.0 * (20 * 0.1 * 0.9 / attempts) ** 0.5)  # four standard errors


def test_names_of_nations_decide_nothing() -> None:
    given = {"report_delay": "5 min", "distress_delay": "5 min", "order_delay": "5 min", "prizes": {"follows": "20 h"}}
    other = {"nations.east": None, "nations.zulu": given, "groups.east_ships.nation": "zulu"}
    pd.testing.assert_frame_equal(run({}, 0).prizes, run(other, 0).prizes)


def test_a_bystander_changes_nothing() -> None:
    """A nation without ships, which hears all calls and is told of all prizes."""
    by = {"nations.bystander": {"report_delay": "5 min", "distress_delay": "5 min", "order_delay": "5 min"}}
    pd.testing.assert_frame_equal(run({}, 0).prizes, run(by, 0).prizes)

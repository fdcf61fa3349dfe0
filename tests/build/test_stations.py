"""From the stations section to what is planned with: who is placed, what is expected, how wide ships sweep."""

from collections.abc import Sequence
from math import inf, pi, sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad

import guardship
from guardship.build.stations import Survey, seen_by, sweeps
from guardship.build.theatre import Theatre
from guardship.core.ocean import Identification, Law, Suite
from guardship.core.widths import sweep_width
from guardship.scenario.asked import placed_groups

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def width_of(laws: Sequence[Law], speed: float) -> float:
    return sweep_width([seen_by(law) for law in laws], speed)


def test_a_definite_range_sweeps_twice_itself() -> None:
    assert width_of([Law.definite(3.0)], 15.0) == pytest.approx(6.0, rel=1e-5)  # by slices
    assert width_of([Law.definite(3.0), Law.definite(5.0)], 15.0) == pytest.approx(10.0, rel=1e-5)


def test_an_inverse_cube_law_sweeps_as_koopman_says() -> None:
    """W = 2 sqrt(2 pi k h / v), O15; cut at 14.27 nm it is 4.149. To three digits, by slices."""
    k, v = 12.0, 15.0
    assert width_of([Law.cube(k, 1000.0)], v) == pytest.approx(2.0 * sqrt(2.0 * pi * k / v), rel=0.02)
    assert width_of([Law.cube(k, 14.27)], v) == pytest.approx(4.149, rel=2e-3)
    assert width_of([Law.cube(k, 5.0)], v) == pytest.approx(3.609, rel=2e-3)


def test_a_glimpse_rate_sweeps_its_lateral_range_curve() -> None:
    r, rate, v = 5.0, 6.0, 15.0
    theory, _ = quad(lambda x: 1.0 - np.exp(-rate * 2.0 * sqrt(r * r - x * x) / v), -r, r)
    assert width_of([Law.rate(r, rate)], v) == pytest.approx(theory, rel=2e-3)
    two = width_of([Law.nested([(5.0, 6.0), (2.0, 20.0)])], v)
    assert width_of([Law.rate(5.0, 6.0)], v) < two < 10.0


def test_sensors_add_up_and_who_lies_still_sweeps_nothing() -> None:
    laws = [Law.rate(5.0, 6.0), Law.cube(11.0, 6.0)]
    assert max(width_of([law], 15.0) for law in laws) < width_of(laws, 15.0) < 12.0
    assert width_of(laws, 0.0) == width_of([Law()], 15.0) == width_of([], 15.0) == 0.0
    assert width_of([Law.cube(12.0, inf)], 15.0) > 4.2


def test_what_is_only_detected_is_not_searched() -> None:
    """Of the lesser width: that of looks; who identifies nothing searches nothing, unless nobody identifies."""
    law, look = {(0, 0): Law.definite(10.0)}, {(0, 0): Identification(2.0, 1e9, 0.1, 0)}
    eyes, radar = Suite([law], look), Suite([law])
    width = sweeps([eyes, radar], 0, 1)
    assert width(0, 0, 15.0) == pytest.approx(4.0, rel=1e-3)
    assert width(1, 0, 15.0) == 0.0
    assert sweeps([radar], 0, 1)(0, 0, 15.0) == pytest.approx(20.0, rel=1e-3)


def test_who_is_placed() -> None:
    """Ships on beats and aircraft of nations; no escorts, no merchants, no pirates."""
    each = guardship.load(SCENARIOS / "coalition/placed_by_each.yaml")
    found = placed_groups(each)
    assert {"eu_west", "indian", "japanese_aircraft"} <= {*found}
    assert not {"chinese_escorts", "pirates", "dhows", "eastbound"} & {*found}
    assert placed_groups(guardship.load(SCENARIOS / "coalition/full_mesh.yaml")) == []


def test_groups_are_expected_where_it_is_stated() -> None:
    scenario = guardship.load(SCENARIOS / "coalition/placed_by_each.yaml")
    survey = Survey.of(Theatre.of(scenario))
    assert survey is not None
    cells = survey.cells()
    assert survey.rest(cells).sum() == pytest.approx(8.5, abs=0.05)  # of nine, what lies in the waters
    assert 30 < len(cells) < 60
    assert len(survey.rings) == len(cells) + len(survey.blocks)
    assert sorted(k for block in survey.blocks for k in block) == list(range(len(cells)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stations.cells": "1 nm"}, "search_area: came squares of 1 nm, "),
        (
            {"stations.expected": {"socotra": 3, "eastern_ground": 2}},
            "came socotra, which has none, wanted an area",
        ),
    ],
)
def test_what_no_map_can_be_made_of_is_said_when_the_file_is_read(change: dict[str, object], said: str) -> None:
    with pytest.raises(guardship.ScenarioError, match=said):
        guardship.load(SCENARIOS / "coalition/placed_by_each.yaml", set=change)

"""Plans: what is said to be found with 80 % power is, by closed form and by simulation, and the command says it."""

import re
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

from experiment.stores import TEXT, placed
from guardship.__main__ import app
from guardship.experiment.analysis.intervals import Floats
from guardship.experiment.analysis.paired import family
from guardship.experiment.analysis.planning import FEWEST, critical, detectable, deviation, needs, pairs_for
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import Plan, plan
from guardship.experiment.store.results import Batch
from guardship.scenario.problems import ScenarioError

ASKED = """
  measures: [attacks, messages.delivered]
  detect: {attacks: 0.2, messages.delivered: 0.1 of base}
"""


def test_the_critical_value_is_bonferronis() -> None:
    assert critical(40, 1) == pytest.approx(stats.t.ppf(0.975, 39))
    assert critical(40, 12) == pytest.approx(stats.t.ppf(1.0 - 0.05 / 24, 39))


@pytest.mark.parametrize(("sd", "wanted"), [(1.0, 0.3), (2.0, 0.1), (0.5, 2.0)])
def test_the_number_of_pairs_is_the_least_that_finds_it(sd: float, wanted: float) -> None:
    n = int(pairs_for(sd, wanted, 6))
    assert detectable(sd, n, 6) <= wanted
    assert n == FEWEST or detectable(sd, n - 1, 6) > wanted


def test_four_times_the_pairs_for_half_the_difference() -> None:
    assert pairs_for(1.0, 0.05, 6) / pairs_for(1.0, 0.1, 6) == pytest.approx(4.0, rel=0.02)
    assert pairs_for(2.0, 0.2, 6) == pytest.approx(pairs_for(1.0, 0.1, 6), abs=1)


def drawn(rng: np.random.Generator, mean: float, n: int) -> Floats:
    return rng.poisson(mean, n).astype(float)


def test_it_is_found_as_often_as_is_said() -> None:
    """Six skewed differences, of which one is not zero: the family finds it in 80 %, or in more, for Bonferroni."""
    rng, wanted, found = np.random.default_rng(3), 0.4, 0
    n = int(pairs_for((2.0 + wanted) ** 0.5, wanted, 6))
    for _ in range(400):
        pairs = [(drawn(rng, 1.0, n), drawn(rng, 1.0 + wanted * (k == 0), n)) for k in range(6)]
        found += family(pairs)[0][0].answer == "more"
    assert 0.76 <= found / 400 <= 0.92


def test_a_deviation_has_an_interval_that_covers() -> None:
    rng, covered = np.random.default_rng(4), 0
    for _ in range(200):
        x = deviation(rng.normal(size=24))
        covered += x.low <= 1.0 <= x.high
    assert covered >= 180
    assert pairs_for(1000.0, 1e-3, 4) == np.inf
    assert np.isnan(deviation(np.ones(24)).value)


@pytest.fixture(scope="module")
def small_plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan(placed(tmp_path_factory.mktemp("plan"), TEXT + ASKED))


@pytest.fixture(scope="module")
def pilot(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    return run(small_plan.pilot(16), tmp_path_factory.mktemp("pilot") / "store", here)


def test_what_a_pilot_says(pilot: Batch) -> None:
    found = list(needs(pilot, 100))
    assert [one.measure for one in found] == ["attacks"] * 2 + ["messages.delivered"] * 2
    assert {one.variant for one in found} == {"late"}
    for one in found[:2]:  # in so short a time late reports change no attack: nothing is known
        assert (one.wanted, one.pairs) == (0.2, None)
        assert np.isnan(one.spread.value)
    for one in found[2:]:
        assert one.wanted == pytest.approx(0.1 * one.base)
        assert one.detectable == pytest.approx(detectable(one.spread.value, 100, 4))
        assert one.pairs is not None
        n, least, most = one.pairs
        assert FEWEST <= least < n < most
        assert detectable(one.spread.value, int(n), 4) <= 0.1 * one.base


def test_the_pilot_is_another_batch_than_the_one_it_plans(small_plan: Plan) -> None:
    assert small_plan.pilot(16).hash != small_plan.hash
    assert not {small_plan.pilot(16).seed(r) for r in range(16)} & {small_plan.seed(r) for r in range(1000)}
    assert small_plan.pilot(16).points == small_plan.points


def test_the_command(tmp_path: Path) -> None:
    file = placed(tmp_path, TEXT + ASKED)
    given = ["batch", str(file), "--plan", "--pilot", "16", "--workers", "1", "--out", str(tmp_path / "pilot")]
    call = CliRunner().invoke(app, given)
    assert call.exit_code == 0, call.output
    assert "the smallest difference that 20 pairs find" in call.output
    assert re.search(r"As the file has it, 20 pairs: 80 runs, about \d+ s here", call.output)
    assert "Of each run 67% of the time is measured" in call.output
    again = CliRunner().invoke(app, given)  # all is there: no run is timed
    assert "As the file has it, 20 pairs: 80 runs.\n" in again.output
    assert Batch(tmp_path / "pilot").replications == 16


def test_one_variant_has_no_comparison_to_plan(tmp_path: Path) -> None:
    file = placed(
        tmp_path, TEXT.replace("    late: {set: {nations.coalition.report_delay: 6 h}, source: assumed}\n", "")
    )
    call = CliRunner().invoke(app, ["batch", str(file), "--plan", "--out", str(tmp_path / "pilot")])
    assert call.exit_code == 2
    assert "wanted two to plan a comparison" in call.output
    assert not (tmp_path / "pilot").exists()


@pytest.mark.parametrize(
    ("detect", "said"),
    [
        ("{atacks: 0.2}", "which `measures` does not name"),
        ("{attacks: 0}", "wanted a difference above 0"),
        ("{attacks: 20 % of base}", "wanted a difference above 0"),
        ("{attacks: -0.2 of base}", "wanted a difference above 0"),
        ("{attacks: true}", "wanted a difference above 0"),
    ],
)
def test_what_is_no_difference(tmp_path: Path, detect: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(said)):
        plan(placed(tmp_path, f"{TEXT}\n  measures: [attacks]\n  detect: {detect}\n"))


def test_a_measure_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="`measures` has one twice"):
        plan(placed(tmp_path, f"{TEXT}\n  measures: [attacks, attacks]\n"))


def test_what_cannot_be_planned_is_said(tmp_path: Path) -> None:
    """A share of nothing, and a measure that no run of this scenario has."""
    text = f"{TEXT}\n  measures: [attack.succeeded, sharing.sent]\n  detect: {{attack.succeeded: 0.2 of base}}\n"
    given = ["batch", str(placed(tmp_path, text)), "--plan", "--pilot", "8", "--workers", "1"]
    call = CliRunner().invoke(app, [*given, "--out", str(tmp_path / "pilot")])
    assert call.exit_code == 0, call.output
    assert "How many pairs what is asked for takes is not known" in call.output


def test_a_pilot_is_for_a_plan(tmp_path: Path) -> None:
    call = CliRunner().invoke(app, ["batch", str(placed(tmp_path)), "--pilot", "16", "--out", str(tmp_path / "x")])
    assert (call.exit_code, "--pilot: is for --plan" in call.output) == (2, True)

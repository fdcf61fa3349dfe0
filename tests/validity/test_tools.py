"""The tools of calibration and validation: scores against closed forms, the observed counts, a small run of both."""

import sys
from math import erf, exp, pi, sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[2]))

from guardship.outcomes.statistics import wilson
from tools import calibrate_gulf_of_aden as calibration
from tools import reliability
from tools import validate_gulf_of_aden as validation
from tools.theatre import Job, Result, bins, crps, crps_poisson, jobs, observed


def test_the_score_of_a_sample_is_that_of_its_distribution() -> None:
    """A normal: sigma (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)) (Gneiting & Raftery 2007, eq. 5)."""
    sample = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000, 10.0, 2.0)
    for seen in (6.0, 10.0, 13.0):
        z = (seen - 10.0) / 2.0
        phi = exp(-0.5 * z * z) / sqrt(2.0 * pi)
        want = 2.0 * (z * erf(z / sqrt(2.0)) + 2.0 * phi - 1.0 / sqrt(pi))
        assert crps(sample, seen) == pytest.approx(want, abs=2e-3)
    assert crps(np.array([3.0]), 5.0) == 2.0


@pytest.mark.parametrize("mean", [0.3, 4.0, 30.0])
def test_the_score_of_a_poisson_forecast(mean: float) -> None:
    sample = stats.poisson.ppf((np.arange(40_000) + 0.5) / 40_000, mean)
    for seen in (0.0, 3.0, 6.2, 9.75, 31.0):
        assert crps_poisson(mean, seen) == pytest.approx(crps(sample, seen), abs=5e-3)


def test_observed_counts() -> None:
    """GOA-43, and shares that add up to one."""
    seen = observed()
    assert [seen["attacks"][y] for y in ("2008", "2009", "2010")] == [93, 116, 50]
    assert [seen["hijackings"][y] for y in ("2008", "2009", "2010")] == [34, 19, 13]
    assert sum(seen["month_share"]["share"]) == pytest.approx(1.0, abs=1e-3)
    assert sum(seen["hours"]["share"]) == pytest.approx(1.0, abs=1e-3)
    assert validation.seasonal(2010, 3, "attacks") == pytest.approx((93 + 116) / 2 * 0.1379)


def test_bins_of_the_day() -> None:
    assert bins([0.5, 2.9, 3.0, 23.9]).tolist() == [0.5, 0.25, 0, 0, 0, 0, 0, 0.25]


def test_runs_are_paired_across_variants() -> None:
    one, other = jobs(range(2)), jobs(range(2), {"groups.pirates.count": 3})
    assert [(j.year, j.month, j.seed) for j in one] == [(j.year, j.month, j.seed) for j in other]
    assert len({(j.month, j.seed) for j in one}) == 24


def test_totals_are_means_over_seeds() -> None:
    results = [Result(Job(2009, 1, seed), 3 + seed, seed, (), (), 0, 0) for seed in (0, 1)]
    assert calibration.totals(results, 2)[2009] == (3.5, 0.5)


def test_reliability_of_independent_contacts_is_wilsons() -> None:
    """One contact in each run: nothing is shared, and the interval is that of as many trials."""
    guilty = np.arange(400) % 10 < 3
    some = [reliability.Contact(k, "dhow", reliability.LOOKING, 0.25, bool(g)) for k, g in enumerate(guilty)]
    (one,) = reliability.binned(some, 400)
    assert one.n == 400 and [one.share, one.believed] == pytest.approx([0.3, 0.25])
    low, high = wilson(120, 400)
    assert [one.low, one.high] == pytest.approx([low, high], abs=1e-4)
    assert not one.right and reliability.table([one])[-1].endswith("| more |")


def test_contacts_of_one_run_that_go_together_are_worth_one() -> None:
    """Ten of each run are all guilty or all not: the design effect is ten, give or take R / (R - 1)."""
    run = np.repeat(np.arange(200), 10)
    guilty = (run % 4 == 0).astype(float)
    assert reliability.design_effect(guilty, run, 200) == pytest.approx(10.0 * 200 / 199)
    assert reliability.design_effect(np.zeros(5), np.arange(5), 5) == 1.0


def test_certain_beliefs_stand_in_the_outermost_bins() -> None:
    some = [reliability.Contact(0, "dhow", reliability.SENT, p, p > 0.5) for p in (0.0, 0.004, 1.0)]
    first, last = reliability.binned(some, 1)
    assert (first.n, first.share, last.n, last.share) == (2, 0.0, 1, 1.0)
    assert list(reliability.groups(some)) == ["All contacts", "Sent after something"]


@pytest.mark.long
def test_reliability_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of a small sea with signs: a page, and contacts that were judged."""
    out = tmp_path / "page.md"
    file = Path(__file__).parents[2] / "scenarios/oracles/looks.yaml"
    monkeypatch.setattr(sys, "argv", ["reliability", "--runs", "2", "--file", str(file), "--out", str(out)])
    reliability.main()
    assert "## All contacts" in out.read_text()


@pytest.mark.long
def test_both_tools_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of each month under one seed: a page with every section."""
    out = tmp_path / "page.md"
    monkeypatch.setattr(sys, "argv", ["validate", "--seeds", "1", "--days", "1", "--workers", "2", "--out", str(out)])
    validation.main()
    text = out.read_text()
    assert all(f"## {part}" in text for part in ("Years", "Months", "Score", "Hours of the day", "Where it is off"))

"""Each distribution against what defines it: median, percentile, moments by integration over its quantiles."""

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from guardship.scenario.distributions import (
    Choice,
    Constant,
    Distribution,
    Empirical,
    Exponential,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from guardship.scenario.normal import normal_quantiles
from guardship.scenario.quantities import Counts, Durations, Speeds

integrate, stats = pytest.importorskip("scipy.integrate"), pytest.importorskip("scipy.stats")

ALL: list[Distribution] = [
    Constant(3.0),
    Uniform(6.0, 9.0),
    Normal(16.0, 2.5, 10.0, 24.0),
    Normal(0.0, 1.0, 5.0, 6.0),
    Normal(0.0, 1.0, -6.0, -5.0),
    Lognormal(1.5, 4.0),
    Exponential(6.0),
    Triangular(1.0, 2.0, 5.0),
    Triangular(1.0, 1.0, 5.0),
    Choice((1.0, 2.0, 5.0), (0.54, 0.36, 0.1)),
    Empirical(((0.0, 1.0), (0.5, 2.0), (1.0, 9.0))),
]
U = np.concatenate([np.linspace(0.0, 1.0, 1001)[1:-1], 10.0 ** -np.arange(3, 16, 1.0)])


@pytest.mark.parametrize("law", ALL, ids=str)
def test_one_and_many_agree_to_the_last_bit(law: Distribution) -> None:
    assert [law.quantile(float(u)) for u in U] == law.quantiles(U).tolist()


@pytest.mark.parametrize("law", ALL, ids=str)
def test_quantiles_rise_within_the_support(law: Distribution) -> None:
    got = law.quantiles(np.sort(U))
    assert (np.diff(got) >= 0).all()
    assert law.support[0] <= got[0] and got[-1] <= law.support[1]


def test_normal_quantiles_to_twelve_digits() -> None:
    u = np.concatenate([U, 10.0 ** -np.arange(16, 300, 7.0)])
    wanted = np.array([NormalDist().inv_cdf(float(x)) for x in u])
    np.testing.assert_allclose(normal_quantiles(u), wanted, rtol=1e-12, atol=1e-15)
    assert normal_quantiles(np.array([0.0, 0.5, 1.0])).tolist() == [-math.inf, 0.0, math.inf]


SCIPY = [
    (Uniform(6.0, 9.0), stats.uniform(6.0, 3.0)),
    (Normal(16.0, 2.5, 10.0, 24.0), stats.truncnorm(-2.4, 3.2, 16.0, 2.5)),
    (Normal(0.0, 1.0, 5.0, 6.0), stats.truncnorm(5.0, 6.0)),
    (Lognormal(1.5, 4.0), stats.lognorm(math.log(4.0 / 1.5) / stats.norm.ppf(0.9), scale=1.5)),
    (Exponential(6.0), stats.expon(scale=6.0)),
    (Triangular(1.0, 2.0, 5.0), stats.triang(0.25, 1.0, 4.0)),
]


@pytest.mark.parametrize(("law", "frozen"), SCIPY, ids=lambda x: str(x)[:30])
def test_quantiles_invert_the_distribution_function(law: Distribution, frozen: Any) -> None:
    np.testing.assert_allclose(frozen.cdf(law.quantiles(U)), U, rtol=1e-8, atol=1e-14)  # rounding near u = 0


def moment(law: Distribution, power: int) -> float:
    """Integral of quantile(u)**power over u."""
    return float(integrate.quad(lambda u: law.quantile(u) ** power, 0.0, 1.0, limit=200, epsabs=1e-10)[0])


def test_moments() -> None:
    assert moment(Uniform(6.0, 9.0), 1) == pytest.approx(7.5, rel=1e-9)
    assert moment(Exponential(6.0), 1) == pytest.approx(6.0, rel=1e-6)  # quadrature of a logarithmic end
    assert moment(Exponential(6.0), 2) == pytest.approx(72.0, rel=1e-5)
    assert moment(Triangular(1.0, 2.0, 5.0), 1) == pytest.approx(8.0 / 3.0, rel=1e-8)
    sigma = math.log(4.0 / 1.5) / NormalDist().inv_cdf(0.9)
    assert moment(Lognormal(1.5, 4.0), 1) == pytest.approx(1.5 * math.exp(sigma**2 / 2), rel=1e-4)
    assert moment(Normal(16.0, 2.5, 11.0, 21.0), 1) == pytest.approx(16.0, rel=1e-9)
    assert moment(Empirical(((0.0, 1.0), (0.5, 2.0), (1.0, 9.0))), 1) == pytest.approx(0.75 + 2.75, rel=1e-9)


def test_lognormal_by_its_name() -> None:
    law = Lognormal(0.75, 3.0)
    assert law.quantile(0.5) == 0.75
    assert law.quantile(0.9) == pytest.approx(3.0, rel=1e-14)


def test_choice_normalises_its_weights_in_any_order() -> None:
    read = TypeAdapter(Counts).validate_python
    law = read({"choice": {"2": 36, "1": 54, "5": 10}})
    assert law == Choice((1, 2, 5), (54.0, 36.0, 10.0))
    assert law.quantiles(np.array([0.0, 0.539, 0.541, 0.899, 0.901, 1.0])).tolist() == [1, 1, 2, 2, 5, 5]


def test_written() -> None:
    speeds, durations = TypeAdapter(Speeds).validate_python, TypeAdapter(Durations).validate_python
    assert speeds("12 kn") == Constant(12.0)
    assert speeds({"uniform": ["6 kn", "9 kn"], "source": "assumed"}) == Uniform(6.0, 9.0)
    assert speeds({"normal": {"mean": "16 kn", "sd": "2 kn", "min": "9 kn", "max": "20 kn"}}) == Normal(
        16.0, 2.0, 9.0, 20.0
    )
    assert durations({"lognormal": {"median": "45 min", "p90": "3 h"}}) == Lognormal(0.75, 3.0)
    assert durations({"exponential": {"mean": "1 d"}}) == Exponential(24.0)
    assert durations({"triangular": ["1 h", "2 h", "3 h"]}) == Triangular(1.0, 2.0, 3.0)
    assert durations({"empirical": [[0, "0 h"], [1, "2 h"]]}) == Empirical(((0.0, 0.0), (1.0, 2.0)))
    assert durations({"choice": {"1 h": 1, "1 d": 2}}) == Choice((1.0, 24.0), (1.0, 2.0))


REFUSED: list[object] = [
    {"uniform": ["9 kn", "6 kn"]},
    {"uniform": ["6 kn"]},
    {"uniform": "6 kn"},
    {"normal": {"mean": "16 kn", "sd": "2 kn"}},
    {"normal": {"mean": "16 kn", "sd": "0 kn", "min": "9 kn", "max": "20 kn"}},
    {"normal": {"mean": "16 kn", "sd": "1 kn", "min": "90 kn", "max": "99 kn"}},
    {"lognormal": {"median": "4 kn", "p90": "3 kn"}},
    {"lognormal": {"median": "0 kn", "p90": "3 kn"}},
    {"exponential": {"mean": "0 kn"}},
    {"triangular": ["1 kn", "9 kn", "3 kn"]},
    {"choice": {}},
    {"choice": {"1 kn": 0}},
    {"choice": {"1 kn": -1}},
    {"choice": {"1852 m/s": 1, "3600 kn": 1}},
    {"choice": {"1": 1}},
    {"empirical": [[0, "1 kn"]]},
    {"empirical": [[0.1, "1 kn"], [1, "2 kn"]]},
    {"empirical": [[0, "1 kn"], [0, "2 kn"], [1, "2 kn"]]},
    {"empirical": [[0, "3 kn"], [1, "2 kn"]]},
    {"gaussian": {}},
    {},
    [],
    None,
    {"uniform": ["6 kn", "9 kn"], "exponential": {"mean": "1 kn"}},
]


@pytest.mark.parametrize("value", REFUSED, ids=str)
def test_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Speeds).validate_python(value)

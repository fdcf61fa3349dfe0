"""The random field against its definition. Seeds are fixed; the level of a statistical test is stated with it."""

import numpy as np
import pytest

from guardship.sea.weather import Dependence, field

stats = pytest.importorskip("scipy.stats")

PURPOSE = 1000
Floats = np.ndarray


def values(
    like: Dependence, places: object, first: int = 0, count: int = 100, squeeze: float = 1.0, seed: int = 1
) -> Floats:
    xy = np.array(places, float).reshape(-1, 2)
    return field(seed, PURPOSE, like, xy, np.full(len(xy), squeeze), first, count)


def row(n: int, apart: float) -> list[list[float]]:
    return [[apart * k, 0.3 * apart] for k in range(n)]


def test_standard_normal() -> None:
    """Kolmogorov-Smirnov at 0.001 on values so far apart that they are as good as independent; mean and variance."""
    z = values(Dependence(6.0, 100.0, 6.0), row(20, 700.0), count=10_000)[:, ::10].ravel()
    assert stats.kstest(z, "norm").pvalue > 0.001
    assert abs(z.mean()) < 3.3 / len(z) ** 0.5 and abs(z.var() - 1.0) < 3.3 * (2.0 / len(z)) ** 0.5


@pytest.mark.parametrize("lag", [1, 4, 8, 16])
def test_memory(lag: int) -> None:
    like = Dependence(memory=48.0, reach=100.0, every=6.0)
    z = values(like, row(40, 700.0), count=4000)
    got = (z[:, lag:] * z[:, :-lag]).mean()
    assert got == pytest.approx(np.exp(-lag * 6.0 / 48.0), abs=3.3 * (2 * 8 / z.size) ** 0.5)  # 8 steps are a memory


@pytest.mark.parametrize("way", [(1.0, 0.0), (0.0, 1.0), (0.6, 0.8)])
@pytest.mark.parametrize("reaches", [0.3, 1.0, 1.7])
def test_reach(way: tuple[float, float], reaches: float) -> None:
    """Whatever the direction and wherever on the lattice."""
    pairs = [
        [(x, 0.37 * x), (x + 100.0 * reaches * way[0], 0.37 * x + 100.0 * reaches * way[1])] for x in (0, 711, 1533)
    ]
    z = values(Dependence(0.5, 100.0, 6.0), pairs, count=10_000)
    got = (z[0::2] * z[1::2]).mean()
    assert got == pytest.approx(np.exp(-(reaches**2)), abs=0.002 + 3.3 / 30_000**0.5)


def test_longitudes_squeezed_by_latitude() -> None:
    z = values(Dependence(0.5, 100.0, 6.0), [(0.0, 3600.0), (200.0, 3600.0)], count=20_000, squeeze=0.5)
    assert (z[0] * z[1]).mean() == pytest.approx(np.exp(-1.0), abs=0.002 + 3.3 / 20_000**0.5)


def test_a_value_depends_on_its_place_and_step_alone() -> None:
    """To the last bit, whatever is computed with it: other steps, other places, in another order."""
    like, here = Dependence(48.0, 300.0, 6.0), [(2700.0, 750.0), (2820.0, 750.0)]
    whole = values(like, [(-500.0, 40.0), here[1], (9000.0, 0.0), here[0]], first=-70, count=300)
    for first in (0, 1, 17):
        assert (values(like, here, first=first, count=40) == whole[[3, 1], 70 + first : 110 + first]).all()


def test_another_seed_is_another_weather() -> None:
    like = Dependence(48.0, 300.0, 6.0)
    a, b = (values(like, row(30, 2000.0), seed=seed).ravel() for seed in (1, 2))
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.2

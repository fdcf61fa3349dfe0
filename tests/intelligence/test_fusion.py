"""O40, and O39 for covariance intersection: estimates with something in common are not counted twice."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from guardship.intelligence.filter import State, predict
from guardship.intelligence.fusion import information, intersect, weight


def state(x: float, vx: float, pxx: float, pvv: float, pxv: float = 0.0) -> State:
    return State(2.0, x, -x, vx, -vx, pxx, pxv, pvv)


def matrix(s: State) -> np.ndarray:
    return np.array([[s.pxx, s.pxv], [s.pxv, s.pvv]])


def test_the_printed_case() -> None:
    a, b = state(0.0, 0.0, 4.0, 1.0), state(1.0, 1.0, 1.0, 4.0)
    fused = intersect(a, b)
    assert weight(information(a), information(b)) == 0.5
    assert matrix(fused) == pytest.approx(1.6 * np.eye(2))
    assert (fused.x, fused.vx, fused.y, fused.vy) == pytest.approx((0.8, 0.2, -0.8, -0.2))


def test_against_matrices_and_a_search_for_the_weight() -> None:
    rng = np.random.default_rng(1)
    inner = 0
    for _ in range(200):
        roots = rng.normal(size=(2, 2, 2))
        covariances = [r @ r.T + 0.05 * np.eye(2) for r in roots]
        means = rng.normal(size=(2, 2))
        a, b = (state(m[0], m[1], c[0, 0], c[1, 1], c[0, 1]) for m, c in zip(means, covariances, strict=True))
        first, second = (np.linalg.inv(c) for c in covariances)

        def spread(w: float, first: np.ndarray = first, second: np.ndarray = second) -> float:
            return 1.0 / float(np.linalg.det(w * first + (1.0 - w) * second))

        best = min(
            minimize_scalar(spread, bounds=(0.0, 1.0), method="bounded", options={"xatol": 1e-10}).fun,
            spread(0.0),
            spread(1.0),
        )
        w = weight(information(a), information(b))
        assert spread(w) == pytest.approx(best, rel=1e-6)
        inner += 0.0 < w < 1.0
        mixed = np.linalg.inv(w * first + (1.0 - w) * second)
        fused = intersect(a, b)
        assert matrix(fused) == pytest.approx(mixed)
        assert np.array([fused.x, fused.vx]) == pytest.approx(
            mixed @ (w * first @ means[0] + (1.0 - w) * second @ means[1])
        )
    assert 20 < inner < 180


@pytest.mark.parametrize(("common", "naive"), [(0.0, 2.0), (0.5, 3.0), (1.0, 4.0)])
def test_incest(common: float, naive: float) -> None:
    """O39: with correlation rho the mean error squared of the naive product is n (1 + rho); here at most n = 2."""
    rng, n = np.random.default_rng(7), 20_000
    shared, own = rng.normal(size=(n, 2)), rng.normal(size=(2, n, 2))
    errors = np.sqrt(common) * shared + np.sqrt(1.0 - common) * own
    pairs = errors.transpose(1, 0, 2).tolist()
    fused = [intersect(state(a[0], a[1], 1.0, 1.0), state(b[0], b[1], 1.0, 1.0)) for a, b in pairs]
    squares = np.array([(f.x * f.x) / f.pxx + (f.vx * f.vx) / f.pvv for f in fused])
    average = errors.mean(axis=0)
    assert float((average**2).sum(axis=1).mean() / 0.5) == pytest.approx(naive, abs=0.1)
    assert float(squares.mean()) == pytest.approx(naive / 2.0, abs=0.05)
    assert float(squares.mean()) <= 2.0 + 0.05


def test_an_estimate_with_itself_changes_nothing() -> None:
    """Where the naive product halves the covariance."""
    one = predict(state(3.0, 4.0, 2.0, 1.0, 0.5), 2.5, 4.0)
    assert intersect(one, one) == pytest.approx(one)


def test_the_sharper_of_two_like_ones_is_taken() -> None:
    sharp, vague = state(1.0, 1.0, 1.0, 1.0), state(5.0, 5.0, 4.0, 4.0)
    assert intersect(sharp, vague) == pytest.approx(sharp) == intersect(vague, sharp)


def test_other_times_are_refused() -> None:
    one = state(0.0, 0.0, 1.0, 1.0)
    with pytest.raises(ValueError, match="predict"):
        intersect(one, one._replace(time=3.0))

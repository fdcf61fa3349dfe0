"""O21: intelligence ages, the datum expands. A ship and a helicopter that are sent by a partner's late report."""

from math import expm1, pi

import numpy as np
import pytest

from .worlds import detected, near, run

WITHIN = 0.12  # stated for agents: the closed form is for random search, they search in a pattern from inside out
LASTS, FLIES = 24.0, 2.0  # h of search


def random_search(w: float, v: float, u: float, age: float, lasts: float) -> float:
    """1 - exp(-(W V / pi U^2) (1/tau - 1/(tau + T)))."""
    return -expm1(-w * v / (pi * u * u) * (1.0 / age - 1.0 / (age + lasts)))


def late(age: float, lasts: float) -> dict[str, object]:
    """A report that is so long under way, and the end of the run when the search is over."""
    return {"sharing.channels.from_alpha.delay": f"{age} h", "time.measure": f"{age + lasts} h"}


def by_ship(age: float) -> dict[str, object]:
    looks = [{"from": f"{age} h", "to": f"{age + LASTS} h"}]
    return late(age, LASTS) | {"groups.searcher.sensors": looks}


def by_helicopter(age: float) -> dict[str, object]:
    """The ship is blind, and is not sent; targets of 25 kn. The radius: of the circle when the search is over."""
    return late(age, FLIES) | {
        "groups.searcher.sensors": None,
        "types.searcher.sensors": [],
        "types.searcher.investigates": None,
        "types.searcher.search": None,
        "types.searcher.carries": {"helicopter": 1},
        "types.helicopter.search.radius": f"{25.0 * (age + FLIES)} nm",
        "types.target.speed.cruise": {"triangular": ["0 kn", "25 kn", "25 kn"]},
    }


def share(changes: dict[str, object], seeds: range) -> tuple[float, int]:
    """Of all targets those that were seen."""
    hits = np.concatenate([detected(run("latency", changes, seed)) for seed in seeds])
    return float(hits.mean()), len(hits)


@pytest.mark.parametrize(
    ("age", "printed"), [(0.5, 0.9216), (2.0, 0.4709), (3.0, 0.3458), (6.0, 0.1912), (11.9, 0.1015)]
)
def test_a_ship_sent_by_an_old_report(age: float, printed: float, seeds: range) -> None:
    """W 20 nm, V 20 kn, U 10 kn; printed for a search without end. A picture takes nothing that is 12 h old."""
    endless = random_search(20.0, 20.0, 10.0, age, 1e9)
    assert endless == pytest.approx(printed, abs=1e-4)
    p, n = share(by_ship(age), seeds)
    near("O21", f"ship at a datum {age:g} h old", endless, p, n, WITHIN)
    assert p == pytest.approx(random_search(20.0, 20.0, 10.0, age, LASTS), abs=WITHIN)


def test_what_is_all_in_sight_needs_no_search(seeds: range) -> None:
    """After 1 h all targets are within 10 nm: seen at once. The closed form has them searched for, and 0.7201."""
    assert random_search(20.0, 20.0, 10.0, 1.0, 1e9) == pytest.approx(0.7201, abs=1e-4)
    assert share(by_ship(1.0), seeds)[0] == 1.0


@pytest.mark.parametrize(("age", "printed"), [(0.5, 0.9043), (1.0, 0.6239), (2.0, 0.3070), (4.0, 0.1151)])
def test_a_helicopter_sent_by_an_old_report(age: float, printed: float, seeds: range) -> None:
    """W 24 nm, V 120 kn, U 25 kn, for 2 h."""
    theory = random_search(24.0, 120.0, 25.0, age, FLIES)
    assert theory == pytest.approx(printed, abs=1e-4)
    p, n = share(by_helicopter(age), seeds)
    near("O21", f"helicopter at a datum {age:g} h old", theory, p, n, WITHIN)


def test_a_report_that_never_comes_sends_nobody() -> None:
    assert not detected(run("latency", by_helicopter(2.0) | {"sharing": None})).any()

"""O47: which track a partner's report is taken for, through the picture of a holder that several others report to."""

from math import exp, pi

import numpy as np
import pytest
from scipy.spatial import KDTree

from guardship.intelligence.association import Habits
from guardship.run.run import Run

from .worlds import places, rows, run, share

BRAVO = 1  # by name among alpha, bravo, charlie
SIDE = 450.0


def right(density: float, sigma: float) -> float:
    """The nearest of all is the right one, and within the gate: 1/m (1 - exp(-g m / 2)), m = 1 + 2 pi density sigma^2.

    Without a gate g it is 1/m; the gate, which is beyond 3.7 sigma, is worth less than 1 %.
    """
    m = 1.0 + 2.0 * pi * density * sigma * sigma
    return (1.0 - exp(-0.5 * Habits().gate * m)) / m


def judged(world: Run) -> dict[int, bool]:
    """By boat that a partner has reported, the first time: whether bravo counted it in the track of that boat."""
    post = rows(world, "post")[0]
    boat_at = KDTree(places(world, "boats"))
    where = {report.id: report.observations[0] for report, _ in world.model.post.reports}
    by = {report.id: row for report, row in world.model.post.reports}
    of: dict[int, int] = {}  # boat: bravo's own track
    found: dict[int, bool] = {}
    for line in world.model.journal.log.entries:
        if line.kind != "taken" or line.holder != BRAVO:
            continue
        seen = where[line.report]
        off, boat = boat_at.query((seen.x, seen.y))
        assert off < 1e-4
        if by[line.report] == post:
            of.setdefault(int(boat), line.track)
        else:
            found.setdefault(int(boat), line.track == of[int(boat)])
    assert len(of) == len(set(of.values()))
    return found


@pytest.mark.parametrize(("density", "sigma", "printed"), [(0.05, 3.0, 0.2613), (0.01, 1.0, 0.9409)])
def test_the_nearest_track_is_the_right_one_as_often_as_clutter_allows(
    density: float, sigma: float, printed: float, seeds: range
) -> None:
    """About one boat in twenty is reported, so that the trials hardly share their neighbours."""
    boats = round(density * SIDE * SIDE)
    changes: dict[str, object] = {"groups.boats.count": boats}
    changes |= {f"sharing.channels.from_{name}.blur": f"{sigma} nm" for name in ("alpha", "charlie")}
    hits = [np.array(list(judged(run("association", changes, seed)).values())) for seed in seeds]
    assert 1.0 / (1.0 + 2.0 * pi * density * sigma * sigma) == pytest.approx(printed, abs=1e-4)
    what = f"the right track, {density:g} /nm2 and {sigma:g} nm"
    share("O47", what, np.concatenate(hits), right((boats - 1) / SIDE**2, sigma))

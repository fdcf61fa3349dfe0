"""Lanes and areas on the plane. Made-up shapes have exact answers: tolerance 1e-9, rounding."""

import numpy as np
import pytest
import shapely

from guardship.sea.areas import Area
from guardship.sea.coast import Coast
from guardship.sea.lanes import Lane, posts
from guardship.sea.plane import Plane

BENT = Lane("bent", np.array([(0.0, 0.0), (0.0, 10.0), (10.0, 10.0)]), 2.0)  # north, then east


def test_length_and_points_along() -> None:
    assert BENT.length == 20.0
    assert [BENT.point_at(s) for s in (-1.0, 4.0, 10.0, 13.0, 99.0)] == [(0, 0), (0, 4), (0, 10), (3, 10), (10, 10)]


def test_tracks_beside_a_bend_are_mitred() -> None:
    assert BENT.track(1.0) == pytest.approx(np.array([(1.0, 0.0), (1.0, 9.0), (10.0, 9.0)]))  # starboard: inside
    assert BENT.track(-1.0) == pytest.approx(np.array([(-1.0, 0.0), (-1.0, 11.0), (10.0, 11.0)]))


def test_tracks_stay_at_their_distance() -> None:
    lane = Lane("s", np.array([(0.0, 0.0), (30.0, 5.0), (50.0, 40.0), (90.0, 30.0)]), 5.0)
    for offset in (-2.0, 2.0):
        legs = [shapely.LineString(pair) for pair in np.stack([lane.line[:-1], lane.line[1:]], axis=1)]
        for a, b, leg in zip(lane.track(offset)[:-1], lane.track(offset)[1:], legs, strict=True):
            middle = shapely.Point(0.5 * (a + b))
            assert shapely.distance(middle, leg) == pytest.approx(2.0, abs=1e-9)


@pytest.mark.parametrize("line", [BENT, Lane("straight", np.array([(5.0, 5.0), (105.0, 45.0)]), 5.0)])
@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_beats_share_the_lane_without_overlap(line: Lane, count: int) -> None:
    loops = [shapely.Polygon(beat) for beat in line.beats(count, 2.0)]
    assert len(loops) == count and all(loop.is_valid for loop in loops)
    assert shapely.union_all(loops).area == pytest.approx(sum(loop.area for loop in loops), abs=1e-9)
    assert sum(loop.area for loop in loops) == pytest.approx(2.0 * line.length, abs=1e-9)
    for i, loop in enumerate(loops):
        s = (i + 0.5) * line.length / count
        assert loop.buffer(1e-9).contains(shapely.Point(line.point_at(s)))


def test_a_beat_of_a_straight_lane_has_four_corners() -> None:
    beats = Lane("east", np.array([(0.0, 0.0), (100.0, 0.0)]), 5.0).beats(4, 2.0)
    assert beats[1] == pytest.approx(np.array([(25.0, -1.0), (50.0, -1.0), (50.0, 1.0), (25.0, 1.0)]))


def test_lanes_that_cannot_be_followed_are_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Lane("s", np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 1.0), (0.0, 1.0)]), 5.0).track(-3.0)
    with pytest.raises(ValueError, match="turns back"):
        Lane("s", np.array([(0.0, 0.0), (10.0, 0.0), (0.0, 0.1)]), 5.0).track(1.0)
    with pytest.raises(ValueError, match="two different"):
        Lane("s", np.array([(0.0, 0.0), (0.0, 0.0)]), 5.0)


def test_corridor_lane_on_the_plane(aden_plane: Plane) -> None:
    middle = aden_plane.rhumb_line([(45.0, 11.0 + 50.5 / 60.0), (53.0, 14.0 + 20.5 / 60.0)])
    lane = Lane("eastbound", middle, 4.761)
    assert lane.length == pytest.approx(491.56, rel=1e-3)  # scale, uncorrected: within 0.06 %
    north = aden_plane.rhumb_line([(45.0, 11.0 + 53.0 / 60.0), (53.0, 14.0 + 23.0 / 60.0)])
    port = shapely.LineString(lane.track(-0.5 * lane.width))
    # the line runs through the vertices of the edge to within its own tolerance of 0.05, and 0.5 % of the half width
    assert shapely.distance(port, shapely.points(north[1:-1])).max() < 0.07


def test_area(island: Coast) -> None:
    area = Area("box", np.array([(20.0, -10.0), (20.0, 10.0), (-20.0, 10.0), (-20.0, -10.0), (20.0, -10.0)]))
    assert area.ring.shape == (4, 2) and area.size == 800.0
    assert list(area.contains([0.0, 30.0], [0.0, 0.0])) == [True, False]
    assert area.sea_share(island) == pytest.approx(0.75, abs=1e-12)
    assert area.sea_share(Coast.none()) == 1.0


@pytest.mark.parametrize(
    "ring",
    [[(0, 0), (1, 1), (1, 0), (0, 1)], [(0, 0), (1, 1), (2, 2)], [(0, 0), (1, 1)]],
    ids=["bow-tie", "flat", "two corners"],
)
def test_areas_that_are_none_are_refused(ring: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="area a"):
        Area("a", np.array(ring))


def test_posts_cut_a_line_into_equal_parts() -> None:
    bent = np.array([[0.0, 0.0], [6.0, 0.0], [6.0, 6.0]])
    assert posts(bent, 3).tolist() == [[2.0, 0.0], [6.0, 0.0], [6.0, 4.0]]
    assert posts(bent, 1).tolist() == [[6.0, 0.0]]

"""Points in areas of one ring and of several."""

import numpy as np
import shapely

from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.rings import joined
from guardship.sea.areas import Area

SEED = 20
OUTLINE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 8.0], [0.0, 8.0]])
HOLE = np.array([[2.0, 2.0], [5.0, 2.0], [5.0, 5.0]])
PIECE = np.array([[12.0, 1.0], [15.0, 1.0], [15.0, 6.0], [12.0, 6.0]])
POND = np.array([[13.0, 2.0], [14.0, 2.0], [14.0, 3.0], [13.0, 3.0]])


def test_a_hole_is_not_inside_and_a_piece_is() -> None:
    ring = joined([OUTLINE, HOLE, PIECE, POND])
    shape = shapely.MultiPolygon([shapely.Polygon(OUTLINE, [HOLE]), shapely.Polygon(PIECE, [POND])])
    places = np.random.default_rng(SEED).uniform(-1.0, 16.0, (4000, 2))
    found = [bool(point_in_polygon(ring, x, y)) for x, y in places]
    assert found == shapely.contains_xy(shape, places[:, 0], places[:, 1]).tolist()
    assert shapely.equals(Area("sea", ring).polygon, shape) and Area("sea", ring).size == shape.area

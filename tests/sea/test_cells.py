"""Waters cut into squares: what of them is sea, who are neighbours, and the outlines that ships are given."""

import numpy as np
import pytest
import shapely

from guardship.core.kernels.polygon import point_in_polygon
from guardship.sea.areas import Area
from guardship.sea.cells import squares
from guardship.sea.coast import Coast

BOX = Area("box", np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 60.0], [0.0, 60.0]]))
SLANTED = Area("slanted", np.array([[0.0, 0.0], [80.0, 0.0], [80.0, 80.0]]))
ISLAND = Coast.of(shapely.box(30.0, 0.0, 70.0, 19.5))


def test_all_of_open_waters_is_in_some_cell() -> None:
    found = squares(BOX, 20.0, Coast.none())
    assert len(found.places) == 15
    assert found.areas == pytest.approx(np.full(15, 400.0))
    assert {length for _, _, length in found.borders()} == {20.0}
    assert len(found.borders()) == 4 * 3 + 5 * 2


def test_the_last_column_is_as_narrow_as_the_waters() -> None:
    found = squares(BOX, 40.0, Coast.none())
    assert sorted(found.areas.tolist()) == pytest.approx([400.0, 800.0, 800.0, 800.0, 1600.0, 1600.0])
    assert found.areas.sum() == pytest.approx(6000.0)


def test_land_is_no_water_and_no_way() -> None:
    """A cell of the lowest row has hardly any sea, half a mile along its northern side: it is none."""
    found = squares(BOX, 20.0, ISLAND)
    assert (2, 0) not in found.places and len(found.places) == 14
    at = {place: k for k, place in enumerate(found.places)}
    assert found.areas[at[1, 0]] == pytest.approx(400.0 - 195.0)
    lengths = {(a, b): length for a, b, length in found.borders()}
    assert lengths[at[1, 0], at[1, 1]] == pytest.approx(20.0)
    assert lengths[at[0, 0], at[1, 0]] == pytest.approx(20.0)


def test_slivers_are_no_cells() -> None:
    found = squares(SLANTED, 20.0, Coast.none())
    assert found.areas.sum() == pytest.approx(3200.0)
    with pytest.raises(ValueError, match=r"came squares of 0.5 nm, \d+ of them, wanted 2000 at most"):
        squares(SLANTED, 0.5, Coast.none())
    with pytest.raises(ValueError, match=r"no square of 500 nm"):
        squares(SLANTED, 500.0, Coast.of(shapely.box(-1.0, -1.0, 81.0, 81.0)))


def test_outlines_are_of_convex_water_alone() -> None:
    open_sea, coastal = squares(BOX, 20.0, Coast.none()), squares(BOX, 20.0, ISLAND)
    assert set(open_sea.outline([0])) == {(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)}
    ring = np.array(open_sea.outline([0]))
    x, y = ring.T
    assert (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() > 0.0  # counterclockwise
    assert coastal.outline([coastal.places.index((1, 0))]) == ()
    assert open_sea.outline([0, 1, 5]) == ()  # an angle
    assert len(open_sea.outline([0, 1, 5, 6])) == 4


def test_rings_are_areas_of_the_core() -> None:
    found = squares(BOX, 20.0, ISLAND)
    ring = found.ring([0, 1])
    assert point_in_polygon(ring, 35.0, 10.0)  # land, which whoever roams there leaves out
    assert not point_in_polygon(ring, 45.0, 10.0)

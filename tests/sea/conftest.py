"""Two coasts: the shipped one of the Gulf of Aden, and a box."""

import pytest
import shapely

from guardship.sea.coast import Coast
from guardship.sea.plane import Bounds, Plane

ADEN = Bounds(42.5, 10.3, 54.5, 16.2)


@pytest.fixture(scope="session")
def aden_plane() -> Plane:
    return Plane.fit(ADEN)


@pytest.fixture(scope="session")
def aden(aden_plane: Plane) -> Coast:
    return Coast.load(ADEN, aden_plane)


@pytest.fixture(scope="session")
def island() -> Coast:
    """A box of land 20 nm wide and 10 nm high around the origin."""
    return Coast.of(shapely.box(-10.0, -5.0, 10.0, 5.0))

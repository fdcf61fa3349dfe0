"""The territorial seas that the Gulf of Aden with law uses: as broad as they say, and each state's own."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from guardship.build.theatre import Theatre
from guardship.core.kernels.polygon import point_in_polygon
from guardship.scenario.reading.check import load

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def theatre() -> Theatre:
    return Theatre.of(load(SCENARIOS / "gulf_of_aden_law.yaml"))


@pytest.mark.parametrize("sea", ["somali_sea", "yemeni_sea", "abd_al_kuri", "samhah", "socotra"])
def test_as_broad_as_the_law_says(theatre: Theatre, sea: str) -> None:
    """No corner farther than 12 nm from land, but for the simplification of 0.25 nm."""
    corners = shapely.points(theatre.ring(sea))
    away = shapely.distance(corners, theatre.coast.land)
    assert away.max() < 12.26
    assert np.sum(away > 11.7) > 5


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (49.18, 11.40, {"somali_sea"}),
        (49.18, 11.60, set()),
        (45.0, 12.70, {"yemeni_sea"}),
        (48.0, 12.5, set()),
        (43.4, 11.8, set()),
        (54.0, 12.75, {"socotra"}),
    ],
)
def test_whose_waters(theatre: Theatre, lon: float, lat: float, inside: set[str]) -> None:
    x, y = theatre.flat([(lon, lat)])[0]
    seas = ("somali_sea", "yemeni_sea", "abd_al_kuri", "samhah", "socotra")
    assert {sea for sea in seas if point_in_polygon(theatre.ring(sea), x, y)} == inside

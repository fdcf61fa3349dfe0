"""What is done where: traffic and the reach of aircraft against what follows from the file by hand."""

from pathlib import Path

import pytest
import shapely

from guardship.maps import deeds
from guardship.maps.chart import Chart
from guardship.maps.layers import Layer
from guardship.scenario.reading.load import load
from maps.worlds import box
from system.worlds import SCENARIOS, tiny

ADEN = load(SCENARIOS / "gulf_of_aden.yaml")


def test_traffic_counts_ships_and_convoys() -> None:
    """30 ships a day, and every 6 days a Chinese convoy of 6.4 ships and a Japanese one of 7.5 on average."""
    chinese, japanese = 0.2 * (4 + 5 + 6 + 8) + 0.1 * (7 + 10), 0.1 * (5 + 10) + 0.2 * (6 + 7 + 8 + 9)
    expected = 30.0 + (chinese + japanese) / 6.0
    found = deeds.traffic(ADEN)
    # a mean over 64 quantiles: a step of a choice is off by half a quantile at most
    assert found == {"eastbound": pytest.approx(expected, abs=0.02), "westbound": pytest.approx(expected, abs=0.02)}


def test_aircraft_go_as_far_as_they_are_sent_and_come_back_from() -> None:
    lynx = ADEN.types["lynx"]
    assert deeds.radius_of(lynx) == 120.0  # sent so far; 3 h less 20 min at 120 kn are 160 nm out
    short = load(SCENARIOS / "gulf_of_aden.yaml", set={"types.lynx.sorties.endurance": "90 min"}).types["lynx"]
    assert deeds.radius_of(short) == pytest.approx(0.5 * (1.5 - 1.0 / 3.0) * 120.0)
    assert deeds.radius_of(ADEN.types["frigate"]) == deeds.radius_of(ADEN.types["rhib"]) == 0.0


def test_reach_is_about_beats() -> None:
    chart = Chart.drawn(ADEN)
    reach = {one.name: one.shape for one in chart.layer(Layer.REACH)}
    assert set(reach) == {"lynx", "scaneagle"}
    beats = shapely.union_all([one.shape for one in chart.layer(Layer.BEAT)])
    assert reach["lynx"].contains(shapely.buffer(beats, 119.0))
    assert reach["scaneagle"].contains(beats) and not reach["scaneagle"].contains(reach["lynx"])


def test_areas_and_places_by_what_is_done_there() -> None:
    areas, places = deeds.areas(ADEN), deeds.places(ADEN)
    assert areas["search_area"] == [Layer.PATROLLED] and areas["western_ground"] == [Layer.HUNTED]
    assert areas["fishing_waters"] == areas["dhow_waters"] == areas["yemen_fishery"] == [Layer.HARMLESS]
    assert places["djibouti"] is Layer.PORT and places["airfield"] is Layer.AIRFIELD
    assert places["bosaso"] is Layer.BASE and places["off_hafun"] is Layer.ANCHORAGE
    assert deeds.areas(tiny()) == {"waters": [Layer.HARMLESS, Layer.HUNTED]}


def test_routes_have_their_ships(tmp_path: Path) -> None:
    ships = "per_day: 3, route: {points: [[1 nm, 1 nm], [50 nm, 9 nm], [90 nm, 50 nm]], loop: true}"
    (route,) = Chart.drawn(load(box(tmp_path, ships=ships))).layer(Layer.ROUTE)
    assert route.amount == 3.0 and shapely.get_coordinates(route.shape).tolist()[-1] == [1.0, 1.0]

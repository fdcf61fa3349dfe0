"""What Python hands over by `set=`, as a file would say it."""

import json
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load
from guardship.scenario.reading.values import written
from scenario.worlds import SCENARIOS

TAKEN = [
    (np.int64(3), 3),
    (np.uint8(3), 3),
    (np.float32(0.5), 0.5),
    (np.float64(3), 3.0),
    (np.bool_(True), True),
    (np.str_("a"), "a"),
    (np.array(3), 3),
    (np.arange(3), [0, 1, 2]),
    (np.eye(2), [[1.0, 0.0], [0.0, 1.0]]),
    ((1, (2, "x")), [1, [2, "x"]]),
    ({"a": np.arange(2), "b": (np.int8(1),)}, {"a": [0, 1], "b": [1]}),
    (OrderedDict(a=1), {"a": 1}),
    (Fraction(1, 2), 0.5),
    (Decimal("0.5"), 0.5),
    (date(2010, 3, 1), "2010-03-01T00:00Z"),
    (datetime(2010, 3, 1, tzinfo=UTC), "2010-03-01T00:00:00+00:00"),
    (datetime(2010, 3, 1), "2010-03-01T00:00:00"),
    (pd.Timestamp("2010-03-01T03:00+03:00"), "2010-03-01T03:00:00+03:00"),
    (np.datetime64("2010-03-01T00:00"), "2010-03-01T00:00"),
    (timedelta(hours=2), "7200.0 s"),
    (np.timedelta64(90, "m"), "5400.0 s"),
    (Path("a/b.geojson"), "a/b.geojson"),
    (shapely.Point(47, 12.5), {"point": [47.0, 12.5]}),
    (shapely.LineString([(46, 12), (47, 13)]), {"line": [[46.0, 12.0], [47.0, 13.0]]}),
    (shapely.MultiLineString([[(46, 12), (47, 13)], [(47, 13), (48, 13)]]), {"line": [[46, 12], [47, 13], [48, 13]]}),
    (shapely.Polygon([(46, 12), (47, 12), (47, 13)]), {"polygon": [[46, 12], [47, 12], [47, 13]]}),
    (shapely.MultiPoint([(46, 12)]), {"point": [46.0, 12.0]}),
    ("e\u0301", "\u00e9"),
    (None, None),
]
REFUSED: list[tuple[Any, str]] = [
    ({1, 2}, "came a set, whose entries have no order, wanted a list"),
    (frozenset(), "came a set"),
    (b"x", "came bytes, wanted text, numbers, times"),
    (object(), "came object, wanted"),
    (float("nan"), "came nan, wanted a finite number"),
    (np.array([1.0, np.inf]), "came inf, wanted a finite number"),
    (10**5000, "came a whole number of some 49"),
    ({1: 2}, "came 1 as a key, wanted text"),
    (np.zeros(10**7, np.int8), "came an array of 10000000 values"),
    ([0] * 40_000, "came more than 30000 values"),
    (shapely.MultiPoint([(46, 12), (47, 12)]), "came 2 points, wanted one place"),
    (1j, "came complex"),
]


@pytest.mark.parametrize(("value", "wanted"), TAKEN, ids=lambda one: type(one).__name__)
def test_taken(value: object, wanted: object) -> None:
    found = written(value)
    assert found == wanted and type(found) is type(wanted)
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(("value", "wanted"), REFUSED, ids=lambda one: type(one).__name__)
def test_refused_in_words(value: object, wanted: str) -> None:
    with pytest.raises(ValueError) as caught:
        written(value)
    assert wanted in str(caught.value) and len(str(caught.value)) < 200


def test_lists_within_themselves_come_to_an_end() -> None:
    loop: list[object] = []
    loop += [loop, loop]
    with pytest.raises(ValueError, match="wanted fewer"):
        written(loop)


def test_a_scenario_takes_them_and_says_plainly_what_was_set() -> None:
    east = timezone(timedelta(hours=3))
    changes = {
        "groups.dhows.count": np.int64(3),
        "time.start": datetime(2010, 3, 1, 3, tzinfo=east),
        "time.measure": timedelta(days=2),
        "types.dhow.speed.cruise": {"uniform": ("1 kn", "2 kn")},
    }
    scenario = load(SCENARIOS / "tiny.yaml", set=changes)
    assert (scenario.groups["dhows"].count, scenario.time.measure) == (3, 48.0)
    assert scenario.time.start == datetime(2010, 3, 1, tzinfo=UTC)
    assert json.loads(json.dumps(dict(scenario.changes)))["groups.dhows.count"] == 3
    same = load(SCENARIOS / "tiny.yaml", set={**changes, "groups.dhows.count": 3})
    assert same.hash == scenario.hash


def test_a_shape_of_shapely_is_geometry() -> None:
    ring = shapely.Polygon(
        [(47, 12.4), (49, 12.4), (49, 13), (47, 13)], [[(47.5, 12.5), (48, 12.5), (48, 12.8), (47.5, 12.8)]]
    )
    waters = load(SCENARIOS / "irtc.yaml", set={"geometry.extra": ring}).geometry["extra"]
    assert [len(one) for one in waters.outlines] == [4, 4]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "value",
    [-(10**5000), "x" * 10**6, {"a": "x" * 10**6}, [1] * 20_000, {"k" * 10**6: 1}],
    ids=lambda one: type(one).__name__,
)
def test_what_is_said_of_great_values_is_short(value: object) -> None:
    for where in ("groups.dhows.count", "title", "groups.dhows", f"groups.{'9' * 6000}", "groups." + "x" * 10**5):
        with pytest.raises(ScenarioError) as caught:
            load(SCENARIOS / "tiny.yaml", set={where: value, "guardship": 2})
        assert len(str(caught.value)) < 3000

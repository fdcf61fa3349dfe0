"""The made-up fleet is one that the page can show, and the words are of the numbers."""

import gzip
import json

import numpy as np

from guardship.replay.waypoints import Ways, unpacked
from tools.replay_speed import UNITS, fleet, told


def test_the_fleet_is_there_all_the_time() -> None:
    made = fleet(70, 2.0, 5)
    assert isinstance(made.ways, Ways)
    starts = np.arange(70) * 6
    assert (made.ways.t[starts] == 0).all()
    assert (made.ways.t[starts + 5] == 48 * 360_000).all()
    assert (np.diff(made.ways.t.reshape(70, 6)) >= 0).all()
    assert all(np.array_equal(a, b) for a, b in zip(unpacked(made.blocks["truth"], 4), made.ways.columns, strict=True))
    head = json.loads(gzip.decompress(made.blocks["head"]))
    assert head["vessels"]["kind"].count(2) == UNITS == sum(reach == 0 for reach in head["vessels"]["reach"])
    assert fleet(70, 2.0, 5).blocks == made.blocks


def test_how_many_times_is_the_middle_of_the_turns() -> None:
    found = {
        "page": [1.0, 2.0, 4.0],
        "symbols": [1.0, 1.0, 1.0],
        "canvas": [10.0, 30.0, 20.0],
        "memory": [1.0, 1.0, 1.0],
    }
    said = told(found).splitlines()
    assert said[0] == "page: 2.0 ms a frame, canvas 20.0: 10.0 times (5.0 to 15.0)"
    assert said[3] == "symbols: 1.0 ms a frame, memory 1.0: 1.0 times (1.0 to 1.0)"

"""Convoys on their timetable, and escorts that go by it: out along one lane, back along the other."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from guardship.core.kernels.state import Floats
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

from .worlds import made_once

CONVOYS = Path(__file__).with_name("convoys.yaml")
EVERY, FIRST, SPEED = 5.84 * 24.0, 12.0, 12.0
BACK = 3.42 * 24.0


@cache
@made_once
def sail(**changes: object) -> Run:
    """A run of the convoys with some entries changed."""
    return simulate(load(CONVOYS, set={key.replace("__", "."): value for key, value in changes.items()}))


def where(run: Run, name: str, times: Floats) -> Floats:
    """Where a vessel is at these times [h], (n, 2); nan before it is there."""
    legs = run.model.ocean.legs()
    own = legs[legs["row"] == run.model.crew.rows[name]]
    k = np.searchsorted(own["t"], times, side="right") - 1
    dt = times - own["t"][k]
    x, y = own["x"][k] + own["vx"][k] * dt, own["y"][k] + own["vy"][k] * dt
    x[k < 0] = np.nan
    return np.column_stack([x, y])


def apart(run: Run, a: str, b: str, times: Floats) -> Floats:
    """How far two vessels are from each other [nm]."""
    off = where(run, a, times) - where(run, b, times)
    return np.hypot(off[:, 0], off[:, 1])


def test_a_convoy_is_a_column_at_one_speed() -> None:
    run = sail()
    names = sorted(name for name in run.model.crew.names if name.startswith("chinese_east/0."))
    assert len(names) in (6, 7)
    under_way = np.linspace(FIRST + 1.0, FIRST + 39.0, 50)
    for a, b in pairwise(names):
        assert apart(run, a, b, under_way) == pytest.approx(1.0, rel=0.01)  # plane and Earth differ by so much
    first = {run.model.crew[run.model.crew.rows[name]].handling.speed for name in names}
    assert first == {SPEED}
    # who makes more than her convoy has it in reserve
    reserve = [run.model.crew[run.model.crew.rows[name]].handling.faster for name in names]
    assert all(1.0 <= more <= 5.0 for more in reserve) and len(set(reserve)) > 1


def test_an_escort_stays_with_its_convoys_out_and_back() -> None:
    run = sail(groups__lying__count=0)
    for group, start in (("chinese_east", FIRST), ("chinese_west", BACK)):
        for k in (0, 1):
            begin = start + k * EVERY
            ships = [name for name in run.model.crew.names if name.startswith(f"{group}/{k}.")]
            times = np.linspace(begin + 1.0, begin + 39.0, 100)
            middle = np.nanmean([where(run, name, times) for name in ships], axis=0)
            off = np.hypot(*(where(run, "escorts/0", times) - middle).T)
            assert off == pytest.approx(1.0, abs=0.1), (group, k)  # abeam


def test_an_escort_that_was_called_away_catches_up_at_top_speed() -> None:
    """A suspicious boat 1 nm off the lane holds it for three hours: 36 nm, made up at 16 kn more than the convoy."""
    run = sail()
    log = [
        (e.time, e.kind) for e in run.model.journal.log.entries if run.model.crew.names[e.actor].startswith("escorts")
    ]
    back = next(t for t, kind in log if kind == "on_beat")
    joined = next(t for t, kind in log if kind == "with_convoy" and t > back)
    behind = apart(run, "escorts/0", "chinese_east/0.3", np.array([back]))[0]
    assert 30.0 < behind < 40.0
    assert joined - back == pytest.approx(behind / (28.0 - SPEED), rel=0.1)
    after = np.linspace(joined, FIRST + 39.0, 50)
    assert apart(run, "escorts/0", "chinese_east/0.3", after).max() < 2.0


def test_without_time_to_come_back_a_convoy_sails_alone_or_with_another() -> None:
    """With a convoy each way every two days, one escort serves each other one and two serve all."""
    often = {f"groups__chinese_{way}__convoy__every": "3 d" for way in ("east", "west")}
    west = {"groups__chinese_west__convoy__first": "12 h"}

    def who(count: int, kind: str) -> list[str]:
        run = sail(groups__lying__count=0, groups__escorts__count=count, **often, **west)
        return [run.model.crew.names[e.actor] for e in run.model.journal.log.entries if e.kind == kind]

    assert len(who(1, "with_convoy")) == 5
    assert who(1, "unescorted") == [f"chinese_{'west' if k % 2 == 0 else 'east'}/{k}.0" for k in range(5)]
    assert sorted(who(2, "with_convoy")) == ["escorts/0"] * 5 + ["escorts/1"] * 5
    assert who(2, "unescorted") == []


def test_escorts_move_no_convoy() -> None:
    """Candidates are fixed by the seed: names, starts and legs of the ships do not depend on who is with them."""

    def legs(run: Run) -> list[object]:
        every = run.model.ocean.legs()
        return [
            (run.model.crew.names[x["row"]], *x.tolist()[:5])
            for x in every
            if "chinese" in run.model.crew.names[x["row"]]
        ]

    assert legs(sail()) == legs(sail(groups__escorts__count=3))

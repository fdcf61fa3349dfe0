"""Days of rest: the fishers of a group lie still for a local day, and go on where they were."""

from pathlib import Path

import numpy as np

from guardship.build.model import PatrolModel
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

SEA = """\
guardship: 1
name: friday
title: Fishers on a made-up sea
theatre: {box: {width: 60 nm, height: 60 nm}}
time: {start: 2010-03-01T00:00Z, measure: 7 d, zone: 3 h}
hulls: {skiff: {height: 1 m}}
types: {skiff: {is: passive, hull: skiff, speed: {cruise: 8 kn}}}
groups:
  fishers: {type: skiff, count: 6, roam: {in: box, leg: 5 nm, stops: 1 h}, rests: [friday]}
  late: {type: skiff, count: 2, start: 100 h, roam: {in: box}, rests: [friday]}
  others: {type: skiff, count: 2, roam: {in: box}}
"""
FRIDAY = 93.0, 117.0  # Thursday 21 h UTC to Friday 21 h UTC


def run(folder: Path) -> Run:
    path = folder / "friday.yaml"
    path.write_text(SEA)
    return simulate(load(path))


def sailing(one: Run, vessel: str, begin: float, end: float) -> float:
    """Hours in [begin, end] that it was under way."""
    legs = one.legs[one.legs["vessel"] == vessel]
    t = np.append(legs["t"].to_numpy(), one.theatre.hours).clip(begin, end)
    return float(np.diff(t)[np.hypot(legs["vx"], legs["vy"]).to_numpy() > 0.0].sum())


def test_on_fridays_nobody_of_the_group_sails(tmp_path: Path) -> None:
    one = run(tmp_path)
    for k in range(6):
        assert sailing(one, f"fishers/{k}", *FRIDAY) == 0.0
        assert sailing(one, f"fishers/{k}", FRIDAY[1], 168.0) > 5.0
    assert all(sailing(one, f"others/{k}", *FRIDAY) > 23.9 for k in range(2))
    late = one.legs[one.legs["vessel"] == "late/0"]
    assert late["t"].min() == FRIDAY[1]  # due at sea in the middle of it


def test_who_is_boarded_on_a_day_of_rest_lies_still_after_it_and_who_is_at_its_end_goes_on_later(
    tmp_path: Path,
) -> None:
    path = tmp_path / "friday.yaml"
    path.write_text(SEA)
    model: PatrolModel = PatrolModel(load(path))
    first, second = model.crew.rows["fishers/0"], model.crew.rows["fishers/1"]
    model.run_until(FRIDAY[0] + 1.0)
    model.rests.let_go(first)
    model.custody.boarded.add(second)
    model.run_until(FRIDAY[1] - 0.01)
    assert model.ocean.velocity(first) == (0.0, 0.0)
    model.run_until(FRIDAY[1] + 0.01)
    assert model.ocean.velocity(first) != (0.0, 0.0)
    assert model.ocean.velocity(second) == (0.0, 0.0)
    model.rests.let_go(second)
    model.run_until(FRIDAY[1] + 0.02)
    assert model.ocean.velocity(second) != (0.0, 0.0)

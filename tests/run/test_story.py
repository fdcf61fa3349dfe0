"""The same story from a run and from its folder; damaged folders are refused."""

from pathlib import Path

import pytest

from guardship.run.reading import NotARun
from guardship.run.simulate import simulate
from guardship.run.story import of_folder
from guardship.scenario.reading.check import load
from guardship.story import story

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_a_folder_tells_what_its_run_tells(tmp_path: Path) -> None:
    run = simulate(load(SCENARIOS / "tiny.yaml"), 2)
    book = of_folder(run.write(tmp_path / "run"))
    for number in run.voyages.voyage:
        told = story(book, f"voyage:{number}")
        assert told.text(ids=True) == run.story(f"voyage:{number}").text(ids=True)
    (tmp_path / "run" / "messages.parquet").unlink()
    with pytest.raises(NotARun, match=r"messages\.parquet: there is no such file"):
        of_folder(tmp_path / "run")


def test_places_are_degrees_where_the_theatre_is_of_the_real_world(tmp_path: Path) -> None:
    run = simulate(
        load(SCENARIOS / "irtc.yaml", set={"time.measure": "12 h", "time.warm_up": "0 h", "time.drain": "0 h"}), 1
    )
    lon, lat = run.legs.lon[0], run.legs.lat[0]
    said = run.book.place(run.legs.x[0], run.legs.y[0])
    assert said == f"{lat:.2f} N {lon:.2f} E"
    flat = simulate(load(SCENARIOS / "tiny.yaml", set={"time.measure": "1 h"}), 1)
    assert flat.book.place(1.0, -2.0) == "(1.0, -2.0) nm"

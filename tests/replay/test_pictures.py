"""Pictures out of a run folder beside those of the run itself."""

import numpy as np
import pytest

from guardship.replay.pictures import KNOWN_ONLY, Pictures, of_holders
from guardship.replay.recorded import TABLES, Recorded
from guardship.replay.waypoints import place
from guardship.run.chart import chart
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS, made_once, tiny_run

NEAR = 0.2  # nm, half of all tracks; biases are not in a run folder
WITHIN = 1.0  # of the error that a track is believed to have: every one, beside NEAR


@made_once
def shared(use: str) -> Run:
    """Some days of the Gulf of Aden with nations that tell each other."""
    days = {"time.warm_up": "0 d", "time.measure": "4 d", "time.drain": "0 d"}
    return simulate(load(SCENARIOS / "coalition" / use, set=days), 0)


def recorded(run: Run) -> Recorded:
    return Recorded(run.theatre, run.manifest, chart(run.theatre), {name: run.table(name) for name in TABLES})


def there(own: Pictures, t: float, hours: float) -> dict[int, tuple[float, float]]:
    """The tracks at t [h], with their places."""
    found = {track: place(own.ways, k, t, hours) for k, track in enumerate(own.tracks)}
    return {track: at for track, at in found.items() if at is not None}


@pytest.mark.parametrize("use", ["full_mesh.yaml", "late_and_sanitised.yaml", "fusion_centre.yaml"])
def test_the_tracks_are_those_of_the_run(use: str) -> None:
    run = shared(use)
    hours, made = run.theatre.hours, of_holders(recorded(run), sorted(run.scenario.hulls))
    off, tracks = [], 0
    for t in np.linspace(8.0, hours - 1.0, 10):
        for holder in ("india", "european_union"):
            believed = run.picture(holder, float(t))
            own = there(made[holder], float(t), hours)
            assert own.keys() == set(believed["track"])
            tracks += len(believed)
            for b in believed.itertuples():
                off.append(np.hypot(own[b.track][0] - b.x, own[b.track][1] - b.y))
                assert off[-1] < NEAR + WITHIN * b.sigma
    assert tracks > 10
    assert np.median(off) < NEAR


def test_what_may_not_be_acted_upon_is_marked() -> None:
    run = shared("late_and_sanitised.yaml")
    marks = [int(m) for one in of_holders(recorded(run), []).values() for m in one.ways.mark if m >= 0]
    told = run.messages
    wanted = (told["use"] == "information").any()
    assert any(mark & KNOWN_ONLY for mark in marks) == wanted


def test_nobody_is_told_anything_where_nothing_arrives() -> None:
    run = tiny_run()
    source = recorded(run)
    silent = {**source.tables, "messages": source.tables["messages"].slice(0, 0)}
    assert of_holders(source._replace(tables=silent), []) == {}

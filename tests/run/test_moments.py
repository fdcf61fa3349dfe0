"""A run at an instant: the picture made again is the one that the command had; the truth is that of the legs."""

from pathlib import Path

import pytest

from guardship.intelligence import Picture
from guardship.run import moments
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS

FILE = Path(__file__).parents[1] / "system" / "sharing.yaml"


@pytest.fixture(scope="module")
def mesh() -> Run:
    return simulate(load(FILE, set={"sharing.topology": "mesh"}), 1)


@pytest.fixture(scope="module")
def told() -> Run:
    """Partners tell each other what they may not act upon."""
    return simulate(load(FILE, set={"sharing.topology": "mesh", "sharing.edges.use": "information"}), 2)


def content(picture: Picture, t: float) -> list[object]:
    return [(k.id, k.latest, k.hull, k.suspicious, k.cleared_until, tuple(k.rests_on)) for k in picture.tracks(t)]


def test_at_the_end_it_is_the_picture_that_the_command_has(mesh: Run, told: Run) -> None:
    for run in (mesh, told):
        end = run.model.ocean.now
        for k, command in enumerate(run.model.roster.commands):
            own, known = moments.pictures(run.model, k, end)
            assert content(own, end) == content(command.picture, end)
            assert content(known, end) == content(command.known, end)
    assert any(content(command.known, end) for command in told.model.roster.commands)
    assert content(mesh.model.roster.commands[1].picture, end)


def test_nothing_arrives_early(mesh: Run) -> None:
    """Bravo hears of alpha's first contact after half an hour on the way, not before."""
    first = mesh.messages.query("receiver == 'bravo' and arrived.notna()").arrived.min()
    assert mesh.picture("bravo", first - 1e-6).empty
    assert len(mesh.picture("bravo", first)) == 1
    assert len(mesh.picture("alpha", first)) >= 1


def test_a_picture_says_what_may_be_acted_upon(told: Run) -> None:
    assert set(told.picture("bravo", 120.0).use) == {"information"}
    assert set(told.picture("alpha", 120.0).use) == {"tasking"}


def test_tracks_lie_near_what_they_are_of(mesh: Run) -> None:
    held = mesh.picture("alpha", 120.0).query("status == 'held'")
    there = mesh.truth(120.0)
    for track in held.itertuples():
        off = ((there.x - track.x) ** 2 + (there.y - track.y) ** 2) ** 0.5
        assert off.min() < 3.0 * track.sigma + 1.0


def test_the_truth_is_where_the_vessels_are(mesh: Run) -> None:
    there = mesh.truth(100.0)
    at = {name: mesh.position(name, 100.0) for name in mesh.model.crew.names}
    assert set(there.vessel) == {name for name, place in at.items() if place is not None}
    for one in there.itertuples():
        place = at[one.vessel]
        assert place is not None
        assert (one.x, one.y) == pytest.approx((place.x, place.y))
    assert there.set_index("vessel").nation["cutters/0"] == "bravo"
    assert "lon" not in there


def test_degrees_in_a_theatre_of_the_real_world() -> None:
    run = simulate(load(SCENARIOS / "irtc.yaml"), 0)
    assert run.truth(5.0).lon.between(40, 60).all()
    assert {"lon", "lat"} <= set(run.places.columns)


def test_what_there_is_not(mesh: Run) -> None:
    with pytest.raises(KeyError, match="delta: no such nation or centre; there are alpha, bravo, charlie, fusion"):
        mesh.picture("delta", 1.0)
    with pytest.raises(ValueError, match="want 0 to 240 h"):
        mesh.truth(241.0)
    with pytest.raises(ValueError, match="want 0 to 240 h"):
        mesh.picture("alpha", -1.0)

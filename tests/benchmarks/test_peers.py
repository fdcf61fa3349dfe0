"""The peers agree on the outcome, within an error of the step that vanishes with it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers import __main__ as command
from benchmarks.peers.cells import cells
from benchmarks.peers.exact import exact
from benchmarks.peers.gulf import gulf_of_aden
from benchmarks.peers.plain_mesa import plain_mesa
from benchmarks.peers.rule import INF, along, intercept
from benchmarks.peers.swept import GRID, swept
from benchmarks.peers.theatre import Outcome, Theatre, Track, laid_out, sailed, square, trial
from benchmarks.peers.tree import tree

SECOND = 1.0 / 3600.0
MINUTE = 60 * SECOND


@pytest.fixture(scope="module")
def crowd() -> Theatre:
    """A day of the square."""
    return square(1.0, seed=5)


@pytest.fixture(scope="module")
def gulf() -> Theatre:
    """The first days of the shipped Gulf of Aden, in which pirates are taken."""
    return gulf_of_aden(3.0)


def hunt() -> Theatre:
    """A patrol on its beat along y = 0, a skiff that comes by and turns while it is chased, a merchant."""
    beat = np.array([[0.0, 0.0, 0.0], [0.0, 60.0, 0.0], [0.0, 0.0, 0.0]])
    skiff = sailed(np.array([[30.0, 40.0], [30.0, 5.0], [50.0, 5.0], [90.0, 45.0]]), 10.0, 0.0, np.inf)
    ship = sailed(np.array([[0.0, 3.0], [60.0, 3.0]]), 12.0, 0.5, np.inf)
    tracks = [Track(beat, 2, 0), Track(skiff, 1), Track(ship, 0)]
    world = laid_out("hunt", 8.0, tracks, np.array([[6.0, 9.0, 0.0]]))
    patrol = np.array([1, 0, 0])
    return replace(world, patrol=patrol, illicit=np.array([0, 1, 0]), cruise=15.0 * patrol, top=28.0 * patrol)


# ---- the rule ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "velocity", "speed", "hours"),
    [
        ((10.0, 0.0), (10.0, 0.0), 20.0, 1.0),
        ((10.0, 0.0), (-10.0, 0.0), 20.0, 1.0 / 3.0),
        ((0.0, 10.0), (0.0, 0.0), 20.0, 0.5),
        ((10.0, 0.0), (-20.0, 0.0), 20.0, 0.25),  # as fast as the pursuer, and towards it
        ((10.0, 0.0), (20.0, 0.0), 20.0, INF),
        ((10.0, 0.0), (-30.0, 0.0), 20.0, 0.2),
        ((0.0, 0.0), (5.0, 0.0), 20.0, 0.0),
    ],
)
def test_intercept(gap: tuple[float, float], velocity: tuple[float, float], speed: float, hours: float) -> None:
    assert intercept(*gap, *velocity, speed) == pytest.approx(hours)


def test_a_round_goes_on_with_its_first_way_point() -> None:
    x, y = [9.0, 0.0, 10.0, 10.0], [9.0, 0.0, 0.0, 10.0]
    assert along(5.0, 0.0, 2, 1, 4, x, y, 17.0) == (pytest.approx(10.0 - 2.0 / 2**0.5), pytest.approx(8.585786), 1)


# ---- agreement ---------------------------------------------------------------------------------------------


def near(a: Outcome, b: Outcome, contacts: int, held: float) -> bool:
    return (
        abs(a.contacts - b.contacts) <= contacts
        and a.interceptions == b.interceptions
        and abs(a.held - b.held) <= held * b.held
    )


def test_a_skiff_is_taken_by_all() -> None:
    """By hand: contact when the skiff is 9 nm away; two contacts, one interception."""
    world = hunt()
    for peer in (plain_mesa, tree, cells, swept):
        assert near(peer(world, 10 * SECOND)(), exact(world)(), 0, 0.01), peer.__name__
    assert exact(world)()[:2] == (2, 1)


def test_sampling_peers_agree_to_the_last_contact(gulf: Theatre) -> None:
    """They ask the same question at the same instants, so there is nothing to differ about."""
    day = gulf.within(24.0)
    one = cells(day, MINUTE)()
    for peer in (plain_mesa, tree):
        other = peer(day, MINUTE)()
        assert other[:2] == one[:2], peer.__name__
        assert other.held == pytest.approx(one.held, rel=1e-9)


@pytest.mark.parametrize("peer", [cells, swept])
def test_the_error_vanishes_with_the_step(peer: object, crowd: Theatre, gulf: Theatre) -> None:
    """Contacts missed at 600, 60 and 1 s: fewer and fewer, at last none but by rounding; as many interceptions."""
    assert callable(peer)
    for world in (crowd, gulf):
        truth = exact(world)()
        missed = [abs(peer(world, step * SECOND)().contacts - truth.contacts) for step in (600, 60, 1)]
        assert missed[0] >= missed[1] >= missed[2]
        assert near(peer(world, SECOND)(), truth, 1, 1e-5)
    assert missed[0] > 20  # the step does matter
    assert truth.interceptions > 0


def test_small_discs_are_missed_by_samples_and_not_by_sweeps(crowd: Theatre) -> None:
    small = replace(crowd, ranges=np.array([[1.5, 1.5, 0.0]]))
    truth = exact(small)().contacts
    assert truth > 20
    assert cells(small, 1800 * SECOND)().contacts < 0.5 * truth
    assert abs(swept(small, 1800 * SECOND)().contacts - truth) <= 0.1 * truth


def test_lists_from_a_grid_give_the_same_contacts() -> None:
    """With many observers the swept stepper makes its lists from cells."""
    world = trial(8_000, 2.0)
    assert len(np.flatnonzero(world.kind >= 0)) > GRID
    truth, found = exact(world)(), swept(world, MINUTE)()
    assert truth.contacts > 5_000
    assert near(found, truth, 5, 1e-4)
    assert near(cells(world, MINUTE)(), truth, 60, 1e-3)


# ---- the command -------------------------------------------------------------------------------------------


def test_the_command_writes_its_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--theatre", "square", "--days", "0.1", "--rounds", "1", "--json", str(tmp_path / "rows.json")])
    rows = json.loads((tmp_path / "rows.json").read_text())
    assert all({"peer", "seconds", "contacts", "ratio"} <= set(row) for row in rows)
    assert rows[-1]["peer"] == "Guardship" and rows[-1]["ratio"] == 1.0
    assert rows[0]["peer"] == "plain Mesa"
    assert rows[0]["ratio"] == pytest.approx(rows[0]["seconds"] / rows[-1]["seconds"])
    assert "| Guardship | square | events |" in capsys.readouterr().out


def test_the_curve_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, rows = tmp_path / "missed.png", tmp_path / "rows.json"
    command.main(["--curve", str(file), "--days", "0.5", "--rounds", "1", "--json", str(rows)])
    assert file.read_bytes().startswith(b"\x89PNG")
    found = json.loads(rows.read_text())
    assert {row["theatre"] for row in found} == {"disc 20 nm", "disc 5 nm", "disc 0.5 nm"}
    assert max(row["missed"] for row in found if row["peer"] == "sampled") > 0.1
    assert all(row["missed"] == 0.0 for row in found if row["peer"] == "Guardship")


@pytest.mark.parametrize(
    "given", [["--days", "0"], ["--days", "nan"], ["--rounds", "0"], ["--theatre", "x"], ["--json", "/dev/null/x.json"]]
)
def test_mistakes_end_with_exit_code_2(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(given)
    assert ended.value.code == 2
    assert "error" in capsys.readouterr().err

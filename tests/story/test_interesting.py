"""Hints lead to stories."""

from pathlib import Path

import pytest

from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load
from guardship.story import interesting

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def run() -> Run:
    """With a ship taken, voyages stopped and nearly stopped, innocents boarded twice."""
    return simulate(load(SCENARIOS / "alliance.yaml"), 1)


def test_each_hint_has_a_story_and_is_what_it_says(run: Run) -> None:
    hints = interesting(run.book, most=100)
    outcomes = dict(zip(run.voyages.voyage, run.voyages.outcome, strict=True))
    for hint in hints:
        assert run.story(hint.what).sentences
        if hint.what.startswith("voyage:"):
            want = "stopped" if hint.heading == "Voyages that were stopped" else "succeeded"
            assert outcomes[int(hint.what.partition(":")[2])] == want
    headings = [hint.heading for hint in hints]
    assert headings.count("Ships taken or struck") == run.events.kind.isin(["hijacked", "damaged"]).sum() > 0
    assert headings.count("Voyages that were stopped") == list(outcomes.values()).count("stopped") > 0
    done = run.events[(run.events.kind == "boarding_done") & (run.events.voyage < 0)].object.value_counts()
    assert headings.count("Innocents boarded more than once") == (done > 1).sum() > 0


def test_at_most_so_many_under_a_heading(run: Run) -> None:
    few = interesting(run.book, most=1)
    assert len({hint.heading for hint in few}) == len(few) == 4

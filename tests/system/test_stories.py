"""Stories of many random runs, of every outcome and cause that comes up in them."""

from functools import cache
from pathlib import Path

import pytest

from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load
from guardship.scenario.schema import Scenario
from guardship.story.subjects import OF_THE_VOYAGE

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = ("tiny", "alliance", "smuggling", "tips", "gulf_of_aden_law")
RUNS = 300
SHORT = {"time.warm_up": "2 d", "time.measure": "6 d", "time.drain": "2 d"}


@cache
def scenario(name: str) -> Scenario:
    return load(SCENARIOS / f"{name}.yaml", set=SHORT)


@pytest.mark.parametrize("first", [0, *(pytest.param(k, marks=pytest.mark.long) for k in range(5, RUNS, len(FILES)))])
def test_stories_say_what_the_tables_say_and_leave_nothing_out(first: int) -> None:
    """A sentence is made at the time of its first row, and its rows are all of one kind and one voyage; a contact's
    gaps go with it.

    A run of each scenario at a time, so that whoever waits sees how many have passed.
    """
    kinds = {str(kind) for kind in OF_THE_VOYAGE}
    ends = set()
    for k, name in enumerate(FILES):
        run = simulate(scenario(name), 1000 + first + k)
        events = run.events
        numbered = events[(events.voyage >= 0) & events.kind.isin(kinds)].groupby("voyage").groups
        for row in run.voyages.itertuples():
            ends.add((row.outcome, row.cause))
            story = run.story(f"voyage:{row.voyage}")
            named = [name for sentence in story.sentences[1:] for name in sentence.rests_on]
            assert len(set(named)) == len(named)
            assert {f"events:{k}" for k in numbered.get(row.voyage, ())} <= set(named)
            for sentence in story.sentences[1:]:  # the first sums up
                table = {name.partition(":")[0] for name in sentence.rests_on}
                assert len(table) == 1
                rows = [int(name.partition(":")[2]) for name in sentence.rests_on]
                if table == {"events"}:
                    found = events.loc[rows]
                    assert found.t.min() == sentence.t
                    assert found.kind.nunique() == 1 or set(found.kind) == {"contact_gained", "contact_lost"}
                    assert set(found.voyage) <= {row.voyage, -1}
    assert len(ends) > 3

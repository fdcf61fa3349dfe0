"""What builds of one scenario share."""

import guardship
from guardship.build.theatre import Theatre
from guardship.intelligence.belief import Signs
from system.worlds import SCENARIOS, TINY, tiny


def test_run_after_run_of_a_scenario_is_in_one_theatre_and_only_the_last_is_kept() -> None:
    one, other = guardship.load(TINY), guardship.load(TINY)
    first = guardship.simulate(one, 1).theatre
    assert guardship.simulate(one, 2).theatre is first
    assert Theatre.again(other) is not first and Theatre.again(one) is not first


def test_what_no_seed_changes_is_made_once() -> None:
    theatre, made = Theatre.of(tiny()), list[int]()
    assert [theatre.once("this", lambda: made.append(1) or len(made)) for _ in range(3)] == [1, 1, 1]  # type: ignore[func-returns-value]


def test_looks_of_one_run_are_not_kept_for_the_next() -> None:
    """Of the Gulf of Aden, whose units look for signs: what builds share is as large after a run as before it."""
    scenario = guardship.load(
        SCENARIOS / "gulf_of_aden.yaml", set={"time.warm_up": "1 h", "time.measure": "6 h", "time.drain": "1 h"}
    )
    theatre = Theatre.of(scenario)
    runs = [guardship.simulate(scenario, seed, theatre=theatre) for seed in (1, 2)]
    assert [len(run.model.journal.beliefs) > 0 for run in runs] == [True, True]
    shared: Signs = theatre._once["signs"]
    assert not shared._found and not shared._made

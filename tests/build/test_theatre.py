"""What builds of one scenario share."""

import guardship
from guardship.build.theatre import Theatre
from system.worlds import TINY, tiny


def test_run_after_run_of_a_scenario_is_in_one_theatre_and_only_the_last_is_kept() -> None:
    one, other = guardship.load(TINY), guardship.load(TINY)
    first = guardship.simulate(one, 1).theatre
    assert guardship.simulate(one, 2).theatre is first
    assert Theatre.again(other) is not first and Theatre.again(one) is not first


def test_what_no_seed_changes_is_made_once() -> None:
    theatre, made = Theatre.of(tiny()), list[int]()
    assert [theatre.once("this", lambda: made.append(1) or len(made)) for _ in range(3)] == [1, 1, 1]  # type: ignore[func-returns-value]

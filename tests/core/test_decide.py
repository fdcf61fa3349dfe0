"""The one port of decisions by chance."""

import numpy as np
import pytest

from guardship.core.draws import BY_SEED, DECIDED, Purpose
from guardship.core.ocean import Environment, Ocean, new_fleet


def ocean(seed: int = 1, substream: int = 2) -> Ocean:
    fleet = new_fleet(1)
    fleet["id"] = 1
    return Ocean(fleet, [], 1, Environment.constant(), seed=seed, substream=substream)


def test_the_number_is_below_the_probability() -> None:
    sea = ocean()
    u = sea.uniform(Purpose.HALT, 7, 3)
    assert [sea.decide(Purpose.HALT, 7, 3, p) for p in (u - 1e-9, u + 1e-9)] == [False, True]
    assert [sea.would(Purpose.HALT, 7, 3, p) for p in (u - 1e-9, u + 1e-9)] == [False, True]
    found = sea.trials()
    assert found["p"].tolist() == [u - 1e-9, u + 1e-9] and found["yes"].tolist() == [0, 1]
    assert (found["purpose"] == Purpose.HALT).all() and (found["entity"] == 7).all() and (found["n"] == 3).all()


@pytest.mark.parametrize("p", [-0.5, 0.0, 1.0, 1.5])
def test_what_is_certain_is_no_trial(p: float) -> None:
    sea = ocean()
    assert sea.decide(Purpose.HALT, 7, 3, p) is (p >= 1.0)
    assert len(sea.trials()) == 0


@pytest.mark.parametrize("purpose", DECIDED, ids=lambda purpose: purpose.name)
def test_what_the_seed_decides_is_the_same_in_every_substream(purpose: Purpose) -> None:
    def answers(seed: int, substream: int) -> list[bool]:
        sea = ocean(seed, substream)
        return [sea.decide(purpose, entity, 0, 0.5) for entity in range(64)]

    assert (answers(1, 2) == answers(1, 3)) is (purpose in BY_SEED)
    assert (answers(1, 2) == answers(4, 2)) is (purpose not in BY_SEED)


def test_trials_stand_in_order_of_the_time_that_they_are_about() -> None:
    sea = ocean()
    for entity, at in ((1, 5.0), (2, None), (3, 5.0), (4, 2.0)):
        sea.decide(Purpose.TIP_TOLD, entity, 0, 0.5, at=at)
    assert sea.trials()["entity"].tolist() == [2, 4, 1, 3]
    assert np.array_equal(sea.trials()["t"], [0.0, 2.0, 5.0, 5.0])

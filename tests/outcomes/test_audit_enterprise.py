"""The audit of what enterprises lose: what has a cause is clean, and each planted fault is found."""

from typing import Any

import pandas as pd
import pytest

from guardship.outcomes.audit_enterprise import lost_without_cause

CLEAN = (
    (5.0, "released", "gang/0", 3, "released"),
    (5.0, "gear_lost", "gang/0", 3, "released"),
    (9.0, "gear_lost", "gang/1", -1, "struck"),
    (12.0, "did_not_sail", "gang/1", 7, "not_equipped"),
)


def table(*lines: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=["t", "kind", "actor", "voyage", "reason"])


def test_what_has_a_cause_is_clean() -> None:
    assert lost_without_cause(table(*CLEAN), {9.0}) == []


@pytest.mark.parametrize(
    ("lines", "strikes", "said"),
    [
        (CLEAN[1:2], set[float](), "gear_lost without a stop or a strike: gang/0 at 5.000000 h"),
        (CLEAN[2:3], {8.0}, "gear_lost without a stop or a strike: gang/1"),
        (CLEAN[3:], set[float](), "not equipped, and has lost nothing: gang/1 at 12"),
    ],
)
def test_faults_are_found(lines: tuple[Any, ...], strikes: set[float], said: str) -> None:
    (found,) = lost_without_cause(table(*lines), strikes)
    assert found.startswith(said)

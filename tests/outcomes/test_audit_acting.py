"""The audit of warnings and stations finds what was tampered with."""

from typing import Any

import pandas as pd
import pytest

from guardship.outcomes.audit_acting import misadvised, misposted

ADVISORIES = pd.DataFrame(
    [
        {"t": 1.0, "holder": "office", "advisory": 7, "version": 0, "report": 3},
        {"t": 2.0, "holder": "office", "advisory": 7, "version": 1, "report": 4},
    ]
)
HEEDED = pd.DataFrame(
    [
        {"t": 1.5, "ship": "a", "advisory": 7, "version": 0, "choice": "on", "cost": 10.0, "on": 10.0},
        {"t": 2.5, "ship": "b", "advisory": 7, "version": 1, "choice": "faster", "cost": 8.0, "on": 10.0},
    ]
)
EVENTS = pd.DataFrame(
    [
        {"t": 1.0, "kind": "advisory", "actor": "", "report": 3, "holder": "office"},
        {"t": 1.5, "kind": "advised", "actor": "a", "report": 0, "holder": "office"},
        {"t": 2.0, "kind": "advisory", "actor": "", "report": 4, "holder": "office"},
        {"t": 2.5, "kind": "advised", "actor": "b", "report": 0, "holder": "office"},
        {"t": 2.5, "kind": "hastens", "actor": "b", "report": 0, "holder": ""},
    ]
)
PLANS = pd.DataFrame(
    [
        {"t": 0.0, "holder": "navy", "unit": "u", "station": 4, "moved": True},
        {"t": 12.0, "holder": "navy", "unit": "u", "station": 4, "moved": False},
    ]
)
STATIONED = pd.DataFrame([{"t": 0.5, "kind": "stationed", "actor": "u", "holder": "navy"}])
HOURS = pd.DataFrame(
    [
        {"holder": "navy", "cell": 0, "own": 9.0, "doubled": 2.0, "bare": 15.0, "expected": 30.0, "missed": 12.0},
        {"holder": "ally", "cell": 0, "own": 2.0, "doubled": 2.0, "bare": 15.0, "expected": 20.0, "missed": 8.0},
    ]
)


def changed(frame: pd.DataFrame, row: int, **values: Any) -> pd.DataFrame:
    """A copy with other values in a row."""
    other = frame.copy()
    for name, value in values.items():
        other.loc[row, name] = value
    return other


def test_what_is_right_has_no_findings() -> None:
    assert misadvised(ADVISORIES, HEEDED, EVENTS) == []
    assert misposted(PLANS, HOURS, STATIONED, 24.0) == []


@pytest.mark.parametrize(
    ("advisories", "heeded", "events", "said"),
    [
        (changed(ADVISORIES, 1, version=2), HEEDED[:1], EVENTS.drop(4), "versions"),
        (changed(ADVISORIES, 0, report=9), HEEDED, EVENTS, "upon report 9"),
        (ADVISORIES, changed(HEEDED, 0, version=1), EVENTS, "heeds version 1"),
        (ADVISORIES, changed(HEEDED, 0, version=5), EVENTS, "heeds version 5"),
        (ADVISORIES, HEEDED, EVENTS.drop(1), "a at 1.5 h: decides before being told"),
        (ADVISORIES, changed(HEEDED, 1, cost=11.0), EVENTS, "going on costs 10"),
        (ADVISORIES, HEEDED, EVENTS.drop(4), "faster 1 times in the table, 0 in the log"),
        (ADVISORIES, changed(HEEDED, 1, choice="on"), EVENTS, "faster 0 times in the table, 1 in the log"),
    ],
)
def test_a_warning_that_was_tampered_with(
    advisories: pd.DataFrame, heeded: pd.DataFrame, events: pd.DataFrame, said: str
) -> None:
    assert any(said in one for one in misadvised(advisories, heeded, events))


@pytest.mark.parametrize(
    ("plans", "hours", "stationed", "said"),
    [
        (changed(PLANS, 1, t=0.0), HOURS, STATIONED, "2 stations by one plan"),
        (changed(PLANS, 0, moved=False), HOURS, STATIONED, "no plan tells"),
        (changed(PLANS, 0, t=0.7), HOURS, STATIONED, "no plan tells"),
        (PLANS, HOURS, pd.concat([STATIONED, STATIONED]), "no plan tells"),
        (PLANS, changed(HOURS, 0, doubled=10.0), STATIONED, "doubled 10 of 9"),
        (PLANS, changed(HOURS, 0, missed=31.0), STATIONED, "missed 31 of 30"),
        (PLANS, changed(HOURS, 0, bare=14.0), STATIONED, "bare for 14 h to one"),
        (PLANS, HOURS.assign(bare=25.0), STATIONED, "bare 25 of 24"),
    ],
)
def test_a_station_that_was_tampered_with(
    plans: pd.DataFrame, hours: pd.DataFrame, stationed: pd.DataFrame, said: str
) -> None:
    assert any(said in one for one in misposted(plans, hours, stationed, 24.0))

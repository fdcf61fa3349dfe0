"""Requests, gaps and stand-downs, counted off a log written by hand."""

from guardship.occurrences import Occurrence
from guardship.outcomes.cooperation import cooperation
from guardship.outcomes.log import Entry
from guardship.reasons import Reason


def line(time: float, kind: str, unit: int = -1, asked: int = -1, report: int = 0, why: int = 0) -> Entry:
    return Entry(time, 0, Occurrence(kind), unit, asked, 0, 0, report, -1, -1, why)


LOG = [
    line(0.5, "requested", asked=3, report=1),  # before the window
    line(1.0, "requested", asked=3, report=2),
    line(1.2, "request_refused", asked=3, report=2, why=Reason.PARTNER_REFUSED),
    line(1.2, "requested", asked=4, report=2),
    line(1.6, "tasked", 4, report=2),
    line(2.0, "gap", asked=5, report=3),
    line(2.0, "gap", asked=5, report=4),
    line(2.5, "tasked", 6, report=4),  # another one went after all
    line(2.6, "stood_down", 6, report=4),
    line(2.7, "claimed", report=9),
    line(2.9, "requested", asked=7, report=8),  # no answer by the end
    line(9.5, "gap", asked=5, report=7),  # after the window
]


def test_requests_gaps_and_claims() -> None:
    found = cooperation(LOG, (1.0, 9.0))
    assert found["gaps"]["value"] == 1 and found["stood_down"]["value"] == found["claims"]["value"] == 1
    asked = found["requests"]
    assert (asked["value"], asked["accepted"], asked["refused"]) == (3, 1, {"partner_refused": 1})
    assert 0.2 <= asked["median_h"] <= 0.4


def test_a_navy_alone_has_nothing_of_it() -> None:
    assert cooperation([line(1.0, "tasked", 1, report=1), line(2.0, "no_unit", report=2)], (0.0, 9.0)) == {}

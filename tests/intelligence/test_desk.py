"""Reports that are read one after another: by rank, then as they came; what has expired is dropped, the rest waits."""

from dataclasses import replace
from math import inf

import pytest

from guardship.intelligence import Channel, Delivery, Draw, Kind, Network, Reading, Report
from guardship.reasons import Reason

from .worlds import look, tell

CENTRE = 5
LUCK = Draw(lambda *_: 0.5)
ORDER = {Kind.DISTRESS: 0.0, Kind.DOSSIER: 1.0, Kind.CONTACT: 2.0}


def rank(report: Report) -> float:
    return ORDER.get(report.kind, 3.0)


def report(number: int, kind: Kind, time: float, until: float | None = None) -> Report:
    seen = look(number, time, 10.0, 20.0, contact=number)
    return replace(tell(seen, kind=kind, until=until), id=number, sender=1, origin=1)


def read(reports: list[Report], reading: Reading | None) -> tuple[dict[int, float], Network]:
    """When each report is known to the centre."""
    given = {} if reading is None else {CENTRE: reading}
    network = Network([Channel(1, CENTRE, lambda u: 0.0)], reading=given)
    due: list[Delivery] = []
    known: dict[int, float] = {}
    left = sorted(reports, key=lambda one: one.time_made)
    while left or due:
        if left and left[0].time_made <= min((one.time for one in due), default=inf):
            made = left.pop(0)
            due += network.pass_on(made, 1, made.time_made, LUCK)
        delivery = min(due)
        due.remove(delivery)
        found = network.arrive(delivery, delivery.time)
        due += network.read(CENTRE, delivery.time)
        if isinstance(found, Report):
            known[found.id] = delivery.time
    return known, network


def test_one_after_another() -> None:
    """Two hours each: three that come at 0, 1 and 9 h are known at 2, 4 and 11 h."""
    reports = [report(k, Kind.UPDATE, t) for k, t in ((1, 0.0), (2, 1.0), (3, 9.0))]
    known, network = read(reports, Reading(2.0, rank))
    assert known == {1: 2.0, 2: 4.0, 3: 11.0}
    assert [m.arrived is not None and m.handed_in for m in network.messages] == [0.0, 1.0, 9.0]
    assert read(reports, None)[0] == {1: 0.0, 2: 1.0, 3: 9.0}


def test_what_comes_first_in_the_order_is_read_first_but_nobody_stops_reading() -> None:
    reports = [
        report(1, Kind.UPDATE, 0.0),
        report(2, Kind.UPDATE, 0.1),
        report(3, Kind.CONTACT, 0.2),
        report(4, Kind.DISTRESS, 0.3),
        report(5, Kind.CONTACT, 1.5),
    ]
    known, _ = read(reports, Reading(1.0, rank))
    assert known == {1: 1.0, 4: 2.0, 3: 3.0, 5: 4.0, 2: 5.0}


def test_what_expires_unread_is_dropped_with_its_reason() -> None:
    """One that ends at 1.5 h and one that is older than two hours when it is its turn; a claim has no end here."""
    reports = [
        report(1, Kind.CONTACT, 0.0),
        report(2, Kind.DOSSIER, 0.5, until=0.9),
        report(3, Kind.DOSSIER, 0.5, until=1.1),
        report(4, Kind.UPDATE, 0.5),
        report(5, Kind.CONTACT, 1.0),
        report(6, Kind.ENGAGED, 2.9, until=3.0),
    ]
    known, network = read(reports, Reading(1.0, rank, keeps=2.0))
    assert known == {1: 1.0, 3: 2.0, 5: 3.0, 6: 4.0}
    assert {m.report.id: m.reason for m in network.messages if m.reason is not None} == {
        2: Reason.UNREAD,
        4: Reason.UNREAD,
    }
    assert network.traffic == (6, 4, 2, 0)


def test_the_wait_of_a_queue_with_priorities() -> None:
    """Cobham 1954, for a service of one length D = 1: W = W0 / ((1 - s_before)(1 - s_upto)), W0 = rate D^2 / 2.

    Two classes of 0.3 an hour each: 0.3/0.7 and 0.3/(0.7 0.4) h until reading begins; five standard errors, by batches.
    """
    import numpy as np

    rng, n = np.random.default_rng(7), 40_000
    times = np.cumsum(rng.exponential(1.0 / 0.6, n))
    kinds = [Kind.DOSSIER if u < 0.5 else Kind.UPDATE for u in rng.random(n)]
    reports = [report(k + 1, kind, float(t)) for k, (kind, t) in enumerate(zip(kinds, times, strict=True))]
    known, _ = read(reports, Reading(1.0, rank))
    for kind, expected in ((Kind.DOSSIER, 0.3 / 0.7), (Kind.UPDATE, 0.3 / (0.7 * 0.4))):
        waits = [known[one.id] - one.time_made - 1.0 for one in reports if one.kind is kind]
        means = [float(np.mean(batch)) for batch in np.array_split(waits, 40)]
        assert np.mean(means) == pytest.approx(expected, abs=5.0 * float(np.std(means)) / 40**0.5)

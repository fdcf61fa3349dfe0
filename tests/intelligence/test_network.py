"""Messages take time, arrive once, and add up."""

from collections import Counter
from dataclasses import dataclass
from math import inf, log

from hypothesis import given
from hypothesis import strategies as st

from guardship.intelligence import Channel, Network, Report, Traffic
from guardship.reasons import Reason

from .worlds import look, tell


def _exponential(u: float) -> float:
    return -0.75 * log(1.0 - u)


def _never(u: float) -> float:
    return inf


@dataclass(frozen=True)
class OddOnly:
    """A rule of the kind that nations will have."""

    def release(self, report: Report, edge: Channel) -> Report | Reason:
        return report if report.id % 2 else Reason.NO_OBSERVATION

    def delay(self, report: Report, edge: Channel, u: float) -> float:
        return edge.delay(u) + 1.0


def test_a_message_takes_the_quantile_of_its_own_uniform() -> None:
    network = Network([Channel(7, 2, _exponential), Channel(7, 1, _exponential), Channel(8, 1, _exponential)])
    sent = network.send(tell(look(1, 0.0, 0, 0)), 5.0, lambda edge: edge.receiver / 4.0)
    assert [(one.receiver, one.time) for one in sent] == [(1, 5.0 + _exponential(0.25)), (2, 5.0 + _exponential(0.5))]


def test_a_delivery_is_settled_once() -> None:
    network = Network([Channel(7, 1, _exponential)])
    report = tell(look(1, 0.0, 0, 0))
    (delivery,) = network.send(report, 0.0, lambda edge: 0.5)
    assert network.arrive(delivery) is report
    assert network.arrive(delivery) is Reason.NOT_IN_FLIGHT
    assert network.drop(delivery, Reason.NEVER_ARRIVES) is Reason.NOT_IN_FLIGHT


def test_what_never_arrives_is_dropped_with_its_reason() -> None:
    network = Network([Channel(7, 1, _never)])
    assert network.send(tell(look(1, 0.0, 0, 0)), 0.0, lambda edge: 0.5) == []
    assert network.dropped == Counter({Reason.NEVER_ARRIVES: 1})


@given(st.lists(st.sampled_from(["send", "arrive", "drop"])))
def test_sent_is_delivered_and_dropped_and_in_flight(acts: list[str]) -> None:
    """O43."""
    network = Network([Channel(7, 1, _exponential), Channel(7, 2, _exponential), Channel(7, 3, _never)], OddOnly())
    flying, tally = [], Counter[str]()
    for k, act in enumerate(acts):
        if act == "send":
            flying += network.send(tell(look(k, 0.0, 0, 0)), float(k), lambda edge: 0.3)
            tally["sent"] += 3
        elif flying:
            delivery = flying.pop(0)
            _ = network.arrive(delivery) if act == "arrive" else network.drop(delivery, Reason.NEVER_ARRIVES)
            tally[act] += 1
    sent, delivered, dropped, in_flight = network.traffic
    assert network.traffic == Traffic(tally["sent"], tally["arrive"], dropped, len(flying))
    assert sent == delivered + dropped + in_flight

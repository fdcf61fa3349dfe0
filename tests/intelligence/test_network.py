"""Messages take time, wait their turn, arrive once, and add up."""

from collections import Counter
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from math import inf, log

from hypothesis import given
from hypothesis import strategies as st

from guardship.intelligence import (
    PUBLIC,
    Asked,
    Channel,
    Delivery,
    Draw,
    Fields,
    Kind,
    Network,
    Originator,
    ReleaseTerms,
    Report,
    Traffic,
)
from guardship.reasons import Reason

from .worlds import look, tell


def _exponential(u: float) -> float:
    return -0.75 * log(1.0 - u)


def _never(u: float) -> float:
    return inf


def _hour(u: float) -> float:
    return 1.0


def _none(u: float) -> float:
    return 0.0


@Draw
def _half(report: Report, edge: Channel, what: str) -> float:
    return 0.5


@dataclass(frozen=True)
class OddOnly:
    """A rule of a user's own: three methods."""

    def release(self, report: Report, edge: Channel, u: Draw) -> Report | Reason:
        return report if report.id % 2 else Reason.NOT_RELEASED

    def delay(self, report: Report, edge: Channel, u: Draw, now: float) -> float:
        return edge.delay(u(report, edge, "delay")) + 1.0

    def clearance(self, edge: Channel) -> tuple[float, float] | None:
        return None


def _of(holder: int, n: int = 1, time: float = 0.0) -> Report:
    return replace(tell(look(n, time, 0.0, 0.0)), sender=holder, origin=holder)


def run(network: Network, due: list[Delivery], until: float = inf) -> list[tuple[float, int]]:
    """See to what is due, in order; what arrived: when, and the number of its report."""
    heapify(due)
    arrived = []
    while due and due[0].time <= until:
        delivery = heappop(due)
        one = network.arrive(delivery, delivery.time)
        if isinstance(one, Delivery):
            heappush(due, one)
        elif isinstance(one, Report):
            arrived.append((delivery.time, one.id))
    return arrived


def test_a_call_goes_to_everybody_and_takes_the_quantile_of_its_luck() -> None:
    network = Network([Channel(PUBLIC, 2, _exponential), Channel(PUBLIC, 1, _exponential), Channel(8, 1, _exponential)])
    sent = network.send(_of(PUBLIC), 5.0, Draw(lambda report, edge, what: edge.receiver / 4.0))
    assert [(one.receiver, one.time) for one in sent] == [(1, 5.0 + _exponential(0.25)), (2, 5.0 + _exponential(0.5))]


def test_a_rule_is_told_when_a_report_would_leave() -> None:
    """At once, or when the originator's permission is there: two hours to and fro, and three of thought."""
    clocks: list[float] = []

    @dataclass(frozen=True)
    class Noon:
        """Holds everything until the next noon."""

        def release(self, report: Report, edge: Channel, u: Draw) -> Report | Reason:
            return report

        def delay(self, report: Report, edge: Channel, u: Draw, now: float) -> float:
            clocks.append(now)
            return (12.0 - now) % 24.0

        def clearance(self, edge: Channel) -> tuple[float, float] | None:
            return None

    own, back = Channel(1, 2, _hour, relays=True), Channel(2, 1, _hour)
    onward = Channel(2, 3, _hour, Noon(), relays=True)
    network = Network([own, back, onward], {1: Originator(frozenset({2}), asked=Asked(1.0, lambda u: 3.0))})
    report = replace(_of(1), releasable=frozenset({2}))
    (told,) = network.pass_on(report, 1, 8.0, _half)
    asked = network.pass_on(told.report, 2, 9.0, _half)
    assert (clocks, [one.time for one in asked]) == ([14.0], [36.0])
    (free,) = Network([Channel(1, 3, _hour, Noon())]).pass_on(_of(1), 1, 8.0, _half)
    assert (clocks[1:], free.time) == ([8.0], 12.0)


def test_a_report_goes_to_its_own_command_and_only_from_there_to_others() -> None:
    network = Network([Channel(1, 1, _none), Channel(1, 2, _none), Channel(2, 3, _none)])
    assert [one.receiver for one in network.send(_of(1), 0.0, _half)] == [1]
    (onward,) = network.pass_on(_of(1), 1, 0.0, _half)
    assert (onward.receiver, onward.report.sender, onward.report.path, onward.report.origin) == (2, 1, (1,), 1)
    assert network.pass_on(onward.report, 2, 0.0, _half) == []  # its edge to 3 does not carry the reports of others


def test_a_delivery_is_settled_once() -> None:
    network = Network([Channel(7, 7, _exponential)])
    (delivery,) = network.send(_of(7), 0.0, _half)
    assert network.arrive(delivery, delivery.time) is delivery.report
    assert network.arrive(delivery, delivery.time) is Reason.NOT_IN_FLIGHT
    assert network.drop(delivery, Reason.NEVER_ARRIVES) is Reason.NOT_IN_FLIGHT
    assert network.messages[0].arrived == delivery.time


def test_what_never_arrives_is_dropped_with_its_reason() -> None:
    network = Network([Channel(7, 8, _never)])
    assert network.pass_on(_of(7), 7, 0.0, _half) == []
    assert network.dropped == Counter({Reason.NEVER_ARRIVES: 1})
    assert network.messages[0].reason is Reason.NEVER_ARRIVES


def test_messages_wait_their_turn_and_too_many_are_dropped() -> None:
    """Two an hour, one may wait: of four at once the first takes half an hour, the second an hour, the others go."""
    network = Network([Channel(1, 2, _none, capacity=2.0, queue=1)])
    due = [one for n in range(4) for one in network.pass_on(_of(1, n), 1, 3.0, _half)]
    assert run(network, due) == [(3.5, 0), (4.0, 1)]
    assert network.dropped == Counter({Reason.QUEUE_FULL: 2})
    later = network.pass_on(_of(1, 9), 1, 10.0, _half)
    assert run(network, later) == [(10.5, 9)]


def test_without_room_to_wait_a_busy_channel_drops() -> None:
    network = Network([Channel(1, 2, _none, capacity=2.0, queue=0)])
    due = [one for n in range(2) for one in network.pass_on(_of(1, n), 1, 0.0, _half)]
    assert run(network, due) == [(0.5, 0)]


def test_an_outage_holds_messages_up_in_their_order() -> None:
    network = Network([Channel(1, 2, _none, capacity=1.0)])
    due = [one for n in range(3) for one in network.pass_on(_of(1, n), 1, 0.0, _half)]
    assert run(network, due, 1.5) == [(1.0, 0)]
    network.close(1, 2)
    assert run(network, due) == []  # what was due at 2 and 3 is void
    late = network.pass_on(_of(1, 7), 1, 5.0, _half)
    assert network.arrive(late[0], 5.0) is Reason.WAITS_FOR_LINK
    assert network.traffic == Traffic(4, 1, 0, 3)
    assert run(network, network.reopen(1, 2, 6.0)) == [(7.0, 1), (8.0, 2), (9.0, 7)]
    assert network.traffic == Traffic(4, 4, 0, 0)


def test_an_outage_may_lose_messages() -> None:
    network = Network([Channel(1, 2, _none, capacity=1.0)])
    due = [one for n in range(2) for one in network.pass_on(_of(1, n), 1, 0.0, _half)]
    run(network, due, 0.5)
    network.close(1, 2, lost=True)
    network.close(1, 2)
    assert run(network, network.pass_on(_of(1, 5), 1, 0.7, _half)) == []
    assert network.dropped == Counter({Reason.LINK_DOWN: 3})
    assert network.reopen(1, 2, 1.0) == []  # the other outage goes on
    assert run(network, network.pass_on(_of(1, 6), 1, 1.5, _half)) == []
    network.reopen(1, 2, 2.0, lost=True)
    assert run(network, network.pass_on(_of(1, 8), 1, 3.0, _half)) == [(4.0, 8)]


def test_a_slowed_channel_delays_what_is_sent_from_then_on() -> None:
    network = Network([Channel(1, 2, _none)])
    before = network.pass_on(_of(1, 1), 1, 0.0, _half)
    network.slow(1, 2, 4.0)
    after = network.pass_on(_of(1, 2), 1, 0.0, _half)
    network.slow(1, 2, -4.0)
    assert run(network, before + after + network.pass_on(_of(1, 3), 1, 1.0, _half)) == [(0.0, 1), (1.0, 3), (4.0, 2)]


@given(
    st.lists(st.sampled_from(["send", "arrive", "drop", "close", "lose", "reopen"])), st.sampled_from([inf, 2.0, 0.3])
)
def test_sent_is_delivered_and_dropped_and_in_flight(acts: list[str], capacity: float) -> None:
    """O43."""
    edges = [Channel(7, 1, _exponential, OddOnly(), capacity=capacity, queue=2), Channel(7, 2, _exponential)]
    network, tally, down = Network([*edges, Channel(7, 3, _never)]), Counter[str](), list[bool]()
    flying: list[Delivery] = []
    for k, act in enumerate(acts):
        now = float(k)
        if act == "send":
            flying += network.pass_on(_of(7, k), 7, now, Draw(lambda report, edge, what: 0.3))
            tally["sent"] += 3
        elif act in ("close", "lose"):
            network.close(7, 1, act == "lose")
            down.append(act == "lose")
        elif act == "reopen" and down:
            flying += network.reopen(7, 1, now, down.pop())
        elif act in ("arrive", "drop") and flying:
            delivery = flying.pop(0)
            if act == "drop":
                network.drop(delivery, Reason.NEVER_ARRIVES)
                continue
            one = network.arrive(delivery, max(now, delivery.time))
            tally["arrived"] += isinstance(one, Report)
            flying += [one] if isinstance(one, Delivery) else []
        sent, delivered, dropped, in_flight = network.traffic
        assert sent == delivered + dropped + in_flight == tally["sent"]
        assert delivered == tally["arrived"] == sum(m.arrived is not None for m in network.messages)
        assert dropped == sum(m.reason is not None for m in network.messages)


@given(st.permutations(range(5)))
def test_the_order_of_the_channels_does_not_matter(order: list[int]) -> None:
    edges = [Channel(1, 2 + k, _exponential, ReleaseTerms({Kind.UPDATE: 0.5}), key=k) for k in range(5)]

    def luck(report: Report, edge: Channel, what: str) -> float:
        return (edge.key * 37 % 11) / 11.0

    def outcome(channels: list[Channel]) -> list[tuple[int, float | None, Reason | None]]:
        network = Network(channels)
        run(network, network.pass_on(_of(1), 1, 0.0, Draw(luck)))
        return [(m.edge.receiver, m.arrived, m.reason) for m in network.messages]

    assert outcome([edges[k] for k in order]) == outcome(edges)


def test_draws_are_made_of_an_episode_and_an_edge() -> None:
    """What is asked says nothing of how often or in which order it was asked before."""
    asked: list[tuple[int, int, str]] = []

    def luck(report: Report, edge: Channel, what: str) -> float:
        asked.append((report.id, edge.receiver, what))
        return 0.25

    half = ReleaseTerms({Kind.UPDATE: 0.5}, Fields(0.5, 0.5, 0.5), blur=1.0)
    network = Network([Channel(1, 2, _none, half), Channel(1, 3, _none, ReleaseTerms())])
    network.pass_on(_of(1, 4), 1, 0.0, Draw(luck))
    whole = ("release", "position", "motion", "identity", "blur_x", "blur_y", "delay")
    assert sorted(asked) == sorted([(4, 2, what) for what in whole] + [(4, 3, "delay")])

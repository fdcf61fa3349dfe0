"""What is let out, to whom, and how blurred: nothing reaches anybody outside the originator's set, by any way."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from examples import tries
from guardship.intelligence import (
    HULL_ALONE,
    Asked,
    Channel,
    Comparison,
    Delivery,
    Dossier,
    Draw,
    Fields,
    Kind,
    Link,
    Network,
    Observation,
    Originator,
    ReleaseTerms,
    Report,
    Repute,
)
from guardship.reasons import Reason

from .worlds import look, tell

HOLDERS = range(5)


def _hour(u: float) -> float:
    return u


@Draw
def _luck(report: Report, edge: Channel, what: str) -> float:
    """Keyed as the model keys it: episode of the contact, edge, question."""
    seen = report.observations[0]
    name = f"{seen.by} {seen.contact} {edge.key} {what}".encode()
    return (int.from_bytes(hashlib.sha256(name).digest()[:6], "big") + 0.5) / 2.0**48


def _report(
    origin: int,
    releasable: Iterable[int] | None = None,
    *,
    n: int = 1,
    contact: int = 1,
    time: float = 0.0,
    kind: Kind = Kind.UPDATE,
) -> Report:
    seen = look(n, time, 10.0, 20.0, v=(1.0, 2.0), hull="skiff", suspicious=True, contact=contact)
    allowed = None if releasable is None else frozenset(releasable)
    own = replace(tell(seen, kind=kind), id=contact * 1000 + n, sender=origin, origin=origin, releasable=allowed)
    return replace(own, attended=True)


def spread(network: Network, reports: Iterable[Report]) -> dict[int, list[Report]]:
    """Let reports of holders loose and see to everything; what each holder got."""
    got: dict[int, list[Report]] = defaultdict(list)
    due: list[Delivery] = []
    for report in reports:
        due += network.pass_on(report, report.origin, report.time_made, _luck)
    while due:
        delivery = min(due)
        due.remove(delivery)
        one = network.arrive(delivery, delivery.time)
        if isinstance(one, Delivery):
            due.append(one)
        elif isinstance(one, Report):
            got[delivery.receiver].append(one)
            due += network.pass_on(one, delivery.receiver, delivery.time, _luck)
    return got


terms = st.builds(
    ReleaseTerms,
    fields=st.builds(
        Fields, st.sampled_from([1.0, 0.7]), st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.0, 0.5, 1.0])
    ),
    blur=st.sampled_from([0.0, 3.0]),
    use=st.sampled_from(["tasking", "information"]),
)
edges = st.dictionaries(
    st.tuples(st.sampled_from(HOLDERS), st.sampled_from(HOLDERS)).filter(lambda ends: ends[0] != ends[1]),
    st.tuples(terms, st.booleans()),
    max_size=20,
)
sets = st.one_of(st.none(), st.frozensets(st.sampled_from(HOLDERS)))


def _network(given: dict[tuple[int, int], tuple[ReleaseTerms, bool]], originators: dict[int, Originator]) -> Network:
    return Network(
        [Channel(a, b, _hour, rule, key=a * 100 + b, relays=relays) for (a, b), (rule, relays) in given.items()],
        originators,
    )


@tries(300, 3000)
@given(edges, st.lists(sets, min_size=5, max_size=5), st.integers(1, 3))
def test_third_party_rule(
    given: dict[tuple[int, int], tuple[ReleaseTerms, bool]], to: list[frozenset[int] | None], many: int
) -> None:
    """In any topology, through whatever hubs: nobody outside the originator's set, and no field that no way released.

    A relay that lets its own out to few does not let more out of what it has from others.
    """
    originators = {k: Originator(allowed) for k, allowed in enumerate(to)}
    network = _network(given, originators)
    reports = [_report(k, to[k], contact=k * 10 + n) for k in HOLDERS for n in range(many)]
    for holder, got in spread(network, reports).items():
        for report in got:
            allowed = to[report.origin]
            assert allowed is None or holder in allowed
            for relay in report.path[1:]:
                of_relay = to[relay]
                assert of_relay is None or holder in of_relay
            assert report.path[0] == report.origin and holder not in report.path
            legs = list(zip(report.path, (*report.path[1:], holder), strict=True))
            assert all(given[leg][1] for leg in legs[1:])  # only edges that carry what others made
            rules = [given[leg][0] for leg in legs]
            (seen,) = report.observations
            for (a, b), rule in zip(legs, rules, strict=True):
                edge = Channel(a, b, _hour, rule, key=a * 100 + b)
                released = {
                    what: _luck(report, edge, what) < getattr(rule.fields, what)
                    for what in ("position", "motion", "identity")
                }
                assert released["position"]
                assert released["motion"] or seen.vx is seen.vy is None
                assert released["identity"] or seen.hull is seen.suspicious is report.attended is None
            if any(rule.use == "information" for rule in rules):
                assert report.use == "information"
            assert seen.sigma >= max((rule.blur for rule in rules), default=0.0)
    sent, delivered, dropped, in_flight = network.traffic
    assert sent == delivered + dropped and in_flight == 0


def test_a_full_mesh_that_relays_comes_to_rest() -> None:
    """Each edge carries a report once, and again only when it has become better."""
    given = {(a, b): (ReleaseTerms(), True) for a in HOLDERS for b in HOLDERS if a != b}
    network = _network(given, {})
    got = spread(network, [_report(0)])
    assert sorted(got) == [1, 2, 3, 4]
    assert network.traffic.sent <= len(given)


def test_a_better_version_follows_by_another_way() -> None:
    """The blurred copy is there first, the sharp one replaces it, and both go on."""
    network = Network(
        [
            Channel(0, 1, _hour, ReleaseTerms(blur=5.0), key=1),
            Channel(0, 2, _hour, ReleaseTerms(), key=2),
            Channel(2, 1, lambda u: 4.0, ReleaseTerms(), key=3, relays=True),
            Channel(1, 3, _hour, ReleaseTerms(), key=4, relays=True),
        ]
    )
    got = spread(network, [_report(0)])
    assert [round(one.observations[0].sigma, 3) for one in got[1]] == [5.099, 1.0]
    assert [round(one.observations[0].sigma, 3) for one in got[3]] == [5.099, 1.0]


def test_persistence_of_release() -> None:
    """O48: a release of .2 per episode is .2 however many updates there are, and .2 of episodes get all of theirs."""
    network = Network([Channel(0, 1, _hour, ReleaseTerms({Kind.UPDATE: 0.2}), key=77)])
    episodes, updates = 2000, 24
    got = spread(network, [_report(0, contact=c, n=n, time=float(n)) for c in range(episodes) for n in range(updates)])
    heard = Counter(report.observations[0].contact for report in got[1])
    assert set(heard.values()) == {updates}
    assert abs(len(heard) / episodes - 0.2) < 4 * (0.2 * 0.8 / episodes) ** 0.5  # a draw per message: .995


def _one(report: Report, rule: ReleaseTerms, luck: float = 0.5) -> Report | Reason:
    return rule.release(report, Channel(0, 1, _hour, rule), Draw(lambda *_: luck))


def test_what_is_withheld_is_not_in_the_copy() -> None:
    report = _report(0)
    whole = report.observations[0]
    assert _one(report, ReleaseTerms()) == report
    no_motion = _one(report, ReleaseTerms(fields=Fields(motion=0.0)))
    assert isinstance(no_motion, Report)
    assert no_motion.observations == (replace(whole, vx=None, vy=None),)
    nameless = _one(replace(report, kind=Kind.CONTACT), ReleaseTerms(fields=Fields(identity=0.0)))
    assert isinstance(nameless, Report)
    assert nameless.kind is Kind.UPDATE  # that it is reported as a suspect would say what it is
    assert nameless.observations == (replace(whole, hull=None, suspicious=None),)
    assert (
        _one(replace(report, kind=Kind.CLEARED), ReleaseTerms(fields=Fields(identity=0.0))) is Reason.IDENTITY_WITHHELD
    )
    assert _one(report, ReleaseTerms(fields=Fields(position=0.0))) is Reason.POSITION_WITHHELD
    assert _one(report, ReleaseTerms({Kind.UPDATE: 0.0})) is Reason.NOT_RELEASED


def test_caveats() -> None:
    report = _report(0)
    assert _one(report, ReleaseTerms(where=lambda x, y: x < 5.0)) is Reason.AREA_CAVEAT
    assert _one(report, ReleaseTerms(where=lambda x, y: y == 20.0)) == report
    assert _one(report, ReleaseTerms(hulls=frozenset({"dhow"}))) is Reason.HULL_CAVEAT
    assert _one(report, ReleaseTerms(hulls=frozenset({"skiff"}))) == report
    kept = _one(report, ReleaseTerms(use="information"))
    assert isinstance(kept, Report) and kept.use == "information"
    assert _one(replace(report, use="information"), ReleaseTerms()) == replace(report, use="information")


def test_the_error_of_sanitising_is_one_bias_for_an_episode() -> None:
    rule = ReleaseTerms(blur=4.0)
    edge = Channel(0, 1, _hour, rule, key=5)

    def shift(report: Report) -> tuple[float, float, float]:
        copy = rule.release(report, edge, _luck)
        assert isinstance(copy, Report)
        old, new = report.observations[0], copy.observations[0]
        assert new.id == old.id and new.time == old.time
        return round(new.x - old.x, 9), round(new.y - old.y, 9), new.sigma

    first = shift(_report(0, n=1))
    assert first == shift(_report(0, n=2, time=3.0)) != shift(_report(0, contact=2))
    assert first[2] == (1.0 + 16.0) ** 0.5
    shifts = [shift(_report(0, contact=c))[0] for c in range(2000)]
    assert abs(sum(x * x for x in shifts) / 2000 - 16.0) < 4 * 16.0 * (2 / 2000) ** 0.5


def test_an_originator_keeps_kinds_to_himself() -> None:
    network = _network({}, {0: Originator(frozenset({1}), frozenset({Kind.CONTACT}))})
    assert network.releasable(0, Kind.CONTACT) == frozenset({1})
    assert network.releasable(0, Kind.UPDATE) == frozenset()
    assert network.releasable(3, Kind.UPDATE) is None


def _hub(asked: Asked | None) -> Network:
    def edge(a: int, b: int, hours: float, relays: bool = False) -> Channel:
        return Channel(a, b, lambda u: hours, ReleaseTerms(), key=a * 10 + b, relays=relays)

    originators = {0: Originator(frozenset({9}), asked=asked)}
    return Network([edge(0, 9, 1.0), edge(9, 0, 2.0), edge(9, 1, 4.0, True), edge(9, 2, 4.0, True)], originators)


def test_asking_the_originator_takes_the_way_there_and_back() -> None:
    """Hub to originator 2 h, his thinking 8 h, the answer 1 h, the message to the third 4 h: at 1 + 2 + 8 + 1 + 4."""
    network = _hub(Asked(1.0, lambda u: 8.0))
    got = spread(network, [_report(0, {9}), _report(0, {9}, n=2, time=3.0), _report(0, {9}, n=3, time=30.0)])
    when = {m.report.id % 1000: m.arrived for m in network.messages if m.edge.receiver == 1}
    assert when == {1: 16.0, 2: 16.0, 3: 35.0}  # once granted, nobody asks again in this episode
    assert all(holder in (report.releasable or ()) for holder in (1, 2) for report in got[holder])
    assert len(got[1]) == len(got[2]) == 3


def test_who_does_not_ask_or_is_refused_gets_nothing() -> None:
    for asked, reason in ((None, Reason.NOT_RELEASABLE), (Asked(0.0, _hour), Reason.ORIGINATOR_REFUSED)):
        network = _hub(asked)
        assert spread(network, [_report(0, {9})]).keys() == {9}
        assert network.dropped == Counter({reason: 2})


def test_a_channel_that_never_delivers_is_as_good_as_none() -> None:
    """(b): what everybody else gets and when does not depend on it."""
    given = {(0, 9): (ReleaseTerms(), False), (9, 1): (ReleaseTerms(blur=2.0), True)}

    def outcome(extra: list[Channel]) -> list[tuple[int, float | None, tuple[Observation, ...]]]:
        network = Network(
            [
                *(
                    Channel(a, b, _hour, rule, key=a * 10 + b, relays=relays)
                    for (a, b), (rule, relays) in given.items()
                ),
                *extra,
            ]
        )
        spread(network, [_report(0, n=n, time=float(n)) for n in range(5)])
        return [(m.edge.receiver, m.arrived, m.report.observations) for m in network.messages if m.edge.receiver != 2]

    never = [
        Channel(0, 2, lambda u: inf, ReleaseTerms(), key=1),
        Channel(2, 1, _hour, ReleaseTerms(), key=2, relays=True),
    ]
    assert outcome(never) == outcome([])


# ---- dossiers ---------------------------------------------------------------------------------

WANTED = Dossier(77, Repute.WANTED, "skiff", 0, (0.05, 0.95), 0.0, 100.0)
FITS = tuple(Comparison(1.0, 1, 0, 0, name, True) for name in (77, 78))


def _listed(origin: int, time: float = 0.0) -> Report:
    seen = look(5000, time, 10.0, 20.0, hull="skiff", contact=5000)
    own = replace(tell(seen, kind=Kind.DOSSIER), sender=origin, origin=origin, dossier=WANTED)
    return replace(own, id=9999)


def _compared(time: float) -> Report:
    seen = _report(0, time=time)
    return replace(seen, observations=(replace(seen.observations[0], compared=FITS),))


def test_comparisons_go_to_those_alone_who_have_been_let_know_the_dossier() -> None:
    """0 tells 1 of the dossier and 2 nothing of it; 3 has it from 1, and nobody has let any of them know 78."""
    secret = ReleaseTerms({Kind.DOSSIER: 0.0})
    network = Network(
        [
            Channel(0, 1, lambda u: 0.0, ReleaseTerms(), key=1),
            Channel(0, 2, lambda u: 0.0, secret, key=2),
            Channel(0, 3, lambda u: 0.0, secret, key=3),
            Channel(1, 3, lambda u: 0.0, ReleaseTerms(), key=4, relays=True),
        ]
    )
    early = spread(network, [replace(_compared(0.0), id=1)])
    spread(network, [_listed(0)])
    late = spread(network, [replace(_compared(1.0), id=2)])
    told = {k: [one.dossier for one in got[0].observations[0].compared] for k, got in late.items()}
    assert told == {1: [77], 2: [], 3: [77]}
    assert all(not one.observations[0].compared for got in early.values() for one in got)


def test_a_description_can_be_withheld_and_follow_by_another_way() -> None:
    bare = _one(_listed(0), ReleaseTerms(fields=Fields(description=0.0)))
    assert isinstance(bare, Report) and bare == replace(_listed(0), dossier=replace(WANTED, described=HULL_ALONE))
    assert _one(_listed(0), ReleaseTerms()) == _listed(0)
    network = Network(
        [
            Channel(0, 1, lambda u: 1.0, ReleaseTerms(fields=Fields(description=0.0)), key=1),
            Channel(0, 2, lambda u: 1.0, ReleaseTerms(), key=2),
            Channel(2, 1, lambda u: 1.0, ReleaseTerms(), key=3, relays=True),
            Channel(1, 3, lambda u: 1.0, ReleaseTerms(), key=4, relays=True),
        ]
    )
    got = spread(network, [_listed(0)])
    assert [one.dossier and one.dossier.described for one in got[1]] == [HULL_ALONE, 0]
    assert [one.dossier and one.dossier.described for one in got[3]] == [HULL_ALONE, 0]


def test_a_link_goes_to_those_alone_who_have_been_let_know_both_dossiers() -> None:
    """1 knows of both, 2 of one: a link would tell it of the other."""
    other = replace(WANTED, name=78)
    network = Network(
        [
            Channel(0, 1, lambda u: 0.0, ReleaseTerms(), key=1),
            Channel(0, 2, lambda u: 0.0, ReleaseTerms(hulls=frozenset({"skiff"})), key=2),
            Channel(0, 3, lambda u: 0.0, ReleaseTerms(fields=Fields(identity=0.0)), key=3),
        ]
    )
    dhow = replace(look(5001, 0.0, 10.0, 20.0, hull="dhow"), contact=5001)
    spread(network, [_listed(0), replace(_listed(0), id=9998, observations=(dhow,), dossier=other)])
    link = replace(_listed(0), id=9997, kind=Kind.LINK, dossier=None, link=Link(77, 78, 0.9))
    assert list(spread(network, [link])) == [1]
    reasons = [m.reason for m in network.messages if m.report.kind is Kind.LINK]
    assert reasons == [None, Reason.NOT_RELEASED, Reason.IDENTITY_WITHHELD]


def test_open_terms_let_everything_through_as_it_is_while_trust_lasts() -> None:
    closed = [{"blur": 1.0}, {"kinds": {Kind.UPDATE: 0.5}}, {"hulls": frozenset({"skiff"})}, {"use": "information"}]
    assert not any(ReleaseTerms(**given).open for given in [*closed, {"fields": Fields(looks=0.5)}])  # type: ignore[arg-type]
    terms, report, edge = ReleaseTerms(kinds={Kind.UPDATE: 1.0}), _report(0), Channel(0, 1, _hour, key=1)
    assert terms.open and terms.release(report, edge, _luck) is report
    assert terms.release(report, edge, replace(_luck, left=lambda *of: 0.0)) is Reason.NOT_RELEASED

"""Topologies in one line, edges one by one, and to whom an originator's reports may go."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from guardship.build.sharing import Links, holders
from guardship.build.theatre import Theatre
from guardship.core.draws import edge_named
from guardship.intelligence import Draw, Kind, Network, Observation, ReleaseTerms, Report
from guardship.scenario.reading.check import validate
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario

FILE = Path(__file__).parents[1] / "system" / "sharing.yaml"
ALPHA, BRAVO, CHARLIE, FUSION = range(4)


def scenario(**changes: object) -> Scenario:
    return load(FILE, set={f"sharing.{key.replace('__', '.')}": value for key, value in changes.items()})


def links(**changes: object) -> Links:
    one = scenario(**changes)
    return Links.of(one, Theatre.of(one).ring)


def ends(found: Links) -> set[tuple[int, int]]:
    assert len({edge.key for edge in found.channels}) == len(found.channels)
    return {(edge.sender, edge.receiver) for edge in found.channels}


def test_holders_are_nations_then_centres() -> None:
    assert holders(scenario()) == ["alpha", "bravo", "charlie", "fusion"]


def test_topologies() -> None:
    nations = (ALPHA, BRAVO, CHARLIE)
    assert links().channels == ()
    pair = links(topology="bilateral", pairs=[["charlie", "alpha"]])
    assert ends(pair) == {(ALPHA, CHARLIE), (CHARLIE, ALPHA)}
    mesh = links(topology="mesh")
    assert ends(mesh) == set(permutations(nations, 2))
    assert not any(edge.relays for edge in mesh.channels)
    assert ends(links(topology="mesh", members=["alpha", "fusion"])) == {(ALPHA, FUSION), (FUSION, ALPHA)}
    hub = links(topology="hub", hub="fusion")
    assert ends(hub) == {(k, FUSION) for k in nations} | {(FUSION, k) for k in nations}
    assert {edge.relays for edge in hub.channels if edge.sender == FUSION} == {True}
    assert {edge.relays for edge in hub.channels if edge.sender != FUSION} == {False}
    spokes = {(ALPHA, BRAVO), (CHARLIE, BRAVO)}
    assert ends(links(topology="hub", hub="bravo")) == spokes | {(b, a) for a, b in spokes}


def test_tiers_are_later_and_coarser_outwards() -> None:
    found = links(
        topology="tiered",
        inner=["alpha", "bravo"],
        outer=["charlie"],
        later={"delay": "6 h", "blur": "5 nm"},
        input={"fields": {"identity": 0.5}},
    )
    assert ends(found) == set(permutations((ALPHA, BRAVO, CHARLIE), 2))
    for edge in found.channels:
        assert isinstance(edge.rule, ReleaseTerms)
        outward, inward = edge.receiver == CHARLIE, edge.sender == CHARLIE
        assert edge.delay(0.5) == (6.0 if outward else 0.5)
        assert edge.rule.blur == (5.0 if outward else 0.0)
        assert edge.rule.fields.identity == (0.5 if inward else 1.0)


def test_channels_add_to_the_topology_and_change_its_edges() -> None:
    extra = {"from": "alpha", "to": "fusion", "delay": "unlimited"}
    slower = {"from": "alpha", "to": "bravo", "delay": {"lognormal": {"median": "2 h", "p90": "8 h"}}, "queue": 3}
    found = links(topology="mesh", edges__blur="2 nm", channels={"extra": extra, "slower": slower})
    assert len(found.channels) == 7
    of = {(edge.sender, edge.receiver): edge for edge in found.channels}
    assert of[ALPHA, FUSION].delay(0.5) == float("inf")
    changed = of[ALPHA, BRAVO]
    assert isinstance(changed.rule, ReleaseTerms)
    assert (round(changed.delay(0.5), 9), changed.queue, changed.rule.blur) == (2.0, 3, 2.0)
    assert changed.key == edge_named("alpha", "bravo") != edge_named("bravo", "alpha")


def test_everything_that_an_edge_can_have_reaches_the_network() -> None:
    link = {
        "from": "alpha",
        "to": "bravo",
        "delay": "1 h",
        "release": {"contact": 0.3, "cleared": 0},
        "fields": {"position": 0.9, "motion": 0.8, "identity": 0.7},
        "blur": "3 nm",
        "inside": ["west"],
        "hulls": ["skiff"],
        "use": "information",
        "relays": True,
        "capacity": "4 /h",
        "queue": 5,
        "outages": [{"from": "1 d", "to": "2 d", "lost": True}],
    }
    found = links(channels={"one": link})
    (edge,), (cut,) = found.channels, found.cuts
    rule = edge.rule
    assert isinstance(rule, ReleaseTerms) and rule.where is not None
    assert (rule.kinds[Kind.CONTACT], rule.kinds[Kind.UPDATE], rule.kinds[Kind.CLEARED]) == (0.3, 1.0, 0.0)
    assert (rule.fields.position, rule.fields.motion, rule.fields.identity) == (0.9, 0.8, 0.7)
    assert (rule.blur, rule.use, edge.relays) == (3.0, "information", True)
    assert rule.hulls == frozenset({"skiff"})
    assert (edge.capacity, edge.queue) == (4.0, 5)
    assert (cut.sender, cut.receiver, cut.begin, cut.end, cut.lost) == (ALPHA, BRAVO, 24.0, 48.0, True)
    assert rule.where(10.0, 10.0) and not rule.where(200.0, 10.0)
    link |= {"inside": None, "outside": ["west"]}
    outside = links(channels={"one": link}).channels[0].rule
    assert isinstance(outside, ReleaseTerms) and outside.where is not None
    assert outside.where(200.0, 10.0) and not outside.where(10.0, 10.0)


def test_who_may_see_what_by_default_and_by_decree() -> None:
    def may(found: Links, holder: int) -> set[int]:
        return set((found.originators or {})[holder].to or ())

    hub = links(topology="hub", hub="fusion")
    assert may(hub, ALPHA) == {BRAVO, CHARLIE, FUSION}
    chain = {"one": {"from": "alpha", "to": "bravo"}, "two": {"from": "bravo", "to": "charlie", "relays": True}}
    assert may(links(channels=chain), ALPHA) == {BRAVO}  # what bravo passes on is not charlie's by itself
    own = {"alpha": {"to": ["bravo", "fusion"], "kinds": ["contact"], "asked": {"grants": 0.5, "takes": "3 h"}}}
    decreed = links(topology="hub", hub="fusion", releases=own)
    assert may(decreed, ALPHA) == {BRAVO, FUSION} and may(decreed, BRAVO) == {ALPHA, CHARLIE, FUSION}
    alpha = (decreed.originators or {})[ALPHA]
    assert alpha.kinds == frozenset({Kind.CONTACT}) and alpha.asked is not None and alpha.asked.delay(0.5) == 3.0


def test_a_report_runs_through_the_hub_to_those_named() -> None:
    found = links(topology="hub", hub="fusion", releases={"alpha": {"to": ["bravo", "fusion"]}})
    network = Network(found.channels, found.originators)
    seen = Observation((1, 1), 0.0, 1.0, 2.0, None, None, 1.0, 1.0, "dhow", True, 1, 1)
    may = network.releasable(ALPHA, Kind.CONTACT)
    report = Report(1, Kind.CONTACT, 0.0, (seen,), ALPHA, origin=ALPHA, releasable=may)
    (to_hub,) = network.pass_on(report, ALPHA, 0.0, Draw(lambda *_: 0.5))
    onward = network.pass_on(to_hub.report, FUSION, to_hub.time, Draw(lambda *_: 0.5))
    assert [(one.receiver, one.time) for one in onward] == [(BRAVO, 1.0)]


def test_clearances_take_the_likeliest_way_that_they_may() -> None:
    hub = {"topology": "hub", "hub": "fusion", "edges__release": {"cleared": 0.5}}
    assert links(**hub).clearance(ALPHA, BRAVO) == (0.25, 1.0)
    assert links(**hub).clearance(ALPHA, FUSION) == (0.5, 0.5)
    direct = {"direct": {"from": "alpha", "to": "bravo", "delay": "9 h", "release": 0.3}}
    assert links(**hub, channels=direct).clearance(ALPHA, BRAVO) == (0.3, 9.0)
    shut = {"alpha": {"to": ["fusion"]}}
    assert links(**hub, releases=shut).clearance(ALPHA, BRAVO) is None
    assert links(**hub, releases={"fusion": {"to": ["charlie"]}}).clearance(ALPHA, BRAVO) is None
    assert links(**hub, releases={"alpha": {"kinds": ["contact"]}}).clearance(ALPHA, FUSION) is None
    assert links(topology="hub", hub="fusion", edges__inside=["west"]).clearance(ALPHA, FUSION) is None
    assert links(topology="mesh", edges__delay="unlimited").clearance(ALPHA, BRAVO) is None
    assert links(topology="mesh", edges__fields={"identity": 0.5}).clearance(ALPHA, BRAVO) == (0.5, 0.5)
    assert links().clearance(ALPHA, BRAVO) is None
    no_relay = [replace(edge, relays=False) for edge in links(**hub).channels]
    assert replace(links(**hub), channels=tuple(no_relay)).clearance(ALPHA, BRAVO) is None


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "unknown hub": ({"topology": "hub", "hub": "fusoin"}, "unknown nation or centre 'fusoin'; did you mean 'fusion'?"),
    "hub without one": ({"topology": "hub"}, "came hub without hub, wanted `hub`"),
    "pairs missing": ({"topology": "bilateral"}, "came bilateral without pairs, wanted `pairs`"),
    "pairs of a mesh": (
        {"topology": "mesh", "pairs": [["alpha", "bravo"]]},
        "came pairs for mesh, wanted it for bilateral only",
    ),
    "with itself": ({"topology": "bilateral", "pairs": [["alpha", "alpha"]]}, "came 'alpha' twice, wanted each once"),
    "two circles": (
        {"topology": "tiered", "inner": ["alpha"], "outer": ["alpha"], "later": {"delay": "1 h"}},
        "came alpha, which is in the inner circle, wanted each in one circle",
    ),
    "no delay": ({"topology": "mesh", "edges": None}, "came edges without delay, wanted `edges: {delay: ...}`"),
    "to itself": (
        {"channels": {"x": {"from": "alpha", "to": "alpha"}}},
        "came an edge from alpha to itself, wanted two holders",
    ),
    "second edge": (
        {"channels": {"x": {"from": "alpha", "to": "bravo"}, "y": {"from": "alpha", "to": "bravo"}}},
        "came a second edge from alpha to bravo, wanted one: x is it",
    ),
    "channel without delay": (
        {"edges": None, "channels": {"x": {"from": "alpha", "to": "bravo"}}},
        "came a channel without delay, wanted `delay` here or in `sharing.edges`",
    ),
    "unknown area": ({"edges": {"delay": "1 h", "inside": ["wets"]}}, "unknown area 'wets'; did you mean 'west'?"),
    "unknown hull": ({"edges": {"delay": "1 h", "hulls": ["dhwo"]}}, "unknown hull 'dhwo'; did you mean 'dhow'?"),
    "unknown originator": ({"releases": {"alfa": {}}}, "unknown nation or centre 'alfa'; wanted one of: alpha,"),
    "unknown receiver": (
        {"releases": {"alpha": {"to": ["brave"]}}},
        "unknown nation or centre 'brave'; did you mean 'bravo'?",
    ),
    "no probability": ({"edges": {"delay": "1 h", "release": 2}}, "wanted a probability of at least 0 and at most 1"),
    "empty outage": (
        {"edges": {"delay": "1 h", "outages": [{"from": "2 h", "to": "1 h"}]}},
        "an outage from 2 h to 1 h is empty",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals(case: str) -> None:
    changes, message = REFUSED[case]
    problems = validate(FILE, {f"sharing.{key}": value for key, value in changes.items()})
    assert any(message in str(problem) for problem in problems), problems


def test_a_centre_is_no_nation() -> None:
    problems = validate(FILE, {"centres": {"alpha": {}}})
    assert any("came alpha as the name of a centre, wanted another" in str(problem) for problem in problems)

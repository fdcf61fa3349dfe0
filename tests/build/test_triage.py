"""How centres read: what a scenario says of the order, of the pace and of what is too old."""

from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

import pytest

from guardship.build.recogniser import Recogniser
from guardship.build.recognition import signs_of
from guardship.build.theatre import Theatre
from guardship.build.triage import ByOrder, ByWorth, reading, reads
from guardship.intelligence import Assessment, Dossier, Kind, Look, Observation, Report, Repute
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

FILE = Path(__file__).parents[1] / "system" / "recognition.yaml"
FUSION = 3


def told(kind: Kind, **of: Any) -> Report:
    seen = Observation((7, 1), 1.0, 100.0, 150.0, None, None, 1.0, 0.0, "dhow", None, 1, 7)
    return Report(1, kind, 1.0, (replace(seen, **of),), 0)


def test_who_says_no_capacity_reads_all_at_once() -> None:
    one = load(FILE)
    assert reading(one, None) == {} and not reads(one)


def test_the_order_of_a_scenario_and_all_else_after_it() -> None:
    one = load(FILE, set={"centres.fusion": {"capacity": "12 /d", "reads": ["tips", "calls"], "keeps": "3 d"}})
    rules = reading(one, None)[FUSION]
    assert (rules.takes, rules.keeps) == (2.0, 72.0)
    kinds = (Kind.TIP, Kind.AWAITED, Kind.DISTRESS, Kind.CONTACT, Kind.UPDATE, Kind.DOSSIER)
    assert [rules.rank(told(kind)) for kind in kinds] == [0.0, 0.0, 1.0, inf, inf, inf]
    assert ByOrder.of(())(told(Kind.CONTACT)) == ByOrder.of(())(told(Kind.UPDATE))


def test_by_worth_what_is_likeliest_about_an_offence_comes_first() -> None:
    one = load(FILE, set={"centres.fusion": {"capacity": "12 /d", "reads": "worth"}})
    theatre = Theatre.of(one)
    states = theatre.climate.states
    signs = signs_of(one, states, theatre.ring)
    assert signs is not None
    found = reading(one, Recogniser.of(one, signs, ["dhow"], len(states)))[FUSION]
    assert isinstance(found.rank, ByWorth)
    listed = told(Kind.DOSSIER)
    ladders = Look(1.0, 1, 1, 0, 1)
    order = [
        replace(listed, dossier=Dossier(7, Repute.WANTED, "dhow", 0, (0.02, 0.98), 0.0, 9.0)),
        told(Kind.DISTRESS, assessed=Assessment((0.05, 0.95), frozenset())),
        told(Kind.CONTACT, looks=(ladders,)),
        told(Kind.UPDATE),
        told(Kind.CONTACT, looks=(ladders._replace(word=0),)),
        replace(listed, dossier=Dossier(8, Repute.HARMLESS, "dhow", 0, (0.99, 0.01), 0.0, 9.0)),
    ]
    ranks = [found.rank(one) for one in order]
    assert ranks == sorted(ranks) and len(set(ranks)) == len(ranks)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reads": ["calls"]}, "without capacity"),
        ({"keeps": "1 d"}, "without capacity"),
        ({"capacity": "0 /d"}, "capacity"),
        ({"capacity": "9 /d", "reads": ["calls", "calls"]}, "twice"),
        ({"capacity": "9 /d", "reads": ["rumours"]}, "reads"),
        ({"capacity": "9 /d", "reads": "speed"}, "reads"),
    ],
)
def test_what_makes_no_sense_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        load(FILE, set={"centres.fusion": given})


def test_worth_needs_recognition() -> None:
    with pytest.raises(ScenarioError, match="recognition"):
        load(FILE.with_name("sharing.yaml"), set={"centres.fusion": {"capacity": "9 /d", "reads": "worth"}})

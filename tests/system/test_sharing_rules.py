"""Rules of one's own on the edges that name them: which are refused, what they are handed, and what they may ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

import guardship
from guardship.build.model import PatrolModel
from guardship.build.sharing import Links
from guardship.build.theatre import Theatre
from guardship.experiment.studies.bottleneck import planned
from guardship.experiment.studies.optimise import question
from guardship.intelligence import Channel, Draw, ReleaseTerms, Report, Rule
from guardship.reasons import Reason
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.canonical import canonical
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.check import validate
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario
from guardship.scenario.sharing import Edges

FILE = Path(__file__).parents[1] / "system" / "sharing.yaml"
ALPHA, BRAVO, CHARLIE = range(3)
LINK = {"from": "alpha", "to": "bravo", "blur": "3 nm", "delay": {"exponential": {"mean": "2 h"}}, "release": 0.7}


@dataclass(frozen=True)
class Wrapped:
    """The edge's own rule and no more."""

    own: Rule

    def release(self, report: Report, edge: Channel, u: Draw) -> Report | Reason:
        return self.own.release(report, edge, u)

    def delay(self, report: Report, edge: Channel, u: Draw, now: float) -> float:
        return self.own.delay(report, edge, u, now)

    def clearance(self, edge: Channel) -> tuple[float, float] | None:
        return self.own.clearance(edge)


@dataclass(frozen=True)
class Lottery(Wrapped):
    """Keeps what it has asked for."""

    asked: list[tuple[tuple[int, int], float, float]] = field(default_factory=list)

    def release(self, report: Report, edge: Channel, u: Draw) -> Report | Reason:
        seen = report.observations[0]
        self.asked.append(((seen.by, seen.contact), u(report, edge, "lottery"), u(report, edge, "release")))
        return self.own.release(report, edge, u)


class Late(Wrapped):
    def delay(self, report: Report, edge: Channel, u: Draw, now: float) -> float:
        return HOURS[-1]


class Old(Wrapped):
    """Without a clock."""

    def delay(self, report: Report, edge: Channel, u: Draw) -> float:  # type: ignore[override]
        return 0.0


HOURS: list[float] = []


def scenario(rule: str | None = "mine", **more: object) -> Scenario:
    given = {"channels": {"x": {**LINK, "rule": rule}}, **more}
    return load(FILE, set={f"sharing.{key}": value for key, value in given.items()})


def links(one: Scenario, rules: Mapping[str, Any]) -> Links:
    return Links.of(one, Theatre.of(one).ring, rules)


def happened(run: Run) -> dict[str, object]:
    return {name: run.table(name).to_pydict() for name in ("messages", "legs", "events", "reports")}


def test_a_rule_that_wraps_the_edges_own_changes_nothing() -> None:
    assert happened(simulate(scenario(), 1, rules={"mine": Wrapped})) == happened(simulate(scenario(None), 1))


def test_each_edge_has_a_rule_of_its_own_made_of_its_terms() -> None:
    common = {"topology": "mesh", "edges": {"delay": "30 min", "rule": "mine"}}
    found = links(scenario(None, **common), {"mine": Wrapped}).channels
    rules = {(edge.sender, edge.receiver): edge.rule for edge in found}
    assert len({id(rule) for rule in rules.values()}) == len(rules) == 6
    assert all(isinstance(rule, Wrapped) and isinstance(rule.own, ReleaseTerms) for rule in rules.values())
    blurs = {ends: rule.own.blur for ends, rule in rules.items() if isinstance(rule, Wrapped)}  # type: ignore[attr-defined]
    assert blurs == {ends: 3.0 if ends == (ALPHA, BRAVO) else 0.0 for ends in rules}


def test_other_edges_keep_theirs() -> None:
    found = links(scenario(topology="mesh"), {"mine": Wrapped}).channels
    assert [type(edge.rule) for edge in found].count(Wrapped) == 1


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({}, "edges of `sharing` name mine, which have to be handed in"),
        ({"other": Wrapped}, "edges of `sharing` name mine, which have to be handed in"),
        ({"mine": Wrapped, "other": Wrapped}, "no edge of `sharing` names other; they name mine"),
        ({"mine": 7}, "mine: want a class or function that takes the edge's own rule, got 7"),
        ({"mine": object}, "mine: want a class or function that takes the edge's own rule"),
        ({"mine": lambda own: 7}, "want a rule with release(report, edge, u), delay(report, edge, u, now), clearance"),
        ({"mine": Old}, "want a rule with delay(report, edge, u, now), got Old for the edge from alpha to bravo"),
    ],
    ids=["none", "another", "one too many", "no function", "no argument", "no rule", "no clock"],
)
def test_what_does_not_fit_is_refused(rules: dict[str, Any], said: str) -> None:
    for make in (simulate, PatrolModel):
        with pytest.raises(ValueError, match=r"^rules: ") as fault:
            make(scenario(), rules=rules)
        assert said in str(fault.value)


def test_a_scenario_that_names_none_takes_none() -> None:
    for one in (scenario(None), guardship.load(FILE, set={"sharing": None})):
        with pytest.raises(ValueError, match="no edge of `sharing` names mine; they name no rule"):
            simulate(one, rules={"mine": Wrapped})


def test_the_file_alone_is_valid() -> None:
    assert validate(FILE, {"sharing.channels": {"x": {**LINK, "rule": "mine"}}}) == []
    assert validate(FILE, {"sharing.channels": {"x": {**LINK, "rule": "no name"}}}) != []


def test_a_question_of_its_own_has_one_answer_for_an_episode_and_an_edge() -> None:
    made: list[Lottery] = []

    def lottery(own: Rule) -> Rule:
        made.append(Lottery(own))
        return made[-1]

    both: dict[str, Any] = {"channels": {"x": {**LINK, "rule": "mine"}, "y": {**LINK, "to": "charlie", "rule": "mine"}}}
    plain: dict[str, Any] = {"channels": {"x": LINK, "y": {**LINK, "to": "charlie"}}}
    run = simulate(scenario(**both), 1, rules={"mine": lottery})
    assert happened(run) == happened(simulate(scenario(None, **plain), 1))  # asking draws nothing from others
    answers = [{(episode, u) for episode, u, _ in one.asked} for one in made]
    for one, answer in zip(made, answers, strict=True):
        assert len(one.asked) > 2 * len(answer) > 40 and len(answer) == len({episode for episode, _ in answer})
        assert all(0.0 < u < 1.0 and u != release for _, u, release in one.asked)
    assert not {u for _, u in answers[0]} & {u for _, u in answers[1]}


class Chooser(Wrapped):
    """Decides by chance, also by words that ask for no decision in a scenario's own rule."""

    def release(self, report: Report, edge: Channel, u: Draw) -> Report | Reason:
        kept = [u.happens(0.5, report, edge, what) for what in ("lottery", "delay", "blur_x")]
        return report if any(kept) else Reason.NOT_RELEASED


def test_what_a_rule_of_ones_own_decides_is_counted() -> None:
    run = simulate(scenario(), 1, rules={"mine": Chooser})
    own = run.trials[run.trials["kind"] == "own_rule"]
    assert len(own) > 60 and 0.3 < own["happened"].mean() < 0.7
    assert run.summary["trials"]["own_rule"]["trials"] > 0
    assert audit(run)["chance decisions are as their numbers say"] == []


@pytest.mark.parametrize("hours", [-1.0, nan])
def test_a_delay_that_is_none_is_refused(hours: float) -> None:
    HOURS.append(hours)
    with pytest.raises(ValueError, match="a rule of sharing gave a delay of"):
        simulate(scenario(), 1, rules={"mine": Late})


def test_never_is_a_delay() -> None:
    HOURS.append(inf)
    assert simulate(scenario(), 1, rules={"mine": Late}).model.post.network.dropped[Reason.NEVER_ARRIVES] > 0


def test_a_name_counts_in_the_hash_and_none_does_not() -> None:
    """The hash of a scenario without rules is that of before there were any: it does not say that there are none."""
    assert len({scenario(None).hash, scenario().hash, scenario("other").hash}) == 3
    said = [canonical(Edges(rule=rule)) for rule in (None, "mine")]
    assert said[1] == {**said[0], "rule": "mine"} and "rule" not in said[0]  # type: ignore[dict-item, operator]


EXPERIMENT = {"variants": {"a": {}}, "replications": 2}


def test_studies_refuse_them() -> None:
    given: dict[str, object] = {"sharing.channels": {"x": {**LINK, "rule": "mine"}}}
    with pytest.raises(ScenarioError, match="came a rule of one's own, mine: a study"):
        planned(scenario(), ())
    best = {
        "measure": "attacks",
        "goal": "least",
        "delta": 1,
        "over": {"n": {"path": "groups.cutters.count", "low": 1, "high": 2, "whole": True}},
    }
    with pytest.raises(ScenarioError, match="came a rule of one's own, mine: a study"):
        question(FILE, given | {"experiment": {**EXPERIMENT, "optimise": best}})

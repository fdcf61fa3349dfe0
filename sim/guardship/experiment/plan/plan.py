"""From an experiment file to a plan: the points of the design, each a scenario that has been checked."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, NewType

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from guardship.build.handed import NOTHING, Own, Source
from guardship.experiment.plan.design import combinations, size
from guardship.experiment.plan.handed import Fit
from guardship.experiment.store.columns import fixed, possible, taken
from guardship.scenario.experiment import MOST_POINTS, MOST_RUNS, Experiment, Factor
from guardship.scenario.problems import MOST_SHOWN, Problem, ScenarioError, TextPlace, dotted, problem, unknown
from guardship.scenario.reading.check import changed, problems_on_chart
from guardship.scenario.reading.files import merged, override, tree, without
from guardship.scenario.reading.load import attempt, judged, rewritten
from guardship.scenario.reading.textfile import given as once
from guardship.scenario.reading.yamlfile import Node, plain
from guardship.scenario.schema import Scenario

SECTION = "experiment"
ABOUT_MEASURES = ("measures", "detect", "adjust")  # which a batch of other questions leaves out
SAID_ONLY = (*ABOUT_MEASURES, "question", "source", "hulls", "optimise")  # on which no run of a batch depends
NO_RULES = "a study cannot be handed any, wanted edges of `sharing` without `rule`"
HANDED = "handed"  # key of a plan's text: what is said of agents and rules
TO_PILOT, SEEDS = 1 << 41, 1 << 62  # from the seeds of a batch to those of its pilot; there are so many
BLOCK = 8  # replications of one point that are run, kept and lost together


Order = NewType("Order", str)  # a plan for workers, as text: with the code of what was handed in


class Point(NamedTuple):
    """A variant with a value for each factor; `changes`: the same by dotted path."""

    number: int
    variant: str
    levels: Mapping[str, Any]
    changes: Mapping[str, Any]
    hash: str
    substream: int = 0


def at(levels: Mapping[str, Any]) -> str:
    """The values of factors in one line."""
    return ", ".join(f"{name}={value}" for name, value in levels.items())


class Block(NamedTuple):
    """Replications from `begin` to `end` (exclusive) of one point: what a worker does at a time."""

    point: int
    begin: int
    end: int


@dataclass(frozen=True)
class Plan:
    """What a batch runs. Plain data: it travels to workers, and its hash names the experiment."""

    name: str
    title: str
    experiment: Mapping[str, Any]  # as the file says it
    variants: Mapping[str, Any]  # each a whole scenario, as a file would say it
    points: tuple[Point, ...]
    own: Own = NOTHING

    @cached_property
    def asked(self) -> Experiment:
        """The section as a model."""
        return Experiment.model_validate(self.experiment)

    @cached_property
    def hash(self) -> str:
        """sha256 of everything that the results depend on."""
        asked = {key: v for key, v in sorted(self.experiment.items()) if key not in SAID_ONLY}
        said: list[Any] = [asked, [(p.variant, p.levels, p.hash, p.substream) for p in self.points]]
        said += [self.own.said] if self.own.said else []
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def check(self) -> None:
        """Raises ValueError when it is not what a plan can be: of a file that somebody has changed."""
        if not self.points or [point.number for point in self.points] != list(range(len(self.points))):
            raise ValueError("its points are not numbered from 0")
        if {point.variant for point in self.points} - set(self.variants):
            raise ValueError("its points and variants do not belong together")
        if any(point.levels.keys() != self.asked.factors.keys() for point in self.points):
            raise ValueError("its points and factors do not belong together")
        if len({frozenset(at(p.levels) for p in self.points if p.variant == name) for name in self.variants}) > 1:
            raise ValueError("its variants are not at the same values of the factors")

    def seed(self, replication: int) -> int:
        """The seed of a replication: the same at every point."""
        return self.asked.first_seed + replication

    def blocks(self, begin: int, end: int) -> list[Block]:
        """The replications from `begin` to `end` of all points, first all points of the first replications."""
        return [Block(point.number, k, min(k + BLOCK, end)) for k in range(begin, end, BLOCK) for point in self.points]

    def blocks_to(self, upto: Sequence[int]) -> list[Block]:
        """The replications of each point up to its own number, first all points of the first replications."""
        return [block for block in self.blocks(0, max(upto)) if block.begin < upto[block.point]]

    def scenario(self, number: int) -> Scenario:
        """The scenario of a point."""
        point = self.points[number]
        base = Scenario.model_validate(self.variants[point.variant])
        if not point.changes:
            return base
        made, _, problems = rewritten(base, point.changes)
        if made is None or problems:
            raise ScenarioError(problems)
        return made

    def pairs(self, reference: str | None = None) -> Iterator[tuple[int, int]]:
        """Each point with its counterpart of the reference (the first variant), at the same values of the factors."""
        first = next(iter(self.variants)) if reference is None else reference
        own = {json.dumps(dict(p.levels)): p.number for p in self.points if p.variant == first}
        return ((p.number, own[json.dumps(dict(p.levels))]) for p in self.points if p.variant != first)

    def pilot(self, replications: int) -> Plan:
        """The same with few replications of other seeds, and no tables: to plan with."""
        first = (self.asked.first_seed + TO_PILOT) % SEEDS
        asked = {**self.experiment, "replications": replications, "first_seed": first, "keep": []}
        return replace(self, name=f"{self.name}_pilot_{replications}", experiment=asked)

    def as_json(self) -> str:
        """The plan as text: what a store keeps of it, without the code of agents and rules."""
        said = {**asdict(replace(self, own=NOTHING)), "points": [point._asdict() for point in self.points]}
        del said["own"]
        if self.own.said:
            said[HANDED] = self.own.said
        return json.dumps(said, indent=1, sort_keys=False, default=dict) + "\n"

    @classmethod
    def of_json(cls, text: str | bytes) -> Plan:
        """The plan of a text. Raises ValidationError, a ValueError."""
        said = _Plan.model_validate_json(text)
        points = tuple(Point(**dict(point)) for point in said.points)
        return cls(said.name, said.title, said.experiment, said.variants, points, Own(said=said.handed))

    def order(self) -> Order:
        """All that a worker needs, as text: the plan, and the code of agents and rules. It is kept nowhere."""
        sources = {what: one and asdict(one) for what, one in (("agents", self.own.agents), ("rules", self.own.rules))}
        return Order(json.dumps({"plan": self.as_json(), **sources}))

    @classmethod
    def of_order(cls, text: Order) -> Plan:
        """The plan that a worker was sent."""
        said = json.loads(text)
        plan = cls.of_json(said["plan"])
        agents, rules = (said[what] and Source(**said[what]) for what in ("agents", "rules"))
        return replace(plan, own=replace(plan.own, agents=agents, rules=rules))


class _Point(BaseModel):
    """A point in a plan's text; in older ones the substream is called `luck`."""

    model_config = ConfigDict(strict=True, extra="forbid")

    number: int
    variant: str
    levels: dict[str, Any]
    changes: dict[str, Any]
    hash: str
    substream: int = Field(0, ge=0, validation_alias=AliasChoices("substream", "luck"))


class _Plan(BaseModel):
    """A plan's text."""

    model_config = ConfigDict(strict=True, extra="forbid")

    name: str
    title: str
    experiment: dict[str, Any]
    variants: dict[str, dict[str, Any]]
    points: list[_Point]
    handed: dict[str, Any] = {}


def plan(
    file: str | os.PathLike[str],
    set: Mapping[str, object] | None = None,
    agents: str | os.PathLike[str] | None = None,
    rules: str | os.PathLike[str] | None = None,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Plan:
    """The plan of an experiment file. `agents`, `rules`: Python files with those of one's own, for all of its runs.

    `tell`: is told how many points are worked out, and of how many. Raises ScenarioError with the file's faults and
    those of every point, HandedError for files of one's own.
    """
    path, given, own = once(file), dict(set or {}), Own.of(agents, rules)
    scenario, root, problems = attempt(path, given)
    problems = problems_on_chart(scenario, root, problems)
    if problems or scenario is None:
        raise ScenarioError(problems)
    asked = scenario.experiment
    if asked is None:
        wanted = "wanted an `experiment` section: what the batch varies and how often it runs"
        raise ScenarioError([problem(TextPlace(path), (), wanted)])
    there = _child(root, SECTION)
    problems = [*_too_many(asked, there), *unknown_measures(there, _measures(asked))]
    if problems:
        raise ScenarioError(problems)
    fit = Fit(own)
    made = dict(_variants(path, given, asked, there, problems, fit))
    if problems:
        raise ScenarioError(problems)
    points = tuple(_points(asked, made, there, problems, fit, tell))
    if problems:
        raise ScenarioError(problems)
    fit.end()
    written = {name: {k: v for k, v in one.written.items() if k != SECTION} for name, one in made.items()}
    return Plan(scenario.name, scenario.title, scenario.written[SECTION], written, points, own)


def _too_many(asked: Experiment, there: Node) -> Iterator[Problem]:
    """More points or runs than a batch may have: found before any is made."""
    count, at = size(asked) * len(asked.variants), there.key or there.at
    if count > MOST_POINTS or count * asked.most > MOST_RUNS:
        came = f"came {count} points of up to {asked.most} runs"
        yield problem(at, (SECTION,), f"{came}, wanted at most {MOST_POINTS} points, {MOST_RUNS} runs")


def _measures(asked: Experiment) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where the section names measures, and which."""
    yield from ((("measures", k), name) for k, name in enumerate(asked.measures))
    if not isinstance(asked.replications, int):
        yield ("replications", "measure"), asked.replications.measure


def unknown_measures(there: Node, named: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[Problem]:
    """Names, each with its place in the section, that no run has a measure of."""
    for path, name in named:
        if not possible(name):
            node = _child(there, *path)
            yield problem(node.at, (SECTION, *path), unknown("measure", name, fixed()))


def _child(node: Node, *path: str | int) -> Node:
    for part in path:
        node = node.child(part) or node
    return node


def _variants(
    path: str, given: Mapping[str, object], asked: Experiment, there: Node, problems: list[Problem], fit: Fit
) -> Iterator[tuple[str, Scenario]]:
    """The scenario of each variant by its name, while what is wrong with them can be listed."""
    for done, name in enumerate(asked.variants):
        if len(problems) >= MOST_SHOWN:
            problems.append(_left(there, "variants", len(asked.variants) - done, len(asked.variants)))
            return
        if (one := _variant(path, given, there, name, problems, fit)) is not None:
            yield name, one


def _left(there: Node, what: str, left: int, of: int) -> Problem:
    """So many are not looked at: each takes some milliseconds, and there may be thousands."""
    own = _child(there, what)
    fault = f"{left} of {of} were not looked at, since so many before them are wrong"
    return problem(own.key or own.at, (SECTION, what), fault)


def _variant(
    path: str, given: Mapping[str, object], there: Node, name: str, problems: list[Problem], fit: Fit
) -> Scenario | None:
    """The scenario of a variant: the file, then what is set for all, then its overlay, then what it sets."""
    said = there.child("variants")
    own = said.child(name) if said else None
    where = (SECTION, "variants", name)
    try:
        root = without(tree(path, own.child("extends") if own else None), SECTION)
    except ScenarioError as fault:
        problems += fault.problems
        return None
    faults = override(root, {key: v for key, v in given.items() if key.partition(".")[0] != SECTION})
    overlay = own.child("overlay") if own else None
    if overlay is not None:
        root = merged(root, overlay, (), faults)
    settings = own.child("set") if own else None
    changes = {} if settings is None else {key: plain(node) for key, node in _entries(settings).items()}
    faults += _moved(override(root, changes), settings or there, (*where, "set"))
    scenario, found = judged(root, path, given)
    faults += _moved(problems_on_chart(scenario, root, found), own or there, where)
    if scenario is not None and (lacks := fit.fault(scenario)):
        at = own or there
        faults.append(problem(at.key or at.at, where, lacks))
    problems += faults
    return None if faults else scenario


def _entries(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _moved(problems: list[Problem], node: Node, path: tuple[str, ...]) -> list[Problem]:
    """Problems without a line of their own, at the entry of the experiment that made them."""
    at = node.key or node.at
    said = [f"{one.path}: {one.message}" if one.path else one.message for one in problems]
    return [one if one.line else problem(at, path, text) for one, text in zip(problems, said, strict=True)]


def _points(
    asked: Experiment,
    variants: Mapping[str, Scenario],
    there: Node,
    problems: list[Problem],
    fit: Fit,
    tell: Callable[[int, int], None],
) -> Iterator[Point]:
    """The points, those of each variant together; adds what is wrong with any."""
    for name in asked.factors:
        if name.lower() in taken():
            own = _child(there, "factors", name)
            fault = "a measure of every run has this name"
            problems.append(problem(own.key or own.at, (SECTION, "factors", name), fault))
    if problems:
        return
    try:
        combos = combinations(asked)
    except ValueError as fault:
        problems.append(problem(_child(there, "design").at, (SECTION, "design"), str(fault)))
        return
    number = done = 0
    for variant, base in variants.items():
        for levels in combos:
            if len(problems) >= MOST_SHOWN:
                of = len(variants) * len(combos)
                problems.append(_left(there, "factors", of - done, of))
                return
            done += 1
            changes = {path: v for name, v in levels.items() for path in asked.factors[name].path}
            try:
                made = changed(base, changes) if changes else base
                if changes and (lacks := fit.fault(made)):
                    raise ScenarioError([problem(TextPlace(""), ("sharing",), lacks)])
            except ScenarioError as faults:
                problems += [_at_level(one, asked, levels, there) for one in faults.problems]
                continue
            yield Point(number, variant, levels, changes, made.hash, asked.variants[variant].substream)
            number += 1
            tell(number, len(variants) * len(combos))


def _at_level(one: Problem, asked: Experiment, levels: Mapping[str, Any], there: Node) -> Problem:
    """A fault of a point, at the level that made it, or at the factors when it cannot be told."""
    factors = _child(there, "factors")
    for name, factor in asked.factors.items():
        if any(_concerns(one.path, path) for path in factor.path):
            path, node = _level(name, factor, levels[name], factors)
            return problem(node.key or node.at, path, f"{one.path}: {one.message}")
    values = ", ".join(f"{name}={v}" for name, v in levels.items())
    return problem(factors.key or factors.at, (SECTION, "factors"), f"at {values}: {one.path}: {one.message}")


def _concerns(shown: str, path: str) -> bool:
    steps = dotted(tuple(int(part) if part.isdecimal() else part for part in path.split(".")))
    return shown == steps or shown.startswith((f"{steps}.", f"{steps}["))


def _level(name: str, factor: Factor, value: Any, factors: Node) -> tuple[tuple[str | int, ...], Node]:
    own = factors.child(name) or factors
    given = own.child("levels")
    if factor.levels is None or given is None:
        return (SECTION, "factors", name), own
    k = factor.levels.index(value)
    return (SECTION, "factors", name, "levels", k), given.child(k) or given

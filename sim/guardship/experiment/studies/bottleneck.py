"""Where the chain breaks: one scenario as it is and with one stage perfect at a time, under common seeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guardship.build.sharing import rule_names
from guardship.console import Part, table
from guardship.experiment.analysis.compare import Row, compare
from guardship.experiment.analysis.paired import Effect
from guardship.experiment.analysis.tables import number
from guardship.experiment.plan.plan import NO_RULES, SECTION, Plan, Point
from guardship.experiment.store.results import Batch
from guardship.experiment.studies.perfect import PerfectStage
from guardship.scenario.problems import ScenarioError, TextPlace, problem
from guardship.scenario.schema import Scenario

AS_IT_IS = "as_it_is"
SAVED = {"voyages.succeeded": -1.0, "attacks": -1.0, "voyages.stopped": 1.0}  # sign of what is better
REPLICATIONS = 24


def planned(scenario: Scenario, found: Iterable[PerfectStage], replications: int | None = None) -> Plan:
    """The batch of a scenario and of its perfect stages; without a number as many runs as its experiment says, or 24.

    First seed and tables are those of the scenario's `experiment`; its variants and factors are not looked at. Raises
    ScenarioError for a scenario whose edges name rules of one's own.
    """
    if names := rule_names(scenario):
        raise ScenarioError(
            [problem(TextPlace(scenario.name), (), f"came a rule of one's own, {', '.join(names)}: {NO_RULES}")]
        )
    own = scenario.experiment
    count = own.replications if own is not None and isinstance(own.replications, int) else REPLICATIONS
    said = dict(scenario.written.get(SECTION) or {})
    asked = {key: said[key] for key in ("first_seed", "keep") if key in said}
    arms = {AS_IT_IS: scenario, **{s.name: s.scenario for s in found if s.scenario is not None}}
    question = "What would be gained if one stage of the chain were perfect?"
    return generated(
        f"{scenario.name}_bottleneck",
        scenario.title,
        arms,
        {"question": question, "measures": list(SAVED), "replications": replications or count, **asked},
    )


def generated(name: str, title: str, arms: Mapping[str, Scenario], asked: Mapping[str, Any]) -> Plan:
    """A batch of scenarios that were made, one point each; the first is the reference."""
    points = [Point(k, arm, {}, {}, made.hash) for k, (arm, made) in enumerate(arms.items())]
    written = {arm: {k: v for k, v in made.written.items() if k != SECTION} for arm, made in arms.items()}
    experiment = {**asked, "variants": {arm: {} for arm in arms}}
    return Plan(name, title, experiment, written, tuple(points))


class Saving(NamedTuple):
    """What a perfect stage brings, by measure: the paired effect of the stage less the scenario as it is."""

    stage: str
    effects: Mapping[str, Effect | None]

    def saves(self, measure: str) -> float:
        """How much better the stage makes it: positive is better; without a value 0."""
        effect = self.effects[measure]
        return 0.0 if effect is None or effect.mean != effect.mean else effect.mean * SAVED[measure]


def savings(batch: Batch) -> list[Saving]:
    """The perfect stages of a store, the greatest saving of voyages that succeeded first; intervals of one family."""
    rows: dict[str, dict[str, Row]] = {}
    for row in compare(batch, list(SAVED), nations=False).rows:
        rows.setdefault(row.variant, {})[row.measure] = row
    found = [Saving(stage, {m: row.effect for m, row in by.items()}) for stage, by in rows.items()]
    return sorted(found, key=lambda one: [-one.saves(measure) for measure in SAVED])


HEAD = {"voyages.succeeded": "successes saved", "attacks": "attacks saved", "voyages.stopped": "more stopped"}


def lines(batch: Batch, found: Sequence[PerfectStage]) -> Iterator[Part]:
    """The answer for people."""
    what = {stage.name: stage.what for stage in found}
    answer = savings(batch)
    yield f"{batch.plan.title}: one stage perfect at a time, {batch.replications} runs each, paired by seed"
    if answer:
        base = (f"{number(e.without)} {m}" for m, e in answer[0].effects.items() if e is not None)
        yield f"as it is, a run: {', '.join(base)}"
        yield "a run saves, with 95 % intervals that hold together; `*`: resolved"
        yield ""
    rows = [
        (f"  {one.stage}", *(_cell(one.effects[m], s) for m, s in SAVED.items()), what.get(one.stage, ""))
        for one in answer
    ]
    left = (stage for stage in found if stage.scenario is None)
    rows += [(f"  {stage.name}", *("" for _ in SAVED), f"left out: {stage.what}") for stage in left]
    yield table(("  perfect", *(f">{HEAD[m]}" for m in SAVED), "how"), rows)
    yield ""
    yield f"bottleneck: {said(answer)}"


def said(answer: Sequence[Saving]) -> str:
    """The stages whose saving of successes is above zero, or that none is resolved."""
    sure = []
    for one in answer:
        effect = one.effects["voyages.succeeded"]
        if effect is not None and effect.answer == "less":
            sure.append(one)
    if not sure:
        return "not resolved: no perfect stage saves successes for certain"
    first, rest = sure[0], sure[1:]
    more = f"; also {', '.join(one.stage for one in rest)}" if rest else ""
    return f"{first.stage} (saves {number(first.saves('voyages.succeeded'))} successes a run){more}"


def _cell(e: Effect | None, sign: float) -> str:
    if e is None:
        return "no value"
    value, *ends = (sign * x + 0.0 for x in (e.mean, e.all_low, e.all_high))  # + 0.0: no minus zero
    low, high = map(number, sorted(ends))
    return f"{number(value)} ({low} to {high}){'*' if e.answer in ('more', 'less') else ' '}"

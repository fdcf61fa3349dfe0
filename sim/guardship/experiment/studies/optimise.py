"""The best setting for a budget: a search by Optuna under common seeds, and a contest of the best under fresh ones.

The search (tree-structured Parzen estimator; Bergstra et al. 2011; Akiba et al. 2019, doi 10.1145/3292500.3330701) runs
every setting under the same seeds, block by block; one that after a block is worse than the median of the settings
before it is given up. Settings are asked for and told in rounds of a fixed size, so that the study does not depend on
how many processes run it. Hulls beyond the budget are taken away, one by one from where there are most, before a
setting is run. The best and the second best of the search meet the file's own setting under other seeds
(`experiment.analysis.selection`): what the search believes of its winner is biased, for it was chosen for its luck too.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from guardship.build.sharing import rule_names
from guardship.console import Part, table
from guardship.experiment.analysis.answers import contested
from guardship.experiment.analysis.selection import Selection, select
from guardship.experiment.analysis.tables import number
from guardship.experiment.engines.batch import Progress, run
from guardship.experiment.engines.pool import Pool
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.design import value
from guardship.experiment.plan.plan import BLOCK, NO_RULES, SECTION, Block, Plan, unknown_measures
from guardship.experiment.store.columns import parquet
from guardship.experiment.store.results import Batch
from guardship.experiment.store.store import Store
from guardship.experiment.studies.bottleneck import generated
from guardship.experiment.studies.hulls import APART
from guardship.files import whole
from guardship.scenario import experiment
from guardship.scenario.experiment import Factor
from guardship.scenario.problems import ScenarioError, problem
from guardship.scenario.reading.check import changed, examined
from guardship.scenario.reading.load import attempt, place
from guardship.scenario.reading.textfile import given as once
from guardship.scenario.schema import Scenario

if TYPE_CHECKING:
    from optuna import Study, Trial

TOGETHER = 4  # settings that are tried at a time
RANDOM = 10  # settings at random before the search learns
PATIENT = 5  # settings that are run to their end before any is given up
STUDY, TRIALS = "study.json", "trials.parquet"
KEYS = ("asked", "trials", "arms", "contest")  # of a study as plain data
OWN, WINNER, SECOND = "own", "winner", "runner_up"
COUNT = re.compile(r"groups\.([^.]+)\.count\Z")

type Setting = Mapping[str, Any]
"""A value of each name in `over`."""


class Question(NamedTuple):
    """What is asked; `prices`: what each hull of a factor costs of the budget [hulls or USD]."""

    scenario: Scenario
    asked: experiment.Optimise
    first_seed: int
    prices: Mapping[str, float]

    @property
    def greater(self) -> bool:
        """Whether more is better."""
        return self.asked.goal == "greatest"

    def made(self, setting: Setting) -> Scenario:
        """The scenario of a setting. Raises ScenarioError."""
        return changed(self.scenario, {path: v for name, v in setting.items() for path in self.asked.over[name].path})

    def cost(self, setting: Setting) -> float:
        """What its hulls cost."""
        return float(sum(price * setting[name] for name, price in self.prices.items()))


def question(file: str | os.PathLike[str], given: Mapping[str, object]) -> Question:
    """The question of an experiment file. Raises ScenarioError for what is missing or does not fit."""
    file = once(file)
    scenario, problems = examined(file, given)
    if problems or scenario is None:
        raise ScenarioError(problems)
    _, root, _ = attempt(file, given)

    def wrong(message: str, *path: str | int) -> ScenarioError:
        return ScenarioError([problem(place(root, (SECTION, *path)), (SECTION, *path), message)])

    own = scenario.experiment
    if own is None or own.optimise is None:
        raise wrong("wanted an `optimise` section: what may vary, for which budget, to which end")
    if names := rule_names(scenario):
        raise wrong(f"came a rule of one's own, {', '.join(names)}: {NO_RULES}")
    asked = own.optimise
    named = [(("optimise", "measure"), asked.measure)]
    if unheard := list(unknown_measures(root.child(SECTION) or root, named)):
        raise ScenarioError(unheard)
    fleets = {name: groups for name, factor in asked.over.items() if (groups := _groups(factor))}
    for name, factor in asked.over.items():
        try:
            for u in (0.0, 1.0):
                changed(scenario, {path: value(factor, u) for path in factor.path})
        except ScenarioError as faults:
            first = faults.problems[0]
            raise wrong(f"{first.path}: {first.message}", "optimise", "over", name) from None
    if asked.budget is not None and not fleets:
        raise wrong("nothing in `over` is a number of hulls (groups.NAME.count)", "optimise", "budget")
    prices: dict[str, float] = {}
    for name, groups in fleets.items():
        each = [1.0 if not isinstance(asked.budget, float) else _price(scenario, group) for group in groups]
        if any(price != price for price in each):
            raise wrong("a budget in USD needs `costs: ship_day` of its types", "optimise", "over", name)
        prices[name] = sum(each)
    found = Question(scenario, asked, own.first_seed, prices)
    least = {name: _counts(asked.over[name])[0] for name in fleets}
    if asked.budget is not None and found.cost(least) > asked.budget:
        message = f"the smallest fleet of `over` costs {found.cost(least):g}, more than the budget"
        raise wrong(message, "optimise", "budget")
    return found


def _groups(factor: Factor) -> list[str]:
    """The groups whose hulls a factor counts; none when it is about something else too."""
    found = [COUNT.match(path) for path in factor.path]
    return [one[1] for one in found if one is not None] if all(found) else []


def _price(scenario: Scenario, name: str) -> float:
    """A hull's ship-days of the measuring window [USD], as its types say; nan when one does not."""
    group, days = scenario.groups[name], scenario.time.measure / 24.0
    costs = [(share, getattr(scenario.types[kind], "costs", None)) for kind, share in group.mix]
    return sum(share * (nan if c is None or c.ship_day is None else c.ship_day) for share, c in costs) * days


def _counts(factor: Factor) -> list[int]:
    """The numbers of hulls that a factor may have, from the least."""
    if factor.levels is not None:
        return sorted(factor.levels)
    low, high, _ = factor.ends
    return list(range(int(low), int(high) + 1))


def within(found: Question, setting: Setting) -> Setting:
    """The setting with hulls taken away, one step at a time from where most are, until the budget suffices."""
    now = dict(setting)
    budget = found.asked.budget
    steps = {name: _counts(found.asked.over[name]) for name in found.prices}
    while budget is not None and found.cost(now) > budget:
        above = [name for name in sorted(steps) if now[name] > steps[name][0]]
        name = max(above, key=lambda one: now[one] * found.prices[one])
        now[name] = steps[name][steps[name].index(now[name]) - 1]
    return now


# ---- the search ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Tried:
    """A setting that was tried: the mean after each block, and how it ended (`done`, `given up`, `failed`)."""

    number: int
    setting: Setting
    cost: float
    means: list[float] = field(default_factory=list)
    end: str = "done"
    why: str = ""

    @property
    def mean(self) -> float:
        """Over all replications that it ran."""
        return self.means[-1] if self.means else nan


def trial_plan(found: Question, made: Scenario) -> Plan:
    """The batch of one setting."""
    asked = found.asked
    said = {
        "replications": asked.replications,
        "first_seed": found.first_seed,
        "keep": [],
        "measures": [asked.measure],
    }
    return generated(f"{found.scenario.name}_trial", found.scenario.title, {"setting": made}, said)


class Runs:
    """Settings and their runs, kept in stores by their scenarios: what is there is not run again."""

    def __init__(self, found: Question, out: Path, pool: Pool) -> None:
        self.found, self.out, self.pool = found, out, pool
        self.now = 0

    def store(self, plan: Plan) -> Store:
        """Where the runs of a setting are."""
        return Store(self.out / "trials" / plan.points[0].hash[:16], plan)

    def more(self, plans: Sequence[Plan], block: int) -> list[float]:
        """Run a block of each that is not there yet; the mean of each over all its replications so far."""
        stores = {plan.hash: self.store(plan) for plan in plans}
        jobs = []
        for plan in {plan.hash: plan for plan in plans}.values():
            stores[plan.hash].open()
            wanted = plan.blocks(0, self.found.asked.replications)[block]
            if not stores[plan.hash].done(wanted):
                jobs.append((plan, wanted))
        for (plan, done), files in self.pool(jobs):
            stores[plan.hash].put(done, files)
            self.now += done.end - done.begin
        return [self._mean(stores[plan.hash].folder, block) for plan in plans]

    def engine(self, plan: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        """Blocks of a batch, run by the processes of the search."""
        for (_, block), files in self.pool([(plan, block) for block in blocks]):
            self.now += block.end - block.begin
            yield block, files

    def _mean(self, folder: Path, block: int) -> float:
        values = Batch(folder).measure(self.found.asked.measure)[0][: (block + 1) * BLOCK]
        known = values[np.isfinite(values)]
        return float(known.mean()) if len(known) else nan


def search(found: Question, runs: Runs, tell: Callable[[Progress], None]) -> list[Tried]:
    """All settings that are tried, the file's own first where `over` has it."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    asked = found.asked
    study = optuna.create_study(
        direction="maximize" if found.greater else "minimize",
        sampler=optuna.samplers.TPESampler(seed=asked.seed, n_startup_trials=RANDOM),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=PATIENT),
    )
    own = _own(found)
    if own is not None:
        study.enqueue_trial(own)
    tried: list[Tried] = []
    blocks = -(-asked.replications // BLOCK)
    while len(tried) < asked.trials:
        trials = [study.ask() for _ in range(min(TOGETHER, asked.trials - len(tried)))]
        tried += _round(found, runs, study, trials, blocks)
        tell(Progress(len(tried) * asked.replications, asked.trials * asked.replications, runs.now))
    return tried


def _round(found: Question, runs: Runs, study: Study, trials: Sequence[Trial], blocks: int) -> list[Tried]:
    """Settings that are tried together, each until it is given up or all its blocks are run."""
    import optuna

    State = optuna.trial.TrialState
    settings = [within(found, _suggested(found, trial)) for trial in trials]
    tried = [Tried(t.number, s, found.cost(s)) for t, s in zip(trials, settings, strict=True)]
    plans: dict[int, Plan] = {}
    for trial, one in zip(trials, tried, strict=True):
        try:
            plans[trial.number] = trial_plan(found, found.made(one.setting))
        except ScenarioError as faults:
            one.end, one.why = "failed", str(faults.problems[0].message)
            study.tell(trial, state=State.FAIL)
    for block in range(blocks):
        alive = [(t, one) for t, one in zip(trials, tried, strict=True) if one.end == "done"]
        means = runs.more([plans[t.number] for t, _ in alive], block) if alive else []
        for (trial, one), mean in zip(alive, means, strict=True):
            one.means.append(mean)
            if not isfinite(mean):
                one.end, one.why = "failed", "no run has a value"
                study.tell(trial, state=State.FAIL)
                continue
            trial.report(mean, block)
            if block + 1 < blocks and trial.should_prune():
                one.end = "given up"
                study.tell(trial, state=State.PRUNED)
    for trial, one in zip(trials, tried, strict=True):
        if one.end == "done":
            study.tell(trial, one.mean)
    return tried


def _suggested(found: Question, trial: Trial) -> Setting:
    setting: dict[str, Any] = {}
    for name, factor in found.asked.over.items():
        if factor.levels is not None and not _ordered(factor):
            setting[name] = factor.levels[trial.suggest_categorical(name, list(range(len(factor.levels))))]
        elif factor.levels is not None:
            setting[name] = sorted(factor.levels)[trial.suggest_int(name, 0, len(factor.levels) - 1)]
        elif factor.whole or name in found.prices:
            low, high, unit = factor.ends
            chosen = trial.suggest_int(name, int(low), int(high))
            setting[name] = f"{chosen} {unit}" if unit else chosen
        else:
            setting[name] = value(factor, trial.suggest_float(name, 0.0, 1.0))
    return setting


def _ordered(factor: Factor) -> bool:
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in factor.levels or ())


def _own(found: Question) -> dict[str, Any] | None:
    """The file's own setting as the study says it; None where `over` does not have it, or the budget."""
    said: dict[str, Any] = {}
    own = own_setting(found)
    for name, factor in found.asked.over.items():
        if own[name] is None or (factor.levels is None and not (factor.whole or name in found.prices)):
            return None
        if factor.levels is None:
            low, high, unit = factor.ends
            if unit or not low <= own[name] <= high:
                return None
            said[name] = own[name]
        elif own[name] not in factor.levels:
            return None
        else:
            said[name] = (sorted(factor.levels) if _ordered(factor) else list(factor.levels)).index(own[name])
    return said if within(found, own) == own else None


def own_setting(found: Question) -> dict[str, Any]:
    """What the file says where `over` varies; None where its entries differ or are not there."""
    return {name: _said(found.scenario.written, factor.path) for name, factor in found.asked.over.items()}


def _said(written: Any, paths: Sequence[str]) -> Any:
    values = []
    for path in paths:
        node = written
        for part in path.split("."):
            node = node.get(part) if isinstance(node, Mapping) else None
        values.append(node)
    return values[0] if all(v == values[0] for v in values) else None


# ---- the contest --------------------------------------------------------------------------------


class Contest(NamedTuple):
    """Who met under fresh seeds, by name, and how it ended."""

    arms: Mapping[str, Setting]
    selection: Selection


def best(found: Question, tried: Sequence[Tried]) -> list[Tried]:
    """The two best settings that were run to their end, each once."""
    sign = -1.0 if found.greater else 1.0
    done = sorted((one for one in tried if one.end == "done"), key=lambda one: (sign * one.mean, one.number))
    once = {json.dumps(dict(one.setting), sort_keys=True): one for one in reversed(done)}
    return sorted(once.values(), key=lambda one: (sign * one.mean, one.number))[:2]


def contest(found: Question, tried: Sequence[Tried], runs: Runs, tell: Callable[[Progress], None]) -> Contest:
    """The winner and the runner-up of the search against the file's own setting. Raises ValueError if none was run."""
    first = best(found, tried)
    if not first:
        why = next((one.why for one in tried if one.why), "all were given up")
        raise ValueError(f"no setting was run to its end: {why}")
    asked = found.asked
    settings: dict[str, Setting] = dict(zip((WINNER, SECOND), (one.setting for one in first), strict=False))
    made = {name: found.made(setting) for name, setting in settings.items()}
    if found.scenario.hash not in {one.hash for one in made.values()}:
        settings[OWN], made[OWN] = own_setting(found), found.scenario
    keys = ("measure", "goal", "delta", "confidence", "at_most")
    said = {
        "replications": {key: getattr(asked, key) for key in keys} if len(made) > 1 else BLOCK,
        "first_seed": found.first_seed + APART,
        "keep": [],
        "measures": [asked.measure],
    }
    plan = generated(f"{found.scenario.name}_contest", found.scenario.title, made, said)
    batch = run(plan, runs.out / "contest", runs.engine, tell)
    values = batch.measure(asked.measure).T
    standing = contested(batch).selection if len(made) > 1 else select(values, asked.delta, asked.confidence)
    return Contest(settings, standing)


# ---- answers ------------------------------------------------------------------------------------


def write(found: Question, tried: Sequence[Tried], ended: Contest, out: Path) -> None:
    """The study beside its stores: every trial, and the contest."""
    import pyarrow as pa

    over = list(found.asked.over)
    columns: dict[str, Any] = {
        "trial": pa.array([one.number for one in tried], "int32"),
        **{name: pa.array([_cell(one.setting[name]) for one in tried]) for name in over},
        "cost": [one.cost for one in tried],
        "mean": [one.mean for one in tried],
        "blocks": pa.array([len(one.means) for one in tried], "int32"),
        "end": [one.end for one in tried],
        "why": [one.why for one in tried],
    }
    whole.write(out / STUDY, json.dumps(as_data(found, tried, ended), indent=1) + "\n")
    whole.write(out / TRIALS, parquet(pa.table(columns)))


def _cell(level: Any) -> str:
    return level if isinstance(level, str) else json.dumps(level)


def as_data(found: Question, tried: Sequence[Tried], ended: Contest) -> dict[str, Any]:
    """Plain data, for JSON."""
    names, s = list(ended.arms), ended.selection
    trials = [
        {"trial": t.number, "setting": dict(t.setting), "cost": t.cost, "means": _known(t.means), "end": t.end}
        for t in tried
    ]
    standing = {**s._asdict(), "means": _known(s.means), "best": None if s.best is None else names[s.best]}
    standing |= {
        "leading": None if s.leading is None else names[s.leading],
        "contenders": [names[k] for k in s.contenders],
    }
    asked = found.asked.model_dump(mode="json", exclude={"over"})
    arms = {name: dict(setting) for name, setting in ended.arms.items()}
    return dict(zip(KEYS, (asked, trials, arms, standing), strict=True))


def _known(values: Sequence[float]) -> list[float | None]:
    return [x if isfinite(x) else None for x in values]


def lines(found: Question, tried: Sequence[Tried], ended: Contest) -> Iterator[Part]:
    """The answer for people."""
    asked, s = found.asked, ended.selection
    ends = {end: sum(one.end == end for one in tried) for end in ("done", "given up", "failed")}
    yield f"{found.scenario.title}: the {asked.goal} {asked.measure}" + (
        "" if asked.budget is None else f" for {_money(found, asked.budget)}"
    )
    yield f"{len(tried)} settings tried under the same {asked.replications} seeds: " + ", ".join(
        f"{n} {end}" for end, n in ends.items()
    )
    for one in best(found, tried):
        yield f"  trial {one.number}: {number(one.mean)} in the search; {_shown(one.setting)}"
    yield ""
    yield f"under {s.n} fresh seeds:"
    gone = ("" if after is None else f"out after {after}" for after in s.gone)
    rows = (
        (f"  {name}", number(mean), out, f"{_shown(setting)}{_costs(found, setting)}")
        for (name, setting), mean, out in zip(ended.arms.items(), s.means, gone, strict=True)
    )
    yield table(("", ">", "", ""), rows)
    yield ""
    yield f"chosen: {chosen(found, ended)}"


def chosen(found: Question, ended: Contest) -> str:
    """Which setting, with what promise."""
    s, asked = ended.selection, found.asked
    names = list(ended.arms)
    if s.best is None:
        left = ", ".join(names[k] for k in s.contenders)
        return f"not resolved within {s.n} seeds: {left} are still in contention"
    promise = f"{asked.confidence:.0%} that it is the best of the {len(names)}, if it is better by {asked.delta:g}"
    if names[s.best] == WINNER and OWN not in names:
        promise += "; the file's own setting is one of them"
    return f"{names[s.best]} ({promise})"


def _costs(found: Question, setting: Setting) -> str:
    known = all(isinstance(setting[name], int) for name in found.prices)
    return f", costs {_money(found, found.cost(setting))}" if known and found.asked.budget is not None else ""


def _money(found: Question, amount: float) -> str:
    return f"{amount / 1e6:.4g} MUSD" if isinstance(found.asked.budget, float) else f"{amount:g} hulls"


def _shown(setting: Setting) -> str:
    return ", ".join(f"{name}={v if not isinstance(v, float) else f'{v:g}'}" for name, v in setting.items())

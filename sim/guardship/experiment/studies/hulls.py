"""The value of sharing in hulls: two arms, without and with sharing, over fleet sizes, under one rule of placement.

Proportional: every size is spread over the groups in proportion to the numbers of the file, by largest remainders,
ties by name, alike in both arms. Optimised: each arm grows its own fleet from the proportional one of the least size,
hull by hull, each to the group where the mean of the first measure becomes best over the seeds of the search, which all
candidates have in common and which the sweep does not use; ties go to the first by name. That is a greedy search: it
takes no hull away again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from guardship.console import Part, table
from guardship.experiment.analysis.hulls import Curve, Hulls, curve, hulls_to_add, hulls_to_release
from guardship.experiment.analysis.intervals import LEVEL
from guardship.experiment.analysis.tables import number
from guardship.experiment.plan.plan import ABOUT_MEASURES, SECTION, Plan, Point, plan, unknown_measures
from guardship.experiment.store.results import Batch, Floats
from guardship.experiment.studies.bottleneck import generated
from guardship.scenario import experiment, vessels
from guardship.scenario.problems import ScenarioError, problem
from guardship.scenario.reading.check import changed
from guardship.scenario.reading.load import attempt, place
from guardship.scenario.reading.textfile import given as once
from guardship.scenario.schema import Scenario

APART = 1 << 40  # from the seeds of the sweep to those of the search
FACTOR = "hulls"
KEYS = ("fleet", "placement", "placed", "answers")  # of the answers as plain data
FEW = 30  # seeds below which nobody has measured how often the bootstrap covers
KNOWN: Mapping[str, experiment.Trend] = {
    "voyages.succeeded": "falls",
    "attacks": "falls",
    "attacks.hijacked": "falls",
    "voyages.stopped": "rises",
}

type Allocation = Mapping[str, int]
"""How many hulls each group has."""


class Sweep(NamedTuple):
    """What is asked: arms (without, with), the fleet of the file, sizes, and measures with how hulls move them."""

    name: str
    title: str
    arms: Mapping[str, Scenario]
    fleet: Allocation
    sizes: tuple[int, ...]
    asked: experiment.Hulls
    measures: Mapping[str, experiment.Trend]
    common: Mapping[str, Any]  # of the experiment: replications, first_seed, ...

    @property
    def base(self) -> int:
        """Hulls of the file's fleet."""
        return sum(self.fleet.values())


def sweep(file: str | os.PathLike[str], given: Mapping[str, object]) -> Sweep:
    """The sweep of an experiment file. Raises ScenarioError for what is missing or does not fit."""
    file = once(file)
    made = plan(file, given)
    scenario, root, _ = attempt(file, given)
    assert scenario is not None

    def wrong(message: str, *path: str | int) -> ScenarioError:
        return ScenarioError([problem(place(root, (SECTION, *path)), (SECTION, *path), message)])

    asked = made.asked.hulls
    if asked is None:
        raise wrong("wanted a `hulls` section (or --groups, --least, --most): which hulls the sweep is over")
    if problems := list(unknown_measures(root.child(SECTION) or root, _measures(asked))):
        raise ScenarioError(problems)
    if len(made.variants) != 2:
        raise wrong(f"came {len(made.variants)}, wanted two: without sharing, and with it", "variants")
    if made.asked.factors:
        raise wrong("the sweep is over fleet sizes alone, wanted no factors", "factors")
    arms = {name: made.scenario(k) for k, name in enumerate(made.variants)}
    for k, group in enumerate(asked.groups):
        why = next((w for one in arms.values() if (w := _unfit(one, group)) is not None), None)
        if why is not None:
            raise wrong(f"{group}: {why}", "hulls", "groups", k)
    fleets = [{group: one.groups[group].count or 0 for group in asked.groups} for one in arms.values()]
    if fleets[0] != fleets[1]:
        raise wrong("the arms have different fleets, so sharing is not all that differs", "hulls", "groups")
    base = sum(fleets[0].values())
    if not asked.least <= base <= asked.most:
        raise wrong(f"the fleet of the file, {base}, is not from `least` to `most`", "hulls")
    sizes = tuple(sorted({*range(asked.least, asked.most + 1, asked.step), base, asked.most}))
    measures = asked.measures or KNOWN
    left = {"variants", "hulls", "optimise", *ABOUT_MEASURES}
    common = {k: v for k, v in made.experiment.items() if k not in left}
    return Sweep(made.name, made.title, arms, fleets[0], sizes, asked, measures, common)


def _measures(asked: experiment.Hulls) -> Iterator[tuple[tuple[str, ...], str]]:
    return ((("hulls", "measures", name), name) for name in asked.measures)


def _unfit(scenario: Scenario, name: str) -> str | None:
    group = scenario.groups.get(name)
    if group is None:
        return "no such group in both variants"
    if group.count is None:
        return "has no `count` to change"
    ships = all(isinstance(scenario.types[kind], vessels.Patrol) for kind, _ in group.mix)
    return None if ships else "is not of patrol ships"


def proportional(fleet: Allocation, size: int) -> Allocation:
    """A fleet of another size in the same proportions: largest remainders, ties in the order of names."""
    total, names = sum(fleet.values()), sorted(fleet)
    shares = {name: divmod(fleet[name] * size, total) for name in names}
    left = size - sum(whole for whole, _ in shares.values())
    more = set(sorted(names, key=lambda name: -shares[name][1])[:left])
    return {name: shares[name][0] + (name in more) for name in fleet}


# ---- batches ------------------------------------------------------------------------------------


type Placed = Mapping[str, Mapping[int, Allocation]]
"""The fleet of every size, by arm."""


def in_proportion(asked: Sweep) -> Placed:
    """The same in both arms."""
    return {arm: {size: proportional(asked.fleet, size) for size in asked.sizes} for arm in asked.arms}


def optimised(asked: Sweep, play: Callable[[Plan, str], Batch]) -> Placed:
    """Each arm grows its own fleet; `play` runs a plan into a store of that name."""
    measure, trend = next(iter(asked.measures.items()))
    least = asked.sizes[0]
    grown = {arm: {least: proportional(asked.fleet, least)} for arm in asked.arms}
    for size in range(least + 1, asked.sizes[-1] + 1):
        tried = {
            f"{arm}_{group}": (arm, {**fleets[size - 1], group: fleets[size - 1][group] + 1})
            for arm, fleets in grown.items()
            for group in sorted(asked.fleet)
        }
        scenarios = {name: _having(asked.arms[arm], fleet) for name, (arm, fleet) in tried.items()}
        first = int(asked.common.get("first_seed", 0)) + APART
        said = {"replications": asked.asked.search, "first_seed": first, "keep": [], "measures": [measure]}
        found = play(generated(f"{asked.name}_search_{size}", asked.title, scenarios, said), f"search_{size:04}")
        means = dict(zip(tried, found.measure(measure).mean(axis=1), strict=True))
        for arm, fleets in grown.items():
            own = [name for name, (a, _) in tried.items() if a == arm and means[name] == means[name]]
            if not own:
                raise ValueError(f"no fleet of {size} hulls has come through its runs in {arm}")
            best = (max if trend == "rises" else min)(own, key=lambda name: means[name])
            fleets[size] = tried[best][1]
    return grown


def _having(scenario: Scenario, fleet: Allocation) -> Scenario:
    return changed(scenario, _counts(fleet))


def _counts(fleet: Allocation) -> dict[str, object]:
    return {f"groups.{name}.count": count for name, count in fleet.items()}


def planned(asked: Sweep, placed: Placed) -> Plan:
    """The batch of the sweep: arms by sizes."""
    points: list[Point] = []
    written = {}
    for arm, scenario in asked.arms.items():
        written[arm] = {k: v for k, v in scenario.written.items() if k != SECTION}
        for size in asked.sizes:
            changes = _counts(placed[arm][size])
            points.append(Point(len(points), arm, {FACTOR: size}, changes, changed(scenario, changes).hash))
    paths = [f"groups.{name}.count" for name in asked.fleet]
    said = {
        **asked.common,
        "variants": {arm: {} for arm in asked.arms},
        "measures": list(asked.measures),
        "factors": {FACTOR: {"path": paths, "levels": list(asked.sizes)}},
    }
    said.pop("design", None)
    return Plan(f"{asked.name}_hulls", asked.title, said, written, tuple(points))


# ---- answers ------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """Of one measure: the response without and with sharing, hulls to add without it, hulls to release with it."""

    measure: str
    trend: experiment.Trend
    without: Curve
    having: Curve
    add: Hulls
    release: Hulls


def answers(asked: Sweep, batch: Batch) -> list[Answer]:
    """What the sweep says, measure by measure, at a level at which all numbers of hulls hold together (Bonferroni).

    Raises KeyError for a measure that the sweep does not have.
    """
    sizes, m = np.array(asked.sizes, np.float64), len(asked.sizes)
    level = 1.0 - (1.0 - LEVEL) / (2 * len(asked.measures))
    found = []
    for measure, trend in asked.measures.items():
        values: Floats = batch.measure(measure)
        without, having = values[:m].T, values[m:].T
        more, base = trend == "rises", float(asked.base)
        found.append(
            Answer(
                measure,
                trend,
                curve(sizes, without, more),
                curve(sizes, having, more),
                hulls_to_add(sizes, without, having, base, more, level),
                hulls_to_release(sizes, without, having, base, more, level),
            )
        )
    return found


def as_data(asked: Sweep, placed: Placed, found: list[Answer]) -> dict[str, Any]:
    """Plain data, for JSON; infinite is beyond the sweep."""
    parts = ("without", "having", "add", "release")
    rows = [{**a._asdict(), **{part: _plain(getattr(a, part)._asdict()) for part in parts}} for a in found]
    fleets = {arm: {str(size): dict(fleet) for size, fleet in by.items()} for arm, by in placed.items()}
    return dict(zip(KEYS, (dict(asked.fleet), asked.asked.placement, fleets, rows), strict=True))


def _plain(value: Any) -> Any:
    """JSON has no infinite numbers: text instead."""
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, tuple):
        return [_plain(child) for child in value]
    return value if not isinstance(value, float) or isfinite(value) else str(value)


def lines(asked: Sweep, placed: Placed, found: list[Answer], batch: Batch) -> Iterator[Part]:
    """The answer for people."""
    without, having = asked.arms
    yield f"{asked.title}: what sharing is worth in hulls, {batch.replications} runs of each size, paired by seed"
    yield f"arms: {without} (without), {having} (with); placement: {asked.asked.placement}, the same rule in both"
    yield f"the fleet: {asked.base} hulls of {len(asked.fleet)} groups; sizes {', '.join(map(str, asked.sizes))}"
    yield from (f"  {line}" for line in whose(asked))
    if asked.asked.placement == "optimised":
        for arm, by in placed.items():
            most = ", ".join(f"{name} {n}" for name, n in by[asked.base].items())
            yield f"placed in {arm}, of {asked.base}: {most}"
    yield from _on_station(asked, batch)
    yield f"the intervals of all {2 * len(found)} numbers of hulls hold together with {LEVEL:.0%} confidence"
    for one in found:
        yield ""
        yield f"{one.measure} (a run; {one.trend} with hulls; {one.add.n} seeds" + (
            f", {one.add.missing} without a value)" if one.add.missing else ")"
        )
        curves = (one.without.mean, one.without.fitted, one.having.mean, one.having.fitted)
        rows = ((f"  {size}", *map(number, row)) for size, *row in zip(asked.sizes, *curves, strict=True))
        yield table((">  hulls", f">{without}", ">fit", f">{having}", ">fit"), rows)
        yield f"  to add without sharing, to do as well as {asked.base} with it: {said(one.add)}"
        yield f"  to release with sharing, to do as well as {asked.base} without it: {said(one.release)}"


def said(hulls: Hulls) -> str:
    """A number of hulls with its interval, and what it says."""
    text = f"{hulls.said(hulls.value)} hulls ({hulls.said(hulls.low)} to {hulls.said(hulls.high)})"
    whole = f"whole: {hulls.said_whole(hulls.whole)}"
    sure = "resolved" if hulls.low > 0.0 or hulls.high < 0.0 else "not resolved"
    if hulls.n < FEW:
        sure = f"not resolved (fewer than {FEW} seeds)"
    beyond = f"; {_share(hulls.beyond)} of resamples beyond the sweep" if hulls.beyond > 0.0 else ""
    short = f"; {_share(hulls.short)} short of it" if hulls.short > 0.0 else ""
    return f"{text}, {whole}, {sure}{beyond}{short}"


def _share(x: float) -> str:
    return f"{x:.0%}" if x >= 0.005 else "under 1%"


def whose(asked: Sweep) -> Iterator[str]:
    """Whose hulls, and of which type."""
    scenario = next(iter(asked.arms.values()))
    for name, count in asked.fleet.items():
        group = scenario.groups[name]
        kinds = ", ".join(kind if share == 1.0 else f"{share:.0%} {kind}" for kind, share in group.mix)
        yield f"{name}: {count} of {group.nation}, {kinds}"


def _on_station(asked: Sweep, batch: Batch) -> Iterator[str]:
    """Hulls are counted, not ships on station: how far they are the same."""
    if "on_station_share" not in batch.measures:
        return
    share = np.nanmean(batch.measure("on_station_share"), axis=1)
    k, m = asked.sizes.index(asked.base), len(asked.sizes)
    yield (
        f"counted are hulls, not ships on station: of {asked.base} with all other patrol ships "
        f"{share[k]:.0%} of the hours are on station without sharing, {share[m + k]:.0%} with it"
    )

"""What looks show and what is believed after them: O50, by enumeration of the words of one sign.

A boat is an offender with chance 0.2; what it shows, what is seen of it and who comes near is as the file says. The
forms are written down here from intervals of the uniform number, not taken from the package.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from math import sqrt
from typing import NamedTuple

import numpy as np
import pytest

import guardship
from guardship.core.kernels.state import Floats
from guardship.outcomes.beliefs import Belief
from guardship.run.recognition import told
from guardship.run.run import Run
from guardship.scenario.looks import LOOKS

from .worlds import ORACLES, agree, run, share

PRIOR, GUILTY, HARMLESS = 0.2, 0.6, 0.05  # of an offender; that show ladders, of offenders and of others
type Rates = Mapping[tuple[str, int], tuple[float, float]]
RINGS: Rates = {("optical", 0): (0.4, 0.2), ("optical", 1): (0.9, 0.05), ("hail", 0): (0.8, 0.1)}
KINDS: Rates = {("optical", 0): (0.8, 0.1), ("hail", 0): (0.8, 0.1)}
SIGN = "recognition.signs.ladders"
TWO_KINDS: dict[str, object] = {
    f"{SIGN}.seen.optical": [{"sees": 0.8, "mistakes": 0.1}],
    "recognition.thresholds": {"closes": 0, "asks": 0},
    "sensors.eye.identifies.boat": [{"range": "7 nm", "after": "0 s"}],
}
BESIDE: dict[str, object] = {"groups.watch.hold.at": ["20 nm", "12 nm"]}  # all come within 2 nm


class Seen(NamedTuple):
    """A look: its kind, its ring, and whether it saw ladders."""

    kind: str
    ring: int
    yes: bool


type Boats = dict[str, list[tuple[Belief, Seen]]]


def boats(world: Run, watch: str = "watch/0") -> Boats:
    """What a watch made of the first contact with each boat, look by look."""
    row = world.model.crew.rows[watch]
    found: Boats = {}
    lines = sorted((b for b in world.model.journal.beliefs if b.observer == row), key=lambda b: (b.contact, b.time))
    for _, looks in groupby(lines, key=lambda b: b.contact):
        own = [(b, Seen(LOOKS[b.looked[0]], b.looked[1], bool(b.looked[3]))) for b in looks]
        found.setdefault(world.model.crew.names[own[0][0].vessel], own)
    return found


def guilty(name: str) -> bool:
    return name.startswith("runners")


def chance(looks: Iterable[Seen], rates: Rates, shown: float) -> float:
    """Of a set of looks, by a kind one uniform number for all rings: what is left of it, shown and not."""
    lengths = []
    for side in (0, 1):
        product = 1.0
        for kind in sorted({look.kind for look in looks}):
            of = [(rates[look.kind, look.ring][side], look.yes) for look in looks if look.kind == kind]
            high = min([1.0, *(p for p, yes in of if yes)])
            product *= max(high - max([0.0, *(p for p, yes in of if not yes)]), 1e-9)
        lengths.append(product)
    return shown * lengths[0] + (1.0 - shown) * lengths[1]


def ratio(looks: Iterable[Seen], rates: Rates) -> float:
    own = list(looks)
    return chance(own, rates, GUILTY) / chance(own, rates, HARMLESS)


def posterior(looks: Iterable[Seen], rates: Rates) -> float:
    odds = PRIOR / (1.0 - PRIOR) * ratio(looks, rates)
    return odds / (1.0 + odds)


FAR, NEAR, HAIL = ("optical", 0), ("optical", 1), ("hail", 0)


@pytest.mark.parametrize(
    ("rates", "looks", "printed"),
    [
        (KINDS, [(*FAR, True), (*HAIL, True)], 9.349398),
        (KINDS, [(*FAR, True), (*HAIL, False)], 1.411765),
        (KINDS, [(*FAR, False), (*HAIL, False)], 0.451069),
        (KINDS, [(*FAR, True)], 3.851852),
        (KINDS, [(*FAR, False)], 0.554913),
        (RINGS, [(*FAR, True), (*NEAR, True)], 3.851852),
        (RINGS, [(*NEAR, True)], 6.054054),
        (RINGS, [(*FAR, False), (*NEAR, True)], 12.0),
        (RINGS, [(*FAR, True), (*NEAR, False)], 0.421053),
        (RINGS, [(*FAR, False), (*NEAR, False)], 0.496732),
    ],
)
def test_theory(rates: Rates, looks: list[tuple[str, int, bool]], printed: float) -> None:
    """The printed ratios of docs/recognition.md, to their last digit."""
    assert ratio([Seen(*look) for look in looks], rates) == pytest.approx(printed, abs=1e-6)


# ---- believed and true -----------------------------------------------------------------------------


ALL_NEAR = "two rings, all come near"
HAILS = "two rings, hails what may be"
PASSES = "two rings, passes what showed none"  # of which the core writes no line
WORLDS: dict[str, tuple[Rates, dict[str, object]]] = {
    "two rings, closes what showed ladders": (RINGS, {}),
    PASSES: (RINGS, {**BESIDE, "recognition.thresholds": {"passes": 0.18}}),
    ALL_NEAR: (RINGS, {**BESIDE, "recognition.thresholds": {}}),
    "two kinds": (KINDS, TWO_KINDS),
    HAILS: (RINGS, {"recognition.thresholds": {"closes": 0.2, "asks": 0.4}}),
}
RARE = (PASSES, HAILS)  # not in every test run
LONG = pytest.mark.long


@cache
def world(name: str, seed: int) -> Boats:
    """What the watch made of the boats of one of these, made once."""
    return boats(run("looks", WORLDS[name][1], seed))


@pytest.mark.parametrize("name", [pytest.param(name, marks=LONG) if name in RARE else name for name in WORLDS])
def test_beliefs(name: str, seeds: range) -> None:
    """Each belief is the closed form of what the watch has seen; words are as frequent as their chances; and of the
    boats that end with one belief so many are offenders, whatever made the watch look again."""
    rates, _ = WORLDS[name]
    found = [world(name, seed) for seed in seeds]
    for one in found:
        for own in one.values():
            for k, (belief, _) in enumerate(own):
                assert belief.chances[1] == pytest.approx(posterior({s for _, s in own[: k + 1]}, rates), abs=1e-9)
    assert sum(len(one) for one in found) >= (2_000 if name == PASSES else 10_000) * len(seeds)
    words(name, found, rates)
    calibrated(name, found)


def words(name: str, found: list[Boats], rates: Rates) -> None:
    """Of boats with the same looks so far and another look of one kind: the share of those whose it saw ladders."""
    tried: dict[tuple[bool, frozenset[Seen], str, int], list[bool]] = {}
    for one in found:
        for vessel, own in one.items():
            for k, (_, seen) in enumerate(own):
                before = frozenset(s for _, s in own[:k])
                if name == PASSES and not before:
                    continue
                tried.setdefault((guilty(vessel), before, seen.kind, seen.ring), []).append(seen.yes)
    for (bad, before, kind, ring), yes in tried.items():
        shown = GUILTY if bad else HARMLESS
        p = chance({*before, Seen(kind, ring, True)}, rates, shown) / chance(before, rates, shown)
        if p < 1e-6 or p > 1.0 - 1e-6:
            assert not any(yes) if p < 0.5 else all(yes)
        elif len(yes) * min(p, 1.0 - p) >= 10.0:
            what = f"{name}: {'offenders' if bad else 'others'} after {said(before)}, seen by {kind} {ring}"
            share("O50", what, np.array(yes), p)


def said(looks: Iterable[Seen]) -> str:
    return ", ".join(f"{s.kind} {s.ring} {'yes' if s.yes else 'no'}" for s in sorted(looks)) or "nothing"


def calibrated(name: str, found: list[Boats]) -> None:
    """By distinct posterior at the end of the first contact with each boat."""
    at_end: dict[float, list[bool]] = {}
    for one in found:
        for vessel, own in one.items():
            at_end.setdefault(round(own[-1][0].chances[1], 9), []).append(guilty(vessel))
    assert len(at_end) > 1
    for p, bad in sorted(at_end.items()):
        if len(bad) * min(p, 1.0 - p) >= 10.0:
            share("O50", f"{name}: offenders where {p:.4f} is believed", np.array(bad), p)


# ---- what tells them apart -------------------------------------------------------------------------


def area(bad: Floats, good: Floats) -> tuple[float, float]:
    """P(bad > good) + half of P(equal), with its standard error (DeLong, DeLong & Clarke-Pearson 1988)."""
    over = (bad[:, None] > good[None, :]) + 0.5 * (bad[:, None] == good[None, :])
    a, b = over.mean(axis=1), over.mean(axis=0)
    return float(over.mean()), sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))


@pytest.mark.parametrize("ring", [0, 1])
def test_area_under_the_curve_of_a_ring(ring: int, seeds: range) -> None:
    """That of `validate`, from what a look alone shows; (1 + hits - false alarms) / 2 for one sign."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for seed in seeds:
        for vessel, own in world(ALL_NEAR, seed).items():
            scores[guilty(vessel)] += [float(seen.yes) for _, seen in own if seen[:2] == ("optical", ring)]
    scenario = guardship.load(ORACLES / "looks.yaml")
    (theory,) = [one.area for one in told(scenario) if (one.kind, one.ring) == ("optical", ring)]
    d, m = RINGS["optical", ring]
    assert theory == pytest.approx(0.5 + 0.5 * (GUILTY - HARMLESS) * (d - m))
    got, error = area(np.array(scores[True]), np.array(scores[False]))
    n = len(scores[True]) + len(scores[False])
    agree("O50", f"area under the curve, optical {ring}", theory, got, n, (got - theory) / error)


# ---- one number for a showing ----------------------------------------------------------------------


TWO: dict[str, object] = {
    **TWO_KINDS,
    "recognition.thresholds": {},
    "groups.watch.hold.at": ["12 nm", "10 nm"],
    "groups.second": {"type": "watch", "count": 1, "nation": "other", "hold": {"at": ["28 nm", "10 nm"]}},
    "nations.other": {"report_delay": "20000 h", "clearances_last": "0 h"},
}


@cache
def watched(minutes: int | None, seed: int) -> list[tuple[str, bool, bool]]:
    """Boats that both watches have seen, and whether each saw ladders; renewed after some minutes, or never."""
    renews = {f"{SIGN}.renews": f"{minutes} min"} if minutes is not None else {}
    both = run("looks", TWO | renews, seed)
    one, two = boats(both), boats(both, "second/0")
    return [(name, own[0][1].yes, two[name][0][1].yes) for name, own in one.items() if name in two]


def test_who_looks_again_sees_the_same(seeds: range) -> None:
    """A second observer averages no error away: without `renews`, and of offenders ever, both see one word."""
    found = [pair for seed in seeds for pair in watched(None, seed)]
    assert len(found) > 10_000 * len(seeds) * 0.95
    assert all(a == b for _, a, b in found)
    renewed = [pair for seed in seeds for pair in watched(12, seed)]
    assert all(a == b for name, a, b in renewed if guilty(name))


def test_what_is_renewed_is_shown_and_seen_anew(seeds: range) -> None:
    """0.8 h later others are in another showing: independent looks. Looks 0.5 of `renews` apart: half of them."""
    p = HARMLESS * 0.8 + (1.0 - HARMLESS) * 0.1
    for minutes, same in ((12, 0.0), (96, 0.5)):
        both = [a and b for seed in seeds for name, a, b in watched(minutes, seed) if not guilty(name)]
        what = f"others seen twice, 48 min apart, renewed after {minutes} min"
        share("O50", what, np.array(both), same * p + (1.0 - same) * p * p)


def test_another_observer_moves_nothing() -> None:
    """What the first watch sees and believes stays to the last bit."""
    short: dict[str, object] = {"time.measure": "500 h"}
    alone = {key: change for key, change in TWO.items() if "second" not in key and "other" not in key}
    one, two = (
        [(name, [b[3:] for b, _ in own]) for name, own in boats(run("looks", changes | short)).items()]
        for changes in (alone, TWO)
    )
    assert len(one) > 300
    assert repr(one) == repr(two)

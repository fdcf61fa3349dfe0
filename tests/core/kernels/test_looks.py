"""Looks that show signs: rings, one number for a showing and a kind of sensor, and what an agent makes of them."""

from collections.abc import Callable, Sequence
from functools import partial
from math import sqrt
from typing import Any

import numpy as np
import pytest

from core.worlds import ANYWHERE, INF, about, ocean, straight, threshold, times
from guardship.core.kernels import philox
from guardship.core.kernels import state as s
from guardship.core.ocean import Decision, Identification, Ocean, Shows, Suite

A, FAR, NEAR = 0.6, (0.4, 0.2), (0.9, 0.05)  # shown by the guilty (nature 1); d, m in the outer and the inner ring
WANTS = {"suite": 0, "holder": 0, "wants": s.WANTS_LOOKED}


def signs(
    *rates: Sequence[tuple[float, float]], guilty: float = A, innocent: float = 0.05, renews: float = INF
) -> Shows:
    """One sign; `rates` (d, m) by ring, for each kind of sensor."""
    sees = np.zeros((len(rates), 4, 1, 1, 2))
    for kind, rings in enumerate(rates):
        for ring in range(4):
            sees[kind, ring, 0, 0] = rings[min(ring, len(rings) - 1)]
    weighs = np.zeros((1, len(rates), 1, 1, 2))
    return Shows(np.array([[innocent], [guilty]]), np.array([renews]), sees, weighs, np.full((2, 1), -INF))


def looking(*rates: float, kind: int = 0, r: float = 50.0) -> Suite:
    """A suite that looks at once when it detects, then further in: each ring half as wide, at its rate."""
    rings = [Identification(r / 2**k, rate, None, kind) for k, rate in enumerate(rates)]
    return Suite([ANYWHERE], {(0, 0): rings[0]}, closer={(0, 0): tuple(rings[1:])})


def answered(o: Ocean, until: float, what: Callable[[Decision], int] = lambda d: s.HELD) -> list[tuple[int, int, int]]:
    """Row, ring and word of every look, each answered."""
    found = []
    while decisions := o.advance(until):
        for d in decisions:
            if d.code == s.LOOKED:
                found.append((d.other, *o.looked(d.pair)))
                o.judge(d.row, d.pair, d.contact, what(d))
    return found


def test_each_ring_has_a_look_with_a_threshold_of_its_own() -> None:
    """At rest in both rings: the second look comes after the first, by the exposure since then."""
    o = ocean(WANTS, {"x": 1.0}, suites=[looking(2.0, 3.0)], signs=signs((FAR, NEAR)), holders=1)
    first = threshold(o, 0, 1, philox.IDENTIFY) / 2.0
    second = threshold(o, 0, 1, philox.CLOSER) / 3.0
    seen: list[float] = []
    while decisions := o.advance(100.0):
        seen += [d.time for d in decisions]
    assert seen == about(first, first + second)
    assert times(o, s.IDENTIFY) == about(first)


def test_a_look_further_in_waits_until_the_contact_is_there() -> None:
    """The inner ring, 25 nm, is entered 1 h later; a suspect is looked at again too, and reported in between."""
    o = ocean(
        WANTS | {"report": 0.25}, straight(35.0, 0.0, -10.0), suites=[looking(1e9, 1e9)], signs=signs((FAR,)), holders=1
    )
    codes = []
    while decisions := o.advance(1.9):
        for d in decisions:
            codes.append((round(d.time, 6), d.code))
            if d.code == s.LOOKED:
                o.judge(0, d.pair, d.contact, s.SUSPECT)
    assert [t for t, code in codes if code == s.LOOKED] == [0.0, 1.0]
    assert times(o, s.SUSPICIOUS) == about(0.0)


def test_who_passes_a_contact_looks_at_it_no_more() -> None:
    o = ocean(WANTS | {"clears_for": 5.0}, {"x": 1.0}, suites=[looking(1e9, 1e9)], signs=signs((FAR, NEAR)), holders=1)
    assert len(answered(o, 4.0, lambda d: s.KNOWN)) == 1
    assert times(o, s.HARMLESS) == pytest.approx([0.0], abs=1e-6)
    assert len(answered(o, 6.0)) == 2  # regained after the clearance


def test_one_number_for_a_showing_and_a_kind_whoever_looks() -> None:
    """Three observers of one kind see the same of 200 hulls; another kind has numbers of its own; nearer is nested."""
    ships: list[dict[str, Any]] = [WANTS, WANTS | {"holder": 1}, WANTS | {"suite": 1}]
    o = ocean(
        *ships,
        *({"x": 1.0} for _ in range(200)),
        suites=[looking(1e9, 1e9), looking(1e9, kind=1)],
        signs=signs((FAR, NEAR), (FAR,)),
        natures=np.array([0] * 3 + [1] * 200),
        holders=2,
    )
    words: dict[tuple[int, int], dict[int, int]] = {}
    while decisions := o.advance(1.0):
        for d in decisions:
            ring, word = o.looked(d.pair)
            words.setdefault((d.row, ring), {})[d.other] = word
    targets = range(3, 203)
    one, other, kind = ([words[row, 0][v] for v in targets] for row in range(3))
    assert one == other
    assert one != kind
    inner = [words[0, 1][v] for v in targets]
    assert 0 < sum(inner) < 200
    assert [words[1, 1][v] for v in targets] == inner


def test_the_share_of_words_is_that_of_the_model() -> None:
    """20 000 hulls, guilty and innocent: both rings together, |z| < 4 for each pair of words."""
    n = 10_000
    o = ocean(
        WANTS,
        *({"x": 1.0} for _ in range(2 * n)),
        suites=[looking(1e9, 1e9)],
        signs=signs((FAR, NEAR)),
        natures=np.array([0] + [1] * n + [0] * n),
        holders=1,
    )
    words = np.zeros((2 * n + 1, 2), int)
    for row, ring, word in answered(o, 1.0):
        words[row, ring] = word
    for natures, a in ((words[1 : n + 1], A), (words[n + 1 :], 0.05)):
        for outer in (0, 1):
            for inner in (0, 1):
                p = sum(share * _both(outer, inner, FAR[k], NEAR[k]) for share, k in ((a, 0), (1.0 - a, 1)))
                count = int(((natures[:, 0] == outer) & (natures[:, 1] == inner)).sum())
                assert abs(count - n * p) < 4.0 * sqrt(n * p * (1.0 - p)) + 1e-9


def by_word(o: Ocean, d: Decision) -> int:
    return int(s.SUSPECT if o.looked(d.pair)[1] else s.KNOWN)


def _both(outer: int, inner: int, far: float, near: float) -> float:
    """The chance that one uniform number gives both answers."""
    low = max(0.0 if outer else far, 0.0 if inner else near)
    high = min(far if outer else 1.0, near if inner else 1.0)
    return max(high - low, 0.0)


def test_an_innocents_showing_is_drawn_anew_after_a_while() -> None:
    """A sign that half of them show, seen without error, every 10 h: two looks 4 h apart agree in 0.6 + 0.4 / 2."""
    n = 4000
    watch = WANTS | {"clears_for": 4.0}
    o = ocean(
        watch,
        *({"x": 1.0} for _ in range(n)),
        suites=[looking(1e9)],
        signs=signs(((1.0, 0.0),), innocent=0.5, renews=10.0),
        holders=1,
    )
    words: dict[int, list[int]] = {}
    for row, _, word in answered(o, 4.5, lambda d: s.KNOWN):
        words.setdefault(row, []).append(word)
    same = sum(a == b for a, b in words.values())
    assert abs(same - 0.8 * n) < 4.0 * sqrt(n * 0.16)


def test_an_offenders_showing_is_that_of_its_voyage() -> None:
    """The same until it puts to sea again; a phase of the voyage shows more or less with the same number."""
    n = 2000
    o = ocean(
        WANTS | {"clears_for": 1.0},
        *({"x": 1.0} for _ in range(n)),
        suites=[looking(1e9)],
        signs=signs(((1.0, 0.0),), innocent=0.2, guilty=0.7),
        natures=np.array([0] + [1] * n),
        holders=1,
    )
    for row in range(1, n + 1):
        o.show(row, 1, 0)
    first = {row: word for row, _, word in answered(o, 0.5, lambda d: s.KNOWN)}
    for row in range(1, n + 1):
        o.show(row, 0, 0)
    hides = {row: word for row, _, word in answered(o, 1.5, lambda d: s.KNOWN)}
    assert all(first[row] for row, word in hides.items() if word)
    assert 0 < sum(hides.values()) < sum(first.values())
    for row in range(1, n + 1):
        o.show(row, 1, 1)
    again = {row: word for row, _, word in answered(o, 2.5, lambda d: s.KNOWN)}
    agree = sum(first[row] == again[row] for row in first)
    assert abs(agree - n * (0.49 + 0.09)) < 4.0 * sqrt(n * 0.58 * 0.42)


@pytest.mark.parametrize("seed", range(3))
def test_looks_that_cannot_matter_are_passed_without_asking(seed: int) -> None:
    """With a bar that a sign not seen stays below: the same notes as when the agent says so, and fewer decisions."""
    found = []
    for alone in (0, s.ALONE):
        shows = signs((FAR, NEAR))
        shows.weighs[...] = [-0.1, 2.0]
        shows.bars[:] = 0.5
        o = ocean(
            WANTS | {"wants": s.WANTS_LOOKED | alone, "heeds": 0, "clears_for": 9.0},
            *(straight(-30.0, 0.1 * k, 6.0) for k in range(40)),
            suites=[looking(1.0, 1.0)],
            signs=shows,
            holders=1,
            seed=seed,
        )
        asked = answered(o, 8.0, partial(by_word, o))
        found.append((len(asked), o.notes().tolist()))
    assert found[0][1] == found[1][1]
    assert 0 < found[1][0] < found[0][0]

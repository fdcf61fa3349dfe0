"""What looks make of a prior: closed forms, order and number of looks, calibration; others' views, thresholds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from math import inf, sqrt

import numpy as np
import pytest

from guardship.intelligence import Assessment, Look
from guardship.intelligence.belief import (
    KINDS,
    MOTION,
    Level,
    Rates,
    Signs,
    Thresholds,
    Waters,
    independent,
)

RADAR, OPTICAL = KINDS.index("radar"), KINDS.index("optical")
NOTHING = ((0.0, 0.0),)
EVEN = (0.5, 0.5)


def one_sign(
    a: tuple[float, float],
    optical: Sequence[tuple[float, float]],
    radar: tuple[float, float] = (0.0, 0.0),
    renews: float = inf,
) -> Signs:
    """A sign that share a[k] of k shows, with (d, m) for each ring of optical looks."""
    rates: dict[tuple[int, int, int], Rates] = {(OPTICAL, ring, 0): (pair,) for ring, pair in enumerate(optical)}
    return Signs(("s",), ("piracy",), (renews,), {"dhow": ((a[0],), (a[1],))}, rates | {(RADAR, 0, 0): (radar,)})


def ratio(signs: Signs, looks: Iterable[Look]) -> float:
    harmless, guilty = signs.likelihood("dhow", looks)
    return guilty / harmless


def looks(word: str, kinds: Sequence[int] = (OPTICAL, OPTICAL), rings: Sequence[int] = (0, 1)) -> list[Look]:
    """A look for each digit, the earlier the farther to the left."""
    return [Look(0.1 * k, kinds[k], rings[k], 0, int(bit)) for k, bit in enumerate(word)]


@pytest.mark.parametrize(("word", "expected"), [("11", 9.349398), ("10", 1.411765), ("01", 1.411765), ("00", 0.451069)])
def test_two_kinds_of_look_share_what_is_shown(word: str, expected: float) -> None:
    """Multiplying the ratios of the kinds, as if they were independent, would make 14.84 of two that see it."""
    signs = one_sign((0.05, 0.6), [(0.8, 0.1)], (0.8, 0.1))
    assert ratio(signs, looks(word, (OPTICAL, RADAR), (0, 0))) == pytest.approx(expected, abs=5e-7)  # as it is printed


@pytest.mark.parametrize(("word", "expected"), [("1", 3.851852), ("0", 0.554913)])
def test_one_look(word: str, expected: float) -> None:
    assert ratio(one_sign((0.05, 0.6), [(0.8, 0.1)]), looks(word)) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(("word", "expected"), [("11", 3.851852), ("01", 12.0), ("10", 0.421053), ("00", 0.496732)])
def test_two_rings_of_one_kind_share_their_luck(word: str, expected: float) -> None:
    """The near look alone would be worth 6.054054."""
    signs = one_sign((0.05, 0.6), [(0.4, 0.2), (0.9, 0.05)])
    assert ratio(signs, looks(word)) == pytest.approx(expected, abs=1e-6)
    assert ratio(signs, looks("1", rings=(1,))) == pytest.approx(6.054054, abs=5e-7)


def test_fresh_showings_are_a_sequential_test() -> None:
    """Ratio 3 or 1/3 a showing, up at net +3, down at net -2; Wald's closed forms."""
    signs = one_sign((0.0, 1.0), [(0.75, 0.25)], renews=1.0)

    def beyond(net: int) -> bool:
        word = int(net > 0)
        seen = [Look(float(k), OPTICAL, 0, 0, word) for k in range(abs(net))]
        guilty = signs.posterior(EVEN, "dhow", seen)[1]
        return guilty > 26.0 / 27.0 or guilty < 0.15  # net +3 is 27/28, net -2 is 1/10

    for up, (above, mean) in {0.75: (0.892562, 4.925620), 0.25: (0.033058, 3.669421)}.items():
        there, ended, number = {0: 1.0}, defaultdict[int, float](float), 0.0
        for n in range(1, 400):
            after = defaultdict[int, float](float)
            for net, p in there.items():
                after[net + 1] += p * up
                after[net - 1] += p * (1.0 - up)
            for net in [net for net in after if beyond(net)]:
                number += n * after[net]
                ended[net] += after.pop(net)
            there = dict(after)
        assert set(ended) == {3, -2}
        assert (ended[3], number) == pytest.approx((above, mean), abs=5e-7)


def test_repeats_of_one_showing_change_nothing() -> None:
    signs = one_sign((0.05, 0.6), [(0.8, 0.1)], renews=24.0)
    for word in (0, 1):
        once = signs.likelihood("dhow", [Look(0.0, OPTICAL, 0, 0, word)])
        assert signs.likelihood("dhow", [Look(0.5 * k, OPTICAL, 0, 0, word) for k in range(48)]) == once
        assert signs.likelihood("dhow", [Look(12.0 * k, OPTICAL, 0, 0, word) for k in range(3)]) != once


def test_what_cannot_be_seen_begins_no_showing() -> None:
    """A radar that does not see the sign looks at 0 h; the showing begins with the optical look at 20 h."""
    signs = one_sign((0.05, 0.6), [(0.8, 0.1)], renews=24.0)
    seen = [Look(20.0, OPTICAL, 0, 0, 1), Look(30.0, OPTICAL, 0, 0, 1)]
    assert signs.likelihood("dhow", [Look(0.0, RADAR, 0, 0, 0), *seen]) == signs.likelihood("dhow", seen[:1])


def test_contradictions_tell_nothing() -> None:
    signs = one_sign((0.05, 0.6), [(0.8, 0.1)])
    assert ratio(signs, looks("10", rings=(0, 0))) == pytest.approx(1.0)


MANY = Signs(
    ("ladders", "skiffs", "fast"),
    ("drugs", "piracy"),
    (24.0, inf, 6.0),
    {"dhow": ((0.03, 0.1, 0.05), (0.3, 0.1, 0.2), (0.9, 0.7, 0.5))},
    {
        (OPTICAL, 0, 0): ((0.3, 0.1), (0.5, 0.05), *NOTHING),
        (OPTICAL, 1, 0): ((0.9, 0.05), (0.95, 0.01), *NOTHING),
        (RADAR, 0, 0): (*NOTHING, (0.6, 0.2), *NOTHING),
    },
    {"dhow": (0.7, 0.1, 0.2)},
    measured=1,
)


def _some(rng: np.random.Generator) -> list[Look]:
    """Ten looks of several kinds over two days."""
    ways = [(OPTICAL, 0, 3), (OPTICAL, 1, 3), (RADAR, 0, 2), (MOTION, 0, 4)]
    made = []
    for _ in range(10):
        kind, ring, bits = ways[rng.integers(4)]
        made.append(Look(float(rng.integers(48)), kind, ring, 0, int(rng.integers(8)) & bits))
    return made


def test_belief_is_of_the_set_of_looks_only() -> None:
    """In any order, any number of times, and however it is split into parts that are united: the same bits."""
    rng = np.random.default_rng(1)
    for _ in range(200):
        given = _some(rng)
        expected = MANY.likelihood("dhow", given)
        again = [given[k] for k in rng.integers(0, 10, 15)] + [given[k] for k in rng.permutation(10)]
        assert MANY.likelihood("dhow", again) == expected
        assert MANY.likelihood("dhow", set(given[:6]) | set(given[3:])) == expected


def test_another_run_has_the_same_signs_and_keeps_likelihoods_of_its_own() -> None:
    given = _some(np.random.default_rng(1))
    signs = MANY.anew()
    assert signs.likelihood("dhow", given) == MANY.likelihood("dhow", given)
    even, other = (0.4, 0.3, 0.3), (0.8, 0.1, 0.1)
    chances = signs.posterior(even, "dhow", given)
    assert signs.posterior(even, "dhow", reversed(given)) is chances != signs.posterior(other, "dhow", given)
    assert (len(signs._found), len(signs._made)) == (1, 2)
    anew = signs.anew()
    assert not anew._found and not anew._made
    assert signs.shown is MANY.shown


def _sees(signs: Signs, rng: np.random.Generator, k: int) -> dict[tuple[int, int], int]:
    """The words of one hull by kind and ring: shown once, one uniform a sign and kind."""
    shown = [rng.random() < share for share in signs.shown["dhow"][k]]
    u = {(s, kind): rng.random() for s in range(len(shown)) for kind in range(len(KINDS))}
    rates = {(kind, ring): pairs for (kind, ring, _), pairs in signs.rates.items()}
    rates[MOTION, 0] = signs.of(Look(0.0, MOTION, 0, 0, 0))
    return {
        (kind, ring): sum((u[s, kind] < (d if shown[s] else m)) << s for s, (d, m) in enumerate(pairs))
        for (kind, ring), pairs in rates.items()
    }


def _calibrated(found: dict[tuple[float, ...], list[int]], least: int = 30) -> None:
    """Among hulls of one posterior, offences are as frequent as it says: within 4 standard errors."""
    groups = 0
    for chances, counts in found.items():
        n = sum(counts)
        for p, count in zip(chances, counts, strict=True):
            if n * p * (1.0 - p) > least:
                groups += 1
                assert abs(count - n * p) < 4.0 * sqrt(n * p * (1.0 - p)), (chances, counts)
    assert groups > 5


def test_posteriors_are_right_also_when_the_first_look_decides_whether_there_is_a_second() -> None:
    signs = one_sign((0.1, 0.6), [(0.4, 0.2), (0.9, 0.05)])
    rng = np.random.default_rng(2)
    prior = (0.7, 0.3)
    found: dict[tuple[float, ...], list[int]] = defaultdict(lambda: [0, 0])
    for _ in range(20_000):
        k = int(rng.random() < prior[1])
        words = _sees(signs, rng, k)
        seen = [Look(0.0, OPTICAL, 0, 0, words[OPTICAL, 0])]
        if signs.posterior(prior, "dhow", seen)[1] > 0.3:
            seen.append(Look(1.0, OPTICAL, 1, 0, words[OPTICAL, 1]))
        found[signs.posterior(prior, "dhow", seen)][k] += 1
    assert len(found) == 3  # a far look that sees nothing ends it
    for (_, p), (harmless, guilty) in found.items():
        n = harmless + guilty
        assert abs(guilty - n * p) < 4.0 * sqrt(n * p * (1.0 - p))


def test_calibration_by_distinct_posterior() -> None:
    """Two offences, three signs, three kinds of look; a near look only of those that are not passed."""
    rng = np.random.default_rng(3)
    found: dict[tuple[float, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    prior = MANY.prior("dhow", 0.0, 0.0)
    for k in rng.choice(3, 20_000, p=prior).tolist():
        words = _sees(MANY, rng, k)
        seen = [Look(0.0, kind, 0, 0, words[kind, 0]) for kind in (RADAR, OPTICAL, MOTION)]
        if MANY.posterior(prior, "dhow", seen)[0] < 0.9:
            seen.append(Look(1.0, OPTICAL, 1, 0, words[OPTICAL, 1]))
        found[MANY.posterior(prior, "dhow", seen)][k] += 1
    _calibrated(found)


def test_measured_signs_count_where_they_were_measured() -> None:
    measured = Signs(("a", "b"), ("x",), (inf, inf), {"dhow": ((0.1, 0.2), (0.6, 0.4))}, {}, measured=2)
    for ring, word, expected in [(0, 3, 6.0 * 2.0), (1, 1, 6.0), (2, 2, 2.0), (1, 0, 0.4 / 0.9), (2, 1, 0.6 / 0.8)]:
        assert ratio(measured, [Look(0.0, MOTION, ring, 0, word)]) == pytest.approx(expected)


def test_assessments_multiply_once_and_give_way_to_what_is_held() -> None:
    signs = one_sign((0.05, 0.6), [(0.8, 0.1)])
    prior, seen = (0.8, 0.2), looks("1")
    partner = Assessment((0.5, 0.5), frozenset({(1, 1), (1, 2)}))
    raw = signs.posterior(prior, "dhow", seen)
    both = signs.posterior(prior, "dhow", seen, [partner, partner])
    assert both[1] / both[0] == pytest.approx(raw[1] / raw[0] * (0.5 / 0.2) / (0.5 / 0.8))
    assert signs.posterior(prior, "dhow", seen, [partner], {(1, 2)}) == raw
    assert signs.posterior(prior, "dhow", (), [partner]) == pytest.approx(partner.chances)


def test_of_assessments_that_overlap_the_one_that_rests_on_most_counts() -> None:
    wide = Assessment((0.5, 0.5), frozenset({(1, 1), (1, 2), (2, 1)}))
    narrow = Assessment((0.1, 0.9), frozenset({(1, 2)}))
    apart = Assessment((0.2, 0.8), frozenset({(3, 1)}))
    twin = Assessment((0.3, 0.7), frozenset({(3, 1)}))
    for order in product([wide, narrow, apart, twin], repeat=4):
        if len(set(order)) == 4:
            assert independent(order, ()) == [wide, apart]
    assert independent([wide, narrow], {(2, 1)}) == [narrow]


def test_priors_go_by_waters() -> None:
    west = Waters(lambda x, y: x < 0.0, {"dhow": (0.5, 0.5)})
    far = Waters(lambda x, y: x < -9.0, {"dhow": (0.1, 0.9), "skiff": (0.3, 0.7)})
    signs = Signs((), ("x",), (), {}, {}, {"dhow": (0.9, 0.1), "skiff": (0.8, 0.2)}, (west, far))
    assert [signs.prior("dhow", x, 0.0)[1] for x in (1.0, -1.0, -10.0)] == [0.1, 0.5, 0.5]
    assert [signs.prior("skiff", x, 0.0)[1] for x in (1.0, -1.0, -10.0)] == [0.2, 0.2, 0.7]


def test_thresholds_of_any_offence_and_of_one() -> None:
    """Offence 2 has a level of its own, higher than that of the others, which count together."""
    t = Thresholds(Level((1, 2, 3), 0.1), Level((1, 3), 0.2, ((2, 0.6),)))
    assert t.passes((0.95, 0.02, 0.02, 0.01)) and not t.passes((0.9, 0.05, 0.05, 0.0))
    assert not t.closes((0.5, 0.05, 0.4, 0.05))
    assert t.closes((0.5, 0.1, 0.3, 0.1)) and t.closes((0.3, 0.05, 0.65, 0.0))
    assert not t.asks((0.0, 1.0, 0.0, 0.0)) and not t.boards((0.0, 1.0, 0.0, 0.0))

"""Keyed draws: the published known answers, the unit interval, independence, names without collisions."""

from typing import Any

import numba
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from guardship.core.kernels import philox

MASK = 0xFFFFFFFF
M0, M1 = 0xD2511F53, 0xCD9E8D57
# Random123, tests/kat_vectors, philox4x32 10 (Salmon et al. 2011): counter and key, answer
KNOWN = [
    ("00000000 00000000 00000000 00000000 00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


def draws(purpose: int = 1, n: int = 0, count: int = 100_000, seed: int = 7, first: int = 0) -> NDArray[np.float64]:
    """Draws of consecutive entities: the least random names there are."""
    out = np.zeros(count)
    philox.fill_uniform(seed, purpose, np.arange(first, first + count, dtype=np.uint64), n, out)
    return out


def before(output: list[int], key: list[int]) -> list[int]:
    """The counter from which ten rounds with this key make that output: every round is a bijection."""
    c0, c1, c2, c3 = output
    for r in reversed(range(10)):
        k0, k1 = (key[0] + r * 0x9E3779B9) & MASK, (key[1] + r * 0xBB67AE85) & MASK
        b0, b2 = c3 * pow(M0, -1, 1 << 32) & MASK, c1 * pow(M1, -1, 1 << 32) & MASK
        c0, c1, c2, c3 = b0, c0 ^ (b2 * M1 >> 32) ^ k0, b2, c2 ^ (b0 * M0 >> 32) ^ k1
    return [c0, c1, c2, c3]


@pytest.mark.parametrize(("question", "answer"), KNOWN, ids=["zeros", "ones", "pi"])
def test_known_answers(question: str, answer: str) -> None:
    assert [int(w) for w in philox.philox(*map(np.uint64, words(question)))] == words(answer)


@pytest.mark.parametrize(("question", "answer"), KNOWN, ids=["zeros", "ones", "pi"])
def test_the_inverse_that_the_next_test_uses(question: str, answer: str) -> None:
    assert before(words(answer), words(question)[4:]) == words(question)[:4]


@pytest.mark.parametrize("word", [0, MASK])
def test_the_least_and_the_greatest_draw_are_inside_the_open_interval(word: int) -> None:
    c = before([word, word, 0, 0], [3, 0])
    u = philox.uniform(3, c[2], np.uint64(c[1] << 32 | c[0]), c[3])
    assert 0.0 < u < 1.0
    assert abs(u - (word & 1)) < 2.0**-51  # so it is the extreme draw indeed


def test_uniform() -> None:
    u = draws()
    assert stats.kstest(u, "uniform").pvalue > 1e-4  # a fixed seed: it passes always or never
    assert len(np.unique(u)) == len(u)  # 53 bits: two equal among 1e5 would be one in a million


def test_the_last_bits_are_random_too() -> None:
    low = np.floor(draws() * 2.0**48) % 16
    assert stats.chisquare(np.bincount(low.astype(int), minlength=16)).pvalue > 1e-4


NAMES: list[tuple[str, dict[str, int]]] = [
    ("purpose", {"purpose": 2}),
    ("n", {"n": 1}),
    ("seed", {"seed": 8}),
    ("seed's high word", {"seed": 7 + (1 << 32)}),
    ("entity", {"first": 1}),
    ("entity's high word", {"first": 1 << 32}),
]


@pytest.mark.parametrize(("what", "other"), NAMES, ids=[name for name, _ in NAMES])
def test_every_part_of_the_name_counts(what: str, other: dict[str, int]) -> None:
    """Chi-square on 10 x 10 cells of (u, v), 99 degrees of freedom."""
    u, v = draws(), draws(**other)
    cells, _, _ = np.histogram2d(u, v, bins=10, range=[[0, 1], [0, 1]])
    assert stats.chisquare(cells.ravel()).pvalue > 1e-4
    assert not (u == v).any()


def test_exponential() -> None:
    x = np.array([philox.exponential(7, 1, np.uint64(e), 0) for e in range(3000)])
    assert stats.kstest(x, "expon").pvalue > 1e-4
    assert x[5] == -np.log(philox.uniform(7, 1, np.uint64(5), 0))


@numba.njit
def keys(a: Any, b: Any, out: Any) -> None:
    for i in range(out.shape[0]):
        out[i] = philox.pair_key(a[i], b[i])


def test_a_million_structured_pairs_have_a_million_keys() -> None:
    """Small ids, ids a power of two apart, and hashed ids; both orders of each pair. Chance of a collision 3e-8."""
    small = np.arange(400, dtype=np.uint64)
    far = np.arange(1, 301, dtype=np.uint64) << np.uint64(40)
    hashed = np.zeros(866, np.uint64)
    philox.fill_children(np.uint64(1), np.arange(866), hashed)
    found = []
    for ids in (small, far, hashed):
        a, b = (x.ravel() for x in np.meshgrid(ids, ids))
        out = np.zeros(len(a), np.uint64)
        keys(a, b, out)
        found.append(out)
    every = np.concatenate(found)
    assert len(every) > 999_000
    assert len(np.unique(every)) == len(every)


def test_pairs_are_ordered() -> None:
    assert philox.pair_key(np.uint64(1), np.uint64(2)) != philox.pair_key(np.uint64(2), np.uint64(1))


def test_children_do_not_meet_across_parents() -> None:
    out = np.zeros((200, 1000), np.uint64)
    for parent in range(200):
        philox.fill_children(np.uint64(parent), np.arange(1000), out[parent])
    assert len(np.unique(out)) == out.size

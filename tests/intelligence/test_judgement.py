"""What a holder makes of evidence: each piece once, contacts that may be what was described, own measurements."""

from math import inf, pi

import pytest

from guardship.intelligence import (
    NOTHING,
    Appearance,
    Assessment,
    Comparison,
    Dossier,
    Evidence,
    Identity,
    Judge,
    Look,
    Measures,
    Observation,
    Repute,
)
from guardship.intelligence.belief import MOTION, Signs, Thresholds
from guardship.intelligence.judgement import makes_for, turn

OPTICAL, RADAR = 1, 0
PRIOR = (0.8, 0.2)
SEEN, AGAIN = Look(0.0, OPTICAL, 0, 0, 1), Look(2.0, OPTICAL, 0, 0, 1)


def judge(renews: float = inf) -> Judge:
    """One sign that 5 and 60 % show, seen with 0.8 and by mistake with 0.1."""
    shown: dict[Appearance, tuple[tuple[float, ...], ...]] = {"dhow": ((0.05,), (0.6,))}
    rates = {(kind, 0, 0): ((0.8, 0.1),) for kind in (OPTICAL, RADAR)}
    return Judge(Signs(("gear",), ("piracy",), (renews,), shown, rates, {"dhow": PRIOR}), Thresholds())


def of(*looks: Look) -> Evidence:
    return Evidence(frozenset(looks))


def test_evidence_by_two_ways_counts_once() -> None:
    """Two reports of one contact, in either order or twice, and one without looks."""
    first = Observation((7, 1), 0.0, 0.0, 0.0, None, None, 0.1, 1.0, "dhow", True, 3, 7, looks=(SEEN,))
    second = Observation((7, 2), 2.0, 0.0, 0.0, None, None, 0.1, 1.0, "dhow", True, 3, 7, looks=(SEEN, AGAIN))
    both = NOTHING.learned(first.shows).learned(second.shows)
    later = NOTHING.learned(second.shows)
    assert both is later is later.joined(NOTHING.learned(first.shows).learned(first.shows))
    assert later.learned(first.shows) is later
    assert both.held == {(7, 3)}
    assert both.joined(NOTHING) is both
    one = judge()
    assert one.chances("dhow", 0.0, 0.0, both) == one.chances("dhow", 0.0, 0.0, of(SEEN))


def test_likeness() -> None:
    """What is seen again of the same showing was to be expected; of another showing only what is shown counts."""
    lasting, fresh = judge(), judge(1.0)
    harmless, guilty = lasting.signs.likelihood("dhow", [SEEN])
    anybody = 0.8 * harmless + 0.2 * guilty
    assert lasting.likeness("dhow", 0.0, 0.0, of(AGAIN), of(SEEN)) == pytest.approx(1.0 / anybody)
    twice = (0.8 * harmless**2 + 0.2 * guilty**2) / anybody
    assert fresh.likeness("dhow", 0.0, 0.0, of(AGAIN), of(SEEN)) == pytest.approx(twice / anybody)
    assert lasting.likeness("dhow", 0.0, 0.0, of(AGAIN), NOTHING) == pytest.approx(1.0)
    assert lasting.likeness("dhow", 0.0, 0.0, of(AGAIN._replace(word=0)), of(SEEN)) < 0.01
    assert lasting.likeness("skiff", 0.0, 0.0, of(AGAIN), of(SEEN)) == 1.0


def test_the_likeness_of_what_somebody_says_is_guilty() -> None:
    """Of what is surely a pirate signs are likelier: the ratio of the guilty to anybody."""
    one = judge()
    called = Evidence(assessed=frozenset({Assessment((0.0, 1.0), frozenset({(9, 0)}))}))
    harmless, guilty = one.signs.likelihood("dhow", [SEEN])
    expected = guilty / (0.8 * harmless + 0.2 * guilty)
    assert one.likeness("dhow", 0.0, 0.0, of(SEEN), called) == pytest.approx(expected)


def test_a_contact_that_may_be_the_one_described() -> None:
    one = judge()
    own, described = of(SEEN._replace(word=0)), of(Look(5.0, RADAR, 0, 0, 1))
    same, other = (one.chances("dhow", 0.0, 0.0, known)[1] for known in (own.joined(described), own))
    for p in (0.0, 0.25, 1.0):
        assert one.mixed(p, "dhow", 0.0, 0.0, own, described)[1] == pytest.approx(p * same + (1.0 - p) * other)


def test_own_measurements_are_looks() -> None:
    signs = Signs(("gear", "fast", "silent"), ("x",), (inf, inf, inf), {}, {}, {"skiff": PRIOR}, measured=2)
    one = Judge(signs, Thresholds(), Measures(fast=20.0, silent=frozenset({"skiff"})), ("fast", "silent"))
    assert one.motion(1.0, "skiff", (20.0, 15.0)) == Look(1.0, MOTION, 0b11, 0, 0b110)
    assert one.motion(1.0, "ship", (12.0, 16.0)) == Look(1.0, MOTION, 0b11, 0, 0)
    assert judge().motion(1.0, "skiff", (20.0, 15.0)) is None


def test_who_makes_for_somebody() -> None:
    """4 nm east of it a ship that lies still: a course up to 15 degrees off, no farther away, and not with it."""
    off = pi / 12.0
    assert makes_for((0.0, 0.0), (20.0, 0.0), (4.0, 0.0), (0.0, 0.0), 5.0, off)
    assert makes_for((0.0, 0.0), (20.0, 5.0), (4.0, 0.0), (0.0, 0.0), 5.0, off)
    assert not makes_for((0.0, 0.0), (20.0, 6.0), (4.0, 0.0), (0.0, 0.0), 5.0, off)
    assert not makes_for((0.0, 0.0), (20.0, 0.0), (6.0, 0.0), (0.0, 0.0), 5.0, off)
    assert not makes_for((0.0, 0.0), (20.0, 0.0), (4.0, 0.0), (20.0, 0.0), 5.0, off)
    assert makes_for((0.0, 0.0), (20.0, 12.0), (4.0, 0.0), (0.0, 12.0), 5.0, off)  # it leads
    signs = Signs(("closing",), ("x",), (inf,), {}, {}, measured=1)
    one = Judge(signs, Thresholds(), Measures(closing=(frozenset({"ship"}), 5.0, off)), ("closing",))
    assert one.motion(0.0, "skiff", (9.0, 0.0), closes=True) == Look(0.0, MOTION, 1, 0, 1)
    assert one.motion(0.0, "skiff", (9.0, 0.0)) is None


def test_a_turn_counts_only_when_one_was_noticed() -> None:
    signs = Signs(("turned_away",), ("x",), (inf,), {}, {}, measured=1)
    one = Judge(signs, Thresholds(), Measures(turned_away=pi / 3.0), ("turned_away",))
    assert one.motion(0.0, "skiff", (9.0, 0.0)) is None
    about = turn((9.0, 0.0), (0.0, 5.0))
    assert about == pytest.approx(pi / 2.0)
    assert one.motion(0.0, "skiff", (0.0, 5.0), about) == Look(0.0, MOTION, 1, 0, 1)
    assert one.motion(0.0, "skiff", (9.0, 0.0), turn((9.0, 0.0), (9.0, 1.0))) == Look(0.0, MOTION, 1, 0, 0)
    assert turn((0.0, 0.0), (1.0, 0.0)) == 0.0


# ---- with dossiers ----------------------------------------------------------------------------

NAMES = ((0.8, 0.02),)  # how often a look fits the hull that is described, and another
ABOUT, GUILTY = 1.0 / 50.0, (0.05, 0.95)
LISTED = [Dossier(name, Repute.WANTED, "dhow", 0, GUILTY, 0.0, inf) for name in (7, 8)]


def recogniser() -> Judge:
    """The same, of fifty that look alike, with two dossiers."""
    rates = {(kind, 0, 0): NAMES for kind in (OPTICAL, RADAR)}
    return Judge(judge().signs, Thresholds(), identity=Identity(rates, {"dhow": 50.0}))


def fits(*told: tuple[int, int, bool], looks: frozenset[Look] = frozenset({SEEN})) -> Evidence:
    """A contact that was looked at; by kind of look and dossier whether it has fitted."""
    compared = frozenset(Comparison(0.0, kind, 0, 0, name, found) for kind, name, found in told)
    return Evidence(looks, compared=compared)


@pytest.mark.parametrize(
    ("own", "described", "ratio"),
    [
        (((OPTICAL, 7, True),), ((OPTICAL, 7, True),), 28.089888),
        (((OPTICAL, 7, True),), ((RADAR, 7, True),), 10.409039),
        (((OPTICAL, 7, True),), ((OPTICAL, 7, False),), 0.0),
        (((OPTICAL, 7, True),), ((RADAR, 7, False),), 0.652673),
        (((OPTICAL, 7, True),), (), 1.0),
    ],
)
def test_the_same_dossier_fitted_twice(
    own: tuple[tuple[int, int, bool], ...], described: tuple[tuple[int, int, bool], ...], ratio: float
) -> None:
    """One dossier, r = .02, q = .8, f = .02: .0356 / .0356^2 by one kind, .013192 / .0356^2 by two; signs tell nothing.

    What fits by one kind of look and not by the other is rather two hulls: (.02 .8 .2 + .98 .02 .98) / (.0356 .9644).
    """
    one = recogniser()
    blank = Look(0.0, OPTICAL, 0, 0, 0)
    flat = Signs(("gear",), ("piracy",), (inf,), {"dhow": ((0.3,), (0.3,))}, one.signs.rates, {"dhow": GUILTY})
    flat_judge = Judge(flat, Thresholds(), identity=one.identity)
    looks = frozenset({blank})
    found = flat_judge.likeness("dhow", 0.0, 0.0, fits(*own, looks=looks), fits(*described, looks=looks), LISTED[:1])
    again = flat_judge.likeness("dhow", 0.0, 0.0, fits(looks=looks), fits(looks=looks), LISTED[:1])
    assert found / again == pytest.approx(ratio, abs=1e-6)


def test_likeness_by_enumeration() -> None:
    """Both contacts over who they are, what they are about and what fits: the sum over all cases."""
    one, other = recogniser(), Evidence(frozenset({AGAIN}))
    own = fits((OPTICAL, 7, True), (OPTICAL, 8, False))
    assert one.identity is not None
    for described in (
        fits((OPTICAL, 7, True), (RADAR, 8, False), looks=frozenset({AGAIN})),
        fits((RADAR, 7, True), (RADAR, 8, True), looks=frozenset({SEEN._replace(kind=RADAR)})),
        other,
        other._replace(assessed=frozenset({Assessment((0.1, 0.9), frozenset({(9, 0)}))})),
    ):
        said = Evidence(assessed=described.assessed)
        chances = [_weight(one, e, said) for e in (own.joined(described), described)]
        expected = chances[0] / (chances[1] * _weight(one, own, NOTHING))
        assert one.likeness("dhow", 0.0, 0.0, own, described, LISTED) == pytest.approx(expected)


def _weight(one: Judge, known: Evidence, said: Evidence) -> float:
    """The chance of all that is known of one contact, over whose hull it is."""
    total = 0.0
    likelihood, factors = one.signs.likelihood("dhow", known.looks), (1.0, 1.0)
    for assessment in said.assessed:
        factors = (assessment.chances[0] / PRIOR[0], assessment.chances[1] / PRIOR[1])
    for who in (7, 8, 0):
        chance, kinds = ABOUT if who else 1.0 - 2 * ABOUT, PRIOR if who == 0 else GUILTY
        for name in (7, 8):
            for kind in (OPTICAL, RADAR):
                found = {c.fits for c in known.compared if (c.kind, c.dossier) == (kind, name)}
                p = NAMES[0][0 if name == who else 1]
                for fitted in found:
                    chance *= p if fitted else 1.0 - p
        total += chance * sum(k * like * f for k, like, f in zip(kinds, likelihood, factors, strict=True))
    return total

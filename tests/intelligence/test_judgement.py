"""What a holder makes of evidence: each piece once, contacts that may be what was described, own measurements."""

from math import inf, pi

import pytest

from guardship.intelligence import NOTHING, Appearance, Assessment, Evidence, Judge, Look, Measures, Observation
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
    both = NOTHING.learned(first).learned(second)
    later = NOTHING.learned(second)
    assert both == later == later.joined(NOTHING.learned(first).learned(first))
    assert both.learned(first).looks is both.looks
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

"""Which hull a contact is: closed forms, what is exclusive, and what counts once."""

from dataclasses import replace
from itertools import permutations
from math import inf

import numpy as np
import pytest

from guardship.intelligence import Comparison, Dossier, Identity, Repute

NAME, PHOTO = 0, 1
RATES = {
    (1, 0, 0): ((0.0, 0.0), (0.4, 0.1)),
    (1, 1, 0): ((0.8, 0.02), (0.8, 0.02)),
    (2, 0, 0): ((0.9, 0.0), (0.0, 0.0)),
}
NEAR = (1, 1, 0)
ROUNDING = 1e-6  # the numbers are given to six places


def dossier(name: int = 1, described: int = NAME, guilty: float = 0.95, time: float = 0.0) -> Dossier:
    return Dossier(name, Repute.WANTED, "dhow", described, (1.0 - guilty, guilty), time, inf)


def compared(fits: bool, name: int = 1, look: tuple[int, int, int] = NEAR, time: float = 0.0) -> Comparison:
    return Comparison(time, *look, name, fits)


def identity(alike: float, half_life: float = inf) -> Identity:
    return Identity(RATES, {"dhow": alike}, half_life, 0.6)


@pytest.mark.parametrize(
    ("alike", "fits", "chance"), [(25.0, True, 0.625), (50.0, True, 0.449438), (50.0, False, 0.004148)]
)
def test_one_dossier_among_look_alikes(alike: float, fits: bool, chance: float) -> None:
    (found,) = identity(alike).who("dhow", [dossier()], [compared(fits)], 0.0)
    assert found == pytest.approx(chance, abs=ROUNDING)


def test_two_dossiers_exclude_each_other() -> None:
    both = [dossier(1), dossier(2)]
    who = identity(50.0).who
    assert who("dhow", both, [compared(True, 1), compared(True, 2)], 0.0) == pytest.approx((0.3125, 0.3125))
    one, other = who("dhow", both, [compared(True, 1), compared(False, 2)], 0.0)
    assert one == pytest.approx(0.453494, abs=ROUNDING)
    assert one + other < 1.0


def test_the_chance_of_guilt_is_the_mixture() -> None:
    prior = identity(50.0).prior((0.98, 0.02), "dhow", [dossier()], [compared(True)], 0.0)
    assert prior[1] == pytest.approx(0.437978, abs=ROUNDING)
    assert sum(prior) == pytest.approx(1.0)


@pytest.mark.parametrize("alike", range(1, 51))
def test_look_alikes_from_one_to_fifty(alike: int) -> None:
    """q / (q + (n - 1) f)."""
    (found,) = identity(float(alike)).who("dhow", [dossier()], [compared(True)], 0.0)
    assert found == pytest.approx(0.8 / (0.8 + (alike - 1) * 0.02))


def test_not_compared_a_dossier_is_one_of_those_who_look_so() -> None:
    assert identity(25.0).who("dhow", [dossier()], [], 0.0) == pytest.approx((0.04,))


def test_a_look_that_cannot_tell_is_no_comparison() -> None:
    blind = compared(False, look=(1, 0, 0))
    assert identity(25.0).who("dhow", [dossier()], [blind], 0.0) == pytest.approx((0.04,))


def test_half_of_them_are_gone_after_the_half_life() -> None:
    (found,) = identity(25.0, half_life=10.0).who("dhow", [dossier()], [], 10.0)
    assert found == pytest.approx(0.02)
    (before,) = identity(25.0, half_life=10.0).who("dhow", [dossier(time=20.0)], [], 10.0)
    assert before == pytest.approx(0.04)  # a clock that is ahead makes nobody more than there


def test_a_hull_of_which_nobody_knows_how_many_there_are_is_not_compared() -> None:
    assert identity(25.0).who("skiff", [dossier()], [compared(True)], 0.0) == (0.0,)


def test_more_dossiers_than_hulls_still_leave_room_for_somebody_else() -> None:
    many = [dossier(name) for name in range(30)]
    found = identity(25.0).who("dhow", many, [], 0.0)
    assert sum(found) == pytest.approx(30.0 / 31.0)
    assert max(found) == pytest.approx(1.0 / 31.0)


def test_comparisons_count_once_in_whatever_order() -> None:
    photo = dossier(described=PHOTO)
    looks = [compared(True, look=(1, 0, 0)), compared(False, time=1.0), compared(False, time=2.0)]
    found = {identity(25.0).who("dhow", [photo], some, 0.0) for some in permutations(looks)}
    assert len(found) == 1
    assert identity(25.0).who("dhow", [photo], [*looks, *looks], 0.0) in found


def test_kinds_of_looks_are_apart_and_rings_of_one_are_not() -> None:
    """By eye a near look says all that a far one has said; the name heard by radio is luck of its own."""
    photo, far, near = dossier(described=PHOTO), compared(True, look=(1, 0, 0)), compared(True)
    who = identity(25.0).who
    assert who("dhow", [photo], [far, near], 0.0) == pytest.approx((0.04 * 0.4 / 0.02 / (0.96 + 0.04 * 0.4 / 0.02),))
    heard = compared(True, look=(2, 0, 0))
    assert who("dhow", [dossier()], [near, heard], 0.0)[0] > who("dhow", [dossier()], [near], 0.0)[0]


def test_a_contact_is_named_from_the_threshold_on() -> None:
    one = dossier()
    assert identity(25.0).named("dhow", [one], [compared(True)], 0.0) is one
    assert identity(50.0).named("dhow", [one], [compared(True)], 0.0) is None


def test_who_is_right_as_often_as_it_says() -> None:
    """One wanted hull among 20: of those that fit, the share that it is, over worlds drawn as the model says."""
    rng, worlds, alike = np.random.default_rng(1), 20_000, 20
    its = rng.random(worlds) < 0.8
    others = rng.binomial(alike - 1, 0.02, worlds)
    share = its.sum() / (its.sum() + others.sum())
    (said,) = identity(float(alike)).who("dhow", [dossier()], [compared(True)], 0.0)
    three_errors = 3.0 * (said * (1.0 - said) / (its.sum() + others.sum())) ** 0.5
    assert share == pytest.approx(said, abs=three_errors)


def test_what_disagrees_is_settled_by_which_fits() -> None:
    """One list has the hull as wanted, another as harmless: matched with both, what each is worth decides."""
    wanted, harmless = dossier(1), replace(dossier(2, guilty=0.0), repute=Repute.HARMLESS)
    prior = identity(50.0).prior((0.98, 0.02), "dhow", [wanted, harmless], [compared(True, 1), compared(True, 2)], 0.0)
    assert prior[1] == pytest.approx(0.3125 * 0.95 + 0.375 * 0.02)


def test_priors_of_all_are_as_usual_before_anything_is_compared() -> None:
    """And a look that does not fit makes a hull less suspicious than one that was never compared."""
    usual = (0.95, 0.05)
    listed = [dossier(1), replace(dossier(2, guilty=0.01), repute=Repute.HARMLESS)]
    of_all = Identity(RATES, {"dhow": 25.0}, inf, 0.6, of_all=True)
    assert of_all.prior(usual, "dhow", listed, [], 0.0) == pytest.approx(usual)
    missed = of_all.prior(usual, "dhow", listed, [compared(False, 1)], 0.0)
    assert missed[1] < 0.05 < of_all.prior(usual, "dhow", listed, [compared(False, 2)], 0.0)[1]


def test_priors_of_all_leave_no_less_than_nothing_for_the_others() -> None:
    """More wanted hulls than the prior has guilty ones."""
    many = [dossier(name) for name in range(10)]
    of_all = Identity(RATES, {"dhow": 25.0}, inf, 0.6, of_all=True)
    found = of_all.prior((0.98, 0.02), "dhow", many, [compared(False, name) for name in range(10)], 0.0)
    assert 0.0 <= found[1] < 0.2
    assert sum(found) == pytest.approx(1.0)


# ---- of one hull --------------------------------------------------------------------------------

DAY = 24.0
LINKS = ((0.9, 0.002), (0.0, 0.0))


def joined(*files: Dossier) -> list[Dossier]:
    """Dossiers of one hull, for which the first stands."""
    return [replace(one, joined=files[0].name) for one in files]


def laid_beside(alike: float, half_life: float = inf) -> Identity:
    return Identity(RATES, {"dhow": alike}, half_life, 0.6, agree=LINKS)


@pytest.mark.parametrize(
    ("fits", "chance"), [((True, True), 0.970285), ((True, False), 0.142806), ((False, False), 0.000849)]
)
def test_two_dossiers_of_one_hull_are_one(fits: tuple[bool, bool], chance: float) -> None:
    """r is that of one, and what both fit counts twice: .02 40^2 / (.98 + .02 40^2), not .3125 each."""
    told = [compared(fit, name) for name, fit in enumerate(fits, 1)]
    who = identity(50.0).who("dhow", joined(dossier(1), dossier(2)), told, 0.0)
    assert who == pytest.approx((chance, chance), abs=ROUNDING)


def test_a_hull_is_about_as_its_newest_dossier_says() -> None:
    """One of ten days ago and one of now, half_life ten days: as one of now; not compared, r alone."""
    old, new = dossier(1, time=0.0), dossier(2, time=240.0)
    assert identity(50.0, 240.0).who("dhow", joined(old, new), [], 240.0) == pytest.approx((0.02, 0.02))
    assert identity(50.0, 240.0).who("dhow", [old, new], [], 240.0) == pytest.approx((0.01, 0.02))


def test_what_dossiers_of_one_hull_say_adds_up() -> None:
    """Two of .95 at a prior of .02: odds 19^2 49; one of .95 and one of .99 harmless: odds 19 / 99 49."""
    usual, told = (0.98, 0.02), [compared(True, 1), compared(True, 2)]
    for other, odds in ((dossier(2), 19.0 * 19.0 * 49.0), (dossier(2, guilty=0.01), 19.0 / 99.0 * 49.0)):
        both = joined(dossier(1), other)
        who = identity(50.0).who("dhow", both, told, 0.0)[0]
        prior = identity(50.0).prior(usual, "dhow", both, told, 0.0)
        assert prior[1] == pytest.approx(who * odds / (1.0 + odds) + (1.0 - who) * 0.02)
        assert sum(prior) == pytest.approx(1.0)
    of_all = Identity(RATES, {"dhow": 50.0}, inf, 0.6, of_all=True)
    assert of_all.prior(usual, "dhow", joined(dossier(1), dossier(2, guilty=0.3)), [], 0.0) == pytest.approx(usual)


def test_what_says_that_it_cannot_be_leaves_what_the_newest_says() -> None:
    """One is surely about an offence, one surely not."""
    files = joined(dossier(1, guilty=1.0), dossier(2, guilty=0.0, time=1.0))
    who = identity(50.0).who("dhow", files, [], 1.0)[0]
    assert identity(50.0).prior((0.98, 0.02), "dhow", files, [], 1.0)[1] == pytest.approx((1.0 - who) * 0.02)


@pytest.mark.parametrize(
    ("days", "half_life", "fits", "chance"),
    [
        (0.0, inf, True, 0.777202),
        (30.0, 30.0 * DAY, True, 0.634697),
        (0.0, inf, False, 0.000777),
        (0.0, inf, None, 0.007692),
    ],
)
def test_whether_two_dossiers_are_of_one_hull(days: float, half_life: float, fits: bool | None, chance: float) -> None:
    """Among 130 that look alike, with .9 and .002; 30 days apart at a half-life of 30 days with half the prior."""
    one, other = dossier(1), dossier(2, time=days * DAY)
    for new, old in ((one, other), (other, one)):
        (found,) = laid_beside(130.0, half_life).same(new, [old], [fits])
        assert found == pytest.approx(chance, abs=ROUNDING)


def test_a_new_dossier_is_of_one_hull_at_most() -> None:
    """Two that agree with it and not with each other exclude each other; of two of one hull both count."""
    new, old = dossier(3), [dossier(1), dossier(2)]
    apart = laid_beside(130.0).same(new, old, [True, True])
    assert apart == pytest.approx([450.0 / (128.0 + 900.0)] * 2)
    assert laid_beside(130.0).same(new, joined(*old), [True, True]) == pytest.approx(
        [450.0**2 / (129.0 + 450.0**2)] * 2
    )
    assert laid_beside(130.0).same(new, joined(*old), [True, None])[0] == pytest.approx(450.0 / (129.0 + 450.0))


def test_what_is_described_otherwise_is_not_compared() -> None:
    one = laid_beside(50.0)
    assert one.links(dossier(1), dossier(2)) == (0.9, 0.002)
    assert one.links(dossier(1), dossier(2, described=PHOTO)) == (0.0, 0.0)
    assert one.links(dossier(1, described=PHOTO), dossier(2, described=PHOTO)) == (0.0, 0.0)
    assert one.links(dossier(1, described=-1), dossier(2, described=-1)) == (0.0, 0.0)
    assert one.links(dossier(1), replace(dossier(2), hull="skiff")) == (0.0, 0.0)


def test_links_are_right_as_often_as_they_say() -> None:
    """A new dossier against one of twenty hulls, drawn as the model says: three standard errors."""
    rng, worlds, alike = np.random.default_rng(3), 40_000, 20
    one = Identity(RATES, {"dhow": float(alike)}, inf, 0.6, agree=((0.8, 0.1),))
    same = rng.random(worlds) < 1.0 / alike
    agree = rng.random(worlds) < np.where(same, 0.8, 0.1)
    (said,) = one.same(dossier(2), [dossier(1)], [True])
    assert same[agree].mean() == pytest.approx(said, abs=3.0 * (said * (1.0 - said) / agree.sum()) ** 0.5)

"""Dossiers by name: one, whatever ways it comes by; of its versions the latest."""

from dataclasses import replace
from itertools import permutations

from guardship.intelligence import HULL_ALONE, Dossier, Link, Register, Repute

ATTACK = Dossier(7, Repute.WANTED, "dhow", 0, (0.05, 0.95), 10.0, 100.0)


def test_the_same_dossier_by_three_ways_is_one() -> None:
    kept = Register()
    assert [kept.take(ATTACK) for _ in range(3)] == [True, False, False]
    assert kept.listed("dhow", 20.0) == (ATTACK,)


def test_of_its_versions_the_latest_holds_whichever_comes_first() -> None:
    corrected = replace(ATTACK, hull="skiff", version=1)
    for order in ((ATTACK, corrected), (corrected, ATTACK)):
        kept = Register()
        for one in order:
            kept.take(one)
        assert kept.listed("dhow", 20.0) == ()
        assert kept.listed("skiff", 20.0) == (corrected,)


def test_what_is_withdrawn_or_has_expired_is_not_listed() -> None:
    kept = Register()
    kept.take(ATTACK)
    assert kept.listed("dhow", 99.9) == (ATTACK,)
    assert kept.listed("dhow", 100.0) == ()
    assert not kept.take(ATTACK)
    kept = Register()
    kept.take(ATTACK)
    assert kept.take(replace(ATTACK, version=1, withdrawn=True))
    assert kept.listed("dhow", 20.0) == ()


def test_they_stand_in_the_order_of_their_names_not_of_arrival() -> None:
    others = [replace(ATTACK, name=name) for name in (9, 3, 8)]
    one, other = Register(), Register()
    for dossier in others:
        one.take(dossier)
    for dossier in reversed(others):
        other.take(dossier)
    assert one.listed("dhow", 0.0) == other.listed("dhow", 0.0) == tuple(sorted(others, key=lambda d: d.name))


def test_one_that_was_withdrawn_is_as_if_never_told_whenever_its_versions_come() -> None:
    other = replace(ATTACK, name=8)
    versions = (ATTACK, replace(ATTACK, version=1, chances=(0.3, 0.7)), replace(ATTACK, version=2, withdrawn=True))
    for order in permutations((*versions, versions[0], versions[2])):
        kept, never = Register(), Register()
        for one in (*order, other):
            kept.take(one)
        never.take(other)
        assert kept.listed("dhow", 20.0) == never.listed("dhow", 20.0)


def test_of_two_that_differ_under_one_number_the_milder_holds_whichever_comes_first() -> None:
    milder, other = (replace(ATTACK, version=1, chances=(p, 1.0 - p)) for p in (0.4, 0.2))
    for order in ((milder, other), (other, milder)):
        kept = Register()
        for one in order:
            kept.take(one)
        assert kept.latest(ATTACK.name) == milder


def test_how_the_hull_looks_is_known_from_whatever_copy_has_said_it() -> None:
    """One edge may withhold what another lets out, of this version or of the one before."""
    bare = replace(ATTACK, described=HULL_ALONE)
    for order, new in (((ATTACK, bare), [True, False]), ((bare, ATTACK), [True, True])):
        kept = Register()
        assert [kept.take(one) for one in order] == new
        assert kept.listed("dhow", 20.0) == (ATTACK,)
    assert kept.take(replace(bare, version=1))
    assert kept.listed("dhow", 20.0) == (replace(ATTACK, version=1),)
    late = Register()
    assert [late.take(one) for one in (replace(bare, version=1), ATTACK, ATTACK)] == [True, True, False]
    assert late.listed("dhow", 20.0) == (replace(ATTACK, version=1),)


def test_what_was_withdrawn_does_not_come_back_under_a_later_number() -> None:
    gone, again = replace(ATTACK, version=1, withdrawn=True), replace(ATTACK, version=36_000)
    for order in ((ATTACK, gone, again), (again, gone), (gone, again)):
        kept = Register()
        for one in order:
            kept.take(one)
        assert kept.listed("dhow", 20.0) == ()


def test_linked_dossiers_are_of_one_hull_by_a_chain_and_in_any_order() -> None:
    files = [replace(ATTACK, name=name) for name in (3, 7, 9, 11)]
    links = [Link(7, 9, 0.8), Link(3, 9, 0.9)]
    found = []
    for first, then in ((files, links), (links, files), ([*files[:2], links[0]], [files[2], links[1], files[3]])):
        kept = Register()
        for one in [*first, *then]:
            assert kept.link(one) if isinstance(one, Link) else kept.take(one)
        assert not kept.link(Link(3, 7, 0.7))
        found.append([(one.name, one.stands) for one in kept.listed("dhow", 20.0)])
    assert found == [[(3, 3), (7, 3), (9, 3), (11, 11)]] * 3


def test_a_link_outlives_a_version_and_what_has_expired() -> None:
    kept = Register()
    for one in (replace(ATTACK, name=3, until=50.0), ATTACK, replace(ATTACK, name=9)):
        kept.take(one)
    kept.link(Link(3, 7, 0.8))
    kept.link(Link(3, 9, 0.8))
    assert kept.take(replace(ATTACK, version=1))
    assert [(one.name, one.stands) for one in kept.listed("dhow", 60.0)] == [(7, 3), (9, 3)]

"""Dossiers of hulls that look alike, and what follows from them alone."""

from guardship.intelligence.listing import Listing
from guardship.intelligence.observation import Dossier, Repute


def dossier(name: int, time: float, chances: tuple[float, ...] = (0.5, 0.5), joined: int | None = None) -> Dossier:
    return Dossier(name, Repute.WANTED, "dhow", -1, chances, time, 100.0 + name, joined=joined)


ONE, OTHER, MORE = dossier(1, 3.0), dossier(2, 5.0, (0.9, 0.1)), dossier(3, 4.0, (0.2, 0.8), joined=1)
LISTING = Listing([ONE, OTHER, MORE])


def test_dossiers_that_are_linked_are_of_one_hull() -> None:
    assert {name: list(files) for name, files in LISTING.hulls.items()} == {1: [ONE, MORE], 2: [OTHER]}


def test_of_each_hull_the_newest_counts_and_all_hold_until_the_first_expires() -> None:
    assert (LISTING.newest, LISTING.until) == ([4.0, 5.0], 101.0)


def test_what_is_said_of_a_hull_is_what_all_its_dossiers_say_together() -> None:
    usual = (0.5, 0.5)
    harmless, guilty = LISTING.said(usual)
    weights = [0.5 * (0.5 / 0.5) * (0.2 / 0.5), 0.5 * (0.5 / 0.5) * (0.8 / 0.5)]
    assert harmless == [weights[0] / sum(weights), 0.9]
    assert guilty == [weights[1] / sum(weights), 0.1]
    assert LISTING.said(usual) is LISTING.said((0.5, 0.5))


def test_another_usual_gives_another_answer() -> None:
    assert LISTING.said((0.5, 0.5)) != LISTING.said((0.8, 0.2))


def test_a_listing_is_its_dossiers_and_stays_what_it_is() -> None:
    assert (ONE, OTHER, MORE) == LISTING and Listing.of(LISTING) is LISTING
    assert Listing.of([ONE]) == (ONE,) and not Listing()

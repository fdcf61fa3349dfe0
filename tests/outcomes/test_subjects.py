"""What reports are about, from logs written by hand.

Row 0 is a frigate, 1 the mother ship of a group, 2 its skiff, 3 a merchant, 4 a dhow.
"""

import pytest

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry
from guardship.outcomes.opportunities import Roll
from guardship.outcomes.subjects import recognised, subjects

FRIGATE, MOTHER, SKIFF, SHIP, DHOW = range(5)
ROLL = Roll(("frigate", "mother", "skiff", "ship", "dhow"), (0, -1, -1, -1, -1), (-1, MOTHER, MOTHER, -1, -1), ("us",))
SAILED = Entry(1.0, 0, Occurrence.SAILED, MOTHER, voyage=7)


def gained(target: int, contact: int) -> Entry:
    return Entry(2.0, 0, Occurrence.CONTACT_GAINED, FRIGATE, target, contact=contact)


def report(number: int, contact: int) -> Entry:
    return Entry(3.0, 0, Occurrence.REPORT, FRIGATE, contact=contact, report=number)


def attack(kind: Occurrence = Occurrence.ATTACK) -> Entry:
    return Entry(4.0, 0, kind, MOTHER, SHIP, voyage=7, attack=0)


def called(number: int) -> Entry:
    return Entry(5.0, 0, Occurrence.DISTRESS, SHIP, report=number)


def test_a_report_is_about_the_voyage_of_the_group_that_was_seen() -> None:
    lines = [SAILED, gained(MOTHER, 1), gained(SKIFF, 2), report(1, 1), report(2, 2), report(3, 9)]
    assert subjects(lines, ROLL, {}) == {1: 7, 2: 7}  # contact 9 is nobody's: a dhow


def test_of_two_voyages_the_one_under_way() -> None:
    home, again = (
        Entry(3.5, 0, Occurrence.CAME_HOME, MOTHER, voyage=7),
        Entry(6.0, 0, Occurrence.SAILED, MOTHER, voyage=8),
    )
    lines = [SAILED, gained(MOTHER, 1), report(1, 1), home, report(2, 1), again, gained(MOTHER, 2), report(3, 2)]
    assert subjects(lines, ROLL, {}) == {1: 7, 3: 8}


def test_whoever_is_lost_when_its_voyage_ends_was_on_it() -> None:
    home = Entry(3.0, 0, Occurrence.DELIVERED, MOTHER, voyage=7)  # at the instant of the report
    assert subjects([SAILED, gained(MOTHER, 1), home, report(1, 1)], ROLL, {}) == {1: 7}
    earlier = home._replace(time=2.9)
    assert subjects([SAILED, gained(MOTHER, 1), earlier, report(1, 1)], ROLL, {}) == {}


@pytest.mark.parametrize(
    ("end", "known"), [(Occurrence.HIJACKED, True), (Occurrence.DAMAGED, False), (Occurrence.DETAINED, False)]
)
def test_a_group_with_a_prize_is_still_on_its_voyage(end: Occurrence, known: bool) -> None:
    found = subjects([SAILED, gained(MOTHER, 1), attack(), attack(end), report(1, 1)], ROLL, {})
    assert found == ({1: 7} if known else {})


def test_a_call_is_about_the_attack_under_way() -> None:
    lines = [SAILED, called(1), attack(), called(2), attack(Occurrence.ATTACK_FAILED), called(3)]
    assert subjects(lines, ROLL, {}) == {2: 7}  # before and after it are false alarms


def test_a_tip_is_about_what_it_was_given_of() -> None:
    tipped = Entry(1.0, 0, Occurrence.TIPPED, MOTHER, report=1, voyage=7)
    assert subjects([SAILED, tipped], ROLL, {}, {2: 5}) == {1: 7, 2: 5}  # 5 has never sailed


def test_a_claim_is_about_what_it_repeats() -> None:
    lines = [SAILED, gained(MOTHER, 1), report(1, 1), report(2, 9)]
    assert subjects(lines, ROLL, {3: 1, 4: 2, 5: 0}) == {1: 7, 3: 7}


def test_recognised_from_the_first_suspicion_on_a_voyage() -> None:
    """Of the skiff too; not while the group is at home, and anew on the next voyage."""
    suspicious = Entry(2.5, 0, Occurrence.CONTACT_SUSPICIOUS, FRIGATE, SKIFF, contact=2)
    home, again = (
        Entry(3.5, 0, Occurrence.CAME_HOME, MOTHER, voyage=7),
        Entry(6.0, 0, Occurrence.SAILED, MOTHER, voyage=8),
    )
    later = [suspicious._replace(time=time) for time in (3.0, 5.0, 8.0)]
    lines = [SAILED, gained(SKIFF, 2), suspicious, later[0], home, later[1], again, later[2]]
    assert recognised(lines, ROLL) == {7: 2.5, 8: 8.0}
    assert recognised([SAILED, gained(MOTHER, 1)], ROLL) == {}

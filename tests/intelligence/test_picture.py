"""Pictures: what is counted, what is not, in whatever order it comes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import tries
from guardship.intelligence import Habits, History, Kind, Observation, Picture, Status, Track
from guardship.reasons import Reason

from .worlds import look, tell


def _some(seed: int, n: int) -> list[Observation]:
    """One episode, with looks of every kind and some at the same instant."""
    rng = np.random.default_rng(seed)
    times = np.round(np.sort(rng.uniform(0.0, 4.0, n)), 1)
    return [
        look(
            k,
            float(time),
            *(10.0 * time + rng.normal(0.0, 1.0, 2)),
            v=(10.0, 9.0) if rng.random() < 0.5 else None,
            hull=(None, "dhow", "skiff")[rng.integers(3)],
            suspicious=(None, True, False)[rng.integers(3)],
        )
        for k, time in enumerate(times)
    ]


def _fed(seen: list[Observation], now: float = 5.0) -> Track:
    picture = Picture(1)
    outcomes = [picture.take(tell(one), now) for one in seen]
    assert len(picture.tracks(now)) == 1
    track = outcomes[0]
    assert isinstance(track, Track)
    return track


@given(seed=st.integers(0, 2**32), n=st.integers(1, 32), order=st.randoms(use_true_random=False))
@tries(60, 600)
def test_the_order_of_arrival_does_not_change_a_track(seed: int, n: int, order) -> None:  # type: ignore[no-untyped-def]
    """To the last bit: the same sums are done in the same order."""
    seen = _some(seed, n)
    shuffled = seen.copy()
    order.shuffle(shuffled)
    a, b = _fed(seen), _fed(shuffled)
    assert (a.latest, a.hull, a.suspicious) == (b.latest, b.hull, b.suspicious)
    assert a.observations == b.observations


@given(seed=st.integers(0, 2**32), n=st.integers(1, 40), again=st.lists(st.integers(0, 39)))
@tries(60, 600)
def test_a_report_that_comes_again_changes_nothing(seed: int, n: int, again: list[int]) -> None:
    """O39: relayed by an ally under the relay's own report number, the covariance stays."""
    seen = _some(seed, n)
    picture = Picture(1)
    for one in seen:
        track = picture.take(tell(one), 5.0)
    assert isinstance(track, Track)
    before = track.latest, track.hull, track.suspicious, track.status, list(track.rests_on)
    for k in again:
        relayed = replace(tell(seen[k % n]), id=1000 + k, sender=99)
        assert picture.take(relayed, 5.0) is Reason.DUPLICATE_OBSERVATION
    assert (track.latest, track.hull, track.suspicious, track.status, list(track.rests_on)) == before


@given(seed=st.integers(0, 2**32), sanitised_first=st.booleans(), k=st.integers(0, 9))
@tries(40, 400)
def test_the_better_version_replaces_the_sanitised_one(seed: int, sanitised_first: bool, k: int) -> None:
    seen = _some(seed, 10)
    blurred = replace(seen[k], x=seen[k].x + 3.0, sigma=5.0, vx=None, vy=None, hull=None, suspicious=None)
    both = [blurred, seen[k]] if sanitised_first else [seen[k], blurred]
    track = _fed([*seen[:k], *both, *seen[k + 1 :]])
    assert track.latest == _fed(seen).latest
    assert len(track.rests_on) == 10


def test_versions_that_hide_different_fields_complete_each_other() -> None:
    position = look(1, 0.0, 1.0, 2.0, sigma=0.5, hull=None)
    identity = look(1, 0.0, 4.0, 4.0, v=(8.0, 0.0), sigma=9.0, hull="skiff", suspicious=True)
    for pair in ([position, identity], [identity, position]):
        track = _fed(pair)
        assert (track.latest.x, track.latest.vx, track.hull, track.suspicious) == (1.0, 8.0, "skiff", True)


def test_a_window_that_is_full_refuses_what_is_older() -> None:
    picture = Picture(1, Habits(window=3))
    for k in range(1, 6):
        track = picture.take(tell(look(k, float(k), 0.0, 0.0, hull="skiff" if k == 1 else None)), 6.0)
    assert picture.take(tell(look(0, 0.5, 0.0, 0.0)), 6.0) is Reason.OBSERVATION_TOO_OLD
    assert isinstance(track, Track)
    assert [one.id[1] for one in track.observations] == [3, 4, 5]
    picture.take(tell(look(9, 4.5, 0.0, 0.0, hull=None)), 6.0)
    assert track.hull == "skiff"


def test_reasons_for_what_is_not_counted() -> None:
    picture = Picture(1)
    assert picture.take(replace(tell(look(1, 1.0, 0, 0)), observations=()), 2.0) is Reason.NO_OBSERVATION
    assert picture.take(tell(look(1, 2.1, 0, 0)), 2.0) is Reason.OBSERVATION_FROM_FUTURE
    assert picture.take(tell(look(2, 1.0, 0, 0)), 20.0) is Reason.OBSERVATION_TOO_OLD
    assert picture.clear(5, 9.0, 20.0) is Reason.UNKNOWN_TRACK


def test_a_contact_is_held_until_its_observer_loses_it() -> None:
    picture, story = Picture(1), []
    for report in (
        tell(look(1, 1.0, 0, 0), kind=Kind.CONTACT),
        tell(look(3, 2.0, 0, 0), kind=Kind.LOST),
        tell(look(2, 1.5, 0, 0)),  # a late update does not bring it back
        tell(look(4, 2.6, 0, 0, contact=2), kind=Kind.CONTACT),  # a new episode does
    ):
        track = picture.take(report, 3.0)
        assert isinstance(track, Track)
        story.append(track.status)
    assert story == [Status.HELD, Status.LOST, Status.LOST, Status.HELD]
    assert picture.tracks(3.0) == (track,)


def test_a_clearance_ends_with_its_track_and_is_shared_by_report() -> None:
    picture = Picture(1)
    track = picture.take(tell(look(1, 1.0, 0, 0)), 1.0)
    assert isinstance(track, Track)
    picture.take(tell(look(1, 1.0, 0, 0), kind=Kind.CLEARED, until=30.0), 1.0)
    assert track.cleared(12.0)
    assert not track.cleared(30.0)
    assert picture.tracks(12.9) == (track,)
    assert picture.tracks(13.0) == ()
    assert not track.cleared(13.0)
    again = picture.take(tell(look(2, 13.0, 0, 0)), 13.0)
    assert isinstance(again, Track)
    assert (again.id != track.id, again.cleared_until) == (True, None)
    assert picture.tracks(13.0) == (again,)


def test_ids_are_the_holders_own_and_sorted() -> None:
    ids = {}
    for holder in (1, 2):
        picture = Picture(holder)
        for k in range(50):
            picture.take(tell(look(k, 0.0, 100.0 * k, 0.0, contact=k)), 0.0)
        ids[holder] = [track.id for track in picture.tracks(0.0)]
        assert ids[holder] == sorted(ids[holder])
        assert len(set(ids[holder])) == 50
    assert not set(ids[1]) & set(ids[2])


def test_the_nearest_track_is_the_one_that_has_moved_there() -> None:
    picture = Picture(1)
    near = picture.take(tell(look(1, 0.0, 1.0, 0.0, v=(-20.0, 0.0), contact=1)), 0.0)
    far = picture.take(tell(look(2, 0.0, 21.0, 0.0, v=(-20.0, 0.0), contact=2)), 0.0)
    assert picture.nearest(0.0, 0.0, 0.0) is near
    assert picture.nearest(0.0, 0.0, 1.0) is far
    assert Picture(2).nearest(0.0, 0.0, 0.0) is None


def test_a_late_look_back_starts_from_the_state_before_it() -> None:
    track = _fed([look(k, float(k), 10.0 * k, 0.0, v=(10.0, 0.0)) for k in range(4)])
    x, _, sigma = track.at(1.5)
    assert x == pytest.approx(15.0, abs=1e-9)  # rounding
    assert track.at(1.0)[2] < sigma < track.at(-0.5)[2]


def test_a_track_says_which_contacts_it_rests_on_while_they_come_and_leave_its_window() -> None:
    track = Track(1, look(1, 0.0, 0.0, 0.0), History(4.0, 8.0), 3)
    for n, (time, contact) in enumerate([(1.0, 1), (2.0, 2), (0.5, 3), (3.0, 2), (4.0, 4), (5.0, 4), (6.0, 2)], 2):
        track.add(look(n, time, 0.0, 0.0, contact=contact))
        assert track.episodes == {(seen.by, seen.contact) for seen in track.observations}

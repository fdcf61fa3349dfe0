"""What ships have on board: shares by date, lots of their own, and what it comes to."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardship.build.fleet import child_ids
from guardship.build.protection import Outfit, Outfitter, Step, effects, odds, share_at, sights, steps
from guardship.scenario.protection import Decides
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import Pirate
from system.worlds import TINY

PROTECTION = {"wire": {"boards": 0.5, "delays": "6 min"}, "watch": {"watch": "doubled"}}
IDS = child_ids(np.uint64(77), np.arange(4000))


def scenario(**changes: object) -> Scenario:
    return load(TINY, set={"protection": PROTECTION, **changes})


def outfits(made: Scenario, starts: float | None = 0.0, kind: str = "freighter") -> list[Outfit]:
    times = np.linspace(0.0, 96.0, len(IDS)) if starts is None else np.full(len(IDS), starts)
    found = Outfitter(made, 3).outfits([kind] * len(IDS), IDS, times)
    return [one for one in found if one is not None]


@pytest.mark.parametrize(
    ("time", "share"),
    [(0.0, 0.1), (9.9, 0.1), (10.0, 0.1), (15.0, 0.35), (20.0, 0.6), (25.0, 0.6), (30.0, 0.2), (99.0, 0.2)],
)
def test_a_share_by_date(time: float, share: float) -> None:
    assert share_at(time, 0.1, [Step(10.0, 0.6, 10.0), Step(30.0, 0.2)]) == pytest.approx(share)


def test_a_step_goes_on_from_what_is_then() -> None:
    """Half way from 0 to 1 the aim becomes 0: from a half down to nothing."""
    steps = [Step(0.0, 1.0, 10.0), Step(5.0, 0.0, 10.0)]
    assert [share_at(t, 0.0, steps) for t in (0.0, 5.0, 10.0, 15.0, 50.0)] == pytest.approx([0, 0.5, 0.25, 0, 0])


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 200.0), st.floats(0.0, 100.0))
def test_a_share_stays_between_what_it_was_and_what_it_becomes(a: float, b: float, time: float, over: float) -> None:
    found = share_at(time, a, [Step(50.0, b, over)])
    assert min(a, b) - 1e-12 <= found <= max(a, b) + 1e-12


def test_which_entries_are_about_what() -> None:
    made = scenario(
        timeline=[
            {"at": "30 h", "shipping": {"guarded": 0.5, "types": ["liner"]}},
            {"at": "10 h", "shipping": {"guarded": 0.3, "protection": {"wire": 0.4}, "over": "5 h"}},
        ]
    )
    assert list(steps(made, "liner", "guarded", False)) == [Step(10.0, 0.3, 5.0), Step(30.0, 0.5)]
    assert list(steps(made, "freighter", "guarded", False)) == [Step(10.0, 0.3, 5.0)]
    assert list(steps(made, "freighter", "wire", True)) == [Step(10.0, 0.4, 5.0)]
    assert not list(steps(made, "freighter", "citadel", False))


def test_a_share_that_rises_disarms_nobody() -> None:
    few = outfits(scenario(**{"types.freighter.protection": {"wire": 0.2}}))
    more = outfits(
        scenario(
            **{"types.freighter.protection": {"wire": 0.2}},
            timeline=[{"at": "0 h", "shipping": {"guarded": 0.6, "protection": {"wire": 0.5}}}],
        )
    )
    assert all(b.guarded or not a.guarded for a, b in zip(few, more, strict=True))
    assert all(set(a.protection) <= set(b.protection) for a, b in zip(few, more, strict=True))
    assert [a.citadel for a in few] == [b.citadel for b in more]
    assert np.mean([b.guarded for b in more]) == pytest.approx(0.6, abs=0.03)
    assert np.mean(["wire" in b.protection for b in more]) == pytest.approx(0.5, abs=0.03)


def test_ships_have_what_the_date_says_on_which_they_enter() -> None:
    rises = scenario(timeline=[{"at": "24 h", "shipping": {"guarded": 0.9, "over": "48 h"}}])
    guarded = np.array([one.guarded for one in outfits(rises, None)])
    quarters = guarded.reshape(4, -1).mean(axis=1)
    assert quarters == pytest.approx([0.1, 0.3, 0.7, 0.9], abs=0.05)


@pytest.mark.parametrize(("one_lot", "both"), [(0.0, 0.12), (1.0, 0.3), (0.5, 0.21)])
def test_one_lot_may_decide_on_all(one_lot: float, both: float) -> None:
    """Shares of .4 and .3: together .12 by lots of their own, .3 by one; each alone stays what it is."""
    made = outfits(
        scenario(**{"types.freighter.protection": {"wire": 0.4, "watch": 0.3}, "types.freighter.one_lot": one_lot})
    )
    share = [np.mean([name in one.protection for one in made]) for name in ("wire", "watch")]
    assert share == pytest.approx([0.4, 0.3], abs=0.03)
    assert np.mean([len(one.protection) == 2 for one in made]) == pytest.approx(both, abs=0.03)


def test_another_name_takes_nothing_away() -> None:
    """A protection more changes neither what else a ship has, nor her guards."""
    one = outfits(scenario(**{"types.freighter.protection": {"wire": 0.4}}))
    two = outfits(
        scenario(**{"protection.hoses": {"boards": 0.9}, "types.freighter.protection": {"wire": 0.4, "hoses": 0.5}})
    )
    assert [a.guarded for a in one] == [b.guarded for b in two]
    assert ["wire" in a.protection for a in one] == ["wire" in b.protection for b in two]


def test_who_is_no_merchant_has_nothing() -> None:
    assert list(Outfitter(scenario(), 3).outfits(["dhow"] * 2, IDS[:2], np.full(2, nan))) == [None, None]


def test_effects_multiply_and_add_up() -> None:
    hoses = {"boards": 0.8, "delays": "3 min", "faster": "1 kn"}
    known = scenario(**{"protection.hoses": hoses}).protection
    assert effects(known, ("hoses", "wire")) == pytest.approx((0.4, 0.15, 1.0, False))
    assert effects(known, ("watch",)).watch
    assert effects(known, ()) == (1.0, 0.0, 0.0, False)


def test_who_weighs_nothing_has_neither_odds_nor_sights() -> None:
    made = scenario()
    kind = made.types["pirate_group"]
    assert isinstance(kind, Pirate)
    assert odds(made, kind.attacks.decides) is None
    assert not sights(made, kind.attacks).protection


def test_what_is_not_given_does_not_matter() -> None:
    found = odds(scenario(), Decides(by="worth", chance=0.2))
    assert found is not None
    assert (found.chance, found.speed_halves, found.distance_halves, found.freeboard_over) == (0.2, inf, inf, inf)
    assert (found.guards, found.runs, found.warship, found.warship_doubles) == (1.0, 1.0, None, inf)
    assert found.protection == {"wire": 1.0, "watch": 1.0}

"""Ships that were taken stay in play: followed in turns, left alone, retaken, released; until then nothing moves."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from guardship.build.model import PatrolModel
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

from .worlds import made_once

HERE = Path(__file__).parent / "prizes.yaml"
ABOUT = ("nations.east.prizes", "nations.west.prizes")
TOGETHER = {
    "tasking": {"mode": "coordinated", "cues": True},
    "sharing": {"topology": "mesh", "edges": {"delay": "1 min"}},
}
LOCKED = {"types.freighter.citadel": 1.0}


@made_once
def run(changes: Mapping[str, Any] | None = None, seed: int = 0) -> Run:
    """A run of the small scenario with changes."""
    return simulate(load(HERE, set=dict(changes or {})), seed)


def lines(made: Run, *kinds: str) -> pd.DataFrame:
    """Those lines of the log."""
    return made.events[made.events["kind"].isin(kinds)]


def clean(made: Run, folder: Path) -> bool:
    """Whether an audit of the run folder finds nothing."""
    found = audit(made.write(folder))
    assert not any(found.values()), {what: one for what, one in found.items() if one}
    return True


def test_a_prize_is_followed_left_at_her_anchorage_and_goes_on_for_ransom(tmp_path: Path) -> None:
    made = run()
    (prize,) = made.prizes.itertuples()
    assert (prize.fate, prize.days, prize.attempts, prize.followed_by) == ("released", 6.0, 0, 1)
    assert prize.known > prize.taken and prize.anchored > prize.known and prize.over == prize.taken + 144.0
    before, after = (made.position(prize.ship, t) for t in (prize.over - 0.01, prize.over + 10.0))
    assert before is None and after is not None and after.y > 80.0  # from the cove to her lane
    (voyage,) = (v for v in made.voyages.itertuples() if v.voyage == prize.voyage)
    assert voyage.outcome == "succeeded"
    assert not len(lines(made, "retaking", "retaken"))
    assert clean(made, tmp_path / "run")


def test_two_navies_follow_her_in_turns(tmp_path: Path) -> None:
    changes = {**TOGETHER, **{f"{name}.follows": "8 h" for name in ABOUT}, "types.freighter.speed.cruise": "6 kn"}
    made = run(changes)
    kept = lines(made, "shadowing")
    ship = made.prizes["ship"].iloc[0]
    assert set(kept[kept["object"] == ship]["actor"]) == {"east_ships/0", "west_ships/0"}
    assert made.prizes["nations"].iloc[0] == 2
    handed = lines(made, "handed_over")
    assert handed["reason"].isna().any()  # to a relief, and not for want of one
    assert clean(made, tmp_path / "run")


def test_without_a_word_nobody_knows_her() -> None:
    made = run({f"{name}.distress_delay": "300 h" for name in ("nations.east", "nations.west")})
    assert made.prizes["known"].isna().all() and not len(lines(made, "prize_recognised"))


def test_who_has_the_word_for_information_alone_does_not_act_on_it() -> None:
    edges = {"delay": "1 min", "use": "information"}
    told = {"tasking": TOGETHER["tasking"], "sharing": {"topology": "mesh", "edges": edges}}
    made = run({**told, "nations.west.distress_delay": "300 h"})
    assert "west_ships/0" not in set(lines(made, "prize_recognised")["actor"])
    assert made.prizes["known"].notna().any()


def test_most_navies_leave_her_be() -> None:
    made = run(dict.fromkeys(ABOUT))
    assert (lines(made, "declined")["reason"] == "hostages_held").any()
    assert made.prizes["followed_by"].iloc[0] == 0 and made.prizes["attempts"].iloc[0] == 0


def test_a_crew_in_a_citadel_makes_retaking_possible(tmp_path: Path) -> None:
    made = run(LOCKED)
    first = made.prizes.iloc[0]
    assert first["locked"] and first["fate"] == "retaken" and first["lives"] == 0 and first["days"] == 0.0
    (voyage,) = (v for v in made.voyages.itertuples() if v.voyage == first["voyage"])
    assert (voyage.outcome, voyage.cause) == ("stopped", "detained")
    assert clean(made, tmp_path / "run")


def test_who_always_boards_puts_hostages_at_risk(tmp_path: Path) -> None:
    changes = {f"{name}.retakes": "always" for name in ABOUT}
    made = run({**changes, "types.pirate_group.prizes.retaking.harm": 0.5})
    first = made.prizes.iloc[0]
    assert (first["fate"], first["attempts"], first["detained"]) == ("retaken", 1, True)
    assert 2 <= first["lives"] <= 18  # of 20 by a half each: four standard deviations
    (voyage,) = (v for v in made.voyages.itertuples() if v.voyage == first["voyage"])
    assert voyage.outcome == "succeeded"  # her account is her own
    assert clean(made, tmp_path / "run")
    resisted = run({**changes, "types.pirate_group.prizes.retaking.each": 0.0})
    assert (lines(resisted, "retaking_failed")["reason"] == "pirates_resist").any()
    assert "retaken" not in set(resisted.prizes["fate"])


def test_a_team_that_was_kept_off_does_not_come_again_and_nobody_dies_twice() -> None:
    changes = {f"{name}.retakes": "always" for name in ABOUT}
    made = run({**changes, "types.pirate_group.prizes.retaking": {"each": 0.0, "harm": 0.6}})
    fights = lines(made, "retaking")
    assert len(fights) and not fights.duplicated(["actor", "attack"]).any()
    for prize in made.prizes.itertuples():
        assert prize.attempts <= 2 and prize.lives <= prize.crew


def test_until_the_first_prize_nothing_moves() -> None:
    on, off = run(), run({"types.pirate_group.prizes": None})
    taken = float(on.prizes["taken"].iloc[0])
    for name in ("events", "legs", "trials"):
        one, other = (getattr(made, name) for made in (on, off))
        upto = [table[table["t"] <= taken].reset_index(drop=True).astype(str) for table in (one, other)]
        pd.testing.assert_frame_equal(*upto)
    planned = ["voyage", "group", "ordinal", "planned"]
    pd.testing.assert_frame_equal(on.voyages[planned], off.voyages[planned])


def test_gear_goes_over_the_side_on_the_way_home() -> None:
    made = run({"types.pirate_group.prizes.gear_overboard": "1 h"})
    (one,) = lines(made, "jettisoned").itertuples()
    assert one.reason == "gear_overboard" and one.t > made.prizes["taken"].iloc[0]


MOTHER = {
    "types.pirate_group.prizes.mother_ship": {"chance": 1.0, "for": "2 d"},
    "types.pirate_group.endurance": "5 d",
    "groups.ships.per_day": 20,
    "groups.east_ships": None,
    "groups.west_ships": None,
    "nations": None,
}


def test_a_prize_is_used_as_a_mother_ship_and_then_anchored(tmp_path: Path) -> None:
    made = run(MOTHER)
    first, *others = made.prizes.itertuples()
    assert first.mother == first.taken and first.until > first.mother and first.anchored == first.until
    assert others and others[0].group == first.group and others[0].taken < first.until  # taken from her deck
    skiff = made.position(f"{first.group}/0", others[0].taken)
    deck = made.position(first.ship, others[0].taken)
    assert skiff is not None and deck is not None and abs(skiff.x - deck.x) < 20.0
    assert made.position(first.group, 0.5 * (first.mother + first.until)) is None  # their own vessel is let go
    after = made.position(first.ship, first.over + 5.0)
    assert first.fate == "released" and after is not None  # and her master has her again
    assert clean(made, tmp_path / "run")


def test_a_mother_ship_is_retaken_with_all_who_hunt_from_her(tmp_path: Path) -> None:
    changes = {key: value for key, value in MOTHER.items() if not key.startswith(("groups.e", "groups.w", "nations"))}
    made = run({**changes, **{f"{name}.retakes": "always" for name in ABOUT}})
    first = made.prizes.iloc[0]
    assert first["fate"] == "retaken" and first["until"] == first["over"]
    taken = lines(made, "detained")
    assert first["group"] in set(taken["actor"])
    assert made.summary["measures"]["stopped_after_deed"]["count"] == 1
    assert clean(made, tmp_path / "run")


def lent(**changes: object) -> tuple[PatrolModel, int, Any]:
    """A model of which a group hunts from a prize, with two frigates: the row of the ship, and who was where."""
    watched = {key: value for key, value in MOTHER.items() if not key.startswith(("groups.e", "groups.w", "nations"))}
    model = PatrolModel(load(HERE, set={**watched, **{f"{name}.retakes": "never" for name in ABOUT}, **changes}))
    while model.prizes is None or not model.prizes.mothers.lent:
        model.run_until(model.time + 1.0)
    ((ship, loan),) = model.prizes.mothers.lent.items()
    return model, ship, loan


def test_a_group_that_is_caught_in_a_skiff_leaves_the_ship_where_she_is() -> None:
    model, ship, loan = lent()
    frigate: Any = model.crew[model.crew.rows["east_ships/0"]]
    told: list[tuple[Any, ...]] = []
    parts: Any = model.boardings
    parts._forfeits = type("Taken", (), {"take": lambda _, *what: told.append(what)})()
    here = model.ocean.position(ship)
    assert model.prizes is not None
    prize = model.prizes.aboard[ship]
    parts.take(frigate, model.crew.rows[loan.group.skiffs[0].name], loan.group)
    model.run_until(model.time)
    assert (prize.fate, prize.over, prize.until, prize.detained) == ("retaken", model.time, model.time, True)
    assert model.crew[ship] is loan.master and model.ocean.position(ship) == here and not loan.master.seized
    assert [who for who, *_ in told] == [loan.group]
    model.run_until(model.time + 1.0)
    assert model.ocean.afloat(ship) and model.ocean.position(ship) != here


def test_from_a_prize_they_see_and_are_boarded_where_she_is(monkeypatch: pytest.MonkeyPatch) -> None:
    model, ship, loan = lent()
    prizes, row = model.prizes, model.crew.row(loan.group)
    assert prizes is not None
    while not (held := [one for one in model.ocean.held(ship) if model.crew.merchant(model.ocean.target(one[0]))]):
        model.run_until(model.time + 0.5)
    monkeypatch.setattr(model.attacks, "_made_out", lambda who, prey, view: (who, prey))
    pair, contact = held[0]
    other = model.ocean.target(pair)
    who: Any = model.attacks.make_out(loan.group, contact)
    assert who == (row, other)
    boarded: list[int] = []
    monkeypatch.setattr(model.boardings, "board", lambda unit, target, caught: boarded.append(target))
    prizes.aboard[other] = replace(prizes.aboard[ship], number=99, ship=other, locked=True)
    frigate: Any = model.crew[model.crew.rows["east_ships/0"]]
    prizes.retake(frigate, other)
    assert boarded == [ship]


@pytest.mark.parametrize("who", ["group", "ship"])
def test_who_is_taken_out_of_the_model_while_they_hunt_from_a_prize(who: str) -> None:
    model, ship, loan = lent()
    assert model.prizes is not None
    prize, row = model.prizes.aboard[ship], model.crew.row(loan.group)
    (loan.group if who == "group" else loan.master).remove()
    assert prize.until == model.time and row not in model.voyages.under_way
    if who == "group":  # those who are left take her to the anchorage
        assert loan.master.seized and prize.over is None
    else:
        assert (prize.fate, prize.over, loan.group.phase.name) == ("removed", model.time, "ASHORE")
    model.run_until(model.time + 24.0)
    assert not model.prizes.mothers.lent and model.crew[ship] is loan.master
    assert model.ocean.withdrawn(ship) is (who == "ship")


def test_a_prize_that_is_taken_out_of_the_model_is_not_ransomed_later() -> None:
    model, ship, loan = lent(**{"types.pirate_group.prizes.mother_ship.chance": 1.0})
    loan.master.remove()
    assert model.prizes is not None and ship not in model.prizes.aboard
    model.run_until(model.time + 7 * 24.0)
    assert model.prizes.taken[0].fate == "removed"


def of(document: Mapping[str, Any], folder: Path, seed: int) -> pd.DataFrame:
    """The prizes of a scenario that is given as a document."""
    file = folder / "one.yaml"
    file.write_text(yaml.safe_dump(dict(document)), "utf-8")
    return simulate(load(file), seed).prizes


def doubled(value: Any) -> Any:
    """All lengths of the sea and all speeds."""
    if isinstance(value, dict):
        return {key: doubled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [doubled(one) for one in value]
    found = re.fullmatch(r"([0-9.]+) (nm|kn)", value) if isinstance(value, str) else None
    return f"{2.0 * float(found[1])!r} {found[2]}" if found else value


def alike(one: pd.DataFrame, two: pd.DataFrame, within: float) -> None:
    """The same prizes with the same fates, at times that differ by so much at most [h]."""
    times = ["taken", "known", "anchored", "over"]
    assert len(one) and one.drop(columns=times).equals(two.drop(columns=times))
    assert np.allclose(one[times], two[times], rtol=0.0, atol=within, equal_nan=True)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("more", [{}, LOCKED, TOGETHER], ids=["left_be", "retaken", "in_turns"])
def test_twice_the_size_at_twice_the_speed(more: dict[str, Any], seed: int, tmp_path: Path) -> None:
    """To what the tenths of a mile come to at which vessels count as alongside, which are the same in either world."""
    plain = yaml.safe_load(HERE.read_text("utf-8")) | {k: v for k, v in more.items() if "." not in k}
    plain["types"]["freighter"]["citadel"] = more.get("types.freighter.citadel", 0.0)
    alike(of(plain, tmp_path, seed), of(doubled(plain), tmp_path, seed), 0.1)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("citadel", [0.0, 1.0])
def test_a_navy_split_in_two_that_tell_each_other_all_at_once(citadel: float, seed: int, tmp_path: Path) -> None:
    plain = yaml.safe_load(HERE.read_text("utf-8"))
    plain["types"]["freighter"]["citadel"] = citadel
    mesh = {"topology": "mesh", "edges": {"delay": "0 s"}}
    split = of({**plain, "tasking": TOGETHER["tasking"], "sharing": mesh}, tmp_path, seed)
    plain["groups"]["west_ships"]["nation"] = "east"
    del plain["nations"]["west"]
    whole = of(plain, tmp_path, seed)
    assert not whole["attempts"].any() or citadel == 1.0
    alike(split.drop(columns="nations"), whole.drop(columns="nations"), 1e-9)

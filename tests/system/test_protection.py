"""Pirates who weigh ships, guards and what else protects ships, by date: whole runs of the small strait."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load
from system.worlds import TINY, made_once

ATTACKS = "types.pirate_group.attacks"
DECIDES: dict[str, Any] = {
    "by": "worth",
    "chance": 0.6,
    "speed": {"at": "12 kn", "halves_every": "2 kn"},
    "distance": {"halves_every": "8 nm"},
    "high_freeboard": {"over": "8 m", "odds": 0.5},
    "guards": {"seen": {"chance": 0.9, "halves_every": "2 nm", "by_state": {"night": 0.2}}, "odds": 0.05},
    "runs": 0.5,
    "by_state": {"night": 0.3},
}
PROTECTION = {
    "razor_wire": {"seen": {"chance": 0.8, "halves_every": "1 nm"}, "odds": 0.5, "boards": 0.5, "delays": "10 min"},
    "extra_watch": {"watch": "doubled"},
    "manoeuvres": {"boards": 0.8, "faster": "1 kn"},
}
BASE: dict[str, Any] = {
    "time.measure": "12 d",
    "environment.weather": [{"at": "0 h", "is": "calm"}, {"at": "900 h", "is": "rough"}],
    "environment.light": [{"at": f"{12 * k} h", "is": ("day", "night")[k % 2]} for k in range(30)],
    "groups.ships.per_day": 30,
    "groups.pirates.count": 4,
    "types.pirate_group.attacks_in": {},
    "groups.frigates": None,
    "nations": None,
    f"{ATTACKS}.decides": DECIDES,
}
PROTECTED: dict[str, Any] = {
    "protection": PROTECTION,
    "types.freighter.protection": {"razor_wire": 0.5, "extra_watch": 0.5, "manoeuvres": 0.5},
    "types.liner.protection": {"razor_wire": 0.5},
}
NAVIES: dict[str, Any] = {
    "groups.frigates": {
        "type": "frigate",
        "count": 2,
        "nation": "coalition",
        "beats": {"along": "fairway", "width": "6 nm"},
    },
    "nations": {"coalition": {"report_delay": "5 min"}},
}


@made_once
def strait(seed: int = 0, **changes: Any) -> Run:
    """The small strait with changes, dots written as two underscores."""
    given = {key.replace("__", "."): value for key, value in changes.items()}
    return simulate(load(TINY, set={**BASE, **given}), seed)


def guarded(share: float, **other: Any) -> Run:
    return strait(types__freighter__guarded=share, types__liner__guarded=share, **other)


def reasons(made: Run) -> Counter[str]:
    return Counter(made.summary["attacks"]["outcomes"])


def attacks(made: Run) -> int:
    return int(made.summary["attacks"]["count"])


def test_guards_turn_skiffs_back_before_they_try() -> None:
    attempted = {f"{ATTACKS.replace('.', '__')}__turned_back": 1.0}
    made = guarded(1.0, **attempted)
    assert not {"failed/repelled", "failed/guards"} & set(reasons(made))
    assert reasons(made)["failed/warning_shots"] > 0 and reasons(made)["failed/guards_seen"] > 0
    assert not any(audit(made).values())
    free = guarded(0.0, **attempted)
    assert not {"failed/warning_shots", "failed/guards_seen"} & set(reasons(free))
    assert any(key.startswith("hijacked") for key in reasons(free))


def test_guards_that_are_seen_deter() -> None:
    """As far as they see a ship, in most cases: fewer attacks are begun. Alongside all others are made out."""
    clear: dict[str, Any] = {f"{ATTACKS.replace('.', '__')}__decides__guards": {"seen": {"chance": 0.9}, "odds": 0.05}}
    bare, armed = guarded(0.0, **clear), guarded(1.0, **clear)
    assert attacks(armed) < 0.5 * attacks(bare)
    assert armed.summary["spared"]["guards_seen"] > 0
    assert bare.summary["spared"]["guards_seen"] == 0


def test_one_number_for_a_voyage_and_a_ship() -> None:
    """Asked again, it decides by the same number: never yes at a smaller chance after no at a greater."""
    trials = strait(**PROTECTED).trials
    own = trials[trials["kind"] == "attack_worth"]
    assert len(own) > 100
    again = 0
    for _, asked in own.groupby(["entity", "n"]):
        no, yes = asked.loc[~asked["happened"], "p"], asked.loc[asked["happened"], "p"]
        again += len(asked) > 1
        assert not len(no) or not len(yes) or yes.min() > no.max()
    assert again > 0


def test_the_books_of_what_was_left_alone() -> None:
    made = strait(**PROTECTED)
    said, table = made.summary["spared"], made.spared
    assert not any(audit(made).values())
    begin, end = made.summary["window_h"]
    inside = table[(table["t"] >= begin) & (table["t"] < end)]
    assert said["ships"] == len(inside) == sum(count for cause, count in said.items() if cause != "ships")
    assert not table.duplicated(["voyage", "ship"]).any()
    attacked = made.events[made.events["kind"] == "attack"]
    assert not set(zip(table["voyage"], table["ship"], strict=True)) & set(
        zip(attacked["voyage"], attacked["object"], strict=True)
    )
    assert {"too_fast", "high_sides", "not_worth_it"} <= set(table["reason"])


def test_an_audit_finds_a_row_that_is_not_there() -> None:
    from guardship.outcomes.opportunities import Roll
    from guardship.outcomes.recount import entries_of
    from guardship.outcomes.spared import miscounted

    made = strait(**PROTECTED)
    roll = Roll.of(made.vessels)
    entries, window = entries_of(made.events, roll), tuple(made.summary["window_h"])
    said = made.summary["spared"]
    assert miscounted(made.spared, entries, roll.names, said, window) == []
    assert len(miscounted(made.spared[1:], entries, roll.names, said, window)) == 1
    assert len(miscounted(made.spared, entries, roll.names, {**said, "other": -1}, window)) == 1


def test_who_has_what() -> None:
    made = strait(**PROTECTED)
    has = made.protected
    assert set(has["protection"]) == set(PROTECTION)
    ships = made.vessels[made.vessels["role"] == "merchant"].set_index("vessel")
    types = ships.loc[has["ship"], "type"]
    assert set(types[(has["protection"] != "razor_wire").to_numpy()]) == {"freighter"}
    wired = has[has["protection"] == "razor_wire"]
    assert len(wired) / len(ships) == pytest.approx(0.5, abs=0.1)


def test_a_doubled_watch_sees_skiffs_earlier() -> None:
    """The way from the call for help to the skiff alongside is longer."""

    def warned(share: float) -> float:
        made = strait(
            types__pirate_group__attacks__decides__chance=0.9,
            protection=PROTECTION,
            types__freighter__protection={"extra_watch": share},
            sensors__bridge__detects__skiff__rate="3 /h",
        )
        found = [
            a.alongside - a.called
            for a in made.model.voyages.books.attacks
            if a.alongside is not None and a.called is not None
        ]
        return float(np.mean(found))

    assert warned(1.0) > warned(0.0)


def test_shares_by_date_move_no_other_draw() -> None:
    """Ships that enter before the date are as they were, later ones are guarded more often; nobody enters otherwise."""
    off = guarded(0.2)
    later = guarded(0.2, timeline=[{"at": "7 d", "shipping": {"guarded": 0.9}}])
    a, b = (made.vessels[made.vessels["role"] == "merchant"] for made in (off, later))
    assert a["vessel"].tolist() == b["vessel"].tolist()
    assert a["speed"].tolist() == b["speed"].tolist()
    enters = later.model.ocean.sea.fleet  # rows are in the order of names; starts are those of the build
    assert len(enters) >= len(b)
    was, becomes = a["guarded"].to_numpy(bool), b["guarded"].to_numpy(bool)
    assert (was <= becomes).all() and becomes.mean() > was.mean() + 0.2


def test_no_entry_no_change() -> None:
    """An entry that says what is so already changes nothing."""
    off = guarded(0.3)
    same = guarded(0.3, timeline=[{"at": "3 d", "shipping": {"guarded": 0.3}}])
    assert off.events.equals(same.events)


def test_a_patrol_in_sight_may_be_a_matter_of_odds() -> None:
    hard = strait(**NAVIES)
    soft = strait(**NAVIES, types__pirate_group__attacks__decides__warship={"odds": 1.0})
    assert hard.summary["spared"]["warship_seen"] > 0
    assert attacks(hard) > 0 and attacks(soft) > 0


def test_a_bystander_changes_nothing() -> None:
    """A boat that nobody sees, with whatever name."""
    own = strait(**PROTECTED)
    hulls: dict[str, Any] = {
        "hulls__reef": {},
        "types__buoy": {"is": "passive", "hull": "reef", "speed": {"cruise": "0 kn"}},
    }
    with_one = strait(**PROTECTED, **hulls, groups__a_buoy={"type": "buoy", "count": 1, "hold": {"at": "lair"}})
    assert told(own) == told(with_one)


def told(made: Run) -> list[tuple[float, str, str, str]]:
    lines = made.events[made.events["kind"].isin(["spared", "attack", "attack_failed", "boarded", "hijacked"])]
    columns = ("t", "kind", "actor", "object")
    return [tuple(row) for row in lines[list(columns)].itertuples(index=False)]


def test_what_changes_nothing_is_said() -> None:
    from guardship.run.warnings import unprotected

    assert unprotected(load(TINY, set={**BASE, **PROTECTED})) == []
    odd: dict[str, Any] = {"protection": {"wire": {"odds": 0.5}, "hoses": {"seen": {"chance": 0.5}}}}
    assert unprotected(load(TINY, set={**odd, "types.liner.protection": {"hoses": 0.5}})) == [
        "protection.wire: no type of ship has it, and no entry of the timeline",
        "protection.wire.odds: nobody makes it out without `seen`",
        "protection.hoses.seen: no pirates weigh ships",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({f"{ATTACKS}.decides.chance": 1.0}, "wanted one above 0 and below 1"),
        ({"types.pirate_group.willing": {"day": 0.5}}, "came willing and attacks.decides, wanted one of them"),
        ({"types.freighter.protection": {"wire": 0.5}}, "unknown name of `protection` 'wire'"),
        ({"timeline": [{"at": "1 d", "shipping": {"types": ["dhow"], "guarded": 0.5}}]}, "wanted merchant"),
        (
            {"timeline": [{"at": "1 d", "shipping": {"protection": {"wire": 0.5}}}]},
            "shipping.protection.wire: unknown name",
        ),
        ({"timeline": [{"at": "1 d", "shipping": {}}]}, "came a change of nothing"),
        ({f"{ATTACKS}.decides.by_state": {"fog": 0.5}}, "fog"),
        ({"protection": {"wire": {"seen": {"chance": 0.5, "by_state": {"fog": 0.5}}}}}, "fog"),
    ],
)
def test_what_cannot_be(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        load(TINY, set={**BASE, **changes})
    assert message in str(error.value)

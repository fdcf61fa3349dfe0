"""Pirates in the small strait, whole runs: where, when and why not."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from guardship.agents import Merchant, PirateGroup
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from guardship.world.attacks import Attacks

from .worlds import TINY

BASE: Mapping[str, Any] = {
    "time.warm_up": "1 d",
    "time.measure": "24 d",
    "time.drain": "3 d",
    "environment.weather": [{"at": "0 h", "is": "calm"}, {"at": "900 h", "is": "rough"}],
    "environment.light": [{"at": f"{12 * k} h", "is": ("day", "night")[k % 2]} for k in range(57)],
    "types.pirate_group.endurance": "20 h",
    "types.pirate_group.attacks_in": {},
    "groups.ships.per_day": 30,
    "groups.pirates.count": 4,
    "types.pirate_group.attacks.pause": "2 h",
    "sensors.eyes.when": None,
    "types.frigate.boarding.detains": 0.0,
}
GROUNDS = {
    f"geometry.{name}.polygon": [[f"{x} nm", f"{y} nm"] for x, y in ((a, 30), (b, 30), (b, 95), (a, 95))]
    for name, a, b in (("west", 20, 95), ("east", 105, 180))
}
HUNTS = "groups.pirates.hunts"
CHOICE = {
    "reward": 0.1,
    "risk": 1.0,
    "rationality": 3.0,
    "trust": "12 h",
    "caught": 5.0,
    "broken_off": 2.0,
    "talk": True,
    "expects": {"west": {"prey": "20 /d"}, "east": {"prey": "20 /d"}},
}
TWO = {**GROUNDS, f"{HUNTS}.in": ["west", "east"], f"{HUNTS}.choice": CHOICE}


def run(changes: Mapping[str, Any], seed: int = 0) -> Run:
    """A run of the strait with changes."""
    return simulate(load(TINY, set={**BASE, **changes}), seed)


@cache
def attacks_at(willing: float) -> tuple[int, int]:
    """Attacks begun by day and by night when they are so willing by night."""
    found = [
        a.time % 24.0
        for seed in range(3)
        for a in run({"types.pirate_group.willing": {"night": willing}}, seed).model.voyages.books.attacks
    ]
    return sum(t < 12.0 for t in found), sum(t >= 12.0 for t in found)


def test_by_night_they_attack_as_rarely_as_they_are_willing() -> None:
    day, night = attacks_at(0.0)
    assert day > 30 and night == 0
    shares = [attacks_at(w)[1] / sum(attacks_at(w)) for w in (0.0, 0.15, 1.0)]
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] == pytest.approx(0.5, abs=0.12)  # as willing as by day: four standard errors of 270 attacks


def grounds(made: Run) -> Counter[str]:
    """Grounds chosen in the second half, when something is known of them."""
    chosen = made.events[(made.events["kind"] == "ground") & (made.events["t"] > 300.0)]
    return Counter(chosen["place"].tolist())


def test_warships_on_one_ground_drive_them_to_the_other() -> None:
    """Displacement: and only because of the risk that is perceived."""
    there = {"groups.frigates.count": 6, "groups.frigates.beats": None}
    west, east = ({**TWO, **there, "groups.frigates.roam.in": ground} for ground in ("west", "east"))
    guarded_west, guarded_east = grounds(run(west)), grounds(run(east))
    assert guarded_west["east"] > 2 * guarded_west["west"] and guarded_east["west"] > 2 * guarded_east["east"]
    careless = grounds(run({**west, f"{HUNTS}.choice": {**CHOICE, "risk": 0.0, "reward": 0.0}}))
    assert abs(careless["east"] - careless["west"]) < 4.0 * np.sqrt(careless.total())


def test_the_more_risk_weighs_the_more_stay_ashore() -> None:
    patrols = {**TWO, "groups.frigates.count": 8}
    stayed = [
        reasons(run({**patrols, f"{HUNTS}.choice": {**CHOICE, "risk": risk, "stays_ashore_below": 0.0}}))[
            "did_not_sail/deterred"
        ]
        for risk in (0.0, 0.2, 3.0)
    ]
    assert stayed[0] == 0 and stayed[0] < stayed[1] < stayed[2]


def reasons(made: Run) -> Counter[str]:
    """Outcomes of voyages and attacks with their reasons."""
    books = made.model.voyages.books
    return Counter(
        [f"{v.outcome}/{v.cause.name.lower()}" for v in books.voyages if v.outcome and v.cause]
        + [f"attack {a.outcome}/{a.reason.name.lower()}" for a in books.attacks if a.outcome and a.reason]
    )


ALL_GUARDED = {"types.freighter.guarded": 1.0, "types.liner.guarded": 1.0}
ALL_LOCKED = {"types.freighter.citadel": 1.0, "types.liner.citadel": 1.0}
ROUGH = {"environment.weather": [{"at": "0 h", "is": "calm"}, {"at": "100 h", "is": "rough"}]}
ABSENT = {"groups.frigates": None, "nations": None}
OPEN = {**ABSENT, "types.freighter.guarded": 0.0}


@pytest.mark.parametrize(
    ("changes", "wanted", "never"),
    [
        (OPEN, "succeeded/no_patrol", "guards citadel fuel warship_seen lay_low deterred weather unwilling"),
        ({**ABSENT, **ALL_GUARDED}, "attack failed/guards", "hijacked citadel"),
        ({**OPEN, **ALL_LOCKED}, "attack failed/citadel", "hijacked guards"),
        ({**ABSENT, "types.pirate_group.skiffs.fuel": "10 min"}, "aborted/fuel", "weather"),
        ({**ABSENT, **ROUGH, "types.pirate_group.sails_in.weather": ["calm"]}, "did_not_sail/weather", "deterred"),
        ({**ABSENT, "groups.ships": None}, "aborted/no_prey", "attack weather warship_seen"),
        (
            {
                "types.pirate_group.on_patrol": {"lies_low": "18 h"},
                "groups.frigates.count": 8,
                "sensors.eyes.detects.warship.range": "20 nm",
            },
            "aborted/lay_low",
            "deterred weather",
        ),
    ],
)
def test_each_reason_where_it_belongs(changes: Mapping[str, Any], wanted: str, never: str) -> None:
    found = reasons(run(changes))
    assert found[wanted] > 0, found
    assert not [key for key in found for word in never.split() if word in key], found


def test_in_weather_beyond_its_limits_a_group_does_not_hunt() -> None:
    made = run({**ABSENT, **ROUGH, "types.pirate_group.sails_in.weather": ["calm"]})
    assert not [a for a in made.model.voyages.books.attacks if a.time > 100.0]
    assert {"lies_to"} <= set(made.events["kind"])


def test_a_prize_sails_to_the_anchorage() -> None:
    """It is there to be seen on its way, and gone when it has anchored; without anchorages it goes at once."""
    made = run({**ABSENT, "types.pirate_group.attacks.boards.chance": 1.0, f"{HUNTS}.anchorages": ["lair", "cove"]})
    events = made.events
    taken = events[events["kind"] == "hijacked"]
    anchored = events[events["kind"] == "anchored"].set_index("actor")["t"]
    assert len(taken) > 5 and set(anchored.index) <= set(taken["object"])
    for ship, at in anchored.items():
        begun = float(taken[taken["object"] == ship]["t"].iloc[0])
        assert at > begun and made.position(str(ship), 0.5 * (begun + at)) is not None
        place = made.position(str(ship), at - 1e-6)
        assert place is not None and min(np.hypot(place.x - x, place.y - 10.0) for x in (60.0, 150.0)) < 0.1
    assert not (run(ABSENT).events["kind"] == "anchored").any()


def test_every_skiff_comes_back_to_its_ship() -> None:
    """When a skiff leaves the water, its mother ship is within half a mile of it, or the sortie is over."""
    made = run(ABSENT)
    legs, checked = made.legs, 0
    over = set(made.events[made.events["kind"].isin(["came_home", "hijacked"])]["t"].round(6))
    for row in legs[(legs["mode"] == "gone") & legs["vessel"].str.match(r"pirates/\d+/\d+")].itertuples():
        mother = made.position(row.vessel.rsplit("/", 1)[0], row.t - 1e-6)
        skiff = made.position(row.vessel, row.t - 1e-6)
        if round(row.t, 6) not in over and mother is not None and skiff is not None:
            assert np.hypot(mother.x - skiff.x, mother.y - skiff.y) < 0.51
            checked += 1
    assert checked > 50


def ends_of_attacks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How far the mother ship is from the ship attacked when attacks end [nm]."""
    found: list[float] = []
    end = Attacks._end

    def measured(self: Attacks, row: int, *how: Any) -> Any:
        (x, y), (a, b) = self._sea.position(row), self._sea.position(self.by[row].prey)
        found.append(float(np.hypot(a - x, b - y)))
        return end(self, row, *how)

    with monkeypatch.context() as patched:
        patched.setattr(Attacks, "_end", measured)
        for seed in range(2):
            run({}, seed)
    return found


def test_the_mother_ship_is_not_far_from_an_attack_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """She follows; had she stayed on her old course, she would be farther off. 120 attacks: 4 nm against 6."""
    near = ends_of_attacks(monkeypatch)
    monkeypatch.setattr(PirateGroup, "follow", lambda self, hours: None)
    far = ends_of_attacks(monkeypatch)
    assert len(near) > 90
    assert float(np.median(near)) < 0.75 * float(np.median(far))
    assert float(np.percentile(near, 90)) < 0.9 * float(np.percentile(far, 90))


def test_a_ship_that_is_attacked_again_calls_again_and_is_calm_when_nobody_is_after_it() -> None:
    """Attacks that came alongside, of ships attacked before. With one call in a life a third of them has none."""
    again = Counter[bool]()
    for seed in range(3):
        made = run({"groups.pirates.count": 8, "types.pirate_group.attacks.pause": "30 min"}, seed).model
        earlier: set[int] = set()
        for attack in made.voyages.books.attacks:
            if attack.alongside is not None and attack.prey in earlier:
                again[attack.called is not None] += 1
            earlier.add(attack.prey)
        alarmed = (row for row, ship in enumerate(made.crew) if isinstance(ship, Merchant) and ship.alarmed)
        assert {row for row in alarmed if made.ocean.afloat(row)} <= set(made.attacks.prey)
    assert again[True] > 10 and not again[False], again

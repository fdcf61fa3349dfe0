"""Pirates as enterprises in the small strait, whole runs: what patrols deter, displace and take."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from guardship.agents import PirateGroup
from guardship.experiment.store.columns import possible
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load
from guardship.sea.areas import Area

from .worlds import SCENARIOS, TINY, made_once, tiny

ORACLE = SCENARIOS / "oracles" / "enterprise.yaml"

HUNTS = "groups.pirates.hunts"
EXPECTED = {"prizes": 0.5, "losses": 0.2}
ENTERPRISE: dict[str, Any] = {
    "reward": 4.0,
    "risk": 4.0,
    "rationality": 1.5,
    "trust": 2.0,
    "memory": "20 d",
    "talk": True,
    "costs": {"voyage": 0.5},
    "elsewhere": 0.0,
    "loses": {"detained": {"gear": 1.0, "mother_ship": 1.0}, "released": {"gear": 1.0}},
    "equips": {"gear": {"takes": "3 d"}, "mother_ship": {"takes": "6 d"}},
}
BASE: dict[str, Any] = {
    "time.warm_up": "1 d",
    "time.measure": "30 d",
    "time.drain": "3 d",
    "types.pirate_group.endurance": "20 h",
    "groups.pirates.count": 12,
    "groups.frigates.count": 4,
    f"{HUNTS}.ashore": {"exponential": {"mean": "20 h"}},
}


def enterprise(**changes: Any) -> dict[str, Any]:
    ground = load(TINY).groups["pirates"].hunts
    assert ground is not None
    expects = dict.fromkeys(ground.grounds, EXPECTED)
    return {f"{HUNTS}.enterprise": {**ENTERPRISE, "expects": expects, **changes}}


@made_once
def run(changes: Mapping[str, Any] | None = None, seed: int = 0) -> Run:
    return simulate(load(TINY, set={**BASE, **(changes or {})}), seed)


def ashore(made: Run) -> Counter[str]:
    table = made.voyages
    return Counter(table[table["outcome"] == "did_not_sail"]["cause"].tolist())


def test_without_enterprises_there_is_no_trace_of_them() -> None:
    assert "enterprise" not in simulate(tiny(), 0).summary
    assert load(TINY).hash != load(TINY, set=enterprise()).hash


def test_each_candidate_is_accounted_for() -> None:
    made = run(enterprise())
    own, causes = made.summary["enterprise"], ashore(made)
    assert own["candidates"] == made.summary["voyages"]
    assert own["sailed"] + sum(n for name, n in own.items() if name in ASHORE) == own["candidates"]
    assert causes["stayed"] > 3 and causes["elsewhere"] > 3 and own["sailed"] > 3
    assert sum(own["voyages_to"].values()) == own["sailed"]


ASHORE = ("stayed", "elsewhere", "not_equipped", "no_purse", "still_out", "crew_held", "otherwise_ashore")


def test_the_folder_passes_its_audit(tmp_path: Any) -> None:
    made = run(enterprise())
    made.write(tmp_path / "run")
    assert not any(audit(tmp_path / "run").values())


@pytest.mark.parametrize("policy", [{"groups.frigates.count": 0}, enterprise(elsewhere=2.0), enterprise(risk=40.0)])
def test_candidates_and_their_draws_are_equal_row_by_row(policy: dict[str, Any]) -> None:
    """Whatever patrols do and whatever else is worth: the same voyages are planned, and each option has its luck."""
    one, other = run(enterprise()), run({**enterprise(), **policy})
    planned = ["group", "ordinal", "planned"]
    assert one.voyages[planned].equals(other.voyages[planned])
    assert luck(one) == luck(other)


def luck(made: Run) -> list[float]:
    groups = [agent for agent in made.model.crew if isinstance(agent, PirateGroup)]
    return [g.helm.draw("option", n, about=name) for g in groups for n in range(9) for name in ("/stay", "/elsewhere")]


def test_what_is_worth_more_elsewhere_is_gone_for() -> None:
    """In a single step and with the luck of each: who is drawn away was here or ashore, nobody comes."""
    own = {w: run(enterprise(elsewhere=w, talk=False, loses={}, equips={})) for w in (-9.0, 0.0, 9.0)}
    gone = [ashore(own[w])["elsewhere"] for w in (-9.0, 0.0, 9.0)]
    assert gone[0] == 0 < gone[1] < gone[2] == len(own[9.0].voyages)


def test_by_the_timeline_elsewhere_becomes_better() -> None:
    changes = {
        **enterprise(elsewhere=-20.0),
        "timeline": [{"at": "15 d", "elsewhere": {"groups": ["pirates"], "worth": 30}}],
    }
    table = run(changes).voyages
    late = table["planned"] >= 15 * 24.0
    there = table["cause"] == "elsewhere"
    assert there[late].any() and not there[~late].any() and not (table["sailed"][late] >= 15 * 24.0).any()


def test_what_a_stop_takes_has_to_be_replaced() -> None:
    """After gear_lost no voyage for three days at least from when the group is home or given up."""
    made = run({**enterprise(elsewhere=None, risk=0.0, costs={"voyage": 0.0}), "types.frigate.boarding.detains": 0.0})
    lost = made.events[made.events["kind"] == "gear_lost"]
    assert len(lost) > 0 and set(lost["reason"]) == {"released"}
    sailed = made.voyages.dropna(subset="sailed")
    for e in lost.itertuples():
        after = sailed[(sailed["group"] == e.actor) & (sailed["sailed"] > e.t)]["sailed"]
        assert after.empty or after.min() >= e.t + 72.0
    assert ashore(made)["not_equipped"] > 0


def test_a_nation_may_take_less_than_others() -> None:
    mild = {**enterprise(), "nations.coalition.rules": {"destroys": {"gear": 0.0, "mother_ship": 0.0}}}
    assert run(enterprise()).summary["enterprise"]["lost"]["gear"] > 0
    assert run(mild).summary["enterprise"]["lost"] == {"gear": 0, "mother_ships": 0}


def test_a_strike_keeps_those_ashore_whose_base_it_is() -> None:
    base = load(TINY).groups["pirates"].hunts
    assert base is not None
    strike = {"at": "10 d", "strike": {"base": base.bases[0], "gear": 1.0, "mother_ship": 0.0}}
    quiet = enterprise(elsewhere=None, risk=0.0, costs={"voyage": 0.0}, equips={"gear": {"takes": "5 d"}})
    one, other = run(quiet), run({**quiet, "timeline": [strike]})
    lost = other.events[(other.events["kind"] == "gear_lost") & (other.events["reason"] == "struck")]
    assert len(lost) > 0 and set(lost["t"]) == {240.0}
    struck = set(lost["actor"])
    window = other.voyages[(other.voyages["planned"] > 240.0) & (other.voyages["planned"] < 360.0)]
    hit = window[window["group"].isin(struck)]
    assert len(hit) > 0 and set(hit["cause"]) <= {"not_equipped", "crew_held"}
    assert not (one.events["reason"] == "struck").any()
    before = ["group", "ordinal", "planned", "outcome", "cause"]
    ended = [made.voyages[made.voyages["ended"] < 240.0][before].reset_index(drop=True) for made in (one, other)]
    assert ended[0].equals(ended[1])


def test_little_for_those_at_sea() -> None:
    """O61: as many are at sea on average as sail in an hour, times the hours of a voyage."""
    made = run(enterprise())
    sailed = made.voyages.dropna(subset="sailed")
    ended = sailed["ended"].fillna(made.theatre.hours)
    times = np.arange(0.0, made.theatre.hours, 0.25)
    out = np.mean([((sailed["sailed"] <= t) & (t < ended)).sum() for t in times])
    rate = len(sailed) / made.theatre.hours
    assert out == pytest.approx(rate * float((ended - sailed["sailed"]).mean()), rel=0.02)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({f"{HUNTS}.enterprise.costs": {"voyage": -1}}, "factor"),
        ({"timeline": [{"at": "1 d", "strike": {"base": "nowhere"}}]}, "nowhere"),
        ({"timeline": [{"at": "1 d", "elsewhere": {"groups": ["ships"], "worth": 1}}]}, "elsewhere"),
        ({"timeline": [{"at": at, "elsewhere": {"groups": ["pirates"], "worth": 1}} for at in ("1 d", "24 h")]}, "two"),
    ],
)
def test_what_does_not_fit_is_said(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        load(TINY, set={**enterprise(), **changes})


def test_names_of_nations_do_not_matter() -> None:
    """Another name of the navy, whose doctrine it is to take what it finds."""
    rules = {"destroys": {"gear": 0.7, "mother_ship": 0.3}}
    nation = {"report_delay": "5 min", "distress_delay": {"uniform": ["2 min", "10 min"]}, "rules": rules}
    named = {"nations": {"coalition": nation}}, {"nations": {"zulu": nation}, "groups.frigates.nation": "zulu"}
    one, other = (run({**enterprise(), **changes}) for changes in named)
    assert one.voyages.drop(columns="holder").equals(other.voyages.drop(columns="holder"))
    assert one.summary["enterprise"] == other.summary["enterprise"]


def test_what_a_way_costs_goes_by_the_mile() -> None:
    """From either base, by lot, to the middle of the ground."""
    costs = {"voyage": 0.5, "per_100_nm": 1.0}
    near = run(enterprise(costs=costs))
    groups = [agent for agent in near.model.crew if isinstance(agent, PirateGroup)]
    (way,) = {g.enterprise.terms.ways["waters"] for g in groups if g.enterprise is not None}
    a, b = near.theatre.point("lair"), near.theatre.point("cove")
    middle = Area("waters", near.theatre.ring("waters")).polygon.centroid
    x, y = middle.x, middle.y
    assert way == pytest.approx(0.5 * (np.hypot(x - a[0], y - a[1]) + np.hypot(x - b[0], y - b[1])) / 100.0)


def test_voyages_and_attacks_are_told_by_ground() -> None:
    """One of two grounds is worth much more: nearly all sail there, and attacks are where they are."""
    corners = {"west": (20, 95), "east": (105, 180)}
    grounds = {
        f"geometry.{name}.polygon": [[f"{x} nm", f"{y} nm"] for x, y in ((a, 30), (b, 30), (b, 95), (a, 95))]
        for name, (a, b) in corners.items()
    }
    expects = {"west": {"prizes": 2.0}, "east": {"prizes": 0.5}}
    own = {f"{HUNTS}.enterprise": {**ENTERPRISE, "trust": 100.0, "expects": expects}, f"{HUNTS}.in": ["west", "east"]}
    told = run({**grounds, **own}).summary["enterprise"]
    assert told["voyages_to"]["west"] > 10 * told["voyages_to"]["east"]
    assert all(possible(f"enterprise.{what}.west") for what in ("voyages_to", "attacks_on"))
    assert sum(told["voyages_to"].values()) == told["sailed"]
    assert sum(told["attacks_on"].values()) == run({**grounds, **own}).summary["attacks"]["count"] > 0


def test_who_has_no_money_left_stays_ashore() -> None:
    """Money for two voyages, and none comes in."""
    made = run(enterprise(purse={"holds": 1.0}, elsewhere=None, reward=0.0, risk=0.0, costs={"voyage": 0.5}))
    sailed = made.voyages.dropna(subset="sailed").groupby("group", observed=True).size()
    assert sailed.max() == 2
    assert ashore(made)["no_purse"] > 0


def test_all_lengths_and_speeds_twice_as_large() -> None:
    """And half the price of a mile: the same is chosen, and comes home at the same time."""
    small = {"groups.gangs.hunts.enterprise.costs.per_100_nm": 1.0, "groups.gangs.count": 20}
    large = {
        **small,
        "groups.gangs.hunts.enterprise.costs.per_100_nm": 0.5,
        "theatre.box": {"width": "200 nm", "height": "120 nm"},
        "geometry.ground.polygon": [["80 nm", "20 nm"], ["180 nm", "20 nm"], ["180 nm", "100 nm"], ["80 nm", "100 nm"]],
        "geometry.base.point": ["20 nm", "60 nm"],
        "types.gang.speed.cruise": "16 kn",
        "types.gang.skiffs.speed": "40 kn",
        "types.gang.attacks.within": "10 nm",
    }
    one, other = (simulate(load(ORACLE, set=changes), 0).voyages for changes in (small, large))
    same = ["group", "ordinal", "planned", "outcome", "cause"]
    assert one[same].equals(other[same])
    assert one["ended"].to_numpy() == pytest.approx(other["ended"].to_numpy(), rel=1e-9, nan_ok=True)

"""What must not matter, exactly: the physical log does not depend on a sharing that nobody acts upon, and so on.

Physical is what happens at sea: legs, contacts, pursuits, boardings, attacks, outcomes. Reports, pictures and what the
commands write are not. Lines of one instant have no order that means anything.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import guardship
from guardship.scenario.reading.check import changed
from guardship.scenario.schema import Scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ALLIANCE = guardship.load(SCENARIOS / "alliance.yaml")
GULF = changed(
    guardship.load(SCENARIOS / "coalition/base.yaml"),
    {"time.warm_up": "2 d", "time.measure": "6 d", "time.drain": "1 d"},
)
SAID = [
    "taken",
    "not_taken",
    "noted",
    "claimed",
    "no_unit",
    "gap",
    "requested",
    "request_refused",
    "tasked",
    "report",
    "distress",
    "withheld",
]
NATIONS = ("alpha", "bravo", "charlie")
MESH = {"topology": "mesh", "edges": {"delay": "6 min"}}
HUB = {"topology": "hub", "hub": "fusion", "edges": {"delay": "2 min", "relays": True}}
CENTRE: dict[str, Any] = {"centres": {"fusion": {}}}
AT_ONCE = {"report_delay": "0 min", "distress_delay": "0 min", "informs_ships": "0 min", "order_delay": "0 min"}


def physical(scenario: Scenario, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    run = guardship.simulate(scenario, seed)
    events = run.events
    events = events[~events["kind"].isin(SAID)].drop(columns=["report", "track", "holder"])
    order = ["t", "kind", "actor", "object", "reason"]
    events = events.astype(dict.fromkeys(order[1:], str)).sort_values(order).reset_index(drop=True)
    return events, run.legs


def same(a: Scenario, b: Scenario, seed: int) -> bool:
    (events, legs), (others, ways) = physical(a, seed), physical(b, seed)
    return bool(events.equals(others) and legs.equals(ways))


def shared(scenario: Scenario, **sections: Any) -> Scenario:
    return changed(scenario, sections)


@pytest.mark.parametrize("seed", range(4))
def test_without_cueing_the_sharing_graph_does_not_matter(seed: int) -> None:
    alone = shared(ALLIANCE, tasking={"mode": "national", "cues": False})
    for sharing in ({"sharing": MESH}, {"sharing": HUB, **CENTRE}):
        assert same(alone, shared(alone, **sharing), seed)


@pytest.mark.parametrize("seed", range(3))
def test_with_cueing_it_does(seed: int) -> None:
    alone = shared(ALLIANCE, tasking={"mode": "national", "cues": True})
    assert not same(alone, shared(alone, sharing=MESH), seed)


@pytest.mark.parametrize("mode", ["national", "coordinated"])
def test_a_channel_whose_messages_never_arrive_equals_none(mode: str) -> None:
    alone = shared(ALLIANCE, tasking={"mode": mode, "cues": True})
    never = shared(alone, sharing={"topology": "mesh", "edges": {"delay": "unlimited"}})
    for seed in range(3):
        assert same(alone, never, seed)


@pytest.mark.parametrize("mode", ["national", "coordinated"])
def test_an_edge_to_a_bystander_changes_nothing(mode: str) -> None:
    three = shared(
        ALLIANCE,
        tasking={"mode": mode, "partners": NATIONS} if mode == "coordinated" else {"mode": mode},
        sharing={"topology": "mesh", "members": NATIONS, "edges": {"delay": "6 min"}},
    )
    four = shared(three, **{"nations.aloof": {"report_delay": "1 min", "source": "assumed"}})
    told = shared(four, **{"sharing.channels": {"aside": {"from": "alpha", "to": "aloof", "delay": "1 min"}}})
    for seed in range(3):
        assert same(three, four, seed) and same(four, told, seed)


JOINT = shared(
    ALLIANCE,
    tasking={"mode": "coordinated", "requests": {"delay": {"uniform": ["5 min", "20 min"]}}},
    sharing={"topology": "mesh", "edges": {"delay": "6 min"}},
    interoperability={"effects": {"hand_over_works": {"at_none": 0.5, "at_full": 0.5}}, "source": "assumed"},
)


def orders(scenario: Scenario, seed: int, called: Mapping[str, str] | None = None) -> list[tuple[Any, ...]]:
    """What commands decide: when, what, which unit, why, whose; holders by other names where `called` has them."""
    events = guardship.simulate(scenario, seed).events
    said = events[events["kind"].isin(["tasked", "requested", "request_refused", "no_unit", "gap", "claimed"])]
    table = said[["t", "kind", "actor", "object", "reason", "report", "holder"]].astype({"t": float}).astype(object)
    lines = [tuple(str(one) for one in line) for line in table.itertuples(index=False, name=None)]
    return sorted((*line[:-1], (called or {}).get(line[-1], line[-1])) for line in lines)


@pytest.mark.parametrize("name", ["aaa", "zzz"])
def test_a_partner_without_units_changes_nothing_whatever_its_name(name: str) -> None:
    """It hears every call when the others do, and every report."""
    habits = {"distress_delay": {"uniform": ["2 min", "10 min"]}, "report_delay": "1 min", "source": "assumed"}
    more = shared(JOINT, **{f"nations.{name}": habits})
    for seed in range(3):
        assert same(JOINT, more, seed)
        assert orders(JOINT, seed) == [line for line in orders(more, seed) if line[-1] != name]


def test_the_order_of_names_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nations have other names, in the opposite order, and the luck of the old ones."""
    renamed = {"alpha": "zulu", "bravo": "mike", "charlie": "able"}
    groups = {f"groups.{name}.nation": renamed[g.nation] for name, g in JOINT.groups.items() if g.nation is not None}
    habits = ALLIANCE.written["nations"]
    other = shared(JOINT, **groups, nations={new: habits[old] for old, new in renamed.items()})
    before = [(physical(JOINT, seed), orders(JOINT, seed)) for seed in range(3)]
    old = {new: name for name, new in renamed.items()}

    def lucky(text: bytes) -> Any:
        return sha256(re.sub("zulu|mike|able", lambda found: old[found[0]], text.decode()).encode())

    monkeypatch.setattr("guardship.core.draws.sha256", lucky)
    for seed, ((events, legs), said) in enumerate(before):
        others, ways = physical(other, seed)
        assert said and events.equals(others) and legs.equals(ways) and said == orders(other, seed, old)


def test_nobody_is_sent_after_what_a_partner_s_unit_is_after_and_can_board() -> None:
    run = guardship.simulate(shared(ALLIANCE, sharing=MESH), seed=1)
    attended = run.reports.query("attended == True")
    sent = run.events.query("kind == 'tasked'").merge(attended, on="report")
    nation = run.vessels.set_index("vessel")["nation"].astype(str)
    assert len(attended) > 5 and (sent["holder"].astype(str) == sent["sender"].map(nation)).all()
    left = run.events.query("kind == 'no_unit' and reason == 'partner_tasked'")
    assert left["report"].isin(attended["report"]).any()


def at_once(scenario: Scenario, nations: Mapping[str, str]) -> Scenario:
    """Each nation under another name, without delays and of the same habits."""
    habits = {**AT_ONCE, "clearances_last": "12 h", "source": "assumed"}
    groups = {f"groups.{name}.nation": nations[g.nation] for name, g in scenario.groups.items() if g.nation is not None}
    return changed(scenario, {**groups, "nations": dict.fromkeys(nations.values(), habits), "prices": {}, "ties": {}})


@pytest.mark.parametrize("world", [ALLIANCE, GULF], ids=["alliance", "gulf"])
def test_unified_without_delays_equals_one_navy(world: Scenario) -> None:
    one = shared(at_once(world, dict.fromkeys(world.nations, "navy")), tasking={"mode": "unified"})
    apart = at_once(world, {name: name for name in world.nations})
    now = {"delay": "0 min", "relays": True}
    centre = {"centres": {"fusion": {"distress_delay": "0 min"}}}
    fused = shared(
        apart,
        **centre,
        tasking={"mode": "unified", "command": "fusion"},
        sharing={"topology": "hub", "hub": "fusion", "edges": now},
    )
    meshed = shared(
        apart, tasking={"mode": "unified", "command": min(world.nations)}, sharing={"topology": "mesh", "edges": now}
    )
    for seed in range(3 if world is ALLIANCE else 1):
        assert same(one, fused, seed) and same(one, meshed, seed)


def test_each_commands_its_own_while_the_nation_that_commands_all_is_away() -> None:
    """It sends nobody of a partner then, and partners send their own; when it is back, it commands all again."""
    away, back = {"at": "1 h", "leave": "alpha"}, {"at": "12 d", "join": "alpha"}
    unified = shared(ALLIANCE, tasking={"mode": "unified", "command": "alpha"}, timeline=[away])
    run = guardship.simulate(unified, seed=0)
    nation = run.vessels.set_index("vessel")["nation"].astype(str)
    sent = run.events.query("kind == 'tasked' and t >= 1")
    assert (sent["holder"].astype(str) == sent["actor"].map(nation)).all() and sent["holder"].nunique() > 1
    assert [{str(unit.name).split("/")[0] for unit in command.units} for command in run.model.roster.commands] == [
        {"frigates"},
        {"easterners"},
        {"southerner"},
    ]
    again = guardship.simulate(shared(unified, timeline=[away, back]), seed=0)
    assert [len(command.units) > 0 for command in again.model.roster.commands] == [True, False, False]


@pytest.mark.parametrize(
    ("tasking", "said"),
    [
        ({"mode": "national", "requests": {"delay": "3 h"}}, "`requests` is for coordinated tasking"),
        ({"mode": "coordinated", "partners": ["alpha"]}, "came 1 of `partners`"),
        (
            {"mode": "coordinated", "partners": ["alpha", "bravo"], "requests": {"refuses": {"charlie": 1}}},
            "has charlie",
        ),
        ({"mode": "coordinated", "partners": ["alpha", "delta"]}, "unknown nation 'delta'"),
    ],
)
def test_tasking_that_means_nothing_is_refused(tasking: Mapping[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        shared(ALLIANCE, tasking=tasking)


def test_a_command_that_nobody_tells_anything_is_warned_about() -> None:
    deaf = shared(ALLIANCE, **CENTRE, tasking={"mode": "unified", "command": "fusion"})
    hears = shared(deaf, **{"centres.fusion.distress_delay": "5 min"})
    told = shared(deaf, sharing=HUB)
    said = [
        [text for text in guardship.simulate(one, 0).summary["warnings"] if text.startswith("tasking.")]
        for one in (deaf, hears, told)
    ]
    assert said == [["tasking.command: fusion hears neither reports nor calls for help: no unit is ever sent"], [], []]


def test_posts_of_the_first_level_are_taken_up_when_the_run_begins() -> None:
    levels = [{"is": "low", "guards": {"turkish": {"at": "shihr_terminal"}}}, {"is": "high", "guards": {}}]
    day = {"time.warm_up": "0 h", "time.measure": "1 d", "time.drain": "0 h"}
    pact: dict[str, object] = {"pacts.energy_security.levels": levels, "timeline": [], **day}
    run = guardship.simulate(guardship.load(SCENARIOS / "coalition/energy_security.yaml", set=pact), 1)
    legs = run.legs[run.legs["vessel"] == "turkish/0"]
    assert (legs["lon"].iloc[-1], legs["lat"].iloc[-1]) == pytest.approx((49.5, 14.6))

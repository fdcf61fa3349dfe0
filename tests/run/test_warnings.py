"""What a scenario is warned of although it is valid."""

from pathlib import Path

from guardship.run.warnings import (
    unadvised,
    unborne,
    unfelt,
    unheeded,
    unmet,
    unprized,
    unseeing,
    untrusting,
    warnings_of,
)
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS

THREAT = SCENARIOS / "coalition/energy_threat.yaml"


def test_losses_under_a_flag_that_nothing_has() -> None:
    """Terminals, nations and the flags of ships are had; a misspelt one is not, and nobody would bear those losses."""
    assert unborne(load(THREAT)) == []
    changes = {"prices.bears.shihr_terminal": None, "prices.bears.shihr_terminals": {"yemen": 0.5}}
    (said,) = unborne(load(THREAT, set=changes))
    assert said == "prices.bears.shihr_terminals: nothing has this flag, and no terminal this name"
    assert said in warnings_of(load(THREAT, set=changes))
    assert unborne(load(SCENARIOS / "tiny.yaml")) == []


def test_advisories_that_nobody_gives_or_heeds() -> None:
    """The shipped scenario has both; without the one or the other it is said."""
    file = SCENARIOS / "gulf_of_aden_warned.yaml"
    ships = ("bulk_carrier", "car_carrier", "container_ship", "general_cargo", "lng_carrier", "tanker")
    assert unadvised(load(file)) == unadvised(load(SCENARIOS / "tiny.yaml")) == []
    deaf = {f"types.{name}.on_advisory": None for name in ships}
    assert unadvised(load(file, set=deaf)) == ["centres.reporting_centre.advises: no type of ship has on_advisory"]
    silent = unadvised(load(file, set={"centres.reporting_centre.advises": None}))
    assert sorted(silent) == [f"types.{name}.on_advisory: no centre advises" for name in ships]


def test_ships_that_are_placed_to_find_what_they_do_not_see() -> None:
    file = SCENARIOS / "coalition/placed_by_each.yaml"
    assert unseeing(load(file)) == unseeing(load(SCENARIOS / "tiny.yaml")) == []
    blind = unseeing(load(file, set={"stations.hull": "tanker", "hulls.tanker": {}}))
    assert blind and all(said.endswith("has no sensor that sees a tanker, and finds none anywhere") for said in blind)


def test_give_and_take_with_nobody() -> None:
    file = Path(__file__).parents[1] / "system/trust.yaml"
    leak = {"by": "bravo", "at": "20 d", "found_out": 1, "costs": 4}
    assert untrusting(load(file, set={"sharing.trust.leaks": {"paper": leak}})) == []
    alone = {"sharing.topology": "none", "sharing.trust.leaks": {"paper": leak}}
    (said,) = untrusting(load(file, set=alone))
    assert said == "sharing.trust: nobody has an edge to anybody, so nothing is given or taken"
    assert said in warnings_of(load(file, set=alone))
    leaks = {"late": {**leak, "at": "300 d"}, "unheard": {**leak, "by": "charlie"}}
    some = {"nations.charlie": {}, "sharing.members": ["alpha", "bravo"], "sharing.trust.leaks": leaks}
    assert untrusting(load(file, set=some)) == [
        "sharing.trust.leaks.late: it is after the end of the run",
        "sharing.trust.leaks.unheard: nobody tells charlie anything",
    ]


def test_ways_that_are_judged_by_what_never_happens() -> None:
    file, routes = SCENARIOS / "two_ways.yaml", "groups.boats.smuggles.routes"
    assert unmet(load(file)) == unmet(load(SCENARIOS / "tiny.yaml")) == []
    changes = {f"{routes}.near": "10 nm", f"{routes}.broken_off": 0.5}
    said = [one.split(": ")[0] for one in unmet(load(file, set=changes))]
    assert said == [f"{routes}.near", f"{routes}.broken_off"]
    met = {
        "types.smuggler.on_patrol": {"does": {"turns_back": 1}},
        "cyber": {"spy": {"at": "1 d", "for": "1 d", "compromise": {"nations": ["coast"]}}},
    }
    assert unmet(load(file, set={**changes, **met})) == []


def test_what_comes_too_late_or_destroys_nothing_is_said() -> None:
    strike = {"at": "1 d", "strike": {"base": "base"}}
    assert unfelt(load(SCENARIOS / "oracles/enterprise.yaml", set={"timeline": [strike]})) == [
        "timeline[0].strike: destroys nothing without gear or mother_ship"
    ]
    late = {"at": "9000 d", "shipping": {"guarded": 0.5}}
    doctrine = {"nations.coalition.rules.destroys": {"gear": 1.0}}
    said = unfelt(load(SCENARIOS / "tiny.yaml", set={"timeline": [late], **doctrine}))
    assert [one.partition(":")[0] for one in said] == ["timeline[0].shipping", "nations.coalition.rules.destroys"]


def test_prizes_that_nobody_keeps_and_mother_ships_without_an_anchorage() -> None:
    file = Path(__file__).parents[1] / "system/prizes.yaml"
    assert unprized(load(file)) == []
    none = unprized(load(file, set={"types.pirate_group.prizes": None}))
    assert none and all("no type of pirates has `prizes`" in one for one in none)
    use = {"chance": 1.0, "for": "1 d"}
    (said,) = unprized(
        load(file, set={"types.pirate_group.prizes.mother_ship": use, "groups.pirates.hunts.anchorages": []})
    )
    assert said == "groups.pirates.hunts: no ship is used as a mother ship without `anchorages`"


def test_enterprises_take_no_notice_of_patrols_that_are_betrayed() -> None:
    file = SCENARIOS / "gulf_of_aden_enterprise.yaml"
    spy = {"cyber": {"spy": {"at": "1 d", "for": "1 d", "compromise": {"nations": ["coalition"]}}}}
    assert unheeded(load(file)) == unheeded(load(SCENARIOS / "gulf_of_aden.yaml", set=spy)) == []
    (said,) = unheeded(load(file, set=spy))
    assert said.startswith("groups.pirates.hunts.enterprise: patrols that are betrayed")

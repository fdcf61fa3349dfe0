"""What a scenario is warned of although it is valid."""

from guardship.run.warnings import unadvised, unborne, unseeing, warnings_of
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

"""What a scenario is warned of although it is valid."""

from guardship.run.warnings import unborne, warnings_of
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

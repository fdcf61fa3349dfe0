"""Whether a ship in the hands of pirates is boarded: by what her nation's rules say, and what is known of her crew."""

import pytest

from guardship.agents.interfaces import Captive
from guardship.agents.patrol.prizes import USUAL, Retakes, Rules


@pytest.mark.parametrize(
    ("retakes", "held", "locked"),
    [(Retakes.NEVER, False, False), (Retakes.CITADEL, False, True), (Retakes.ALWAYS, True, True)],
)
def test_a_crew_that_has_locked_itself_up_makes_retaking_possible(retakes: Retakes, held: bool, locked: bool) -> None:
    rules = Rules(retakes=retakes)
    assert (rules.boards(Captive(locked=False)), rules.boards(Captive(locked=True))) == (held, locked)


def test_most_leave_her_be() -> None:
    assert USUAL.follows == 0.0 and not USUAL.boards(Captive(locked=False))

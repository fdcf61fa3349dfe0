"""The choices of smugglers added up."""

from guardship.outcomes.routes import Chosen, summary
from guardship.outcomes.voyages import Outcome, Voyage


def test_what_groups_carry_by_ways_of_one_name_is_not_added_up() -> None:
    """600 kg by the north of one group, 40 people by the north of another."""
    voyages = [
        Voyage(0, 1, 1, 0.0, True, outcome=Outcome.SUCCEEDED, cargo="drugs", amount=600.0),
        Voyage(1, 0, 1, 0.0, True, outcome=Outcome.SUCCEEDED, cargo="people", amount=40.0),
    ]
    chosen = [Chosen(0.0, n, "north", True, 10.0, 0.0, 1.0, 1.0, 0.5, True) for n in (0, 1)]
    found = summary(chosen, voyages, ["crossings", "drugs"])
    assert list(found) == ["crossings", "drugs"]
    assert [found[group]["north"]["landed"] for group in found] == [40.0, 600.0]
    assert all(found[group]["north"]["chosen"] == 1.0 for group in found)

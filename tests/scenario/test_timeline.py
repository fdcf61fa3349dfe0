"""Two entries of the timeline at one instant that set the same."""

import pytest

from guardship.scenario.timeline import Entry, unambiguous


def entry(at: float, **given: object) -> Entry:
    return Entry.model_validate({"at": f"{at:g} h", "shipping": given})


def test_one_share_of_one_type_is_set_once_at_an_instant() -> None:
    tankers = entry(24.0, types=("tanker",), guarded=0.5)
    for other in (entry(24.0, guarded=0.2), entry(24.0, types=("tanker", "bulk"), guarded=0.5)):
        with pytest.raises(ValueError, match="two entries at 24 h for the same guarded"):
            unambiguous((tankers, other))


def test_others_may_come_at_once() -> None:
    tankers = entry(24.0, types=("tanker",), guarded=0.5)
    others = (
        entry(25.0, guarded=0.2),
        entry(24.0, types=("bulk",), guarded=0.2),
        entry(24.0, protection={"wire": 0.2}),
    )
    for other in others:
        assert unambiguous((tankers, other)) == (tankers, other)


def test_the_worth_of_elsewhere_is_set_once_for_a_group() -> None:
    def lured(*groups: str) -> Entry:
        return Entry.model_validate({"at": "1 d", "elsewhere": {"groups": groups, "worth": 1}})

    assert len(unambiguous((lured("north"), lured("south")))) == 2
    with pytest.raises(ValueError, match="the same elsewhere"):
        unambiguous((lured("north"), lured("south", "north")))

"""The summary of a run as people read it: words for codes, whose waters, hours by what ships were about."""

import guardship
from guardship.commands.summary import parts
from guardship.console import drawn
from guardship.meanings import ACTIVITIES, BOTH_WAYS
from guardship.run.run import Run
from system.worlds import TINY

CLOSED = {"law": {"waters": {"gulf": {"state": "elsewhere", "area": "box"}}}}


def printed(done: Run) -> str:
    return "\n".join(part if isinstance(part, str) else drawn(part) for part in parts(done))


def rows(text: str, title: str) -> list[list[str]]:
    """The cells of the rows below a heading, up to the next empty line."""
    lines = text[text.index(title) :].partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.split("   ") if cell.strip()] for line in lines]


def test_ends_are_told_in_words() -> None:
    text = printed(guardship.simulate(guardship.load(TINY), 1))
    assert rows(text, "Candidate voyages: 2") == [
        ["1", "did not sail", "group in custody"],
        ["1", "stopped by a patrol", "crew detained"],
    ]
    assert rows(text, "Attacks: 2") == [["1", "failed", "could not get aboard"], ["1", "failed", "patrol in sight"]]
    assert BOTH_WAYS not in text  # nobody has taken a ship


def test_foreign_waters_have_a_state_and_prizes_a_word_of_warning() -> None:
    text = printed(guardship.simulate(guardship.load(TINY, set=CLOSED), 3))
    assert ["1", "succeeded", "in foreign waters (elsewhere)"] in rows(text, "Candidate voyages: 2")
    assert BOTH_WAYS in text


def test_hours_add_up_to_those_of_the_ships() -> None:
    done = guardship.simulate(guardship.load(TINY), 1)
    text = printed(done)
    assert "Hours of patrol ships    96.0    share" in text
    hours = {name: (float(spent), float(share.removesuffix(" %"))) for name, spent, share in rows(text, "Hours of")}
    assert set(hours) <= set(ACTIVITIES.values()) and next(iter(hours)) == "on patrol"
    assert abs(sum(spent for spent, _ in hours.values()) - 96.0) < 0.05 * len(hours)  # a tenth is shown
    assert abs(sum(share for _, share in hours.values()) - 100.0) < 0.05 * len(hours)

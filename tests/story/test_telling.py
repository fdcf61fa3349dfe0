"""Rows that say the same become one sentence; names are explained once; every row is named."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from guardship.story.book import Book, Line, Vessel
from guardship.story.telling import APART, Story, Teller, duration, listed, of_beliefs, of_lines

START = datetime(2010, 2, 22, tzinfo=UTC)
NONE = {"actor": "", "object": "", "contact": 0, "track": 0, "report": 0, "voyage": -1, "attack": -1, "reason": ""}
VESSELS = [
    Vessel("ship/0", "frigate", "patrol", "warship", "nato", "", True),
    Vessel("ship/1", "frigate", "patrol", "warship", "nato", "", True),
    Vessel("dhow/0", "pirate_group", "pirate", "dhow", "", "", False),
    *(Vessel(f"cargo/{k}", "tanker", "merchant", "tanker", "", "", False) for k in range(3)),
]


def line(row: int, t: float, kind: str, **more: Any) -> Line:
    return Line(**{**NONE, "place": "", "holder": "", **more, "row": row, "t": t, "kind": kind})


def book() -> Book:
    legs = {"vessel": ["cargo/0"], "t": [0.0], "x": [1.0], "y": [2.0], "vx": [10.0], "vy": [0.0], "mode": ["route"]}
    reports = {"report": [7, 7, 8], "contact": [1] * 3, "kind": ["contact", "contact", "lost"], "made": [1.0, 1.0, 2.0]}
    tables = {
        "events": pd.DataFrame([line(0, 0.0, "sailed")]),
        "vessels": pd.DataFrame(VESSELS),
        "legs": pd.DataFrame(legs),
        "reports": pd.DataFrame({**reports, "sender": ["ship/0"] * 3, "hull": ["dhow"] * 3, "suspicious": [True] * 3}),
    }
    return Book(tables, START, lambda x, y: f"({x:g}, {y:g})")


def told(*lines: Line) -> list[tuple[float | None, str, tuple[str, ...]]]:
    return [tuple(one) for one in Teller(book()).sentences(of_lines(lines))]  # type: ignore[misc]


def test_a_name_is_explained_where_it_first_stands() -> None:
    first, second = told(
        line(3, 1.0, "shadowing", actor="ship/0", object="dhow/0"),
        line(9, 2.0, "handed_over", actor="ship/0", object="dhow/0", reason="no_relief"),
    )
    assert first == (1.0, "ship/0 (frigate of nato) keeps dhow/0 (pirate group) in sight.", ("events:3",))
    assert second[1].startswith("ship/0 leaves dhow/0: ")


def test_what_happens_again_soon_is_one_sentence() -> None:
    lines = [
        line(k, t, "contact_gained", actor="ship/0", object="dhow/0") for k, t in enumerate((0.0, 1.0, 1.0 + APART))
    ]
    (one,) = told(*lines)
    assert one[1].endswith("; 2 times more until 22 Feb 07:00.") and one[2] == ("events:0", "events:1", "events:2")
    (twice,) = told(*lines[:2])
    assert twice[1].endswith("; again at 22 Feb 01:00.")
    assert len(told(lines[0], line(5, 0.1 + APART, "contact_gained", actor="ship/0", object="dhow/0"))) == 2


def test_a_gap_in_a_contact_is_told_as_one() -> None:
    """Also after ten hours; a loss after which the contact is not soon held again is told by itself."""
    times = [(0.0, "gained"), (10.0, "lost"), (10.5, "gained"), (11.0, "lost"), (13.0, "gained"), (14.0, "lost")]
    times += [(20.5, "gained")]
    lines = [line(k, t, f"contact_{kind}", actor="ship/0", object="dhow/0") for k, (t, kind) in enumerate(times)]
    first, lost, again = told(*lines)
    assert first[1].endswith("on its sensors, with 2 gaps of 30 min to 2.0 h until 22 Feb 13:00.")
    assert first[2] == tuple(f"events:{k}" for k in range(5))
    assert lost[1:] == ("ship/0 loses dhow/0.", ("events:5",)) and again[2] == ("events:6",)
    (once, _) = told(*lines[:4])
    assert once[1].endswith("on its sensors, with a gap of 30 min from 22 Feb 10:00.")


def test_what_several_know_at_once_is_one_sentence() -> None:
    lines = [line(k, 2.5, "taken", holder=name, track=k, report=7) for k, name in enumerate(("india", "new_zealand"))]
    assert told(*lines) == [
        (
            2.5,
            "Known to india and new zealand after 1.5 h, from ship/0 (frigate of nato): a suspicious dhow.",
            ("events:0", "events:1"),
        )
    ]


def test_what_is_known_at_once() -> None:
    (one,) = told(line(0, 1.001, "taken", holder="india", report=7))
    assert one[1] == "Known to india at once, from ship/0 (frigate of nato): a suspicious dhow."


def test_what_differs_in_more_than_who_is_told_apart() -> None:
    at_once = [line(0, 2.5, "no_unit", holder="india", report=7, reason="too_far")]
    assert len(told(*at_once, line(1, 2.5, "no_unit", holder="japan", report=7, reason="no_unit_free"))) == 2
    assert len(told(*at_once, line(1, 2.5, "no_unit", holder="japan", report=8, reason="too_far"))) == 2
    assert len(told(*at_once, line(1, 2.6, "no_unit", holder="japan", report=7, reason="too_far"))) == 2
    assert len(told(*at_once, line(1, 2.5, "no_unit", holder="japan", report=7, reason="too_far"))) == 1


def test_ships_that_are_left_alone_are_counted() -> None:
    lines = [line(k, k / 10, "spared", actor="dhow/0", object=f"cargo/{k}", reason="unwilling") for k in range(3)]
    (one,) = told(*lines)
    assert one[1] == (
        "dhow/0 (pirate group) leaves cargo/0 (tanker) and 2 other ships alone: "
        "not willing in such light or weather; the last at 22 Feb 00:12."
    )


def test_a_ship_that_is_left_alone_again() -> None:
    lines = [line(k, k / 10, "spared", actor="dhow/0", object="cargo/0", reason="weather") for k in range(2)]
    (one,) = told(*lines)
    assert "cargo/0 (tanker) alone: " in one[1] and one[1].endswith("; again at 22 Feb 00:06.")


def test_reports_of_several_holders_are_counted_once() -> None:
    """Three reports to two nations: two more after the first, though there are four rows of them."""
    lines = [
        line(2 * k + j, 2.5 + k, "not_taken", holder=name, report=7 + k, reason="duplicate_report")
        for k in range(3)
        for j, name in enumerate(("india", "japan"))
    ]
    (one,) = told(*lines)
    assert "to india and japan: " in one[1] and one[1].endswith("; and 2 reports more until 22 Feb 04:30.")


def test_reports_that_say_something_else_are_told_apart() -> None:
    made = [line(k, 1.0 + k, "report", actor="ship/0", report=7 + k) for k in range(2)]
    taken = [line(2 + k, 2.5 + k, "taken", holder="india", report=7 + k) for k in range(2)]
    assert [one[1] for one in told(*made, *taken)] == [
        "ship/0 (frigate of nato) reports a suspicious dhow.",
        "ship/0 reports that it has lost a contact.",
        "Known to india after 1.5 h, from ship/0: a suspicious dhow.",
        "Known to india after 1.5 h, from ship/0: that it has lost a contact.",
    ]


def test_who_has_sent_somebody_sends_nobody_else() -> None:
    lines = [
        line(0, 2.5, "tasked", actor="ship/0", holder="india", report=7),
        line(1, 2.5, "no_unit", holder="india", report=7, reason="too_far"),
        line(2, 2.5, "gap", holder="india", object="ship/1", report=7, reason="too_far"),
        line(3, 2.5, "no_unit", holder="japan", report=7, reason="too_far"),
    ]
    assert [one[1] for one in told(*lines)] == [
        "India sends ship/0 (frigate of nato).",
        "Nobody else is sent by india: too far away.",
        "ship/1 (frigate of nato), which is not at the call of india, could have gone.",
        "Nobody is sent by japan: too far away.",
    ]


def test_where_it_happens() -> None:
    (one,) = told(line(0, 0.5, "attack", actor="dhow/0", object="cargo/0"))
    assert one[1] == "dhow/0 (pirate group) attacks cargo/0 (tanker) at (6, 2)."
    (nowhere,) = told(line(0, 0.5, "attack", actor="dhow/0", object="cargo/1"))
    assert nowhere[1] == "dhow/0 (pirate group) attacks cargo/1 (tanker)."


def test_a_line_of_ones_own() -> None:
    assert told(line(0, 0.5, "own:goes_fishing", actor="dhow/0"))[0][1] == "dhow/0 (pirate group): goes fishing."


def test_looks_say_what_was_believed() -> None:
    columns = ["t", "observer", "vessel", "kind", "state", "seen", "harmless", "arms", "piracy", "described", "verdict"]
    rows = pd.DataFrame(
        [
            [1.0, "ship/0", "dhow/0", "optical", "day calm", "ladders skiffs_along", 0.5, 0.001, 0.5, None, "suspects"],
            [2.0, "ship/1", "dhow/0", "optical", "day calm", "", None, None, None, None, None],
        ],
        columns=columns,
    )
    first, second = Teller(book()).sentences(of_beliefs(rows.itertuples()))
    assert first.text.endswith(
        "(optical, day calm), finds the signs ladders, skiffs along, and suspects it (piracy 0.50)."
    )
    assert second.text.endswith("(optical, day calm) and finds no sign.") and second.rests_on == ("beliefs:1",)


def test_a_story_as_text_and_as_html() -> None:
    story = Story(
        "A <b>", tuple(Teller(book()).sentences(of_lines([line(4, 1.0, "sailed", actor="dhow/0")]))), book().when
    )
    assert str(story) == "A <b>\n\n22 Feb 01:00  dhow/0 (pirate group) sails."
    assert story.text(ids=True).endswith("sails.\n    [events:4]")
    assert "A &lt;b&gt;" in story._repr_html_() and "events:4" in story._repr_html_()


@pytest.mark.parametrize(("hours", "said"), [(0.2, "12 min"), (1.25, "1.2 h"), (47.0, "47.0 h"), (72.0, "3.0 days")])
def test_durations(hours: float, said: str) -> None:
    assert duration(hours) == said


def test_lists() -> None:
    assert [listed("abc"[:k]) for k in range(4)] == ["", "a", "a and b", "a, b and c"]

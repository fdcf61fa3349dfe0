"""The table of `guardship validate`."""

from guardship.commands.recognition import parts
from guardship.console import drawn
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS

SIGNS = {
    name: {"shown": {"pirate_group": 0.1 + 0.2 * k, "dhow": 0.05}, "seen": {"optical": [{"sees": 0.9}]}}
    for k, name in enumerate("abcd")
}
THRESHOLDS = {"passes": 0.02, "closes": 0.1, "boards": 0.6}
RECOGNITION = {"signs": SIGNS, "priors": {"dhow": {"piracy": 0.1}}, "thresholds": THRESHOLDS}


def test_a_row_for_words_after_which_the_same_is_believed() -> None:
    changes = {"recognition": {**RECOGNITION, "signs": {"a": SIGNS["a"], "b": SIGNS["b"]}}}
    head, table = parts(load(SCENARIOS / "tiny.yaml", set=changes))
    assert isinstance(head, str) and "What one look tells" in head and not isinstance(table, str)
    lines = [line.split() for line in drawn(table).split("\n")]
    assert lines[0] == ["Hull", "Look", "area", "prior", "seen", "chance", "coalition"]
    assert lines[1] == ["dhow", "optical", "within", "4", "nm", "0.628", "0.1", "a", "+", "b", "0.571", "close"]
    assert [line[-2:] for line in lines[2:]] == [["0.388", "close"], ["0.145", "close"], ["0.0749", "keep"]]


def test_where_there_are_many_words_those_after_which_the_same_is_done_share_a_row() -> None:
    _, table = parts(load(SCENARIOS / "tiny.yaml", set={"recognition": RECOGNITION}))
    assert not isinstance(table, str)
    lines = drawn(table).split("\n")[1:]
    assert [line.split()[-1] for line in lines] == ["board", "close", "keep", "pass"]
    assert "c + d or b + d or b + c or 5 more" in lines[0] and " to " in lines[0]


def test_no_table_without_recognition() -> None:
    assert list(parts(load(SCENARIOS / "tiny.yaml"))) == []

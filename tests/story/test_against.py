"""Two runs of one seed told beside each other: the same until they part."""

from guardship.story.against import parted
from guardship.story.telling import Sentence, Story


def story(*texts: str, end: str = "Ended well.") -> Story:
    sentences = [
        Sentence(None, end, ("voyages:0",)),
        *(Sentence(float(k), text, (f"events:{k}",)) for k, text in enumerate(texts)),
    ]
    return Story("Voyage 1", tuple(sentences), lambda t: f"{t:g} h")


def test_the_same_is_told_once() -> None:
    found = parted(story("a", "b", "c"), story("a", "b", "d", end="Ended badly."))
    assert [one.text for one in found.same] == ["a", "b"]
    assert [one.text for one in found.one.sentences] == ["Ended well.", "c"]
    assert [one.text for one in found.other.sentences] == ["Ended badly.", "d"]
    assert found.text(("one", "other")).split("\n") == [
        "Voyage 1",
        "",
        "2 sentences are the same in both, until 1 h.",
        "",
        "In one:",
        "Ended well.",
        "2 h  c",
        "",
        "In other:",
        "Ended badly.",
        "2 h  d",
    ]


def test_what_is_said_again_after_they_have_parted_is_told_in_both() -> None:
    """`b` stands in both, but at another time."""
    found = parted(story("a", "x", "b"), story("a", "b"))
    assert [one.text for one in found.one.sentences][1:] == ["x", "b"]
    assert [one.text for one in found.other.sentences][1:] == ["b"]


def test_nothing_in_common() -> None:
    found = parted(story("a"), story("b"))
    assert found.same == () and "are the same" not in found.text(("one", "other"))


def test_a_number_that_is_of_another_group_in_the_other_run() -> None:
    """Voyages are numbered as they come, so that after two runs have parted a number may be of another group."""
    found = parted(story("a")._replace(title="Voyage 1 of p/0"), story("b")._replace(title="Voyage 1 of p/1"))
    lines = found.text(("one", "other")).split("\n")
    assert lines[0] == "In one, Voyage 1 of p/0:" and "In other, Voyage 1 of p/1:" in lines

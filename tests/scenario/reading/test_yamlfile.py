"""Plain values and their places."""

import pytest

from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.yamlfile import parse, plain

VALUES = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
    "12": 12,
    "-3": -3,
    "1.5": 1.5,
    "1e3": 1000.0,
    ".5": 0.5,
    "0.0": 0.0,
    "+4": 4,
    "1 # one": 1,
    "on": "on",
    "yes": "yes",
    "no": "no",
    "True": "True",
    "12:30": "12:30",
    "017": "017",
    "0x1F": "0x1F",
    "0b1": "0b1",
    "1_000": "1_000",
    "2010-03-01": "2010-03-01",
    "12 kn": "12 kn",
    "2010-03-01T00:00Z": "2010-03-01T00:00Z",
    "'12'": "12",
    '"true"': "true",
    "e5": "e5",
    "1e": "1e",
    ".": ".",
    "|\n  text": "text",
}


@pytest.mark.parametrize("text", VALUES)
def test_scalars(text: str) -> None:
    value = plain(parse(f"a: {text}", "f"))
    assert value == {"a": VALUES[text]}
    assert type(value["a"]) is type(VALUES[text])


def test_places_of_keys_and_values() -> None:
    root = parse("a: 1\nb:\n  - {c: x,\n     d: [y]}\n", "f")
    item = root.child("b").child(0)  # type: ignore[union-attr]
    assert item is not None and item.at == ("f", 3, 5) and item.key is None
    c, d = item.child("c"), item.child("d")
    assert c is not None and c.key == ("f", 3, 6) and c.at == ("f", 3, 9)
    assert d is not None and d.at == ("f", 4, 9) and d.child(0).at == ("f", 4, 10)  # type: ignore[union-attr]
    assert d.child(1) is None and root.child("z") is None


def test_keys_are_text() -> None:
    assert plain(parse("{1: a, 2.5: b, 'x y': c, no: d}", "f")) == {"1": "a", "2.5": "b", "x y": "c", "no": "d"}


def test_columns_count_characters_and_byte_order_marks_are_left_out() -> None:
    root = parse('é: "ü", b: 1'.join("{}"), "f")
    assert root.child("b").key == ("f", 1, 10)  # type: ignore[union-attr]


def test_every_problem_of_the_form_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse("a: &x 1\nb: *x\na: 2\nc: !!int 3\n1.5: .nan\n", "f")
    assert [(p.line, p.column, p.path) for p in caught.value.problems] == [
        (1, 4, "a"),
        (2, 4, "b"),
        (3, 1, "a"),
        (4, 4, "c"),
        (5, 6, "1.5"),
    ]

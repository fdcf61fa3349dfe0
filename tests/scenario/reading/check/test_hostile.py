"""Files meant to do harm, and files broken at random: a ScenarioError, quickly, and nothing else."""

import json
import os
import re
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from examples import tries
from guardship.scenario.problems import MOST_SHOWN, ScenarioError, report, unknown
from guardship.scenario.reading.check import validate
from guardship.scenario.reading.load import load
from scenario.worlds import SCENARIOS, SMALL

Write = Callable[..., str]


def bomb() -> str:
    levels = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    levels += [f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(levels)


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "deep lists": ("a: " + "[" * 200_000, "nested deeper than 40 levels"),
    "deep mappings": ("{a: " * 200_000, "nested deeper than 40 levels"),
    "deep blocks": ("".join(" " * n + "a:\n" for n in range(60)), "nested deeper than 40 levels"),
    "deep sequences": ("- " * 200_000, "nested deeper than 40 levels"),
    "alias bomb": (bomb(), "came the anchor &a"),
    "ten megabytes": (b"a" * 10_000_000, "came a file of 10000000 bytes, wanted at most 9000000"),
    "many values": ("a: [" + "1," * 150_000 + "]", "more than 30000 values"),
    "many keys": ("\n".join(f"a{n}: 1" for n in range(120_000)), "more than 30000 values"),
    "zero bytes": (b"name: a\x00b", "came the invisible character U+0000"),
    "binary": (bytes(range(256)), "came the byte 0x80, wanted UTF-8 text"),
    "not UTF-8": (b"name: caf\xe9", "came the byte 0xe9, wanted UTF-8 text"),
    "UTF-16": ("name: a".encode("utf-16"), "came the byte 0xff, wanted UTF-8 text"),
    "empty": ("", "the file is empty"),
    "only a comment": ("# nothing\n", "the file is empty"),
    "only text": ("hello", "came 'hello', wanted a mapping of scenario sections"),
    "only a list": ("- 1\n- 2", "came a list of 2, wanted a mapping of scenario sections"),
    "list as a key": ("? [a]\n: 1", "came an empty list as a key"),
    "null as a key": ("~: 1", "came nothing as a key"),
    "boolean as a key": ("true: 1", "came true as a key"),
    "unclosed": ("a: [1, 2", "not YAML"),
    "long number": ("a: " + "9" * 5000, "came 999"),
    "long number as a key": ("9" * 5000 + ": 1", "came 999"),
    "long tag": ("a: !" + "x" * 5000 + " 1", "came the tag !xxxx"),
    "long anchor": ("a: &" + "x" * 5000 + " 1", "came the anchor &xxxx"),
    "long alias": ("a: *" + "x" * 5000, "came the alias *xxxx"),
    "long key twice": (("x" * 900 + ": 1\n") * 2, "came the key 'xxxx"),
    "next line": ("name: a\x85b", "came the invisible character U+0085"),
    "line separator": ("name: a\u2028b", "came the invisible character U+2028 (line separator)"),
    "zero width space": ("name: a\u200bb", "came the invisible character U+200B (zero width space)"),
    "mark in the middle": ("name: a\ufeffb", "came the invisible character U+FEFF (zero width no-break space)"),
    "direction": ("name: a\u202eb", "came the invisible character U+202E (right-to-left override)"),
    "object": ("a: !!python/object/apply:os.system ['true']", "came the tag"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused(write: Write, case: str) -> None:
    text, wanted = HOSTILE[case]
    found = validate(write(text))
    assert any(wanted in problem.message for problem in found), [str(problem)[:200] for problem in found[:3]]
    assert all(len(str(problem)) < 1500 for problem in found)


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    messages = [validate(tmp_path / name)[0].message for name in ("", "none.yaml", "pipe")]
    assert messages == [
        "came a folder, wanted a file",
        "no such file",
        "the file is empty, wanted a scenario",  # a pipe to which nobody writes
    ]
    assert validate("/dev/zero")[0].message == "came what is not a regular file, wanted a file"
    assert "cannot be read" in validate("a\0b")[0].message


def test_dangerous_characters_are_not_printed(write: Write) -> None:
    (found,) = validate(write(SMALL.replace("name: small", 'name: "\\e[31m\\n\\u202e"')))
    assert str(found).isprintable()


TEXT = (SCENARIOS / "irtc.yaml").read_text()
TOKENS = [(m.start(), m.end()) for m in re.finditer(r"[A-Za-z0-9_./%-]+|[^\sA-Za-z0-9]|\n +", TEXT)]
ODD = [
    "",
    "null",
    "true",
    "1e999",
    ".nan",
    "-1",
    "[",
    "]",
    "{",
    "}",
    ":",
    "&a",
    "*a",
    "12:30",
    "\t",
    "\n",
    "'",
    "box",
    "day",
    "0",
    "[]",
    "{}",
    "12 kn",
    "nan nm",
    "1",
    "\u00e9",
    "extends: irtc.yaml",
    "<<: 1",
    "!!int",
    "{uniform: [1 h, 2 h]}",
]

token = st.integers(0, len(TOKENS) - 1)
change = st.one_of(
    st.tuples(st.just("replace"), token, st.sampled_from(ODD)),
    st.tuples(st.just("copy"), token, token),
    st.tuples(st.just("double"), token, st.integers(1, 3)),
)


def changed(text: str, kind: str, at: int, by: str | int) -> str:
    start, end = TOKENS[at]
    if kind == "copy":
        a, b = TOKENS[int(by)]
        return text[:start] + TEXT[a:b] + text[end:]
    return text[:start] + (str(by) if kind == "replace" else text[start:end] * (1 + int(by))) + text[end:]


@tries(250, 2500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(change, min_size=1, max_size=3))
def test_random_damage_never_gives_another_error(write: Write, changes: list[tuple[str, int, str | int]]) -> None:
    text = TEXT
    for kind, at, by in sorted(changes, key=lambda one: -one[1]):
        text = changed(text, kind, at, by)
    path = write(text)
    try:
        load(path)
    except ScenarioError as fault:
        assert fault.problems
        for problem in fault.problems:
            assert problem.line >= 1 and "Input should" not in problem.message and "\n" not in problem.message


json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 99)
    | st.floats(-9, 99)
    | st.sampled_from(["box", "day", "9 nm", "1 h", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["at", "from", "in", "is", "uniform", "normal", "count", "range", "1"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
PATHS = sorted({m.group() for m in re.finditer(r"^[a-z_]+(?=:)|(?<=^  )[a-z_]+(?=:)", TEXT, re.MULTILINE)})
path = st.lists(
    st.sampled_from(
        [*PATHS, "detects", "speed", "cruise", "hunts", "from", "bounds", "0", "1", "when", "type", "attacks"]
    ),
    min_size=1,
    max_size=4,
).map(".".join)


@tries(250, 2500)
@given(st.dictionaries(path, json_like, min_size=1, max_size=2))
def test_random_overrides_never_give_another_error(changes: dict[str, object]) -> None:
    for problem in validate(SCENARIOS / "tiny.yaml", set=changes):
        assert "Input should" not in problem.message and "something else" not in problem.message


def test_what_random_damage_has_found(write: Write) -> None:
    """A list where a word is wanted, in a place that other sections look up."""
    assert validate(write(SMALL.replace("is: passive", "is: [passive]")))[0].path == "types.boat.is"
    assert validate(write(SMALL.replace("cruise: 12 kn", "cruise: -1e999 kn")))[0].path == "types.boat.speed.cruise"


def test_hostile_geojson(write: Write) -> None:
    scenario = write(SMALL.replace("{point: [47, 12.6]}", "{file: g.json, feature: f}"))

    def feature(geometry: object, name: str = "f") -> str:
        return json.dumps(
            {"type": "FeatureCollection", "features": [{"type": "Feature", "id": name, "geometry": geometry}]}
        )

    cases = {
        "[" * 100_000: "nested too deep",
        '{"a": ' * 100_000: "nested too deep",
        '"' + '\\"' * 1_000_000: "not JSON",
        '{"a": ': "not JSON",
        '{"type": ' + "9" * 5000 + "}": "came inf as the type of the file, wanted GeoJSON",
        "[1, 2]": "wanted GeoJSON: a FeatureCollection, a Feature or a geometry",
        feature({"type": "Point", "coordinates": [float("nan"), 1]}): "not finite",
        feature({"type": "Point", "coordinates": 3}): "not finite",
        feature({"type": "Polygon", "coordinates": [[[46, 12], [47, 13]], [[46, 12]]]}): "wanted at least 3",
        feature({"type": "MultiPoint", "coordinates": []}): "came a MultiPoint, which is empty",
        feature(None): "came geometry of type nothing",
        feature({"type": "Point", "coordinates": [47, 12.6]}, "ff"): "unknown feature 'f' in",
        feature({"type": "Point", "coordinates": [47, 22.6]}): "outside the theatre",
    }
    for text, wanted in cases.items():
        write(text, "g.json")
        assert any(wanted in problem.message for problem in validate(scenario)), (wanted, validate(scenario))


# --- the work and what is printed stay in proportion


def faults(count: int) -> dict[str, str]:
    """Files of so many faults of one kind."""
    many = range(count)
    return {
        "unknown keys": SMALL + "".join(f"k{n}: 1\n" for n in many),
        "unknown keys of a group": SMALL.replace("count: 3", ", ".join(["count: 3", *(f"k{n}: 1" for n in many)])),
        "empty groups": SMALL.replace("groups:\n", "groups:\n" + "".join(f"  g{n}: {{}}\n" for n in many)),
        "unknown hulls among similar ones": SMALL.replace(
            "hulls:\n", "hulls:\n" + "".join(f"  shipshipship{n}: {{}}\n" for n in many)
        ).replace("{ship: {range", "{" + "".join(f"shopshipship{n}: {{range: 9 nm}}, " for n in many) + "ship: {range"),
        "one nation many times": SMALL
        + f"nations: {{a: {{}}}}\nsharing: {{topology: mesh, edges: {{delay: 5 min}}, members: [{'a, ' * count}a]}}\n",
        "fronts": SMALL
        + "timeline:\n"
        + "".join(f"  - {{at: 1 h, weather: {{is: w{n}, lasts: 1 h}}}}\n" for n in many),
    }


@pytest.mark.parametrize("case", faults(1))
def test_of_many_faults_few_are_printed_and_all_counted(write: Write, case: str) -> None:
    few, many = (validate(write(faults(count)[case])) for count in (30, 3000))
    assert len(many) >= 3000 and len(many) > 90 * len(few) / 2
    lines = report(many).splitlines()
    assert lines[-1] == f"... and {len(many) - MOST_SHOWN} more problems" and len(lines) == MOST_SHOWN + 1
    assert str(ScenarioError(many)) == report(many) and len(report(many)) < 20_000


@pytest.mark.parametrize("case", faults(1))
def test_ten_times_the_faults_cost_no_more_than_thirty_times(write: Write, case: str) -> None:
    """Processor time; of a machine that others use too, the quietest of three tries."""

    def cost(count: int) -> float:
        path = write(faults(count)[case])
        start = time.process_time()
        report(validate(path))
        return time.process_time() - start

    cost(500)  # warms up
    assert any(cost(5000) < 30 * max(cost(500), 0.02) for _ in range(3))


def test_an_unknown_name_is_compared_with_a_limited_number(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    known = {f"shipshipship{n}": None for n in range(50_000)}
    matched = SequenceMatcher.set_seq1

    def compare(self: SequenceMatcher[str], one: str) -> None:
        compared.append(one)
        matched(self, one)

    monkeypatch.setattr(SequenceMatcher, "set_seq1", compare)
    assert "did you mean 'shipshipship" in unknown("hull", "shopshipship", known)
    assert 0 < len(compared) <= 1000


def star(corners: int) -> list[list[float]]:
    """A valid outline whose sides all lie over one another."""
    at = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    far = np.where(np.arange(corners) % 2, 0.5, 0.05)
    found: list[list[float]] = np.column_stack([48.0 + far * np.cos(at), 13.0 + far * np.sin(at)]).tolist()
    return found


def zone(corners: int) -> list[list[float]]:
    """A rugged outline, as those of economic zones are."""
    at = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    far = 0.5 + 0.001 * np.random.default_rng(1).standard_normal(corners)
    found: list[list[float]] = np.column_stack([48.0 + far * np.cos(at), 13.0 + 0.5 * far * np.sin(at)]).tolist()
    return found


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [
        (zone(50_000), None),
        (zone(800_000), "wanted at most 200000"),
        (star(100_000), "run to and fro over one another"),
    ],
    ids=["zone", "too long", "star"],
)
def test_areas_of_many_corners(write: Write, shape: list[list[float]], wanted: str | None) -> None:
    write(json.dumps({"type": "Feature", "id": "f", "geometry": {"type": "Polygon", "coordinates": [shape]}}), "g.json")
    path = write(re.sub(r"waters: \{polygon.*", "waters: {file: g.json, feature: f}", SMALL))
    messages = [problem.message for problem in validate(path)]
    assert messages == [] if wanted is None else wanted in " ".join(messages)


def test_a_mesh_that_is_too_dense(write: Write) -> None:
    nations = "".join(f"  n{n}: {{report_delay: 5 min, distress_delay: 5 min}}\n" for n in range(500))
    path = write(SMALL + "nations:\n" + nations + "sharing: {topology: mesh, edges: {delay: 5 min}}\n")
    (problem,) = validate(path)
    assert problem.path == "sharing.topology"
    assert problem.message == "came mesh with 249500 edges among holders, wanted at most 10000"

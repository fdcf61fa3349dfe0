"""What clearances may not say, with the place in the file."""

from collections.abc import Callable

import pytest

from guardship.scenario.reading.check import validate
from system.worlds import SCENARIOS

FILE = """\
extends: tiny.yaml
recognition:
  priors: {dhow: {piracy: 0.1}}
  clearances: {fix: 1 nm, drift: 5 kn, gate: 10 nm, noted: {optical: [0.1, 0.7]}}
  dossiers:
    descriptions: {name: {seen: {optical: [{sees: 0.9}]}}}
    passes: {describes: name, harmless: 0.98, misread: 0.01, lasts: 20 d}
"""
AT = "recognition.clearances"


@pytest.fixture
def problems(write: Callable[..., str]) -> Callable[[str, str], list[str]]:
    """The problems of the file with one piece of its text replaced, as `line: path: message`."""

    def found(old: str, new: str) -> list[str]:
        assert FILE.count(old) == 1
        write((SCENARIOS / "tiny.yaml").read_text("utf-8"), "tiny.yaml")
        return [f"{one.line}: {one.path}: {one.message}" for one in validate(write(FILE.replace(old, new)))]

    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("gate: 10 nm", "gate: 0 nm", f"4: {AT}.gate: "),
        ("drift: 5 kn", "drift: 5 nm", f"4: {AT}.drift: "),
        ("fix: 1 nm, ", "", f"4: {AT}"),
        ("0.7]", "1.7]", f"4: {AT}.noted.optical[1]: "),
        ("[0.1, 0.7]", "[]", f"4: {AT}.noted.optical: "),
        ("optical: [0.1", "hail: [0.1", f"4: {AT}.noted.hail"),
        (
            ", noted: {optical: [0.1, 0.7]}",
            "",
            "7: recognition.dossiers.passes: came passes without `recognition.clearances.noted`, wanted both",
        ),
        ("describes: name", "describes: nam", "7: recognition.dossiers.passes.describes: unknown description 'nam'"),
    ],
)
def test_what_is_refused(problems: Callable[[str, str], list[str]], old: str, new: str, expected: str) -> None:
    (found,) = problems(old, new)
    assert found.startswith(expected)


def test_what_is_not(problems: Callable[[str, str], list[str]]) -> None:
    assert problems("misread: 0.01, ", "") == []
    assert problems("drift: 5 kn", "drift: 0 kn") == []

"""What clearances may not say, with the place in the file."""

from collections.abc import Callable

import pytest

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
def test_what_is_refused(spoil_tiny: Callable[..., list[str]], old: str, new: str, expected: str) -> None:
    (found,) = spoil_tiny(FILE, old, new)
    assert found.startswith(expected)


def test_what_is_not(spoil_tiny: Callable[..., list[str]]) -> None:
    assert spoil_tiny(FILE, "misread: 0.01, ", "") == []
    assert spoil_tiny(FILE, "drift: 5 kn", "drift: 0 kn") == []

"""What dossiers may not say, with the place in the file."""

from collections.abc import Callable

import pytest

FILE = """\
extends: tiny.yaml
recognition:
  priors: {dhow: {piracy: 0.1}}
  dossiers:
    descriptions:
      look: {seen: {optical: [{sees: 0.4, mistakes: 0.1}, {sees: 0.8}]}, when: {night: {optical: 0.3}}}
      name: {seen: {hail: [{sees: 0.9}]}}
    alike: {dhow: 30}
    priors_of: all
    victims: {describes: {look: 0.7, name: 0.2}, to: [coalition], guilty: 0.95, lasts: 30 d}
    visits: {describes: name, harmless: 0.99, lasts: 20 d}
"""
AT = "recognition.dossiers"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("night:", "nite:", f"6: {AT}.descriptions.look.when.nite: unknown state of light, weather or visibility"),
        ("alike: {dhow: 30}", "alike: {dow: 30}", f"8: {AT}.alike.dow: unknown hull 'dow'; did you mean 'dhow'?"),
        ("dhow: 30", "dhow: 0.5", f"8: {AT}.alike.dhow: came 0.5, wanted a number of vessels"),
        (
            "look: 0.7",
            "luck: 0.7",
            f"10: {AT}.victims.describes.luck: unknown description 'luck'; wanted one of: look, name",
        ),
        ("look: 0.7", "look: 0.9", f"10: {AT}.victims.describes: came shares that add up to 1.1, wanted 1 at most"),
        (
            "describes: name",
            "describes: nam",
            f"11: {AT}.visits.describes: unknown description 'nam'; did you mean 'name'?",
        ),
        ("priors_of: all", "names: 0.5", f"5: {AT}: came names 0.5, wanted more than 0.5"),
        ("[coalition]", "[coalitian]", f"10: {AT}.victims.to[0]: unknown nation or centre 'coalitian'"),
        ("{sees: 0.8}", "{sees: 0.3}", f"6: {AT}.descriptions.look: seen.optical[1] sees less or mistakes more"),
        ("priors_of: all", "priors_of: most", f"9: {AT}.priors_of: "),
        (", lasts: 20 d", "", f"11: {AT}.visits"),
    ],
)
def test_what_is_refused(spoil_tiny: Callable[..., list[str]], old: str, new: str, expected: str) -> None:
    (found,) = spoil_tiny(FILE, old, new)
    assert found.startswith(expected)


def test_what_is_not(spoil_tiny: Callable[..., list[str]]) -> None:
    assert spoil_tiny(FILE, "look: 0.7", "look: 0.8") == []

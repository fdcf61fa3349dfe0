"""Whatever a scenario names has to be there."""

from collections.abc import Callable

import pytest

from guardship.scenario.reading.check import validate
from scenario.worlds import SMALL

LAW = """
nations:
  aland:
    report_delay: 5 min
    distress_delay: 5 min
    rules: {offences: [piracy], inside: [waters], protects: [panama]}
  bland: {report_delay: 5 min, distress_delay: 5 min}
law:
  waters: {coast: {state: cland, area: waters}}
  claims: {boat: {panama: 1}}
  suspicions: {ship: drugs}
  agreements:
    pact: {parties: [aland, cland], permits: [visit], guests: [bland], offences: [arms, people], flags: [panama, any]}
pacts:
  guard:
    parties: [aland, cland]
    protects: {flags: [panama], in: waters}
    levels: [{is: low}, {is: high}]
    raised: {by: [call], in: waters, to: high, lasts: 1 d}
timeline:
  - {at: 1 h, lapse: pact}
  - {at: 2 h, alert: {pact: guard, level: high}}
"""
SLIPS = {
    "offences: [piracy]": ("offences: [pirracy]", "unknown offence 'pirracy'; did you mean 'piracy'?"),
    "{ship: drugs}": ("{ship: druggs}", "unknown offence 'druggs'; did you mean 'drugs'?"),
    "[arms, people]": ("[arms, peple]", "unknown offence 'peple'; did you mean 'people'?"),
    "inside: [waters]": ("inside: [watters]", "unknown area 'watters'; did you mean 'waters'?"),
    "parties: [aland, cland], permits": (
        "parties: [aland, klannd], permits",
        "unknown nation, state of waters or flag",
    ),
    "guests: [bland]": ("guests: [blandd]", "unknown nation 'blandd'; did you mean 'bland'"),
    "flags: [panama, any]": ("flags: [panma, any]", "unknown flag, nation or state of waters 'panma'"),
    "parties: [aland, cland]\n": ("parties: [aland, klannd]\n", "unknown nation, state of waters or flag 'klannd'"),
    "lapse: pact": ("lapse: pakt", "unknown agreement or pact 'pakt'; did you mean 'pact'?"),
    "level: high": ("level: hihg", "unknown level 'hihg'; did you mean 'high'?"),
    "to: high": ("to: hihg", "came an alert raised to hihg, wanted a level above the first"),
}


def test_the_law_is_sound(write: Callable[..., str]) -> None:
    assert validate(write(SMALL + LAW)) == []


@pytest.mark.parametrize("old", SLIPS)
def test_a_slip_of_the_pen_is_told(write: Callable[..., str], old: str) -> None:
    new, wanted = SLIPS[old]
    assert LAW.count(old) == 1
    messages = [problem.message for problem in validate(write(SMALL + LAW.replace(old, new)))]
    assert any(wanted in message for message in messages), messages


NAMES = [
    "\u0395\u03bb\u03bb\u03ac\u03b4\u03b1",
    "\u4e2d\u56fd",
    "C\u00f4te-d'Or".replace("'", "_"),
    "\u0939\u093f\u0928\u094d\u0926\u0940",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_alphabet(write: Callable[..., str], name: str) -> None:
    assert validate(write(SMALL.replace("waters", name))) == []


@pytest.mark.parametrize(
    "name", ["1a", "-a", "a b", "a.b", "a/b", "a'b", "\u2460", "a\u2013b", "a" * 65, "\U0001f600", "a\u200db"]
)
def test_what_is_no_name(write: Callable[..., str], name: str) -> None:
    messages = [problem.message for problem in validate(write(SMALL.replace("name: small", f'name: "{name}"')))]
    assert len(messages) == 1 and "wanted a name: letters of any alphabet, digits, _ and -" in messages[0]


def test_accents_may_be_composed_or_not(write: Callable[..., str]) -> None:
    text = SMALL.replace("  waters: {", "  c\u00f4te: {").replace("in: waters", "in: co\u0302te")
    assert validate(write(text)) == []

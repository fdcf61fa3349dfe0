"""What recognition may not say, with the place in the file; identification by rings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guardship.scenario.reading.check import validate
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS

FILE = """\
extends: tiny.yaml
recognition:
  signs:
    tow: {shown: {pirate_group: {hunting: 0.9}, dhow: 0.1}, seen: {optical: [{sees: 0.4, mistakes: 0.1}, {sees: 0.8}]}}
  measured: {closing: {on: [merchant], within: 5 nm, believed: {harmless: 0.1}}}
  priors: {dhow: {piracy: 0.1}}
  priors_in: {waters: {dhow: {piracy: 0.2}}}
  thresholds: {passes: 0.1, closes: 0.2, asks: 0.1, boards: 0.4, piracy: {boards: 0.3}}
nations: {coalition: {thresholds: {boards: 0.5}}}
sensors:
  lookout: {identifies: {dhow: [{range: 8 nm, after: 20 min}, {range: 2 nm, after: 10 min}]}}
"""


@pytest.fixture
def problems(write: Callable[..., str]) -> Callable[[str, str], list[str]]:
    """The problems of the file with one piece of its text replaced, as `line: path: message`."""

    def found(old: str, new: str) -> list[str]:
        assert FILE.count(old) == 1
        write((SCENARIOS / "tiny.yaml").read_text("utf-8"), "tiny.yaml")
        path = write(FILE.replace(old, new))
        return [f"{one.line}: {one.path}: {one.message}" for one in validate(path)]

    return found


SIGN, PRIORS, THRESHOLDS = "recognition.signs.tow", "recognition.priors", "recognition.thresholds"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("dhow: 0.1}, seen", "dhou: 0.1}, seen", f"4: {SIGN}.shown.dhou: unknown type 'dhou'; did you mean 'dhow'?"),
        (
            "dhow: 0.1}, seen",
            "dhow: {hunting: 0.1}}, seen",
            f"4: {SIGN}.shown.dhow: came phases of dhow, which has none: it is no offender; wanted one share",
        ),
        (
            "seen: {optical",
            "skiffs: {dhow: 0.1}, seen: {optical",
            f"4: {SIGN}.skiffs.dhow: came dhow, which has no skiffs, wanted a type that has",
        ),
        (
            "seen: {optical",
            "when: {nigth: 0.1}, seen: {optical",
            f"4: {SIGN}.when.nigth: unknown state of light, weather or visibility 'nigth'; did you mean 'night'?",
        ),
        (
            "seen: {optical",
            "believed: {drugs: 0.1}, seen: {optical",
            f"4: {SIGN}.believed.drugs: unknown offence of any type 'drugs'; wanted one of: harmless, piracy",
        ),
        (
            "sees: 0.4",
            "sees: 0.05",
            f"4: {SIGN}.seen.optical[0]: came sees 0.05 below mistakes 0.1, wanted at least as much",
        ),
        (
            "sees: 0.4",
            "sees: 0.9",
            f"4: {SIGN}: seen.optical[1] sees less or mistakes more than the ring around it, wanted sees that rises and "
            "mistakes that fall towards the vessel",
        ),
        (
            "    tow:",
            "    fast:",
            "4: recognition.signs.fast: came fast as the name of a sign, wanted another: what is measured has it",
        ),
        (
            "on: [merchant]",
            "on: [ship]",
            "5: recognition.measured.closing.on[0]: unknown hull 'ship'; did you mean 'warship'?",
        ),
        (
            "{harmless: 0.1}",
            "{piracy: 0.1}",
            "5: recognition.measured.closing: came believed without harmless, wanted it: it is what the offences are "
            "compared with",
        ),
        (
            "{dhow: {piracy: 0.1}}",
            "{dhow: {}, merchant: {piracy: 0.1}}",
            f"6: {PRIORS}.merchant.piracy: came piracy for merchant, wanted an offence of a type that has this hull, "
            "or one in `believed_of` of every sign",
        ),
        (
            "{dhow: {piracy: 0.1}}",
            "{dhow: {piracy: 1}}",
            f"6: {PRIORS}.dhow: came shares that add up to 1, wanted less than 1: some are harmless",
        ),
        ("{waters:", "{water:", f"7: {PRIORS}_in.water: unknown area 'water'; did you mean 'waters'?"),
        (
            "{dhow: {piracy: 0.2}}",
            "{skiff: {piracy: 0.2}}",
            f"7: {PRIORS}_in.waters.skiff: came a prior for skiff in some waters only, wanted one in "
            "`recognition.priors` too",
        ),
        ("passes: 0.1", "passes: 0.3", f"8: {THRESHOLDS}: came passes 0.3 above closes 0.2, wanted it at most as high"),
        (
            "{boards: 0.3}",
            "{boards: 0.05}",
            f"8: {THRESHOLDS}.piracy: came closes 0.2 above boards 0.05, wanted it at most as high",
        ),
        (
            "{boards: 0.3}",
            "0.3",
            f"8: {THRESHOLDS}.piracy: came a number for piracy, wanted steps such as {{boards: 0.3}}",
        ),
        (
            "{boards: 0.5}",
            "{boards: 0.05}",
            "9: nations.coalition.thresholds: came closes 0.2 above boards 0.05, wanted it at most as high",
        ),
        (
            "range: 2 nm",
            "range: 9 nm",
            "11: sensors.lookout.identifies.dhow: came a list of 2, wanted ranges that fall, from the outermost ring to "
            "the innermost, not 9 nm next",
        ),
    ],
)
def test_refusals(problems: Callable[[str, str], list[str]], old: str, new: str, expected: str) -> None:
    assert expected in problems(old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{sees: 0.8}", "{see: 0.8, sees: 0.8}", "seen.optical[1].see: unknown key 'see'; did you mean 'sees'?"),
        ("{sees: 0.8}", "{sees: 1.8}", "[1].sees: came 1.8, wanted a probability of at least 0 and at most 1"),
        ("tow: {shown", "tow: {renews: 0 h, shown", "came '0 h', wanted a duration above 0 h and at most 1e+06 h"),
        ("{hunting: 0.9}", "{huntin: 0.9}", "shown.pirate_group.huntin: came 'huntin', wanted outbound, hunting or"),
        ("closes: 0.2, asks: 0.1, boards: 0.4", "boards: 0.05", "came passes 0.1 above boards 0.05, wanted it at most"),
        ("seen: {optical", "seen: {motion", "came 'motion', wanted radar, optical, ais, other, hail or approach"),
    ],
)
def test_one_fault_is_one_problem(problems: Callable[[str, str], list[str]], old: str, new: str, expected: str) -> None:
    """Of a list with a wrong entry it is not said that it is too short."""
    (said, *more) = problems(old, new)
    assert expected in said
    assert all("thresholds" in one for one in more)  # a nation has those of all too


def test_seventeen_signs(problems: Callable[[str, str], list[str]]) -> None:
    one = "{seen: {optical: [{sees: 0.4}]}}"
    many = ", ".join(f"s{k}: {one}" for k in range(16))
    (said,) = problems("  signs:\n", f"  signs:\n    {many.replace(', s', chr(10) + '    s')}\n")
    assert "wanted at most 16 entries" in said


def test_as_it_is_it_is_valid(problems: Callable[[str, str], list[str]]) -> None:
    assert problems("0.5", "0.5") == []


def test_a_hull_without_prior_needs_the_chance_to_look_suspicious(tmp_path: Path) -> None:
    """And has one ring: what it looks like then decides. With a prior that chance may stand there, for nothing."""
    changes = {"sensors.lookout.identifies.dhow": [{"range": "8 nm", "after": "20 min"}]}
    with pytest.raises(ValueError, match=r"dhow\[0\]: came no suspicious for a hull without an entry"):
        load(SCENARIOS / "tiny.yaml", set=changes)
    two = [{"range": f"{r} nm", "after": "20 min", "suspicious": 0.1} for r in (8, 2)]
    with pytest.raises(ValueError, match="dhow: came rings for a hull without an entry"):
        load(SCENARIOS / "tiny.yaml", set={"sensors.lookout.identifies.dhow": two})
    with pytest.raises(ValueError, match="came thresholds without `recognition`, wanted both or none"):
        load(SCENARIOS / "tiny.yaml", set={"nations.coalition.thresholds": {"boards": 0.5}})
    assert load(SCENARIOS / "tiny.yaml", set={"recognition": {"priors": {"dhow": {}}}})


def test_rings_from_the_outermost_on() -> None:
    alone = {"range": "8 nm", "after": "20 min", "suspicious": 0.2}
    one, listed = (
        load(SCENARIOS / "tiny.yaml", set={"sensors.lookout.identifies.dhow": given}) for given in (alone, [alone])
    )
    assert one.hash == listed.hash
    assert [ring.range for ring in listed.sensors["lookout"].rings("dhow")] == [8.0]
    assert one.sensors["lookout"].rings("warship") == ()

"""Trials from outside: what is judged wrong, limits of a child, tables, and a sample of each kind as a command."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tools.trials import records
from tools.trials.hostile import designs, mutated, places, spelling, yaml_text
from tools.trials.judge import MOST_SAID, faults
from tools.trials.kills.commands import digest, litter
from tools.trials.scenarios.generated import near, scaled
from tools.trials.trial import Outcome, Record, Trial, Wanted

ROOT = Path(__file__).parents[2]
PLAIN = 0.1  # s
SAID = "case.yaml:3:4: name: came nothing\n"


def outcome(code: int = 2, said: str = SAID, cpu: float = 0.2, size: int = 100, longest: int = 50) -> Outcome:
    return Outcome(code, cpu, cpu, said, size, longest, 100.0)


REFUSED = Trial("f", "n", ("validate", "case.yaml"), place=r"case\.yaml:\d+:\d+: ")


@pytest.mark.parametrize(
    ("trial", "came", "wrong"),
    [
        (REFUSED, outcome(), []),
        (REFUSED, outcome(0, "case.yaml: valid"), ["silent acceptance"]),
        (REFUSED, outcome(1, "Traceback (most recent call last):\n ..."), ["traceback"]),
        (REFUSED, outcome(1), ["exit 1"]),
        (REFUSED, outcome(-9), ["no end"]),
        (REFUSED, outcome(-11), ["dies of SIGSEGV"]),
        (REFUSED, outcome(said="cannot write: File name too long"), ["no place"]),
        (REFUSED, outcome(cpu=1.2), ["slow"]),
        (REFUSED._replace(dear=2.0), outcome(cpu=1.2), []),
        (REFUSED, outcome(size=MOST_SAID + 1), ["unbounded output"]),
        (REFUSED, outcome(longest=3000), ["long line"]),
        (REFUSED, outcome(said=SAID + "\x1b[31m"), ["prints control characters"]),
        (REFUSED._replace(never="secret"), outcome(said=SAID + "secret"), ["says what it should not"]),
        (REFUSED._replace(wanted=Wanted.READ), outcome(), ["refused"]),
        (REFUSED._replace(wanted=Wanted.EITHER), outcome(0, "case.yaml: valid"), []),
        (REFUSED._replace(wanted=Wanted.EITHER), outcome(said="no"), ["no place"]),
    ],
)
def test_what_is_wrong(trial: Trial, came: Outcome, wrong: list[str]) -> None:
    assert list(faults(trial, came, PLAIN)) == wrong


def test_tables_and_files_of_results(tmp_path: Path) -> None:
    """Written and read again; a row a family, before beside after."""
    before = [Record("hostile", "a", "one", ["slow"]), Record("hostile", "a", "two", []), Record("kills", "b", "x", [])]
    for record in before:
        records.append(tmp_path / "before.jsonl", record)
    assert records.read([tmp_path / "before.jsonl"]) == before
    assert list(records.before_and_after(before, [Record("hostile", "a", "one", []), before[1]])) == [
        "| kind | family | tried | wrong before | wrong after |",
        "|---|---|---|---|---|",
        "| hostile | a | 2 | 1: slow 1 | 0 |",
        "| kills | b | 1 | 0 |  |",
        "| all | | 3 / 2 | 1 | 0 |",
    ]
    assert [line.split() for line in records.summary(before)][1] == ["hostile", "a", "2", "1", "slow", "1"]
    assert len(list(records.failures(before))) == 1
    again = [Record("hostile", "a", "one", []), Record("hostile", "c", "new", [])]
    assert records.common(before, again) == (before[:1], again[:1])


def test_every_trial_has_a_name_of_its_own() -> None:
    """Else before and after could not be told apart."""
    tiny = mutated.load(ROOT / "scenarios/tiny.yaml")
    found = [*yaml_text.trials(), *spelling.trials(), *places.theatres(), *designs.trials("")]
    found += [*mutated.of_names("tiny", tiny, {}, tiny), *mutated.of_keys("tiny", tiny, {})]
    assert len(found) > 1000
    assert [name for name, n in Counter((t.family, t.name) for t in found).items() if n > 1] == []


def test_small_parts() -> None:
    assert scaled("12 nm", 3.0) == "36 nm" and scaled("5 min", 0.0) == "0 min"
    assert mutated.misspelled("piracy") == "ipracy" and mutated.misspelled("a") == "ax"
    assert mutated.merged({"a": {"b": 1, "c": 2}}, {"a": {"b": None, "d": 3}}) == {"a": {"c": 2, "d": 3}}
    assert near("groups.a.count", "groups.a") and not near("groups.a.count", "types.b.is")


def test_digests_and_litter(tmp_path: Path) -> None:
    """What differs between equal runs does not count; parts of files and what nobody knows are litter."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r/summary.json").write_text("{}")
    before = digest(tmp_path / "r")
    (tmp_path / "r/provenance.json").write_text("now")
    assert digest(tmp_path / "r") == before and digest(tmp_path / "none") == ""
    (tmp_path / "r/summary.json").write_text("{1}")
    assert digest(tmp_path / "r") != before
    (tmp_path / "r/x.part").touch()
    (tmp_path / ".r-abc").mkdir()
    assert sorted(litter(tmp_path, {"r": ""})) == [".r-abc", "x.part"]


CHILDREN = """
import json, sys
from pathlib import Path
from tools.trials.child import Limits, tried

def loops():
    while True:
        pass

def eats():
    return len(bytearray(4 << 30))

def fails():
    raise ValueError("x")

folder = Path(sys.argv[1])
acts = [lambda: 2, lambda: sys.exit("said"), fails, loops, eats, lambda: print("a" * 100_000)]
print(json.dumps([tried(act, folder, limits=Limits(cpu=1, wall=30, memory=1.0)) for act in acts]))
"""


def test_children_and_their_limits(tmp_path: Path) -> None:
    """Exit codes, what is said, time and memory that come to an end."""
    (tmp_path / "trial").mkdir()
    line = [sys.executable, "-c", CHILDREN, str(tmp_path / "trial")]
    said = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout
    plain, left, failed, looped, ate, told = (Outcome(*one) for one in json.loads(said))
    assert (plain.code, plain.size) == (2, 0)
    assert (left.code, left.said) == (1, "said\n")
    assert failed.code == 1 and "ValueError: x" in failed.said
    assert looped.code < 0 and looped.cpu >= 0.9
    assert ate.code == 1 and "MemoryError" in ate.said
    assert (told.code, told.size, told.longest) == (0, 100_001, 100_000)


@pytest.mark.parametrize(
    ("kind", "more", "least"),
    [
        ("hostile", ("--only", "times", "--every", "9"), 5),
        ("scenarios", ("--count", "4", "--only", "strategies"), 2),
        pytest.param("hostile", ("--every", "400"), 15, marks=pytest.mark.long),
        pytest.param("kills", ("--count", "3", "--only", "a new run"), 6, marks=pytest.mark.long),
        pytest.param("surroundings", ("--only", "disk"), 10, marks=pytest.mark.long),
        pytest.param("stranger", ("--only", "planted"), 0, marks=pytest.mark.long),
    ],
)
def test_a_sample_of_each_kind(tmp_path: Path, kind: str, more: tuple[str, ...], least: int) -> None:
    """Something is tried, nothing of the tool itself goes wrong, and nothing of the checkout ends with a traceback."""
    out = tmp_path / "found.jsonl"
    line = [sys.executable, "-m", "tools.trials", kind, "--out", str(out), *more]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    found = records.read([out])
    assert len(found) >= least
    assert [r for r in found if "traceback" in r.faults] == []

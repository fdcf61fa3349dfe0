"""The gate fails when work grows, passes when it shrinks, and refuses what it cannot read."""

import json
from pathlib import Path

import pytest

from benchmarks import gate
from benchmarks.gate import Counts, Ratios
from benchmarks.subjects import COUNTED, TIMED, Timed

COUNTERS: Counts = {"tiny": {"events": 1000, "plans": 3}}
RATIOS: Ratios = {"tiny": 4.0}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that says what `found` finds."""
    found(monkeypatch, COUNTERS, RATIOS)
    monkeypatch.setattr(gate, "fresh", lambda: RATIOS)
    monkeypatch.setattr(gate, "warm", lambda: None)
    path = tmp_path / "work.json"
    assert gate.main(["--work", str(path), "--update"]) == 0
    return path


def found(monkeypatch: pytest.MonkeyPatch, counters: Counts, ratios: Ratios) -> None:
    """What the gate finds."""
    monkeypatch.setattr(gate, "count", lambda: counters)
    monkeypatch.setattr(gate, "ratios", lambda was: ratios)


@pytest.mark.parametrize(
    ("counters", "ratios", "code", "says"),
    [
        ({"events": 1000, "plans": 3}, 4.0, 0, "passed."),
        ({"events": 2000, "plans": 3}, 4.0, 1, "worse"),
        ({"events": 1020, "plans": 3}, 4.0, 0, "+2.0%"),
        ({"events": 1021, "plans": 3}, 4.0, 1, "worse"),
        ({"events": 1000, "plans": 13}, 4.0, 0, "more"),  # ten of what is seldom
        ({"events": 1000, "plans": 14}, 4.0, 1, "worse"),
        ({"events": 500, "plans": 3}, 4.0, 0, "better"),
        ({"events": 1000}, 4.0, 1, "gone"),
        ({"events": 1000, "plans": 3, "bends": 1}, 4.0, 1, "new"),
        ({"events": 1000, "plans": 3}, 5.9, 0, "+47.5%"),
        ({"events": 1000, "plans": 3}, 6.1, 1, "worse"),
        ({"events": 1000, "plans": 3}, 1.0, 0, "passed."),
    ],
)
def test_verdicts(
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    counters: dict[str, int],
    ratios: float,
    code: int,
    says: str,
) -> None:
    found(monkeypatch, {"tiny": counters}, {"tiny": ratios})
    out = work.with_name("found.json")
    assert gate.main(["--work", str(work), "--json", str(out)]) == code
    assert says in capsys.readouterr().out
    written = json.loads(out.read_text())
    assert written["passed"] is (code == 0)
    assert written["counters"] == {"tiny": counters}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"counters": {}}',
        '{"counters": {"a": 1}, "ratios": {}}',
        '{"counters": {"a": {"events": "many"}}, "ratios": {}}',
        '{"counters": {}, "ratios": {"a": NaN}}',
    ],
)
def test_garbled_file_is_refused(work: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    work.write_text(text)
    assert gate.main(["--work", str(work)]) == 2
    assert "--update" in capsys.readouterr().err


def test_missing_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main(["--work", str(tmp_path / "none.json")]) == 2
    assert "is not there" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--faster"], ["--only", "memory"], ["--only", "times", "--update"]])
def test_what_cannot_be_asked_is_refused(options: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        gate.main(options)
    assert stop.value.code == 2


@pytest.mark.parametrize(("only", "events", "ratio"), [("counters", 1000, 9.0), ("times", 2000, 4.0)])
def test_one_half_alone(work: Path, monkeypatch: pytest.MonkeyPatch, only: str, events: int, ratio: float) -> None:
    """The other half may be as bad as it likes, and counts together with this one."""
    found(monkeypatch, {"tiny": {"events": events, "plans": 3}}, {"tiny": ratio})
    assert gate.main(["--work", str(work), "--only", only]) == 0
    assert gate.main(["--work", str(work)]) == 1
    found(monkeypatch, {"tiny": {"events": 2000, "plans": 3}}, {"tiny": 9.0})
    assert gate.main(["--work", str(work), "--only", only]) == 1


def test_a_slow_measurement_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """A neighbour was busy: the least of some attempts counts, and no more are made than are needed."""
    tries = iter([9.0, 7.0, 5.0, 1.0])
    monkeypatch.setattr(gate, "TIMED", ["run"])
    monkeypatch.setattr(gate, "attempt", lambda timed: {timed: next(tries)})
    assert gate.ratios({"run": 4.0}) == {"run": 5.0}
    assert next(tries) == 1.0


@pytest.mark.parametrize("timed", TIMED, ids=lambda timed: next(iter(timed.against)))
def test_a_round_of_each_timed_subject_runs(timed: Timed) -> None:
    """What CI times is run here too: it is no part of what the counters run."""
    spent = timed.prepare()()
    assert set(spent) == set(timed.against) and all(seconds > 0 for seconds in spent.values())


def test_committed_file_holds_all_subjects() -> None:
    """And what it holds is what is measured, so that nothing that is listed goes unwatched."""
    known = gate.read(gate.WORK)
    assert set(known.counters) == set(COUNTED)
    assert set(known.ratios) == {name for timed in TIMED for name in timed.against}
    assert all(
        {"pair_tests", "events", "stale_events", "decisions", "draws"} <= set(of) for of in known.counters.values()
    )

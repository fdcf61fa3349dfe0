"""The audit of run folders, `--set`, and a run made again from its own folder."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import guardship
from guardship.run.audit import audit
from guardship.run.reading import NotARun
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS, TINY, files
from system.worlds import guardship as command

THEATRE = SCENARIOS / "gulf_of_aden.yaml"
DAYS = {"time.warm_up": "1 d", "time.measure": "4 d", "time.drain": "1 d"}


@pytest.fixture(scope="module")
def done() -> Run:
    """Five days of the theatre, with everything that sails and flies in it."""
    return simulate(load(THEATRE, set=DAYS), 2)


@pytest.fixture
def tipped(tmp_path: Path) -> Path:
    """The folder of a run in which reports are about voyages."""
    return simulate(load(SCENARIOS / "tips.yaml"), 3).write(tmp_path / "tipped")


@pytest.fixture
def folder(done: Run, tmp_path: Path) -> Path:
    return done.write(tmp_path / "run")


def changed(folder: Path, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Tamper with a table."""
    path = folder / f"{name}.parquet"
    change(pd.read_parquet(path)).to_parquet(path)


def found(folder: Path) -> set[str]:
    """The checks that find something."""
    return {check for check, findings in audit(folder).items() if findings}


def test_a_run_and_its_folder_are_clean(done: Run, folder: Path) -> None:
    assert not any(audit(done).values())
    assert found(folder) == set()
    assert guardship.audit(folder) == audit(done)


def test_the_folder_makes_the_same_run_again(folder: Path, tmp_path: Path) -> None:
    """Byte for byte; the manifest says of the first that something was set."""
    again = simulate(load(folder / "scenario.json"), 2).write(tmp_path / "again")
    first, second = files(folder), files(again)
    made, remade = json.loads(first.pop("manifest.json")), json.loads(second.pop("manifest.json"))
    assert first == second
    assert (made.pop("set"), remade.pop("set")) == (DAYS, {})
    assert made == remade


def moved(legs: pd.DataFrame) -> pd.DataFrame:
    legs.loc[len(legs) // 2, "x"] += 1.0
    return legs


def early(reports: pd.DataFrame) -> pd.DataFrame:
    reports.loc[3, "arrived"] = reports.loc[3, "made"] - 1.0
    return reports


def swapped(events: pd.DataFrame) -> pd.DataFrame:
    gained = events.index[events["kind"] == "contact_gained"]
    events.loc[gained[10], "object"] = events.loc[gained[-10], "object"]
    return events


def unnamed(events: pd.DataFrame) -> pd.DataFrame:
    """Lines about reports do not say what they are about, as if the umpire had not known."""
    about = (events["report"] > 0) & (events["kind"] != "tipped")
    assert (events.loc[about, "voyage"] >= 0).any()
    return events.assign(voyage=events["voyage"].where(~about, -1))


def told_of_another(events: pd.DataFrame) -> pd.DataFrame:
    """A report of an innocent vessel is about a voyage."""
    events.loc[events.index[(events["kind"] == "taken") & (events["voyage"] < 0)][0], "voyage"] = 0
    return events


@pytest.mark.parametrize(
    ("table", "change", "check"),
    [
        ("legs", moved, "legs join"),
        ("legs", lambda legs: legs.assign(vx=legs["vx"] * 3.0), "nothing is faster than it can be"),
        ("reports", early, "nothing happens before its cause"),
        ("events", swapped, "contacts are within range"),
        ("events", told_of_another, "reports name their voyages"),
        ("messages", lambda m: m.assign(track=m["track"] + 1.0), "sharing keeps to its rules"),
        ("events", lambda e: e[e["kind"] != "came_home"].reset_index(drop=True), "voyages and attacks add up"),
        ("opportunities", lambda o: o.iloc[1:].reset_index(drop=True), "opportunities add up"),
        ("reports", lambda r: r.iloc[::2].reset_index(drop=True), "the summary follows from the logs"),
    ],
)
def test_what_is_tampered_with_is_found(folder: Path, table: str, change: Any, check: str) -> None:
    changed(folder, table, change)
    assert check in found(folder)


def test_a_cause_that_was_changed_is_found(tipped: Path) -> None:
    assert found(tipped) == set()
    changed(tipped, "voyages", lambda v: v.assign(unit=None))
    assert found(tipped) == {"causes follow from the logs"}


def test_a_changed_summary_and_another_scenario_are_found(folder: Path) -> None:
    summary = json.loads((folder / "summary.json").read_text())
    summary["measures"]["effort_h"]["patrol"] += 1.0
    (folder / "summary.json").write_text(json.dumps(summary))
    scenario = json.loads((folder / "scenario.json").read_text())
    scenario["title"] = "Another"
    (folder / "scenario.json").write_text(json.dumps(scenario))
    assert found(folder) == {"the summary follows from the logs", "the files are of one run"}


def test_a_substream_stands_in_the_manifest_once(folder: Path) -> None:
    path = folder / "manifest.json"
    whole = json.loads(path.read_text())
    for wrong in ({"luck": 0}, {"substream": -1}, {"substream": None}):
        path.write_text(json.dumps(whole | wrong))
        assert "the files are of one run" in found(folder)


def test_a_decision_by_chance_that_is_turned_is_found(folder: Path) -> None:
    changed(folder, "trials", lambda table: table.assign(happened=~table["happened"]))
    assert found(folder) == {"chance decisions are as their numbers say", "the summary follows from the logs"}


def test_a_folder_of_before_has_no_table_of_decisions(folder: Path) -> None:
    (folder / "trials.parquet").unlink()
    with pytest.raises(NotARun, match=r"trials.parquet: there is no such file"):
        audit(folder)
    summary = json.loads((folder / "summary.json").read_text())
    del summary["trials"], summary["attacks"]["expected"]
    (folder / "summary.json").write_text(json.dumps(summary))
    assert found(folder) == set()


def test_a_report_that_names_no_voyage_is_found(tipped: Path) -> None:
    assert found(tipped) == set()
    changed(tipped, "events", unnamed)
    assert found(tipped) == {"reports name their voyages"}


def test_a_folder_of_an_earlier_version_is_read(tipped: Path) -> None:
    """It called the substream luck, its commands named no voyages and its messages no tracks."""
    path = tipped / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["luck"] = manifest.pop("substream")
    path.write_text(json.dumps(manifest))
    changed(tipped, "events", unnamed)
    changed(tipped, "messages", lambda m: m.drop(columns="track"))
    (tipped / "chart.json").unlink()
    assert found(tipped) == set()


def test_damaged_folders_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotARun, match="no such file"):
        audit(tmp_path / "nowhere")
    whole = (folder / "legs.parquet").read_bytes()
    (folder / "legs.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NotARun, match=r"legs.parquet: damaged"):
        audit(folder)
    (folder / "manifest.json").write_text("{")
    shown = command("audit", folder, cwd=tmp_path)
    assert shown.returncode == 2 and "manifest.json: damaged" in shown.stderr and "Traceback" not in shown.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("name", ["manifest.json", "summary.json", "scenario.json", "legs.parquet"])
def test_a_pipe_is_not_waited_for(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(NotARun, match=rf"{name}: .*no regular file"):
        audit(folder)


DEEP = "[" * 200_000
DAMAGES: dict[str, tuple[str, Any]] = {
    "manifest nested too deep": ("manifest.json", DEEP),
    "scenario nested too deep": ("scenario.json", '{"title": ' + DEEP),
    "scenario nested deep": ("scenario.json", '{"groups": ' + '{"a": ' * 900 + "1" + "}" * 901),
    "scenario of another kind": ("scenario.json", '{"groups": [1]}'),
    "summary is a list": ("summary.json", '["guardship_run"]'),
    "manifest without its mark": ("manifest.json", '{"seed": 0}'),
    "manifest that is text": ("manifest.json", '"guardship_run"'),
    "manifest that is no text": ("manifest.json", b"\xff\xfe\x00"),
    "a number too long": ("summary.json", '{"voyages": ' + "9" * 5000 + "}"),
    "a table that is empty": ("legs.parquet", b""),
    "a table that is text": ("legs.parquet", "t,vessel"),
    "a table without its columns": ("legs.parquet", pd.DataFrame({"x": [1.0]})),
    "a table of another one": ("events.parquet", pd.DataFrame({"t": ["a"], "kind": [1], "vessel": [None]})),
    "legs of nobody": (
        "legs.parquet",
        pd.DataFrame({"t": [0.0], "vessel": [7], "x": ["x"], "y": [None], "vx": [0.0], "vy": [0.0], "mode": [0]}),
    ),
    "a folder in place of a table": ("legs.parquet", None),
}


@pytest.mark.parametrize(("name", "content"), DAMAGES.values(), ids=DAMAGES)
def test_any_damage_is_one_line_with_the_place(folder: Path, name: str, content: Any) -> None:
    path = folder / name
    path.unlink()
    if content is None:
        path.mkdir()
    elif isinstance(content, pd.DataFrame):
        content.to_parquet(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(NotARun) as refused:
        audit(folder)
    said = str(refused.value)
    assert said.startswith(str(folder)) and said.isprintable() and len(said) < 500


@pytest.mark.parametrize("cut", [0.0, 0.01, 0.5, 0.99])
def test_every_file_cut_short_is_named(folder: Path, cut: float) -> None:
    for path in folder.iterdir():
        if path.name in ("chart.json", "provenance.json"):  # which no check needs
            continue
        whole = path.read_bytes()
        path.write_bytes(whole[: int(cut * len(whole))])
        with pytest.raises(NotARun, match=rf"{path.name}: damaged"):
            audit(folder)
        path.write_bytes(whole)


def test_what_is_no_folder_of_a_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for name, said in (("file", "Not a directory"), (".", "no such file"), ("x" * 300, "File name too long")):
        shown = command("audit", name, cwd=tmp_path)
        assert shown.returncode == 2 and said in shown.stderr and len(shown.stderr.splitlines()) == 1


def test_a_folder_that_was_moved(folder: Path, tmp_path: Path) -> None:
    assert found(folder.rename(tmp_path / "elsewhere")) == set()


def test_the_command_says_what_it_finds(folder: Path, tmp_path: Path) -> None:
    clean = command("audit", folder, cwd=tmp_path)
    assert clean.returncode == 0 and clean.stdout.count(": ok") == len(clean.stdout.splitlines())
    changed(folder, "legs", lambda legs: legs.assign(vx=legs["vx"] * 3.0))
    wrong = command("audit", folder, cwd=tmp_path)
    assert wrong.returncode == 1 and "... and" in wrong.stdout


# ---- --set -------------------------------------------------------------------------------------------------


def test_set_is_the_same_everywhere(tmp_path: Path) -> None:
    values = {"groups.frigates.count": 3, "time.measure": "2 d", "types.frigate.investigates": None}
    whole = load(TINY)
    assert simulate(whole, 1, set=values).scenario.hash == load(TINY, set=values).hash != whole.hash
    texts = [
        "--set",
        "groups.frigates.count=3",
        "--set",
        "time.measure=2 d",
        "--set",
        "types.frigate.investigates=null",
    ]
    shown = command("run", TINY, *texts, "--out", "a", cwd=tmp_path)
    assert shown.returncode == 0
    manifest = json.loads((tmp_path / "a/manifest.json").read_text())
    assert manifest["scenario_hash"] == load(TINY, set=values).hash


def test_set_takes_lists_and_mappings(tmp_path: Path) -> None:
    shown = command("validate", TINY, "--set", "types.frigate.search={for: 1 h, radius: 5 nm}", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")


def test_every_fault_of_set_is_named(tmp_path: Path) -> None:
    wrong = ["--set", "groups.frigates.cuont=4", "--set", "types.frigate.speed.max=30 furlongs"]
    for how in ("run", "validate"):
        shown = command(how, TINY, *wrong, cwd=tmp_path)
        assert shown.returncode == 2 and "Traceback" not in shown.stderr
        assert "--set: groups.frigates.cuont" in shown.stderr and "30 furlongs" in shown.stderr
    assert "path=value" in command("run", TINY, "--set", "nonsense", cwd=tmp_path).stderr
    with pytest.raises(ScenarioError, match=r"groups\.frigates\.cuont"):
        simulate(load(TINY), 0, set={"groups.frigates.cuont": 4})


# ---- sizes and places --------------------------------------------------------------------------------------


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    many = command("validate", TINY, "--set", "groups.dhows.count=900000", cwd=tmp_path)
    assert many.returncode == 2 and "wanted at most 300000" in many.stderr
    long = command("validate", TINY, "--set", "time.measure=10000 d", cwd=tmp_path)
    assert long.returncode == 2 and "years" in long.stderr


def test_the_present_folder_is_not_replaced(tmp_path: Path) -> None:
    shown = command("run", TINY, "--out", ".", cwd=tmp_path)
    assert shown.returncode == 2 and "present folder" in shown.stderr and not list(tmp_path.iterdir())


def test_a_file_of_agents_that_exits_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("import sys\nsys.exit(3)\n")
    shown = command("run", TINY, "--agents", "mine.py", cwd=tmp_path)
    assert shown.returncode == 2 and "exits with 3" in shown.stderr

"""Where files that a scenario names are sought: beside it, beside what a link leads to, in the present folder."""

import io
import json
import os
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from guardship.experiment.plan.plan import plan
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.check import validate
from guardship.scenario.reading.load import load
from guardship.scenario.reading.textfile import LARGEST
from scenario.worlds import SMALL

Write = Callable[..., str]
POINT = json.dumps({"type": "Feature", "id": "f", "geometry": {"type": "Point", "coordinates": [47, 12.6]}})
WITH_FILE = SMALL.replace("{point: [47, 12.6]}", "{file: g.json, feature: f}")


def piped(text: str | bytes) -> str:
    """The path of a pipe that somebody writes a text to, as the shell's `<(...)` makes it."""
    reader, writer = os.pipe()
    raw = text.encode() if isinstance(text, str) else text

    def feed() -> None:
        try:
            with os.fdopen(writer, "wb") as stream:
                stream.write(raw)
        except BrokenPipeError:
            pass

    threading.Thread(target=feed, daemon=True).start()
    return f"/dev/fd/{reader}"


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="this system shows no pipes as files")
def test_a_scenario_out_of_a_pipe(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(POINT, "g.json")
    write(SMALL, "base.yaml")
    monkeypatch.chdir(tmp_path)
    assert load(piped(WITH_FILE)).hash == load(write(WITH_FILE)).hash
    assert load(piped("extends: base.yaml\nname: other\n")).name == "other"
    (problem,) = validate(piped(SMALL.replace("is: passive", "is: pasive")))
    assert (problem.line, problem.path) == (19, "types.boat.is")
    monkeypatch.chdir("/")
    assert "there is no such file" in validate(piped(WITH_FILE))[0].message


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="this system shows no pipes as files")
def test_a_pipe_is_as_long_as_a_file_may_be() -> None:
    (problem,) = validate(piped(b"#" * (LARGEST + 100_000)))
    assert problem.message == f"came more than {LARGEST} bytes, wanted at most so many"


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="this system shows no pipes as files")
def test_an_experiment_out_of_a_pipe() -> None:
    text = SMALL + "experiment: {variants: {few: {}, many: {set: {groups.boats.count: 9}}}, replications: 2}\n"
    made = plan(piped(text))
    assert [made.scenario(k).groups["boats"].count for k in (0, 1)] == [3, 9]


def test_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMALL.encode())))
    assert load("-").name == "small"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"name: [")))
    assert str(validate("-")[0]).startswith("-:2:1: ")


@pytest.mark.skipif(not os.path.exists("/bin/bash"), reason="no shell that makes pipes")
def test_the_command_takes_what_a_shell_pipes(write: Write, tmp_path: Path) -> None:
    path = write(SMALL)
    command = f"{sys.executable} -m guardship validate <(sed 's/count: 3/count: 4/' {path})"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (0, "") and "valid" in done.stdout


def test_a_link_to_a_scenario(write: Write, tmp_path: Path) -> None:
    real = write(WITH_FILE, "real/s.yaml")
    (tmp_path / "link").mkdir()
    link = tmp_path / "link" / "scenario.yaml"
    link.symlink_to(real)
    (message,) = [problem.message for problem in validate(link)]
    assert message == f"came 'g.json', and there is no such file in {link.parent} or {tmp_path / 'real'}"
    write(POINT, "real/g.json")
    assert load(link).hash == load(real).hash
    write(POINT.replace("47", "48"), "link/g.json")
    assert load(link).geometry["base"].points[0][0] == 48, "what lies beside the link goes first"


def test_no_way_out_through_a_link(write: Write, tmp_path: Path) -> None:
    write(POINT, "g.json")
    real = write(SMALL.replace("{point: [47, 12.6]}", "{file: ../g.json, feature: f}"), "real/s.yaml")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "s.yaml").symlink_to(real)
    assert "wanted a file below the folder" in validate(tmp_path / "link" / "s.yaml")[0].message


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + "/b.yaml", "\u00e9" * 200, "loop.yaml", "s.yaml/x"])
def test_names_that_no_file_can_have(write: Write, tmp_path: Path, name: str) -> None:
    os.symlink("loop.yaml", tmp_path / "loop.yaml")
    for text, line in (
        (f"extends: {name}\nname: x\n", 1),
        (SMALL.replace("{point: [47, 12.6]}", f"{{file: {name}, feature: f}}"), 10),
    ):
        (problem,) = validate(write(text))
        assert problem.line == line and problem.message.startswith("came '") and len(str(problem)) < 600
        with pytest.raises(ScenarioError):
            load(write(text))


def test_a_file_is_found_however_its_accents_are_composed(write: Write) -> None:
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, f"{form}-c\u00f4te.json")
        write(POINT, name)
        for asked in ("NFC", "NFD"):
            text = WITH_FILE.replace("g.json", unicodedata.normalize(asked, name))
            assert validate(write(text)) == []

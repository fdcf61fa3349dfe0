"""The commands as a new user meets them: in processes of their own, with their files, faults and interruptions."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pandas as pd
import pytest

from guardship.__main__ import app
from guardship.commands import app as cli
from guardship.core import cache
from guardship.run import folder
from guardship.run.run import TABLES
from guardship.warm import warm
from system.worlds import SCENARIOS, TINY, command, files, guardship, tiny_run

SAID = "guardship: "
LONG = {"measure: 2 d": "measure: 4000 d"}
FILES = sorted([*(f"{name}.parquet" for name in TABLES), *(file.name for file in folder.FILES)])
Cli = Callable[..., "CompletedProcess[str]"]


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """What is announced once, when the kernels are compiled, is not what is looked at here."""
    warm()


@pytest.fixture
def here(tmp_path: Path) -> Cli:
    """The command, run in an empty folder."""
    return lambda *args: guardship(*args, cwd=tmp_path)


@pytest.fixture
def at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    """The command in this process, in an empty folder: quicker."""
    monkeypatch.chdir(tmp_path)

    def call(*args: object) -> "CompletedProcess[str]":
        with pytest.raises(SystemExit) as ended:
            app([*map(str, args)])
        out, err = capfd.readouterr()
        return CompletedProcess(args, ended.value.code or 0, out, err)  # type: ignore[arg-type]

    return call


def edited(folder: Path, changes: dict[str, str], name: str = "mine.yaml") -> Path:
    """A copy of the small scenario with pieces of its text replaced."""
    text = TINY.read_text()
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text)
    return path


def refused(done: "CompletedProcess[str]", *said: str) -> None:
    """Bad input: exit 2, said why, no traceback."""
    assert done.returncode == 2, done
    assert done.stdout == "" and "Traceback" not in done.stderr
    for text in said:
        assert text in done.stderr


# ---- a run -------------------------------------------------------------------------------------------------


def test_a_first_run(here: Cli, tmp_path: Path) -> None:
    done = here("run", TINY)
    folder = tmp_path / "runs" / "tiny-0"
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["tiny-0"]
    summary = json.loads((folder / "summary.json").read_text())
    assert isinstance(summary["voyages"], int) and sum(summary["funnel"].values()) == summary["voyages"] > 0
    assert sum(summary["attacks"]["outcomes"].values()) == summary["attacks"]["count"]
    assert summary["measures"]["interdiction_probability"]["n"] >= 0
    for line in (
        "two frigates",
        "Candidate voyages",
        "Attacks",
        "What the patrols achieved",
        "run folder: runs/tiny-0",
    ):
        assert line in done.stdout
    assert not any(mark in done.stdout for mark in ("\x1b", "\r", "%|"))  # no colours, no progress bar in a pipe


def test_the_files_say_what_the_run_says(at_once: Cli, tmp_path: Path) -> None:
    assert at_once("run", TINY, "--out", "there").returncode == 0
    for name in ("events", "reports", "legs", "ledger"):
        read = pd.read_parquet(tmp_path / "there" / f"{name}.parquet")
        pd.testing.assert_frame_equal(read, getattr(tiny_run(), name))
    assert json.loads((tmp_path / "there" / "summary.json").read_text()) == json.loads(json.dumps(tiny_run().summary))


def test_what_the_run_warns_of_is_printed(at_once: Cli) -> None:
    printed = at_once("run", TINY, "--set", "time.drain=0 h").stdout
    assert "warning: time.drain: 0 h is less than the longest sortie" in printed
    enough = ("--set", "time.drain=9 d", "--set", "time.warm_up=9 d")
    assert "warning" not in at_once("run", TINY, *enough).stdout
    checked = at_once("validate", TINY, "--set", "time.drain=0 h").stdout
    assert ": valid\nwarning: time" in checked
    assert "\nwarning: time.drain: 0 h is less than the longest sortie" in checked
    assert at_once("validate", TINY, *enough).stdout == f"{TINY}: valid\n"


def test_an_edited_scenario(at_once: Cli, tmp_path: Path) -> None:
    path = edited(tmp_path, {"name: tiny": "name: more", "type: frigate, count: 2": "type: frigate, count: 4"})
    assert at_once("run", path, "--seed", 5).returncode == 0
    legs = pd.read_parquet(tmp_path / "runs" / "more-5" / "legs.parquet")
    assert sum(name.startswith("frigates/") for name in legs["vessel"].unique()) == 4


def test_a_typo(here: Cli, tmp_path: Path) -> None:
    path = edited(tmp_path, {"investigates: {within: 25 nm}": "investigate: {within: 25 nm}"})
    line = path.read_text().split("investigate:")[0].count("\n") + 1
    refused(here("run", path), f"{path}:{line}:5: types.frigate.investigate")
    assert not (tmp_path / "runs").exists()


def test_shares_of_nothing_are_left_out(at_once: Cli) -> None:
    printed = at_once("run", TINY).stdout
    left_out = [name for name, one in tiny_run().summary["measures"].items() if one.get("n") == 0]
    assert left_out and " of 0 " not in printed
    assert not any(f"  {name.replace('_', ' ')} " in printed for name in left_out)


@pytest.mark.parametrize(
    "odd",
    [
        {"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "1", "TZ": "Odd/Zone"},
        {"COLUMNS": "many", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "HOME": "/nowhere"},
        {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "NUMBA_CACHE_DIR": "/nowhere"},
    ],
)
def test_what_is_set_around_it_changes_nothing(tmp_path: Path, odd: dict[str, str]) -> None:
    here = {"GUARDSHIP_CACHE_DIR": str(cache.folder.parent) if cache.folder else ""}
    done = guardship("run", TINY, cwd=tmp_path, **here, **odd)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "runs/tiny-0/summary.json").read_text()) == json.loads(json.dumps(tiny_run().summary))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "out of memory"),
        (RuntimeError("can't start new thread"), "out of memory"),
        (OSError(28, "No space left on device"), "cannot write: No space left on device"),
        (PermissionError(13, "Permission denied", "there"), "[Errno 13] Permission denied: 'there'"),
        (OSError("no library\nand advice"), "cannot be loaded: no library"),
        (ImportError("failed to map segment"), "cannot be loaded: failed to map segment"),
    ],
)
def test_what_ends_a_command_is_said_in_a_line(error: BaseException, said: str) -> None:
    assert cli.reason(error) == said


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["run"], "Missing argument"),
        (["run", "none.yaml"], "none.yaml"),
        (["run", "."], "folder"),
        (["run", TINY, "--seed", "-1"], "--seed"),
        (["run", TINY, "--seed", 2**63], "--seed"),
        (["run", TINY, "--seed", "first"], "--seed"),
        (["run", TINY, "--sed", "1"], "--sed"),
        (["sail", TINY], "sail"),
        (["validate", "none.yaml"], "none.yaml"),
        (["examples"], "want a folder"),
        (["examples", TINY], "File exists"),
    ],
)
def test_wrong_words(at_once: Cli, tmp_path: Path, args: list[object], said: str) -> None:
    refused(at_once(*args), said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["run", "validate", "audit", "batch", "report"])
def test_a_path_of_any_length_is_said_in_brief(here: Cli, command: str) -> None:
    done = here(command, f"none/{'n' * 5000}.yaml")
    refused(done, "none/n", "too long", " letters) ...")
    assert max(map(len, done.stderr.splitlines())) < 2000


def test_a_reader_that_goes_away_ends_a_command_quietly() -> None:
    unread, into = os.pipe()
    os.close(unread)
    done = subprocess.run([*command(), "schema"], stdout=into, stderr=subprocess.PIPE, text=True, check=False)
    os.close(into)
    assert (done.returncode, done.stderr) == (cli.NO_READER, "")


def test_a_connection_that_somebody_else_ends_does_not_end_us() -> None:
    """Whoever connects to a batch's cluster and goes away would have ended it, if that came as a signal."""
    lines = (
        "import socket",
        "from guardship.commands.app import prepare",
        "prepare()",
        "here, there = socket.socketpair()",
        "there.close()",
        "try:",
        "    here.send(b'x')",
        "except BrokenPipeError:",
        "    print('alive')",
    )
    assert subprocess.check_output([sys.executable, "-c", "\n".join(lines)], text=True) == "alive\n"


@pytest.mark.parametrize(
    ("said", "code"), [("can't start new thread", 2), ("dictionary changed size during iteration", 1)]
)
def test_no_memory_for_a_thread(said: str, code: int) -> None:
    lines = (
        "from guardship.commands import app",
        "def fails():",
        f"    raise RuntimeError({said!r})",
        "app.app = fails",
        "app.main()",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert (done.stderr == "guardship: out of memory\n") == (code == 2)


# ---- the run folder ----------------------------------------------------------------------------------------


def test_no_room_to_write(at_once: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    refused(at_once("run", TINY, "--out", "file/runs/a"), SAID, "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk(at_once: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    assert at_once("run", TINY, "--out", "a").returncode == 0
    before = files(tmp_path / "a")
    monkeypatch.setattr(folder, "provenance", full)
    refused(at_once("run", TINY, "--seed", 1, "--out", "a", "--overwrite"), SAID, "No space left")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert files(tmp_path / "a") == before


def test_a_folder_of_something_else(at_once: Cli, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    for text in ("[1]", '["guardship_run"]', '"guardship_run"', "{}", "[" * 200_000, "\0"):
        (tmp_path / "thesis" / "manifest.json").write_text(text)
        refused(at_once("run", TINY, "--out", "thesis", "--overwrite"), "not the folder of an earlier run", "--out")
    assert sorted(path.name for path in (tmp_path / "thesis").iterdir()) == ["chapter.txt", "manifest.json"]
    refused(at_once("run", TINY, "--out", "thesis/chapter.txt"), "chapter.txt")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"


@pytest.mark.parametrize("out", ["a", "a/", "./a", "link"])
def test_another_run_is_replaced_when_that_is_asked_for(at_once: Cli, tmp_path: Path, out: str) -> None:
    (tmp_path / "link").symlink_to("a")
    assert at_once("run", TINY, "--seed", 1, "--out", "a").returncode == 0
    (tmp_path / "a" / "places.parquet.old").touch()
    refused(at_once("run", TINY, "--seed", 2, "--out", out, "--overwrite"), "holds 'places.parquet.old'")
    (tmp_path / "a" / "places.parquet.old").unlink()
    refused(at_once("run", TINY, "--seed", 2, "--out", out), "another seed (1, not 2)", "--overwrite", "--out")
    assert json.loads((tmp_path / "a" / "manifest.json").read_text())["seed"] == 1
    assert at_once("run", TINY, "--seed", 2, "--out", out, "--overwrite").returncode == 0
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == FILES
    assert json.loads((tmp_path / "a" / "manifest.json").read_text())["seed"] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "link"]


def test_the_same_run_is_written_over_without_a_question(at_once: Cli, tmp_path: Path) -> None:
    written = []
    for _ in range(2):
        assert at_once("run", TINY).returncode == 0
        written.append((tmp_path / "runs" / "tiny-0" / "provenance.json").read_text())
    assert written[0] != written[1]


def test_what_differs_stands_in_the_name_of_the_folder(at_once: Cli, tmp_path: Path) -> None:
    (tmp_path / "idle.py").write_text(CAUTIOUS)
    for more in ([], ["--set", "time.measure=1 d"], ["--set", "time.measure=1 d", "--agents", "idle.py"]):
        assert at_once("run", TINY, *more).returncode == 0
    made = json.loads((tmp_path / "runs" / "tiny-0-time.measure=1_d" / "manifest.json").read_text())
    assert made["set"] == {"time.measure": "1 d"} and "agents" not in made
    plain, changed, handed = sorted(path.name for path in (tmp_path / "runs").iterdir())
    assert (plain, changed) == ("tiny-0", "tiny-0-time.measure=1_d")
    assert handed.startswith("tiny-0-time.measure=1_d-agents=")


@pytest.mark.parametrize(
    ("out", "said"),
    [("x" * 256, "the name is too long: came 256 bytes"), ("/".join(["x" * 200] * 20), "the path is too long")],
)
def test_a_name_that_cannot_be_is_refused_before_the_run(
    at_once: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, said: str
) -> None:
    monkeypatch.setattr("guardship.run.simulate.simulate", None)  # it is not called
    done = at_once("run", TINY, "--out", out)
    refused(done, said)
    assert len(done.stderr) < 300 and list(tmp_path.iterdir()) == []


def test_the_longest_name(at_once: Cli, tmp_path: Path) -> None:
    assert at_once("run", TINY, "--out", "x" * 255).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["x" * 255]


WRITES = """
import sys
from pathlib import Path
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

run = simulate(load(sys.argv[1]), 2)
print(flush=True)
while True:
    run.write(sys.argv[2], overwrite=True)
    simulate(load(sys.argv[1]), 1).write(sys.argv[2], overwrite=True)
"""


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.long)])
def test_killed_while_writing(at_once: Cli, tmp_path: Path, times: int) -> None:
    """SIGKILL at random moments to a process that does nothing but replace a run."""
    assert at_once("run", TINY, "--seed", 1, "--out", "a").returncode == 0
    rng = np.random.default_rng(7)
    for _ in range(times):
        with subprocess.Popen([sys.executable, "-c", WRITES, TINY, tmp_path / "a"], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None and writer.stdout.read(1) == b"\n"
            time.sleep(rng.uniform(0.0, 0.3))
            writer.kill()
        assert sorted(path.name for path in (tmp_path / "a").iterdir()) == FILES
        assert at_once("audit", "a").returncode == 0
    assert at_once("run", TINY, "--seed", 3, "--out", "a", "--overwrite").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("most", [1_000, 20_000])
def test_no_room_for_the_files(at_once: Cli, here: Cli, tmp_path: Path, most: int) -> None:
    """As a disk that is full: the old run stays as it is."""
    assert at_once("run", TINY, "--out", "a").returncode == 0
    before = files(tmp_path / "a")
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))"
    start = command("run", TINY, "--seed", 1, "--out", "a", "--overwrite")
    start[2] = f"{limit}; {start[2]}"
    done = subprocess.run(start, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    refused(done, SAID, "File too large")
    assert len(done.stderr.splitlines()) == 1
    assert files(tmp_path / "a") == before and [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(("number", "said"), [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated")])
def test_ended_before_it_has_begun(number: signal.Signals, said: str) -> None:
    """While its code is being loaded: here as soon as the library for commands is."""
    lines = (
        "import os, signal, sys",
        "signal.signal(signal.SIGINT, signal.default_int_handler)",
        "class Ends:",
        "    def find_spec(self, name, path, target=None):",
        f"        if name == 'typer': os.kill(os.getpid(), {int(number)})",
        "sys.meta_path.insert(0, Ends())",
        "from guardship.commands.start import main",
        "main()",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.returncode == 128 + number
    assert (done.stdout, done.stderr) == ("", f"guardship: {said}, nothing was written\n")


def test_what_was_to_be_ignored_is_ignored() -> None:
    lines = (
        "import signal",
        "signal.signal(signal.SIGINT, signal.SIG_IGN)",
        "from guardship.commands import start",
        "start.listen()",
        "start.hand_over(print)",
        "print(signal.getsignal(signal.SIGINT).name, signal.getsignal(signal.SIGTERM).__name__)",
    )
    assert subprocess.check_output([sys.executable, "-c", "\n".join(lines)], text=True) == "SIG_IGN print\n"


# ---- Ctrl-C ------------------------------------------------------------------------------------------------

SIGNAL = """
from pathlib import Path
from guardship.agents import Patrol

class Frigate(Patrol):
    def on_boarding_done(self, found):
        Path("begun").touch()
        super().on_boarding_done(found)

AGENTS = {"frigate": Frigate}
"""


def test_ctrl_c_in_the_middle(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SIGNAL)
    long = edited(tmp_path, LONG)
    child = subprocess.Popen(
        command("run", long, "--out", "runs/a", "--agents", "slow.py"),
        cwd=tmp_path,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not (tmp_path / "begun").exists() and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err) == (130, "", "guardship: interrupted, nothing was written\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "mine.yaml", "slow.py"]


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_when_the_run_is_in_its_place(at_once: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits until everything is tidy, and what is said is true."""
    rename = Path.rename

    def renamed(self: Path, to: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", renamed)
    done = at_once("run", TINY, "--out", "a")
    assert (done.returncode, done.stderr) == (130, f"guardship: interrupted, {tmp_path / 'a'} is written\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a"] and len(list((tmp_path / "a").iterdir())) == len(FILES)


def test_ctrl_c_while_writing(at_once: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, "provenance", interrupted)
    done = at_once("run", TINY, "--out", "a")
    assert (done.returncode, done.stdout) == (130, "")
    assert list(tmp_path.iterdir()) == []


# ---- agents of one's own -----------------------------------------------------------------------------------

CAUTIOUS = """
from guardship.agents import Patrol

DISTANCE = 0.0

class Cautious(Patrol):
    def consider(self, seen):
        if self.distance(seen.x, seen.y) < DISTANCE:
            super().consider(seen)

AGENTS = {"frigate": Cautious}
"""


def test_a_file_with_agents(at_once: Cli, tmp_path: Path) -> None:
    (tmp_path / "cautious.py").write_text(CAUTIOUS)
    seed = next(k for k in range(20) if (tiny_run(k).events["kind"] == "report").any())
    assert at_once("run", TINY, "--seed", seed, "--agents", "cautious.py", "--out", "a").returncode == 0
    events = pd.read_parquet(tmp_path / "a" / "events.parquet")
    assert not events["kind"].equals(tiny_run(seed).events["kind"])


RESTLESS = """
from guardship.agents import Patrol

class Restless(Patrol):
    def on_classified(self, seen):
        self.again()

    def again(self):
        self.helm.later(0.0, "again")

AGENTS = {"frigate": Restless}
"""


def test_events_without_end_are_said_with_names_and_the_log_is_kept(at_once: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(RESTLESS)
    done = at_once("run", TINY, "--seed", 2, "--agents", "mine.py", "--out", "a")
    refused(done, "events repeat without end at ", "among frigates/0:", "what happened until then: a.events.parquet")
    assert not (tmp_path / "a").exists()
    kept, usual = pd.read_parquet(tmp_path / "a.events.parquet"), tiny_run(2).events
    assert kept["t"].max() == usual["t"][usual["kind"] == "contact_suspicious"].min()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\ndef f(:\n", "mine.py:2: SyntaxError"),
        ("x = 1\n\nx.y\n", "mine.py:3: AttributeError"),
        ("import json\n\njson.loads('{')\n", "mine.py:3: JSONDecodeError"),
        ("import nothing_of_that_name\n", "mine.py:1: ModuleNotFoundError"),
        ("x = 1\n", "want AGENTS"),
        ("AGENTS = {}\n", "mine.py: want AGENTS = {type name: class}, got an empty one"),
        ("AGENTS = {1: object}\n", "got 1 for a name"),
        ("x = 1\0\n", "mine.py:1: "),
        ("# coding: no-such\n", "mine.py:1: "),
        ("(" * 5000, "mine.py:1: "),
        (f"{CAUTIOUS}Cautious.__init__ = lambda self: None", "mine.py: does not fit: TypeError: "),
        ("AGENTS = {'frigate': 7}\n", "want a subclass of Patrol for type 'frigate'"),
        ("AGENTS = {'carrier': object}\n", "no type 'carrier'"),
    ],
)
def test_a_broken_file_with_agents(at_once: Cli, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.py").write_text(text)
    refused(at_once("run", TINY, "--agents", "mine.py"), said)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]


# ---- rules of one's own ------------------------------------------------------------------------------------

FILTER = """
from dataclasses import dataclass
from guardship.reasons import Reason

@dataclass
class Nothing:
    own: object
    def release(self, report, edge, u):
        return Reason.NOT_RELEASED
    def delay(self, report, edge, u, now):
        return self.own.delay(report, edge, u, now)
    def clearance(self, edge):
        return None

RULES = {"mine": Nothing}
"""
SHARED = Path(__file__).parents[1] / "system" / "sharing.yaml"
NAMED = ("--set", "sharing={topology: mesh, edges: {delay: 1 h, rule: mine}}", "--set", "time.measure=1 d")


def test_a_file_with_rules(at_once: Cli, tmp_path: Path) -> None:
    (tmp_path / "nothing.py").write_text(FILTER)
    assert at_once("run", SHARED, *NAMED, "--rules", "nothing.py", "--out", "a").returncode == 0
    shared = json.loads((tmp_path / "a" / "summary.json").read_text())["sharing"]
    assert shared["dropped"] == {"not_released": shared["sent"]} != {"not_released": 0}
    assert at_once("audit", "a").returncode == 0


def test_a_scenario_that_names_a_rule_needs_it(at_once: Cli, tmp_path: Path) -> None:
    assert at_once("validate", SHARED, *NAMED).returncode == 0
    refused(at_once("run", SHARED, *NAMED), "edges of `sharing` name mine, which have to be handed in", "--rules FILE")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\n\nx.y\n", "mine.py:3: AttributeError"),
        ("AGENTS = {}\n", "want RULES = {rule name: class}, got NoneType"),
        ("RULES = {'mine': 7}\n", "mine: want a class or function that takes the edge's own rule, got 7"),
        ("RULES = {'mine': lambda own: own, 'more': 7}\n", "no edge of `sharing` names more; they name mine"),
        (FILTER.replace("return Reason", "\n        return report.x or Reason"), "mine.py:10: AttributeError"),
    ],
)
def test_a_broken_file_with_rules(at_once: Cli, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.py").write_text(text)
    refused(at_once("run", SHARED, *NAMED, "--rules", "mine.py"), said)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]


# ---- the other commands ------------------------------------------------------------------------------------


def test_the_schema_is_the_shipped_one(at_once: Cli) -> None:
    done = at_once("schema")
    assert done.returncode == 0
    assert json.loads(done.stdout) == json.loads((SCENARIOS / "guardship.schema.json").read_text())


@pytest.mark.parametrize("path", sorted(SCENARIOS.rglob("*.yaml")), ids=lambda path: path.name)
def test_shipped_scenarios_are_valid(at_once: Cli, path: Path) -> None:
    assert at_once("validate", path).returncode == 0


def test_every_problem_at_once(at_once: Cli, tmp_path: Path) -> None:
    path = edited(tmp_path, {"cruise: 15 kn": "cruise: 15", "height: 20 m": "hight: 20 m"})
    done = at_once("validate", path)
    refused(done)
    assert len(done.stderr.splitlines()) == 2 and all(line.startswith(f"{path}:") for line in done.stderr.splitlines())


def loaded(folder: Path, *args: object) -> set[str]:
    """The modules that a command has loaded when it has come to a good end."""
    script = (
        "import sys\nfrom guardship.__main__ import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    words = [*command()[:2], script, *map(str, args)]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    assert "guardship" in done.stdout.lower() or "Usage" in done.stdout or "valid" in done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize("args", [["--help"], ["run", "--help"], ["--version"]])
def test_help_needs_no_libraries(tmp_path: Path, args: list[str]) -> None:
    found = loaded(tmp_path, *args)
    assert {"guardship", "typer"} <= found
    assert {"numba", "mesa", "numpy", "pandas", "pyarrow", "shapely"}.isdisjoint(found)


def test_a_check_needs_nothing_to_run_a_scenario(tmp_path: Path) -> None:
    """Kernels only where ways by water are looked for, numbers of people and their boats only where there are any."""
    found = loaded(tmp_path, "validate", TINY)
    assert {"guardship", "pydantic", "shapely"} <= found
    heavy = {"llvmlite", "mesa", "networkx", "numba", "pandas", "pyarrow", "pyproj", "scipy"}
    assert heavy.isdisjoint(found) and "guardship.world.model" not in found


# ---- Tab ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "word", "offers"),
    [
        ("guardship va", 1, ["validate"]),
        ("guardship run --sub", 2, ["--substream"]),
        ("guardship run scen", 2, []),  # nothing of ours: the shell goes on with the names of files
    ],
)
def test_tab_completes(tmp_path: Path, line: str, word: int, offers: list[str]) -> None:
    """By the protocol of the shell's script, with no library loaded but those of the command line."""
    script = (
        "import sys\nfrom guardship.__main__ import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    asked = {"_GUARDSHIP_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(word)}
    done = subprocess.run(
        [*command()[:2], f"import sys; sys.argv = ['guardship']\n{script}"],
        cwd=tmp_path,
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == offers
    assert {"numba", "mesa", "numpy", "pandas", "pyarrow", "shapely"}.isdisjoint(done.stderr.split())


def test_the_old_name_of_the_substream(at_once: Cli, tmp_path: Path) -> None:
    for option in ("--substream", "--luck"):
        assert at_once("run", TINY, option, "1").returncode == 0
        assert json.loads((tmp_path / "runs/tiny-0-1/manifest.json").read_text())["substream"] == 1
    refused(at_once("run", TINY, "--luck", "1", "--substream", "1"), "--substream and --luck: want one of them")
    assert "luck" not in at_once("run", "--help").stdout

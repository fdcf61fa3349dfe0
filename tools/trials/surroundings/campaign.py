"""Each surrounding once, and where it is mended again the same command: it comes to the undisturbed result."""

import argparse
import functools
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.trials.checkout import command, made, warm
from tools.trials.child import Limits
from tools.trials.child import tried as forked
from tools.trials.kills.commands import EXPERIMENT, Victim, contents, digest, litter, sound, victims
from tools.trials.process import become_nobody, family_of
from tools.trials.process import run as processed
from tools.trials.trial import Act, Outcome, Record

LIMITS = Limits(cpu=120, wall=300)
DISKS = (0, 1, 1_000, 20_000, 200_000)  # bytes of the largest file
MEMORIES = (1, 8, 32, 64, 128)  # MB more than there are
NO_MEMORY = (0, 2, 127, -signal.SIGABRT)  # the C library ends a process that has none for a thread
TEMPORARY = 96  # kB of a file system in memory
VARIABLES: dict[str, dict[str, str | None]] = {
    "no HOME": {"HOME": None},
    "a HOME that is not there": {"HOME": "/nonexistent"},
    "a HOME that is a file": {"HOME": "/etc/passwd"},
    "an empty HOME": {"HOME": ""},
    "a relative HOME": {"HOME": "home"},
    "no HOME and no folder for what passes": {"HOME": "/nonexistent", "TMPDIR": "/nonexistent"},
    "a cache that is a file": {"GUARDSHIP_CACHE_DIR": "/etc/passwd"},
    "a cache in the kernel's folder": {"GUARDSHIP_CACHE_DIR": "/proc/x"},
    "a cache of 300 letters": {"GUARDSHIP_CACHE_DIR": "n" * 300},
    "XDG_CACHE_HOME that is relative": {"XDG_CACHE_HOME": "x"},
    "no variables": dict.fromkeys(os.environ, None),
    "another zone": {"TZ": "Pacific/Kiritimati"},
    "a zone that is none": {"TZ": "nonsense"},
    "plain ASCII": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"},
    "a locale that is none": {"LC_ALL": "xx_XX"},
    "another hash seed": {"PYTHONHASHSEED": "7"},
    "no asserts and docstrings": {"PYTHONOPTIMIZE": "2"},
    "no columns": {"COLUMNS": "0"},
    "columns that are none": {"COLUMNS": "x"},
    "one column": {"COLUMNS": "1", "LINES": "1"},
    "a dumb terminal": {"TERM": "dumb", "NO_COLOR": "1"},
    "another processor": {"NUMBA_CPU_NAME": "generic"},
    "threads that are none": {"OMP_NUM_THREADS": "x", "NUMBA_NUM_THREADS": "1"},
}
NOT_COMPILED = {"NUMBA_DISABLE_JIT": "1"}
BACKENDS = ("module://matplotlib_inline.backend_inline", "nonsense", "", "TkAgg", "WebAgg", "Agg", "svg")


def tried(given: argparse.Namespace) -> Iterator[Record]:
    """The results, as they come."""
    warm(given.checkout)
    with tempfile.TemporaryDirectory(prefix="trials-") as scratch:
        here = Path(scratch)
        here.chmod(0o755)
        own = victims(given.checkout, here)
        parts: dict[str, Callable[[], Iterator[Record]]] = {
            "disk full": lambda: full(own, here),
            "little memory": lambda: little(own, here),
            "closed folders": lambda: closed(own, here),
            "pipes": lambda: pipes(given.checkout, own, here),
            "variables": lambda: odd_variables(given.checkout, here),
            "backends": lambda: backends(given.checkout, here),
            "clocks": lambda: clocks(own, here),
            "stores": lambda: stores(given.checkout, given.other or given.checkout, here),
            "one processor": lambda: one_processor(given.checkout, here),
        }
        for name, part in parts.items():
            if given.only in name:
                yield from part()


def recorded(family: str, name: str, outcome: Outcome, faults: list[str]) -> Record:
    """With what was said where something is wrong."""
    if "Traceback" in outcome.said:
        faults = [*faults, "traceback"]
    said = ascii(outcome.said.strip()[-300:]) if faults else ""
    return Record("surroundings", family, name, faults, outcome.code, round(outcome.cpu, 2), outcome.size, said)


def within(act: Act, before: Callable[[], object]) -> Act:
    """Something done first, in the child."""

    def both() -> int | None:
        before()
        return act()

    return both


# ---- room on disk, memory, rights -------------------------------------------------------------


def disturbed(
    family: str, name: str, victim: Victim, scratch: Path, act: Act, may: tuple[int, ...] = (0, 2)
) -> Iterator[Record]:
    """A command that is disturbed: nothing half done, and the same command again comes to its result."""
    folder = made(scratch / "victim")
    victim.prepare(folder)
    before = contents(folder)
    outcome = forked(act, folder, limits=LIMITS)
    faults = [] if outcome.code in may else [f"exit {outcome.code}"]
    stands = digest(folder / victim.target)
    if outcome.code and not victim.goes_on and litter(folder, {**before, victim.target: ""}):
        faults.append("leaves litter")
    again = forked(victim.act, folder, limits=LIMITS)
    if again.code:
        faults.append("again fails")
    elif (
        outcome.code
        and not victim.goes_on
        and stands not in (before.get(victim.target, ""), digest(folder / victim.target))
    ):
        faults.append("half written")
    shutil.rmtree(folder)
    yield recorded(family, f"{victim.name}: {name}", outcome, faults)


def full(own: list[Victim], scratch: Path) -> Iterator[Record]:
    """No file may be greater than so; and a file system that is full."""
    for victim in own:
        for size in DISKS:
            limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
            yield from disturbed("disk full", f"files of {size} bytes", victim, scratch, within(victim.act, limit))
        folder = made(scratch / "mounted")
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={TEMPORARY}k", "x", str(folder)], check=False, capture_output=True
        )
        if mounted.returncode:
            continue
        try:
            outcome = forked(victim.act, folder, limits=LIMITS) if victim.name != "a report over another" else None
            if outcome:
                whole = not (folder / victim.target).exists() or victim.goes_on
                left = [] if whole or outcome.code == 0 else ["half written"]
                yield recorded(
                    "disk full",
                    f"{victim.name}: a small file system",
                    outcome,
                    left + ([] if outcome.code in (0, 2) else [f"exit {outcome.code}"]),
                )
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def little(own: list[Victim], scratch: Path) -> Iterator[Record]:
    """Memory that ends."""
    for victim in own:
        for more in MEMORIES:

            def limit(more: int = more) -> None:
                have = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
                resource.setrlimit(resource.RLIMIT_AS, (have + more * 2**20,) * 2)

            yield from disturbed("little memory", f"{more} MB", victim, scratch, within(victim.act, limit), NO_MEMORY)


def closed(own: list[Victim], scratch: Path) -> Iterator[Record]:
    """Another user gives the command in folders of this one."""
    if os.getuid():
        return
    for victim in own:
        for name, mode in {"one may read": 0o755, "one may not even read": 0o700, "one may write": 0o777}.items():
            folder = made(scratch / "victim")
            victim.prepare(folder)
            folder.chmod(mode)
            before = contents(folder)
            os.environ["HOME"], home = "/nonexistent", os.environ.get("HOME", "")
            outcome = forked(within(victim.act, become_nobody), folder, limits=LIMITS)
            os.environ["HOME"] = home
            right = (0, 2) if mode == 0o777 else (2,)
            faults = [] if outcome.code in right else [f"exit {outcome.code}"]
            if outcome.code and contents(folder) != before and not victim.goes_on:
                faults.append("changes what is there")
            shutil.rmtree(folder)
            yield recorded("closed folders", f"{victim.name}: {name}", outcome, faults)


# ---- where output goes ------------------------------------------------------------------------


def pipes(checkout: Path, own: list[Victim], scratch: Path) -> Iterator[Record]:
    """Output that nobody reads, that is closed, that has no room."""

    def unread() -> None:
        reading, writing = os.pipe()
        os.close(reading)
        os.dup2(writing, 1)

    def to_full(stream: int) -> None:
        os.dup2(os.open("/dev/full", os.O_WRONLY), stream)

    ways: dict[str, tuple[Callable[[], object], tuple[int, ...]]] = {
        "a pipe that nobody reads": (unread, (0, 2, -13, 141)),
        "output closed": (lambda: os.close(1), (0,)),
        "errors closed": (lambda: os.close(2), (0,)),
        "input closed": (lambda: os.close(0), (0,)),
        "all closed": (lambda: os.closerange(0, 3), (0,)),
        "no room for output": (lambda: to_full(1), (2,)),
        "no room for errors": (lambda: to_full(2), (0, 2)),
    }
    for victim in (own[0], own[2]):
        for name, (before, right) in ways.items():
            folder = made(scratch / "victim")
            victim.prepare(folder)
            outcome = processed(checkout, victim.arguments, folder, before=before)
            shutil.rmtree(folder)
            yield recorded(
                "pipes", f"{victim.name}: {name}", outcome, [] if outcome.code in right else [f"exit {outcome.code}"]
            )


# ---- variables, clocks ------------------------------------------------------------------------


def odd_variables(checkout: Path, scratch: Path) -> Iterator[Record]:
    """The same run under odd variables: the same bytes."""
    tiny = str(checkout / "scenarios/tiny.yaml")
    command_line = ("run", tiny, "--out", "r")
    for name, changes in VARIABLES.items():
        folder = made(scratch / "odd")
        outcome = processed(checkout, command_line, folder, changes)
        faults = [] if outcome.code == 0 else [f"exit {outcome.code}"]
        other = "another processor" in name  # another processor may round otherwise
        if not faults and not other and digest(folder / "r") != digest(scratch / "old"):
            faults.append("another result")
        shutil.rmtree(folder)
        yield recorded("variables", name, outcome, faults)
    folder = made(scratch / "odd")
    short = ("--set", "time.measure=1 h", "--set", "time.warm_up=0 h", "--set", "time.drain=0 h")
    outcome = processed(checkout, (*command_line, *short), folder, NOT_COMPILED)
    shutil.rmtree(folder)
    yield recorded("variables", "not compiled", outcome, [] if outcome.code in (0, 2) else [f"exit {outcome.code}"])
    gone = made(scratch / "gone")
    outcome = processed(checkout, ("validate", tiny), gone, before=lambda: os.rmdir(gone))
    yield recorded(
        "variables",
        "a present folder that is gone",
        outcome,
        [] if outcome.code in (0, 2) else [f"exit {outcome.code}"],
    )


def backends(checkout: Path, scratch: Path) -> Iterator[Record]:
    """What a notebook leaves behind for matplotlib."""
    for name in BACKENDS:
        folder = made(scratch / "odd")
        shutil.copytree(scratch / "sound", folder / "store")
        outcome = processed(checkout, ("report", "store", "--out", "page.html"), folder, {"MPLBACKEND": name})
        shutil.rmtree(folder)
        yield recorded("backends", name or "empty", outcome, [] if outcome.code == 0 else [f"exit {outcome.code}"])


def clocks(own: list[Victim], scratch: Path) -> Iterator[Record]:
    """Files from the future and from long ago: the same results."""
    for victim in own:
        for name, stamp in {"1970": 0, "2100": 4_102_444_800}.items():

            def aged(stamp: int = stamp) -> None:
                for path in Path.cwd().rglob("*"):
                    os.utime(path, (stamp, stamp))

            yield from disturbed("clocks", f"files of {name}", victim, scratch, within(victim.act, aged), (0,))


# ---- stores that have come a long way ---------------------------------------------------------


def stores(checkout: Path, other: Path, scratch: Path) -> Iterator[Record]:
    """A store that was moved, and stores and runs that another version has made."""
    moved = scratch / "elsewhere/it's \u03b1 [store]"
    shutil.copytree(scratch / "sound", moved)
    pages = []
    for name, store in (("where it was made", scratch / "sound"), ("moved", moved)):
        folder = made(scratch / "asks")
        page = folder / "page.html"
        outcome = forked(command("report", str(store), "--out", str(page)), folder, limits=LIMITS)
        pages.append(page.read_bytes().replace(moved.name.encode(), b"sound") if page.exists() else b"")
        faults = [] if outcome.code == 0 else [f"exit {outcome.code}"]
        yield recorded(
            "stores", f"report, {name}", outcome, faults + (["another page"] if pages[0] != pages[-1] else [])
        )
        for line in (["query", str(store), "select count(*) from runs"], ["compare", str(store)]):
            outcome = forked(command(*line), folder, limits=LIMITS)
            yield recorded(
                "stores", f"{line[0]}, {name}", outcome, [] if outcome.code == 0 else [f"exit {outcome.code}"]
            )
    few = ("--set", "experiment.replications=3", "--set", "time.measure=6 h", "--workers", "1")
    sound(other, "batch", str(other / EXPERIMENT), *few, "--out", str(scratch / "other"))
    sound(other, "run", str(other / "scenarios/tiny.yaml"), "--out", str(scratch / "other_run"))
    folder = made(scratch / "asks")
    asked: dict[tuple[str, ...], tuple[int, ...]] = {
        ("compare", str(scratch / "other")): (0,),
        ("report", str(scratch / "other"), "--out", str(folder / "other.html")): (0,),
        ("query", str(scratch / "other"), "select count(*) from runs"): (0,),
        ("audit", str(scratch / "other_run")): (0, 1),  # 1: a scenario has another hash, of other defaults
        ("batch", str(checkout / EXPERIMENT), *few, "--out", str(scratch / "other")): (0, 2),
        ("run", str(checkout / "scenarios/tiny.yaml"), "--out", str(scratch / "other_run")): (0, 2),
    }
    for act, right in asked.items():
        outcome = forked(command(*act), folder, limits=LIMITS)
        yield recorded(
            "stores",
            f"{act[0]}, of another version",
            outcome,
            [] if outcome.code in right else [f"exit {outcome.code}"],
        )


def one_processor(checkout: Path, scratch: Path) -> Iterator[Record]:
    """A process that may use one processor starts one worker."""
    folder, most = made(scratch / "narrow"), [0]

    def watch(leader: int) -> None:
        workers = [p for p in family_of(leader) if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()]
        most[0] = max(most[0], len(workers))

    few = ("--set", "experiment.replications=9", "--set", "time.measure=6 h")
    outcome = processed(
        checkout,
        ("batch", str(checkout / EXPERIMENT), *few, "--out", "store"),
        folder,
        before=lambda: os.sched_setaffinity(0, {0}),
        watch=watch,
    )
    faults = [] if outcome.code == 0 else [f"exit {outcome.code}"]
    yield recorded(
        "one processor", f"{most[0]} workers", outcome, faults + (["too many workers"] if most[0] > 1 else [])
    )

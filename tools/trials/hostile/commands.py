"""Command lines: options out of range, odd paths, changes that lead nowhere."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.trials.texts import REAL
from tools.trials.trial import Trial, Wanted

FAMILY = "command lines"
FAMILIES = (FAMILY,)
PATHS = {
    "nothing": "",
    "a folder": ".",
    "no such file": "none.yaml",
    "root": "/",
    "a device": "/dev/zero",
    "an endless device": "/dev/random",
    "a terminal": "/dev/tty",
    "memory": "/proc/self/mem",
    "an environment": "/proc/self/environ",
    "a name of 250 letters": "n" * 250,
    "a name of 300 letters": "n" * 300,
    "a path of 1 900 letters": "n/" * 950,
    "letters that are none": "a\udcffb",
    "lines in a name": "a\nb\x1b[31m.yaml",
    "an option": "--help-me",
    "home": "~/none.yaml",
    "an address": "http://localhost/x.yaml",
    "a star": "*.yaml",
}
NUMBERS = ("-1", "1.5", "x", "", "1e3", str(2**63), str(10**40), "nan", "0x10", "\uff11", " 1 ", "+1")


def trials(store: Path, tiny: Path) -> Iterator[Trial]:
    """All of them."""
    yield from paths(store)
    yield from options(store)
    yield from changes()
    yield from outs(tiny)


def line(name: str, *act: str, wanted: Wanted = Wanted.REFUSED, **more: object) -> Trial:
    """A command with a small scenario beside it."""
    return Trial(FAMILY, name, act, wanted, {"case.yaml": REAL}, dear=3.0)._replace(**more)  # type: ignore[arg-type]


def paths(store: Path) -> Iterator[Trial]:
    """Odd paths for every command."""
    for name, path in PATHS.items():
        for command in (
            "validate",
            "run",
            "batch",
            "audit",
            "compare",
            "report",
            "bottleneck",
            "hulls",
            "optimise",
            "sensitivity",
        ):
            more = ("--measure", "attacks") if command == "sensitivity" else ()
            yield line(f"{command} of {name}", command, path, *more)
        yield line(f"query of {name}", "query", path, "select 1")
    for kind, make in {
        "a pipe": os.mkfifo,
        "a link to itself": lambda path: os.symlink(path, path),
        "a link to nowhere": lambda path: os.symlink("nowhere", path),
        "a file that is forbidden": lambda path: (path.write_text(REAL), path.chmod(0)),
        "a folder": Path.mkdir,
    }.items():

        def prepare(folder: Path, make: Callable[[Path], object] = make) -> None:
            make(folder / "odd.yaml")

        right = Wanted.EITHER if "forbidden" in kind else Wanted.REFUSED
        for command in ("validate", "run", "batch", "compare"):
            yield line(
                f"{command} of {kind} of one's own",
                command,
                "odd.yaml",
                prepare=prepare,
                wanted=right,
                writes=right is Wanted.EITHER,
            )
    for source in ("/dev/stdin", "-"):
        yield line(f"validate out of {source}", "validate", source, wanted=Wanted.EITHER, stdin=REAL)
        yield line(f"validate nothing out of {source}", "validate", source, stdin=b"")
        yield line(
            f"validate what is wrong out of {source}", "validate", source, stdin=REAL.replace("count: 3", "count: x")
        )

    def linked(folder: Path) -> None:
        shutil.copytree(store, folder / "store")
        os.symlink("case.yaml", folder / "link.yaml")

    yield line("validate of a link", "validate", "link.yaml", wanted=Wanted.READ, prepare=linked)
    for command in ("validate", "run", "audit", "batch"):
        yield line(f"{command} of a store", command, "store", prepare=linked)
    for command in ("compare", "report"):
        yield line(f"{command} of a scenario", command, "case.yaml")


def options(store: Path) -> Iterator[Trial]:
    """Numbers out of range and words that there are not."""

    def stored(folder: Path) -> None:
        shutil.copytree(store, folder / "store")

    for number in NUMBERS:
        for option in ("--seed", "--substream"):
            if number.strip() not in ("1", "+1", "1_0", "\uff11"):
                yield line(f"run {option} {number!a}", "run", "case.yaml", option, number)
        for command, option in (
            ("batch", "--workers"),
            ("bottleneck", "--replications"),
            ("hulls", "--least"),
            ("optimise", "--trials"),
        ):
            yield line(f"{command} {option} {number!a}", command, "case.yaml", option, number)
        if number not in ("1e3", " 1 ", "+1", "1_0", "\uff11", "1.5", str(2**63), str(10**40)):
            yield line(
                f"best --delta {number!a}", "best", "store", "--measure", "attacks", "--delta", number, prepare=stored
            )
        yield line(
            f"best --confidence {number!a}",
            "best",
            "store",
            "--measure",
            "attacks",
            "--delta",
            "1",
            "--confidence",
            f"{number}9",
            prepare=stored,
        )
    for name, act in {
        "no command": ("frob",),
        "no argument": ("run",),
        "two arguments": ("run", "case.yaml", "case.yaml"),
        "an unknown option": ("run", "case.yaml", "--sed", "1"),
        "an option without value": ("run", "case.yaml", "--seed"),
        "engine": ("batch", "case.yaml", "--engine", "spark"),
        "scheduler": ("batch", "case.yaml", "--engine", "dask", "--scheduler", "nonsense"),
        "scheduler of nobody": ("batch", "case.yaml", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"),
        "scheduler of another kind": ("batch", "case.yaml", "--engine", "dask", "--scheduler", "ftp://x:1"),
        "batch without experiment": ("batch", "case.yaml"),
        "hulls without experiment": ("hulls", "case.yaml"),
        "optimise without experiment": ("optimise", "case.yaml"),
        "agents that are not there": ("run", "case.yaml", "--agents", "none.py"),
        "agents that are a scenario": ("run", "case.yaml", "--agents", "case.yaml"),
        "agents that are a folder": ("run", "case.yaml", "--agents", "."),
        "rules that are not there": ("run", "case.yaml", "--rules", "none.py"),
        "measure that is none": ("compare", "store", "--measure", "atacks"),
        "measure that is text": ("compare", "store", "--measure", "variant"),
        "measure that is nothing": ("compare", "store", "--measure", ""),
        "measure of a report": ("report", "store", "--measure", "atacks"),
        "measure of text of a report": ("report", "store", "--measure", "variant"),
        "measure of sensitivity": ("sensitivity", "store", "--measure", "variant"),
        "measure of best": ("best", "store", "--measure", "error", "--delta", "1"),
        "reference": ("compare", "store", "--reference", "quik"),
        "between": ("voyages", "store", "--between", "quick", "lat"),
        "between one": ("voyages", "store", "--between", "quick", "quick"),
        "between three": ("voyages", "store", "--between", "quick", "late", "later"),
        "voyage": ("voyages", "store", "--between", "quick", "late", "--voyage", "x"),
        "voyage of odd digits": (
            "voyages",
            "store",
            "--between",
            "quick",
            "late",
            "--voyage",
            "pirates/0#\u00b2",
            "--redraws",
            "2",
        ),
        "json into nowhere": ("compare", "store", "--json", "nowhere/x.json"),
        "json into a folder": ("compare", "store", "--json", "."),
        "json into what is full": ("compare", "store", "--json", "/dev/full"),
        "report into nowhere": ("report", "store", "--out", "nowhere/x/y.html"),
        "report into a folder": ("report", "store", "--out", "."),
        "report over the store": ("report", "store", "--out", "store"),
        "report over a block": ("report", "store", "--out", "store/runs/p0000-r000000.parquet"),
        "json over the manifest": ("compare", "store", "--json", "store/manifest.json"),
        "query over the plan": ("query", "store", "select 1", "--to", "store/plan.json"),
        "batch over a run": ("batch", "case.yaml", "--out", "case.yaml"),
    }.items():
        yield line(name, *act, prepare=stored)


def changes() -> Iterator[Trial]:
    """What --set may be given."""
    for text in (
        *(
            "",
            "=",
            "a",
            "=1",
            ".=1",
            "a.=1",
            ".a=1",
            "a..b=1",
            "groups=",
            "groups.boats.count=null",
        ),
        *(
            "groups.boats.count=x",
            "groups.boats.count=[1",
            'groups.boats.count="',
            "groups.boats.count={a: 1}",
            "groups.boat.count=1",
        ),
        *(
            "groups.boats.count.x=1",
            "groups.boats.count[0]=1",
            "groups.boats[0]=1",
            "geometry.line.line[9]=[1, 2]",
            "geometry.line.line[-1]=null",
        ),
        *(
            "geometry.line.line[0]=null",
            "geometry.line.line[99999999999]=1",
            "geometry.line.line.\u0662=null",
            "geometry.line.line.\u00b2=null",
        ),
        *(
            "geometry.line.line[0][0]=x",
            f"{'a.' * 60}a=1",
            f"{'a' * 100_000}=1",
            f"name={'a' * 100_000}",
            "name=a\x1b[31m",
            "name=\u202e",
        ),
        *(
            "extends=tiny.yaml",
            "extends=/etc/passwd",
            "extends=case.yaml",
            f"count={'[' * 60_000}",
            f"x={'9' * 5000}",
            "groups.boats.count=" + "9" * 5000,
        ),
        *(
            "time.measure=5 dd",
            "time.measure=",
            "time=null",
            "groups.boats.count=&a 1",
            "groups.boats=*a",
            "groups.boats.count=!x 1",
            "x=1",
            "theatre=box",
        ),
        *(
            "geometry.base.file=g.geojson",
            "geometry.base={file: g.geojson, feature: f}",
            "geometry.base={file: /etc/passwd, feature: f}",
            "a b=1",
            "groups.boats.count=.nan",
        ),
        *(
            "groups.boats.count=1e400",
            "groups.boats.type=boar",
            "groups.boats.roam.in=watres",
            "set=1",
            "experiment.replications=x",
            "groups.boats.count=\udcff",
        ),
    ):
        yield line(
            f"--set {text[:60]!a}", "validate", "case.yaml", "--set", text, place=r"--set|case\.yaml:\d|g\.geojson"
        )
    deep = "groups.boats.count=" + "[" * 39 + "]" * 39
    yield line("--set nested", "validate", "case.yaml", "--set", deep)
    yield line("--set two thousand times", "validate", "case.yaml", *("--set", "x.y=1") * 2000)
    yield line(
        "--set ten thousand unknown keys",
        "validate",
        "case.yaml",
        *(part for k in range(10_000) for part in ("--set", f"k{k}=1")),
    )
    yield line("--set fine", "validate", "case.yaml", "--set", "groups.boats.count=4", wanted=Wanted.READ)


def outs(tiny: Path) -> Iterator[Trial]:
    """Where a run is written to: refused before it is run, or written."""

    def scenario(folder: Path) -> None:
        shutil.copy(tiny, folder / "tiny.yaml")
        (folder / "full").mkdir()
        (folder / "full/mine.txt").write_text("mine")

    for name, out, right in (
        ("a file", "case.yaml", Wanted.REFUSED),
        ("a folder of others", "full", Wanted.REFUSED),
        ("the present folder", ".", Wanted.REFUSED),
        ("the folder above", "..", Wanted.REFUSED),
        ("below a file", "case.yaml/x", Wanted.REFUSED),
        ("nothing", "", Wanted.REFUSED),
        ("root", "/", Wanted.REFUSED),
        ("kernel's", "/proc/x", Wanted.REFUSED),
        ("a device", "/dev/null", Wanted.REFUSED),
        ("a name of 300 letters", "n" * 300, Wanted.REFUSED),
        ("a name of 255 letters", "n" * 255, Wanted.EITHER),
        ("a name of 250 letters", "n" * 250, Wanted.EITHER),
        ("a path of 5 000 letters", "n/" * 2500, Wanted.REFUSED),
        ("many folders", "a/b/c/d/e", Wanted.READ),
        ("lines in a name", "a\nb", Wanted.EITHER),
        ("a blank", " ", Wanted.EITHER),
        ("letters that are none", "a\udcffb", Wanted.EITHER),
        ("Greek", "\u03b1\u03b2", Wanted.READ),
        ("home", "~/x", Wanted.READ),
    ):
        yield line(
            f"run into {name}",
            "run",
            "tiny.yaml",
            "--out",
            out,
            prepare=scenario,
            wanted=right,
            writes=right is not Wanted.REFUSED,
            dear=6.0,
        )

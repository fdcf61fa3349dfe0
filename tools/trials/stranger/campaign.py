"""What a user without rights can do to the commands of another: connect, run code, read, write, plant."""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tools.trials.checkout import made
from tools.trials.child import tried as forked
from tools.trials.kills.commands import EXPERIMENT, sound
from tools.trials.process import NOBODY, become_nobody, family_of
from tools.trials.process import run as processed
from tools.trials.trial import Record

LISTENS = "0A"
ANY = ("00000000", "00000000000000000000000000000000")
GOT_IN = 7
FEW = ("--set", "experiment.replications=24", "--set", "time.measure=6 h", "--workers", "1")
WAIT = "30s"
SHORT = ("--set", "time.measure=1 h", "--set", "time.warm_up=0 h", "--set", "time.drain=0 h")


def tried(given: argparse.Namespace) -> Iterator[Record]:
    """The results, as they come; nothing can be tried by who is not the root of the machine."""
    if os.getuid():
        return
    import distributed  # noqa: F401  (a stranger could not read it: it is that of the checkout)

    with tempfile.TemporaryDirectory(prefix="trials-") as scratch:
        here = Path(scratch)
        here.chmod(0o755)
        for part in (cluster, caches, planted, shared):
            if given.only in part.__name__:
                yield from part(given.checkout, here)


def recorded(family: str, name: str, faults: list[str], said: str = "") -> Record:
    """A line."""
    return Record("stranger", family, name, faults, first=ascii(said[-300:]) if faults or family == "cluster" else "")


def as_stranger(act: Callable[[], object], folder: Path) -> str:
    """What a stranger gets: the word that the act returns, or the error."""

    def strange() -> int:
        become_nobody()
        try:
            print(f"got: {act()}", flush=True)
        except Exception as error:
            print(f"refused: {type(error).__name__}: {error}"[:300], flush=True)
        os._exit(0)

    return forked(strange, folder).said


# ---- a cluster --------------------------------------------------------------------------------


def listening(leader: int) -> set[tuple[int, bool]]:
    """Ports on which the processes of a session listen, and whether to other machines too."""
    inodes = set()
    for process in family_of(leader):
        for link in Path(f"/proc/{process}/fd").glob("*"):
            try:
                inodes.add(os.readlink(link))
            except OSError:
                continue
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            own, state, inode = (line.split()[k] for k in (1, 3, 9))
            if state == LISTENS and f"socket:[{inode}]" in inodes:
                host, port = own.split(":")
                found.add((int(port, 16), host in ANY))
    return found


def cluster(checkout: Path, scratch: Path) -> Iterator[Record]:
    """The ports of a batch that runs on a Dask cluster of this machine, while it runs."""
    folder, stranger = made(scratch / "dask"), made(scratch / "stranger")
    tried_ports, answers = set[int](), list[tuple[int, bool, str]]()

    def enter(port: int) -> str:
        from distributed import Client

        with Client(f"tcp://127.0.0.1:{port}", timeout=WAIT) as client:
            return str(client.submit(os.getuid, pure=False).result(timeout=WAIT))

    def watch(leader: int) -> None:
        for port, anywhere in listening(leader):
            if port not in tried_ports and len(tried_ports) < 6:
                tried_ports.add(port)
                time.sleep(0.5)
                answers.append((port, anywhere, as_stranger(partial(enter, port), stranger)))

    line = ("batch", str(checkout / EXPERIMENT), *FEW, "--engine", "dask", "--out", "store")
    outcome = processed(checkout, line, folder, watch=watch)
    yield recorded("cluster", "the batch itself", [] if outcome.code == 0 else [f"exit {outcome.code}"], outcome.said)
    for number, (_, anywhere, said) in enumerate(sorted(answers)):
        faults = ["a stranger's code is run"] if "got: " in said else []
        yield recorded("cluster", f"port {number}", faults + (["listens to other machines"] if anywhere else []), said)
    if not answers:
        yield recorded("cluster", "no port is open", [])


# ---- code that is kept ------------------------------------------------------------------------


def writable(folder: Path) -> list[str]:
    """What a stranger could really write to, in a folder and all below."""
    found = [path for path in (folder, *folder.rglob("*")) if not path.is_symlink()]
    said = as_stranger(lambda: [str(path) for path in found if os.access(path, os.W_OK)], folder.parent)
    return said.partition("got: ")[2].strip().strip("[]").split(", ")


def kept(folder: Path) -> list[Path]:
    """Folders for compiled code that the product has made there."""
    return list(folder.rglob("kernels-*"))


def caches(checkout: Path, scratch: Path) -> Iterator[Record]:
    """The cache of compiled code: nobody else may write to it, whatever the umask is; a folder of others is not used."""
    line = ("validate", str(checkout / "scenarios/irtc.yaml"))
    folder = made(scratch / "cache")
    own = folder / "own"
    run = ("run", str(checkout / "scenarios/tiny.yaml"), *SHORT, "--out", "r")
    outcome = processed(checkout, run, folder, {"GUARDSHIP_CACHE_DIR": str(own)}, before=lambda: os.umask(0))
    reached = [path for path in writable(own) if "kernels-" in path]
    faults = [f"exit {outcome.code}"] if outcome.code else ["others may write to it"] if reached else []
    yield recorded("caches", "a named one, umask 0", faults, str(reached[:3]) + outcome.said)
    shutil.rmtree(folder)
    for name, mode, owner in (("open to all", 0o777, 0), ("of a stranger", 0o755, NOBODY)):
        folder = made(scratch / "cache")
        own = made(folder / "own")
        own.chmod(mode)
        os.chown(own, owner, owner)
        outcome = processed(checkout, line, folder, {"GUARDSHIP_CACHE_DIR": str(own)})
        used = kept(own)  # who may write to the folder can put another in its place
        faults = [f"exit {outcome.code}"] if outcome.code else ["is trusted"] if used else []
        yield recorded("caches", f"a named one {name}", faults, str(used) + outcome.said)
        shutil.rmtree(folder)


def planted(checkout: Path, scratch: Path) -> Iterator[Record]:
    """Folders that a stranger has made beforehand where passing files go, for when there is no home."""
    for name, mode in (("his own", 0o755), ("open to all", 0o777)):
        folder = made(scratch / "passing")
        folder.chmod(0o1777)
        bait = made(folder / f"guardship-{os.getuid()}")
        bait.chmod(mode)
        os.chown(bait, NOBODY, NOBODY)
        changes = {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/proc/x", "TMPDIR": str(folder)}
        outcome = processed(
            checkout, ("validate", str(checkout / "scenarios/irtc.yaml")), made(scratch / "work"), changes
        )
        used = kept(bait)
        faults = [f"exit {outcome.code}"] if outcome.code else ["is trusted"] if used else []
        yield recorded("planted", f"a folder for compiled code, {name}", faults, str(used) + outcome.said)
        shutil.rmtree(folder)


def shared(checkout: Path, scratch: Path) -> Iterator[Record]:
    """A folder that all may write to: links of a stranger there lead nobody to write over something else."""
    store = scratch / "store"
    few = ("--set", "experiment.replications=3", "--set", "time.measure=6 h", "--workers", "1")
    sound(checkout, "batch", str(checkout / EXPERIMENT), *few, "--out", str(store))
    lines = {
        "report": ("report", str(store), "--out", "page.html"),
        "query": ("query", str(store), "select 1 as a", "--to", "page.html.csv"),
        "compare": ("compare", str(store), "--json", "page.json"),
        "run": ("run", str(checkout / "scenarios/tiny.yaml"), "--out", "r"),
        "batch": ("batch", str(checkout / EXPERIMENT), *few, "--out", "s"),
    }
    for name, line in lines.items():
        folder = made(scratch / "all")
        folder.chmod(0o777)
        precious = scratch / "precious.txt"
        precious.write_text("precious")
        target = line[-1]
        links = [folder / stem for stem in (f"{target}.part", f".{target}.part", f"{target}.tmp", f".{target}.tmp")]
        as_stranger(partial(planting, links, precious), folder)
        outcome = processed(checkout, line, folder)
        faults = [] if precious.read_text() == "precious" else ["writes through a link"]
        faults += [] if outcome.code in (0, 2) else [f"exit {outcome.code}"]
        yield recorded("shared", name, faults, outcome.said)
        shutil.rmtree(folder)


def planting(links: list[Path], to: Path) -> None:
    """Links that lead where a stranger cannot write himself."""
    for link in links:
        link.symlink_to(to)

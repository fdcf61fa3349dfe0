"""The Dask engine: real schedulers and worker processes, killed, replaced, lost; the same bytes as anywhere."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import pytest

from experiment.stores import changed_files, placed
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.cluster import NoCluster, dask
from guardship.experiment.engines.local import here
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan, plan

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of Dask and its web server


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan(placed(tmp_path_factory.mktemp("scenarios")))


@pytest.fixture(scope="module")
def whole(small: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "store"
    run(small, out, here)
    return out


def then(
    at: int, do: Callable[[], None], address: str, seen: list[Block]
) -> Callable[..., Generator[tuple[Block, Files]]]:
    """The engine on a cluster, to which something is done after so many blocks."""

    def engine(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        for block, files in dask(p, blocks, address, 2, trusted=True):
            seen.append(block)
            if len(seen) == at:
                do()
            yield block, files

    return engine


def test_a_worker_is_killed_in_the_middle(small: Plan, whole: Path, tmp_path: Path) -> None:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        pids = [nanny.pid for nanny in cluster.workers.values()]
        assert len(set(pids)) == 2
        seen: list[Block] = []
        engine = then(2, lambda: os.kill(pids[0], signal.SIGKILL), cluster.scheduler_address, seen)
        found = run(small, tmp_path / "store", engine)
    assert sorted(seen) == sorted(small.blocks(0, 20))
    assert len(found.failed) == 0
    assert changed_files(whole, tmp_path / "store") == []


def test_every_worker_is_replaced_by_another(small: Plan, whole: Path, tmp_path: Path) -> None:
    """Those that come later get the plan too, although nobody is left who had it."""
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        first = next(iter(cluster.workers.values()))

        def replace() -> None:
            cluster.sync(first.close)
            cluster.scale(2)  # the first still counts

        seen: list[Block] = []
        found = run(small, tmp_path / "store", then(1, replace, cluster.scheduler_address, seen))
        assert first.worker_address not in cluster.scheduler_info["workers"]
    assert sorted(seen) == sorted(small.blocks(0, 20))
    assert len(found.failed) == 0
    assert changed_files(whole, tmp_path / "store") == []


def test_the_scheduler_is_lost_in_the_middle(small: Plan, whole: Path, tmp_path: Path) -> None:
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        seen: list[Block] = []
        engine = then(2, cluster.close, cluster.scheduler_address, seen)
        with pytest.raises(NoCluster, match=r"the Dask scheduler was lost .*; the same command goes on"):
            run(small, tmp_path / "store", engine)
    left = len(small.blocks(0, 20)) - 2
    ran: list[Block] = []

    def rest(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        ran.extend(blocks)
        yield from here(p, blocks)

    run(small, tmp_path / "store", rest)
    assert len(ran) == left
    assert changed_files(whole, tmp_path / "store") == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://127.0.0.1:9", "anybody who can reach this scheduler can run code as you"),
        ("127.0.0.1:9", "wanted tls://HOST:PORT, or --trust-network"),
        ("tls://127.0.0.1:9", "Dask's configuration has no certificates"),
    ],
)
def test_a_scheduler_that_anybody_may_use_is_not_joined(small: Plan, tmp_path: Path, address: str, said: str) -> None:
    with pytest.raises(NoCluster, match=said):
        run(small, tmp_path / "store", lambda p, blocks: dask(p, blocks, address, 1))


def test_nobody_at_the_address(small: Plan, tmp_path: Path) -> None:
    with pytest.raises(NoCluster, match="no Dask scheduler at tcp"):
        run(small, tmp_path / "store", lambda p, blocks: dask(p, blocks, "tcp://127.0.0.1:9", 1, trusted=True))


# ---- a cluster of one's own ---------------------------------------------------------------------

INTRUDER = """
import asyncio, sys
from distributed.core import connect
from distributed.security import Security

async def enter(address, **more):
    comm = await connect(address, timeout=3, **more)
    await comm.write({"op": "identity", "reply": True})
    return await comm.read()

def tried(address):
    port = address.rpartition(":")[2]
    other = Security.temporary().get_connection_args("client")
    for place, more in ((f"tcp://127.0.0.1:{port}", {}), (f"tls://127.0.0.1:{port}", other)):
        try:
            print("got in:", asyncio.run(enter(place, **more)))
        except Exception as fault:
            print("turned away", type(fault).__name__)

for address in sys.argv[1:]:
    tried(address)
"""


def listening(pids: set[int]) -> dict[int, str]:
    """Ports that processes listen at, with the address."""
    inodes = {}
    for pid in pids:
        for file in Path(f"/proc/{pid}/fd").iterdir():
            try:
                inodes[os.readlink(file)] = pid
            except OSError:
                continue
    found = {}
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            words = line.split()
            if words[3] == "0A" and f"socket:[{words[9]}]" in inodes:
                address, _, port = words[1].partition(":")
                found[int(port, 16)] = address
    return found


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs /proc")
def test_nobody_joins_a_cluster_of_ones_own() -> None:
    """Without the certificate, or with another, by whatever port. There are no others, and none of other machines."""
    from guardship.experiment.engines.private import private

    before = set(listening({os.getpid()}))
    with private(1) as client:
        client.wait_for_workers(1)
        worker = next(iter(client.run(os.getpid).values()))
        ports = listening({os.getpid(), worker})
        opened = {port: address for port, address in ports.items() if port not in before}
        assert len(opened) == 3  # of the scheduler, the worker and its nanny
        assert set(opened.values()) == {"0100007F"}  # this machine alone
        addresses = [f"tls://127.0.0.1:{port}" for port in opened]
        assert client.scheduler is not None
        assert {client.scheduler.address, *client.nthreads()} <= set(addresses)
        command = [sys.executable, "-c", INTRUDER, *addresses]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert [line.split()[:2] for line in done.stdout.splitlines()] == [["turned", "away"]] * 6, done.stdout
        scratch = Path(next(iter(client.scheduler_info()["workers"].values()))["local_directory"])
        assert any(folder.stat().st_mode & 0o777 == 0o700 for folder in (scratch, *scratch.parents))
        assert client.submit(sum, [1, 2]).result() == 3


def test_a_batch_on_a_cluster_of_ones_own(small: Plan, whole: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "store", lambda p, blocks: dask(p, blocks, None, 1))
    assert changed_files(whole, tmp_path / "store") == []

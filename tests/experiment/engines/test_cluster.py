"""The Dask engine: a real scheduler and worker processes, one of which is killed; the same bytes as anywhere."""

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from experiment.stores import changed_files, placed
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.cluster import NoCluster, dask
from guardship.experiment.engines.local import here
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan, plan

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan(placed(tmp_path_factory.mktemp("scenarios")))


@pytest.fixture(scope="module")
def whole(small: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "store"
    run(small, out, here)
    return out


@pytest.mark.filterwarnings("ignore")  # of Dask and its web server
def test_a_worker_is_killed_in_the_middle(small: Plan, whole: Path, tmp_path: Path) -> None:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        pids = [nanny.pid for nanny in cluster.workers.values()]
        assert len(set(pids)) == 2
        seen: list[Block] = []

        def engine(p: Plan, blocks: Sequence[Block]) -> Iterator[tuple[Block, Files]]:
            for block, files in dask(p, blocks, cluster.scheduler_address, 2):
                seen.append(block)
                if len(seen) == 2:
                    os.kill(pids[0], signal.SIGKILL)
                yield block, files

        found = run(small, tmp_path / "store", engine)
    assert sorted(seen) == sorted(small.blocks(0, 20))
    assert len(found.failed) == 0
    assert changed_files(whole, tmp_path / "store") == []


@pytest.mark.filterwarnings("ignore")
def test_nobody_at_the_address(small: Plan, tmp_path: Path) -> None:
    with pytest.raises(NoCluster, match="no Dask scheduler at tcp"):
        run(small, tmp_path / "store", lambda p, blocks: dask(p, blocks, "tcp://127.0.0.1:9", 1))

"""The same blocks on a Dask cluster: SSH hosts, Slurm, Kubernetes, or processes of this machine (extra `cluster`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from guardship.experiment.engines.worker import Files, know, knows, play
from guardship.experiment.plan.plan import Block, Plan
from guardship.run.folder import code
from guardship.run.warm import warm

AHEAD = 3  # blocks a thread of the cluster has in hand
DEATHS = 3  # workers that may die over a block before its runs are kept as failed


class NoCluster(RuntimeError):
    """Dask is not installed, or its scheduler cannot be reached."""


def dask(plan: Plan, blocks: Sequence[Block], scheduler: str | None, workers: int) -> Iterator[tuple[Block, Files]]:
    """Run the blocks on a cluster; without a scheduler's address on one of this machine's processes."""
    try:
        from distributed import Client, KilledWorker, LocalCluster, as_completed
    except ImportError:
        raise NoCluster("the Dask engine needs `distributed`: install guardship[cluster]") from None
    own = None
    if scheduler is None:
        own = LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None)
    try:
        client = Client(own or scheduler, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        raise NoCluster(f"no Dask scheduler at {scheduler}: {fault}") from None
    try:
        text = client.scatter(plan.as_json(), broadcast=True, hash=False)
        left = iter(blocks)

        slots = max(sum(client.nthreads().values()), 1)
        of: dict[Any, Block] = {}
        queue = as_completed(loop=client.loop)

        def more() -> None:
            block = next(left, None)
            if block is not None:
                future = client.submit(_play, text, plan.hash, tuple(block), code(), pure=False)
                of[future] = block
                queue.add(future)

        for _ in range(AHEAD * slots):
            more()
        for future in queue:
            block = of.pop(future)
            try:
                files = future.result()
            except KilledWorker:
                know(plan.as_json())
                files = play(plan.hash, block, frozenset(range(block.begin, block.end)))
            more()
            yield block, files
    finally:
        client.close()
        if own is not None:
            own.close()


def _play(text: str, key: str, block: tuple[int, int, int], sources: str) -> Files:
    """On a worker: get ready once, then the block. Raises NoCluster where another version is installed."""
    if sources != code():
        raise NoCluster(f"a worker has other sources of guardship: {code()}, not {sources}")
    if not knows(key):
        warm()
        know(text)
    return play(key, Block(*block))

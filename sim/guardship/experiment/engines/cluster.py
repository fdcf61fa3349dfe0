"""The same blocks on a Dask cluster: SSH hosts, Slurm, Kubernetes, or processes of this machine (extra `cluster`).

Whoever can connect to a scheduler or to a worker runs code as the one who started it, and a client takes what they send
it for code too. So a cluster of one's own lets nobody in who has not the certificate made for it, and another's is
joined over TLS alone, unless the one who gives the command trusts all who can reach it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from guardship.experiment.engines.worker import Files, know, knows, run_block
from guardship.experiment.plan.plan import Block, Order, Plan
from guardship.run.folder import code
from guardship.warm import warm

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 3  # blocks a thread of the cluster has in hand
WAIT = "10s"  # for a scheduler that does not answer


class NoCluster(RuntimeError):
    """Dask is not installed, or its scheduler cannot be reached, is not to be trusted or was lost."""


def dask(
    plan: Plan, blocks: Sequence[Block], scheduler: str | None, workers: int, trusted: bool = False
) -> Generator[tuple[Block, Files]]:
    """Run the blocks on a cluster; without a scheduler's address on one of this machine's processes.

    `trusted`: whether everybody who can reach the scheduler is, so that it need not speak TLS. Raises NoCluster.
    """
    try:
        import distributed  # noqa: F401  (whether it is there)
    except ImportError:
        raise NoCluster("the Dask engine needs `distributed`: install guardship[cluster]") from None
    with ExitStack() as stack:
        if scheduler is None:
            from guardship.experiment.engines.private import private

            warm()  # in one process: workers only load
            client = stack.enter_context(private(workers))
        else:
            client = stack.enter_context(_joined(scheduler, trusted))
        yield from _run(client, plan, blocks)


@contextmanager
def _joined(scheduler: str, trusted: bool) -> Iterator[Client]:
    """A client of somebody's scheduler."""
    from distributed import Client
    from distributed.security import Security

    security = Security()  # of Dask's own configuration
    if scheduler.startswith("tls://"):
        if security.get_connection_args("client").get("ssl_context") is None:
            said = "Dask's configuration has no certificates (distributed.comm.tls: ca-file, client.cert, client.key)"
            raise NoCluster(f"{scheduler}: {said}")
    elif not trusted:
        raise NoCluster(
            f"{scheduler}: anybody who can reach this scheduler can run code as you, here and on its workers; wanted "
            "tls://HOST:PORT, or --trust-network when all who can reach it are trusted"
        )
    try:
        client = Client(scheduler, security=security, timeout=WAIT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        raise NoCluster(f"no Dask scheduler at {scheduler}: {fault}") from None
    with closing(client):
        yield client


def _run(client: Client, plan: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
    from concurrent.futures import CancelledError

    from distributed import KilledWorker, as_completed
    from distributed.comm.core import CommClosedError

    # A task, which is done again when those who had its result have gone; what is scattered is lost with them.
    text = client.submit(_same, plan.order(), pure=False)
    left = iter(blocks)
    of: dict[Any, Block] = {}
    queue = as_completed(loop=client.loop)

    def more() -> None:
        while len(of) < AHEAD * slots and (block := next(left, None)) is not None:
            future = client.submit(_run_block, text, plan.hash, tuple(block), code(), pure=False)
            of[future] = block
            queue.add(future)

    try:
        slots = _slots(client)
        more()
        for done, future in enumerate(queue, 1):
            block = of.pop(future)
            try:
                files = future.result()
            except KilledWorker:
                know(plan.order())
                files = run_block(plan.hash, block, frozenset(range(block.begin, block.end)))
            if done % slots == 0:
                slots = _slots(client)  # workers come and go
            more()
            yield block, files
    except ImportError as fault:
        raise NoCluster(f"a worker has not what it takes: {fault}") from None
    except (CancelledError, CommClosedError) as fault:
        raise NoCluster(f"the Dask scheduler was lost ({type(fault).__name__}); the same command goes on") from None


def _slots(client: Client) -> int:
    """How many blocks the cluster runs at a time."""
    return max(int(sum(client.nthreads().values())), 1)


def _same(text: Order) -> Order:
    """On a worker: the plan."""
    return text


def _run_block(text: Order, key: str, block: tuple[int, int, int], sources: str) -> Files:
    """On a worker: get ready once, then the block. Raises NoCluster where another version is installed."""
    if sources != code():
        raise NoCluster(f"a worker has other sources of guardship: {code()}, not {sources}")
    if not knows(key):
        warm()
        know(text)
    return run_block(key, Block(*block))

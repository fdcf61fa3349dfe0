"""A Dask cluster of processes of this machine that only this command can join.

All of its ports are of 127.0.0.1 and speak TLS with a certificate and key that are made for the occasion: whoever has
not the key is turned away before anything that they send is read. The key is in the memory of the processes (and for
an instant, as Python's ssl wants it, in a file that only their user can read). Web servers, which know no
certificates of clients, are left out, and what workers put on disk lies where only their user can look.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, final

from distributed import Client, Nanny, Scheduler, SpecCluster, Worker
from distributed.security import Security

from guardship.experiment.engines.cluster import NoCluster


@final
class Unheard(Scheduler):
    """A scheduler without a web server."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None."""


@final
class Unseen(Worker):
    """A worker without a web server."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None."""


@contextmanager
def private(workers: int) -> Iterator[Client]:
    """A client of a new cluster, which ends with it; `cluster` of the client is that. Raises NoCluster."""
    try:
        security = Security.temporary()
    except ImportError:
        raise NoCluster("a Dask cluster of one's own needs `cryptography`: install guardship[cluster]") from None
    common = {"host": "127.0.0.1", "protocol": "tls://", "security": security}
    with TemporaryDirectory(prefix="guardship-") as scratch:
        own = {"nthreads": 1, "worker_class": Unseen, "local_directory": scratch, "silence_logs": logging.ERROR}
        with (
            SpecCluster(
                workers={k: {"cls": Nanny, "options": common | own} for k in range(workers)},
                scheduler={"cls": Unheard, "options": common | {"port": 0}},
                security=security,
                silence_logs=logging.ERROR,
            ) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client

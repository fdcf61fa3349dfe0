"""Python's searches for rings of garbage, of which a run makes none and which go through all that it writes down."""

import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = 1_000_000  # objects more than before until the next search; Python's 2 000 take a quarter of a long run
DROPPED = 4  # runs that nobody holds any more until their models, which are rings, are looked for


class _Now:
    """dropped: runs since the last search. depth: of those that want few searches, in whatever thread. before: the
    thresholds without them. keeps: whether what there was is kept out from here; to ask Python how much is kept out
    it goes through all of that.
    """

    dropped = 0
    depth = 0
    before = (0, 0, 0)
    keeps = False


_lock = Lock()


def watch(run: object) -> None:
    """Have the model of a run looked for by `clear_up` once nobody holds the run any more."""
    weakref.finalize(run, dropped).atexit = False


def dropped() -> None:
    """Nobody holds a run, or what there was of one that has failed, any more."""
    _Now.dropped += 1


def clear_up() -> None:
    """Look for the models of runs that were dropped, when there are some.

    Does nothing while collection is switched off, or where something is kept out of it: whoever does that clears up
    himself.
    """
    if _Now.dropped >= DROPPED and gc.isenabled() and not _Now.depth and not gc.get_freeze_count():
        _Now.dropped = 0
        gc.collect()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Search seldom, and only among what is made meanwhile: what there was, the libraries too, is kept out of it.

    Leaves alone what others keep out, and a collector that is switched off. Ends with the last of those that have it at
    a time.
    """
    with _lock:
        _Now.depth += 1
        if _Now.depth == 1:
            _begin()
    try:
        yield
    finally:
        with _lock:
            _Now.depth -= 1
            if _Now.depth == 0:
                _end()


def _begin() -> None:
    _Now.before = before = gc.get_threshold()
    _Now.keeps = not gc.get_freeze_count()
    gc.set_threshold(max(before[0], SELDOM) if before[0] else 0, *before[1:])
    if _Now.keeps:
        gc.freeze()


def _end() -> None:
    if _Now.keeps:
        gc.freeze()  # what was made meanwhile counts as old, and is not gone through now
        gc.unfreeze()
    gc.set_threshold(*_Now.before)

"""Python's searches for rings of garbage, of which a run makes none and which go through all that it writes down."""

import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 1_000_000  # objects more than before until the next search; Python's 2 000 take a quarter of a long run
DROPPED = 4  # runs that nobody holds any more until their models, which are rings, are looked for

_dropped = [0]  # runs since the last search
_kept = [
    False
]  # whether this module keeps something out of searches; Python goes through all that is kept to say how much


def watch(run: object) -> None:
    """Have the model of a run looked for by `clear_up` once nobody holds the run any more."""
    weakref.finalize(run, _drop).atexit = False


def _drop() -> None:
    _dropped[0] += 1


def clear_up() -> None:
    """Look for the models of runs that were dropped, when there are some.

    Does nothing while collection is switched off, or where something is kept out of it: whoever does that clears up
    himself.
    """
    if _dropped[0] >= DROPPED and gc.isenabled() and _all_in():
        _dropped[0] = 0
        gc.collect()


def keep_out() -> None:
    """Keep what there is out of searches, until `let_in`."""
    gc.freeze()
    _kept[0] = True


def let_in() -> None:
    """Search all again."""
    gc.unfreeze()
    _kept[0] = False


def _all_in() -> bool:
    return not _kept[0] and not gc.get_freeze_count()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Search seldom, and only among what is made meanwhile: what there was, the libraries too, is kept out of it.

    Leaves alone what others keep out, and a collector that is switched off.
    """
    before, keeps = gc.get_threshold(), _all_in()
    gc.set_threshold(max(before[0], SELDOM) if before[0] else 0, *before[1:])
    if keeps:
        keep_out()
    try:
        yield
    finally:
        if keeps:
            gc.freeze()  # what was made meanwhile counts as old, and is not gone through now
            let_in()
        gc.set_threshold(*before)

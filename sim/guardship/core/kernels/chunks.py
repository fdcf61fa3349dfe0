"""Many lists of records in one array: chains of chunks.

`last[b, 0]` is the place of the newest record of list b, -1 when it is empty. Chunks begin at multiples of CHUNK; their
first record is the head, whose `ref` is the next chunk of the chain. Only the first chunk of a chain may be less than
full. `n[spare]` is the first chunk to be used again, -1 for none; `n[spare + 1]` counts the chunks used so far.
"""

import numpy as np

from guardship.core.kernels.compile import inlined

CHUNK = 16  # records of a chunk, its head included


@inlined
def place_in(records, last, n, spare, b):
    """A place for one more record in list b; -1 when there is no room."""
    at = last[b, 0] + 1
    if at & (CHUNK - 1) == 0:  # none yet, or the chunk is full
        c = n[spare]
        if c >= 0:
            n[spare] = records[c].ref
        else:
            c = n[spare + 1] * CHUNK
            if c + CHUNK > records.shape[0]:
                return np.int64(-1)
            n[spare + 1] += 1
        records[c].ref = at - CHUNK
        at = c + 1
    last[b, 0] = at
    return at


@inlined
def chain(last, b):
    """The first chunk of list b, -1 for none, and how many records stand in it; in the others it is CHUNK - 1."""
    at = last[b, 0]
    if at < 0:
        return np.int64(-1), np.int64(0)
    return at & ~(CHUNK - 1), at & (CHUNK - 1)


@inlined
def free(records, n, spare, c):
    """A chunk that has been read may be used again; the next of its chain, -1 for none."""
    d = records[c].ref
    records[c].ref = n[spare]
    n[spare] = c
    return d

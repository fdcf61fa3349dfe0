"""The compiled core's state: one schema for arrays, codes, counters. Units: nm, h, kn; rows are int64, -1 for none."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NOBODY, ZERO = np.int64(-1), np.int64(0)
LINE = 64  # bytes that the processor fetches at a time


def codes(count: int) -> "NDArray[np.int64]":
    """The numbers from 0 as int64: a plain int in a call is a type of its own, and what is called compiles anew."""
    return np.arange(count)


# ---- one row per vessel, for life: 320 bytes, what a pair asks for in the first line of 64 -------
FLEET = np.dtype(
    [
        ("x", "f8"),  # start of the leg [nm]
        ("y", "f8"),
        ("vx", "f8"),  # plane velocity on the leg [nm/h]: true speed times local scale
        ("vy", "f8"),
        ("t0", "f8"),  # the leg's start [h]
        ("t1", "f8"),  # its end, inf for an endless one
        ("scale", "f8"),  # plane distance per true distance on the leg: what its sensors' ranges are multiplied with
        ("sig", "i8"),  # signature class
        # as an observer
        ("suite", "i8"),  # sensors in use
        ("lookout", "i8"),  # sensors used only against vessels that make for it
        ("holder", "i8"),  # who its clearances belong to
        ("wants", "i8"),  # which decisions are wanted
        ("heeds", "i8"),  # bits of the signatures whose contacts it wants to be told of when gained
        ("misses", "i8"),  # and when lost; suspects and quarries always
        ("contacts", "i8"),  # contacts gained so far: the next contact's own number
        ("quarry", "i8"),
        ("looks", "i8"),  # first pair in which it observes
        ("seen", "i8"),  # first pair in which it is the target
        ("id", "u8"),  # stable id of (generator, ordinal); names every draw
        ("version", "i8"),  # of the leg; stales its events
        ("slot", "i8"),  # in the packed columns of vessels afloat
        ("seat", "i8"),  # in the packed columns of observers
        ("mode", "i8"),
        ("speed", "f8"),  # ordered true speed [kn]
        ("reaction", "f8"),  # delay with which it answers to a noticed manoeuvre [h]
        ("replan", "f8"),  # least time between two plans of a pursuit [h]
        ("planned", "f8"),  # time of the last plan
        ("turned", "f8"),  # time of its own last manoeuvre
        ("report", "f8"),  # time between reports of a held suspect [h], inf for none
        ("clears_for", "f8"),  # how long a clearance that it gives lasts [h]
        ("leg", "f8"),  # mean leg of a roaming vessel [nm], 0: anywhere in the area
        ("stops", "f8"),  # mean time that it stays still after a leg [h], 0: none
        ("at", "i8"),  # next waypoint in the pool
        ("end", "i8"),
        ("loop", "i8"),  # waypoint to go on with after the last, -1: none
        ("turn", "i8"),  # ordinal of the next roaming leg
        ("area", "i8"),  # where it roams or bounces
        ("was", "i8"),  # mode that a stop has interrupted
        ("was_vx", "f8"),  # and velocity
        ("was_vy", "f8"),
    ],
    align=True,
)
# one record per (observer, target) that ever came near: one line of memory
PAIR = np.dtype(
    {
        "names": [
            "since",  # exposure is accounted up to here [h]
            "key",  # names its draws
            "o",
            "v",
            "state",
            "links",  # in which lists it stands, and whether it is open: IN_LOOKS, IN_SEEN, OPEN
            "o_next",
            "v_next",
            "ordinal",  # of the detection
            "contact",  # the observer's own number of the contact that is held
            "serial",  # stales its pending event
            "spent",  # 1: some of a threshold is spent, see `exposure`
            "ring",  # in which the contact is looked at next, from the outermost
            "word",  # what the last look has shown, one bit a sign
        ],
        "formats": ["f8", "u8"] + 12 * ["i4"],
        "offsets": [0, 8, *range(16, 64, 4)],
        "itemsize": LINE,
    }
)
EVENT = np.dtype([("t", "f8"), ("key", "u8"), ("stamp", "i8"), ("ref", "i8")], align=True)
# how a suite's slot detects a signature in a state of the environment; `lo`, `n`: its rings in the pool
LAW = np.dtype([(n, "f8") for n in ("r", "k", "h2")] + [(n, "i8") for n in ("kind", "lo", "n", "use")], align=True)
# how a suite as a whole does: range within which a contact is held, probability that an identified target looks
# suspicious; and, in every state the same, the widest range of detection, the kind of the sensor that identifies, and
# whether its looks show signs (1) or a label (0)
STANCE = np.dtype([("hold", "f8"), ("suspicion", "f8"), ("reach", "f8"), ("sense", "i8"), ("signs", "i8")], align=True)
EPOCH = np.dtype([("t", "f8"), ("state", "i8")], align=True)
ORDER = np.dtype(
    [(n, "i8") for n in ("what", "row", "quarry", "at", "end", "loop")]
    + [(n, "f8") for n in ("speed", "x", "y", "until")],
    align=True,
)
DECISION = np.dtype([("t", "f8")] + [(n, "i8") for n in ("code", "row", "other", "pair", "contact")], align=True)
LEG = np.dtype([(n, "f8") for n in ("t", "x", "y", "vx", "vy")] + [("row", "i8"), ("mode", "i8")], align=True)
# a chance decision: whether the uniform number of (purpose, entity, n) was below p
TRIAL = np.dtype(
    [("t", "f8"), ("entity", "u8"), ("n", "i8"), ("p", "f8"), ("purpose", "i4"), ("yes", "i4")], align=True
)
# by holder and row, what is kept of a contact that was passed: where and how it went then [nm, nm/h on the plane], the
# local scale, until when it is known again, and when the clearance ends at the latest [h]
PLOT = np.dtype([(n, "f8") for n in ("t", "x", "y", "vx", "vy", "scale", "until", "cap")], align=True)
# a clearance that ends before its time: what was left of it, until then [h], goes to `heir`, -1: nobody
LAPSE = np.dtype([("t", "f8"), ("until", "f8")] + [(n, "i8") for n in ("holder", "row", "heir")], align=True)
NOTE = np.dtype([("t", "f8")] + [(n, "i4") for n in ("kind", "a", "b", "contact")], align=True)

# ---- event kinds, in the order in which they happen at one instant ------------------------------
LEG_END, APPEAR, LOSS, GAIN, IDENTIFY, REACT, MEET, UPDATE = codes(8)
# lines of the log beside LOSS, GAIN and IDENTIFY: the verdict, and the end of a contact that needs no more looking at
SUSPICIOUS, HARMLESS = codes(10)[8:]
RELAY, FORGET = codes(12)[10:]  # events: a clearance reaches another holder; a plot is not that vessel's any more
# what an order says
SAIL, CHASE, VIA, SHADOW, HOLD, GO_ON, ROAM, BOUNCE, STRAIGHT, LAUNCH, LEAVE, SENSE, CLEAR, HASTEN, JUDGE = codes(15)
LOOK_OUT = codes(16)[15]
SERVED = 1  # in `at` of a CLEAR: the holder's contacts with the vessel end
HANDED_OVER = 1  # in `at` of a CHASE: the contact is pointed out to the pursuer
# how a vessel moves
ABSENT, FREE, ROUTE, CHASING, SHADOWING, DETOUR, ROAMING, BOUNCING, ENDLESS = codes(9)
# what an observer knows of a target
NONE, HELD, SUSPECT, KNOWN = codes(4)
# decisions: what happened, for the agent of a row
ARRIVED, CONTACT, CLASSIFIED, CLEARED, LOST, INTERCEPTED, MISSED, UNREACHABLE, BLOCKED, UPDATED, DEPARTED = codes(11)
LOOKED, NAMED = codes(13)[11:]
# what an event or an order leaves to be done for its vessel
NOTHING, SAME_LEG, NEW_LEG = codes(3)
# what `advance` returns
QUIET, DECIDE, GROW_HEAP, GROW_PAIRS, GROW_LEGS, GROW_NOTES, STUCK, GROW_FAR, ARRANGE, GROW_TRIALS = codes(10)
# bits of `wants`
WANTS_ARRIVED, WANTS_CONTACT, WANTS_CLASSIFIED, WANTS_CLEARED, WANTS_LOST, WANTS_UPDATED = 1, 2, 4, 8, 16, 32
STAYS = 64  # at the end of its route the vessel stays where it is, and does not leave the theatre
FLIES = 128  # an aircraft: land is no obstacle
GONE = 256  # taken out for good: it does not appear any more
WANTS_LOOKED = 512
ALONE = 1024  # what it makes of a look follows from the look alone: those that change nothing are not handed over
WANTS_NAMED = 2048  # it is told when a name or number was noted of what it passes
IN_LOOKS, IN_SEEN, OPEN = 1, 2, 4  # bits of a pair's `links`

# SEED names the draws of the traffic, SUBSTREAM those of what is made of it: detections, errors, appearances
# TO_ORDER is the number of legs begun at which the packed columns are put in order again, 0 while they are in none
# ---- counters -----------------------------------------------------------------------------------
(
    N_HEAP,
    N_AFLOAT,
    N_WATCH,
    N_CHASE,
    N_PAIR,
    N_LEG,
    N_NOTE,
    N_POOL,
    N_ORDER,
    N_DECISION,
    N_TRIAL,
    N_AGAIN,
    N_SAME,
    TESTS,
    EVENTS,
    STALE,
    LOOKS,
    WALKS,
    DRAWS,
    LEGS,
    GAINS,
    LOSSES,
    VERDICTS,
    PLANS,
    DECISIONS,
    CALLS,
    SEED,
    SUBSTREAM,
    HERE,
    CLEARING,
    CLEARED_ROW,
    N_FAR,
    SPARE,
    CHUNKS,
    BUCKET,
    LARGE,
    N_LAPSE,
    TO_ORDER,
    TO_SEEK,
) = codes(39)
WORK = {
    "pair_tests": TESTS,
    "events": EVENTS,
    "stale_events": STALE,
    "looks": LOOKS,
    "walks": WALKS,
    "draws": DRAWS,
    "legs": LEGS,
    "gains": GAINS,
    "losses": LOSSES,
    "verdicts": VERDICTS,
    "plans": PLANS,
    "decisions": DECISIONS,
    "calls": CALLS,
}
SLOTS = np.int64(3)  # sensors of a suite
RINGS_OF_LOOKS = np.int64(4)  # in which a contact is looked at, at most
SIGNS = np.int64(16)  # that a vessel can show, at most
COLUMNS = 6  # packed before the squared ranges: x, y at time zero, vx, vy, end of the leg, since when it is so
MEETING = 0.05  # nm: a pursuer that is this near has met its quarry
NOTICED = 1e-3  # of the speed: a smaller change of velocity is no manoeuvre, and nobody notices it
TINY = 1e-9  # h: a shorter stay inside a disc is rounding

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Records = NDArray[np.void]


# ---- parameters, all in one array --------------------------------------------------------------
CLOCK = 0
ENV_GRID = 1  # x0, y0, width, height, columns, rows of the environment's cells
SCALE = 7  # six coefficients of the plane's local scale
EDGE_GRID = 13  # of the coast: x0, y0, cell, columns, rows
CLEARED_UNTIL = 18
WHEEL_BASE, WHEEL_RATE = 19, 20  # start of the first bucket of events [h], buckets per hour, 0: none in use
CROWD = 21  # the number afloat from which on it is asked for what a large fleet needs
EXTENT = 22  # of the plane: x0, y0, x1, y1; what lies beyond has the scale of the border
FIX, DRIFT, GATE = 26, 27, 28  # of plots: errors of place [nm] and of speed [kn] per axis, and the gate [nm]
# pairs are sought so many hours at a time, inf: over whole legs; until when that is done, and from when on at present
HORIZON, SOUGHT, ANEW = 29, 30, 31
PARAMETERS = 32
# lists of rows or columns, the rows of `lists`; the last two by row: in which sweep a pair with it was looked at again
AFLOAT, WATCH, PURSUERS, HITS, AGAIN, NEAR, TARGET_AGAIN, OBSERVER_AGAIN = codes(8)
TARGETS, OBSERVERS = 0, 1  # of `boxes`


class Sea(NamedTuple):
    """Everything `advance` reads and writes. S suites, H signatures, E environment states, C cells of the environment.

    Few arrays on purpose: a call hands over some seven machine words for each (measured: 47 arrays, 40 ns a call and
    34 s of compilation; these, half of both).
    """

    fleet: Records  # (N,) FLEET
    pairs: Records  # (P,) PAIR
    exposure: Floats  # (P, SLOTS + 1) spent of each slot's threshold; the last is that of the next look
    table: NDArray[np.int32]  # (power of two,) open addressing: one more than the pair, 0: free
    heap: Records  # EVENT
    far: Records  # EVENT, chunks of those that wait in buckets
    wheel: Ints  # (BUCKETS + 1, 1) the last event of each bucket in `far`, -1: none
    pool: Floats  # (W, 2) rings of the laws (range, rate), corners of the areas, waypoints
    laws: Records  # (S, H, SLOTS + rings, E) LAW; those after the slots are of looks, from the outermost ring
    stance: Records  # (S, H, E) STANCE
    epochs: Records  # (C, K) EPOCH, inf beyond the last
    areas: Ints  # (A, 2) first corner in the pool, and one past the last
    shows: Ints  # (2, N) nature, and which of its showings; below 0: by periods
    shown: Floats  # (natures + 1, signs) chance that it is shown; the last row: after how long it is drawn anew [h]
    sees: Floats  # (kinds x rings x E, signs, 2) chance that a look sees a sign that is shown, and one that is not
    weighs: Floats  # (H, kinds x E, signs, 2) greatest log-ratio of a sign not seen, and seen, in the outermost ring
    bars: Floats  # (holders, H) what a look's log-ratios have to add up to, to matter to a holder
    cleared: Floats  # (holders, N) until when a holder does not look for a vessel
    plots: Records  # (holders, N) PLOT; (0, 0) where what was passed is known again without error
    alike: Floats  # (H, 2) how many look so, a true square mile, as is believed; a number that look-alikes share
    noted: Floats  # (kinds, rings) chance that a look of a kind from a ring reads a name or number
    relay: Floats  # (3, holders, holders) of clearances, from and to: probability, hours, name of the way for draws
    edges: Floats  # (L, 4) coast
    edge_at: Ints  # cells of the coast grid
    edge_in: Ints
    hot: Floats  # (COLUMNS + S, slots) vessels afloat
    eye: Floats  # (COLUMNS + H, seats) observers
    boxes: Floats  # (2, 4, blocks) x0, x1, y0, y1 of the blocks of the columns of vessels afloat, and of observers
    flag: NDArray[np.uint8]
    lists: Ints  # (8, ...) AFLOAT, WATCH, PURSUERS, HITS, AGAIN, NEAR, TARGET_AGAIN, OBSERVER_AGAIN
    legs: Records
    notes: Records
    lapses: Records  # LAPSE
    orders: Records
    decisions: Records
    trials: Records
    n: Ints
    param: Floats

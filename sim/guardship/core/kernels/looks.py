"""Looks at held contacts: what a vessel shows, what a look sees of it, and what follows.

What is shown has one number for a sign and a showing of a vessel, what is seen of it one for a kind of sensor, whoever
looks and however often: so neither patience nor a second observer averages the error of a look away.
"""

import math

import numpy as np

from guardship.core.kernels.clearances import clear, pass_on, plotted
from guardship.core.kernels.compile import inlined, inner
from guardship.core.kernels.kinematics import INF
from guardship.core.kernels.philox import APPEARANCE, SEEN, SHOWN, SINCE, uniform
from guardship.core.kernels.state import (
    ALONE,
    CLASSIFIED,
    CLEARED,
    DRAWS,
    HARMLESS,
    HELD,
    IDENTIFY,
    KNOWN,
    LOOKED,
    RINGS_OF_LOOKS,
    SEED,
    SUBSTREAM,
    SUSPECT,
    SUSPICIOUS,
    UPDATE,
    VERDICTS,
    WANTS_CLASSIFIED,
    WANTS_CLEARED,
    WANTS_LOOKED,
)
from guardship.core.kernels.watch import (
    decide,
    forget,
    forget_exposure,
    happens,
    look_later,
    note,
    put,
    state_at,
    suite_of,
)


@inlined
def shows(sea, v, sign, t):
    """Which of its showings a vessel is in, and whether it shows a sign."""
    g = sea.fleet[v]
    e = sea.shows[1, v]
    if e < 0:  # no offender: by periods, which begin when they will
        lasts = sea.shown[sea.shown.shape[0] - 1, sign]
        e = np.int64(0)
        if lasts < INF:
            e = np.int64(math.floor(t / lasts + uniform(sea.n[SEED], SINCE, g.id, sign)))
    return e, happens(sea, t, SEED, SHOWN, g.id, (e << 4) | sign, sea.shown[sea.shows[0, v], sign])


@inner
def word_of(sea, v, kind, row, t):
    """What one look shows, one bit a sign; of a showing and a kind of sensor one number, whoever looks, how often.

    row: of kind, ring and state in `sees`. Nearer, more of what is shown is seen and less of what is not.
    """
    word = np.int64(0)
    for sign in range(sea.sees.shape[1]):
        if sea.sees[row, sign, 0] > 0.0:
            e, there = shows(sea, v, np.int64(sign), t)
            sea.n[DRAWS] += 2
            n = (e << 8) | (np.int64(sign) << 4) | kind
            if happens(sea, t, SUBSTREAM, SEEN, sea.fleet[v].id, n, sea.sees[row, sign, 0 if there else 1]):
                word |= np.int64(1) << np.int64(sign)
    return word


@inlined
def says_nothing(sea, f, sig, kind, e, word):
    """Whether a first look surely leaves a contact below what its observer's holder passes, whatever the offence."""
    if f.wants & ALONE == 0 or f.heeds == -1 or f.holder < 0:
        return False
    row = kind * sea.laws.shape[3] + e
    total = 0.0
    for sign in range(sea.weighs.shape[2]):
        total += sea.weighs[sig, row, sign, (word >> sign) & 1]
    return total < sea.bars[f.holder, sig]


@inner
def suspect(sea, p, t):
    """A contact is held for suspicious: it is reported, and looked at again."""
    q = sea.pairs[p]
    f = sea.fleet[q.o]
    q.state = SUSPECT
    note(sea, t, SUSPICIOUS, np.int64(q.o), np.int64(q.v), np.int64(q.contact))
    if f.report < INF:
        put(sea, t + f.report, UPDATE, np.int64(q.o), np.int64(q.v), np.int64(q.contact), p)
    look_later(sea, p)


@inner
def passes(sea, p, t):
    """A contact is held for harmless: its holder looks for it no more for a while."""
    q = sea.pairs[p]
    o = np.int64(q.o)
    v = np.int64(q.v)
    f = sea.fleet[o]
    q.state = KNOWN
    # a quarry is held on: whether to let it go is for the agent to decide
    if f.holder >= 0 and f.clears_for > 0.0 and f.quarry != v:
        until = t + f.clears_for
        if sea.plots.shape[0] > 0:
            until = plotted(sea, p, t, until)
        note(sea, t, HARMLESS, o, v, np.int64(q.contact))
        forget(sea, p, t)
        clear(sea, f.holder, v, until)
        pass_on(sea, f.holder, v, t, 0)
    else:
        look_later(sea, p)


@inner
def identify(sea, p, t):
    """A look at a held contact: it shows signs, of which the observer's agent makes something, or says a label."""
    q = sea.pairs[p]
    o = np.int64(q.o)
    v = np.int64(q.v)
    f = sea.fleet[o]
    g = sea.fleet[v]
    s = suite_of(f)
    sea.n[VERDICTS] += 1
    if q.ring == 0:
        note(sea, t, IDENTIFY, o, v, np.int64(q.contact))
    e = state_at(sea, f.x + f.vx * (t - f.t0), f.y + f.vy * (t - f.t0), t)
    kind = sea.stance[s, g.sig, 0].sense
    if sea.stance[s, g.sig, 0].signs == 0:
        label(sea, p, t, kind, sea.stance[s, g.sig, e].suspicion)
        return
    ring = np.int64(q.ring)
    word = word_of(sea, v, kind, (kind * RINGS_OF_LOOKS + ring) * sea.laws.shape[3] + e, t)
    q.word = word
    q.ring = ring + 1
    forget_exposure(sea, p)
    if f.wants & WANTS_LOOKED == 0 or (ring == 0 and f.quarry != v and says_nothing(sea, f, g.sig, kind, e, word)):
        passes(sea, p, t)
    else:
        decide(sea, t, LOOKED, o, v, p, np.int64(q.contact))
        look_later(sea, p)


@inlined
def label(sea, p, t, kind, suspicion):
    """The verdict on a held contact: one latent appearance of a target per kind of sensor, so patience adds nothing."""
    q = sea.pairs[p]
    o = np.int64(q.o)
    v = np.int64(q.v)
    f = sea.fleet[o]
    sea.n[DRAWS] += 1
    if happens(sea, t, SUBSTREAM, APPEARANCE, sea.fleet[v].id, kind, suspicion):
        if f.wants & WANTS_CLASSIFIED:
            decide(sea, t, CLASSIFIED, o, v, p, np.int64(q.contact))
        suspect(sea, p, t)
        return
    if f.wants & WANTS_CLEARED or f.quarry == v:
        decide(sea, t, CLEARED, o, v, p, np.int64(q.contact))
    passes(sea, p, t)


@inner
def judge(sea, o, t):
    """What an agent has made of a look: order `o` says the pair, its contact and what it is held for."""
    q = sea.pairs[o.quarry]
    if q.contact != o.end or (q.state != HELD and q.state != SUSPECT):
        return
    if o.at == KNOWN:
        passes(sea, o.quarry, t)
    elif o.at == SUSPECT and q.state == HELD:
        suspect(sea, o.quarry, t)

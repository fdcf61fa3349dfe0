"""Chance decisions of a run: how often each kind happened, and how often that was to be expected.

Every decision by chance is a trial: it happens when the uniform number of its names is below a probability p. The sum
of the probabilities, each given all that happened before, is the compensator of the count (Brémaud 1981): count less
compensator has mean zero under every policy, whatever agents do with the answers. A number that is asked again, as of
one ship by day and by night, has its probability given the earlier answers: it lies below every p that happened, and
not below any that did not.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from guardship.core.draws import BY_SEED, DECIDED, Purpose
from guardship.core.kernels.state import TRIAL, Floats, Records
from guardship.core.kernels.trials import fill_uniforms, given_answers

if TYPE_CHECKING:
    from pandas import DataFrame

type Findings = list[str]
ROUNDING = 1e-12
OF = {int(purpose): kind for purpose, kind in DECIDED.items()}


class Count(NamedTuple):
    """Of one kind of decision: how many trials, how often it happened, how often that was to be expected."""

    trials: int
    happened: int
    expected: float


def expected(trials: Records) -> Floats:
    """(n,) the probability of each trial given the answers before it; `trials` in order of time, as `Ocean.trials`."""
    names = (trials["n"], trials["entity"], trials["purpose"])
    order = np.lexsort(names)  # stable: those of one number stay in order of time
    first = np.ones(len(order), np.uint8)
    first[1:] = np.any([name[order][1:] != name[order][:-1] for name in names], axis=0)
    chances = np.empty(len(order))
    given_answers(trials["p"][order], trials["yes"][order].astype(np.uint8), first, chances)
    found = np.empty(len(order))
    found[order] = chances
    return found


def counted(trials: Records, window: tuple[float, float], chances: Floats | None = None) -> dict[str, Count]:
    """The decisions of a window [h] by kind, those that there were. `chances`: as `expected`, None: not known yet."""
    within = np.flatnonzero((trials["t"] >= window[0]) & (trials["t"] < window[1]))
    if not len(within):
        return {}
    purposes, kind = np.unique(trials["purpose"][within], return_inverse=True)
    sums = (np.bincount(kind, of[within]) for of in (trials["yes"], expected(trials) if chances is None else chances))
    rows = zip(purposes.tolist(), np.bincount(kind).tolist(), *(one.tolist() for one in sums), strict=True)
    return {OF[purpose]: Count(n, int(happened), chance) for purpose, n, happened, chance in rows}


def surplus(said: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Count less compensator of every kind, as a summary says them; 0 of those of which there were none."""
    return {kind: said[kind]["happened"] - said[kind]["expected"] if kind in said else 0.0 for kind in DECIDED.values()}


def attacks_expected(count: int, found: Mapping[str, Count]) -> float:
    """Attacks, less what the decisions to attack had in surplus: of the same mean as their number."""
    own = found.get(DECIDED[Purpose.ASKED_WILLING], Count(0, 0, 0.0))
    return count - own.happened + own.expected


def of_table(table: "DataFrame") -> Records:
    """The trials of a run's table `trials`. Raises ValueError for what is no such table."""
    codes = {kind: int(purpose) for purpose, kind in DECIDED.items()}
    kinds = table["kind"].astype(str)
    if strange := sorted(set(kinds) - codes.keys()):
        raise ValueError(f"trials.kind: came {strange[0]!r}, wanted one of {', '.join(sorted(codes))}")
    made = np.zeros(len(table), TRIAL)
    made["purpose"] = kinds.map(codes)
    for name, column in (("t", "t"), ("entity", "entity"), ("n", "n"), ("p", "p"), ("yes", "happened")):
        made[name] = table[column]
    return made


def misdrawn(table: "DataFrame", seed: int, substream: int, seen: Mapping[str, int]) -> Findings:
    """What is wrong with the decisions by chance of a run.

    `seed`, `substream`: which name the uniform numbers of what is the same under every policy, and of all else. `seen`:
    how often the log has what a kind of decision leads to.
    """
    trials = of_table(table)
    by_seed = np.isin(trials["purpose"], [int(purpose) for purpose in BY_SEED])
    keys = np.where(by_seed, np.uint64(seed), np.uint64(substream)).view(np.int64)
    u = np.empty(len(trials))
    purposes = trials["purpose"].astype(np.int64)
    fill_uniforms(keys, purposes, trials["entity"].copy(), trials["n"].copy(), u)
    wrong = np.flatnonzero((u < trials["p"]) != trials["yes"])
    findings = [f"{_said(table, k)}: p {trials['p'][k]}, number {u[k]}" for k in wrong]
    apart = np.flatnonzero(np.abs(expected(trials) - table["expected"].to_numpy(float)) > ROUNDING)
    findings += [f"{_said(table, k)}: another probability is expected" for k in apart]
    happened = table.loc[table["happened"], "kind"].astype(str).value_counts()
    return findings + [
        f"{kind}: happened {happened[kind]} times, {count} in the log"
        for kind, count in seen.items()
        if happened.get(kind, 0) > count
    ]


def _said(table: "DataFrame", k: np.int64) -> str:
    """Which trial it is."""
    row = table.iloc[int(k)]
    return f"{row['kind']} of {row['entity']}, {row['n']} at {row['t']:.4f} h"

"""The other tables: contacts by step, what small discs cost, the trial by size of the fleet, the whole model."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

import guardship
from benchmarks.peers.cells import cells
from benchmarks.peers.exact import exact
from benchmarks.peers.gulf import FILE
from benchmarks.peers.measure import CELLS, EXACT, GUARDSHIP, HOUR, MESA, SWEPT, TREE, Contestant, Row, measure
from benchmarks.peers.swept import swept
from benchmarks.peers.theatre import DAY, Theatre, square, trial
from guardship.build import theatre as place
from guardship.build.model import PatrolModel

STEPS = (600, 60, 10, 1)  # s
DISCS = (20.0, 5.0, 0.5)  # nm
SAMPLED = tuple(Contestant("sampled", cells, step) for step in (60.0, 600.0, 3600.0))
# vessels: hours, and of plain Mesa, the tree and the cell list
SIZES = {1_000: (240.0, 4.0, 8.0, 48.0), 10_000: (24.0, 0.5, 1.0, 6.0), 100_000: (3.0, 0.05, 0.1, 0.5)}
WHOLE = "Guardship, the whole model"


def convergence(theatre: Theatre) -> str:
    """Contacts and hours in contact by step."""
    lines = [
        f"| {theatre.name}, {theatre.hours / DAY:g} days | sampled: contacts | held | swept: contacts | held |",
        "|---|---|---|---|---|",
    ]
    for step in STEPS:
        a, b = (peer(theatre, step / HOUR)() for peer in (cells, swept))
        lines.append(f"| {step} s | {a.contacts} | {a.held:.2f} h | {b.contacts} | {b.held:.2f} h |")
    truth = exact(theatre)()
    lines.append(f"| Guardship | {truth.contacts} | {truth.held:.2f} h | | |")
    return "\n".join(lines)


def discs(days: float, rounds: int) -> list[Row]:
    """The square with discs of several sizes: sampled and swept steps against events."""
    rows: list[Row] = []
    for disc in DISCS:
        theatre = replace(square(days, disc), name=f"disc {disc:g} nm")
        rows += measure(theatre, (*SAMPLED, *SWEPT, EXACT), rounds)
    return rows


def plot(rows: Sequence[Row], file: Path) -> None:
    """Share of missed contacts over seconds, one panel for each disc."""
    from matplotlib.figure import Figure

    names = list(dict.fromkeys(row.theatre for row in rows))
    figure = Figure(figsize=(10.0, 3.6), layout="constrained")
    panels = figure.subplots(1, len(names), sharey=True)
    for axes, name in zip(np.atleast_1d(panels), names, strict=True):
        for peer, mark in (("sampled", "o-"), (SWEPT[0].name, "s-"), (GUARDSHIP, "k*")):
            own = [row for row in rows if row.theatre == name and row.peer == peer]
            axes.plot(
                [row.seconds for row in own], [100.0 * max(row.missed or 0.0, 0.0) for row in own], mark, label=peer
            )
            for row in own:
                if row.step_s:
                    at = (row.seconds, 100.0 * max(row.missed or 0.0, 0.0))
                    axes.annotate(f"{row.step_s:g} s", at, (4, 4), textcoords="offset points", fontsize=7)
        axes.set(title=name, xlabel="seconds for 30 days", xscale="log", ylim=(-4.0, 104.0))
        axes.grid(alpha=0.3)
    np.atleast_1d(panels)[0].set_ylabel("contacts missed [%]")
    np.atleast_1d(panels)[-1].legend()
    figure.savefig(file, dpi=110)


def sizes(rounds: int) -> list[Row]:
    """The trial: vessels on a square of 1 000 km."""
    rows: list[Row] = []
    for vessels, (hours, mesa, tree, lists) in SIZES.items():
        slow = [replace(one, days=h / DAY, rounds=2) for one, h in ((MESA, mesa), (TREE, tree), (CELLS, lists))]
        few = rounds if vessels < 100_000 else 1
        rows += measure(trial(vessels, hours), (*slow, *SWEPT[:2], EXACT), few)
    return rows


def rates(rows: Sequence[Row]) -> str:
    """Vessel-steps of 60 s per second, a line for each size."""
    names = list(dict.fromkeys((row.peer, row.step_s) for row in rows))
    heads = [name + (f" {step:g} s" if step else "") for name, step in names]
    lines = ["| vessels | hours | " + " | ".join(heads) + " |", "|---" * (len(names) + 2) + "|"]
    for vessels, (hours, *_) in SIZES.items():
        own = {(row.peer, row.step_s): row for row in rows if row.theatre == f"trial {vessels}"}
        cells_of = [f"{vessels * hours * 60.0 / own[name].seconds:.2g}" for name in names if name in own]
        lines.append(f"| {vessels} | {hours:g} | " + " | ".join(cells_of) + " |")
    return "\n".join(lines)


def whole(hours: float, rounds: int, slow: Row) -> list[Row]:
    """A run of the shipped scenario, built and run with agents and logs; `slow`: plain Mesa on the theatre."""
    scenario = guardship.load(FILE)
    theatre, best = place.Theatre.of(scenario), float("inf")
    for turn in range(rounds + 1):  # the first loads what is needed
        start = time.process_time()
        model = PatrolModel(scenario, 1, theatre=theatre)
        model.run_until(hours)
        if turn:
            best = min(best, time.process_time() - start)
    own = Row(WHOLE, "whole", 0.0, hours / DAY, best, model.ocean.work()["gains"], 0, 0.0, None, 1.0)
    return [replace(slow, theatre="whole", missed=None, ratio=slow.seconds / best), own]

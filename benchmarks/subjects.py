"""What the gate counts and times: made-up worlds and shipped scenarios, all with fixed seeds."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

import guardship
from benchmarks import reference
from benchmarks.parts import SCENARIOS, THEATRE, parts
from benchmarks.worlds import DAYS, LAWS, scattered, square
from guardship.build.theatre import Theatre
from guardship.core.ocean import Ocean
from guardship.experiment.engines.worker import forget, know, run_block
from guardship.experiment.plan.plan import plan

SEED = 1
FLEETS = {  # vessels, contacts per vessel, hours
    "fleet of 100": (100, 0.1, 2400.0),
    "fleet of 1 000": (1_000, 0.1, 240.0),
    "fleet of 10 000": (10_000, 0.1, 24.0),
    "dense fleet of 1 000": (1_000, 10.0, 120.0),
}
FILES = (
    "tiny",
    "irtc",
    "smuggling",
    "tips",
    "alliance",
    "gulf_of_aden",
    "gulf_of_aden_2008",
    "gulf_of_aden_law",
    "coalition/base",
    "coalition/full_mesh",
    "coalition/tiered_alliance",
    "coalition/cyber_attack",
    "coalition/drill_calendar",
)

type Counters = Mapping[str, int]


def advanced(ocean: Ocean, hours: float) -> Ocean:
    """Run a world without agents to its end."""
    while ocean.now < hours:
        ocean.advance(hours)
    return ocean


def counted_world(make: Callable[[], Ocean], hours: float) -> Counters:
    """The work of a made-up world."""
    return advanced(make(), hours).work()


def counted_file(file: str) -> Counters:
    """The work of a run of a scenario, the agents' included."""
    return guardship.simulate(guardship.load(SCENARIOS / f"{file}.yaml"), SEED).model.work()


COUNTED: dict[str, Callable[[], Counters]] = {
    **{f"square, {law}": partial(counted_world, partial(square, 2, law=LAWS[law]), DAYS * 24.0) for law in LAWS},
    **{name: partial(counted_world, partial(scattered, *size), size[2]) for name, size in FLEETS.items()},
    **{file: partial(counted_file, file) for file in FILES},
}


@dataclass(frozen=True, slots=True)
class Timed:
    """Something to be timed in rounds. `prepare` returns what times one round: processor seconds by name.

    `against`: the reference of each name, the sum of those named.
    """

    rounds: int
    against: Mapping[str, tuple[Callable[[], float], ...]]
    prepare: Callable[[], Callable[[], Mapping[str, float]]]


def _square(name: str, law: str) -> Callable[[], Mapping[str, float]]:
    def once() -> Mapping[str, float]:
        ocean = square(2, law=LAWS[law])
        begin = time.thread_time()
        advanced(ocean, DAYS * 24.0)
        return {name: time.thread_time() - begin}

    return once


def _aden() -> Callable[[], Mapping[str, float]]:
    scenario = guardship.load(THEATRE)
    theatre = Theatre.of(scenario)
    least = np.array(np.inf)

    def once() -> Mapping[str, float]:
        nonlocal least
        begin = time.thread_time()
        run = parts(scenario, theatre, SEED)
        spent = time.thread_time() - begin
        # the processor's clock costs 1 us a look, so the kernel's calls have the wall's; all runs make the same calls,
        # and the least of each, summed up, is free of the time slices of others
        least = np.minimum(least, run.calls)
        return {"gulf_of_aden": spent, "gulf_of_aden, kernel": float(least.sum())}

    return once


def _tiny() -> Callable[[], Mapping[str, float]]:
    asked = plan(SCENARIOS / "tiny.yaml", {"experiment.replications": 8})
    (block,) = asked.blocks(0, 8)

    def once() -> Mapping[str, float]:
        know(asked.order())
        run_block(asked.hash, block)  # gets the scenario ready
        begin = time.thread_time()
        run_block(asked.hash, block)
        spent = time.thread_time() - begin
        forget()
        return {"tiny, a block of a batch": spent}

    return once


CORE = (reference.compiled,)
WHOLE = (reference.compiled, reference.interpreted)
TIMED = (
    *(Timed(12, {name: CORE}, partial(_square, name, law)) for law in LAWS for name in [f"square, {law}"]),
    Timed(5, {"gulf_of_aden": WHOLE, "gulf_of_aden, kernel": CORE}, _aden),
    Timed(8, {"tiny, a block of a batch": WHOLE}, _tiny),
)

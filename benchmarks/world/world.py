"""The ocean of the world: all regions one after the other, and what it took."""

import resource
from dataclasses import asdict, dataclass
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from benchmarks.world.lanes import Lanes, Ways
from benchmarks.world.regions import Region, Traffic, all_regions, cut
from benchmarks.world.sensors import Sensors, place, suites
from benchmarks.world.voyages import Voyages, draw
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Ocean
from guardship.sea.plane import Plane

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STEP = 24.0  # h: the logs are read and emptied once a day


@dataclass(frozen=True, slots=True)
class World:
    """The scenario: who sails, who looks, and for how long [h]."""

    traffic: Traffic
    sensors: Sensors
    hours: float
    seed: int

    @classmethod
    def make(cls, ships: int, sensors: int, days: float, seed: int = 1) -> "World":
        """A made-up world with so many ships afloat at any time and so many sensors."""
        ways = Ways.find(Lanes.load())
        voyages = draw(ways, ships, 24.0 * days, seed)
        return cls(Traffic.sort(ways, voyages), place(ways, voyages, sensors, seed), 24.0 * days, seed)

    @property
    def voyages(self) -> Voyages:
        """All voyages."""
        return self.traffic.voyages


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts gained: sensor, voyage, time [h]."""

    sensor: Ints
    voyage: Ints
    time: Floats


@dataclass(frozen=True, slots=True)
class Ran:
    """One region's run: rows, contacts, seconds of processor time, work counters, the error of its plane."""

    west: float
    south: float
    sensors: int
    stretches: int
    contacts: int
    build: float
    advance: float
    error: float
    work: dict[str, int]


def run(world: World, region: Region) -> tuple[Ran, Contacts] | None:
    """One region from the beginning to the end; None when nobody comes near it."""
    t = process_time()
    runs = region.runs(world.traffic.ways)
    if not len(runs[0]):
        return None
    plane = region.plane()
    part = cut(region, runs, plane, world.traffic, world.sensors, world.hours)
    if not len(part.voyage):
        return None
    ocean = _ocean(part.fleet, part.starts, part.pool, plane, world.seed)
    build, t = process_time() - t, process_time()
    contacts = _gather(ocean, world.hours, part.sensors, part.voyage)
    took, rows = process_time() - t, (len(part.sensors), len(part.voyage), len(contacts.time))
    return Ran(region.west, region.south, *rows, build, took, plane.error, ocean.work()), contacts


def _ocean(fleet: s.Records, starts: Floats, pool: Floats, plane: Plane, seed: int) -> Ocean:
    return Ocean(
        fleet, suites(), 3, Environment.constant(), seed=seed, starts=starts, pool=pool, scale=np.asarray(plane.scale)
    )


def _gather(ocean: Ocean, hours: float, sensors: Ints, voyage: Ints) -> Contacts:
    """Run a region's ocean to the end and collect the contacts gained."""
    found = []
    for until in np.minimum(np.arange(STEP, hours + STEP, STEP), hours):
        ocean.advance(float(until))
        notes = ocean.notes()
        gained = notes[notes["kind"] == s.GAIN]
        found.append((gained["a"].copy(), gained["b"].copy(), gained["t"].copy()))
        # a month of the whole log would need more memory than everything else
        ocean.n[s.N_NOTE] = ocean.n[s.N_LEG] = 0
    o, v, t = (np.concatenate(c) for c in zip(*found, strict=True))
    return Contacts(sensors[o], voyage[v - len(sensors)], t)


def peak() -> float:
    """The largest memory of this process so far [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def measure(ships: int, sensors: int, days: float, seed: int = 1) -> tuple[World, dict[str, object]]:
    """Make the world and run it: the world, and the row of the table."""
    before, clock, t = peak(), perf_counter(), process_time()
    world = World.make(ships, sensors, days, seed)
    made = process_time() - t
    parts = [found[0] for region in all_regions() if (found := run(world, region)) is not None]
    return world, {
        "ships_afloat": ships,
        "sensors": sensors,
        "days": days,
        "voyages": len(world.voyages),
        "seconds": perf_counter() - clock,
        "processor_seconds": {
            "world": made,
            "regions": sum(p.build for p in parts),
            "advance": sum(p.advance for p in parts),
        },
        "contacts": sum(p.contacts for p in parts),
        "stretches": sum(p.stretches for p in parts),
        "memory_mb": {"start": before, "peak": peak()},
        "worst_plane_error": max(p.error for p in parts),
        "work": {k: sum(p.work[k] for p in parts) for k in parts[0].work},
        "regions": [asdict(p) for p in parts],
    }

"""Guardship: motion and detection by its core, the rule by orders from the decisions."""

import numpy as np

from benchmarks.peers.theatre import Outcome, Ready, Theatre
from guardship.core.kernels import state as s
from guardship.core.kernels.state import Records
from guardship.core.ocean import Environment, Law, Ocean, Suite, new_fleet


def exact(theatre: Theatre, step: float = 0.0) -> Ready:
    """There is no step."""
    ocean = Ocean(
        _fleet(theatre),
        [_suite(ranges.tolist()) for ranges in theatre.ranges],
        theatre.ranges.shape[1],
        Environment.constant(),
        seed=theatre.roaming.seed,
        starts=theatre.spans()[0],
        pool=np.column_stack([theatre.x, theatre.y]),
        areas=theatre.roaming.rings,
    )
    return Watch(theatre, ocean).run


def _suite(ranges: list[float]) -> Suite:
    return Suite([{(sig, 0): Law.definite(r, hold=1.0) for sig, r in enumerate(ranges) if r > 0.0}])


def _fleet(theatre: Theatre) -> Records:
    fleet, first = new_fleet(theatre.size), theatre.first
    vx, vy = theatre.velocities()
    fleet["id"] = np.arange(theatre.size) + (1 << 62)
    fleet["x"], fleet["y"] = theatre.x[first[:-1]], theatre.y[first[:-1]]
    fleet["mode"] = s.ROUTE
    fleet["at"], fleet["end"] = first[:-1] + 1, first[1:]
    patrol = theatre.patrol > 0
    fleet["loop"][patrol] = fleet["at"][patrol]
    fleet["speed"] = np.where(patrol, theatre.cruise, np.hypot(vx, vy)[first[:-1]])
    fleet["sig"], fleet["suite"] = theatre.sig, theatre.kind
    fleet["reaction"] = fleet["replan"] = 0.0
    wanted = sum(1 << sig for sig in set(theatre.sig[theatre.illicit > 0].tolist()))
    fleet["heeds"], fleet["misses"] = 0, 0
    fleet["heeds"][patrol] = fleet["misses"][patrol] = wanted
    fleet["wants"][patrol] = s.WANTS_CONTACT | s.WANTS_LOST
    roam, rows = theatre.roaming, theatre.roaming.row
    fleet["mode"][rows] = s.ROAMING
    for name, column in (("at", -1), ("end", -1), ("area", roam.ring), ("id", roam.id), ("leg", roam.leg)):
        fleet[name][rows] = column
    fleet["stops"][rows], fleet["speed"][rows] = roam.stops, roam.speed
    return fleet


class Watch:
    """The patrols that decide."""

    def __init__(self, theatre: Theatre, ocean: Ocean) -> None:
        self.theatre, self.ocean = theatre, ocean
        self.route: dict[int, list[tuple[float, float]]] = {}  # of those who chase: the way points before them
        self.quarry: dict[int, int] = {}
        self.caught = 0

    def run(self) -> Outcome:
        """To the end, deciding whatever comes up."""
        ocean, hours = self.ocean, self.theatre.hours
        while decisions := ocean.advance(hours):
            for _, code, row, other, _, _ in decisions:
                if code == s.CONTACT:
                    self.chase(row, other)
                elif self.quarry.get(row) == other and code != s.LOST:
                    self.give_up(row)
                    if code == s.INTERCEPTED:
                        ocean.leave(other)
                        self.caught += 1
                elif self.quarry.get(row) == other:
                    self.give_up(row)
        return self.outcome()

    def chase(self, row: int, other: int) -> None:
        """A free patrol makes for what it has found."""
        if row in self.quarry or not self.theatre.illicit[other]:
            return
        self.quarry[row] = other
        self.route[row] = self.ocean.course(row)[0]
        self.ocean.chase(row, other, float(self.theatre.top[row]))

    def give_up(self, row: int) -> None:
        """Back to the next way point of the route."""
        del self.quarry[row]
        self.ocean.sail(row, self.route.pop(row), float(self.theatre.cruise[row]), loop=0)

    def outcome(self) -> Outcome:
        """From the log: a contact that is held at the end counts to the end."""
        work, notes = self.ocean.work(), self.ocean.notes()
        gains, losses = notes["t"][notes["kind"] == s.GAIN], notes["t"][notes["kind"] == s.LOSS]
        still = len(gains) - len(losses)
        held = float(losses.sum() + still * self.theatre.hours - gains.sum())
        return Outcome(work["gains"], self.caught, held)

"""Plain Mesa: a model of agents that step together, as a user of Mesa would write it.

Each vessel is an agent with a `step`; observers look at all vessels with a cheap box test before the distance. With
`mesa.space.ContinuousSpace` it was slower on the Gulf of Aden and faster on the square (docs/peers.md).
"""

from math import inf

import mesa

from benchmarks.peers.rule import along, intercept
from benchmarks.peers.theatre import Outcome, Ready, Theatre


class Vessel(mesa.Agent):  # type: ignore[misc]
    """Sails a track that is drawn beforehand."""

    def __init__(self, model, track, sig, illicit, ranges):
        super().__init__(model)
        self.track, self.leg = track, 0
        self.sig, self.illicit = sig, illicit
        self.ranges, self.widest = ranges, max(ranges, default=0.0)
        self.held = set()
        self.x, self.y = track[0][1:]

    def velocity(self):
        """What anybody sees of its motion [kn]."""
        (t0, x0, y0), (t1, x1, y1) = self.track[self.leg : self.leg + 2]
        return (x1 - x0) / (t1 - t0), (y1 - y0) / (t1 - t0)

    def step(self):
        """Sail on, and leave the theatre at the end of the track."""
        t, track = self.model.time_h, self.track
        if track[-1][0] <= t:
            self.leave()
            return
        while track[self.leg + 1][0] <= t:
            self.leg += 1
        (t0, x0, y0), (t1, x1, y1) = track[self.leg : self.leg + 2]
        share = (t - t0) / (t1 - t0)
        self.x, self.y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share

    def look(self):
        """Who is within range now; whoever was not before is a contact."""
        now, x, y, widest, ranges = set(), self.x, self.y, self.widest, self.ranges
        for other in self.model.afloat:
            dx = other.x - x
            if -widest <= dx <= widest:
                dy = other.y - y
                r = ranges[other.sig]
                if dx * dx + dy * dy <= r * r and r > 0.0:
                    now.add(other)
        self.model.held += len(now) * self.model.dt
        for other in sorted(now - self.held, key=lambda vessel: vessel.unique_id):
            self.model.contacts += 1
            self.gained(other)
        self.held = now

    def gained(self, other):
        """Others than patrols do nothing about it."""

    def leave(self):
        """Leave the theatre."""
        self.model.afloat.discard(self)
        self.remove()


class Patrol(Vessel):
    """Goes round its beat and makes for the illicit vessels that it finds."""

    def __init__(self, model, track, sig, ranges, cruise, top):
        super().__init__(model, track, sig, False, ranges)
        self.cruise, self.top, self.quarry, self.at = cruise, top, None, 1
        self.route_x, self.route_y = [p[1] for p in track], [p[2] for p in track]

    def step(self):
        """Chase or go on with the beat."""
        left, quarry = self.model.dt, self.quarry
        if quarry is not None and (quarry not in self.held or quarry not in self.model.afloat):
            quarry = self.quarry = None
        if quarry is not None:
            left = self.chase(quarry, left)
        self.x, self.y, self.at = along(
            self.x, self.y, self.at, 1, len(self.route_x), self.route_x, self.route_y, left * self.cruise
        )

    def chase(self, quarry, dt):
        """Make for the quarry; the time that is left when that is over."""
        ux, uy = quarry.velocity()
        tau = intercept(quarry.x - self.x, quarry.y - self.y, ux, uy, self.top)
        if tau == inf:
            self.quarry = None
            return dt
        part = min(tau, dt)
        if tau > 0.0:
            self.x += (quarry.x + ux * tau - self.x) / tau * part
            self.y += (quarry.y + uy * tau - self.y) / tau * part
        if tau > dt:
            return 0.0
        self.quarry = None
        self.model.caught += 1
        quarry.leave()
        return dt - tau

    def gained(self, other):
        if other.illicit and self.quarry is None:
            self.quarry = other


class Sea(mesa.Model):  # type: ignore[misc]
    """Everybody moves, then everybody looks."""

    def __init__(self, theatre, dt):
        super().__init__(rng=1)
        self.theatre, self.dt, self.done, self.time_h = theatre, dt, 0, 0.0
        self.afloat, self.contacts, self.caught, self.held = set(), 0, 0, 0.0
        begin, end = theatre.spans()
        self.due = sorted(((b, i) for i, (b, e) in enumerate(zip(begin, end, strict=True)) if e > b), reverse=True)
        self.knots = list(zip(theatre.t.tolist(), theatre.x.tolist(), theatre.y.tolist(), strict=True))
        self.looking = set()

    def appear(self):
        """Put those on the water whose time has come."""
        a = self.theatre
        while self.due and self.due[-1][0] <= self.time_h:
            i = self.due.pop()[1]
            track = self.knots[a.first[i] : a.first[i + 1]]
            if not a.patrol[i] and track[-1][0] <= self.time_h:
                continue
            ranges = a.ranges[a.kind[i]].tolist() if a.kind[i] >= 0 else []
            if a.patrol[i]:
                vessel = Patrol(self, track, int(a.sig[i]), ranges, float(a.cruise[i]), float(a.top[i]))
            else:
                vessel = Vessel(self, track, int(a.sig[i]), bool(a.illicit[i]), ranges)
                vessel.step()
            self.afloat.add(vessel)
            if ranges:
                self.looking.add(vessel)

    def step(self):
        """One step of all: patrols before the others, so that a quarry's leg is that of the step."""
        self.done += 1
        self.time_h = self.done * self.dt
        for kind in (Patrol, Vessel):
            if kind in self.agents_by_type:
                self.agents_by_type[kind].do("step")
        self.appear()
        self.looking &= self.afloat
        for vessel in sorted(self.looking, key=lambda vessel: vessel.unique_id):
            vessel.look()


def plain_mesa(theatre: Theatre, step: float) -> Ready:
    """Steps of any length [h]."""

    sea = Sea(theatre, step)
    sea.appear()

    def run() -> Outcome:
        for _ in range(round(theatre.hours / step)):
            sea.step()
        return Outcome(sea.contacts, sea.caught, sea.held)

    return run

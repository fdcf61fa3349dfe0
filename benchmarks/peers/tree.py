"""NumPy and SciPy: positions of all at once, and a cKDTree of those afloat that every observer asks at each step."""

import numpy as np
from scipy.spatial import cKDTree

from benchmarks.peers.rule import INF, along, intercept
from benchmarks.peers.theatre import Outcome, Ready, Theatre


def tree(theatre: Theatre, step: float) -> Ready:
    """Steps of any length [h]."""
    return _Run(theatre, step).outcome


class _Run:
    def __init__(self, theatre: Theatre, step: float) -> None:
        a = self.a = theatre
        self.step = step
        self.vx, self.vy = a.velocities()
        self.begin, self.end = a.spans()
        self.end[a.patrol > 0] = INF
        self.order = np.argsort(self.begin, kind="stable")
        self.knot = a.first[:-1].copy()
        self.xy = np.column_stack([a.x[self.knot], a.y[self.knot]])
        self.scripted = a.patrol == 0
        self.at = {int(p): int(a.first[p]) + 1 for p in np.flatnonzero(a.patrol)}
        self.quarry: dict[int, int] = {}
        self.widest = np.where(a.kind >= 0, a.ranges.max(axis=1)[a.kind], 0.0)
        self.reach = np.where(a.ranges > 0.0, a.ranges, -1.0)
        self.held = np.zeros(0, np.int64)  # contacts as observer * n + vessel
        self.gone = np.zeros(a.size, bool)
        self.caught = 0

    def outcome(self) -> Outcome:
        """All steps."""
        gains, held = 0, 0.0
        rows, nxt = np.zeros(0, np.int64), 0
        for k in range(round(self.a.hours / self.step) + 1):
            t = k * self.step
            while nxt < self.a.size and self.begin[self.order[nxt]] <= t:
                nxt += 1
                rows = np.append(rows, self.order[nxt - 1])
            rows = rows[(self.end[rows] > t) & ~self.gone[rows]]
            if k:
                self.patrols(rows)
                rows = rows[~self.gone[rows]]
            self.sail(rows[self.scripted[rows]], t)
            if k:
                now = self.look(rows)
                new = np.setdiff1d(now, self.held, assume_unique=True)
                gains, held = gains + len(new), held + len(now) * self.step
                self.held = now
                self.react(new)
        return Outcome(gains, self.caught, held)

    def sail(self, rows, t):
        """Positions of those who sail a track."""
        knot = self.knot[rows]
        while (late := self.a.t[knot + 1] <= t).any():
            knot += late
        self.knot[rows] = knot
        dt = t - self.a.t[knot]
        self.xy[rows, 0] = self.a.x[knot] + self.vx[knot] * dt
        self.xy[rows, 1] = self.a.y[knot] + self.vy[knot] * dt

    def look(self, rows):
        """Who holds whom now."""
        eyes = rows[self.widest[rows] > 0.0]
        if not len(eyes):
            return np.zeros(0, np.int64)
        near = cKDTree(self.xy[rows]).query_ball_point(self.xy[eyes], self.widest[eyes], return_sorted=False)
        o = np.repeat(eyes, [len(one) for one in near])
        v = rows[np.concatenate(near).astype(np.int64)]
        r = self.reach[self.a.kind[o], self.a.sig[v]]
        d = self.xy[v] - self.xy[o]
        seen = (np.einsum("ij,ij->i", d, d) <= r * r) & (r > 0.0)
        return np.sort(o[seen] * self.a.size + v[seen])

    def react(self, new):
        """Free patrols make for what they have found."""
        for key in new[(self.a.patrol[new // self.a.size] * self.a.illicit[new % self.a.size]) > 0].tolist():
            self.quarry.setdefault(*divmod(key, self.a.size))

    def patrols(self, rows):
        """Patrols move: towards the quarry that they hold, or along the beat."""
        a = self.a
        for p in self.at:
            d, quarry = self.step * a.cruise[p], self.quarry.get(p)
            key = p * a.size + (quarry or 0)
            if quarry is not None and (quarry not in rows or self.gone[quarry] or key not in self.held):
                del self.quarry[p]
            elif quarry is not None:
                d = self.chase(p, quarry)
            x, y = self.xy[p]
            *self.xy[p], self.at[p] = along(x, y, self.at[p], a.first[p] + 1, a.first[p + 1], a.x, a.y, d)

    def chase(self, p, quarry):
        """One step of a pursuit; how far [nm] the patrol sails along its beat when it is over."""
        ux, uy = self.vx[self.knot[quarry]], self.vy[self.knot[quarry]]
        gap = self.xy[quarry] - self.xy[p]
        tau = intercept(gap[0], gap[1], ux, uy, self.a.top[p])
        if tau == INF:
            del self.quarry[p]
            return self.step * self.a.cruise[p]
        if tau > 0.0:
            self.xy[p] += (gap + np.array([ux, uy]) * tau) / tau * min(tau, self.step)
        if tau > self.step:
            return 0.0
        del self.quarry[p]
        self.gone[quarry] = True
        self.caught += 1
        return (self.step - tau) * self.a.cruise[p]

"""The compiled core's one face: the fleet, the queue of kinematic events, and `advance`.

Everything here is truth. Agents never see this module; they act through the ports that the model hands to them.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from math import floor, hypot, prod, sqrt
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.core import order
from guardship.core.draws import BY_SEED, Purpose
from guardship.core.horizon import FEW, horizon
from guardship.core.kernels import state as s
from guardship.core.kernels.blocks import BLOCK
from guardship.core.kernels.chunks import CHUNK
from guardship.core.kernels.detection import BLIND, CUBE, DEFINITE, RINGS
from guardship.core.kernels.entry import addresses, advance_at
from guardship.core.kernels.philox import pair_key
from guardship.core.kernels.philox import uniform as keyed_uniform
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats, Ints, Records, Sea
from guardship.core.kernels.watch import find, observe, refill
from guardship.core.kernels.wheel import BUCKETS, MANY
from guardship.core.rings import limits
from guardship.core.widths import Sees, sweep_width

INF = float("inf")
new = tuple.__new__  # of a named tuple: half the time of calling its class
ROOM = 1 << 16  # lines of a log at the start: memory that is not written costs nothing
ORDERED, DECIDED = (  # a line of the orders, of the decisions
    Struct("".join(kind[name].char for name in kind.names or ())) for kind in (s.ORDER, s.DECISION)
)


class Errors(NamedTuple):
    """Of an observation: of position per axis [nm], the share of its variance that is fixed for the contact, of
    velocity per axis [kn].
    """

    sigma: float = 0.25
    share: float = 0.75
    sigma_v: float = 1.0

    @property
    def bias(self) -> float:
        """What is fixed for the contact, per axis [nm]."""
        return sqrt(self.share) * self.sigma

    @property
    def noise(self) -> float:
        """What is drawn anew at each look, per axis [nm]."""
        return sqrt(1.0 - self.share) * self.sigma

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """What is fixed and what is drawn anew, per axis [nm], then sigma and sigma_v."""
        return self.bias, self.noise, self.sigma, self.sigma_v


USUAL = Errors()
USUAL_PARTS = USUAL.parts


@dataclass(frozen=True, slots=True)
class Law:
    """How one sensor detects one signature in one state of the environment. Lengths nm, rates 1/h.

    kind: BLIND, DEFINITE, RINGS (`rings`: (range, rate), widest first) or CUBE (`k` nm^3/h, height `h`); `r` is the
    range of the law (inf allowed), `hold` the range within which a contact is held.
    """

    kind: int = BLIND
    r: float = 0.0
    hold: float = 0.0
    rings: tuple[tuple[float, float], ...] = ()
    k: float = 0.0
    h: float = 0.0

    @classmethod
    def definite(cls, r: float, hold: float = 1.1) -> "Law":
        """Certain within r."""
        return cls(DEFINITE, r, r * hold) if r > 0.0 else cls()

    @classmethod
    def rate(cls, r: float, rate: float, hold: float = 1.1) -> "Law":
        """A constant glimpse rate within r."""
        return cls.nested(((r, rate),), hold)

    @classmethod
    def nested(cls, rings: Sequence[tuple[float, float]], hold: float = 1.1) -> "Law":
        """Rings of (range, rate): the rate of the smallest ring that contains the target."""
        ordered = tuple(sorted(((r, k) for r, k in rings if r > 0.0), reverse=True))
        return cls(RINGS, ordered[0][0], ordered[0][0] * hold, ordered) if ordered else cls()

    @classmethod
    def cube(cls, k: float, r: float = INF, h: float = 0.0, hold: float = 1.1) -> "Law":
        """Koopman's inverse cube law k / (rho^2 + h^2)^(3/2), cut at r."""
        return cls(CUBE, r, r * hold, k=k, h=h) if r > 0.0 and k > 0.0 else cls()


@dataclass(frozen=True, slots=True)
class Identification:
    """How a held contact is looked at: within `r` nm at `rate` per hour.

    It looks suspicious with a probability; None: the look shows signs, of which its agent makes something.
    """

    r: float
    rate: float
    suspicious: float | None
    sensor_kind: int


@dataclass(frozen=True, slots=True)
class Shows:
    """What vessels show by nature, and what looks see of it.

    `shown` (natures, signs): chance that a vessel of a nature shows a sign; `renews` (signs,): after how long [h] one
    that is no offender may show something else, inf for never. `sees` (kinds of sensor, rings from the outermost,
    states of the environment, signs, 2): chance that a look sees a sign that is shown, and one that is not.
    `weighs` (signatures, kinds, states, signs, 2): greatest log-ratio, over offences, of a sign not seen and of one
    seen in the outermost ring; `bars` (holders, signatures): what they have to add up to, to matter to a holder.
    """

    shown: Floats
    renews: Floats
    sees: Floats
    weighs: Floats
    bars: Floats

    @classmethod
    def nothing(cls) -> "Shows":
        """No signs at all."""
        return cls(
            np.zeros((1, 0)), np.zeros(0), np.zeros((1, 1, 1, 0, 2)), np.zeros((1, 1, 1, 0, 2)), np.zeros((1, 1))
        )


@dataclass(frozen=True, slots=True)
class Plots:
    """How holders know again what they have passed: by a plot, in which the nearest that looks so is taken for it.

    `density` (signatures,): how many look so, a true square mile, as is believed; `look` (signatures,): the same number
    for those that look alike. `noted` (kinds of sensor, rings): chance that a look reads a name or number. `fix` [nm],
    `drift` [kn]: how far such a vessel is off its dead reckoning when it is lost from sight, and off its course and
    speed, per axis; `gate` [nm]: what is farther off is not taken for it.
    """

    density: Floats
    look: Ints
    noted: Floats
    fix: float
    drift: float
    gate: float


@dataclass(slots=True)
class Suite:
    """The sensors of a platform. `laws[slot][sig, state]`, at most SLOTS of them; `identifies[sig, state]`.

    `closer[sig, state]`: looks in rings further in, from the outer to the inner.
    """

    laws: list[dict[tuple[int, int], Law]] = field(default_factory=list)
    identifies: dict[tuple[int, int], Identification] = field(default_factory=dict)
    closer: dict[tuple[int, int], tuple[Identification, ...]] = field(default_factory=dict)
    errors: dict[int, Errors] = field(default_factory=dict)  # of observations by signature


@dataclass(frozen=True, slots=True)
class Environment:
    """A calendar per cell: `times[c, k]` [h], the first not after 0, and `states[c, k]`; cells by rows from the SW."""

    times: Floats
    states: Ints
    grid: tuple[float, float, float, float, int, int] = (0.0, 0.0, 1.0, 1.0, 1, 1)

    @classmethod
    def constant(cls) -> "Environment":
        """One state for ever."""
        return cls(np.zeros((1, 1)), np.zeros((1, 1), np.int64))


class CoastGrid(NamedTuple):
    """Coast edges (x0, y0, x1, y1) and the uniform grid that finds them, as the kernel takes them."""

    edges: Floats
    start: Ints
    members: Ints
    grid: Floats

    @classmethod
    def none(cls) -> "CoastGrid":
        """No land."""
        return cls(np.zeros((0, 4)), np.zeros(1, np.int64), np.zeros(0, np.int64), np.array([0.0, 0.0, 1.0, 0.0, 0.0]))


class Decision(NamedTuple):
    """What happened, for the agent of `row`: code as in `kernels.state`, the other's row, pair, contact number."""

    time: float
    code: int
    row: int
    other: int
    pair: int
    contact: int


class Observation(NamedTuple):
    """One look at a held contact [nm, kn]: with the errors that the sensor makes."""

    x: float
    y: float
    vx: float
    vy: float
    sigma: float
    sigma_v: float
    bias: float


def new_fleet(count: int) -> Records:
    """Rows of the fleet with nothing set: absent, blind, holding nobody."""
    fleet = _lines(count, s.FLEET)
    for name in ("slot", "seat", "quarry", "holder", "suite", "lookout", "at", "end", "loop", "looks", "seen", "area"):
        fleet[name] = -1
    fleet["heeds"] = fleet["misses"] = -1
    fleet["t1"] = INF
    fleet["report"] = INF
    fleet["scale"] = 1.0
    fleet["reaction"] = 0.05
    fleet["replan"] = 0.05
    fleet["planned"] = fleet["turned"] = -INF
    return fleet


type Rings = list[tuple[float, float]]


def _tables(suites: Sequence[Suite], signatures: int, states: int) -> tuple[Records, Records, Rings]:
    """Laws, stances and the rings that the laws count in."""
    deepest = 1 + max((len(further) for suite in suites for further in suite.closer.values()), default=0)
    if deepest > s.RINGS_OF_LOOKS:
        raise ValueError(f"a contact is looked at in at most {s.RINGS_OF_LOOKS} rings, not {deepest}")
    laws = np.zeros((max(len(suites), 1), signatures, s.SLOTS + deepest, states), s.LAW)
    stance = np.zeros((len(laws), signatures, states), s.STANCE)
    rings: Rings = []
    use = {BLIND: 0, DEFINITE: 1}  # any other has a rate: 2
    for i, suite in enumerate(suites):
        if len(suite.laws) > s.SLOTS:
            raise ValueError(f"a platform has at most {s.SLOTS} sensors, not {len(suite.laws)}")
        for slot, table in enumerate(suite.laws):
            for (sig, state), law in table.items():
                laws[i, sig, slot, state] = (law.r, law.k, law.h * law.h, law.kind, len(rings), len(law.rings), 0)
                rings += law.rings
                stance["hold"][i, sig, state] = max(stance["hold"][i, sig, state], law.hold)
                stance["reach"][i, sig] = np.maximum(stance["reach"][i, sig], law.r)
                laws["use"][i, sig, slot, state] = use.get(law.kind, 2)
        for (sig, state), ident in suite.identifies.items():
            for ring, look in enumerate((ident, *suite.closer.get((sig, state), ()))):
                if look.r > 0.0 and look.rate > 0.0:
                    laws[i, sig, s.SLOTS + ring, state] = (look.r, 0.0, 0.0, RINGS, len(rings), 1, 0)
                    rings.append((look.r, look.rate))
                    laws["use"][i, sig, s.SLOTS + ring, state] = 2
            stance["suspicion"][i, sig, state] = ident.suspicious or 0.0
            stance["signs"][i, sig] = ident.suspicious is None
            stance["sense"][i, sig] = ident.sensor_kind
    laws["use"] = laws["use"].max(axis=-1, keepdims=True)  # in any state
    return laws, stance, rings


class Repeats(RuntimeError):
    """Events repeat at one instant without end. `time`: when [h]; `rows`: who turns then, most often first."""

    def __init__(self, time: float, rows: Sequence[int]) -> None:
        super().__init__(
            f"events repeat without end at {time:.6f} h, in rows {', '.join(map(str, rows[:10])) or 'none'}"
        )
        self.time, self.rows = time, tuple(rows)


class Ocean:
    """The fleet and its queue. Rows are storage: a vessel keeps its row for life."""

    now: float = 0.0
    """The time reached [h], as the core's clock has it: that goes on in `advance` alone."""

    def __init__(
        self,
        fleet: Records,
        suites: Sequence[Suite],
        signatures: int,
        environment: Environment,
        *,
        seed: int = 0,
        substream: int | None = None,
        starts: Floats | None = None,
        pool: Floats | None = None,
        areas: Sequence[Floats] = (),
        coast: CoastGrid | None = None,
        scale: Floats | None = None,
        extent: tuple[float, float, float, float] | None = None,
        holders: int = 0,
        signs: Shows | None = None,
        natures: Ints | None = None,
        plots: Plots | None = None,
    ) -> None:
        """`fleet` as from `new_fleet`, filled; `starts[row]`: time of appearance [h], nan for vessels launched later.

        `pool`: the waypoints that `at`, `end`, `loop` count in. `areas`: rings (n, 2) that vessels roam in. `scale`:
        (6,) local scale of the plane, beyond `extent` (x0, y0, x1, y1) that of its border; None for 1. `holders`: how
        many there are. `signs`: what vessels show, None for nothing; `natures[row]`: rows of its `shown`, None for 0.
        `plots`: how what was passed is known again, None for without error, as long as a clearance lasts.
        `seed` names the draws of the traffic, `substream` those of what is made of it: who is seen, chosen, boarded;
        None for the same.
        """
        n = len(fleet)
        if len(set(fleet["id"].tolist())) != n:
            raise ValueError("two vessels have the same id")
        states = int(environment.states.max()) + 1 if environment.states.size else 1
        states = max([states] + [k[1] + 1 for u in suites for law in u.laws for k in law])
        states = max([states] + [k[1] + 1 for u in suites for k in u.identifies])
        laws, stance, rings = _tables(suites, max(signatures, 1), states)
        coast = coast or CoastGrid.none()
        signs = signs or Shows.nothing()
        if signs.shown.shape[1] > s.SIGNS:
            raise ValueError(f"vessels show at most {s.SIGNS} signs, not {signs.shown.shape[1]}")
        # one pool of pairs of numbers: rings of the laws, corners of the areas, waypoints
        blocks = [np.array(rings or [(0.0, 0.0)])] + [np.asarray(a, float) for a in areas]
        at = np.cumsum([0] + [len(b) for b in blocks])
        blocks.append(np.zeros((0, 2)) if pool is None else np.asarray(pool, float).reshape(-1, 2))
        for name in ("at", "end", "loop"):
            fleet[name][fleet[name] >= 0] += at[-1]
        epochs = np.zeros(environment.times.shape, s.EPOCH)
        epochs["t"], epochs["state"] = environment.times, environment.states
        param = np.zeros(s.PARAMETERS)
        param[s.ENV_GRID : s.ENV_GRID + 6] = environment.grid
        param[s.SCALE : s.SCALE + 6] = (1.0, 0, 0, 0, 0, 0) if scale is None else scale
        param[s.EXTENT : s.EXTENT + 4] = (-INF, -INF, INF, INF) if extent is None else extent
        param[s.EDGE_GRID : s.EDGE_GRID + 5] = coast.grid
        param[s.CROWD] = FEW
        param[s.HORIZON] = param[s.SOUGHT] = INF
        if plots is not None:
            param[[s.FIX, s.DRIFT, s.GATE]] = plots.fix, plots.drift, plots.gate
        self.errors = [{sig: errors.parts for sig, errors in u.errors.items()} for u in suites]
        self._cells = environment.grid
        self._calendars: list[tuple[list[float], list[int]]] = [
            (t.tolist(), k.tolist()) for t, k in zip(environment.times, environment.states, strict=True)
        ]
        room = 1024 << min(max(n // 256, 1), 1 << 20).bit_length()
        self._ids: list[int] = fleet["id"].tolist()
        self.sea = Sea(
            fleet=fleet,
            pairs=_lines(max(4 * room, 64 * n), s.PAIR),
            exposure=np.zeros((max(4 * room, 64 * n) if (laws["use"] == 2).any() else 1, s.SLOTS + 1)),
            table=np.zeros(4 * room, np.int32),
            heap=np.zeros(4096 + 4 * n, s.EVENT),
            far=_lines(CHUNK, s.EVENT),
            wheel=np.full((BUCKETS + 1, 1), -1, np.int64),
            pool=np.concatenate(blocks),
            laws=laws,
            stance=stance,
            epochs=epochs,
            areas=np.stack([at[1:-1], at[2:]], axis=1).astype(np.int64) if areas else np.zeros((1, 2), np.int64),
            shows=np.stack([np.zeros(n, np.int64) if natures is None else natures, np.full(n, -1)]).astype(np.int64),
            shown=np.ascontiguousarray(np.vstack([signs.shown, signs.renews[None]])),
            sees=_flat(signs.sees, 0, 3),
            weighs=_flat(signs.weighs, 1, 3),
            bars=np.ascontiguousarray(signs.bars),
            cleared=np.full((max(holders, 1), n), -INF),
            plots=np.zeros((0, 0) if plots is None else (max(holders, 1), n), s.PLOT),
            alike=np.zeros((0, 2)) if plots is None else np.column_stack([plots.density, plots.look]).astype(float),
            noted=np.zeros((0, 0)) if plots is None else np.ascontiguousarray(plots.noted, float),
            relay=np.zeros((3, max(holders, 1), max(holders, 1))),
            edges=coast.edges,
            edge_at=coast.start,
            edge_in=coast.members,
            hot=np.zeros((s.COLUMNS + len(laws), n + 1)),
            eye=np.zeros((s.COLUMNS + laws.shape[1], n + 1)),
            boxes=np.zeros((2, 4, n // BLOCK + 1)),
            flag=np.zeros(n + 1, np.uint8),
            lists=np.zeros((8, 2 * n + 64), np.int64),
            legs=np.zeros(ROOM + 16 * n, s.LEG),
            notes=np.zeros(ROOM + 64 * n, s.NOTE),
            lapses=np.zeros(64, s.LAPSE),
            orders=np.zeros(64, s.ORDER),
            decisions=np.zeros(1024 + 4 * n, s.DECISION),
            trials=np.zeros(1024 + 4 * n, s.TRIAL),
            n=np.zeros(s.TO_SEEK + 1, np.int64),
            param=param,
        )
        self.n = self.sea.n
        self._open()
        self._at = self.sea, addresses(self.sea)  # for the kernel; a new state has new ones
        self._moored(fleet)
        self._withdrawn: set[int] = set()
        self._widths: dict[tuple[int, int, int, float], float] = {}
        self._searched: set[tuple[int, float]] = set()  # rows, until when; whoever hears of it has the same
        self._bars = self.sea.bars.copy()
        self._tried: list[tuple[float, int, int, float, int, bool]] = []
        self.launched: Callable[[int], None] | None = None  # is told of every row that is put on the water
        self.n[s.SEED] = _key(seed)
        self.n[s.SUBSTREAM] = _key(seed if substream is None else substream)
        self.n[s.CLEARING] = self.n[s.SPARE] = -1
        self.n[s.LARGE] = MANY
        self.n[s.N_POOL] = len(self.sea.pool)
        if starts is not None:
            self._queue(np.asarray(starts, float))

    def _moored(self, fleet: Records) -> None:
        self.fleet = fleet[: len(self._ids)]  # the core's array may have room for more
        self._column = _columns(fleet)
        c = self._column
        self._motion = c["x"], c["y"], c["vx"], c["vy"], c["t0"]
        self._shows = memoryview(self.sea.shows)

    def _open(self) -> None:
        """Look at the core's clock, at what it counts, its pairs, its pool and the room for orders and decisions."""
        self._clock, self._pool = memoryview(self.sea.param), memoryview(self.sea.pool).cast("B").cast("d")
        self._count, self._pair = memoryview(self.n), _columns(self.sea.pairs)
        self._orders, self._decisions = (lines.view(np.uint8).data for lines in (self.sea.orders, self.sea.decisions))

    def enlist(self, vessel: Records, id: int, speed: float) -> int:
        """One more vessel, to be launched: `vessel` as from `new_fleet(1)`, filled but for id and speed. Its row."""
        row = len(self._ids)
        if row == len(self.sea.fleet):
            self._more_rows(max(row // 4, 256))
        self.sea.fleet[row] = vessel[0]
        self._column["id"][row], self._column["speed"][row] = id, speed
        self._ids.append(id)
        self.fleet = self.sea.fleet[: row + 1]
        return row

    def _more_rows(self, more: int) -> None:
        """Room for vessels that are not known when the run begins."""
        sea = self.sea
        fleet = new_fleet(len(sea.fleet) + more)
        fleet[: len(sea.fleet)] = sea.fleet
        wide = {name: np.pad(getattr(sea, name), ((0, 0), (0, more))) for name in ("hot", "eye", "shows")}
        wide["shows"][1, len(sea.fleet) :] = -1
        plots = np.zeros((len(sea.plots), sea.plots.shape[1] + more if len(sea.plots) else 0), s.PLOT)
        plots[:, : sea.plots.shape[1]] = sea.plots
        self.sea = sea._replace(
            **wide,
            fleet=fleet,
            boxes=np.pad(sea.boxes, ((0, 0), (0, 0), (0, more // BLOCK + 1))),
            flag=np.pad(sea.flag, (0, more)),
            lists=np.pad(sea.lists, ((0, 0), (0, 2 * more))),
            cleared=np.pad(sea.cleared, ((0, 0), (0, more)), constant_values=-INF),
            plots=plots,
        )
        self._moored(self.sea.fleet)

    def _queue(self, starts: Floats) -> None:
        rows = np.flatnonzero(np.isfinite(starts))
        if len(rows) and (starts[rows] < self.now).any():
            raise ValueError("a vessel cannot appear in the past")
        rows = rows[np.argsort(starts[rows], kind="stable")]  # sorted: a heap already
        heap = self.sea.heap
        heap["t"][: len(rows)] = starts[rows]
        heap["ref"][: len(rows)] = -1
        heap["key"][: len(rows)] = (np.uint64(s.APPEAR) << np.uint64(56)) | (rows.astype(np.uint64) << np.uint64(28))
        self.n[s.N_HEAP] = len(rows)

    # ---- time -----------------------------------------------------------------------------------

    def advance(self, until: float) -> list[Decision]:
        """Run to the first instant that raises decisions, or to `until` [h]; the decisions, in the order of rows."""
        while True:
            if self._at[0] is not self.sea:
                self._at = self.sea, addresses(self.sea)
            code = advance_at(self._at[1], float(until))  # another type would compile it anew
            self.now = self._clock[s.CLOCK]
            if code in (s.QUIET, s.DECIDE):
                break
            self._grow(code)
        count = self._count[s.N_DECISION]
        if not count:
            return []
        self._count[s.N_DECISION] = 0
        if count == 1:
            return [new(Decision, DECIDED.unpack_from(self._decisions))]
        found = [new(Decision, d) for d in DECIDED.iter_unpack(self._decisions[: count * DECIDED.size])]
        return sorted(found, key=lambda d: d.row)

    def _grow(self, code: int) -> None:
        sea = self.sea
        if code == s.STUCK:
            raise Repeats(self.now, self._turning())
        n = self.n
        if code == s.GROW_HEAP:
            sea = sea._replace(heap=_more(sea.heap, n[s.N_HEAP]))
        elif code == s.GROW_FAR:
            sea = sea._replace(far=_more(sea.far, CHUNK * n[s.CHUNKS], CHUNK * 4 * BUCKETS))
        elif code == s.GROW_PAIRS:
            if len(sea.pairs) < len(sea.table) // 2:
                count = n[s.N_PAIR]
                spent = _more(sea.exposure, count) if len(sea.exposure) >= len(sea.pairs) else sea.exposure
                sea = sea._replace(pairs=_more(sea.pairs, count), exposure=spent)
            else:
                sea = sea._replace(table=np.zeros(4 * len(sea.table), np.int32))
                refill(sea.table, sea.pairs, n[s.N_PAIR])
        elif code == s.ARRANGE:
            self._arrange()
            return
        elif code == s.GROW_LEGS:
            sea = sea._replace(legs=_more(sea.legs, n[s.N_LEG]))
        elif code == s.GROW_TRIALS:
            sea = sea._replace(trials=_more(sea.trials, n[s.N_TRIAL]))
        elif n[s.N_LAPSE] == len(sea.lapses):
            sea = sea._replace(lapses=_more(sea.lapses, n[s.N_LAPSE]))
        else:
            sea = sea._replace(notes=_more(sea.notes, n[s.N_NOTE]), decisions=_more(sea.decisions, n[s.N_DECISION]))
        self.sea = sea
        self._open()

    def _turning(self) -> list[int]:
        """The rows that have begun a leg at this instant, those with most of them first, then whom they pursue."""
        legs = self.legs()
        found, counts = np.unique(legs["row"][legs["t"] == self.now], return_counts=True)
        rows = found[np.argsort(-counts, kind="stable")].tolist()
        return list(dict.fromkeys([*rows, *(row for row in self.fleet["quarry"][rows].tolist() if row >= 0)]))

    def _arrange(self) -> None:
        """When the fleet has grown, how far ahead pairs are sought; and, of many, the columns in order."""
        sea, count = self.sea, int(self.n[s.N_AFLOAT])
        if count > sea.param[s.CROWD]:
            sea.param[s.CROWD] = 4 * count
            sea.param[s.HORIZON] = self._horizon()
            if sea.param[s.SOUGHT] == INF:
                sea.param[s.SOUGHT] = self.now + sea.param[s.HORIZON]
        if count > order.CROWD or self.n[s.TO_ORDER] > 0:
            order.arrange(sea, self.now)

    def _horizon(self) -> float:
        """For how many hours at a time pairs are sought, with those that are afloat and appear at this instant."""
        sea = self.sea
        rows = sea.lists[s.AFLOAT, : self.n[s.N_AFLOAT]]
        f = sea.fleet[rows]
        end = np.minimum(f["t1"], self.now + 240.0)
        x = np.stack([f["x"] + f["vx"] * (t - f["t0"]) for t in (self.now, end)])
        y = np.stack([f["y"] + f["vy"] * (t - f["t0"]) for t in (self.now, end)])
        watch = sea.fleet[sea.lists[s.WATCH, : self.n[s.N_WATCH]]]
        reach = sea.stance["reach"].max(axis=(1, 2))[watch["suite"]] * watch["scale"]
        return horizon(len(rows) + self._appearing(), x, y, np.hypot(f["vx"], f["vy"]), end - self.now, reach)

    def _appearing(self) -> int:
        """How many vessels appear at this instant: in a run that begins they do one after the other."""
        heap = self.sea.heap[: self.n[s.N_HEAP]]
        return int(((heap["t"] <= self.now) & (heap["key"] >> np.uint64(56) == s.APPEAR)).sum())

    # ---- orders ---------------------------------------------------------------------------------

    def _order(
        self,
        what: int,
        row: int,
        quarry: int = -1,
        at: int = -1,
        end: int = -1,
        loop: int = -1,
        speed: float = -1.0,
        x: float = 0.0,
        y: float = 0.0,
        until: float = INF,
    ) -> None:
        if row in self._withdrawn:
            return
        k = self._count[s.N_ORDER]
        if k == len(self.sea.orders):
            self.sea = self.sea._replace(orders=_more(self.sea.orders, k))
            self._open()
        ORDERED.pack_into(self._orders, k * ORDERED.size, what, row, quarry, at, end, loop, speed, x, y, until)
        self._count[s.N_ORDER] = k + 1

    def _waypoints(self, points: Sequence[tuple[float, float]] | Floats) -> tuple[int, int]:
        a = self._count[s.N_POOL]
        b = a + len(points)
        while b > len(self.sea.pool):
            self.sea = self.sea._replace(pool=_more(self.sea.pool, a))
            self._open()
        self._pool[2 * a : 2 * b] = array("d", chain.from_iterable(points))
        self._count[s.N_POOL] = b
        return a, b

    def sail(
        self, row: int, points: Sequence[tuple[float, float]] | Floats, speed: float, loop: int | None = None
    ) -> None:
        """Sail through the points [nm] at a speed [kn]; `loop`: the point to go on with after the last, for ever.

        The caller has seen to it that no leg crosses land.
        """
        a, b = self._waypoints(points)
        self._order(s.SAIL, row, at=a, end=b, loop=-1 if loop is None else a + loop, speed=speed)

    def chase(self, row: int, quarry: int, speed: float, handed_over: bool = False) -> None:
        """Make for a quarry that the row's own sensors hold, or that is pointed out to it with this order."""
        self._order(s.CHASE, row, quarry, at=s.HANDED_OVER if handed_over else -1, speed=speed)

    def resume(self, row: int, speed: float) -> None:
        """Go on as before at another speed: along the route, to the place it roams to, straight on."""
        c = self._column
        if c["mode"][row] == s.ROUTE:
            self._order(s.SAIL, row, at=c["at"][row] - 1, end=c["end"][row], loop=c["loop"][row], speed=speed)
        else:
            self._order(s.HASTEN, row, speed=speed)

    def course(self, row: int) -> tuple[list[tuple[float, float]], bool, int]:
        """What a vessel is about: the way points before it, whether it goes round and round, the area that it roams.

        Of a stopped one, what it was about before.
        """
        c = self._column
        mode = c["mode"][row] if c["mode"][row] != s.FREE else c["was"][row]
        if mode == s.ROAMING:
            return [], False, c["area"][row]
        if mode != s.ROUTE:
            return [], False, -1
        at, end, loop = c["at"][row] - 1, c["end"][row], c["loop"][row]
        ahead = [*range(at, end), *(range(loop, at) if loop >= 0 else ())]
        return [(float(x), float(y)) for x, y in self.sea.pool[ahead]], loop >= 0, -1

    def chase_via(self, row: int, quarry: int, points: Sequence[tuple[float, float]] | Floats, speed: float) -> None:
        """Make for a held quarry around land: along the points until the way is free."""
        a, b = self._waypoints(points)
        self._order(s.VIA, row, quarry, at=a, end=b, speed=speed)

    def shadow(self, row: int, quarry: int, speed: float) -> None:
        """Keep beside a held quarry."""
        self._order(s.SHADOW, row, quarry, speed=speed)

    def hold(self, row: int) -> None:
        """Stop."""
        self._order(s.HOLD, row)

    def go_on(self, row: int) -> None:
        """Go on as before a stop: along the route, from place to place, straight on."""
        self._order(s.GO_ON, row)

    def roam(self, row: int, area: int, speed: float) -> None:
        """Sail from random place to random place of an area."""
        self._order(s.ROAM, row, at=area, speed=speed)

    def show(self, row: int, nature: int, showing: int) -> None:
        """From now on a vessel is of a nature; `showing`: which of its voyages it is on, -1: it goes on none."""
        self._shows[0, row], self._shows[1, row] = nature, showing

    def looked(self, pair: int) -> tuple[int, int]:
        """In which ring a pair's contact was looked at last, and what that has shown: one bit a sign."""
        q = self._pair
        return q["ring"][pair] - 1, q["word"][pair]

    def looks_with(self, pair: int) -> int:
        """The kind of the sensor with which a pair's observer looks at its target."""
        eyes, signature = self._eyes(self._pair["o"][pair]), self.signature(self._pair["v"][pair])
        return int(self.sea.stance["sense"][eyes, signature, 0])

    def _eyes(self, row: int) -> int:
        """The suite with which a vessel looks: that in use, else its lookout; negative for nothing."""
        suite: int = self._column["suite"][row]
        return suite if suite >= 0 else self._column["lookout"][row]

    def look(self, row: int, kind: int, state: int) -> int:
        """What a look of a kind from the outermost ring shows of a vessel: one bit a sign, as in the kernel."""
        sea, word = self.sea, 0
        own, e, shown = self.id(row), self._shows[1, row], sea.shown[self._shows[0, row]].tolist()
        rates = sea.sees[(kind * s.RINGS_OF_LOOKS) * sea.laws.shape[3] + state].tolist()
        for sign, (if_shown, if_not) in enumerate(rates):
            if if_shown > 0.0:
                n = e if e >= 0 else self._period(row, sign)
                there = self.decide(Purpose.SHOWN, own, n << 4 | sign, shown[sign])
                seen = self.decide(Purpose.SEEN, own, n << 8 | sign << 4 | kind, if_shown if there else if_not)
                word |= seen << sign
        return word

    def _period(self, row: int, sign: int) -> int:
        """Which of its showings a vessel that is no offender is in."""
        lasts = float(self.sea.shown[-1, sign])
        return 0 if lasts == INF else floor(self.now / lasts + self.given(Purpose.SINCE, self.id(row), sign))

    def judge(self, row: int, pair: int, contact: int, held_for: int) -> None:
        """Say what an agent makes of a look at a contact: SUSPECT, KNOWN to be harmless, HELD until the next look."""
        self._order(s.JUDGE, row, pair, at=held_for, end=contact)

    def launch(self, row: int, x: float, y: float) -> None:
        """Put a vessel on the water at (x, y). It is there for whoever asks before the order is carried out."""
        if row in self._withdrawn:
            return
        c = self._column
        if c["slot"][row] < 0:
            c["x"][row], c["y"][row], c["vx"][row], c["vy"][row], c["t0"][row] = x, y, 0.0, 0.0, self.now
        self._order(s.LAUNCH, row, x=x, y=y)
        if self.launched is not None:
            self.launched(row)

    def withdraw(self, row: int) -> None:
        """A vessel leaves the theatre for good: contacts with it end, and orders for it are ignored from now on."""
        self.leave(row)
        self.fleet["wants"][row] |= s.GONE
        self._withdrawn.add(row)

    def withdrawn(self, row: int) -> bool:
        """Whether a vessel has been taken out for good."""
        return row in self._withdrawn

    def leave(self, row: int) -> None:
        """Take a vessel out of the theatre."""
        self._order(s.LEAVE, row)

    def sense(self, row: int, suite: int) -> None:
        """Use another suite of sensors, -1: none."""
        self._order(s.SENSE, row, at=suite)

    def look_out(self, row: int, suite: int) -> None:
        """Use another lookout against vessels that make for this one."""
        self._order(s.LOOK_OUT, row, at=suite)

    def clear(self, holder: int, row: int, until: float, served: bool = False) -> None:
        """The holder does not look for a vessel until then [h]; a time that is past ends a clearance.

        `served`: it was searched, so the holder's contacts with it end; otherwise they are held on.
        """
        if served:
            self._searched.add((row, until))
        self._order(s.CLEAR, row, holder, at=s.SERVED if served else -1, until=until)

    def reopen(self, holder: int, signatures: int) -> None:
        """The holder looks again for all vessels that it has passed and that have one of these signatures, as bits.

        Not for those that it has searched in vain, or of which it has heard that somebody has.
        """
        until = self.sea.cleared[holder]
        for row in np.flatnonzero(until[: len(self.fleet)] > self.now).tolist():
            searched = (row, float(until[row])) in self._searched
            if not searched and signatures >> min(int(self._column["sig"][row]), 62) & 1:
                self.clear(holder, row, self.now)

    def look_alike(self, row: int, within: float) -> int:
        """The nearest to a vessel of those afloat that look so, no farther than some true miles; -1 for none."""
        c = self.fleet
        look = self.sea.alike[:, 1]
        others = np.flatnonzero((c["slot"] >= 0) & (look[c["sig"]] == look[c["sig"][row]]))
        others = others[others != row]
        x, y = (c[k][others] + c["v" + k][others] * (self.now - c["t0"][others]) for k in ("x", "y"))
        a, b = self.position(row)
        far = np.hypot(x - a, y - b)
        if not len(far) or far.min() > within * c["scale"][row]:
            return -1
        nearest = others[far == far.min()]
        return int(nearest[np.argmin(c["id"][nearest])])

    def attend(self, row: int, gained: int, lost: int) -> None:
        """Raise decisions of contacts that a vessel gains and loses with these signatures alone, as bits; -1: all."""
        self._column["heeds"][row], self._column["misses"][row] = gained, lost

    def heed(self, holder: int, signatures: Sequence[int], closely: bool) -> None:
        """Whether every look at vessels with these signatures is handed over, or those that the core passes are not."""
        sigs = list(signatures)
        self.sea.bars[holder, sigs] = -INF if closely else self._bars[holder, sigs]

    def relay(self, sender: int, receiver: int, probability: float, hours: float, way: int) -> None:
        """Clearances of one holder reach another from now on, with a probability for each vessel, after some hours.

        `way`: names the draws; 52 bits of it count.
        """
        self.sea.relay[:, sender, receiver] = probability, hours, way & ((1 << 52) - 1)

    # ---- truth, for those who may see it --------------------------------------------------------

    def position(self, row: int) -> tuple[float, float]:
        """Where a vessel is now [nm]."""
        x, y, vx, vy, t0 = self._motion
        dt = self.now - t0[row]
        return x[row] + vx[row] * dt, y[row] + vy[row] * dt

    def velocity(self, row: int) -> tuple[float, float]:
        """True velocity now [kn]."""
        c = self._column
        scale = c["scale"][row]
        return c["vx"][row] / scale, c["vy"][row] / scale

    def holder(self, row: int) -> int:
        """The number of the nation that a vessel reports to; negative for none."""
        holder: int = self._column["holder"][row]
        return holder

    def suite(self, row: int) -> int:
        """What it sees with now; negative for nothing."""
        suite: int = self._column["suite"][row]
        return suite

    def signature(self, row: int) -> int:
        """As what kind of vessel it is detected."""
        signature: int = self._column["sig"][row]
        return signature

    def sweep_width(self, row: int, signature: int, state: int, speed: float) -> float:
        """What its sensors come to against a signature in a state, when it sails past at `speed` [kn]: W [nm]."""
        suite = self.suite(row)
        if suite < 0 or speed <= 0.0:
            return 0.0
        key = suite, signature, state, speed
        if key not in self._widths:
            laws = self.sea.laws[suite, signature, : s.SLOTS, state]
            self._widths[key] = sweep_width([self._sees(law) for law in laws], speed)
        return self._widths[key]

    def _sees(self, law: Any) -> Sees:
        """One law as `core.widths` takes it."""
        if law["kind"] == RINGS:
            lo = int(law["lo"])
            return Sees(rings=tuple((float(r), float(k)) for r, k in self.sea.pool[lo : lo + int(law["n"])]))
        if law["kind"] == CUBE:
            return Sees(cube=float(law["k"]), height2=float(law["h2"]), r=float(law["r"]))
        return Sees(definite=float(law["r"]) if law["kind"] == DEFINITE else 0.0)

    def ring(self, area: int) -> Floats:
        """The corners of an area on the plane, (n, 2)."""
        a, b = self.sea.areas[area]
        return self.sea.pool[a:b]

    def flies(self, row: int) -> bool:
        """Whether land is no obstacle to a vessel."""
        return bool(self._column["wants"][row] & s.FLIES)

    def afloat(self, row: int) -> bool:
        """Whether a vessel is in the theatre."""
        return bool(self._column["slot"][row] >= 0)

    def holds(self, pair: int, contact: int) -> bool:
        """Whether that contact of a pair is still held."""
        q = self._pair
        return bool(q["state"][pair] != s.NONE and q["contact"][pair] == contact)

    def would_hold(self, row: int, other: int, x: float, y: float) -> bool:
        """Whether a vessel at (x, y) could hold another now, by its own sensors, once that is pointed out to it."""
        a, b = self.position(other)
        return hypot(a - x, b - y) < self._reach(row, other, x, y, self.now)

    def _reach(self, row: int, other: int, x: float, y: float, t: float) -> float:
        """How far [nm on the plane] a vessel at (x, y) holds another at t [h] by its own sensors; 0: it does not."""
        eyes = self._eyes(row)
        if eyes < 0:
            return 0.0
        hold = self.sea.stance["hold"][eyes, self.signature(other), self.state_at(x, y, t)]
        return float(hold) * self.local_scale(x, y)

    def could_hold(self, row: int, other: int, since: float) -> bool:
        """Whether a vessel could have held another at some time from `since` [h] to now, as `would_hold`.

        Of each stretch on which both keep their legs the two ends count, and where the two are nearest in between.
        """
        own, its = self._legs_from(row, since), self._legs_from(other, since)
        if not len(own) or not len(its):
            return False
        begun = {t for legs in (own, its) for t in legs["t"].tolist() if since < t < self.now}
        for begin, end in pairwise([since, *sorted(begun), self.now]):
            if self._nears(row, other, _leg_at(own, begin), _leg_at(its, begin), begin, end):
                return True
        return False

    def _nears(self, row: int, other: int, a: tuple[Any, ...], b: tuple[Any, ...], begin: float, end: float) -> bool:
        """The same between two times [h], on one leg of each."""
        (t, x, y, vx, vy, _, mode), (u, p, q, wx, wy, _, its_mode) = a, b
        if s.ABSENT in (mode, its_mode) or max(t, u) > begin:
            return False
        x, y = x + vx * (begin - t), y + vy * (begin - t)
        dx, dy = p + wx * (begin - u) - x, q + wy * (begin - u) - y
        rx, ry = wx - vx, wy - vy
        square = rx * rx + ry * ry
        nearest = -(dx * rx + dy * ry) / square if square > 0.0 else 0.0
        return any(
            hypot(dx + rx * h, dy + ry * h) < self._reach(row, other, x + vx * h, y + vy * h, begin + h)
            for h in (0.0, min(max(nearest, 0.0), end - begin), end - begin)
        )

    def _legs_from(self, row: int, since: float) -> Records:
        """The legs of a vessel from the one that it is on at a time [h], in order."""
        legs = self.legs()
        own: Records = legs[legs["row"] == row]
        return own[max(int(np.searchsorted(own["t"], since, side="right")) - 1, 0) :]

    def local_scale(self, x: float, y: float) -> float:
        """Plane distance per true distance at a place (kernel `local_scale`)."""
        k, kx, ky, kxx, kxy, kyy = self.sea.param[s.SCALE : s.SCALE + 6].tolist()
        x0, y0, x1, y1 = self.sea.param[s.EXTENT : s.EXTENT + 4].tolist()
        x, y = min(max(x, x0), x1), min(max(y, y0), y1)
        return float(k + x * (kx + kxx * x + kxy * y) + y * (ky + kyy * y))

    def contact(self, row: int, other: int) -> tuple[int, int]:
        """The pair (row, other), -1 for none, and the number of the contact that it holds or held last."""
        pair = int(find(self.sea.table, self.sea.pairs, row, other))
        return pair, self._pair["contact"][pair] if pair >= 0 else 0

    def episode(self, pair: int) -> tuple[int, int]:
        """What names the draws of a pair's present detection: the pair's key and the ordinal of the detection."""
        q = self._pair
        return q["key"][pair], q["ordinal"][pair]

    def pair(self, row: int, other: int) -> int:
        """The name in draws of two vessels, in this order, whether one has ever met the other or not."""
        return int(pair_key(np.uint64(self.id(row)), np.uint64(self.id(other))))

    def pursued(self, row: int) -> bool:
        """Whether anybody makes for a vessel or keeps beside it."""
        quarry = self._column["quarry"]
        return any(quarry[one] == row for one in self.sea.lists[s.PURSUERS, : self._count[s.N_CHASE]].tolist())

    def held(self, row: int) -> list[tuple[int, int]]:
        """The pairs that a vessel holds now, each with its own number of the contact, by number."""
        q, p, found = self._pair, self._column["looks"][row], []
        while p >= 0:
            if q["state"][p] != s.NONE:
                found.append((p, q["contact"][p]))
            p = q["o_next"][p]
        return sorted(found, key=lambda one: one[1])

    def observer(self, pair: int) -> int:
        """The row that a pair's sensors belong to."""
        row: int = self._pair["o"][pair]
        return row

    def target(self, pair: int) -> int:
        """The row that a pair is about."""
        row: int = self._pair["v"][pair]
        return row

    def state(self, row: int) -> int:
        """The state of the environment where a vessel is."""
        x, y = self.position(row)
        return self.state_at(x, y, self.now)

    def state_of(self, x: float, y: float) -> int:
        """The state of the environment at a place now."""
        return self.state_at(x, y, self.now)

    def state_at(self, x: float, y: float, t: float) -> int:
        """The state of the environment at a place [nm] and time [h]: as the kernel's, a third of its cost from here."""
        x0, y0, w, h, nx, ny = self._cells
        i, j = floor((x - x0) / w), floor((y - y0) / h)
        i = 0 if i < 0 else min(i, nx - 1)
        j = 0 if j < 0 else min(j, ny - 1)
        times, states = self._calendars[j * nx + i]
        k = bisect_right(times, t) - 1
        return states[k] if k > 0 else states[0]

    def in_area(
        self, row: int, area: int, n: int, dry: Callable[[float, float], bool] | None = None
    ) -> tuple[float, float]:
        """The n-th random place in an area, a vessel's own; none that is `dry`."""
        ring, (west, south, east, north) = self._bounded(area)
        for k in range(1000):
            u = self.given(Purpose.PLACE, self.id(row), (n * 1000 + k) * 2)
            v = self.given(Purpose.PLACE, self.id(row), (n * 1000 + k) * 2 + 1)
            x, y = west + u * (east - west), south + v * (north - south)
            if point_in_polygon(ring, x, y) and not (dry is not None and dry(x, y)):
                return x, y
        return float(ring[0, 0]), float(ring[0, 1])

    def _bounded(self, area: int) -> tuple[Floats, tuple[float, float, float, float]]:
        """The corners of an area, its least x and y and then the greatest."""
        if area not in self._areas:
            ring = self.ring(area).copy()
            (west, south), (east, north) = (corner.tolist() for corner in limits(ring))
            self._areas[area] = ring, (west, south, east, north)
        return self._areas[area]

    @cached_property
    def _areas(self) -> dict[int, tuple[Floats, tuple[float, float, float, float]]]:
        return {}

    def id(self, row: int) -> int:
        """The stable id of a vessel, which names its draws."""
        return self._ids[row]

    def uniform(self, purpose: Purpose, entity: int, n: int = 0) -> float:
        """A keyed uniform number of what is made of the traffic: who is seen, chosen, boarded. By substream."""
        return float(keyed_uniform(self._count[s.SUBSTREAM], int(purpose), np.uint64(entity), n))

    def given(self, purpose: Purpose, entity: int, n: int = 0) -> float:
        """A keyed uniform number of what is the same under every policy, by seed: traffic, cargo, delays, release."""
        return float(keyed_uniform(self._count[s.SEED], int(purpose), np.uint64(entity), n))

    def decide(self, purpose: Purpose, entity: int, n: int, p: float, at: float | None = None) -> bool:
        """Whether something of probability `p` happens: whether the number of these names is below it.

        The only way from a chance to what happens; `trials` has a line of each that was not certain. A question may be
        asked again, with another `p`: the number is the same. `at`: the time that it is about, None for now [h].
        """
        if p <= 0.0 or p >= 1.0:
            return p >= 1.0
        yes = self.would(purpose, entity, n, p)
        self._tried.append((self.now if at is None else at, entity, n, p, purpose, yes))
        return yes

    def would(self, purpose: Purpose, entity: int, n: int, p: float) -> bool:
        """What the number that has decided says of another probability: for the reason of an answer."""
        return (self.given if purpose in BY_SEED else self.uniform)(purpose, entity, n) < p

    def observe(self, pair: int, ordinal: int) -> Observation:
        """Look at a held contact for the n-th time: position with the sensor's error (kernel `observe`)."""
        eyes, signature = self._eyes(self._pair["o"][pair]), self._column["sig"][self._pair["v"][pair]]
        bias, noise, sigma, sigma_v = self.errors[eyes].get(signature, USUAL_PARTS)
        sea, substream, now = self.sea, self._count[s.SUBSTREAM], self.now
        found = observe(sea.fleet, sea.pairs, pair, substream, now, bias, noise, sigma_v, ordinal)
        return new(Observation, (*found, sigma, sigma_v, bias))

    # ---- logs -----------------------------------------------------------------------------------

    def work(self) -> dict[str, int]:
        """Exact counts of the work done: they do not depend on the machine."""
        return {name: int(self.n[k]) for name, k in s.WORK.items()}

    def legs(self) -> Records:
        """The legs so far: t, x, y, vx, vy, row, mode, in order of time. With them any position at any instant."""
        return self.sea.legs[: self.n[s.N_LEG]]

    def notes(self) -> Records:
        """The kinematic events so far: t, kind, a, b, contact."""
        return self.sea.notes[: self.n[s.N_NOTE]]

    def lapses(self) -> Records:
        """The clearances that have ended before their time, in order: t, until, holder, row, heir."""
        return self.sea.lapses[: self.n[s.N_LAPSE]]

    def trials(self) -> Records:
        """The chance decisions so far, in order of time: t, entity, n, p, purpose, yes; those that were not certain."""
        own = np.array(self._tried, s.TRIAL) if self._tried else np.zeros(0, s.TRIAL)
        found = np.concatenate([self.sea.trials[: self.n[s.N_TRIAL]], own])
        return found[np.argsort(found["t"], kind="stable")]

    def note_count(self) -> int:
        """How many kinematic events there are so far."""
        count: int = self._count[s.N_NOTE]
        return count


def _leg_at(legs: Records, t: float) -> tuple[Any, ...]:
    """The one on which a vessel is at a time [h], of its legs; the first where that is later."""
    found: tuple[Any, ...] = legs[max(int(np.searchsorted(legs["t"], t, side="right")) - 1, 0)].tolist()
    return found


def _flat(a: Floats, begin: int, end: int) -> Floats:
    """The axes from `begin` to before `end` as one."""
    return np.ascontiguousarray(a.reshape(*a.shape[:begin], prod(a.shape[begin:end]), *a.shape[end:]))


def _key(seed: int) -> np.int64:
    """A seed as the kernels take it."""
    return np.uint64(seed & 0xFFFFFFFFFFFFFFFF).astype(np.int64)


def _columns(lines: Records) -> dict[str, Any]:
    """The fields of records as views that give plain numbers: half the time of `float(lines[name][k])` and less."""
    return {name: memoryview(lines[name]) for name in lines.dtype.names or ()}


def _lines[T: np.generic](count: int, kind: np.dtype[T]) -> NDArray[T]:
    """Empty records, the first at the begin of a line of memory."""
    raw = np.zeros(count * kind.itemsize + s.LINE, np.uint8)
    start = -raw.ctypes.data % s.LINE
    return raw[start : start + count * kind.itemsize].view(kind)


def _more[T: np.generic](a: NDArray[T], used: int, least: int = 0) -> NDArray[T]:
    """Twice the room, or `least` more; of the old only what is used is copied, and what is new costs no memory yet.

    That counts: a system may take longer to clear a page that is touched first than the core to fill it.
    """
    count = max(2 * len(a), len(a) + least)
    more: NDArray[T] = _lines(count, a.dtype) if a.ndim == 1 else np.zeros((count, *a.shape[1:]), a.dtype)
    more[:used] = a[:used]
    return more

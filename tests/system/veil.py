"""Hides the truth from agents while they decide, and gives contacts and tracks other numbers.

A veiled model runs beside a plain one. Whenever an agent's method is entered, everything beyond its own ship turns into
garbage: the other rows of the fleet, all pairs, queue, logs, the attributes of all other agents. What the agent asks of
the world (to chase, to launch, to board, the umpire's verdicts) is answered from the truth, as its ports promise. If
agents see nothing else, both models do the same, decision by decision.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import numpy as np
import pytest

from guardship.agents import Attacker, Command, Merchant, Patrol, PirateGroup, Sighting, Skiff, Smuggler, Vessel
from guardship.agents.patrol.craft import Craft
from guardship.agents.patrol.replenishment import Logistics
from guardship.core.kernels import state as s
from guardship.core.ocean import Ocean
from guardship.world.attacks import Attacks
from guardship.world.boardings import Boardings
from guardship.world.helm import Bridge
from guardship.world.model import DISPATCH, World
from guardship.world.post import Post
from guardship.world.voyages import Voyages

DECIDERS = (Merchant, Patrol, PirateGroup, Skiff, Smuggler, Attacker, Command)
JUDGES: dict[type, tuple[str, ...]] = {  # what they are asked
    Voyages: ("plan", "prepares", "stay", "sail", "come_home", "deliver", "jettison"),
    Attacks: (
        "attack",
        "make_out",
        "make_out_alongside",
        "closes",
        "try_boarding",
        "locked_out",
        "seize",
        "end_attack",
        "called",
        "attack_terminal",
        "strike",
    ),
    Boardings: ("board",),
}
ASKED = (
    "chase",
    "launch",
    "board",
    "halt",
    "captive",
    "let_go",
    "look",
    "note",
    "decides",
    "would",
    "inquire",
    "compare",
    "is_listed",
    "change_hull",
    "available",
    "held",
)  # of the bridge
STEP, MASK = 7919, 0x2AAAAAAA


def relabelled(contact: int) -> int:
    """The number under which a veiled agent knows a contact; 0 stays none."""
    return STEP * contact + 11 if contact else 0


def original(contact: int) -> int:
    """The number that it has."""
    return contact // STEP


class Veil:
    """Over one model. `decided`: how often which method was called with the truth hidden."""

    def __init__(self, model: World) -> None:
        self.model = model
        for judge in (model.voyages, model.attacks, model.boardings, model.post):
            judge.__dict__["veil"] = self
        self.decided: Counter[str] = Counter()
        self._own: frozenset[Any] | None = None
        self._hidden: list[tuple[Any, Any, Any]] = []
        self._minds: list[tuple[Any, dict[str, Any]]] = []
        self._ids = model.ocean._ids
        self._noise = np.random.default_rng(5)
        for command in model.roster.commands:
            command.picture._number = self._other(command.picture._number)  # type: ignore[method-assign]

    @staticmethod
    def _other(number: Callable[[], int]) -> Callable[[], int]:
        return lambda: number() ^ MASK

    def decide(self, agent: Any, method: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Let an agent decide without the truth."""
        self.decided[f"{type(agent).__name__}.{method.__name__}"] += 1
        if self._own is None and method.__name__ in (*DISPATCH.values(), "on_freed"):
            args = tuple(
                a._replace(contact=relabelled(a.contact)) if isinstance(a, Sighting) else relabelled(a) for a in args
            )
        with self.over(company(agent)):
            return method(agent, *args)

    @contextmanager
    def over(self, own: frozenset[Any] | None) -> Iterator[None]:
        """Hide all but what belongs to these agents; None: hide nothing."""
        before = self._own
        self._become(own)
        try:
            yield
        finally:
            self._become(before)

    def _become(self, own: frozenset[Any] | None) -> None:
        if own == self._own:
            return
        self._lift()
        self._own = own
        if own is not None:
            self._drop(own)

    def _drop(self, own: frozenset[Any]) -> None:
        ocean, n = self.model.ocean, self.model.ocean.n
        rows = {self.model.crew.rows[agent.name] for agent in own if isinstance(agent, Vessel)}
        rows |= {self.model.crew.deck(row) for row in rows}  # from which a group hunts
        others = np.array([row for row in range(len(ocean.fleet)) if row not in rows])
        sea = ocean.sea
        for array, part in (
            (ocean.fleet, others),
            (sea.pairs, slice(int(n[s.N_PAIR]))),
            (sea.exposure, slice(int(n[s.N_PAIR]))),
            (sea.heap, slice(int(n[s.N_HEAP]))),
            (sea.legs, slice(int(n[s.N_LEG]))),
            (sea.notes, slice(int(n[s.N_NOTE]))),
            (sea.cleared, slice(None)),
            (sea.hot, slice(None)),
            (sea.eye, slice(None)),
        ):
            truth = array[part].copy()
            self._hidden.append((array, part, truth))
            array[part] = np.frombuffer(self._noise.bytes(truth.nbytes), truth.dtype).reshape(truth.shape)
        ocean._ids = [true if row in rows else -1 for row, true in enumerate(self._ids)]
        for agent in dict.fromkeys((*self.model.crew, *self.model.roster.commands)):
            if agent not in own:
                self._minds.append((agent, agent.__dict__))
                agent.__dict__ = {}

    def _lift(self) -> None:
        for array, part, truth in self._hidden:
            array[part] = truth
        for agent, mind in self._minds:
            agent.__dict__ = mind
        self.model.ocean._ids = self._ids
        self._hidden, self._minds = [], []


def company(agent: Any) -> frozenset[Any]:
    """The agents whose state is an agent's own: a group with skiffs, a ship with craft, a command with units."""
    if isinstance(agent, Command):
        return frozenset({agent, *agent.units, *(boat for unit in agent.units for boat in unit.boats.all)})
    if isinstance(agent, Patrol):
        ship = agent.mother or agent
        return frozenset({agent, ship, *ship.boats.all})
    group = agent.group if isinstance(agent, Skiff) else agent
    return frozenset({group, *group.skiffs} if isinstance(group, PirateGroup) else {agent})


def install(patch: pytest.MonkeyPatch, *more: type[Vessel]) -> None:
    """Make all agents' methods and ports mind the veil of their model, if it has one."""
    for crew in (*DECIDERS, *more):
        for name, method in list(vars(crew).items()):
            if name.startswith("on_") or name == "set_out":
                patch.setattr(crew, name, _deciding(method))
    for part in (Craft, Logistics):
        for name, method in list(vars(part).items()):
            if name.startswith("on_"):
                patch.setattr(part, name, _acting(method))
    for name in ASKED:
        patch.setattr(Bridge, name, _asking(getattr(Bridge, name)))
    for judge, names in JUDGES.items():
        for name in names:
            patch.setattr(judge, name, _judging(getattr(judge, name)))
    patch.setattr(Post, "send", _sending(Post.send))
    patch.setattr(Ocean, "_order", _recording(Ocean._order))


def _veil(owner: Any) -> Veil | None:
    return getattr(owner, "veil", None)


def _deciding(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def decide(agent: Any, *args: Any) -> Any:
        veil = _veil(agent.model)
        return method(agent, *args) if veil is None else veil.decide(agent, method, args)

    return decide


def _acting(method: Callable[..., Any]) -> Callable[..., Any]:
    """As `_deciding`, for a part of a unit."""

    @wraps(method)
    def act(part: Any, *args: Any) -> Any:
        veil = _veil(part.unit.model)
        if veil is None:
            return method(part, *args)
        veil.decided[f"{type(part).__name__}.{method.__name__}"] += 1
        with veil.over(company(part.unit)):
            return method(part, *args)

    return act


def _asking(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def ask(bridge: Any, *args: Any, **named: Any) -> Any:
        veil = _veil(getattr(bridge.agent, "model", None))
        if veil is None:
            return method(bridge, *args, **named)
        if "contact" in named:
            named["contact"] = original(named["contact"])
        elif method.__name__ not in ("note", "available", "is_listed", "change_hull", "held"):
            k = 1 if method.__name__ == "launch" else 0
            args = (*args[:k], original(args[k]), *args[k + 1 :])
        with veil.over(None):
            answer = method(bridge, *args, **named)
        if isinstance(answer, list):
            return [one._replace(contact=relabelled(one.contact)) for one in answer]
        return answer._replace(contact=relabelled(answer.contact)) if isinstance(answer, Sighting) else answer

    return ask


def _judging(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def judge(part: Any, *args: Any) -> Any:
        veil = _veil(part)
        if veil is None:
            return method(part, *args)
        by_contact = method.__name__ in ("attack", "make_out", "make_out_alongside")
        args = tuple(original(a) if by_contact and isinstance(a, int) else a for a in args)
        with veil.over(None):
            return method(part, *args)

    return judge


def _sending(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def send(post: Any, row: int, kind: Any, seen: Any, contact: int, *more: Any) -> Any:
        return method(post, row, kind, seen, contact if _veil(post) is None else original(contact), *more)

    return send


def _recording(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def order(ocean: Any, what: int, row: int, *args: Any, **named: Any) -> Any:
        log = ocean.__dict__.setdefault("ordered", [])
        way = ocean.sea.pool[named["at"] : named["end"]].tolist() if "end" in named else None
        log.append((ocean.now, what, row, args, sorted(named.items()), way))
        return method(ocean, what, row, *args, **named)

    return order

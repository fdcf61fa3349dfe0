"""What ships have on board: guards, a citadel, what else protects them, by the date on which each enters.

Every share is compared with a number of the ship's own, which is the same whatever the share: one that rises disarms no
ship, and nothing else is drawn anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf, prod
from typing import NamedTuple, final

import numpy as np
from numpy.typing import NDArray

from guardship.agents.offenders.odds import Odds
from guardship.build.fleet import Ids, uniforms
from guardship.build.theatre import METRES
from guardship.core.draws import Purpose, named
from guardship.core.kernels.state import Floats
from guardship.scenario.protection import Decides, Protection, Visible
from guardship.scenario.raids import Attacks
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import Merchant
from guardship.world.making_out import NEVER, MadeOut, Sights

TOGETHER, WHICH = 0, 1  # the two numbers of a ship that are of no one protection: the lot on all, and whether it counts


@final
class Step(NamedTuple):
    """A share becomes `share`, evenly from `at` [h] on in `over` hours."""

    at: float
    share: float
    over: float = 0.0


def share_at(time: float, share: float, steps: Sequence[Step]) -> float:
    """The share at a time [h] that is `share` before the first of the steps; each goes on from what it is then."""
    for begins, step in enumerate(steps):
        until = min(time, steps[begins + 1].at) if begins + 1 < len(steps) else time
        if until < step.at:
            break
        done = 1.0 if step.over <= 0.0 else min((until - step.at) / step.over, 1.0)
        share += (step.share - share) * done
    return share


@final
class Outfit(NamedTuple):
    """What one ship has: guards, a citadel, and of `protection` what is named."""

    guarded: bool
    citadel: bool
    protection: tuple[str, ...]


@final
class Outfitter:
    """Says what each merchant ship of a scenario has on board."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario, self.seed = scenario, seed

    def outfits(self, kinds: Sequence[str], ids: Ids, starts: Floats) -> list[Outfit | None]:
        """Of the ships of a group, by types, ids and when [h] each enters; None for what is no merchant ship."""
        made = {name: kind for name in sorted(set(kinds)) if isinstance(kind := self.scenario.types[name], Merchant)}
        if not made:
            return [None] * len(kinds)
        of = np.array(kinds)
        guarded, citadel = (
            uniforms(self.seed, what, ids)
            < self._shares(of, starts, {k: getattr(m, name) for k, m in made.items()}, name)
            for what, name in ((Purpose.GUARDS, "guarded"), (Purpose.CITADEL, "citadel"))
        )
        has = self._protection(of, made, ids, starts)
        own = zip(kinds, guarded.tolist(), citadel.tolist(), has, strict=True)
        return [Outfit(guards, locked, names) if kind in made else None for kind, guards, locked, names in own]

    def _shares(
        self, of: NDArray[np.str_], starts: Floats, usual: Mapping[str, float], what: str, protection: bool = False
    ) -> Floats:
        """The share of something for each ship, by its type and when it enters; `usual`: at first, of each type."""
        shares = np.zeros(len(of))
        for name, share in usual.items():
            own, changes = of == name, list(steps(self.scenario, name, what, protection))
            shares[own] = [share_at(t, share, changes) for t in starts[own].tolist()] if changes else share
        return shares

    def _protection(
        self, of: NDArray[np.str_], made: Mapping[str, Merchant], ids: Ids, starts: Floats
    ) -> list[tuple[str, ...]]:
        """The names of what protects each ship."""
        has: list[tuple[str, ...]] = [()] * len(of)
        for name, lots in self._lots(of, made, ids).items():
            usual = {kind: one.protection.get(name, 0.0) for kind, one in made.items()}
            for k in np.flatnonzero(lots < self._shares(of, starts, usual, name, True)).tolist():
                has[k] = (*has[k], name)
        return has

    def _lots(self, of: NDArray[np.str_], made: Mapping[str, Merchant], ids: Ids) -> Mapping[str, Floats]:
        """The number of each ship for each protection, or one for all."""
        if not self.scenario.protection:
            return {}
        together = np.zeros(len(of))
        for name, kind in made.items():
            together[of == name] = kind.one_lot
        one = uniforms(self.seed, Purpose.PROTECTED, ids, WHICH) < together
        common = uniforms(self.seed, Purpose.PROTECTED, ids, TOGETHER)
        return {
            name: np.where(one, common, uniforms(self.seed, Purpose.PROTECTED, ids ^ np.uint64(named(name))))
            for name in sorted(self.scenario.protection)
        }


def steps(scenario: Scenario, kind: str, what: str, protection: bool) -> Iterator[Step]:
    """How the share of something changes for a type, in order of time. `protection`: whether `what` is a name of it."""
    entries = sorted((e for e in scenario.timeline if e.shipping is not None), key=lambda e: e.at)
    for entry in entries:
        given = entry.shipping
        assert given is not None
        share = given.protection.get(what) if protection else getattr(given, what)
        if share is not None and (given.types is None or kind in given.types):
            yield Step(entry.at, share, given.over or 0.0)


@final
class Effects(NamedTuple):
    """What all that protects one ship comes to: see `agents.Handling`; `faster` [kn]."""

    boards: float
    delays: float
    faster: float
    watch: bool


def effects(known: Mapping[str, Protection], aboard: Sequence[str]) -> Effects:
    """Chances multiply, delays and speeds add up."""
    has = [known[name] for name in aboard]
    return Effects(
        prod(one.boards for one in has),
        sum(one.delays for one in has),
        sum(one.faster for one in has),
        any(one.watch == "doubled" for one in has),
    )


def doubles(scenario: Scenario) -> set[tuple[str, ...]]:
    """The sensors of two lookouts in place of one, where something on board may double them."""
    if not any(one.watch == "doubled" for one in scenario.protection.values()):
        return set()
    return {(k.lookout,) * 2 for k in scenario.types.values() if isinstance(k, Merchant) and k.lookout}


# ---- what pirates make of it --------------------------------------------------------------------


def odds(scenario: Scenario, given: Decides | None) -> Odds | None:
    """What ships are worth to pirates; None where they do not weigh them."""
    if given is None:
        return None
    speed, distance, high, warship = given.speed, given.distance, given.high_freeboard, given.warship
    return Odds(
        given.chance,
        speed.at if speed else 0.0,
        speed.halves_every if speed else inf,
        distance.at if distance else 0.0,
        distance.halves_every if distance else inf,
        high.over * METRES if high else inf,
        high.odds if high else 1.0,
        given.guards.odds if given.guards else 1.0,
        given.runs,
        warship.odds if warship else None,
        (warship.doubles_every or inf) if warship else inf,
        given.by_state.root,
        {name: one.odds for name, one in scenario.protection.items()},
    )


def sights(scenario: Scenario, attacks: Attacks) -> Sights:
    """What pirates can make out of ships."""
    given = attacks.decides
    if given is None:
        return Sights()
    protection = {name: _made_out(one.seen) for name, one in scenario.protection.items()}
    return Sights(_made_out(given.guards.seen if given.guards else None), protection)


def _made_out(given: Visible | None) -> MadeOut:
    if given is None:
        return NEVER
    every = inf if given.halves_every is None else given.halves_every
    return MadeOut(given.chance, every, given.by_state.root)

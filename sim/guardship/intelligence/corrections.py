"""What the originator of a dossier makes of visits to a hull that was taken for the one that it is of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import prod
from typing import final

from guardship.intelligence.evidence import Chances
from guardship.intelligence.observation import Dossier, Repute

FOUND = (Repute.WANTED, Repute.OWED)
"""Reputes of visits in which something was found."""


@final
@dataclass(frozen=True, slots=True)
class Corrections:
    """`finds`: chance that a visit finds what there is, as originators believe. `withdraws_below`: what is left of the
    chance of an offence, below which they withdraw a dossier.
    """

    finds: float
    withdraws_below: float = 0.0

    def of(self, dossier: Dossier, visits: Iterable[Dossier]) -> Dossier:
        """A dossier in the light of visits, each once and in any order; its version is as it was.

        A hull that was taken is about no more. Where something was found it is not harmless after all. Where nothing
        was, g_k shrinks for k >= 1 by 1 - w finds, for the visited hull was the one that is meant with the chance w.
        """
        results = sorted(visits, key=lambda one: one.name)
        reputes = {one.repute for one in results}
        if Repute.TAKEN in reputes:
            return replace(dossier, repute=Repute.TAKEN, withdrawn=True)
        if dossier.repute is Repute.HARMLESS:
            return replace(dossier, withdrawn=dossier.withdrawn or not reputes.isdisjoint(FOUND))
        empty = (one.same_as for one in results if one.repute is Repute.HARMLESS)
        left = prod(1.0 - visited[1] * self.finds for visited in empty if visited is not None)
        chances = _less(dossier.chances, left)
        gone = 1.0 - chances[0] < self.withdraws_below
        return replace(dossier, chances=chances, withdrawn=dossier.withdrawn or gone)


def _less(chances: Chances, left: float) -> Chances:
    """Chances of which those of offences have shrunk by a factor; together they are 1."""
    if left >= 1.0:
        return chances
    total = chances[0] + left * sum(chances[1:])
    return (chances[0] / total, *(left * p / total for p in chances[1:])) if total > 0.0 else chances

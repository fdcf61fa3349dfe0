"""Dossiers of hulls that look alike, with what follows from them alone, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Self, final

from guardship.intelligence.evidence import Chances
from guardship.intelligence.observation import Dossier


@final
class Listing(tuple[Dossier, ...]):
    """The dossiers themselves, in any order. A contact is of one hull at most, of which there may be several."""

    _about: tuple[tuple[float, float, float] | None, list[float]] = None, []  # the last answer, and to what

    @classmethod
    def of(cls, dossiers: Iterable[Dossier]) -> Self:
        """The same when it is one already."""
        return dossiers if isinstance(dossiers, cls) else cls(dossiers)

    @cached_property
    def hulls(self) -> Mapping[int, Sequence[Dossier]]:
        """Dossiers by hull: those that are of one together, by the name of the one that stands for it."""
        found: dict[int, list[Dossier]] = {}
        for one in self:
            found.setdefault(one.stands, []).append(one)
        return found

    @cached_property
    def entries(self) -> Sequence[tuple[int, int, Dossier]]:
        """Of each dossier its name, what stands for its hull, and itself."""
        return [(one.name, one.stands, one) for one in self]

    @cached_property
    def newest(self) -> Sequence[float]:
        """Of each hull when [h] the newest dossier is of."""
        return [max(one.time for one in files) for files in self.hulls.values()]

    def about(self, now: float, half_life: float, alike: float) -> list[float]:
        """Of each hull the chance that a contact that looks so is it, at a time [h], of so many alike: of its newest
        dossier half is left after each `half_life` [h]."""
        what = now, half_life, alike
        if self._about[0] != what:
            ages = [now - time if now > time else 0.0 for time in self.newest]
            self._about = what, [0.5 ** (age / half_life) / alike for age in ages]
        return self._about[1]

    @cached_property
    def until(self) -> float:
        """Until when [h] all of them hold; at least one must be listed."""
        return min(one.until for one in self)

    @cached_property
    def _said(self) -> dict[Chances, Sequence[Sequence[float]]]:
        return {}

    def said(self, usual: Chances) -> Sequence[Sequence[float]]:
        """What is said of each hull together, where `usual` are the chances of a contact that looks so: for each of its
        chances those of all hulls."""
        found = self._said.get(usual)
        if found is None:
            combined = [_combined(files, usual) for files in self.hulls.values()]
            found = self._said[usual] = [[one[k] for one in combined] for k in range(len(usual))]
        return found


def _combined(files: Sequence[Dossier], usual: Chances) -> Chances:
    """What several dossiers of one hull say together: of each k by as much as each makes it likelier than usual.

    Where they exclude each other, what the newest says.
    """
    if len(files) == 1:
        return files[0].chances
    weights = list(usual)
    for one in files:
        weights = [
            w * (new / old if old > 0.0 else 0.0) for w, new, old in zip(weights, one.chances, usual, strict=True)
        ]
    total = sum(weights)
    return tuple(w / total for w in weights) if total > 0.0 else max(files, key=lambda one: one.time).chances

"""The dossiers that a holder, or one of its ships, has been told of: watch list and white list in one."""

from __future__ import annotations

from dataclasses import replace
from typing import final

from guardship.intelligence.listing import Listing
from guardship.intelligence.observation import Appearance, Dossier, Link

NOBODY = Listing()


@final
class Register:
    """Dossiers by name: the same one by several ways is one. Of its versions the latest holds; how the hull looks is
    known from whatever copy has said it.

    What has expired is looked through no more, but known when a copy of it comes late. Dossiers that are linked, one by
    one or in a chain, are of one hull, for which the one with the least name stands.
    """

    def __init__(self) -> None:
        self._kept: dict[int, Dossier] = {}
        self._by_hull: dict[Appearance, Listing] = {}
        self._stands: dict[int, int] = {}

    def take(self, dossier: Dossier) -> bool:
        """Keep a dossier; False when nothing is new in it."""
        known = self._kept.get(dossier.name)
        if known is not None:
            newest = max(known, dossier, key=lambda one: one.rank)
            dossier = replace(newest, described=max(known.described, dossier.described))
            if dossier == known:
                return False
        self._kept[dossier.name] = dossier
        for hull in {dossier.hull} if known is None else {dossier.hull, known.hull}:
            own = [one for one in self._by_hull.get(hull, ()) if one.name != dossier.name]
            own += [self._marked(dossier)] if hull == dossier.hull and not dossier.withdrawn else []
            self._by_hull[hull] = Listing(sorted(own, key=lambda one: one.name))
        return True

    def latest(self, name: int) -> Dossier | None:
        """The latest version of a dossier, withdrawn or not; None for one that is not known."""
        return self._kept.get(name)

    def link(self, link: Link) -> bool:
        """Two dossiers are of one hull, whether they have come or not; False when that is known."""
        first, second = sorted((self.stands(link.one), self.stands(link.other)))
        if first == second:
            return False
        moved = [name for name, stands in self._stands.items() if stands == second]
        self._stands |= dict.fromkeys((first, second, *moved), first)
        for hull, own in self._by_hull.items():
            self._by_hull[hull] = Listing(map(self._marked, own))
        return True

    def stands(self, name: int) -> int:
        """The name of the dossier that stands for the hull of one."""
        return self._stands.get(name, name)

    def _marked(self, dossier: Dossier) -> Dossier:
        joined = self._stands.get(dossier.name)
        return dossier if joined == dossier.joined else replace(dossier, joined=joined)

    def listed(self, hull: Appearance, now: float) -> Listing:
        """Those of hulls that look so which hold now [h], by name; time goes on from call to call."""
        found = self._by_hull.get(hull, NOBODY)
        if found and found.until <= now:
            found = self._by_hull[hull] = Listing(one for one in found if one.until > now)
        return found

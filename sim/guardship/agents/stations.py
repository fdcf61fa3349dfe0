"""Where a patrol ship goes when it has no task: its beat, an area, a post, a convoy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, final

from guardship.agents.ports import Helm, Point
from guardship.agents.searches import expanding_square


class Station(Protocol):
    """A way of being on patrol. Speeds [kn]."""

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        """Go there and keep it, from wherever the vessel is."""
        ...

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """A leg that `take_up` has ordered is at its end."""
        ...

    def entry(self, helm: Helm) -> Point:
        """Where a vessel that comes from port begins [nm]."""
        ...


@final
@dataclass(frozen=True, slots=True)
class Beat:
    """A route, once or round and round."""

    points: tuple[Point, ...]
    loop: bool = True

    @classmethod
    def of(cls, points: Sequence[Point], loop: bool = True) -> "Beat":
        """From any sequence of points [nm]."""
        return cls(tuple((float(x), float(y)) for x, y in points), loop)

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        if not self.points or not helm.sail(self.points, cruise, loop=self.loop):
            helm.hold()

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """At its end the ship stays."""

    def entry(self, helm: Helm) -> Point:
        return self.points[0] if self.points else helm.position()


@final
@dataclass(frozen=True, slots=True)
class Ground:
    """An area in which it sails from place to place."""

    area: int

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        helm.roam(self.area, cruise)

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """Roaming never ends."""

    def entry(self, helm: Helm) -> Point:
        return helm.somewhere(self.area, 0)


@final
@dataclass(frozen=True, slots=True)
class Around:
    """Expanding squares about where its deck is: what a drone or a helicopter flies for its ship."""

    deck: Helm
    radius: float
    spacing: float

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        x, y = self.deck.position()
        if not helm.sail(expanding_square(x, y, self.radius, self.spacing, 0.0), cruise):
            helm.hold()

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """Once more, about where the deck is now."""
        self.take_up(helm, cruise, top)

    def entry(self, helm: Helm) -> Point:
        return self.deck.position()


ANYWHERE = Beat(())

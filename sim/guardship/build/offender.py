"""What the rest of the program knows of one kind of offender, in one description."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, final

from guardship.agents.vessel import Vessel
from guardship.build.fleet import Members, Vessels
from guardship.build.theatre import Theatre
from guardship.scenario.groups import Motion
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import VesselType
from guardship.world.attacks import Means
from guardship.world.helm import Bridge
from guardship.world.model import World
from guardship.world.voyages import Hold


@final
@dataclass(frozen=True)
class Draft:
    """One offender that is to be made: the k-th of a group. `flag`: the uniform number of the flag that it claims.

    `shared`: what the members of a group have in common, by members and class.
    """

    theatre: Theatre
    vessels: Vessels
    members: Members
    k: int
    seed: int
    flag: float
    shared: dict[tuple[str, type], Any] = field(default_factory=dict)

    @property
    def scenario(self) -> Scenario:
        """The scenario that it is of."""
        return self.theatre.scenario

    @property
    def row(self) -> int:
        """Its row of the fleet."""
        return self.members.first + self.k

    @property
    def name(self) -> str:
        """The name of its vessel."""
        return self.vessels.names[self.row]

    @property
    def kind(self) -> VesselType:
        """Its type."""
        return self.scenario.types[self.members.types[self.k]]

    @property
    def motion(self) -> Motion:
        """What its group does."""
        return self.members.group.motion

    def together[T](self, what: type[T]) -> T:
        """What all of its members have in common, made for the first of them."""
        found: T = self.shared.setdefault((self.members.name, what), what())
        return found


def aboard(crew: type[Vessel], world: World, name: str, bridge: Bridge, *own: object) -> Vessel:
    """An agent on its bridge, which is its helm and its radio; `own`: what its class wants beside that."""
    return crew(world, name, bridge, bridge, *own)


def nothing(draft: Draft) -> None:
    """It has none."""


@final
@dataclass(frozen=True)
class Offender:
    """One kind of offender. `role`: what a scenario calls a type of it (`is`), and the role of the vessels that lead.

    `kind`, `motion`: classes of the schema, of its types and of what its groups do; `kind` lists the offences. `crew`:
    the agent of the vessel that leads, a `Voyager`: offence, flag, way and speed of each are its own.

    `make(draft, world, bridge, crew, boats)`: that agent. `departures(draft, agent)`: times [h] of the candidate
    voyages, fixed by the seed. `hold(draft)`: what it carries; `means(draft)`: how it attacks; None where it does not.
    """

    role: str
    kind: type
    motion: type
    crew: type[Vessel]
    make: Callable[[Draft, World, Bridge, type[Vessel], Sequence[Vessel]], Vessel]
    departures: Callable[[Draft, Any], Iterator[float]]
    hold: Callable[[Draft], Hold | None] = nothing
    means: Callable[[Draft], Means | None] = nothing

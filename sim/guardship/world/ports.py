"""What the parts of the world ask of each other and of the compiled core, as narrow as they need it.

A part is handed these and other parts, never the whole model. The compiled core's `Ocean` is a `Sea`; `Clock`,
`Journal`, `Crew` and `Perception` have modules of their own names. Times [h], lengths [nm] on the plane, speeds [kn]; a
row is a vessel.
"""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from guardship.agents.interfaces import Point, Surroundings
from guardship.agents.merchant import Merchant
from guardship.agents.offenders.offender import Voyager
from guardship.agents.vessel import Vessel
from guardship.core.draws import Purpose
from guardship.occurrences import Occurrence, Own
from guardship.outcomes.advisories import Heeded
from guardship.outcomes.beliefs import Belief
from guardship.outcomes.goings import Weighing
from guardship.outcomes.voyages import Attack
from guardship.reasons import Reason


class Clock(Protocol):
    """What time it is, and timers."""

    @property
    def now(self) -> float:
        """Hours since the start of the run."""
        ...

    def after(self, hours: float, what: Callable[..., None], *args: Any) -> Any:
        """Call a bound method after some hours; the event, which can be cancelled. Raises ValueError below 0."""
        ...


class Draws(Protocol):
    """Named uniform numbers: the same name gets the same number, whoever else asks."""

    def id(self, row: int) -> int:
        """The 64-bit name of a vessel."""
        ...

    def pair(self, row: int, other: int) -> int:
        """The 64-bit name of two vessels, in this order."""
        ...

    def uniform(self, purpose: Purpose, entity: int, n: int = 0) -> float:
        """A number of the run's own substream, in (0, 1)."""
        ...

    def given(self, purpose: Purpose, entity: int, n: int = 0) -> float:
        """A number of the seed alone: traffic, candidate voyages, whatever the substream."""
        ...

    def decide(self, purpose: Purpose, entity: int, n: int, p: float, at: float | None = None) -> bool:
        """Whether something of probability `p` happens; every chance decision is one of these, and is in the log."""
        ...

    def would(self, purpose: Purpose, entity: int, n: int, p: float) -> bool:
        """What the number that has decided says of another probability: for the reason of an answer."""
        ...


class Whereabouts(Protocol):
    """Where vessels are, in truth."""

    def position(self, row: int) -> Point:
        """Where a vessel is [nm]."""
        ...

    def velocity(self, row: int) -> Point:
        """How it moves [kn]."""
        ...

    def afloat(self, row: int) -> bool:
        """Whether it is in the theatre."""
        ...

    def holder(self, row: int) -> int:
        """The number of the nation that it reports to; negative for none."""
        ...


class Sea(Draws, Whereabouts, Protocol):
    """The compiled core, as far as the law of the sea and its breach need it."""

    def hold(self, row: int) -> None:
        """A vessel stops."""
        ...

    def leave(self, row: int) -> None:
        """It leaves the theatre."""
        ...


class Journal(Protocol):
    """The log of the run."""

    def note(
        self,
        kind: Occurrence | Own,
        actor: int,
        object: int = -1,
        *,
        contact: int = 0,
        track: int = 0,
        report: int = 0,
        voyage: int = -1,
        attack: int = -1,
        reason: Reason | None = None,
        place: int = -1,
        holder: int = -1,
    ) -> None:
        """Write a line: what happened, which vessel did it (-1: none), to which; a refusal or a miss has a reason."""
        ...

    def believe(self, belief: Belief) -> None:
        """Write down what a unit makes of a look."""
        ...

    def weigh(self, said: Weighing) -> None:
        """Write down what a command has weighed."""
        ...

    def heed(self, made: Heeded) -> None:
        """Write down what a master has decided."""
        ...


class Crew(Protocol):
    """Who is on board of which vessel."""

    names: list[str]
    kinds: list[str]
    rows: dict[str, int]

    def __getitem__(self, row: int) -> Vessel: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Vessel]: ...

    def relieve(self, row: int, agent: Vessel, lead: int) -> None:
        """Another agent is on a vessel's bridge; of a group whose own vessel is `lead` she is its deck, -1: of none."""
        ...

    def deck(self, row: int) -> int:
        """The row of the vessel from which a group sees, by that of its own."""
        ...

    def row(self, agent: Vessel | Voyager) -> int:
        """The row of an agent's vessel."""
        ...

    def voyager(self, row: int) -> Voyager | None:
        """Who makes the voyages on which a vessel is: of a skiff its group; None for the innocent."""
        ...

    def lead(self, row: int) -> int:
        """The row of the vessel that leads its voyages; its own for the innocent."""
        ...

    def merchant(self, row: int) -> Merchant | None:
        """The master of a merchant ship; None where somebody else is on board."""
        ...


class Perception(Protocol):
    """What vessels perceive."""

    def held_row(self, row: int, contact: int) -> int | None:
        """The vessel behind a contact; None when it is not held."""
        ...

    def surroundings(self, row: int) -> Surroundings:
        """Light, weather and visibility where a vessel is."""
        ...

    def surroundings_at(self, at: Point) -> Surroundings:
        """The same at a place."""
        ...


class Preyed(Protocol):
    """Which ships are under attack."""

    prey: dict[int, Attack]

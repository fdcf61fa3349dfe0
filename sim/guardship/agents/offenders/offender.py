"""Who makes voyages that patrols are there to stop: pirate groups, smugglers, attackers; and the umpire of voyages.

A voyage is a candidate from the seed alone: when, from where, where to. What becomes of it is the run's.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from guardship.agents.interfaces import Point
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

type Quantile = Callable[[float], float]
type Ends = tuple[Point | None, Point | None]


class Voyager(Protocol):
    """One who makes voyages, as the umpire knows it. `candidates`: voyages that were due; `sortie`: the present one."""

    @property
    def name(self) -> str:
        """Of the vessel that leads."""
        ...

    @property
    def offence(self) -> str:
        """What it is about: piracy, drugs, arms, people, attack."""
        ...

    @property
    def candidates(self) -> int:
        """How many of its candidate voyages have been due."""
        ...

    @property
    def sortie(self) -> int:
        """The ordinal of the present voyage."""
        ...

    def ends(self, voyage: int) -> Ends:
        """Base and destination of its so-manieth candidate voyage, as far as the seed alone says them."""
        ...

    def way(self, voyage: int, u: float) -> Sequence[Point]:
        """Where its so-manieth candidate voyage leads, as planned: base, points between, destination.

        `u`: a uniform number that picks a destination where the seed alone says none.
        """
        ...

    @property
    def cruise(self) -> float:
        """Its speed when nothing drives it [kn]."""
        ...

    def set_out(self) -> None:
        """The hour of a candidate voyage has come."""
        ...

    def on_stopped(self) -> None:
        """A patrol has stopped it."""
        ...

    def on_released(self) -> None:
        """It may go on."""
        ...

    def on_caught(self) -> None:
        """A patrol has taken it."""
        ...

    def on_prey_gone(self) -> None:
        """The ship that it attacks has been taken out of the model."""
        ...


class Boarder(Voyager, Protocol):
    """One who gets on board of ships. `attempt`: names the present attempt among all that it makes."""

    @property
    def attempt(self) -> int: ...


class Departures(Protocol):
    """The umpire of voyages, as one who makes them may use it."""

    def plan(self, group: Voyager) -> bool:
        """A candidate voyage is due; False when nobody is there for it."""
        ...

    def stay(self, group: Voyager, why: Reason) -> None:
        """The candidate voyage does not sail."""
        ...

    def prepares(self, group: Voyager, what: Occurrence) -> None:
        """Before it sails the group does something because it knows that a hull of its is listed."""
        ...

    def sail(self, group: Voyager) -> None:
        """The voyage begins."""
        ...

    def come_home(self, group: Voyager, why: Reason | None, empty: Reason) -> None:
        """The voyage is over. `why`: what has sent it home; `empty`: the cause if it has tried nothing."""
        ...

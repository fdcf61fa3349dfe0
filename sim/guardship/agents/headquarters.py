"""What a command can do beside reading its picture, as the world implements it for each holder."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from guardship.agents.circle import Call, Order
from guardship.agents.interfaces import Task
from guardship.agents.worth import Option
from guardship.intelligence import Dossier, Evidence, Link, Report
from guardship.occurrences import Occurrence
from guardship.reasons import Reason


class Headquarters(Protocol):
    """What a command can do beside reading its picture. `holder`: its number."""

    holder: int

    @property
    def time(self) -> float:
        """Now [h]."""
        ...

    def note(
        self,
        kind: Occurrence,
        reason: Reason | None = None,
        unit: str = "",
        track: int = 0,
        report: int = 0,
        asked: str = "",
    ) -> None:
        """Write a line of the log, of what a unit does or of whom is asked."""
        ...

    def takes(self, unit: str, report: int) -> float:
        """Hours until an order that a report causes reaches a unit; to a partner's unit it is a request."""
        ...

    def usually(self, unit: str) -> float:
        """The same, in half of all cases; nothing is drawn."""
        ...

    def refusal(self, order: Order) -> Reason | None:
        """Why the nation of a partner's unit does not give it for this; its own are always given."""
        ...

    def lot_of(self, report: int, unit: str) -> float:
        """The lot in (0, 1) of a unit among those for one report; drawn once for an episode."""
        ...

    def weighed(self, call: Call, option: Option | Order, chance: float, why: Reason | None) -> None:
        """Write down both sides of a call for a unit; `chance` that it is about an offence; `why` nobody goes."""
        ...

    def claim(self, report: Report, until: float, surplus: float | None = None) -> None:
        """Tell the partners that what a report is about is in hand until then [h]; with the surplus, where weighed."""
        ...

    def heeds(self, report: Report) -> bool:
        """Whether the unit that is under way to what a partner claims stands down; drawn once for an episode."""
        ...

    def hands_over(self, unit: str, contact: int) -> bool:
        """Whether a unit of this holder's or a partner's understands that it is relieved; drawn once for a contact."""
        ...

    def hand_over(self, unit: str) -> float:
        """Hours that it takes a unit of this holder's or a partner's to hand a contact over to its relief."""
        ...

    def correct(self, report: Report) -> None:
        """Tell whom it tells such things, and its ships, of a new version of a dossier of its own."""
        ...

    def may_know(self, unit: str, known: Evidence) -> Evidence:
        """What is known of a track, without comparisons with dossiers that nobody has let the unit's nation know."""
        ...

    def agree(self, one: Dossier, other: Dossier) -> bool | None:
        """Whether what two dossiers describe agrees; None where it cannot be compared."""
        ...

    def link(self, link: Link, reports: Sequence[Report]) -> None:
        """Tell those who know both dossiers, by the reports of them, that they are of one hull."""
        ...

    def inform(self, report: Report) -> None:
        """Pass a report down to the nation's own ships, where that is done."""
        ...

    def missed(self, task: Task, why: Reason) -> None:
        """Write it into the log when another holder's unit could do what this command has no unit for."""
        ...

    def later(self, hours: float, what: Callable[..., None], *args: Any) -> None:
        """Call a method of the command's after some hours."""
        ...

    def kept(self, unit: str, report: int) -> Reason | None:
        """Why a pact keeps a unit from what a report is about; None when it does not."""
        ...

    def caveat(self, report: Report) -> Reason | None:
        """Why the nation does not answer a call for help, which names the ship's flag; None when it does."""
        ...

    def lot(self, report: int) -> float:
        """This holder's lot in (0, 1) among those who would send at one instant; drawn once for an episode."""
        ...

"""Every vessel is an agent: a thin facade with intentions. Its methods are named after what has happened."""

from typing import Any, ClassVar, final

import mesa

from guardship.agents.interfaces import Helm, Radio, Sighting, Task, Verdict
from guardship.agents.offenders.offender import Voyager


class Vessel(mesa.Agent):  # type: ignore[misc]
    """Abstract. Subclass it, override what matters, and hand the class to `simulate(agents={...})`."""

    role: ClassVar[str] = "vessel"

    def __init__(self, model: Any, name: str, helm: Helm, radio: Radio) -> None:
        super().__init__(model)
        self.name = name
        self.helm = helm
        self.radio = radio
        self.removed = False
        """Whether it has been taken out of the model."""

    @property
    def flag(self) -> str:
        """The flag that it flies or claims; "" for none."""
        return ""

    @property
    def voyager(self) -> Voyager | None:
        """Who makes the unlawful voyages that it is on: itself, or the group that it belongs to; None for none."""
        return None

    def remove(self) -> None:
        """Take it out of the model and out of the sea, at once and for good.

        Contacts with it end, its voyage is aborted, its command has it no more, and what it had made to stop goes on.
        """
        if not self.removed:
            self.removed = True
            super().remove()
            self.helm.withdraw()

    def on_contact(self, seen: Sighting) -> None:
        """A contact was gained."""

    def on_classified(self, seen: Sighting) -> None:
        """A contact looks suspicious."""

    def on_looked(self, seen: Sighting) -> Verdict:
        """A look at a contact has shown something; what the contact is held for."""
        return Verdict.PASSES

    def on_cleared(self, seen: Sighting) -> None:
        """A contact looks harmless."""

    def on_update(self, seen: Sighting) -> None:
        """A suspicious contact was looked at again."""

    def on_contact_lost(self, contact: int) -> None:
        """A contact was lost."""

    def on_arrival(self) -> None:
        """The end of the route was reached."""

    def on_intercept(self, contact: int) -> None:
        """The quarry lies alongside."""

    def on_missed(self, contact: int) -> None:
        """The quarry was not where it was believed to be, or is no longer held."""

    def on_unreachable(self, contact: int) -> None:
        """The quarry cannot be met at this speed, or no water leads there."""

    def on_departed(self, contact: int) -> None:
        """The quarry has left the theatre."""

    def on_tasked(self, task: Task) -> bool:
        """The command has given a task; False when it cannot be done."""
        return False

    def on_nothing_found(self) -> None:
        """The boarding party has searched the vessel and found nothing; `on_boarding_done` follows."""

    def on_boarding_done(self, found: bool) -> None:
        """The boarding party is back."""

    def on_prize(self, detained: bool) -> None:
        """The boarding party has taken a group; its crew is detained, or is let go."""

    def on_attacked(self) -> None:
        """Somebody is alongside and means harm."""


@final
class Passive(Vessel):
    """Sails as it was told and decides nothing: fishers, dhows, and the searchers and targets of small worlds."""

    role = "passive"

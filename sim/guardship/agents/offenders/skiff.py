"""The attack boats of a pirate group."""

from typing import Any, Protocol, final

from guardship.agents.interfaces import Helm, Radio, Sighting
from guardship.agents.offenders.offender import Voyager
from guardship.agents.offenders.tactics import Tactics
from guardship.agents.patrol.recovery import Deck, meeting, recovered
from guardship.agents.vessel import Vessel
from guardship.occurrences import Occurrence
from guardship.reasons import Reason


class MotherShip(Voyager, Deck, Protocol):
    """A skiff's group as the skiff knows it: whose voyage it is on, the deck that it comes back to, and who decides."""

    @property
    def tactics(self) -> Tactics:
        """How the group works."""
        ...

    def on_warship(self, patrol: Sighting) -> None:
        """A patrol is in sight of one of its vessels."""
        ...

    def alongside(self, skiff: "Skiff") -> None:
        """A skiff has reached the prey."""
        ...

    def prey_lost(self, skiff: "Skiff", why: Reason) -> None:
        """A skiff has lost the prey, and why."""
        ...

    def on_skiff_back(self) -> None:
        """A skiff is on board again."""
        ...

    def on_skiff_gone(self, skiff: "Skiff") -> None:
        """A skiff is no more."""
        ...


@final
class Skiff(Vessel):
    """A boat of a group: it goes where it is sent, says what it meets, and comes back to the mother ship.

    `group`: whose boat it is, None until that group is made. `out`: it is on the water; `chasing`: it is after the
    prey; `speed`: what it can do since it was launched [kn].
    """

    role = "skiff"

    def __init__(self, model: Any, name: str, helm: Helm, radio: Radio) -> None:
        super().__init__(model, name, helm, radio)
        self.group: MotherShip | None = None
        self.out = False
        self.chasing = False
        self.speed = 0.0

    @property
    def voyager(self) -> Voyager | None:
        return self.group

    def remove(self) -> None:
        """Take it out for good; its group goes on without it."""
        super().remove()
        if self.group is not None:
            self.group.on_skiff_gone(self)

    def launched(self, mother: Helm, contact: int, speed: float) -> None:
        """Leave the mother ship at a speed [kn], after a contact that she holds and it can hold from there.

        Nothing happens when it is out.
        """
        if not self.out:
            self.speed = speed
            self.out = self.chasing = mother.launch(self.helm, contact, speed)

    def on_contact(self, seen: Sighting) -> None:
        if self.group is not None and seen.hull in self.group.tactics.wary_of:
            self.group.on_warship(seen)

    def on_intercept(self, contact: int) -> None:
        if self.group is not None and self.chasing:
            self.group.alongside(self)

    def on_missed(self, contact: int) -> None:
        if self.group is not None:
            self.group.prey_lost(self, Reason.NOT_FOUND)

    def on_unreachable(self, contact: int) -> None:
        if self.group is not None:
            self.group.prey_lost(self, Reason.OUTRUN)

    def on_departed(self, contact: int) -> None:
        if self.group is not None:
            self.group.prey_lost(self, Reason.QUARRY_GONE)

    # ---- the way back ---------------------------------------------------------------------------

    def recall(self) -> None:
        """Go back to the mother ship, if it is out."""
        self.chasing = False
        if self.out and self.group is not None:
            own = self.helm.position()
            if recovered(own, self.group):
                self.hoist()
            elif not self.helm.sail([meeting(own, self.group, self.speed)], self.speed):
                self.helm.note(
                    Occurrence.HOISTED, Reason.NO_WATER
                )  # the mother ship comes for it, which costs nothing here
                self.hoist()

    def on_arrival(self) -> None:
        """It is where the mother ship was expected: it comes on board, or goes after her."""
        self.recall()

    def hoist(self) -> None:
        """It is on board of the mother ship, who hears of it."""
        self.out = self.chasing = False
        self.helm.leave()
        if self.group is not None:
            self.group.on_skiff_back()

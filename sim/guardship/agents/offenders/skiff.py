"""The attack boats of a pirate group."""

from typing import TYPE_CHECKING, Any, final

from guardship.agents.interfaces import Helm, Radio, Sighting
from guardship.agents.offenders.offender import Voyager
from guardship.agents.patrol.recovery import meeting, recovered
from guardship.agents.vessel import Vessel
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

if TYPE_CHECKING:
    from guardship.agents.offenders.pirate import PirateGroup


@final
class Skiff(Vessel):
    """A boat of a group: it goes where it is sent, says what it meets, and comes back to the mother ship."""

    role = "skiff"

    def __init__(self, model: Any, name: str, helm: Helm, radio: Radio) -> None:
        super().__init__(model, name, helm, radio)
        self.group: PirateGroup | None = None
        self.out = False
        self.chasing = False
        self.speed = 0.0

    @property
    def voyager(self) -> Voyager | None:
        return self.group

    def launched(self, mother: Helm, contact: int, speed: float) -> None:
        """Leave the mother ship, after the contact that it holds."""
        if not self.out:
            self.speed = speed
            self.out = self.chasing = mother.launch(self.helm, contact, speed)

    def on_contact(self, seen: Sighting) -> None:
        if self.group is not None and seen.hull in self.group.tactics.wary_of:
            self.group.on_warship()

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
        """Back to the mother ship."""
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
        """Where the mother ship was expected: on board, or after her."""
        self.recall()

    def hoist(self) -> None:
        """On board of the mother ship."""
        self.out = self.chasing = False
        self.helm.leave()
        if self.group is not None:
            self.group.on_skiff_back()

"""Who can be sent by whom: the units of each nation, the commands, and the pacts that bind them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import final

from guardship.agents.circle import Circle
from guardship.agents.command import Command
from guardship.agents.pacts import Guard
from guardship.agents.patrol.unit import Patrol
from guardship.agents.vessel import Vessel
from guardship.intelligence import Habits, Picture, Register

SHIPS = 1 << 20  # numbers of ships' own pictures begin here


@final
@dataclass(frozen=True, slots=True)
class Chain:
    """Who commands whom when the run begins, by number of holder.

    `chief`: whose command sends all units, None: each its own. `circle`: holders that ask each other for units.
    `absent`: those that take no part in that at first.
    """

    chief: int | None = None
    circle: Sequence[int] = ()
    absent: frozenset[int] = frozenset()


@final
@dataclass(frozen=True)
class Strength:
    """What nations bring into the run. `units`: each with its holder, in order; `pacts`: pacts of safety."""

    units: Sequence[tuple[int, Patrol]] = ()
    pacts: Sequence[Guard] = ()


@final
class Roster:
    """`units`: all that any command can send; `own`: by holder; `asked`: rows of those that a command can ask for.

    `circle`: where commands that ask each other for units decide.
    """

    def __init__(self, chain: Chain) -> None:
        self.circle = Circle()
        self._chain = chain
        self._absent = set(chain.absent)
        self._rows: Mapping[str, int] = {}
        self._pictures: dict[int, Picture] = {}
        self._registers: dict[int, Register] = {}
        self.commands: tuple[Command, ...] = ()
        self.units: list[Patrol] = []
        self.own: dict[int, list[Patrol]] = {}
        self.pacts: tuple[Guard, ...] = ()
        self.asked: dict[int, set[int]] = {}
        self._beyond: dict[int, list[Patrol]] = {}

    def assemble(
        self,
        commands: Sequence[Command],
        strength: Strength,
        rows: Mapping[str, int],
        told: Collection[int],
        habits: Habits | None = None,
        keeps: bool = False,
    ) -> None:
        """Commands and units come together. `rows`: of vessels by name; `told`: holders whose ships are told things,
        which keep pictures with these `habits`; `keeps`: whether ships keep dossiers.
        """
        self.commands, self.pacts, self._rows = tuple(commands), tuple(strength.pacts), rows
        self.units = [unit for _, unit in strength.units]
        for holder, unit in strength.units:
            self.own.setdefault(holder, []).append(unit)
        informed = [rows[unit.name] for holder, unit in strength.units if holder in told]
        self._pictures = {row: Picture(SHIPS + row, habits) for row in informed}
        self._registers = {rows[unit.name]: Register() for unit in self.units if keeps}
        self.marshal()

    def picture(self, row: int) -> Picture | None:
        """The picture that a ship keeps for itself; None where it is told nothing."""
        return self._pictures.get(row)

    def pictures_of(self, holder: int) -> list[Picture]:
        """Those of a holder's ships."""
        rows = (self._rows[unit.name] for unit in self.own.get(holder, ()))
        return [self._pictures[row] for row in rows if row in self._pictures]

    def register(self, row: int) -> Register | None:
        """The dossiers of which a ship has been told; None where nobody keeps any."""
        return self._registers.get(row)

    def registered(self, holder: int) -> list[int]:
        """Rows of a holder's ships that keep dossiers."""
        rows = (self._rows[unit.name] for unit in self.own.get(holder, ()))
        return [row for row in rows if row in self._registers]

    def has_units(self, holder: int) -> bool:
        """Whether a holder has units of its own."""
        return bool(self.own.get(holder))

    def rows_of(self, holder: int) -> list[int]:
        """Rows of the units that a command has."""
        return [self._rows[unit.name] for unit in self.commands[holder].units]

    # ---- who sends whom -------------------------------------------------------------------------

    def marshal(self) -> None:
        """Who can send whom, and ask whom: as the chain of command says, for the nations that take part.

        Without the nation that commands all, each commands its own. Who has no unit to give asks for none.
        """
        self.asked, self._beyond, chief = {}, {}, self._chain.chief
        for k, command in enumerate(self.commands):
            command.units, command.partners = list(self.own.get(k, ())), []
        if chief is not None and chief not in self._absent:
            here = [k for k in range(len(self.commands)) if k not in self._absent]
            for k in here:
                self.commands[k].units = []
            led = [unit for k in here for unit in self.own.get(k, ())]
            self.commands[chief].units = sorted(led, key=lambda unit: str(unit.name))
        circle = [k for k in self._chain.circle if k not in self._absent and self.has_units(k)]
        for k in circle:
            others = [unit for j in circle if j != k for unit in self.own.get(j, ())]
            self.commands[k].partners = others
            self.asked[k] = {self._rows[unit.name] for unit in others}

    def beyond(self, holder: int) -> list[Patrol]:
        """The units that a command can neither send nor ask for."""
        if holder not in self._beyond:
            reach = set(self.commands[holder].reach)
            self._beyond[holder] = [unit for unit in self.units if unit not in reach]
        return self._beyond[holder]

    def leave(self, holder: int) -> None:
        """A nation no longer takes part in joint tasking."""
        self._absent.add(holder)
        self.marshal()

    def join(self, holder: int) -> None:
        """A nation takes part in joint tasking."""
        self._absent.discard(holder)
        self.marshal()

    def lose(self, unit: Patrol) -> None:
        """A unit is no longer in the model: nobody commands it."""
        for units in (self.units, *self.own.values()):
            if unit in units:
                units.remove(unit)
        self.marshal()

    def tasked_by(self, unit: Vessel) -> list[Command]:
        """The commands that can send a unit, or ask for it; its own first."""
        row = self._rows[unit.name]
        mine = [command for command in self.commands if unit in command.units]
        return mine + [self.commands[k] for k in sorted(self.asked) if row in self.asked[k]]

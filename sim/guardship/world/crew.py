"""Who is on board of which vessel: names, types and agents by row of the fleet."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import final

from guardship.agents.merchant import Merchant
from guardship.agents.offenders.offender import Voyager
from guardship.agents.vessel import Vessel


@final
class Crew:
    """The agents of all vessels by row. `names`, `kinds`: of vessels and of their types; `rows`: row by name.

    `speeds`: the greatest speed [kn] of a type, of its boats under (type, True); without an entry nothing limits it.
    """

    def __init__(
        self, names: Sequence[str], kinds: Sequence[str] = (), speeds: Mapping[tuple[str, bool], float] | None = None
    ) -> None:
        self.names = list(names)
        self.kinds = list(kinds) or [""] * len(self.names)
        self.rows = {name: row for row, name in enumerate(self.names)}
        self._speeds = speeds or {}
        self._agents: list[Vessel] = []
        self._decks: dict[int, int] = {}

    def __getitem__(self, row: int) -> Vessel:
        return self._agents[row]

    def __len__(self) -> int:
        return len(self._agents)

    def __iter__(self) -> Iterator[Vessel]:
        return iter(self._agents)

    def come_aboard(self, agents: Sequence[Vessel]) -> None:
        """The agents of all vessels, in the order of rows. Raises ValueError unless there is one for each."""
        if len(agents) != len(self.names):
            raise ValueError(f"{len(agents)} agents for {len(self.names)} vessels")
        self._agents = list(agents)

    def add(self, name: str, kind: str) -> int:
        """Enter one more vessel, whose agent comes aboard next; its row."""
        row = len(self.names)
        self.names.append(name)
        self.kinds.append(kind)
        self.rows[name] = row
        return row

    def board(self, agent: Vessel) -> None:
        """The agent of the vessel that was added last."""
        self._agents.append(agent)

    def relieve(self, row: int, agent: Vessel, lead: int) -> None:
        """Another agent is on a vessel's bridge; of a group whose own vessel is `lead` she is its deck, -1: of none."""
        self._agents[row] = agent
        self._decks = {own: deck for own, deck in self._decks.items() if deck != row}
        if lead >= 0:
            self._decks[lead] = row

    def deck(self, row: int) -> int:
        """The row of the vessel from which a group sees, by that of its own."""
        return self._decks.get(row, row)

    def row(self, agent: Vessel | Voyager) -> int:
        """The row of an agent's vessel."""
        return self.rows[agent.name]

    def voyager(self, row: int) -> Voyager | None:
        """Who makes the voyages on which a vessel is: of a skiff its group; None for the innocent."""
        return self._agents[row].voyager

    def lead(self, row: int) -> int:
        """The row of the vessel that leads its voyages; its own for the innocent."""
        voyager = self.voyager(row)
        return row if voyager is None else self.row(voyager)

    def merchant(self, row: int) -> Merchant | None:
        """The master of a merchant ship; None where somebody else is on board."""
        agent = self._agents[row]
        return agent if isinstance(agent, Merchant) else None

    def greatest(self, row: int) -> float:
        """The greatest speed [kn] of a vessel, inf when nothing says so: that of its type, of a merchant its own."""
        agent = self._agents[row]
        top = self._speeds.get((self.kinds[row], agent.role == "skiff"), inf)
        return min(top, agent.handling.speed + agent.handling.faster) if isinstance(agent, Merchant) else top

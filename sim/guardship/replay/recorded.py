"""What a replay is made of: the scenario of a run, and what its folder holds."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from guardship.build.theatre import Theatre
from guardship.scenario.schema import Scenario

if TYPE_CHECKING:
    import pyarrow

TABLES = ("events", "reports", "messages", "legs", "voyages", "vessels")
BELIEFS = "beliefs"


class Recorded(NamedTuple):
    """A run as its folder has it; `tables` are `TABLES`, and beliefs where signs are looked for."""

    theatre: Theatre
    manifest: Mapping[str, Any]
    chart: Mapping[str, Any]
    tables: "Mapping[str, pyarrow.Table]"

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.theatre.scenario

    @property
    def hours(self) -> float:
        """The length of the run [h]."""
        return float(self.manifest["hours"])

    @property
    def seed(self) -> int:
        """The seed of the run."""
        return int(self.manifest["seed"])

    @property
    def vessels(self) -> list[str]:
        """The names of the vessels, in the order of their numbers in a replay."""
        names: list[str] = self.tables["vessels"]["vessel"].to_pylist()
        return names

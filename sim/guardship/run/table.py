"""What a table of a run is: how it is made, in one place with its name and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, final, overload

from guardship.run.ended import Ended
from guardship.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas
    import pyarrow

type Make = Callable[[Ended], pyarrow.Table]
type Where = Callable[[Scenario], bool]


@final
class Table:
    """A table: `run.NAME` gives it as a pandas frame, `run.table(NAME)` as an Arrow table.

    `written`: whether a run folder holds it, as `NAME.parquet`; otherwise it is made when it is asked for. `where`: in
    the folders of which scenarios, None: of all.
    """

    def __init__(self, make: Make, *, written: bool = True, where: Where | None = None) -> None:
        self.make = make
        self.name = make.__name__
        self.written = written
        self.where = where
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, run: None, owner: type) -> Table: ...
    @overload
    def __get__(self, run: Ended, owner: type) -> pandas.DataFrame: ...
    def __get__(self, run: Ended | None, owner: type) -> Any:
        """The table of a run as a pandas frame; of the class, what it is."""
        return self if run is None else self.make(run).to_pandas()

    def __set__(self, run: Ended, value: object) -> None:
        """Refuse: what has happened has happened."""
        raise AttributeError(f"{self.name}: a table of a run cannot be set")


def table(make: Make) -> Table:
    """Make a table of the function that makes it; the function's name and docstring are the table's."""
    return Table(make)


def asked(make: Make) -> Table:
    """The same of a table that follows from the others and is not written."""
    return Table(make, written=False)


def where(of: Where) -> Callable[[Make], Table]:
    """The same of a table that is written for some scenarios alone, so that folders of others keep their bytes."""
    return lambda make: Table(make, where=of)


def tables_of(owner: object) -> dict[str, Table]:
    """The tables of a class or a module, by name, in the order in which they stand there."""
    return {name: one for name, one in vars(owner).items() if isinstance(one, Table)}


def written_of(owner: object, scenario: Scenario) -> dict[str, Table]:
    """Those of them that the folder of a run of a scenario holds."""
    every = tables_of(owner).items()
    return {name: one for name, one in every if one.written and (one.where is None or one.where(scenario))}

"""The tables of a run, or of its folder, as a book from which stories are told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guardship.console import one_line
from guardship.run import reading
from guardship.run.beliefs import judged
from guardship.run.reading import NotARun
from guardship.run.tables import routed
from guardship.scenario.schema import Scenario
from guardship.scenario.survey import surveyed
from guardship.scenario.world import BoundsTheatre
from guardship.story import TABLES, Book

if TYPE_CHECKING:
    from pandas import DataFrame


def of_folder(folder: Path) -> Book:
    """The book of a run folder. Raises NotARun."""
    manifest, scenario = reading.manifest(folder), reading.scenario(folder)
    tables = {name: reading.table(folder, name) for name in told(scenario)}
    try:
        return Book(tables, datetime.fromisoformat(manifest["start"]), places(scenario))
    except (KeyError, ValueError, TypeError) as fault:  # of files that were made elsewhere
        raise NotARun(f"{folder}: the files do not fit together: {one_line(fault)}") from None


def of_tables(scenario: Scenario, tables: Callable[[str], Any]) -> Book:
    """The book of a run, from its tables by name as pandas frames."""
    found: Mapping[str, DataFrame] = {name: tables(name) for name in told(scenario)}
    return Book(found, scenario.time.start, places(scenario))


def told(scenario: Scenario) -> list[str]:
    """The tables of which stories are made."""
    needs = {"beliefs": judged, "routes": routed}
    return [name for name in TABLES if name not in needs or needs[name](scenario)]


def places(scenario: Scenario) -> Callable[[float, float], str]:
    """Points of the plane [nm] in words: in degrees where the theatre is of the real world."""

    def on_the_plane(x: float, y: float) -> str:
        return f"({x:.1f}, {y:.1f}) nm"

    if not isinstance(scenario.theatre, BoundsTheatre):
        return on_the_plane
    plane = surveyed(scenario.theatre, scenario.geometry).plane

    def on_earth(x: float, y: float) -> str:
        lon, lat = (float(one) for one in plane.inverse(x, y))
        return f"{abs(lat):.2f} {'N' if lat >= 0.0 else 'S'} {abs(lon):.2f} {'E' if lon >= 0.0 else 'W'}"

    return on_earth

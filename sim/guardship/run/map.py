"""The map of a scenario, a run, a scenario file or a run folder."""

import os
from pathlib import Path

from guardship.console import one_line
from guardship.maps.chart import Chart
from guardship.maps.happened import TABLES, Happened
from guardship.maps.map import WIDTH, Map
from guardship.run import reading
from guardship.run.reading import NotARun
from guardship.run.run import Run
from guardship.scenario.reading.check import load
from guardship.scenario.schema import Scenario


def map(source: Scenario | Run | str | os.PathLike[str], width: float = WIDTH) -> Map:
    """The map of a scenario before it runs, or of a run with what happened in it, so many cm wide.

    `source`: a scenario, a run, a scenario file, or a run folder. A notebook shows it; `write` makes a file of it, SVG
    or PNG. Raises ScenarioError for a file that is no valid scenario, NotARun for a folder that holds no whole run,
    ValueError for a width that no map has.
    """
    if isinstance(source, Run):
        return source.map(width)
    if isinstance(source, Scenario):
        return Map(Chart.drawn(source), width=width)
    path = Path(source)
    return of_folder(path, width) if path.is_dir() else map(load(path), width)


def of_folder(folder: Path, width: float = WIDTH) -> Map:
    """The map of the run of a folder. Raises NotARun, ValueError."""
    manifest = reading.manifest(folder)
    chart = Chart.drawn(reading.scenario(folder))
    tables = {name: reading.table(folder, name) for name in TABLES}
    try:
        return Map(chart, Happened.of(chart, tables, int(manifest["seed"])), width)
    except (KeyError, IndexError, TypeError) as fault:  # of tables that were made elsewhere
        raise NotARun(f"{folder}: the files do not fit together: {one_line(fault)}") from None

"""The command that draws a map of a scenario or of a run."""

from pathlib import Path
from typing import Annotated

import typer

from guardship.commands.app import Changes, app, fail
from guardship.console import say

WIDTH = 20.0  # cm, as `maps.map` has it


@app.command(name="map")
def drawn(
    source: Annotated[
        Path, typer.Argument(metavar="FILE|RUN_DIR", help="A scenario file, or a run folder.", show_default=False)
    ],
    out: Annotated[
        Path | None, typer.Option(help="FILE.svg or FILE.png; NAME.svg, or RUN_DIR.svg, when not given.")
    ] = None,
    width: Annotated[float, typer.Option(help="In cm, 8 to 100; letters keep their size.")] = WIDTH,
    changes: Changes = None,
) -> None:
    """Draw a map: of a scenario file what is where before it runs, of a run folder what happened where."""
    from guardship.maps.map import Map, replaceable
    from guardship.run.map import map as map_of
    from guardship.run.map import of_folder
    from guardship.run.reading import NotARun
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.check import load
    from guardship.scenario.reading.load import overrides

    if source.is_dir() and changes:
        fail("guardship: --set: is for scenario files, not for run folders")
    try:
        if out is not None:
            replaceable(out)
        if source.is_dir():
            target = out or source.resolve().with_name(f"{source.resolve().name}.svg")
            replaceable(target)
            made: Map = of_folder(source, width)
        else:
            scenario = load(source, overrides(changes or []))
            target = out or Path(f"{scenario.name}.svg")
            replaceable(target)
            made = map_of(scenario, width)
        made.write(target)
    except (ScenarioError, NotARun) as error:
        fail(error)
    except (OSError, ValueError) as error:
        fail(f"guardship: {error}")
    say(f"map: {target} ({target.stat().st_size / 1000:.0f} kB)")

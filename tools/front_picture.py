"""The picture of the README: a replay at the instant at which a ship has just been taken, in a real browser.

    uv run python -m tools.front_picture [--out docs/replay.png] [--browser chromium]

What is named here was chosen by hand for the scenario as it is; the script stops when it has not happened.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import guardship

HOME = Path(__file__).parents[1]
FILE = HOME / "scenarios/coalition/tiered_alliance.yaml"
OUT = HOME / "docs/replay.png"
SEED = 3
GROUP, SHIP = "pirates/8", "eastbound/3.26"
AFTER = 0.11  # h after the ship is taken
SIZE = 1366, 900
COLOURS = 160  # in the file, so chosen that the rare ones stay
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--hide-scrollbars",
    "--virtual-time-budget=20000",
)


def moment(run: guardship.Run) -> float:
    """The instant shown [h]. Raises SystemExit when nothing of the kind has happened in the run."""
    events = run.events
    taken = events[(events.kind == "hijacked") & (events.actor == GROUP) & (events.object == SHIP)]
    if taken.empty:
        raise SystemExit(f"{GROUP} has not taken {SHIP} in {run.scenario.name} with seed {run.seed}: choose another")
    return float(taken.t.iloc[0]) + AFTER


def main() -> None:
    """Make the run and its replay, and take a picture of it."""
    parser = argparse.ArgumentParser(description="draw the picture of the README")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--browser", default="chromium")
    given = parser.parse_args()
    run = guardship.simulate(guardship.load(FILE), SEED)
    at = moment(run)
    with tempfile.TemporaryDirectory() as home:
        page, shot = Path(home) / "replay.html", Path(home) / "shot.png"
        run.replay().write(page)
        size = f"--window-size={SIZE[0]},{SIZE[1]}"
        address = f"{page.as_uri()}#t={at:.2f}&find={GROUP}"
        subprocess.run([given.browser, *OPTIONS, size, f"--screenshot={shot}", address], check=True, timeout=300)
        small(shot, given.out)
    print(f"{given.out}: {given.out.stat().st_size / 1000:.0f} kB, at {at:.2f} h")


def small(picture: Path, out: Path) -> None:
    """Write a picture with few colours."""
    from PIL import Image

    with Image.open(picture) as shot:
        few = shot.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(out, optimize=True)


if __name__ == "__main__":
    main()

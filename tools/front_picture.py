"""The picture of the README: a day of one run of the Gulf of Aden on a chart, and one morning of it in detail.

    uv run python -m tools.front_picture [--out docs/gulf_of_aden.png]

All that is drawn is read from the run: tracks from `legs`, who saw whom from `events`, attacks from `places`. Seed, hour
and what is written beside the detail were chosen by hand for the scenario as it is; the script stops when what it names
has not happened.
"""

import argparse
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from PIL import Image

import guardship

SEED = 3
NOW = 702.6  # h: 23 March 2010, 09:36 local time; a ship has just been taken
DAY = 24.0  # h of tracks on the chart; a sighting within it counts as seen
DAWN = 698.8  # h at which the tracks of the detail begin
END = 703.1  # h at which they end
RADAR = 9.0  # nm at which the radar of a frigate finds a dhow, in a calm sea
DETAIL = (-62.0, 26.0, -41.5, 0.5)  # x0, x1, y0, y1 [nm]
SOUTH = 10.42  # degrees at the lower edge of the chart
COLOURS = 80  # in the file
PLACES = (
    ("YEMEN", 47.7, 15.1, 12),
    ("SOMALIA", 48.1, 10.7, 12),
    ("Djibouti", 42.56, 11.42, 8),
    ("Aden", 44.75, 12.98, 8),
    ("Bosaso", 48.85, 11.06, 8),
    ("Mukalla", 48.8, 14.68, 8),
)
STORY = (  # time [h], kind of event, actor, what is written
    (
        699.18,
        "attack",
        "pirates/6",
        "06:11  A skiff makes for a tanker. She calls for\nhelp; at 06:34 pirates are on board.",
    ),
    (
        699.98,
        "on_scene",
        "corridor_patrol/8/lynx.0",
        "06:59  A frigate's helicopter arrives. The pirates\nleave the tanker and lie low.",
    ),
    (
        701.31,
        "boarding",
        "corridor_patrol/8/rhib.0",
        "08:18  The frigate's team boards a dhow near by\nfor two hours. It is harmless.",
    ),
    (
        702.58,
        "hijacked",
        "pirates/0",
        "09:35  23 nm to the west another group takes\nanother ship, 21 min after it attacked.",
    ),
    (702.97, "on_scene", "chinese_escorts/1/lynx.0", "09:58  An escort's helicopter comes too late."),
)

SEA, LAND, SHORE, LANE = "#f3f8fb", "#eae4d6", "#b8ad97", "#d3e5f3"
INK, QUIET, BLUE, SKY = "#1b2733", "#5b6b79", "#0b5fa5", "#5aa9e0"
RED, SAND, AIR = "#c93a12", "#b07c2a", "#2b78b3"  # AIR: what SKY is in letters
HALO = [withStroke(linewidth=2.5, foreground="white")]


def main() -> None:
    """Make the run, draw it, write the file."""
    parser = argparse.ArgumentParser(description="draw the picture of the README")
    parser.add_argument("--out", type=Path, default=Path("docs/gulf_of_aden.png"))
    out = parser.parse_args().out
    run = guardship.simulate(guardship.load("scenarios/gulf_of_aden.yaml"), seed=SEED)
    told(run)
    figure = Figure(figsize=(9.3, 7.77), dpi=160, facecolor="white")
    chart(figure.add_axes((0.052, 0.40, 0.94, 0.565)), run)
    detail(figure.add_axes((0.052, 0.02, 0.575, 0.335)), run)
    story(figure.add_axes((0.64, 0.02, 0.355, 0.335)))
    sink = io.BytesIO()
    figure.savefig(sink, format="png")
    picture = Image.open(sink).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(out, optimize=True)
    print(f"{out}: {out.stat().st_size / 1000:.0f} kB")


def told(run: guardship.Run) -> None:
    """Stop unless all that is written beside the detail is in the log of the run."""
    events = run.events
    for t, kind, actor, text in STORY:
        found = events[(events.kind == kind) & (events.actor == actor) & ((events.t - t).abs() < 0.02)]
        if found.empty:
            raise SystemExit(f"not in this run, choose another story: {text}")


def track(run: guardship.Run, vessel: str, begin: float, end: float) -> np.ndarray:
    """(n, 2): the way points [nm] of a vessel between two times, nan where it was not at sea."""
    legs = run.legs[(run.legs.vessel == vessel) & (run.legs.t <= end)]
    start = max(int((legs.t <= begin).sum()) - 1, 0)
    legs = legs.iloc[start:]
    points: list[tuple[float, float]] = []
    if legs.empty:
        return np.full((1, 2), np.nan)
    for leg, until in zip(legs.itertuples(), [*legs.t[1:], end], strict=True):
        if leg.mode == "gone":
            points.append((np.nan, np.nan))
            continue
        for t in (max(leg.t, begin), until):
            points.append((leg.x + leg.vx * (t - leg.t), leg.y + leg.vy * (t - leg.t)))
    return np.array(points).reshape(-1, 2)


def of(run: guardship.Run, what: str, names: Iterable[str]) -> list[str]:
    """The vessels whose column `what` is one of the names."""
    return list(run.vessels[run.vessels[what].isin(list(names))].vessel)


def sea(axes: Any, run: guardship.Run, window: tuple[float, float, float, float]) -> None:
    """Land and lanes within a window x0, x1, y0, y1 [nm]."""
    x0, x1, y0, y1 = window
    axes.set(xlim=(x0, x1), ylim=(y0, y1), facecolor=SEA, aspect="equal", anchor="W")
    for part in shapely.get_parts(shapely.intersection(run.theatre.coast.land, shapely.box(x0, y0, x1, y1))):
        axes.fill(*part.exterior.xy, facecolor=LAND, edgecolor=SHORE, linewidth=0.7, zorder=1.2)
    for lane in run.scenario.lanes.values():
        band = shapely.LineString(run.theatre.line(lane.along)).buffer(0.5 * lane.width, cap_style="flat")
        axes.fill(*band.exterior.xy, facecolor=LANE, edgecolor="none", zorder=1.0)
    for spine in axes.spines.values():
        spine.set(color=SHORE, linewidth=0.8)


def chart(axes: Any, run: guardship.Run) -> None:
    """The whole theatre at NOW with the tracks of a day."""
    plane = run.theatre.plane
    x = plane.forward(np.array([42.5, 54.5]), np.full(2, SOUTH))[0]
    y = plane.forward(np.full(2, 48.5), np.array([SOUTH, 16.1]))[1]
    window = (float(x[0]), float(x[1]), float(y[0]), float(y[1]))
    sea(axes, run, window)
    graticule(axes, plane, window)
    for name, lon, lat, size in PLACES:
        x, y = plane.forward(lon, lat)
        axes.text(x, y, name, fontsize=size, color="#8c8069", zorder=1.5, fontweight="bold" if size > 10 else "normal")
    there = run.truth(NOW)
    tracks(axes, run, there)
    vessels(axes, run, there)
    attacks(axes, run)
    a, b, c, d = DETAIL
    axes.add_patch(Rectangle((a, c), b - a, d - c, fill=False, edgecolor=INK, linewidth=1.0, zorder=6))
    axes.set_title(
        "Simulated: the Gulf of Aden on 23 March 2010, 09:36 local time",
        loc="left",
        fontsize=12.5,
        fontweight="bold",
        color=INK,
        pad=7,
    )
    legend(axes)


def graticule(axes: Any, plane: Any, window: tuple[float, float, float, float]) -> None:
    """Meridians and parallels of full degrees, every second one named."""
    x0, x1, y0, y1 = window
    for lon in range(43, 55):
        x, y = plane.forward(np.full(40, float(lon)), np.linspace(9.5, 17.0, 40))
        axes.plot(x, y, color="#dfe7ec", linewidth=0.5, zorder=0.5)
    for lat in range(10, 17):
        x, y = plane.forward(np.linspace(41.5, 55.5, 40), np.full(40, float(lat)))
        axes.plot(x, y, color="#dfe7ec", linewidth=0.5, zorder=0.5)
    east = [(float(plane.forward(float(lon), SOUTH)[0]), f"{lon}°E") for lon in range(44, 55, 2)]
    north = [(float(plane.forward(42.5, float(lat))[1]), f"{lat}°N") for lat in range(11, 17)]
    axes.set_xticks([x for x, _ in east if x0 < x < x1], [name for x, name in east if x0 < x < x1])
    axes.set_yticks([y for y, _ in north if y0 < y < y1], [name for y, name in north if y0 < y < y1])
    axes.tick_params(colors=QUIET, labelsize=8, length=2.5)


def tracks(axes: Any, run: guardship.Run, there: pd.DataFrame) -> None:
    """The last day of ships and aircraft on patrol, and of the pirates at sea."""
    patrols = run.vessels[run.vessels.role == "patrol"]
    for unit in patrols.itertuples():
        line = track(run, unit.vessel, NOW - DAY, NOW)
        flies = unit.hull in ("helicopter", "aircraft")
        colour, width, z = (SKY, 0.6, 2.0) if flies else (BLUE, 1.1, 2.4)
        axes.plot(
            *line.T, color=colour, linewidth=width, alpha=0.75 if flies else 0.9, zorder=z, solid_joinstyle="round"
        )
    for vessel in there[there.role == "pirate"].vessel:
        axes.plot(*track(run, vessel, NOW - 2.0 * DAY, NOW).T, color=RED, linewidth=0.9, alpha=0.8, zorder=2.6)


def vessels(axes: Any, run: guardship.Run, there: pd.DataFrame) -> None:
    """Everybody at sea at NOW: full when a patrol has seen it within a day, else hollow."""
    seen = set(sightings(run).object)
    for role, colour, size in (("merchant", QUIET, 15), ("passive", SAND, 12), ("pirate", RED, 40)):
        of_role = there[there.role == role]
        known = of_role.vessel.isin(seen)
        sign = "o" if role != "pirate" else "D"
        z = 3.0 if role != "pirate" else 4.5
        for part, face in ((of_role[known], colour), (of_role[~known], "white")):
            axes.scatter(
                part.x, part.y, s=size, marker=sign, facecolors=face, edgecolors=colour, linewidths=0.9, zorder=z
            )
    ships = there[(there.role == "patrol") & there.type.isin(["frigate", "drone_frigate", "escort"])]
    for x, y in zip(ships.x, ships.y, strict=True):
        axes.add_patch(Circle((x, y), RADAR, facecolor=BLUE, edgecolor=BLUE, alpha=0.13, linewidth=0.6, zorder=1.8))
    axes.scatter(ships.x, ships.y, s=34, marker="s", color=BLUE, edgecolors="white", linewidths=0.6, zorder=4)
    others = there[(there.role == "patrol") & there.type.isin(["p3c", "lynx", "scaneagle"])]
    axes.scatter(others.x, others.y, s=44, marker="^", color=SKY, edgecolors="white", linewidths=0.6, zorder=4)


def sightings(run: guardship.Run) -> pd.DataFrame:
    """Contacts that units of the patrols have gained within a day before NOW."""
    events, units = run.events, of(run, "role", ["patrol"])
    recent = (events.t > NOW - DAY) & (events.t <= NOW)
    return events[recent & (events.kind == "contact_gained") & events.actor.isin(units)]


def attacks(axes: Any, run: guardship.Run) -> None:
    """Attacks of the measured month by what became of them."""
    places = run.places[run.places.counted & (run.places.kind == "attack")]
    taken = places.became == "hijacked"
    axes.scatter(
        places.x[~taken],
        places.y[~taken],
        s=95,
        marker="o",
        facecolors="none",
        edgecolors=RED,
        linewidths=1.7,
        zorder=5,
    )
    axes.scatter(
        places.x[taken], places.y[taken], s=120, marker="X", color=RED, edgecolors="white", linewidths=1.0, zorder=5
    )


def legend(axes: Any) -> None:
    """What the signs of the chart mean, on the land of Yemen."""

    def sign(marker: str, face: str, edge: str, size: float, words: str) -> Line2D:
        return Line2D(
            [],
            [],
            linestyle="",
            marker=marker,
            markerfacecolor=face,
            markeredgecolor=edge,
            markersize=size,
            label=words,
        )

    signs = [
        sign("s", BLUE, "white", 6.5, "warship, track of 24 h; disc: its radar finds a dhow"),
        sign("^", SKY, "white", 7, "helicopter, drone or aircraft; track of 24 h"),
        sign("D", RED, RED, 5.5, "pirate group, track of 48 h"),
        sign("o", QUIET, QUIET, 4.5, "merchant ship"),
        sign("o", SAND, SAND, 4.5, "dhow or fishing boat"),
        sign("o", "white", QUIET, 4.5, "hollow: not seen by any patrol for 24 h"),
        sign("o", "none", RED, 9, "attack in March that failed"),
        sign("X", RED, "white", 9, "ship taken in March"),
        Line2D([], [], color=LANE, linewidth=6, label="transit corridor, two lanes"),
    ]
    box = axes.legend(
        handles=signs,
        loc="upper left",
        fontsize=8,
        frameon=True,
        framealpha=0.92,
        edgecolor="#d8cfbb",
        borderpad=0.7,
        labelspacing=0.42,
    )
    box.set_zorder(7)
    for text in box.get_texts():
        text.set_color(INK)


def detail(axes: Any, run: guardship.Run) -> None:
    """The morning in the frame of the chart."""
    sea(axes, run, DETAIL)
    axes.set(xticks=[], yticks=[])
    there = run.truth(NOW)
    for vessel in there[there.role.isin(["merchant", "passive"])].itertuples():
        colour = QUIET if vessel.role == "merchant" else SAND
        axes.plot(*track(run, vessel.vessel, DAWN, NOW).T, color=colour, linewidth=0.5, alpha=0.45, zorder=2)
        axes.plot(vessel.x, vessel.y, "o", markersize=2.6, color=colour, alpha=0.7, zorder=2)
    for name in ("eastbound/5.471", "westbound/0.34"):
        axes.plot(*track(run, name, DAWN, NOW).T, color=INK, linewidth=1.3, zorder=3)
    axes.plot(*track(run, "dhows/21", DAWN, NOW).T, color=SAND, linewidth=1.6, zorder=3)
    for name in of(run, "group", ["pirates"]):
        axes.plot(*track(run, name, DAWN, END).T, color=RED, linewidth=1.5, zorder=4)
    for name in ("corridor_patrol/8", "corridor_patrol/8/rhib.0", "chinese_escorts/1"):
        axes.plot(*track(run, name, DAWN, END).T, color=BLUE, linewidth=1.8, zorder=4)
    for name in ("corridor_patrol/8/lynx.0", "chinese_escorts/1/lynx.0"):
        axes.plot(*track(run, name, DAWN, END).T, color=SKY, linewidth=1.5, linestyle=(0, (4, 1.5)), zorder=4)
    for number, (t, _, actor, _) in enumerate(STORY, 1):
        x, y = track(run, actor, t, t)[-1]
        spot(axes, x, y, *OFFSETS[number - 1], number)
    words(axes)
    axes.plot([-60.0, -50.0], [-39.6, -39.6], color=INK, linewidth=2, solid_capstyle="butt")
    axes.text(-55.0, -39.0, "10 nm", fontsize=8, ha="center", color=INK)


OFFSETS = ((-4.5, 7.0), (3.5, 7.5), (2.0, -6.5), (1.0, 8.5), (-9.0, 2.5))  # nm from a place to its number


def spot(axes: Any, x: float, y: float, dx: float, dy: float, number: int) -> None:
    """A number of the story with a line to its place."""
    axes.annotate(
        str(number),
        (x, y),
        (x + dx, y + dy),
        fontsize=9,
        fontweight="bold",
        color="white",
        ha="center",
        va="center",
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": "white", "linewidth": 0.8},
        arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0},
        zorder=8,
    )
    axes.plot(x, y, "o", color=INK, markersize=3.2, zorder=7)


def words(axes: Any) -> None:
    """Names beside the tracks of the detail."""
    for text, x, y, colour in (
        ("frigate", 6.0, -9.0, BLUE),
        ("her helicopter", 0.5, -21.5, AIR),
        ("escort of a convoy", -60.0, -35.6, BLUE),
        ("her helicopter", -60.5, -27.0, AIR),
        ("dhow", 20.5, -17.0, SAND),
        ("bulk carrier", -26.0, -12.6, INK),
        ("tanker", -18.0, -24.5, INK),
        ("pirates", -50.0, -18.5, RED),
    ):
        axes.text(x, y, text, fontsize=8, color=colour, path_effects=HALO, zorder=6)


def story(axes: Any) -> None:
    """What happens in the detail, by its numbers."""
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    axes.text(0.0, 0.985, "One morning in the frame", fontsize=11, fontweight="bold", color=INK, va="top")
    y = 0.855
    for number, (*_, text) in enumerate(STORY, 1):
        axes.text(
            0.035,
            y,
            str(number),
            fontsize=9,
            fontweight="bold",
            color="white",
            ha="center",
            va="top",
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": "none"},
        )
        axes.text(0.10, y + 0.005, text, fontsize=8.4, color=INK, va="top", linespacing=1.35)
        y -= 0.11 + 0.075 * text.count("\n")


if __name__ == "__main__":
    main()

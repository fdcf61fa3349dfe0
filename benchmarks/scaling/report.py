"""Tables and plots of what was measured."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.scaling.fit import power
from benchmarks.scaling.measure import Measured

BEGIN, END = "<!-- scaling: begin, written by python -m benchmarks.scaling -->", "<!-- scaling: end -->"
TITLES = {
    "fleet": "Fleet at constant density (1 000 ships on 540 x 540 nm, 2 % of them look 21.6 nm far, legs of 150 nm)",
    "area": "Fleet at constant area (540 x 540 nm): ten times the ships, a hundred times the contacts",
    "cleared": "The same, contacts identified in 20 minutes and then not looked for by anybody for a day",
    "sensors": "Sensors, at 10 000 ships on 1 708 x 1 708 nm",
    "horizon": "Horizon, 1 000 ships and 20 sensors on 540 x 540 nm",
    "trial": "The trial: ships and sensors on 540 x 540 nm (1 000 km), vessel-steps of 60 s in a second",
}
AXIS = {"sensors": "sensors", "horizon": "days simulated"}
Found = dict[str, list[Measured]]


def by_series(found: Sequence[Measured]) -> Found:
    """In the order measured."""
    return {name: list(some) for name, some in groupby(found, key=lambda m: m.point.series)}


def section(found: Found, world: dict[str, object] | None) -> str:
    """The text between the markers."""
    parts = [f"**{TITLES[name]}**\n\n{table(name, some)}" for name, some in found.items()]
    parts.append(f"**Exponents** (95 % interval; in brackets between the two largest)\n\n{exponents(found)}")
    if world is not None:
        parts.append(_world(world))
    return "\n\n".join(parts)


def table(name: str, some: Sequence[Measured]) -> str:
    """Rows of one series."""
    axis = AXIS.get(name, "ships")
    extra = "steps a second" if name == "trial" else "s a day / (n log n)" if axis == "ships" else ""
    head = [axis, "days", "s", "s a day", "ns an event", "events a day", "looks a day", "pair tests a leg", "MB"]
    lines = [head + [extra] * bool(extra)]
    base = min(some, key=lambda m: abs(m.point.ships - 1_000))
    for m in some:
        days = m.point.days
        row = [
            f"{m.point.x:,g}".replace(",", " "),
            f"{days:g}",
            f"{m.seconds:.3g}",
            f"{m.per_day:.2g}",
            f"{m.per_event:.0f}",
        ]
        row += [f"{m.work[k] / days:.2g}" for k in ("events", "looks")]
        row.append(f"{m.tests:.3g}")
        row.append(f"{m.memory:.0f}")
        if name == "trial":
            row.append(f"**{m.steps:.2g}**")
        elif extra:
            n, b = m.point.ships, base.point.ships
            row.append(f"{m.per_day / base.per_day * b * np.log(b) / (n * np.log(n)):.2f}")
        lines.append(row)
    ruled = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
    return "\n".join("| " + " | ".join(row) + " |" for row in ruled)


def exponents(found: Found) -> str:
    """Fitted exponents of seconds and events for a day simulated (of the horizon: in all), and of pair tests a leg."""
    lines = ["| series | seconds | events | pair tests a leg | memory |", "|---|---|---|---|---|"]
    for name, some in found.items():
        if len(some) < 2:
            continue
        x = [m.point.x for m in some]
        per = [1.0 if name == "horizon" else m.point.days for m in some]
        seconds, events = (
            [y / d for y, d in zip(ys, per, strict=True)]
            for ys in ([m.seconds for m in some], [m.work["events"] for m in some])
        )
        cells = [str(power(x, y)) for y in (seconds, events, [m.tests for m in some])]
        cells.append(str(power(x, [max(m.memory, 0.1) for m in some])) if name == "horizon" else "")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _world(row: dict[str, object]) -> str:
    processor, memory = row["processor_seconds"], row["memory_mb"]
    assert isinstance(processor, dict) and isinstance(memory, dict)
    ships, sensors, contacts = (f"{row[k]:,}".replace(",", " ") for k in ("ships_afloat", "sensors", "contacts"))
    return (
        f"**The ocean of the world** (`docs/world.md`): {ships} ships afloat, {sensors} sensors, {row['days']:g} days:"
        f" {sum(processor.values()):.1f} s of processor time ({processor['advance']:.1f} of them running, the rest"
        f" building), {row['seconds']:.1f} s by the clock, {memory['peak'] / 1024:.2f} GB, {contacts} contacts."
    )


def write(path: Path, text: str) -> None:
    """Put the text between the markers of a file."""
    old = path.read_text(encoding="utf-8")
    head, rest = old.split(BEGIN)
    path.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def plot(found: Found, folder: Path) -> list[Path]:
    """Seconds, events and pair tests over what is varied, a figure for the fleets and one for the rest."""
    import matplotlib

    matplotlib.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for file, names in (("fleet", ("fleet", "area", "cleared")), ("others", ("sensors", "horizon"))):
        shown = [n for n in names if n in found]
        if shown:
            drawn.append(_figure([(n, found[n]) for n in shown], folder / f"scaling_{file}.png"))
    return drawn


def _figure(shown: list[tuple[str, list[Measured]]], path: Path) -> Path:
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(
        1, len(shown), figsize=(4.4 * len(shown), 3.8), dpi=80, layout="constrained", squeeze=False
    )
    for axes, (name, some) in zip(panels[0], shown, strict=True):
        x = np.array([m.point.x for m in some])
        per = np.array([1.0 if name == "horizon" else m.point.days for m in some])
        for label, y, style in (
            ("seconds", np.array([m.seconds for m in some]) / per, "o-"),
            ("events, millions", np.array([m.work["events"] for m in some]) / per / 1e6, "s--"),
            ("pair tests a leg, thousands", np.array([m.tests for m in some]) / 1e3, "^:"),
        ):
            axes.loglog(x, y, style, ms=4, lw=1.2, label=f"{label}: exponent {power(x, y).exponent:.2f}")
        if name in ("fleet", "area", "cleared"):
            y = np.array([m.per_day for m in some])
            mid = len(x) // 2
            axes.loglog(x, y[mid] * x * np.log(x) / (x[mid] * np.log(x[mid])), "-", color="0.7", lw=1, label="n log n")
        axes.set_xlabel(AXIS.get(name, "ships"))
        axes.set_ylabel("in all (pair tests: a leg)" if name == "horizon" else "a day simulated (pair tests: a leg)")
        axes.set_title(
            {"fleet": "constant density", "area": "constant area", "cleared": "constant area, cleared"}.get(name, name)
        )
        axes.legend(fontsize=7)
        axes.grid(alpha=0.3)
    figure.savefig(path)
    plt.close(figure)
    return path

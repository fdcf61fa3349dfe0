"""What stands below a map: the scale, what the shades of a run mean, the legend."""

from typing import Any

import numpy as np

from guardship.files import figures as f
from guardship.files.html import number
from guardship.maps import words
from guardship.maps.happened import Happened
from guardship.maps.labels import cut, folded
from guardship.maps.sheet import COLUMN, EDGE, HANDLE, LEFT, LINE, NAME, RIGHT, ROW, TEXT, Sheet

SHADES = (0.06, 0.72)  # the part of the greys that is used


def legend(figure: Any, sheet: Sheet, top: float) -> None:
    """The legend, column by column."""
    from matplotlib.legend import Legend

    x = EDGE
    for signs, width in sheet.columns:
        axes = sheet.axes(figure, x, top, width, sheet.rows * ROW)
        axes.set_axis_off()
        how: dict[str, Any] = {
            "handlelength": (HANDLE - 0.1) * 72.0 / TEXT,
            "handletextpad": 0.08 * 72.0 / TEXT,
            "labelspacing": ROW * 72.0 / TEXT - 1.0,
        }
        said = [cut(one.get_label(), width - HANDLE + 0.01, TEXT) for one in signs]
        box: dict[str, Any] = {
            "loc": "upper left",
            "bbox_to_anchor": (0.0, 1.0),
            "borderaxespad": 0.0,
            "borderpad": 0.0,
        }
        axes.add_artist(Legend(axes, signs, said, fontsize=TEXT, frameon=False, **box, **how))
        x += width + COLUMN


def scale(figure: Any, sheet: Sheet, top: float) -> None:
    """A bar of a round length, true in the middle of the map."""
    x0, y0, x1, y1 = sheet.view
    k = float(sheet.chart.theatre.plane.scale_at(0.5 * (x0 + x1), 0.5 * (y0 + y1)))
    inches = sheet.map[0] / (x1 - x0) * k  # of a mile
    room = min(0.25 * sheet.map[0], 1.6) / inches
    power = 10.0 ** np.floor(np.log10(room))
    long = next(step * power for step in (5.0, 2.0, 1.0) if step * power <= room)
    axes = sheet.axes(figure, LEFT, top, long * inches, 0.08)
    axes.set(xlim=(0.0, 2.0), ylim=(0.0, 1.0), xticks=[], yticks=[])
    axes.fill([0, 1, 1, 0], [0, 0, 1, 1], color=f.INK)
    for spine in axes.spines.values():
        spine.set(visible=True, color=f.INK, linewidth=0.7)
    x = (LEFT + long * inches + 0.06) / sheet.width
    figure.text(x, 1.0 - (top + 0.04) / sheet.height, f"{number(long)} nm", fontsize=NAME, va="center")


def shades(figure: Any, sheet: Sheet, top: float) -> None:
    """What the shades of a run mean."""
    import matplotlib.cm as cm
    from matplotlib.ticker import MaxNLocator

    happened = sheet.happened
    assert happened is not None
    said = words.effort(happened)
    x, y = (LEFT + 2.6, top) if sheet.wide else (LEFT, top + 0.48)
    wide = min(sheet.width - x - RIGHT, 2.4)
    if not happened.effort.any():
        figure.text(x / sheet.width, 1.0 - (y + 0.04) / sheet.height, "no patrol at sea", fontsize=NAME, va="center")
        return
    lines = folded(said, sheet.width - x - EDGE if not sheet.wide else sheet.width - x - wide - EDGE - 0.1, NAME, 2)
    axes = sheet.axes(figure, x, y, wide, 0.08)
    bar = figure.colorbar(cm.ScalarMappable(norm(happened), greys()), cax=axes, orientation="horizontal")
    bar.locator = MaxNLocator(4)
    bar.update_ticks()
    axes.tick_params(labelsize=NAME, length=2.0, pad=1.5)
    for k, line in enumerate(lines):
        if sheet.wide:
            at = (x + wide + 0.1) / sheet.width, 1.0 - (y + 0.04 + k * NAME * LINE) / sheet.height
        else:
            at = x / sheet.width, 1.0 - (y - 0.02 - (len(lines) - k - 0.5) * NAME * LINE) / sheet.height
        figure.text(*at, line, fontsize=NAME, va="center")


def greys() -> Any:
    """The colours of the shades."""
    import matplotlib
    from matplotlib.colors import ListedColormap

    return ListedColormap(matplotlib.colormaps["Greys"](np.linspace(*SHADES, 256)))


def norm(happened: Happened) -> Any:
    """Shades by the root of the hours: few hours in much water and many in few squares are both seen."""
    from matplotlib.colors import PowerNorm

    return PowerNorm(0.5, vmin=0.0, vmax=float(happened.effort.max()) or 1.0)

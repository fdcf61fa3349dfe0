"""Pictures as SVG or PNG: the same bytes for the same numbers, whatever the reader's matplotlib is set to.

Colours are those of Okabe and Ito (2008), told apart by the colour-blind; beside colour there is always a marker, a
place or a word.
"""

import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from guardship.files.html import Markup, tag

INK, QUIET, FAINT, LAND = "#1b2733", "#51606e", "#d5dce2", "#e7e2d6"
BLUE, VERMILION, GREEN, PURPLE, SKY, ORANGE = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, INK)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--", "-.", ":")
WIDTH = 4.3  # inches of a panel: letters stay readable on a phone
STYLE: dict[str, Any] = {
    "svg.hashsalt": "guardship",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "figure.facecolor": "white",
    "lines.linewidth": 1.6,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "path.simplify": True,
}
DPI = 160
SAFE = " =:/;,.()!*@$+?[]-_~"  # in a data address: shorter than base64
NOTHING: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}


@contextmanager
def styled() -> Iterator[None]:
    """Matplotlib set as `STYLE` has it, whatever the reader has set, and without warnings of what cannot be helped."""
    import matplotlib

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # letters that the font does not have, axes without extent
        matplotlib.rcdefaults()
        settings: Any = matplotlib.rcParams
        settings.update(STYLE)
        yield


def picture(
    draw: Callable[[Any], None], alt: str, caption: str = "", width: float = WIDTH, height: float = 3.0
) -> Markup:
    """A figure [inches] that `draw` fills, given one pair of axes; `alt` says what it shows."""
    from matplotlib.figure import Figure

    with styled():
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure.add_subplot())
        svg = saved(figure, "svg", NOTHING)
    return framed(svg, alt, caption, width, height)


def saved(figure: Any, form: str, metadata: Mapping[str, str | None]) -> bytes:
    """A figure as a file of that form, svg or png."""
    sink = io.BytesIO()
    figure.savefig(sink, format=form, dpi=DPI, metadata=metadata)
    return sink.getvalue()


def framed(svg: bytes, alt: str, caption: str, width: float, height: float) -> Markup:
    """An SVG as a figure of the page: as an image it can neither run nor fetch anything."""
    drawn = svg[svg.index(b"<svg") :].decode()
    shown = {
        "src": "data:image/svg+xml," + quote(" ".join(drawn.split()), safe=SAFE),
        "alt": alt,
        "width": f"{width * 96:.0f}",
        "height": f"{height * 96:.0f}",
    }
    image = Markup(tag("img", attributes=shown).removesuffix("</img>"))
    return tag("figure", image, *((tag("figcaption", caption),) if caption else ()))


def short(text: str, most: int = 28) -> str:
    """A label that leaves room for the picture."""
    return text if len(text) <= most else text[: most - 1] + "…"

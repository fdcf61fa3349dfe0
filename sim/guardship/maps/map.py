"""A map: SVG or PNG of a chart, before a run or with what happened in one."""

import os
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, Literal

from guardship.files import figures, whole
from guardship.maps import words
from guardship.maps.chart import Chart
from guardship.maps.happened import Happened

MARK = "guardship map"
HEAD = 2000  # bytes, in which a map says that it is one
INCH = 2.54  # cm
WIDTH = 20.0  # cm
NARROWEST, WIDEST = 8.0, 100.0  # cm
ENDINGS = (".svg", ".png")
PNG = b"\x89PNG\r\n\x1a\n"

type Form = Literal["svg", "png"]


@dataclass(frozen=True, eq=False)
class Map:
    """A map of a scenario, or of a run (`happened`), so many cm wide; letters have the same size on any width.

    A notebook shows it. Equal inputs give the same bytes.
    """

    chart: Chart
    happened: Happened | None = None
    width: float = WIDTH

    def __post_init__(self) -> None:
        """Refuse a width that no map has."""
        if not NARROWEST <= self.width <= WIDEST:  # nan too
            raise ValueError(f"width: came {self.width:g}, wanted {NARROWEST:g} to {WIDEST:g} cm")

    @property
    def title(self) -> str:
        """Its heading."""
        return words.title(self.chart)

    @property
    def description(self) -> str:
        """What is seen on it, for those who do not see it."""
        return words.described(self.chart, self.happened)

    @cached_property
    def svg(self) -> str:
        """As SVG, with its heading and description as title and desc."""
        made = self._saved("svg", figures.NOTHING).decode()
        drawn = made[made.index("<svg") :]
        open_, rest = drawn.split(">", 1)
        key = sha256(f"{self.title}\n{self.description}".encode()).hexdigest()[:8]
        named = f'role="img" aria-labelledby="title-{key} desc-{key}"'
        said = f'<title id="title-{key}">{escape(self.title)}</title>\n'
        said += f'<desc id="desc-{key}">{escape(self.description)}</desc>'
        head = '<?xml version="1.0" encoding="utf-8" standalone="no"?>'
        return f"{head}\n<!-- {MARK} -->\n{open_} {named}>\n{said}{rest}"

    @cached_property
    def png(self) -> bytes:
        """As PNG, with heading and description among its texts."""
        return self._saved("png", {"Software": MARK, "Title": self.title, "Description": self.description})

    def _saved(self, form: Form, metadata: Any) -> bytes:
        from matplotlib.figure import Figure

        from guardship.maps.draw import draw
        from guardship.maps.sheet import Sheet

        with figures.styled():
            sheet = Sheet(self.chart, self.happened, self.width / INCH)
            figure = Figure(figsize=(sheet.width, sheet.height))
            draw(figure, sheet)
            return figures.saved(figure, form, metadata)

    def write(self, target: str | os.PathLike[str]) -> Path:
        """Write it as FILE.svg or FILE.png, whole or not at all, over an older map; the absolute path.

        Raises ValueError for another ending, FileExistsError when something else is there, OSError when it cannot be
        written.
        """
        path = Path(target)
        replaceable(path)
        whole.write(path, self.svg if path.suffix.lower() == ".svg" else self.png)
        return path.resolve()

    def _repr_html_(self) -> str:
        return figures.framed(self.svg.encode(), self.description, "", self.width / INCH, self._height)

    @property
    def _height(self) -> float:
        from guardship.maps.sheet import Sheet

        with figures.styled():
            return Sheet(self.chart, self.happened, self.width / INCH).height


def replaceable(target: Path) -> None:
    """Raise ValueError for a name that no map has, FileExistsError when something else than an older map is there,
    OSError when nothing can be written there."""
    if target.suffix.lower() not in ENDINGS:
        raise ValueError(f"{target}: wanted a name that ends in {' or '.join(ENDINGS)}")
    whole.free(target, known, "a map", "--out")


def known(content: bytes) -> bool:
    """Whether a file is a map of ours."""
    return content.startswith((b"<?xml", PNG)) and MARK.encode() in content[:HEAD]

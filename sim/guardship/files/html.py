"""HTML made of values: everything is escaped unless it is markup already."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import isfinite

type Cell = str | float | int | bool | None

CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]
NO_SUCH = dict.fromkeys(CONTROLS, " ") | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # no text of a page
SMALL, LARGE = 1e-4, 10_000


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: Cell) -> Markup:
    """A value as HTML: numbers with four figures, None as a dash."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("–")  # noqa: RUF001
    if isinstance(value, str):
        return Markup(escape(value.translate(NO_SUCH)))
    return Markup(number(value))


def number(x: float, figures: int = 4) -> str:
    """So many figures, thousands with commas, a true minus; a dash for what is no number."""
    if isinstance(x, bool):
        return "yes" if x else "no"
    if x != x:
        return "–"  # noqa: RUF001
    if not isfinite(x):
        return "∞" if x > 0 else "−∞"  # noqa: RUF001
    if isinstance(x, int) or abs(x) >= LARGE:
        made = f"{x:,.0f}"
    elif 0.0 < abs(x) < SMALL:
        made = f"{x:.2e}"
    else:
        made = f"{x:.{figures}g}"
    return made.replace("-", "−")  # noqa: RUF001


def tag(name: str, *children: Cell, attributes: Mapping[str, str] | None = None) -> Markup:
    """An element."""
    said = "".join(f' {key}="{escape(value.translate(NO_SUCH))}"' for key, value in (attributes or {}).items())
    return Markup(f"<{name}{said}>{''.join(map(text, children))}</{name}>")


def join(parts: Iterable[Cell], between: str = "") -> Markup:
    """Parts one after the other."""
    return Markup(between.join(map(text, parts)))


def table(caption: Cell, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]], names: int = 1) -> Markup:
    """A table with a caption; the first `names` cells of a row are its heads, numbers stand right."""
    head = tag("tr", *(tag("th", one, attributes={"scope": "col"}) for one in columns))
    body = (tag("tr", *(_cell(k < names, one) for k, one in enumerate(row))) for row in rows)
    return tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))


def _cell(head: bool, value: Cell) -> Markup:
    if head:
        return tag("th", value, attributes={"scope": "row"})
    right = isinstance(value, int | float) and not isinstance(value, bool)
    return tag("td", value, attributes={"class": "n"} if right else None)


def card(title: Cell, *parts: Cell) -> Markup:
    """A small block for a notebook."""
    return tag("div", tag("strong", title), *parts, attributes={"class": "guardship"})

"""The page: one file without a single reference outside it, and a policy that would forbid one.

No script at all; the style is named by its hash, pictures are data. So whatever a scenario's texts contain, nothing runs
and nothing is fetched.
"""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from guardship.files.html import Cell, Markup, join, tag, text

STYLE = """
:root { color-scheme: light; --ink: #1b2733; --quiet: #51606e; --line: #d5dce2; --sea: #0a4f7d; --wash: #f4f7f9; }
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; color: var(--ink); background: #fff; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: 1.9rem; margin: .2rem 0 .6rem; }
h2 { font-size: 1.4rem; margin: 3rem 0 .6rem; padding-top: .8rem; border-top: 2px solid var(--sea); }
h3 { font-size: 1.08rem; margin: 1.8rem 0 .4rem; }
p, ul, dl { max-width: 46rem; overflow-wrap: anywhere; }
li { margin: .3rem 0; }
a { color: var(--sea); }
code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .86em; overflow-wrap: anywhere; }
.question { font-size: 1.2rem; color: var(--sea); }
.quiet, figcaption, caption { color: var(--quiet); font-size: .9rem; }
.absent { padding: .6rem .9rem; background: var(--wash); border-left: 4px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding: 0; list-style: none; max-width: none; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .4rem; }
td:not(.n) { min-width: 5.6rem; }
th, td { padding: .28rem .7rem .28rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--quiet); vertical-align: bottom; }
tbody th { font-weight: 500; min-width: 6.5rem; }
td.n { text-align: right; white-space: nowrap; }
.range { color: var(--quiet); white-space: nowrap; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 23rem), 1fr)); gap: 1.2rem 1.6rem; }
.maps { grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); }
figure { margin: 0; break-inside: avoid; }
figure img { display: block; width: 100%; height: auto; max-width: 40rem; }
.more { color: #a33f00; font-weight: 600; } .less { color: #005a8f; font-weight: 600; }
dt { font-weight: 600; margin-top: .5rem; } dd { margin: 0; }
details { margin: 1rem 0; } summary { cursor: pointer; color: var(--sea); }
footer { margin-top: 3rem; }
@media (max-width: 40rem) { body { padding: 1rem .9rem 3rem; } h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; } }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; } .wide { overflow: visible; }
  table { font-size: 8pt; } tr, figure { break-inside: avoid; } thead { display: table-header-group; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
"""
MARK = "guardship report"


class Section(NamedTuple):
    """A part of the page, with the name by which the table of contents finds it."""

    name: str
    title: str
    body: Markup


def page(title: str, head: Markup, sections: Sequence[Section]) -> str:
    """The whole document."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    metas = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="{MARK}">',
        '<link rel="icon" href="data:,">',
    )
    links = (tag("li", tag("a", one.title, attributes={"href": f"#{one.name}"})) for one in sections)
    nav = tag("nav", tag("ul", *links), attributes={"aria-label": "Contents"})
    parts = (tag("section", tag("h2", s.title), s.body, attributes={"id": s.name}) for s in sections)
    body = tag("body", tag("header", head, nav), tag("main", *parts))
    return f'<!doctype html>\n<html lang="en">\n<head>\n{chr(10).join(metas)}\n{tag("title", title)}\n<style>{STYLE}</style>\n</head>\n{body}\n</html>\n'


def para(*parts: Cell, name: str = "") -> Markup:
    """A paragraph."""
    return tag("p", *parts, attributes={"class": name} if name else None)


def absent(why: str) -> Markup:
    """Instead of a section's content: why there is none."""
    return para(why, name="absent")


def wide(table: Markup, label: str) -> Markup:
    """A table that scrolls within itself on a narrow screen, also by keyboard."""
    return tag("div", table, attributes={"class": "wide", "tabindex": "0", "role": "region", "aria-label": label})


def panels(figures: Sequence[Markup], name: str = "") -> Markup:
    """Figures side by side, as many as fit."""
    return tag("div", *figures, attributes={"class": f"panels {name}".strip()})


def folded(title: str, *parts: Cell) -> Markup:
    """What most readers do not need at once."""
    return tag("details", tag("summary", title), *parts)


def items(parts: Sequence[Cell]) -> Markup:
    """A list."""
    return tag("ul", *(tag("li", part) for part in parts))


def pairs(found: Sequence[tuple[str, Cell]]) -> Markup:
    """Names with what they stand for."""
    return tag("dl", join(join((tag("dt", name), tag("dd", value))) for name, value in found))


def interval(value: float, low: float, high: float) -> Markup:
    """A value with its interval in a cell."""
    said = tag("span", f"{text(low)} to {text(high)}", attributes={"class": "range"})
    return join((value, said), "<br>")

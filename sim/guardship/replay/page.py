"""The page: one file that asks for nothing. A policy names its style and script by their digests and forbids the rest.

What scenarios and vessels are called comes as data, which the script writes as text and never as markup.
"""

import os
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from guardship.files import whole
from guardship.files.html import Markup, join, tag
from guardship.replay.pack import Packed
from guardship.replay.waypoints import parting

MARK = "guardship replay"
HEAD = 2_000  # bytes in which a page says what has made it
SCRIPTS = ("decode.js", "run.js", "draw.js", "view.js", "panels.js", "page.js")  # in this order


class Replay(NamedTuple):
    """A page that plays a run, or two; a notebook shows it in a frame of its own."""

    title: str
    html: str

    def write(self, target: str | os.PathLike[str]) -> Path:
        """Write the page, whole or not at all, over an earlier replay; its absolute path.

        Raises FileExistsError over anything else, OSError when it cannot be written.
        """
        path = Path(target).resolve()
        replaceable(path)
        whole.write(path, self.html)
        return path

    def _repr_html_(self) -> str:
        """A frame that can run its script and nothing else: it has no origin, so it reaches nothing of the notebook."""
        style = "width: 100%; height: 46rem; border: 1px solid #8888"
        said = {"sandbox": "allow-scripts", "srcdoc": self.html, "title": self.title, "style": style}
        return tag("iframe", attributes=said)


def replaceable(target: Path) -> None:
    """Raise FileExistsError when a file is there that is not an earlier replay, OSError when none can be written."""
    whole.free(target, lambda content: MARK.encode() in content[:HEAD], "a replay", "--out")


def page(title: str, runs: Sequence[Packed], hours: float) -> Replay:
    """The page of one run, or of two of one sea. `hours`: the length of the first."""
    style, script = _part("page.css"), "\n".join(map(_part, SCRIPTS))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'sha256-{_digest(script)}'",
            f"style-src 'sha256-{_digest(style)}'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="{MARK}">',
        '<link rel="icon" href="data:,">',
    )
    part = _parting(runs, hours)
    blocks = [_block(f"{k} {name}", content) for k, run in enumerate(runs) for name, content in run.blocks.items()]
    body = f"{_plain(title, runs)}\n{_part('page.html')}\n{join(blocks, chr(10))}\n{part}\n<script>{script}</script>"
    heading = f"{chr(10).join(head)}\n{tag('title', title)}\n<style>{style}</style>"
    return Replay(
        title, f'<!doctype html>\n<html lang="en">\n<head>\n{heading}\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _plain(title: str, runs: Sequence[Packed]) -> Markup:
    """What is shown until the script runs, and in its place where it does not."""
    words = _part("plain.html").partition("\n")
    told = tag("h1", title), Markup(words[0]), join([run.plain for run in runs]), Markup(words[2])
    return tag("div", *told, attributes={"class": "plain", "id": "plain"})


def _block(name: str, content: bytes) -> Markup:
    """Bytes that wait in the page."""
    said = {"type": "text/plain", "data-block": name}
    return tag("script", Markup(b64encode(content).decode()), attributes=said)


def _parting(runs: Sequence[Packed], hours: float) -> Markup:
    """Where two runs part."""
    if len(runs) < 2:
        return Markup("")
    a, b = runs
    found = parting(a.ways, b.ways, (a.names, b.names), hours)
    said = {"id": "parting"} if found is None else {"id": "parting", "data-at": repr(found[0]), "data-who": found[1]}
    return tag("template", attributes=said)


def _part(name: str) -> str:
    return (files(__package__) / "web" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()

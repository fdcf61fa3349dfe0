"""How large a replay of many vessels is, and how fast it draws: its frame and that of a 2D canvas by turns.

    uv run python -m tools.replay_speed [--vessels 5000] [--days 90] [--legs 100] [--turns 25] [--out FILE.html]

The fleet is made up: whoever is in it sails all the time, from way-point to way-point of a random walk. All are measured
in one headless Chromium that draws in software, "drawn" until a pixel has been read back, "seen" until the second
frame after that. `page` is all that the page does for an instant, `symbols` its vessels and discs alone. The canvas keeps
a cursor for each vessel, computes its place and fills a square: `canvas` as browsers give it, on the graphics
processor, here the one in software; `memory` in the processor's own memory (`willReadFrequently`).
"""

import argparse
import gzip
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from guardship.replay.pack import KINDS, Packed
from guardship.replay.page import page
from guardship.replay.waypoints import CELL, Ways, packed, ticks
from tools.browser import SOFTWARE, Browser

UNITS = 60  # of the fleet, with sensors
STRIDE = 8.0  # nm from way-point to way-point along each axis, a standard deviation
REACH = 20.0  # nm
WINDOW = (-620.0, -370.0, 620.0, 370.0)
SIZE = 1366, 900
NO_NAMES = {
    "incidents": ("kind", "reason", "place", "holder", "group"),
    "mail": ("holder",),
    "looks": ("kind", "seen", "offence", "verdict"),
    "voyages": ("offence", "outcome", "cause"),
}
COLUMNS = {"contacts": 4, "incidents": 8, "mail": 4, "looks": 9, "voyages": 9}

FRAMES = """(async (turns) => {
  const view = views[0], { picture } = view, { run } = picture, [t, x, y] = picture.ways, n = picture.count.length;
  const cursor = Int32Array.from(picture.first), inks = KINDS.map((_, k) => tint(k));
  const other = (willReadFrequently) => {
    const canvas = document.createElement("canvas");
    canvas.width = view.symbols.width; canvas.height = view.symbols.height; canvas.hidden = true;
    view.pane.append(canvas);
    return canvas.getContext("2d", { willReadFrequently });
  };
  const flat = (c) => (now) => {
    const { canvas } = c;
    c.clearRect(0, 0, canvas.width, canvas.height);
    for (let k = 0; k < n; k++) {
      const from = picture.first[k], end = from + picture.count[k];
      let j = cursor[k];
      if (t[j] > now) j = from;
      while (j + 2 < end && t[j + 1] <= now) j++;
      cursor[k] = j;
      const f = (now - t[j]) / (t[j + 1] - t[j]), px = view.x((x[j] + f * (x[j + 1] - x[j])) / run.cell), py = view.y((y[j] + f * (y[j + 1] - y[j])) / run.cell);
      c.fillStyle = inks[picture.kind[k]];
      c.fillRect(px - 3, py - 3, 6, 6);
    }
    c.getImageData(0, 0, 1, 1);
  };
  const shown_now = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const { gl } = view.graphics, pixel = new Uint8Array(4), read = () => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  const whole = (now) => { time = now / run.ticks; $("time").value = time; paint(); read(); };
  const drawn = { ratio: view.ratio, shown: shown(), nation: -1, discs: true, trail: 0 };
  const symbols = (now) => { view.graphics.draw(now, drawn); read(); };
  const found = { page: [], symbols: [], canvas: [], memory: [] }, [graphics, memory] = [false, true].map(other);
  const seen = { page: [], symbols: [], canvas: [], memory: [] };
  for (let k = -3; k < turns; k++) {
    const now = Math.round(run.hours * run.ticks * (0.1 + 0.8 * (k + 3) / (turns + 3)));
    for (const [name, act] of [["page", whole], ["symbols", symbols], ["canvas", flat(graphics)], ["memory", flat(memory)]]) {
      graphics.canvas.hidden = name !== "canvas"; memory.canvas.hidden = name !== "memory";
      await shown_now();
      const begun = performance.now(); act(now);
      if (k >= 0) found[name].push(performance.now() - begun);
      await shown_now();
      if (k >= 0) seen[name].push(performance.now() - begun);
    }
  }
  return { drawn: found, seen };
})(turns)"""


def fleet(vessels: int, days: float, legs: int) -> Packed:
    """A run of so many vessels, each with so many legs, as the page has it."""
    rng = np.random.default_rng(1)
    hours, a = 24.0 * days, ticks(24.0 * days)
    t = np.sort(rng.uniform(0.0, hours, (vessels, legs + 1)), axis=1)
    t[:, 0], t[:, -1] = 0.0, hours
    begin = rng.uniform(WINDOW[:2], WINDOW[2:], (vessels, 2)).T[:, :, None]
    x, y = begin + np.cumsum(rng.normal(0.0, STRIDE, (2, vessels, legs + 1)), axis=2)
    columns = [np.rint(one).astype(np.int64).ravel() for one in (t * a, x * CELL, y * CELL, np.zeros_like(t))]
    ways = Ways(np.full(vessels, legs + 1), *columns)
    kinds = [2 if k < UNITS else int(k % 2) for k in range(vessels)]
    names = [f"vessels/{k}" for k in range(vessels)]
    blocks = {
        "head": _gzip(_head(names, kinds, ways, hours, legs)),
        "truth": packed(ways.columns),
        "light": packed([np.zeros(1, np.int64)] * 2),
        **{name: packed([np.zeros(0, np.int64)] * n) for name, n in COLUMNS.items()},
        "stories": _gzip([]),
    }
    return Packed(blocks, ways, names)


def _head(names: Sequence[str], kinds: Sequence[int], ways: Ways, hours: float, legs: int) -> dict[str, Any]:
    n = len(names)
    west, south, east, north = WINDOW
    return {
        "title": f"{n} vessels, {hours / 24:g} days, {legs} legs each",
        "scenario": "made_up",
        "seed": 1,
        "substream": 0,
        "set": {},
        "start": "2010-01-01T00:00:00",
        "memory": 12.0,
        "hours": hours,
        "ticks": ticks(hours),
        "cell": CELL,
        "measured": [0.0, hours],
        "window": WINDOW,
        "vessels": {
            "kinds": KINDS,
            "types": ["made_up"],
            "hulls": ["hull"],
            "nations": [],
            "sought": "hull",
            "reaches": [[REACH]],
            "name": names,
            "kind": kinds,
            "type": [0] * n,
            "hull": [0] * n,
            "nation": [-1] * n,
            "lead": [-1] * n,
            "reach": [0 if kind == 2 else -1 for kind in kinds],
        },
        "count": ways.counts.tolist(),
        "tracks": {},
        "told": {name: {one: [] for one in lists} for name, lists in NO_NAMES.items()},
        "light": {
            "grid": [west, south, east - west, north - south, 1, 1],
            "everywhere": True,
            "states": [["day", "calm", "clear"]],
            "count": [1],
        },
        "chart": {kind: [] for kind in ("land", "lane", "area", "waters", "line", "place")},
        "degrees": None,
    }


def _gzip(said: Any) -> bytes:
    return gzip.compress(json.dumps(said, separators=(",", ":")).encode(), 9, mtime=0)


def told(found: Mapping[str, Sequence[float]]) -> str:
    """Milliseconds a frame, and how many times as long the canvas takes; of each turn first, then the middle of them."""
    lines = []
    for name in ("page", "symbols"):
        for other in ("canvas", "memory"):
            times = sorted(b / a for a, b in zip(found[name], found[other], strict=True))
            low, high = times[len(times) // 10], times[-1 - len(times) // 10]
            ms = f"{median(found[name]):.1f} ms a frame, {other} {median(found[other]):.1f}"
            lines.append(f"{name}: {ms}: {median(times):.1f} times ({low:.1f} to {high:.1f})")
    return "\n".join(lines)


def main() -> None:
    """Make the page, and measure it."""
    parser = argparse.ArgumentParser(description="measure a replay of a made-up fleet")
    parser.add_argument("--vessels", type=int, default=5_000)
    parser.add_argument("--days", type=float, default=90.0)
    parser.add_argument("--legs", type=int, default=100)
    parser.add_argument("--turns", type=int, default=25)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    made = fleet(given.vessels, given.days, given.legs)
    replay = page("A made-up fleet", [made], 24.0 * given.days)
    print(f"{len(replay.html.encode()) / 1e6:.2f} MB")
    with tempfile.TemporaryDirectory() as home, Browser(*SOFTWARE) as browser:
        file = replay.write(given.out or Path(home) / "replay.html")
        shown = browser.page(file.as_uri(), SIZE)
        print(f"ready after {shown.tell('performance.now()'):.0f} ms")
        for what, found in shown.tell(FRAMES, turns=given.turns).items():
            print(f"{what}:\n{told(found)}")


if __name__ == "__main__":
    main()

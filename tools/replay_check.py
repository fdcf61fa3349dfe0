"""Whether a replay in a real browser shows its run: `uv run python -m tools.replay_check RUN_DIR [--axe FILE.js]`.

Places that the page tells beside those of the legs, vessels found by pixel, what a holder's picture hides, the list of
incidents, the keyboard, complaints and requests. `--axe`: a copy of axe-core, which judges accessibility, light and
dark; `--shots FOLDER`: pictures at three widths, light and dark. Exits with 1 when something is wrong.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from guardship.run import reading
from guardship.run.replays import replay
from guardship.story.book import GONE
from tools.browser import SOFTWARE, Browser, Page

METRE = 1 / 1852  # nm
ASKED, SOUGHT = 1_000, 40
SIZES = (("desk", (1366, 900), False), ("wide", (2560, 1440), False), ("phone", (390, 844), True))

PLACES = """asked.map(([name, t]) => { const run = runs[0], p = run.truth.at(run.index.get(name), Math.round(t * run.ticks)); return p && [p.x, p.y]; })"""
PIXELS = """sought.filter(([name, t, [x, y]]) => {
  for (const id of ["discs", "held"]) $(id).checked = false;
  const view = views[0], { gl } = view.graphics, pixels = new Uint8Array(4 * 81), was = { ...camera };
  Object.assign(camera, { x, y, mile: 0.002 }); time = t; paint();
  gl.readPixels(Math.round(gl.canvas.width / 2) - 4, Math.round(gl.canvas.height / 2) - 4, 9, 9, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  Object.assign(camera, was);
  return pixels.some((value, k) => k % 4 === 3 && value > 0);
}).length"""
HIDDEN = """(async () => {
  const run = runs[0], wrong = [];
  for (const holder of run.holders) {
    const { kind, vessel } = await run.picture(holder), own = run.vessels.nations.indexOf(holder);
    if (vessel.some((j, k) => j >= 0 && (run.vessels.nation[j] !== own || kind[k] < 2 || kind[k] > 4))) wrong.push(holder);
  }
  return wrong;
})()"""
FOLLOWED = """(() => { const b = [...document.querySelectorAll("#events button")].at(-1); b.click(); return [time, +b.dataset.t]; })()"""
STOPS = "[...document.querySelectorAll('button, select, input, summary, [tabindex=\"0\"]')].filter((e) => !e.disabled && e.checkVisibility()).length"
SERIOUS = """axe.run().then((found) => found.violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`))"""

type Asked = tuple[str, float, list[float] | None]


def places(legs: Any, hours: float, n: int) -> list[Asked]:
    """Vessels, times [h] and where they are by the legs, None for nowhere; drawn at random."""
    rng = np.random.default_rng(0)
    of = {str(name): own.sort_values("t", kind="stable") for name, own in legs.groupby("vessel", observed=True)}
    found: list[Asked] = []
    for name in rng.choice(sorted(of), n):
        own, t = of[name], float(rng.uniform(0.0, hours))
        k = int(np.searchsorted(own.t.to_numpy(), t, side="right")) - 1
        leg = own.iloc[k] if k >= 0 else None
        at = (
            None
            if leg is None or leg["mode"] == GONE
            else [float(leg.x + leg.vx * (t - leg.t)), float(leg.y + leg.vy * (t - leg.t))]
        )
        found.append((str(name), t, at))
    return found


def farthest(asked: list[Asked], said: list[list[float] | None]) -> tuple[float, int]:
    """How far off [m] the page is at most, and of how many it does not agree whether they are there."""
    pairs = [(at, told) for (_, _, at), told in zip(asked, said, strict=True)]
    off = [float(np.hypot(a[0] - b[0], a[1] - b[1])) / METRE for a, b in pairs if a and b]
    return max(off, default=0.0), sum((a is None) != (b is None) for a, b in pairs)


def reached(page: Page) -> int:
    """How many elements the Tab key comes to before it is back at the first."""
    page.tell("(document.activeElement.blur(), window.met = new Set())")
    for _ in range(400):
        page.press("Tab")
        if page.tell("document.activeElement === document.body || met.size === met.add(document.activeElement).size"):
            break
    return int(page.tell("met.size"))


def main() -> None:
    """Check a run folder."""
    parser = argparse.ArgumentParser(description="check a replay in a real browser")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--axe", type=Path)
    parser.add_argument("--shots", type=Path)
    given = parser.parse_args()
    asked = places(reading.table(given.folder, "legs"), reading.manifest(given.folder)["hours"], ASKED)
    wrong: list[str] = []

    def check(said: str, right: bool) -> None:
        print(f"{'ok   ' if right else 'WRONG'} {said}", flush=True)
        wrong.extend([] if right else [said])

    with tempfile.TemporaryDirectory() as home, Browser(*SOFTWARE) as browser:
        url = replay(given.folder, None).write(Path(home) / "replay.html").as_uri()
        page = browser.page(url, (1366, 900))
        off, unlike = farthest(asked, page.tell(PLACES, asked=asked))
        check(f"{len(asked)} places within {off:.2f} m, {unlike} there in one only", off < 1.0 and unlike == 0)
        sought = [one for one in asked if one[2]][:SOUGHT]
        hit = page.tell(PIXELS, sought=sought)
        check(f"{hit} of {len(sought)} vessels found by pixel", hit == len(sought))
        hidden = page.tell(HIDDEN)
        check(f"pictures with vessels of others: {hidden or 'none'}", not hidden)
        t, wanted = page.tell(FOLLOWED)
        check(f"a click on an incident goes to it ({t:.2f} h)", abs(t - wanted) < 1e-6)
        stops, met = page.tell(STOPS), reached(page)
        check(f"Tab comes to {met} of {stops} controls", met >= stops)
        for name, size, phone in SIZES if given.shots else SIZES[:1]:
            for dark in (False, True):
                one = browser.page(url, size, dark=dark, phone=phone)
                if given.shots:
                    one.picture(given.shots / f"{name}-{'dark' if dark else 'light'}.png")
                if given.axe and name == "desk":
                    one.call("Runtime.evaluate", expression=given.axe.read_text(encoding="utf-8"))
                    found = one.tell(SERIOUS)
                    check(f"serious for accessibility, {'dark' if dark else 'light'}: {found or 'nothing'}", not found)
                check(
                    f"complaints {one.complaints()}, requests {one.requests()}", not one.complaints() + one.requests()
                )
        check(f"complaints {page.complaints()}, requests {page.requests()}", not page.complaints() + page.requests())
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

"""The page: nothing is fetched, no name is markup, and a browser shows it without a complaint."""

import gzip
import json
import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from guardship.replay.page import Replay
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import TINY, tiny_run
from tools.browser import Browser

HOSTILE = "</script><script>document.title='taken'</script><img src=x onerror=alert(1)> \" ' & ${x}"
BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
SOFTWARE = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
FLAT = ("--disable-gpu", "--disable-3d-apis")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")


class Elements(HTMLParser):
    """Elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.fixture(scope="module")
def page() -> Replay:
    return tiny_run().replay()


@pytest.fixture(scope="module")
def hostile() -> Replay:
    """Of a scenario whose title is markup."""
    return simulate(load(TINY, set={"title": HOSTILE}), 0).replay()


@pytest.fixture(scope="module")
def both() -> Replay:
    return tiny_run().replay(tiny_run(1))


def test_the_policy_names_style_and_script_and_nothing_else(page: Replay) -> None:
    policy = next(m["content"] for m in Elements(page.html).named("meta") if m.get("http-equiv"))
    assert policy is not None
    style = re.findall(r"<style>(.*?)</style>", page.html, re.DOTALL)
    script = re.findall(r"<script>(.*?)</script>", page.html, re.DOTALL)
    digests = [b64encode(sha256(one.encode()).digest()).decode() for one in (*script, *style)]
    assert policy.startswith("default-src 'none'; ")
    assert re.findall(r"'sha256-([^']+)'", policy) == digests
    assert "unsafe" not in policy
    assert not re.search(r"(src|href|action)-src[^;]*https?:", policy)


def test_nothing_points_out_of_the_page(page: Replay) -> None:
    links = [
        v for _, attributes in Elements(page.html).found for k, v in attributes.items() if k in ("src", "href", "style")
    ]
    assert links == ["data:,"]
    assert not re.search(
        r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|innerHTML|insertAdjacentHTML|eval)\b", page.html
    )


def test_no_name_is_markup(hostile: Replay) -> None:
    kinds = [attributes.get("type") for attributes in Elements(hostile.html).named("script")]
    assert kinds.count(None) == 1
    assert HOSTILE not in hostile.html
    assert "<img" not in hostile.html
    head = re.search(r'data-block="0 head">([^<]*)<', hostile.html)
    assert head is not None
    assert json.loads(gzip.decompress(b64decode(head[1])))["title"] == HOSTILE


def test_a_notebook_has_it_in_a_frame_without_an_origin(page: Replay) -> None:
    (frame,) = Elements(page._repr_html_()).named("iframe")
    assert frame["sandbox"] == "allow-scripts"
    assert frame["srcdoc"] == page.html


def test_equal_runs_make_equal_pages(page: Replay) -> None:
    assert tiny_run().replay().html == page.html


def test_it_says_where_two_runs_part(both: Replay) -> None:
    (said,) = [attributes for attributes in Elements(both.html).named("template") if attributes.get("id") == "parting"]
    assert float(said["data-at"] or "nan") >= 0.0
    assert said["data-who"] in {*tiny_run().model.crew.names, *tiny_run(1).model.crew.names}


def test_an_earlier_replay_is_written_over_and_nothing_else(page: Replay, tmp_path: Path) -> None:
    target = page.write(tmp_path / "replay.html")
    assert page.write(target).read_text(encoding="utf-8") == page.html
    other = tmp_path / "mine.html"
    other.write_text("mine")
    with pytest.raises(FileExistsError, match="not a replay"):
        page.write(other)


def shown_by(flags: tuple[str, ...], url: str, profile: Path) -> str:
    """The document as a browser shows it, its scripts left out; fails with what it complains about."""
    assert BROWSER is not None
    command = [BROWSER, "--headless", "--no-sandbox", "--enable-logging=stderr", f"--user-data-dir={profile}", *flags]
    told = subprocess.run(
        [*command, "--virtual-time-budget=20000", "--dump-dom", url],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert [line for line in told.stderr.splitlines() if "CONSOLE" in line and "GPU stall" not in line] == []
    return re.sub(r"<script.*?</script>", "", told.stdout, flags=re.DOTALL)


@needs_browser
@pytest.mark.parametrize("flags", [SOFTWARE, FLAT], ids=["WebGL 2", "2D"])
@pytest.mark.parametrize("which", ["page", "hostile", "both"])
def test_a_browser_shows_it(which: str, flags: tuple[str, ...], request: pytest.FixtureRequest, tmp_path: Path) -> None:
    shown: Replay = request.getfixturevalue(which)
    dom = shown_by(flags, shown.write(tmp_path / "replay.html").as_uri(), tmp_path / "profile")
    assert 'data-ready="yes"' in dom
    assert "<img" not in dom
    assert re.search(r'<p id="moment"[^>]*>[^<]*\d+ [a-z]', dom)
    assert ("drawn without WebGL 2" in dom) == (flags == FLAT)


@needs_browser
def test_the_page_tells_the_place_that_the_run_tells(page: Replay, tmp_path: Path) -> None:
    url = page.write(tmp_path / "replay.html").as_uri()
    for vessel, t in (("frigates/1", 36.5), ("dhows/3", 70.25)):
        dom = shown_by(FLAT, f"{url}#t={t}&find={vessel}", tmp_path / "profile")
        at = tiny_run().position(vessel, t)
        assert at is not None
        assert f"<dt>Place</dt><dd>x {at.x:.1f}, y {at.y:.1f} nm</dd>" in dom


@needs_browser
def test_paper_is_light_and_the_run_is_told_without_scripts(hostile: Replay, tmp_path: Path) -> None:
    url = hostile.write(tmp_path / "replay.html").as_uri()
    colours = "[ink('sea'), tint(2), getComputedStyle(document.body).color]"
    with Browser(*FLAT) as browser:
        page = browser.page(url, (800, 600), dark=True)
        dark = page.tell(colours)
        page.tell(f"(window.seen = [], addEventListener('beforeprint', () => seen.push({colours})))")
        page.printed(tmp_path / "page.pdf")
        page.wait("seen.length > 0")
        on_paper = page.tell("seen[0]")
        assert page.tell(colours) == dark
        page.media(dark=False)
        assert page.tell(colours)[:2] == on_paper[:2] != dark[:2]
        shown = "document.getElementById('plain').checkVisibility()"
        assert not page.tell(shown)
        page.call("Emulation.setScriptExecutionDisabled", value=True)
        page.call("Page.navigate", url=f"{url}?again")
        page.wait(f"document.readyState === 'complete' && location.search === '?again' && {shown}")
        assert not page.tell(
            "[...document.querySelectorAll('header, #bar, main, footer')].some((e) => e.checkVisibility())"
        )
        assert HOSTILE in page.tell("document.getElementById('plain').innerText")
        assert page.complaints() == []

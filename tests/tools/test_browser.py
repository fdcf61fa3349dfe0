"""The client of the browser: what it reads out of a pipe, what it takes for a complaint, and a page."""

from pathlib import Path

import pytest

from tools.browser import FLAT, Browser, Fault, complaint, found, parted

PAGE = """<!doctype html><html><title>A page</title><input id="a"><img src="http://127.0.0.1:9/none.png">
<script>
const dark = matchMedia("(prefers-color-scheme: dark)"); console.error("wrong");
addEventListener("keydown", (e) => { window.pressed = e.key; });
document.documentElement.dataset.ready = "yes"; setTimeout(() => { throw new Error("thrown"); });</script>"""


def test_messages_end_with_a_zero_and_half_of_one_waits() -> None:
    assert parted(b'{"id":1}\0{"id":2}\0{"i') == ([{"id": 1}, {"id": 2}], b'{"i')
    assert parted(b"") == ([], b"")


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        (
            "Runtime.consoleAPICalled",
            {"type": "error", "args": [{"value": "no"}, {"description": "Object"}]},
            "no Object",
        ),
        ("Runtime.consoleAPICalled", {"type": "log", "args": [{"value": "yes"}]}, ""),
        ("Runtime.exceptionThrown", {"exceptionDetails": {"text": "Uncaught", "exception": {"description": "E"}}}, "E"),
        ("Log.entryAdded", {"entry": {"level": "error", "text": "refused"}}, "refused"),
        ("Log.entryAdded", {"entry": {"level": "verbose", "text": "slow"}}, ""),
        ("Page.loadEventFired", {}, ""),
    ],
)
def test_what_is_a_complaint(method: str, params: dict[str, object], said: str) -> None:
    assert complaint({"method": method, "params": params}) == said


@pytest.mark.skipif(found() is None, reason="no Chromium is installed")
def test_a_page_is_driven_and_tells_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    with Browser(*FLAT) as browser:
        page = browser.page(file.as_uri(), (300, 200), dark=True)
        assert page.tell("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, a + 1]", a=2) == [
            300,
            True,
            3,
        ]
        page.tell("document.getElementById('a').focus()")
        page.press("x")
        assert page.tell("[window.pressed, document.getElementById('a').value]") == ["x", "x"]
        page.wait("performance.now() > 200")
        assert any("wrong" in said for said in page.complaints())
        assert any("thrown" in said for said in page.complaints())
        assert page.requests() == ["http://127.0.0.1:9/none.png"]
        with pytest.raises(Fault, match="nothing is not defined"):
            page.tell("nothing")
        with pytest.raises(Fault, match="never false"):
            page.wait("false", 0.1)
        page.picture(tmp_path / "page.png")
        assert (tmp_path / "page.png").read_bytes()[:4] == b"\x89PNG"

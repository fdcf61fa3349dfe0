"""A headless Chromium that is driven over two pipes, without a library: pages, keys, clicks, pictures, complaints.

It speaks the DevTools protocol: one JSON message after the other, each with a zero byte at its end.
"""

import fcntl
import json
import os
import shutil
import signal
import tempfile
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome")
SOFTWARE = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
FLAT = ("--disable-gpu", "--disable-3d-apis")
OPTIONS = ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--no-first-run", "--remote-debugging-pipe")
STALL = "GPU stall"  # what a driver says when a pixel is read: no fault of the page
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}


class Fault(RuntimeError):
    """What the browser refuses, or what a script in a page throws."""


def found() -> str | None:
    """The Chromium of this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def parted(buffer: bytes) -> tuple[list[dict[str, Any]], bytes]:
    """The whole messages at the head of what has been read, and the rest."""
    *whole, rest = buffer.split(b"\0")
    return [json.loads(one) for one in whole if one], rest


class Browser:
    """A browser of its own, with a profile that is thrown away. Raises Fault where none is installed."""

    def __init__(self, *options: str) -> None:
        program = found()
        if program is None:
            raise Fault(f"no Chromium is installed (looked for {', '.join(NAMES)})")
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        (theirs_in, self._write), (self._read, theirs_out) = os.pipe(), os.pipe()
        ends = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in (theirs_in, theirs_out)]
        actions = [(os.POSIX_SPAWN_DUP2, fd, to) for fd, to in zip(ends, (3, 4), strict=True)]
        quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
        command = [program, *OPTIONS, f"--user-data-dir={self._profile.name}", *options, "about:blank"]
        self._pid = os.posix_spawn(program, command, os.environ, file_actions=[*actions, *quiet], setsid=True)
        for fd in (theirs_in, theirs_out, *ends):
            os.close(fd)
        self._rest, self._number = b"", 0
        self._events: list[dict[str, Any]] = []
        self._answers: dict[int, dict[str, Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self._pid, signal.SIGTERM)
        os.waitpid(self._pid, 0)
        os.close(self._write)
        os.close(self._read)
        self._profile.cleanup()

    def call(self, method: str, session: str | None = None, **given: Any) -> dict[str, Any]:
        """The answer to a message. Raises Fault."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": given} | ({"sessionId": session} if session else {})
        content = json.dumps(message).encode() + b"\0"
        while content:
            content = content[os.write(self._write, content) :]
        while self._number not in self._answers:
            self._hear()
        answer = self._answers.pop(self._number)
        if "error" in answer:
            raise Fault(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _hear(self) -> None:
        read = os.read(self._read, 1 << 20)
        if not read:
            raise Fault("the browser has gone")
        messages, self._rest = parted(self._rest + read)
        for message in messages:
            if "id" in message:
                self._answers[message["id"]] = message
            else:
                self._events.append(message)

    def events(self, session: str) -> list[dict[str, Any]]:
        """What a page has said of itself so far."""
        return [event for event in self._events if event.get("sessionId") == session]

    def page(self, url: str, size: tuple[int, int], dark: bool = False, phone: bool = False) -> "Page":
        """A page, as soon as it says that it is ready."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, url)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 2 if phone else 1, "mobile": phone}
        page.call("Emulation.setDeviceMetricsOverride", **metrics)
        page.media(dark=dark)
        page.call("Page.navigate", url=url)
        page.wait("document.documentElement.dataset.ready === 'yes'")
        return page


class Page:
    """A page in a browser."""

    def __init__(self, browser: Browser, session: str, url: str) -> None:
        self.browser, self.session, self.url = browser, session, url

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        """The answer to a message to this page."""
        return self.browser.call(method, self.session, **given)

    def tell(self, expression: str, **given: Any) -> Any:
        """The value of an expression, awaited; `given`: values that it may name. Raises Fault with what it throws."""
        names, values = ", ".join(given), ", ".join(json.dumps(value) for value in given.values())
        script = f"(async ({names}) => ({expression}))({values})"
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            fault = answer["exceptionDetails"]
            raise Fault(fault.get("exception", {}).get("description", fault["text"]))
        return answer["result"].get("value")

    def wait(self, condition: str, seconds: float = 90.0) -> None:
        """Until an expression is true. Raises Fault when it never is."""
        until = monotonic() + seconds
        while not self._is(condition):
            if monotonic() > until:
                raise Fault(f"{self.url}: never {condition} {self.complaints()}")
            sleep(0.05)

    def _is(self, condition: str) -> bool:
        """Whether an expression is true; a document that is about to go says nothing."""
        try:
            return self.tell(condition) is True
        except Fault:
            return False

    def media(self, dark: bool = False, printed: bool = False, calm: bool = False) -> None:
        """What the system asks of pages."""
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if calm else "no-preference"},
        ]
        self.call("Emulation.setEmulatedMedia", media="print" if printed else "", features=features)

    def press(self, key: str, shift: bool = False) -> None:
        """A key, down and up."""
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        code = KEYS.get(key, ord(key.upper()) if len(key) == 1 and key.isalnum() else 0)
        said = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **said)
        self.call("Input.dispatchKeyEvent", type="keyUp", **said)

    def click(self, x: float, y: float) -> None:
        """The left button at a point of the window."""
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, target: Path, whole: bool = False) -> None:
        """What is seen, as a PNG; `whole`: below the lower edge too."""
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        target.write_bytes(b64decode(answer["data"]))

    def printed(self, target: Path) -> None:
        """What would be printed, as a PDF."""
        answer = self.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
        target.write_bytes(b64decode(answer["data"]))

    def complaints(self) -> list[str]:
        """Errors and warnings of the console, and what nobody caught."""
        said = [complaint(event) for event in self.browser.events(self.session)]
        return [text for text in said if text and STALL not in text]

    def requests(self) -> list[str]:
        """What the page has asked for, beside itself and what it holds."""
        events = [e["params"] for e in self.browser.events(self.session) if e["method"] == "Network.requestWillBeSent"]
        asked = [str(one["request"]["url"]) for one in events]
        return [url for url in asked if url.partition("#")[0] != self.url.partition("#")[0] and url[:5] != "data:"]


def complaint(event: Mapping[str, Any]) -> str:
    """What an event says that is wrong with a page; empty when nothing is."""
    said = event["params"]
    if event["method"] == "Runtime.exceptionThrown":
        fault = said["exceptionDetails"]
        return str(fault.get("exception", {}).get("description", fault["text"]))
    if event["method"] == "Runtime.consoleAPICalled" and said["type"] in ("error", "warning", "assert"):
        return " ".join(str(one.get("value", one.get("description", ""))) for one in said["args"])
    if event["method"] == "Log.entryAdded" and said["entry"]["level"] in ("error", "warning"):
        return str(said["entry"]["text"])
    return ""

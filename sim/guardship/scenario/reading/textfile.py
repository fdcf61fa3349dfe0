"""Text of UTF-8 files of limited size, and of what comes out of a pipe."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from typing import final

from guardship.scenario.problems import ScenarioError, TextPlace, problem

LARGEST = 9_000_000  # bytes; a run folder's scenario with land of its own has up to 8 000 000
STDIN = "-"


@final
class Piped(str):
    """The name of a scenario that came out of a pipe, with its text: that can be read but once."""

    __slots__ = ("text",)
    text: str


def given(path: str | os.PathLike[str]) -> str:
    """The path of a scenario as it was given; of a pipe, or of `-`, which is the standard input, with the text."""
    name = os.fspath(path)
    if isinstance(name, Piped) or not (name == STDIN or _is_pipe(name)):
        return name
    piped = Piped(name)
    piped.text = _text(_piped(name, LARGEST), name)
    return piped


def _is_pipe(path: str) -> bool:
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _piped(name: str, largest: int) -> bytes:
    try:
        with contextlib.ExitStack() as opened:
            if name == STDIN:
                stream = getattr(sys.stdin, "buffer", None)
            else:
                descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # nobody may write to it
                stream = opened.enter_context(open(descriptor, "rb"))
                os.set_blocking(descriptor, True)
            raw = b"" if stream is None else bytes(stream.read(largest + 1))
    except OSError as fault:
        raise ScenarioError([problem(TextPlace(name), (), f"cannot be read: {fault.strerror or fault}")]) from None
    if len(raw) > largest:
        raise ScenarioError([problem(TextPlace(name), (), f"came more than {largest} bytes, wanted at most so many")])
    return raw


def text_of(path: str, largest: int = LARGEST) -> str:
    """The text of a regular UTF-8 file of limited size, or of what was `given`; the name is the one shown in errors."""
    return path.text if isinstance(path, Piped) else _text(_bytes(path, largest), path)


def _text(raw: bytes, path: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        good = raw[: fault.start].decode("utf-8-sig", "replace")
        wanted = f"came the byte 0x{raw[fault.start]:02x}, wanted UTF-8 text"
        raise ScenarioError([problem(place_after(good, path), (), wanted)]) from None


def _bytes(path: str, largest: int) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise ScenarioError([problem(TextPlace(path), (), "no such file")]) from None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise ScenarioError([problem(TextPlace(path), (), f"cannot be read: {reason}")]) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "what is not a regular file"
            raise ScenarioError([problem(TextPlace(path), (), f"came {kind}, wanted a file")])
        with open(descriptor, "rb", closefd=False) as file:
            raw = file.read(largest + 1)
    finally:
        os.close(descriptor)
    if len(raw) > largest:
        wanted = f"came a file of {max(status.st_size, len(raw))} bytes, wanted at most {largest}"
        raise ScenarioError([problem(TextPlace(path), (), wanted)])
    return raw


def place_after(text: str, file: str) -> TextPlace:
    lines = re.split(r"\r\n|\r|\n", text)
    return TextPlace(file, len(lines), len(lines[-1]) + 1)

"""Text of regular UTF-8 files of limited size."""

from __future__ import annotations

import os
import re
import stat

from guardship.scenario.problems import ScenarioError, TextPlace, problem

LARGEST = 2_000_000


def text_of(path: str, largest: int = LARGEST) -> str:
    """The text of a regular UTF-8 file of limited size; the name given is the name shown in errors."""
    raw = _bytes(path, largest)
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

"""Files that are there whole or not at all, and JSON of a store that somebody may have damaged."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from guardship.files.whole import regular

if TYPE_CHECKING:
    from pydantic import ValidationError

PART = ".part"  # what a killed command leaves of a file


class StoreError(ValueError):
    """The folder cannot be used for this batch."""


def write(target: Path, content: bytes) -> None:
    """Write a file, whole or not at all; it is on the disk when this returns. Raises OSError."""
    part = target.with_name(target.name + PART)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            keep(file.fileno())
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    keep_names(target.parent)


def append(target: Path, content: bytes) -> None:
    """Add to a file; it is on the disk when this returns. Raises OSError, after which a part of it may be there."""
    with target.open("ab") as file:
        file.write(content)
        file.flush()
        keep(file.fileno())


def keep(file: int) -> None:
    """Wait until what a file has is on the disk."""
    os.fsync(file)


def keep_names(folder: Path) -> None:
    """Wait until the names of a folder are on the disk, where the system can say so."""
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        keep(held)
    finally:
        os.close(held)


def digest(path: Path) -> str:
    """sha256 of a file. Raises OSError."""
    regular(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text_of(path: Path, most: int) -> bytes:
    """A file of JSON. Raises OSError, and StoreError for one of more bytes than a batch writes."""
    regular(path)
    if (size := path.stat().st_size) > most:
        raise StoreError(f"{path}: came {size} bytes, wanted at most {most}")
    return path.read_bytes()


def first(fault: ValidationError) -> str:
    """The first of the faults of a model, on one line."""
    one = fault.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in one["loc"])
    return f"{where}: {one['msg']}" if where else one["msg"]

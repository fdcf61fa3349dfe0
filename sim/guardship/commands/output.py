"""Files that commands write their answers to: refused before the work begins if that cannot be, whole or not there.

What is there already is written over when it is of the same kind, which JSON says by its keys, or when that is asked.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from guardship.commands.app import fail


def wanted(option: str, target: Path, endings: Sequence[str] = (), overwrite: bool = False) -> None:
    """Exit 2 when no file of that name can be written, or none with one of these endings, or over one that is there."""
    if endings and target.suffix.lower() not in endings:
        fail(f"guardship: {option}: came {target.name}, wanted a name that ends in {' or '.join(endings)}")
    _free(option, target, lambda _: overwrite, "empty; --overwrite replaces it")


def wanted_json(option: str, target: Path, kind: str, keys: Iterable[str]) -> None:
    """Exit 2 when no file of that name can be written, or over one that is not JSON with these keys, that is `kind`."""

    def known(content: bytes) -> bool:
        try:
            there = json.loads(content)
        except (ValueError, RecursionError):
            return False
        return isinstance(there, dict) and there.keys() == set(keys)

    _free(option, target, known, kind)


def _free(option: str, target: Path, known: Callable[[bytes], bool], kind: str) -> None:
    from guardship.files.whole import free

    if os.path.isdir(target):
        fail(f"guardship: {option}: {target} is a folder, wanted a file")
    try:
        free(target, known, kind, option)
    except OSError as error:
        fail(f"guardship: {option}: {error}")


def put(target: Path, content: bytes) -> None:
    """Write the file, whole or not at all; or exit 2."""
    from guardship.files.whole import write

    try:
        write(target, content)
    except OSError as error:
        fail(f"guardship: {target}: cannot be written ({error.strerror})")

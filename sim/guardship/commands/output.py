"""Files that commands write their answers to: refused before the work begins if that cannot be, whole or not there."""

import os
from collections.abc import Sequence
from pathlib import Path

from guardship.commands.app import fail


def wanted(option: str, target: Path, endings: Sequence[str] = ()) -> None:
    """Exit 2 when no file of that name can be written, or none with one of these endings."""
    if endings and target.suffix.lower() not in endings:
        fail(f"guardship: {option}: came {target.name}, wanted a name that ends in {' or '.join(endings)}")
    home = target.absolute().parent
    if target.is_dir():
        fail(f"guardship: {option}: {target} is a folder, wanted a file")
    if not home.is_dir():
        fail(f"guardship: {option}: there is no folder {home}")
    if not os.access(home, os.W_OK | os.X_OK):
        fail(f"guardship: {option}: cannot write in {home}")


def put(target: Path, content: bytes) -> None:
    """Write the file, whole or not at all; or exit 2."""
    from guardship.experiment.store.files import write

    try:
        write(target, content)
    except OSError as error:
        fail(f"guardship: {target}: cannot be written ({error.strerror})")

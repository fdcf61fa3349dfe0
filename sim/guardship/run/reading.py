"""Reading a run folder: what is missing or damaged is said with its file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from guardship.console import one_line
from guardship.files import whole
from guardship.run.folder import FORMAT, MARK
from guardship.scenario.schema import Scenario

if TYPE_CHECKING:
    import pyarrow
    from pandas import DataFrame


@final
class NotARun(ValueError):
    """A folder that holds no run, or a damaged one."""


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run folder of the present format. Raises NotARun."""
    if not folder.exists():
        whole.clear(folder.absolute().parent)  # perhaps it was being replaced when a process was killed
    found = content(folder, "manifest")
    if MARK not in found:
        raise NotARun(f"{folder / 'manifest.json'}: this is not the manifest of a run")
    if found[MARK] != FORMAT:
        raise NotARun(f"{folder / 'manifest.json'}: came a run folder of format {found[MARK]}, wanted {FORMAT}")
    return found


def scenario(folder: Path) -> Scenario:
    """The scenario of a run. Raises NotARun."""
    written = content(folder, "scenario")
    try:
        return Scenario.model_validate(written)
    except (ValueError, RecursionError) as fault:
        raise NotARun(f"{folder / 'scenario.json'}: {one_line(fault)}") from None


def content(folder: Path, name: str) -> dict[str, Any]:
    """What the JSON file of that name holds. Raises NotARun."""
    path = folder / f"{name}.json"
    try:
        whole.regular(path)
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotARun(f"{path}: there is no such file; wanted the folder of a run") from None
    except OSError as fault:
        raise NotARun(f"{path}: {fault.strerror}") from None
    except (ValueError, RecursionError, MemoryError) as fault:
        raise NotARun(f"{path}: damaged: {one_line(fault)}") from None
    if not isinstance(found, dict):
        raise NotARun(f"{path}: came {type(found).__name__}, wanted a mapping")
    return found


def table(folder: Path, name: str) -> "DataFrame":
    """The table of that name as a pandas frame. Raises NotARun."""
    return _table(folder, name, lambda made: made.to_pandas())


def arrow(folder: Path, name: str) -> "pyarrow.Table":
    """The table of that name as it is in the file. Raises NotARun."""
    return _table(folder, name, lambda made: made)


def _table(folder: Path, name: str, form: Callable[[Any], Any]) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    try:
        whole.regular(path)
        return form(pq.read_table(path, page_checksum_verification=True))
    except FileNotFoundError:
        raise NotARun(f"{path}: there is no such file") from None
    except (OSError, ValueError, MemoryError, OverflowError, pa.ArrowException) as fault:
        raise NotARun(f"{path}: damaged: {one_line(fault)}") from None

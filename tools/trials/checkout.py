"""The checkout under trial: its interpreter, its files, and its commands as functions."""

import gc
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.trials.trial import Act

HERE = Path(__file__).parents[2]
LAZY = (  # libraries that the package imports where it needs them
    *("duckdb", "matplotlib.figure", "pandas", "pyarrow.dataset", "pyarrow.parquet", "scipy.stats", "scipy.optimize"),
    *("rich.table", "rich.console", "optuna", "SALib.analyze.sobol", "pydantic", "yaml"),
)


def interpreter(checkout: Path) -> str:
    """The Python of a checkout."""
    return str(checkout / ".venv/bin/python")


def environment(**more: str) -> dict[str, str]:
    """Of a process that drives a checkout with the tools of this one; bytecode is kept, or everything starts slowly."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")}
    return {**kept, "PYTHONPATH": str(HERE), **more}


def again(checkout: Path, arguments: Sequence[str]) -> None:
    """Go on as the interpreter of the checkout, unless this is it already."""
    if Path(sys.prefix).resolve() != (checkout / ".venv").resolve():
        own = interpreter(checkout)
        os.execve(own, [own, "-m", "tools.trials", *arguments], environment())


def warm(checkout: Path) -> None:
    """Import everything and run once, in this process: it is tried in children that need not do either again."""
    import guardship

    found = Path(str(guardship.__file__)).resolve()
    if not found.is_relative_to(checkout.resolve()):
        raise RuntimeError(f"{found} is not of {checkout}")
    own = (module.name for module in pkgutil.walk_packages(guardship.__path__, "guardship."))
    for name in (*own, *LAZY):
        importlib.import_module(name)
    guardship.simulate(guardship.load(checkout / "scenarios/tiny.yaml", set={"time.measure": "6 h"}))
    gc.collect()
    gc.freeze()


def made(folder: Path) -> Path:
    """The folder, which is there afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def command(*arguments: str) -> Act:
    """A command of the checkout, as its entry point runs it."""

    def act() -> None:
        sys.argv = ["guardship", *arguments]
        from guardship.__main__ import main

        main()

    return act

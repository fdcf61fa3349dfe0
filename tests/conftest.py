"""What all tests begin with: as many workers as there is work for, compiled kernels, how hard Hypothesis tries."""

import os
import signal
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import examples

AT_MOST = 8  # workers, each of up to 2 GB


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One for each processor that we may use; none for a single file, which one worker would run alone anyway."""
    asked = {arg.split("::")[0] for arg in config.args}
    if len(asked) == 1 and Path(asked.pop()).is_file():
        return 0
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(mine, AT_MOST) if mine > 1 else 0


def pytest_configure(config: pytest.Config) -> None:
    """Kernels are compiled by the one process that starts the workers: each of them finds them all."""
    examples.choose(config.option.markexpr)
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        from guardship.warm import warm

        warm()


@pytest.fixture(scope="module", autouse=True)
def _nothing_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a module of tests keeps is let go when its tests are over: a run is megabytes, and there are hundreds."""
    yield
    for made in [
        one for one in vars(request.module).values() if getattr(one, "__module__", "") == request.module.__name__
    ]:
        if hasattr(made, "cache_clear"):
            made.cache_clear()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C works in this process, even where the tests were started without it, as in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where many examples are tried, the tests that try them are long ones."""
    if examples.many():
        for item in items:
            if hasattr(getattr(item, "obj", None), "hypothesis"):  # made by `@given`
                item.add_marker("long")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Rows of tables that tests recorded as properties named `table: TITLE`, in whatever process they ran."""
    tables: dict[str, list[str]] = defaultdict(list)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "teardown":
                for name, row in report.user_properties:
                    if name.startswith("table: "):
                        tables[name.removeprefix("table: ")].append(str(row))
    if terminalreporter.verbosity >= 0:
        for title, lines in tables.items():
            terminalreporter.section(title)
            terminalreporter.write_line("\n".join(lines))

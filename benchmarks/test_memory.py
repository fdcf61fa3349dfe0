"""Memory [MB] above what the imports take: of reading the file, of the run, of writing its folder (Linux)."""

import json
import sys
from typing import Any

import pytest

from benchmarks.parts import SCENARIOS
from benchmarks.processes import process

MEASURE = """
import json, sys, tempfile, guardship, guardship.run, pyarrow.parquet

def line(name):
    with open("/proc/self/status") as status:
        return int(next(text for text in status if text.startswith(name)).split()[1]) / 1024

def peak(work):
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # from now on the high-water mark is this step's own
    made = work()
    return line("VmHWM") - before, made

tiny, file = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    guardship.simulate(guardship.load(tiny), 0).write(folder + "/tiny")
    before = line("VmRSS")
    load, scenario = peak(lambda: guardship.load(file))
    run, done = peak(lambda: guardship.simulate(scenario, 0))
    write, _ = peak(lambda: done.write(folder + "/run"))
print(json.dumps({"load_mb": load, "run_mb": run, "write_mb": write}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.benchmark(group="memory")
@pytest.mark.parametrize("name", ["irtc", "gulf_of_aden"])
def test_memory(benchmark: Any, name: str) -> None:
    """Budget: 80 MB, at most 150, for `run_mb`. Each is a peak above a process that has run the tiny strait."""

    def go() -> dict[str, float]:
        files = (str(SCENARIOS / f"{file}.yaml") for file in ("tiny", name))
        found: dict[str, float] = json.loads(process("-c", MEASURE, *files))
        return found

    benchmark.extra_info.update(benchmark.pedantic(go, rounds=1))

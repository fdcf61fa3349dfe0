"""Pairs of runs by the version of guardship that is installed, for `benchmarks.pairs`: a line of JSON a block.

    python paired_runs.py ONE OTHER PAIRS CHANGES

ONE, OTHER: files of two policies; CHANGES: entries of both by dotted path, as JSON. A block of one file goes before
the same seeds of the other. Each line has the file's number, the processor time [s] of the block with its tables, and
by run the attacks and the surplus of attacks by chance, null in a version that does not count it.
"""

import importlib
import json
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq

SURPLUS = "surplus.attack_decided"
BLOCK = 8  # runs


def main(one: str, other: str, pairs: str, changes: str) -> None:
    """Run and print."""
    try:
        worker = importlib.import_module("guardship.experiment.engines.worker")
        plan, run_block = importlib.import_module("guardship.experiment.plan.plan").plan, worker.run_block
    except ModuleNotFoundError:  # as it was called until the tree was ordered by layers
        worker = importlib.import_module("guardship.experiment.play")
        plan, run_block = importlib.import_module("guardship.experiment.plan").plan, worker.play
    plans = [plan(file, {**json.loads(changes), "experiment.replications": int(pairs)}) for file in (one, other)]
    for asked in plans:
        worker.know(asked.order() if hasattr(asked, "order") else asked.as_json())
        run_block(asked.hash, asked.blocks(0, 1)[0])  # imports, and what the runs of a scenario share
    for begin in range(0, int(pairs), BLOCK):
        for number, asked in enumerate(plans):
            block = asked.blocks(begin, min(begin + BLOCK, int(pairs)))[0]
            start = time.process_time()
            files = run_block(asked.hash, block)
            seconds = time.process_time() - start
            runs = pq.ParquetFile(pa.BufferReader(files["runs"])).read(use_threads=False)  # threads may abort the exit
            surplus = runs.column(SURPLUS).to_pylist() if SURPLUS in runs.column_names else None
            told = {"file": number, "seconds": seconds, "attacks": runs.column("attacks").to_pylist()}
            print(json.dumps({**told, "surplus": surplus}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

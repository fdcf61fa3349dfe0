"""Each scenario is run in a process of its own and audited; a reproducer is kept of what goes wrong."""

import argparse
import json
import re
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tools.trials.checkout import made as folder_made
from tools.trials.checkout import warm
from tools.trials.child import Limits
from tools.trials.child import tried as forked
from tools.trials.scenarios.generated import Made, made
from tools.trials.trial import Outcome, Record

LIMITS = Limits(cpu=60, wall=600, memory=6.0)
SEED = 3
MARK = "result: "


def tried(given: argparse.Namespace) -> Iterator[Record]:
    """The results, as they come."""
    warm(given.checkout)
    with tempfile.TemporaryDirectory(prefix="trials-") as scratch:
        chosen = (one for one in made(given.checkout, given.count) if given.only in one.family)
        for number, one in enumerate(chosen):
            if number % given.every == 0:
                yield record(one, forked(partial(run, one), folder_made(Path(scratch) / "run"), limits=LIMITS))


def run(one: Made) -> None:
    """Run and audit; what came of it is the last line."""
    import guardship

    scenario = one.whole if one.file is None else guardship.load(one.file, set=one.changes)
    try:
        done = guardship.simulate(scenario, SEED)
        found = {check: findings[:2] for check, findings in guardship.audit(done).items() if findings}
        print(MARK + json.dumps({"vessels": len(done.model.crew.names), "findings": found}))
    except Exception as error:
        print(MARK + json.dumps({"error": type(error).__name__, "said": str(error)[:300]}))


def record(one: Made, outcome: Outcome) -> Record:
    """The line that is kept: with what was changed, where something is wrong."""
    lines = outcome.said.splitlines()
    last = lines[-1] if lines else ""
    result = json.loads(last.removeprefix(MARK)) if last.startswith(MARK) else {"error": f"exit {outcome.code}"}
    faults = [f"finding: {check}" for check in result.get("findings", ())]
    if "error" in result:
        faults.append(f"{result['error']}: {re.sub('[0-9.]+', 'N', result.get('said', ''))[:60]}")
    if "Warning" in outcome.said:
        faults.append("warning")
    told = {**result, "file": str(one.file and one.file.name), "set": dict(one.changes)} if faults else {}
    first = json.dumps(told) if told else ""
    return Record("scenarios", one.family, one.name, faults, outcome.code, round(outcome.cpu, 2), outcome.size, first)

"""Arms of a study: a scenario file with changes, run under many seeds; results are kept so that later arms only add."""

import hashlib
import json
import multiprocessing
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HOME = Path(__file__).parents[1]
DAY = 24.0
SHORT: Mapping[str, object] = {"time.warm_up": "4 d", "time.measure": "6 d", "time.drain": "2 d"}
CHUNK = 4

type Result = dict[str, Any]


class Arm(NamedTuple):
    """A name, a file below `scenarios/coalition`, and entries that are changed in it (dotted path, value as JSON)."""

    name: str
    file: str
    changes: tuple[tuple[str, str], ...] = ()
    renamed: bool = False  # the ships under other names: other endogenous draws of the same policy


def arm(file: str, changes: Mapping[str, object] | None = None, name: str = "", renamed: bool = False) -> Arm:
    """An arm, named after its file unless it has a name."""
    said = ((path, json.dumps(value)) for path, value in sorted((changes or {}).items()))
    return Arm(name or Path(file).stem, file, tuple(said), renamed)


@cache
def scenario(one: Arm) -> Any:
    """The scenario of an arm, with the study's times."""
    import guardship

    path = HOME / "scenarios" / "coalition" / one.file
    changes = {**SHORT, **{entry: json.loads(value) for entry, value in one.changes}}
    if one.renamed:
        groups = guardship.load(path, set=changes).written["groups"]
        for name, group in groups.items():
            if group.get("nation") is not None:
                changes |= {f"groups.{name}": None, f"groups.again_{name}": group}
    return guardship.load(path, set=changes)


@cache
def key(one: Arm) -> str:
    """A digest of what the arm means; it stays when the format gains sections that the arm does not have."""
    text = json.dumps(scenario(one).written, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def play(one: Arm, seed: int) -> Result:
    """Run it once: the summary and, day by day, what the summary does not hold."""
    import guardship

    run = guardship.simulate(scenario(one), seed)
    found = {"summary": run.summary, "days": by_day(run), "tasking": tasking(run)}
    return dict(json.loads(json.dumps(found)))


def by_day(run: Any) -> dict[str, dict[int, int]]:
    """Contacts that units have gained by day of the run, and illicit voyages by the day on which each was first held."""
    from guardship.core.kernels import state as s

    notes, lead, holder = run.model.ocean.notes(), run.roll.lead, run.roll.holder
    gained = notes[notes["kind"] == s.GAIN]
    own = [(float(t), int(b)) for t, a, b in zip(gained["t"], gained["a"], gained["b"], strict=True) if holder[a] >= 0]
    illicit = {k: t for t, k in reversed([(t, b) for t, b in own if lead[b] >= 0])}
    days = Counter(int(t // DAY) for t, _ in own)
    return {
        "contacts": dict(days),
        "illicit_contacts": dict(Counter(int(t // DAY) for t, b in own if lead[b] >= 0)),
        "first_contacts": dict(Counter(int(t // DAY) for t in illicit.values())),
    }


def tasking(run: Any) -> dict[str, Any]:
    """Requests to partners and counts of the lines of commands.

    A request: the day of its answer, the hours until the unit had its task or it was refused, who asked, whose unit it is.
    """
    begin, end = run.model.voyages.window
    nations, holder = [command.name for command in run.model.roster.commands], run.roll.holder
    asked: dict[tuple[int, int, int], float] = {}
    waits: list[tuple[int, float, str, str]] = []
    kinds: Counter[str] = Counter()
    for e in run.model.journal.log.entries:
        if begin <= e.time < end:
            kinds[e.kind] += 1
        unit = e.actor if e.kind == "tasked" else e.object
        if e.kind == "requested":
            asked[e.holder, unit, e.report] = e.time
        elif e.kind in ("tasked", "request_refused") and (e.holder, unit, e.report) in asked:
            hours = e.time - asked.pop((e.holder, unit, e.report))
            waits.append((int(e.time // DAY), hours, nations[e.holder], nations[holder[unit]]))
    return {"waits": waits, "lines": dict(kinds)}


def _job(job: tuple[Arm, tuple[int, ...], str]) -> int:
    one, seeds, folder = job
    for seed in seeds:
        path = place(Path(folder), one, seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(play(one, seed)))
        part.rename(path)
    return len(seeds)


def place(folder: Path, one: Arm, seed: int) -> Path:
    """Where a result is kept."""
    return folder / key(one) / f"{seed}.json"


def play_all(arms: Iterable[Arm], seeds: Sequence[int], folder: Path, workers: int = 2) -> None:
    """Run what is not there yet, the same seeds for all arms."""
    jobs = []
    for one in dict.fromkeys(arms):
        left = [seed for seed in seeds if not place(folder, one, seed).exists()]
        jobs += [(one, tuple(left[k : k + CHUNK]), str(folder)) for k in range(0, len(left), CHUNK)]
    if not jobs:
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        done, total = 0, sum(len(seeds) for _, seeds, _ in jobs)
        for count in pool.map(_job, jobs):
            done += count
            print(f"\r{done} of {total} runs", end="", flush=True)
    print()


def results(one: Arm, seeds: Sequence[int], folder: Path) -> list[Result]:
    """What was found, in the order of the seeds."""
    return [json.loads(place(folder, one, seed).read_text()) for seed in seeds]

"""Whether causes are causes: `uv run python -m tools.causes` fills in docs/validity/causes.md.

Each voyage that succeeded is run again, under the same seed, with each stage perfect that can be: with the one that its
cause names, with the one that its deepest opportunity names (the rule before), and with all others. It is saved when it
does not succeed then. Whatever changes a run saves some too: the placebo is the same run with another substream.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from guardship.build.theatre import Theatre
from guardship.experiment.analysis.intervals import Estimate, ratio
from guardship.experiment.studies.perfect import stages
from guardship.outcomes.opportunities import Opportunity, Stage
from guardship.outcomes.voyages import Outcome
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario

HOME = Path(__file__).parents[1]
PAGE = HOME / "docs/validity/causes.md"
BEGIN, END = "<!--measured-->\n", "<!--/measured-->\n"
FILES = {"smuggling": 70, "tips": 75, "alliance": 12, "irtc": 45, "coalition/closed_waters": 50}  # successes run again
LARGE = {
    "gulf_of_aden": 8,
    "gulf_of_aden_2008": 6,
    "gulf_of_aden_2009": 6,
    "gulf_of_aden_law": 4,
}  # seeds; funnels alone
PLACEBO = "placebo"
OTHERS = "others"  # the stages that the cause does not name
PERFECT = {  # what is made perfect for a stage
    Stage.UNDETECTED: "find",
    Stage.NOT_INVESTIGATED: "identify",
    Stage.CLEARED: "identify",
    Stage.LOST: "hold",
    Stage.TOO_LATE: "report",
    Stage.NOT_RELEASED: "release",
    Stage.NO_UNIT: "available",
    Stage.OUT_OF_REACH: "reach",
    Stage.NOT_FOUND: "find",
    Stage.NO_AUTHORITY: "authority",
    Stage.NOT_STOPPED: "stop",
    Stage.BOARDING_FAILED: "board",
    Stage.NOTHING_FOUND: "evidence",
    Stage.JETTISONED: "evidence",
    Stage.RELEASED: "dispose",
}
OF = {stage.label: stage for stage in Stage}
type Key = tuple[str, int]  # group and ordinal of a voyage


class Said(NamedTuple):
    """Stage and reason of a voyage's deepest opportunity, and of its cause."""

    deepest: Stage
    before: str
    named: Stage
    after: str


class Trial(NamedTuple):
    """A voyage that succeeded: what the two rules say, and whether it was saved by what was made perfect."""

    scenario: str
    seed: int
    said: Said
    saved: Mapping[str, bool]


def trials(scenario: Scenario, voyages: int) -> Iterator[Trial]:
    """Voyages of the seeds from 0, until there are so many."""
    perfect = {one.name: one.scenario for one in stages(scenario) if one.scenario is not None}
    theatre, done, seed = Theatre.of(scenario), 0, 0
    while done < voyages:
        for trial in _of_seed(scenario, perfect, theatre, seed):
            done += 1
            yield trial
        seed += 1


def seen(scenario: Scenario, seeds: Iterable[int]) -> Iterator[Trial]:
    """Voyages of some seeds, with nothing made perfect."""
    theatre = Theatre.of(scenario)
    for seed in seeds:
        for said in _succeeded(simulate(scenario, seed, theatre=theatre)).values():
            yield Trial(scenario.name, seed, said, {})


def _of_seed(scenario: Scenario, perfect: Mapping[str, Scenario], theatre: Theatre, seed: int) -> Iterator[Trial]:
    found = _succeeded(simulate(scenario, seed, theatre=theatre))
    if not found:
        return
    still = {name: _succeeded(simulate(made, seed)).keys() for name, made in perfect.items()}
    still[PLACEBO] = _succeeded(simulate(scenario, seed, substream=1, theatre=theatre)).keys()
    for key, said in found.items():
        yield Trial(scenario.name, seed, said, {name: key not in left for name, left in still.items()})


def _succeeded(run: Run) -> dict[Key, Said]:
    """The voyages that count and succeeded, with what both rules say."""
    voyages, deepest = run.voyages, _deepest(run.found)
    won = voyages[voyages["counted"] & (voyages["outcome"] == str(Outcome.SUCCEEDED))]
    return {
        (v.group, v.ordinal): Said(deepest[v.voyage].stage, deepest[v.voyage].reason.name.lower(), OF[v.stage], v.cause)
        for v in won.itertuples()
    }


def _deepest(rows: Iterable[Opportunity]) -> dict[int, Opportunity]:
    """The deepest opportunity of each voyage, ties to the earliest: its reason was the cause before."""
    found: dict[int, Opportunity] = {}
    for row in sorted(rows, key=lambda row: (row.stage, -row.begin)):
        found[row.voyage] = row
    return found


# ---- the page ------------------------------------------------------------------------------------


def saved(done: Sequence[Trial], rule: str) -> Estimate:
    """The share of voyages saved by what a rule names, across runs; those where nothing can be made perfect left out."""
    runs: dict[tuple[str, int], list[float]] = {}
    for trial in done:
        if asked := [trial.saved[what] for what in _asked(trial, rule) if what in trial.saved]:
            runs.setdefault((trial.scenario, trial.seed), []).append(sum(asked) / len(asked))
    return ratio([sum(own) for own in runs.values()], [len(own) for own in runs.values()], 100.0)


def more(done: Sequence[Trial]) -> Estimate:
    """How many more of 100 voyages what the cause names saves than what the deepest names, across runs."""
    runs: dict[tuple[str, int], list[int]] = {}
    for trial in done:
        named, deepest = (trial.saved[PERFECT[stage]] for stage in (trial.said.named, trial.said.deepest))
        runs.setdefault((trial.scenario, trial.seed), []).append(named - deepest)
    return ratio([sum(own) for own in runs.values()], [len(own) for own in runs.values()], 100.0)


def _asked(trial: Trial, rule: str) -> list[str]:
    """What was made perfect where a rule is asked; the placebo and the stages that the cause does not name are rules."""
    if rule == OTHERS:
        return [name for name in trial.saved if name not in (PLACEBO, PERFECT[trial.said.named])]
    return [PLACEBO if rule == PLACEBO else PERFECT[getattr(trial.said, rule)]]


def _cell(e: Estimate) -> str:
    if e.value != e.value:
        return ""
    return f"{e.value:.0f} ({max(e.low, 0.0):.0f} to {min(e.high, 100.0):.0f})"


def _line(cells: Sequence[Any]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"


def _testable(trial: Trial) -> bool:
    return all(PERFECT[stage] in trial.saved for stage in (trial.said.deepest, trial.said.named))


def _row(name: str, done: Sequence[Trial]) -> str:
    return _line([name, len(done), *(_cell(saved(done, rule)) for rule in ("named", "deepest", OTHERS, PLACEBO))])


def page(done: Sequence[Trial]) -> str:
    """The measured part of the page: per cent of the voyages saved, with 95 % intervals across runs."""
    both = [trial for trial in done if _testable(trial)]
    apart = [trial for trial in both if PERFECT[trial.said.named] != PERFECT[trial.said.deepest]]
    head = ["voyages", "n", "the stage of the cause", "of the deepest", "any other than that of the cause", "placebo"]
    text = _line(head) + _line(["---"] * len(head))
    for name in dict.fromkeys(trial.scenario for trial in done):
        text += _row(f"`{name}`", [trial for trial in both if trial.scenario == name])
    text += _row("all", both) + _row("all, where the rules name different stages", apart)
    e = more(apart)
    text += f"\nWhere they name different stages that of the cause saves {e.value:.0f} ({e.low:.0f} to {e.high:.0f}) more of 100. "
    text += f"Left out: {len(done) - len(both)} voyages with a stage that no entry makes perfect.\n\n"
    head = ["stage", "named by causes", "saved, %", "deepest", "saved, %"]
    text += _line(head) + _line(["---"] * len(head))
    for stage in Stage:
        own = {rule: [t for t in done if getattr(t.said, rule) is stage] for rule in ("named", "deepest")}
        if any(own.values()):
            cells = [cell for rule, some in own.items() for cell in (len(some), _cell(saved(some, rule)))]
            text += _line([f"`{stage.label}`, {PERFECT[stage]}", *cells])
    return text


def funnels(done: Sequence[Trial]) -> str:
    """The same voyages by cause, before and after, a table a scenario."""
    text = ""
    for name in dict.fromkeys(trial.scenario for trial in done):
        said = [trial.said for trial in done if trial.scenario == name]
        before, after = Counter(one.before for one in said), Counter(one.after for one in said)
        text += f"\n`{name}`, {len(said)} successes:\n\n"
        text += _line(["cause", "before", "now"]) + _line(["---"] * 3)
        for cause in sorted(before | after, key=lambda cause: (-after[cause], -before[cause], cause)):
            text += _line([f"`{cause}`", before[cause] or "", after[cause] or ""])
    return text


def _load(name: str) -> Scenario:
    return load(HOME / f"scenarios/{name}.yaml")


def main() -> None:
    """Run, and fill in the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    done: list[Trial] = []
    for name, voyages in FILES.items():
        done += trials(_load(name), voyages)
        print(name, len(done), flush=True)
    large = [trial for name, seeds in LARGE.items() for trial in seen(_load(name), range(seeds))]
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{page(done)}{funnels([*done, *large])}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

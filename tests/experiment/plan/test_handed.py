"""Agents and rules of one's own in a batch: who is handed what, what does not fit, what a store says of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from experiment.stores import changed_files, placed
from guardship.build.handed import HandedError
from guardship.commands.compare import handed
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.cluster import dask
from guardship.experiment.engines.local import here, local
from guardship.experiment.plan.plan import Plan, plan
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch
from guardship.scenario.problems import ScenarioError

AGENTS = """
from guardship.agents import Patrol
from guardship.occurrences import Own

class Loud(Patrol):
    def on_classified(self, seen):
        self.helm.note(Own("looks"), contact=seen.contact)
        super().on_classified(seen)

AGENTS = {"frigate": Loud}
"""
RULES = """
from dataclasses import dataclass
from guardship.reasons import Reason

@dataclass
class Nothing:
    own: object
    def release(self, report, edge, u):
        return Reason.NOT_RELEASED
    def delay(self, report, edge, u, now):
        return self.own.delay(report, edge, u, now)
    def clearance(self, edge):
        return None

RULES = {"mine": Nothing}
"""
SHARING = Path(__file__).parents[2] / "system" / "sharing.yaml"
MESH = {"topology": "mesh", "edges": {"delay": "1 h"}}
DAYS = {"time.warm_up": "0 h", "time.measure": "4 d", "time.drain": "0 h"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small batch and files of one's own."""
    made = tmp_path_factory.mktemp("handed")
    placed(made)
    (made / "loud.py").write_text(AGENTS)
    (made / "nothing.py").write_text(RULES)
    return made


def small(folder: Path, agents: str | None = "loud.py") -> Plan:
    file = folder / "experiments/small.yaml"
    return plan(file, {"experiment.replications": 8}, None if agents is None else folder / agents)


@pytest.fixture(scope="module")
def loud(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the batch with these agents, made in this process."""
    out = tmp_path_factory.mktemp("stores") / "loud"
    run(small(folder), out, here)
    return out


def looks(found: Batch) -> int:
    return int((found.events["kind"] == "own:looks").sum())


def test_every_run_has_them(loud: Path) -> None:
    found = Batch(loud)
    assert len(found.failed) == 0 and looks(found) > 0
    said = found.manifest["agents"]["frigate"]
    assert said["name"] == "loud.Loud" and len(said["files"]["loud"]) == 64
    assert "Patrol" not in (loud / "plan.json").read_text()  # no code


ENGINES = {
    "local": lambda plan, blocks: local(plan, blocks, 2),
    "dask": lambda plan, blocks: dask(plan, blocks, None, 2),
}


@pytest.mark.filterwarnings("ignore")  # of Dask and its web server
@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_workers_have_them(folder: Path, loud: Path, tmp_path: Path, engine: Callable[..., object]) -> None:
    run(small(folder), tmp_path / "store", engine)  # type: ignore[arg-type]
    assert changed_files(loud, tmp_path / "store") == []


def test_a_store_of_other_agents_is_refused(folder: Path, loud: Path) -> None:
    (folder / "other.py").write_text(AGENTS + "# more\n")
    for agents in (None, "other.py"):
        with pytest.raises(StoreError, match=r"differs in hash, agents"):
            run(small(folder, agents), loud, here)
    run(small(folder), loud, here)


def test_a_store_without_is_that_of_before(folder: Path, tmp_path: Path) -> None:
    plain = small(folder, None)
    assert "handed" not in json.loads(plain.as_json()) and plain.hash != small(folder).hash
    run(plain, tmp_path / "store", here)
    assert "agents" not in Batch(tmp_path / "store").manifest
    with pytest.raises(StoreError, match=r"differs in hash, agents"):
        run(small(folder), tmp_path / "store", here)


def test_code_is_never_read_from_a_store(folder: Path, loud: Path, tmp_path: Path) -> None:
    read = Batch(loud).plan
    assert read.hash == small(folder).hash and read.own.agents is None
    with pytest.raises(StoreError, match="--agents FILE"):
        run(read, tmp_path / "store", here)
    order = Plan.of_order(small(folder).order())
    assert order == small(folder) and order.own.agents is not None


# ---- rules -----------------------------------------------------------------------------------------------------------


def shared(folder: Path, variants: object, rules: str | None = "nothing.py", factors: object = None) -> Plan:
    asked = {"variants": variants, "replications": 2, "keep": [], **({"factors": factors} if factors else {})}
    file = None if rules is None else folder / rules
    return plan(SHARING, {**DAYS, "sharing": MESH, "experiment": asked}, None, file)


NAMED = {"plain": {}, "closed": {"set": {"sharing.edges.rule": "mine"}}}


def test_a_run_is_handed_the_rules_that_it_names(folder: Path, tmp_path: Path) -> None:
    found = run(shared(folder, NAMED), tmp_path / "store", here)
    assert len(found.failed) == 0
    sent, delivered = found.measure("sharing.sent"), found.measure("sharing.delivered")
    assert sent[1].sum() > 0 < delivered[0].sum() and not delivered[1].any()


def test_a_rule_may_be_a_level(folder: Path) -> None:
    rules = {"path": "sharing.edges.rule", "levels": ["mine", "other"]}
    with pytest.raises(ScenarioError, match=r"at rule=other: sharing: came a rule of one's own, other: wanted it"):
        shared(folder, {"plain": {}}, factors={"rule": rules})


def test_what_does_not_fit(folder: Path) -> None:
    with pytest.raises(
        ScenarioError, match=r"variants.closed: came a rule of one's own, mine: wanted it .*--rules FILE"
    ):
        shared(folder, NAMED, None)
    with pytest.raises(HandedError, match=r"nothing.py: rules: no variant has a rule mine"):
        shared(folder, {"plain": {}})
    (folder / "seven.py").write_text("RULES = {'mine': 7}\n")
    with pytest.raises(HandedError, match=r"seven.py: rules: mine: want a class or function"):
        shared(folder, NAMED, "seven.py")
    for text, said in (("{'carrier': object}", "no variant has a type carrier"), ("{'frigate': 7}", "want a subclass")):
        (folder / "wrong.py").write_text(f"AGENTS = {text}\n")
        with pytest.raises(HandedError, match=rf"wrong.py: agents: {said}"):
            small(folder, "wrong.py")


def test_a_store_is_given_its_files_again(folder: Path, loud: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For runs of its own, as of `guardship voyages`: the same ones, or exit 2."""
    read = Batch(loud).plan
    assert handed(read, folder / "loud.py", None) == small(folder)
    (folder / "other.py").write_text(AGENTS + "# more\n")
    with pytest.raises(typer.Exit):
        handed(read, folder / "other.py", None)
    assert "not the files that the batch was handed" in capsys.readouterr().err

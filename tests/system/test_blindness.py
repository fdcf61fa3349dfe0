"""Agents cannot see the truth: with everything beyond the own ship replaced, they decide the same."""

import ast
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import guardship.agents as package
from guardship.agents import Helm, Patrol, Radio, Sighting, Task, Vessel
from guardship.build.model import PatrolModel
from guardship.build.theatre import Theatre
from guardship.run.run import Run
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario
from guardship.world.helm import Bridge

from .veil import MASK, Veil, install, original
from .worlds import TINY, strait, tiny, week

pytestmark = pytest.mark.usefixtures("patched")
Crews = Mapping[str, type[Vessel]]


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Clairvoyant, Gossip, Numerologist)


def run(scenario: Scenario, seed: int, veiled: bool, agents: Crews | None = None) -> Run:
    """A whole run, with or without a veil."""
    theatre = Theatre.of(scenario)
    model = PatrolModel(scenario, seed, agents=agents, theatre=theatre)
    if veiled:
        model.veil = Veil(model)
    model.run_until(theatre.hours)
    return Run(scenario, seed, theatre, model)


def done(run: Run) -> tuple[list[Any], pd.DataFrame, pd.DataFrame]:
    """Orders, log and reports; of a veiled run with contacts and tracks under the numbers that they have."""
    events, reports = run.events, run.reports
    reports["track"] = reports["track"].fillna(0).astype("int64")
    if getattr(run.model, "veil", None) is not None:
        for table in (events, reports):
            table["track"] = table["track"].where(table["track"] == 0, table["track"] ^ MASK)
        reports["contact"] = reports["contact"].map(original)
    return run.model.ocean.__dict__.get("ordered", []), events, reports


def difference(plain: Run, other: Run) -> str:
    """The first order, line of the log or report that differs; nothing when there is none."""
    (orders, *tables), (others, *other_tables) = done(plain), done(other)
    for k, (a, b) in enumerate(zip(orders, others, strict=False)):
        if a != b:
            return f"order {k}: {a} became {b}"
    for name, a, b in zip(("events", "reports"), tables, other_tables, strict=True):
        if not a.equals(b):
            return f"{name} differ"
    return "" if len(orders) == len(others) else "more orders"


CORRECTS: dict[str, Any] = {
    "corrections": {"finds": 0.9}, "visits.harmless": None, "alike": {"dhow": 2},
    "descriptions.name.seen": {"optical": [{"sees": 0.9, "mistakes": 0.2}]},
}  # fmt: skip

LIES: dict[str, Any] = {
    "at": "6 h", "for": "9 d", "stolen": {"holders": ["alpha"]},
    "poisoned": {
        "count": 5, "hull": "dhow", "wanted": "drugs", "chance": 0.9, "describes": "name", "lasts": "9 d", "in": "beat",
        "into": ["alpha"],
    },
}  # fmt: skip
LISTED: dict[str, Any] = {
    "changes_hull": {"share": 0.4}, "hides_gear": {"share": 0.3, "shows": 0.5},
    "stays_ashore": {"share": 0.3, "takes": "5 h"},
}  # fmt: skip


def signs() -> Scenario:
    """Boats that show what they are, before one nation."""
    one = {f"groups.{name}.nation": "alpha" for name in ("cutters", "watchers")}
    return load(Path(__file__).parent / "recognition.yaml", set=one)


def hulls() -> Scenario:
    """Boats that are known again, before one nation, which corrects what it has kept of them; some of that is false,
    and those whom it wants know that they are.
    """
    one: dict[str, Any] = {f"groups.{name}.nation": "alpha" for name in ("cutters", "watchers")}
    one |= {f"recognition.dossiers.{key}": value for key, value in CORRECTS.items()}
    one |= {"cyber.lists": LIES, "types.runner.when_listed": LISTED}
    return load(Path(__file__).parent / "dossiers.yaml", set=one)


def prizes() -> Scenario:
    """A ship that is taken, used as a mother ship, and followed, before one nation."""
    one: dict[str, Any] = {"groups.west_ships.nation": "east", "nations.west": None}
    used: dict[str, Any] = {"types.pirate_group.prizes.mother_ship": {"chance": 1.0, "for": "1 d"}}
    return load(Path(__file__).parent / "prizes.yaml", set={**used, "groups.ships.per_day": 12, **one})


def weighing() -> Scenario:
    """The small strait with pirates who weigh ships, patrols in sight among them, and ships that are protected."""
    decides = {
        "by": "worth",
        "chance": 0.7,
        "speed": {"at": "12 kn", "halves_every": "3 kn"},
        "guards": {"seen": {"chance": 0.9, "halves_every": "4 nm"}, "odds": 0.2},
        "runs": 0.5,
        "warship": {"odds": 0.2, "doubles_every": "3 nm"},
    }
    wire = {"seen": {"chance": 0.8, "halves_every": "4 nm"}, "odds": 0.5, "boards": 0.5, "delays": "3 min"}
    return load(
        TINY,
        set={
            "protection": {"wire": wire},
            "types.freighter.protection": {"wire": 0.5},
            "types.freighter.guarded": 0.4,
            "types.pirate_group.attacks.decides": decides,
            "types.pirate_group.attacks.turned_back": 0.5,
            "types.pirate_group.attacks_in": {},
            "groups.ships.per_day": 20,
        },
    )


WORLDS: dict[str, tuple[Callable[[], Scenario], range]] = {
    "tiny": (tiny, range(10)),
    "strait": (strait, range(8)),
    "irtc": (week, range(2)),
    "signs": (signs, range(3)),
    "hulls": (hulls, range(2)),
    "prizes": (prizes, range(3)),
    "weighing": (weighing, range(4)),
}
KINDS = {
    "tiny": """Merchant.on_contact Merchant.on_attacked Patrol.on_contact Patrol.on_classified Patrol.on_update
        Patrol.on_tasked Patrol.on_arrival Patrol.on_intercept Patrol.on_boarding_done PirateGroup.set_out
        PirateGroup.on_contact PirateGroup.on_prey_near PirateGroup.on_warship PirateGroup.on_gives_up
        PirateGroup.on_control PirateGroup.on_endurance PirateGroup.on_arrival Skiff.on_intercept Skiff.on_arrival
        Command.on_report""",
    "strait": """Smuggler.set_out Smuggler.on_contact Smuggler.on_contact_lost Smuggler.on_arrival Smuggler.on_hidden
        Smuggler.on_stopped Smuggler.on_released Smuggler.on_caught Smuggler.on_endurance Patrol.on_boarding_done
        Attacker.set_out Attacker.on_contact Attacker.on_arrival Attacker.on_intercept
        Attacker.on_endurance""",
    "irtc": """Merchant.on_contact Patrol.on_classified Patrol.on_update Patrol.on_tasked Patrol.on_arrival
        Patrol.on_intercept PirateGroup.set_out PirateGroup.on_contact Skiff.on_intercept Command.on_report""",
    "signs": """Patrol.on_looked Patrol.on_answered Patrol.on_update Patrol.on_tasked Patrol.on_intercept
        Patrol.on_boarding_done Smuggler.set_out Command.on_report""",
    "weighing": """PirateGroup.on_contact PirateGroup.on_prey_near PirateGroup.on_warship Skiff.on_intercept
        Merchant.on_attacked Patrol.on_tasked Command.on_report""",
    "hulls": """Patrol.on_looked Patrol.on_update Patrol.on_boarding_done Command.on_report Smuggler.on_prepared""",
    "prizes": """Patrol.on_classified Patrol.on_update Patrol.on_intercept PirateGroup.on_control
        PirateGroup.on_endurance Merchant.on_arrival Command.on_report""",
}


@pytest.mark.parametrize("world", WORLDS)
def test_the_same_decisions_without_the_truth(world: str) -> None:
    scenario, seeds = WORLDS[world]
    decided = set[str]()
    for seed in seeds:
        veiled = run(scenario(), seed, True)
        assert difference(run(scenario(), seed, False), veiled) == ""
        decided |= set(veiled.model.veil.decided)
    assert sorted(set(KINDS[world].split()) - decided) == []


# ---- the veil hides: agents that peep are found ------------------------------------------------------------


class Clairvoyant(Patrol):
    """Sails towards where the first vessel of the fleet is."""

    def on_tasked(self, task: Task) -> bool:
        x, _ = self.model.ocean.position(0)
        return self.helm.sail([(100.0 + x % 10.0 if isfinite(x) else 90.0, 60.0)], 10.0)


class Gossip(Patrol):
    """Knows what all the others are doing."""

    def on_classified(self, seen: Sighting) -> None:
        if all(vessel.name for vessel in self.model.crew):
            super().on_classified(seen)


class Numerologist(Patrol):
    """Trusts in the numbers of contacts."""

    def on_classified(self, seen: Sighting) -> None:
        if seen.contact % 3:
            super().on_classified(seen)


@pytest.mark.parametrize("crew", [Clairvoyant, Numerologist])
def test_a_peeping_agent_is_found(crew: type[Patrol]) -> None:
    agents = {"frigate": crew}
    assert any(difference(run(tiny(), seed, False, agents), run(tiny(), seed, True, agents)) for seed in range(6))


def test_a_look_at_another_agent_is_found() -> None:
    with pytest.raises(AttributeError):
        for seed in range(6):
            run(tiny(), seed, True, {"frigate": Gossip})


# ---- and there is no way around ----------------------------------------------------------------------------


class Port:
    """A pilot of which only what a protocol promises can be reached."""

    def __init__(self, pilot: Any, protocol: type) -> None:
        self._given = {name: pilot for name in vars(protocol) if not name.startswith("_")}
        self.pilot_for_launching = pilot

    def __getattr__(self, name: str) -> Any:
        if name == "launch":
            mother = self._given[name]
            return lambda boat, *args: mother.launch(boat.pilot_for_launching, *args)
        return getattr(self._given[name], name)


def test_agents_need_nothing_but_their_ports() -> None:
    """With nothing else to hold on to, not even the model, they do the same."""
    scenario, seed = tiny(), 9
    theatre = Theatre.of(scenario)
    model = PatrolModel(scenario, seed, theatre=theatre)
    world = SimpleNamespace()
    for agent in model.crew:
        assert isinstance(agent.helm, Bridge)
        agent.model, agent.helm, agent.radio = world, Port(agent.helm, Helm), Port(agent.radio, Radio)
    model.run_until(theatre.hours)
    stripped = Run(scenario, seed, theatre, model)
    assert stripped.events["kind"].isin(["pursuit", "attack", "distress"]).sum() > 2
    assert difference(run(scenario, seed, False), stripped) == ""


SOURCES = sorted(Path(package.__file__).parent.rglob("*.py"))
ALLOWED = tuple(f"guardship.{layer}" for layer in ("agents", "coalition", "intelligence", "occurrences", "reasons"))


REFLECTION = ("getattr", "vars", "globals", "eval", "exec", "__import__")


def trespasses(source: str) -> Iterator[str]:
    """Imports from other layers, more of the model than its one static fact, private names of others, reflection."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("guardship"))
        elif isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("guardship")):
            if not (node.module or "").startswith(ALLOWED):
                yield f"from {node.module}"
        elif isinstance(node, ast.Attribute):
            of, name = ast.unparse(node.value), node.attr
            private = name.startswith("_") and not name.startswith("__") and name != "_replace"
            if of.endswith("model") or (private and of != "self"):
                yield f"{of}.{name}"
        elif isinstance(node, ast.Name) and node.id in REFLECTION:
            yield node.id


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_sources_of_agents_stay_on_their_side(source: Path) -> None:
    assert list(trespasses(source.read_text())) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import guardship.core.ocean", "guardship.core.ocean"),
        ("from guardship.core.kernels import state", "from guardship.core.kernels"),
        ("from .. import model", "from None"),
        ("x = self.model.ocean", "self.model.ocean"),
        ("x = self.helm.model.crew", "self.helm.model.crew"),
        ("x = track._fixes", "track._fixes"),
        ("x = getattr(self, 'mod' + 'el')", "getattr"),
    ],
)
def test_a_trespass_is_found(source: str, found: str) -> None:
    assert list(trespasses(source)) == [found]

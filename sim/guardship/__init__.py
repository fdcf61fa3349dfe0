"""Guardship: what do joint patrols and shared intelligence buy at sea, and what do they cost?"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guardship.build.model import PatrolModel
    from guardship.experiment.analysis.compare import compare
    from guardship.experiment.plan.plan import plan
    from guardship.experiment.store.results import Batch
    from guardship.run.audit import audit
    from guardship.run.map import map
    from guardship.run.run import Run
    from guardship.run.simulate import simulate
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.check import load
    from guardship.scenario.schema import Scenario

__version__ = "0.1.0"
__all__ = [
    "Batch",
    "PatrolModel",
    "Run",
    "Scenario",
    "ScenarioError",
    "audit",
    "compare",
    "load",
    "map",
    "plan",
    "simulate",
]
_HOMES = {
    "Batch": "experiment.store.results",
    "PatrolModel": "build.model",
    "Run": "run.run",
    "Scenario": "scenario.schema",
    "ScenarioError": "scenario.problems",
    "audit": "run.audit",
    "compare": "experiment.analysis.compare",
    "load": "scenario.reading.check",
    "map": "run.map",
    "plan": "experiment.plan.plan",
    "simulate": "run.simulate",
}


def __getattr__(name: str) -> Any:
    """Names are imported when they are first used: the command line starts without the libraries."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"guardship.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'guardship' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

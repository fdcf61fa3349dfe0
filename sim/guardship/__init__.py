"""Guardship: what do joint patrols and shared intelligence buy at sea, and what do they cost?"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guardship.experiment.compare import compare
    from guardship.experiment.plan import plan
    from guardship.experiment.results import Batch
    from guardship.inspection import audit
    from guardship.model import PatrolModel
    from guardship.run import Run, simulate
    from guardship.scenario.check import load
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.schema import Scenario

__version__ = "0.1.0"
__all__ = [
    "Batch", "PatrolModel", "Run", "Scenario", "ScenarioError", "audit", "compare", "load", "plan", "simulate",
]  # fmt: skip
_HOMES = {
    "PatrolModel": "model", "Run": "run", "simulate": "run", "load": "scenario.check", "Scenario": "scenario.schema",
    "ScenarioError": "scenario.problems", "audit": "inspection", "Batch": "experiment.results",
    "compare": "experiment.compare", "plan": "experiment.plan",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Names are imported when they are first used: the command line starts without the libraries."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"guardship.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'guardship' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

"""Who decides: Mesa agents, called when something has happened. They see the world through their ports only."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guardship.agents.command import Command
    from guardship.agents.interfaces import Helm, Radio, Sighting, Surroundings, Task, Verdict
    from guardship.agents.limits import ALWAYS, Limits
    from guardship.agents.merchant import Merchant
    from guardship.agents.offenders.attacker import Attacker
    from guardship.agents.offenders.offender import Voyager
    from guardship.agents.offenders.pirate import PirateGroup
    from guardship.agents.offenders.skiff import Skiff
    from guardship.agents.offenders.smuggler import Smuggler
    from guardship.agents.patrol.unit import Patrol
    from guardship.agents.vessel import Passive, Vessel

__all__ = [
    "ALWAYS",
    "Attacker",
    "Command",
    "Helm",
    "Limits",
    "Merchant",
    "Passive",
    "Patrol",
    "PirateGroup",
    "Radio",
    "Sighting",
    "Skiff",
    "Smuggler",
    "Surroundings",
    "Task",
    "Verdict",
    "Vessel",
    "Voyager",
]
_HOMES = {
    "ALWAYS": "limits",
    "Attacker": "offenders.attacker",
    "Command": "command",
    "Helm": "interfaces",
    "Limits": "limits",
    "Merchant": "merchant",
    "Passive": "vessel",
    "Patrol": "patrol.unit",
    "PirateGroup": "offenders.pirate",
    "Radio": "interfaces",
    "Sighting": "interfaces",
    "Skiff": "offenders.skiff",
    "Smuggler": "offenders.smuggler",
    "Surroundings": "interfaces",
    "Task": "interfaces",
    "Verdict": "interfaces",
    "Vessel": "vessel",
    "Voyager": "offenders.offender",
}


def __getattr__(name: str) -> Any:
    """Names are imported when they are first used: who only asks in which surroundings agents act needs no Mesa."""
    if name in _HOMES:
        from importlib import import_module

        return import_module(f"guardship.agents.{_HOMES[name]}").__dict__[name]
    raise AttributeError(f"module 'guardship.agents' has no attribute {name!r}")

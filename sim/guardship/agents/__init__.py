"""Who decides: Mesa agents, called when something has happened. They see the world through their ports only."""

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

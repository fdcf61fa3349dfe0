"""Who decides: Mesa agents, called when something has happened. They see the world through their ports only."""

from guardship.agents.attacker import Attacker
from guardship.agents.command import Command
from guardship.agents.limits import ALWAYS, Limits
from guardship.agents.merchant import Merchant
from guardship.agents.patrol import Patrol
from guardship.agents.pirate import PirateGroup
from guardship.agents.ports import Helm, Radio, Sighting, Surroundings, Task
from guardship.agents.skiff import Skiff
from guardship.agents.smuggler import Smuggler
from guardship.agents.vessel import Passive, Vessel
from guardship.agents.voyager import Voyager

__all__ = [
    "ALWAYS", "Attacker", "Command", "Helm", "Limits", "Merchant", "Passive", "Patrol", "PirateGroup", "Radio",
    "Sighting", "Skiff", "Smuggler", "Surroundings", "Task", "Vessel", "Voyager",
]  # fmt: skip

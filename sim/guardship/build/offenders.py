"""All kinds of offenders: what makes voyages that patrols are there to stop. Another one is another line here."""

from guardship.build.attackers import ATTACKER
from guardship.build.offender import Offender
from guardship.build.pirates import PIRATE
from guardship.build.smugglers import SMUGGLER
from guardship.scenario.groups import Motion

OFFENDERS: tuple[Offender, ...] = (PIRATE, SMUGGLER, ATTACKER)


def of_motion(motion: Motion) -> Offender | None:
    """What is known of offenders whose groups do this; None for what is lawful."""
    return next((one for one in OFFENDERS if isinstance(motion, one.motion)), None)

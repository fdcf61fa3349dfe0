"""How a patrol unit works: its speeds, how far it goes after what, how it searches, with what it stops and boards."""

from dataclasses import dataclass
from math import inf

from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.lookout import Inquiry
from guardship.agents.patrol.prizes import USUAL as LEAVES_BE
from guardship.agents.patrol.prizes import Rules as AboutPrizes
from guardship.agents.patrol.searches import Pattern
from guardship.intelligence import Judge, Likeness

USUAL = Likeness()


@dataclass(frozen=True, slots=True)
class Relief:
    """Who keeps a contact asks for its relief so long before it has to leave [h].

    `fits`: how sure the relief has to be that its own contact is the one that was kept.
    """

    asks: float
    fits: float = 0.0


@dataclass(frozen=True, slots=True)
class Doctrine:
    """How a unit works. Speeds [kn], lengths [nm], times [h].

    `cruise`, `top`: the speed at which it patrols and searches, and the one at which it makes for something.
    `investigates`: how far off it goes after a contact of its own or of a picture; `responds`: how far off it goes
    after a call for help or a tip; inf: however far. `likeness`: when it takes a contact for what was reported.
    `search_for`: how long it searches about a datum, 0: never; `search_radius`, `search_spacing`, `search_pattern`: on
    which legs; `search_led`: it is led to what it searches for. `team`: what it boards with, None: it cannot; `stops`:
    the chance that it halts a quarry without boarding it; `shadows`: how long it keeps a contact for a unit that can do
    more, inf: for as long as it can; `relief`: how it asks for somebody else to keep it then, None: it does not.
    `law_abiding`: hulls that it does not hunt. `waits`: it stays where it is until a flag state has answered.
    `rescues`: within which a call for help goes before everything but a boarding. `allowed`: the chance that it halts a
    quarry by such force as its nation allows. `judge`: what its nation makes of looks that show signs, None where a
    label says it; `inquiries`: ways to ask, in their order, what a contact alongside is about.
    `prizes`: what its nation does about ships in the hands of pirates.
    """

    cruise: float
    top: float
    investigates: float = inf
    responds: float = inf
    likeness: Likeness = USUAL
    search_for: float = 2.0
    search_radius: float = 10.0
    search_spacing: float = 2.5
    search_pattern: Pattern = Pattern.EXPANDING_SQUARE
    search_led: bool = False
    team: Team | None = None
    stops: float = 0.0
    shadows: float = 0.0
    relief: Relief | None = None
    law_abiding: frozenset[str] = frozenset()
    waits: bool = False
    rescues: float = 0.0
    allowed: float = 1.0
    judge: Judge | None = None
    inquiries: tuple[Inquiry, ...] = ()
    prizes: AboutPrizes = LEAVES_BE

"""How patient a command is: how long a call waits, when units under way are told, how far about a tip is looked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from guardship.scenario import units

CALL_WAITS = 1.0  # h, assumed
REDIRECTS = 2.0  # nm, assumed
TIP_SPREADS = 2.0  # standard deviations, assumed: 86 in 100 lie there (Rayleigh)

type CallWaits = Annotated[
    units.Duration, Field(description="How long after its last news a call that nobody could answer waits for a unit")
]
type Redirects = Annotated[
    units.Length,
    Field(description="A unit under way is told when its track is so far from where it was believed"),
]
type TipSpreads = Annotated[
    units.Factor, Field(description="On a tip, within so many standard deviations of its place is looked")
]

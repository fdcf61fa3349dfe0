"""How patient a command is: for how long a call waits, and when units under way are told that they go astray."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from guardship.scenario import units

CALL_WAITS = 1.0  # h, assumed
REDIRECTS = 2.0  # nm, assumed

type CallWaits = Annotated[
    units.Duration, Field(description="How long after its last news a call that nobody could answer waits for a unit")
]
type Redirects = Annotated[
    units.Length,
    Field(description="A unit under way is told when its track is so far from where it was believed"),
]

"""What all have in common that make voyages which patrols are there to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from guardship.scenario.base import Model
from guardship.scenario.distributions import Constant
from guardship.scenario.quantities import Delays

REPLACED = Constant(30 * 24.0)  # h, assumed: a crew in custody is missed for a month, and not for ever


class Voyaging(Model):
    """Makes voyages. `points`, `waters`: what names points and areas of `geometry`, by its key in a file."""

    points: ClassVar[Mapping[str, str]] = {}
    waters: ClassVar[Mapping[str, str]] = {}

    replaced_after: Annotated[
        Delays, Field(description="From the arrest of a crew until there is another, with a boat; `unlimited`: never")
    ] = REPLACED

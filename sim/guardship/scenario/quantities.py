"""Distributions of each quantity that a scenario uses, as pydantic types."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from guardship.scenario import units
from guardship.scenario.distributions import Distribution
from guardship.scenario.written import Drawn

type Speeds = Annotated[Distribution, Drawn(units.Speed)]
type PositiveSpeeds = Annotated[Distribution, Drawn(units.PositiveSpeed)]
type Durations = Annotated[Distribution, Drawn(units.Duration)]
type Leads = Annotated[Distribution, Drawn(units.SignedDuration)]
type Delays = Annotated[Distribution, Drawn(units.UnlimitedDuration)]
type Lengths = Annotated[Distribution, Drawn(units.Length)]
type Offsets = Annotated[Distribution, Drawn(units.SignedLength)]
type Bearings = Annotated[Distribution, Drawn(units.Bearing)]
type Counts = Annotated[Distribution, Drawn(units.Count)]
type Sums = Annotated[Distribution, Drawn(units.Dollars)]
type Masses = Annotated[Distribution, Drawn(units.Mass)]
type Longitudes = Annotated[Distribution, Drawn(units.Longitude)]
type Latitudes = Annotated[Distribution, Drawn(units.Latitude)]

CALL_WAITS = 1.0  # h, assumed
REDIRECTS = 2.0  # nm, assumed

type CallWaits = Annotated[
    units.Duration, Field(description="How long after its last news a call that nobody could answer waits for a unit")
]
type Redirects = Annotated[
    units.Length,
    Field(description="A unit under way is told when its track is so far from where it was believed"),
]

"""Distributions of each quantity that a scenario uses, as pydantic types."""

from __future__ import annotations

from typing import Annotated

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

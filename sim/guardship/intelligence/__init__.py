"""What a holder believes: observations, reports that take time, and tracks in a picture. Never the truth.

Units: nautical miles, hours, knots; x and y on the theatre's plane.
"""

from guardship.intelligence.association import Habits
from guardship.intelligence.filter import State, chance_within
from guardship.intelligence.network import Channel, Delivery, Network, Plain, Rule, Traffic
from guardship.intelligence.observation import Appearance, Kind, Observation, ObservationId, Report, merge
from guardship.intelligence.picture import Picture
from guardship.intelligence.track import Status, Track

__all__ = [
    "Appearance",
    "Channel",
    "Delivery",
    "Habits",
    "Kind",
    "Network",
    "Observation",
    "ObservationId",
    "Picture",
    "Plain",
    "Report",
    "Rule",
    "State",
    "Status",
    "Track",
    "Traffic",
    "chance_within",
    "merge",
]

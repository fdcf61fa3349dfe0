"""What a holder believes: observations, reports that take time, and tracks in a picture. Never the truth.

Units: nautical miles, hours, knots; x and y on the theatre's plane.
"""

from guardship.intelligence.association import Habits
from guardship.intelligence.channel import PUBLIC, Asked, Channel, Draw, Originator, Plain, Quantile, Rule
from guardship.intelligence.filter import State, chance_within
from guardship.intelligence.network import Delivery, Message, Network, Traffic
from guardship.intelligence.observation import Appearance, Kind, Observation, ObservationId, Report, Use, merge
from guardship.intelligence.picture import Picture
from guardship.intelligence.rules import Fields, ReleaseTerms
from guardship.intelligence.track import Status, Track

__all__ = [
    "PUBLIC",
    "Appearance",
    "Asked",
    "Channel",
    "Delivery",
    "Draw",
    "Fields",
    "Habits",
    "Kind",
    "Message",
    "Network",
    "Observation",
    "ObservationId",
    "Originator",
    "Picture",
    "Plain",
    "Quantile",
    "ReleaseTerms",
    "Report",
    "Rule",
    "State",
    "Status",
    "Track",
    "Traffic",
    "Use",
    "chance_within",
    "merge",
]

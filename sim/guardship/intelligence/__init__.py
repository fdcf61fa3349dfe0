"""What a holder believes: observations, reports that take time, and tracks in a picture. Never the truth.

Units: nautical miles, hours, knots; x and y on the theatre's plane.
"""

from guardship.intelligence.advisory import Advisory, Fix, Trust
from guardship.intelligence.association import Habits
from guardship.intelligence.channel import PUBLIC, Asked, Channel, Draw, Originator, Plain, Quantile, Rule
from guardship.intelligence.corrections import Corrections
from guardship.intelligence.desk import Reading
from guardship.intelligence.evidence import NOTHING, Assessment, Chances, Comparison, Episode, Evidence, Look
from guardship.intelligence.filter import State, chance_within, predict
from guardship.intelligence.history import History
from guardship.intelligence.identity import Identity
from guardship.intelligence.judgement import Judge, Measures
from guardship.intelligence.likeness import Likeness, recognised
from guardship.intelligence.network import Delivery, Message, Network, Traffic
from guardship.intelligence.observation import (
    HULL_ALONE,
    Appearance,
    Dossier,
    Kind,
    Link,
    Observation,
    ObservationId,
    Report,
    Repute,
    Use,
    merge,
)
from guardship.intelligence.picture import Picture
from guardship.intelligence.register import Register
from guardship.intelligence.rules import Fields, ReleaseTerms
from guardship.intelligence.track import Status, Track

__all__ = [
    "HULL_ALONE",
    "NOTHING",
    "PUBLIC",
    "Advisory",
    "Appearance",
    "Asked",
    "Assessment",
    "Chances",
    "Channel",
    "Comparison",
    "Corrections",
    "Delivery",
    "Dossier",
    "Draw",
    "Episode",
    "Evidence",
    "Fields",
    "Fix",
    "Habits",
    "History",
    "Identity",
    "Judge",
    "Kind",
    "Likeness",
    "Link",
    "Look",
    "Measures",
    "Message",
    "Network",
    "Observation",
    "ObservationId",
    "Originator",
    "Picture",
    "Plain",
    "Quantile",
    "Reading",
    "Register",
    "ReleaseTerms",
    "Report",
    "Repute",
    "Rule",
    "State",
    "Status",
    "Track",
    "Traffic",
    "Trust",
    "Use",
    "chance_within",
    "merge",
    "predict",
    "recognised",
]

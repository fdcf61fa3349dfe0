"""What random draws are for, each with its number, and the 64-bit names of those that have no id.

A draw is named by (seed, purpose, entity, n) and nothing else (`kernels.philox`): two purposes of one number would be
one luck. The numbers of the core's own draws stand with the kernels, which are compiled with them.
"""

from enum import IntEnum, unique
from functools import lru_cache
from hashlib import sha256

from guardship.core.kernels import philox


@unique
class Purpose(IntEnum):
    """What a draw decides. Numbers are stable: add, never renumber, for a new one changes every run."""

    # the core; DETECT is that of a vessel's first law of detection, each further law has the next number
    DETECT = int(philox.DETECT)
    IDENTIFY = int(philox.IDENTIFY)
    APPEARANCE = int(philox.APPEARANCE)
    ROAM = int(philox.ROAM)
    NOISE = int(philox.NOISE)
    BIAS = int(philox.BIAS)
    PLACE = int(philox.PLACE)
    COURSE = int(philox.COURSE)
    STOP = int(philox.STOP)
    PASSED = int(philox.PASSED)
    SHOWN = int(philox.SHOWN)
    SINCE = int(philox.SINCE)
    SEEN = int(philox.SEEN)
    CLOSER = int(philox.CLOSER)  # the look in the second ring; each further ring has the next number
    CLEARANCE = int(philox.CLEARANCE)

    # boardings, attacks and cargoes
    ATTACK_BOARDS = 64
    VISIT_HOURS = 65
    TEAM_BOARDS = 66
    EVIDENCE = 67
    COURT = 68
    HALT = 69
    CONSENT_GRANTED = 70
    CONSENT_HOURS = 71
    CARGO = 72
    DAMAGE = 73
    LIVES = 74
    STRIKE = 75
    REPLACED = 76

    # what agents ask (`Helm.draw`)
    ASKED_BASE = 80
    ASKED_ENDURANCE = 81
    ASKED_GIVES_UP = 82
    ASKED_CONTROL = 83
    ASKED_PAUSE = 84
    ASKED_OWN = 85
    ASKED_ALERT = 86
    ASKED_DISPOSES = 87
    ASKED_AWAY = 88
    ASKED_ON_STATION = 89
    ASKED_GROUND = 90
    ASKED_WILLING = 91
    ASKED_CITADEL = 92
    ASKED_TRIES = 93
    ASKED_LANDING = 94
    ASKED_REACTION = 95
    ASKED_INQUIRY = 96
    ASKED_LISTED = 98
    ASKED_LISTED_HOURS = 99

    # traffic when it is built
    ARRIVAL = 128
    KEEP = 129
    TYPE = 130
    SPEED = 131
    PLACE_X = 132
    PLACE_Y = 133
    HEADING = 134
    START = 135
    OFFSET = 136
    ALONG = 137
    GUARDS = 138
    BOATS = 139
    BOAT_SPEED = 140
    REST = 141
    SHIPS = 148
    JOINS = 149
    STAGGER = 150
    CITADEL = 151
    FLAG = 152

    # fields of boats
    FIELD_KEPT = 159
    FIELD_PLACE = 160
    CHASE_HOURS = 161
    CHASE_LEFT = 162
    FIELD_PACE = 163
    FIELD_BEARING = 164
    ALARM = 165
    ALARM_MOMENT = 166
    FIELD_COUNT = 167

    # weather, law, programmes, tips, attacks on the network, pacts, dossiers
    WIND = 168
    HAZE = 169
    PROGRAMME = 178
    PHASE = 179
    CLAIM = 188
    CALLED = 211
    TIP_TOLD = 213
    TIP_MADE_UP = 214
    CYBER_PLACE = 215
    CALLED_OUT = 216
    TESTIMONY = 217
    RECOGNISED = 218
    MISREAD = 219
    FALSE_SUBJECT = 230
    WITHHOLDS = 231
    FABRICATES = 232
    LINKED = 220

    # stations by a map of where groups are expected
    STATION_LOT = 250
    STATION_CHOICE = 251
    ASKED_LEG = 252

    # warnings to shipping
    REPORTS_IN = 260
    RECEIVES = 261
    ADVISED_LATER = 262
    ADVISORY_HOURS = 263

    # enterprises: what they choose, what a stop or a strike takes, when it is paid for or replaced
    ASKED_OPTION = 270
    FORFEITED = 271
    ASKED_PAID = 272
    STRUCK = 273
    ASKED_EQUIPS = 274

    # what pirates make of a ship, and what protects her
    ASKED_WORTH = 275
    GUARDS_SEEN = 276
    PROTECTION_SEEN = 277
    TURNED_BACK = 278
    PROTECTED = 279

    # ships in the hands of pirates
    PRIZE_TERMS = 280
    PRIZE_RECOGNISED = 281
    PRIZE_RETAKEN = 282
    PRIZE_LIVES = 283
    PRIZE_USED = 284

    # ways of smugglers
    ASKED_WAY = 285

    # reports on their way (intelligence.Draw): within a holder, and of one episode on one edge
    LATENCY = 4160
    SHARED_DELAY = 8256
    SHARED_RELEASE = 8257
    SHARED_POSITION = 8258
    SHARED_MOTION = 8259
    SHARED_IDENTITY = 8260
    SHARED_BLUR_X = 8261
    SHARED_BLUR_Y = 8262
    SHARED_ASKED = 8263
    SHARED_REQUEST = 8264
    SHARED_ANSWER = 8265
    SHARED_LOOKS = 8267
    SHARED_DESCRIPTION = 8268
    LEAK_FOUND = 8269
    LEAK_HOURS = 8270
    SHARED_OWN = 8266  # whatever a rule of one's own asks

    # orders between commands and units
    ORDER = 16448
    REFUSAL = 16449
    DUPLICATE = 16450
    RELIEF = 16451
    PRECEDENCE = 16452
    GOES = 16460


BY_SEED = frozenset(
    (
        Purpose.SHOWN,
        Purpose.CONSENT_GRANTED,
        Purpose.SHARED_RELEASE,
        Purpose.SHARED_POSITION,
        Purpose.SHARED_MOTION,
        Purpose.SHARED_IDENTITY,
        Purpose.SHARED_LOOKS,
        Purpose.SHARED_DESCRIPTION,
        Purpose.SHARED_ASKED,
        Purpose.SHARED_OWN,
    )
)
"""What is decided by the seed, whatever the substream; all other decisions are by the substream."""

DECIDED = {
    Purpose.APPEARANCE: "looks_suspicious",
    Purpose.PASSED: "clearance_passed_on",
    Purpose.CLEARANCE: "name_noted",
    Purpose.MISREAD: "name_misread",
    Purpose.SHOWN: "sign_shown",
    Purpose.SEEN: "sign_seen",
    Purpose.ASKED_WILLING: "attack_decided",
    Purpose.ASKED_WORTH: "attack_worth",
    Purpose.GUARDS_SEEN: "guards_seen",
    Purpose.PROTECTION_SEEN: "protection_seen",
    Purpose.TURNED_BACK: "turned_back",
    Purpose.ATTACK_BOARDS: "attackers_board",
    Purpose.STRIKE: "strike_succeeds",
    Purpose.HALT: "halted",
    Purpose.TEAM_BOARDS: "team_boards",
    Purpose.EVIDENCE: "evidence_found",
    Purpose.COURT: "detained",
    Purpose.CONSENT_GRANTED: "consent_granted",
    Purpose.REFUSAL: "partner_refuses",
    Purpose.DUPLICATE: "duplicate_avoided",
    Purpose.RELIEF: "handed_over",
    Purpose.TIP_TOLD: "tip_given",
    Purpose.RECOGNISED: "hull_recognised",
    Purpose.WITHHOLDS: "dossier_kept_back",
    Purpose.FABRICATES: "dossier_fabricated",
    Purpose.LINKED: "dossiers_agree",
    Purpose.FORFEITED: "thing_forfeited",
    Purpose.STRUCK: "thing_struck",
    Purpose.REPORTS_IN: "ship_reports_in",
    Purpose.RECEIVES: "broadcast_received",
    Purpose.PRIZE_RECOGNISED: "prize_recognised",
    Purpose.PRIZE_RETAKEN: "prize_retaken",
    Purpose.PRIZE_LIVES: "hostage_lost",
    Purpose.PRIZE_USED: "prize_hunts",
    Purpose.LEAK_FOUND: "leak_found_out",
    Purpose.SHARED_RELEASE: "report_released",
    Purpose.SHARED_POSITION: "position_released",
    Purpose.SHARED_MOTION: "motion_released",
    Purpose.SHARED_IDENTITY: "identity_released",
    Purpose.SHARED_LOOKS: "looks_released",
    Purpose.SHARED_DESCRIPTION: "description_released",
    Purpose.SHARED_ASKED: "permission_given",
    Purpose.SHARED_OWN: "own_rule",
}
"""What `Ocean.decide` and the kernel's `happens` decide, each with the word of tables and columns."""


@lru_cache(maxsize=4096)  # groups ask for their grounds again and again
def named(text: str) -> int:
    """The 64-bit name in draws of what has no id: of a text, as its users agree upon it."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def edge_named(sender: str, receiver: str) -> int:
    """The 64-bit name of an edge between two holders: of their names alone."""
    return named(f"{sender}>{receiver}")

"""Purposes and names of draws: each number is the one of before, and no two are the same."""

from typing import Any

import numpy as np
import pytest

from guardship.core.draws import Purpose, edge_named, named
from guardship.core.kernels import philox
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Law, Ocean, Suite, new_fleet

# golden: what every run so far was drawn with. A new purpose is added here; a number that changes changes results
NUMBERS = """
DETECT 1 IDENTIFY 8 APPEARANCE 9 ROAM 10 NOISE 11 BIAS 12 PLACE 13 COURSE 14 STOP 15 PASSED 16
SHOWN 17 SINCE 18 SEEN 19 CLOSER 20 CLEARANCE 24

ATTACK_BOARDS 64 VISIT_HOURS 65 TEAM_BOARDS 66 EVIDENCE 67 COURT 68 HALT 69 CONSENT_GRANTED 70 CONSENT_HOURS 71
CARGO 72 DAMAGE 73 LIVES 74 STRIKE 75 REPLACED 76

ASKED_BASE 80 ASKED_ENDURANCE 81 ASKED_GIVES_UP 82 ASKED_CONTROL 83 ASKED_PAUSE 84 ASKED_OWN 85 ASKED_ALERT 86
ASKED_DISPOSES 87 ASKED_AWAY 88 ASKED_ON_STATION 89 ASKED_GROUND 90 ASKED_WILLING 91 ASKED_CITADEL 92 ASKED_TRIES 93
ASKED_LANDING 94 ASKED_REACTION 95 ASKED_INQUIRY 96 ASKED_LISTED 98 ASKED_LISTED_HOURS 99

ARRIVAL 128 KEEP 129 TYPE 130 SPEED 131 PLACE_X 132 PLACE_Y 133 HEADING 134 START 135 OFFSET 136 ALONG 137 GUARDS 138
BOATS 139 BOAT_SPEED 140 REST 141 SHIPS 148 JOINS 149 STAGGER 150 CITADEL 151 FLAG 152

FIELD_KEPT 159 FIELD_PLACE 160 CHASE_HOURS 161 CHASE_LEFT 162 FIELD_PACE 163 FIELD_BEARING 164 ALARM 165
ALARM_MOMENT 166 FIELD_COUNT 167

WIND 168 HAZE 169 PROGRAMME 178 PHASE 179 CLAIM 188 CALLED 211 TIP_TOLD 213 TIP_MADE_UP 214 CYBER_PLACE 215
CALLED_OUT 216 TESTIMONY 217 RECOGNISED 218 MISREAD 219 LINKED 220 FALSE_SUBJECT 230 WITHHOLDS 231 FABRICATES 232
REPORTS_IN 260 RECEIVES 261 ADVISED_LATER 262 ADVISORY_HOURS 263
ASKED_WORTH 275 GUARDS_SEEN 276 PROTECTION_SEEN 277 TURNED_BACK 278 PROTECTED 279

PRIZE_TERMS 280 PRIZE_RECOGNISED 281 PRIZE_RETAKEN 282 PRIZE_LIVES 283 PRIZE_USED 284

STATION_LOT 250 STATION_CHOICE 251 ASKED_LEG 252
ASKED_OPTION 270 FORFEITED 271 ASKED_PAID 272 STRUCK 273 ASKED_EQUIPS 274

ASKED_WAY 285

LATENCY 4160 SHARED_DELAY 8256 SHARED_RELEASE 8257 SHARED_POSITION 8258 SHARED_MOTION 8259 SHARED_IDENTITY 8260
SHARED_BLUR_X 8261 SHARED_BLUR_Y 8262 SHARED_ASKED 8263 SHARED_REQUEST 8264 SHARED_ANSWER 8265 SHARED_OWN 8266
SHARED_LOOKS 8267 SHARED_DESCRIPTION 8268 LEAK_FOUND 8269 LEAK_HOURS 8270

ORDER 16448 REFUSAL 16449 DUPLICATE 16450 RELIEF 16451 PRECEDENCE 16452 GOES 16460
"""


def test_the_numbers_are_those_of_before() -> None:
    words = NUMBERS.split()
    assert {purpose.name: int(purpose) for purpose in Purpose} == dict(
        zip(words[::2], map(int, words[1::2]), strict=True)
    )


def test_the_laws_of_detection_are_nobody_elses() -> None:
    """DETECT counts on by the slot of the sensor."""
    slots = {int(philox.DETECT) + slot for slot in range(int(s.SLOTS))}
    assert slots & {int(purpose) for purpose in Purpose} == {int(Purpose.DETECT)}


def test_a_purpose_is_drawn_as_its_number_and_nothing_is_compiled_for_it() -> None:
    fleet = new_fleet(1)
    ocean = Ocean(fleet, [Suite([{(0, 0): Law.rate(1.0, 1.0)}])], 7, Environment.constant(), starts=np.zeros(1))
    uniform: Any = philox.uniform
    plain = uniform(ocean.n[s.SEED], 69, np.uint64(5), 2)
    compiled = list(uniform.signatures)
    assert ocean.given(Purpose.HALT, 5, 2) == plain
    assert list(uniform.signatures) == compiled


@pytest.mark.parametrize(
    ("name", "number"),
    [
        (named(""), 0xE3B0C44298FC1C14),
        (named("abc"), 0xBA7816BF8F01CFEA),
        (edge_named("a", "b"), named("a>b")),
    ],
)
def test_names_are_the_first_eight_bytes_of_sha256(name: int, number: int) -> None:
    """FIPS 180-4: the digests of nothing and of "abc"."""
    assert name == number


def test_an_edge_has_a_direction() -> None:
    assert edge_named("a", "b") != edge_named("b", "a")

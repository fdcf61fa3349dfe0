"""stub until names merges"""

from hashlib import sha256

from guardship.core.kernels.philox import AGENT, BUILD

BOARDING, VISIT, TEAM, EVIDENCE, COURT, HALT = range(AGENT, AGENT + 6)
CONSENT_GRANTED, CONSENT_DELAY = AGENT + 6, AGENT + 7
AMOUNT, DAMAGE, LIVES, STRIKE = range(AGENT + 8, AGENT + 12)
CLAIM = BUILD + 60
LATENCY = AGENT + 4096
SHARING = {
    w: AGENT + 8192 + k
    for k, w in enumerate(
        ("delay", "release", "position", "motion", "identity", "blur_x", "blur_y", "asked", "request", "answer")
    )
}
ORDER, REFUSAL, DUPLICATE, RELIEF = range(AGENT + 16384, AGENT + 16388)
QUESTIONS = {
    n: AGENT + 16 + k
    for k, n in enumerate(
        (
            "base",
            "endurance",
            "gives_up",
            "control",
            "pause",
            "own",
            "alert",
            "disposes",
            "away",
            "on_station",
            "ground",
            "willing",
            "citadel",
            "tries",
            "landing",
            "reaction",
        )
    )
}
KEPT, WHERE, LASTS, LEFT, PACE, BEARING = range(BUILD + 31, BUILD + 37)
COUNTED = BUILD + 39


def named(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")

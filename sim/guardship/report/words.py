"""What the columns of a store are called for people."""

from collections.abc import Mapping
from typing import Any

from guardship.meanings import ACTIVITIES

WORDS = {
    "attacks": "attacks",
    "attacks.hijacked": "ships hijacked",
    "voyages.succeeded": "hostile voyages that succeeded",
    "voyages.stopped": "hostile voyages stopped",
    "boardings.innocent": "innocent vessels boarded",
    "duplicate_responses.count": "calls to which two ships came",
    "usd.paid": "spent",
    "usd.borne": "losses borne",
    "usd.net": "net cost",
    "usd.transferred": "transferred",
    "usd.gained": "gained",
    "interdiction_probability": "share of voyages stopped before a prize",
    "attacks.on_shipping": "attacks on its shipping",
    "calls_answered": "calls answered",
    "innocent_boarded": "innocent vessels boarded",
    "repeated_boardings": "innocent vessels boarded that had been boarded before",
    "repeated_boardings.by_nation": "innocent vessels boarded that the same nation had boarded before",
    "boardings": "boardings",
    "attacks_per_1000_transits": "attacks per 1000 transits",
    "hijackings_per_1000_transits": "hijackings per 1000 transits",
}
MANY = frozenset(
    ("attacks", "attacks.hijacked", "voyages.succeeded", "voyages.stopped", "boardings.innocent", "boardings")
)  # of which there are fewer, not less
MONEY = ((1e9, "thousand million USD"), (1e6, "million USD"), (1e3, "thousand USD"), (1.0, "USD"))


def called(measure: str) -> str:
    """A measure's name in words."""
    if (activity := measure.removeprefix("effort_h.")) in ACTIVITIES:
        return f"ship hours {ACTIVITIES[activity]}"
    return WORDS.get(measure, measure.replace(".", ", ").replace("_", " "))


def unit(measure: str) -> str:
    """Its unit, as far as its name says so."""
    if measure.startswith("usd."):
        return "USD"
    return "h" if measure.endswith("_h") or measure.startswith("effort_h") else ""


def comparative(measure: str, answer: str) -> str:
    """More, less or fewer of a measure."""
    return "fewer" if answer == "less" and measure in MANY else answer


def titled(measure: str) -> str:
    """Name and unit, the first letter large."""
    said = called(measure)
    of = unit(measure)
    return said[:1].upper() + said[1:] + (f" [{of}]" if of else "")


def at(levels: Mapping[str, Any]) -> str:
    """The values of factors in one line that breaks between them only."""
    return ", ".join(f"{name} = {value}".replace(" ", "\u00a0") for name, value in levels.items())


def size(measure: str, most: float) -> tuple[float, str]:
    """What the numbers of a picture are divided by, and the unit that they have then."""
    if not measure.startswith("usd."):
        return 1.0, unit(measure)
    return next((one for one in MONEY if most >= one[0]), MONEY[-1])

"""What is compared: a number of every run for each measure, defined in every run (counts and sums, no ratios)."""

from collections.abc import Callable, Mapping
from math import nan
from typing import Any

type Result = Mapping[str, Any]
type Of = Callable[[Result], float]

MILLION = 1e6
HOME_STATES = ("pakistan", "turkey")  # the Islamic nations among those of the base
GOLDEN = "30_min"
EXERCISED = {"european_union", "nato", "pakistan", "turkey"}
EXERCISE = (5, 7)  # days of the run on which the studies hold the exercise


def _measure(r: Result, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = r["summary"]["measures"][name]
    return found


def _offences(r: Result, *names: str) -> list[Mapping[str, Any]]:
    return [o for name, o in r["summary"]["offences"].items() if name in names or not names]


def stopped(r: Result, *names: str) -> float:
    """Illicit voyages that were stopped, of some offences or of all."""
    return float(sum(o["outcomes"].get("stopped", 0) for o in _offences(r, *names)))


def delivered(r: Result, *names: str) -> float:
    """Cargo that arrived: people, or kg."""
    return float(sum(o["cargo"]["delivered"] for o in _offences(r, *names) if "cargo" in o))


def succeeded(r: Result, *names: str) -> float:
    """Illicit voyages that reached what they were for."""
    return float(sum(o["outcomes"].get("succeeded", 0) for o in _offences(r, *names)))


def contacts(r: Result, kind: str, begin: int, end: int) -> float:
    """Contacts that units have gained from one day of the run to another."""
    return float(sum(n for day, n in r["days"][kind].items() if begin <= int(day) < end))


def late(r: Result) -> float:
    """Calls about attacks to which nobody had come within 30 min."""
    within = _measure(r, "response")["within"][GOLDEN]
    return float(within["n"] - within["count"])


def usd(r: Result, side: str, *nations: str) -> float:
    """Millions of dollars on one side of the ledger, in all or of some nations."""
    if not nations:
        return float(r["summary"]["ledger"]["usd"][side]) / MILLION
    return float(sum(r["summary"]["nations"][n]["usd"][side] for n in nations)) / MILLION


def attacks_on(r: Result, home: bool) -> float:
    """Attacks on the shipping of Islamic nations, or on that of all their partners."""
    nations = r["summary"]["nations"].items()
    chosen = (n for name, n in nations if name != "others" and (name in HOME_STATES) == home)
    return float(sum(n["attacks"]["on_shipping"] for n in chosen))


def lines(r: Result, *kinds: str) -> float:
    """Lines of these kinds in the log."""
    return float(sum(r["tasking"]["lines"].get(kind, 0) for kind in kinds))


def waited(r: Result, begin: int, end: int = 10**6) -> float:
    """Hours in which requests among the nations of the exercise were answered: the mean from one day to another.

    nan without any: such pairs are left out, and the number of pairs says so.
    """
    hours = [h for day, h, *ends in r["tasking"]["waits"] if begin <= day < end and EXERCISED.issuperset(ends)]
    return sum(hours) / len(hours) if hours else nan


MEASURES: Mapping[str, Of] = {
    "attacks": lambda r: float(r["summary"]["attacks"]["count"]),
    "hijacked": lambda r: float(_measure(r, "hijackings_per_1000_transits")["count"]),
    "pirates stopped": lambda r: stopped(r, "piracy"),
    "smugglers stopped": lambda r: stopped(r, "drugs", "arms", "people"),
    "people delivered": lambda r: delivered(r, "people"),
    "tonnes delivered": lambda r: delivered(r, "drugs", "arms") / 1000.0,
    "late answers": late,
    "duplicate responses": lambda r: float(_measure(r, "duplicate_responses")["count"]),
    "innocent boarded": lambda r: float(_measure(r, "boardings")["innocent"]),
    "harm, h": lambda r: float(_measure(r, "harm")["value"]),
    "patrols pay, MUSD": lambda r: usd(r, "paid"),
    "shipping bears, MUSD": lambda r: usd(r, "borne"),
    "net cost, MUSD": lambda r: usd(r, "net"),
    "attacks at home": lambda r: attacks_on(r, home=True),
    "attacks on partners": lambda r: attacks_on(r, home=False),
    "attacks from the sea that succeed": lambda r: succeeded(r, "attack"),
    "refused for want of authority": lambda r: lines(r, "refused_visit", "refused_search", "broke_off_at_border"),
    "requests to partners": lambda r: lines(r, "requested"),
    "contacts in the exercise": lambda r: contacts(r, "contacts", *EXERCISE),
    "illicit contacts in the exercise": lambda r: contacts(r, "illicit_contacts", *EXERCISE),
    "request delay afterwards, h": lambda r: waited(r, EXERCISE[1]),
}
HEADLINES = (
    "attacks",
    "hijacked",
    "pirates stopped",
    "smugglers stopped",
    "late answers",
    "duplicate responses",
    "innocent boarded",
    "net cost, MUSD",
)

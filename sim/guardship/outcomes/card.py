"""A run's summary as a small block of HTML, for notebooks."""

from collections.abc import Mapping
from typing import Any

from guardship.files.html import Cell, Markup, card, join, table, tag
from guardship.meanings import ATTACK, VOYAGE, words

SHARES = ("interdiction_probability", "sortie_success", "hijacked_share", "response_within_30_min")
MOST_NATIONS = 20


def card_of(title: str, summary: Mapping[str, Any]) -> Markup:
    """Voyages and attacks by outcome, the main shares, a row a nation."""
    outcomes = _added(summary["funnel"])
    attacks = _added(summary["attacks"]["outcomes"])
    rows: list[list[Cell]] = [["voyages", summary["voyages"], _said(VOYAGE, outcomes)]]
    rows.append(["attacks", summary["attacks"]["count"], _said(ATTACK, attacks)])
    measures = summary["measures"]
    for name in SHARES:
        one = measures.get(name)
        if one and one.get("value") is not None:
            rows.append([name.replace("_", " "), float(one["value"]), f"{one['count']} of {one['n']}"])
    parts = [table(f"seed {summary['seed']}", ("", "", ""), rows), _nations(summary["nations"])]
    warnings = [tag("p", tag("small", said)) for said in summary["warnings"]]
    return card(title, *parts, join(warnings))


def _nations(nations: Mapping[str, Mapping[str, Any]]) -> Markup:
    if len(nations) < 2:
        return Markup()
    heads = ("nation", "ships", "boardings", "calls answered", "net USD")
    rows = [
        (name, own.get("ships"), own.get("boardings"), own.get("calls_answered"), _net(own))
        for name, own in list(nations.items())[:MOST_NATIONS]
    ]
    return table("By nation", heads, rows)


def _net(own: Mapping[str, Any]) -> float:
    return float(own.get("usd", {}).get("net", 0.0))


def _added(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts of `outcome/cause` by outcome."""
    found: dict[str, int] = {}
    for key, n in counts.items():
        outcome = key.partition("/")[0]
        found[outcome] = found.get(outcome, 0) + n
    return found


def _said(kind: str, counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {words(kind, name)}" for name, n in counts.items())

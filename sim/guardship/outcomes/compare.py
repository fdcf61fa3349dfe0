"""What one way of patrolling prevented in comparison with another: two runs of one seed, nation by nation."""

from collections.abc import Mapping
from typing import Any

type Summary = Mapping[str, Any]

ATTACKS = ("on_shipping", "hijacked", "in_waters")


def compared(reference: Summary, arm: Summary) -> dict[str, dict[str, float]]:
    """Of each nation and in all what the arm prevented and what it cost, as differences from the reference.

    `reference`, `arm`: summaries of two runs of one seed. Positive is good: `prevented_*` counts attacks that the
    reference had and the arm had not, on a nation's shipping and in its waters; `saved` is what it bore less and
    `spent` what it paid, transferred and gained more or less [USD], `net` is saved less spent. One pair says little:
    attacks that one run prevents another may owe to luck. Raises ValueError for runs that are no pair.
    """
    for key in ("seed", "window_h"):
        if reference[key] != arm[key]:
            raise ValueError(f"{key}: {reference[key]} in the reference, {arm[key]} in the arm; want a pair of runs")
    left, right = reference["nations"], arm["nations"]
    if left.keys() != right.keys():
        raise ValueError(f"nations: {sorted(left)} in the reference, {sorted(right)} in the arm; want the same")
    found = {name: difference(left[name], right[name]) for name in left}
    found["all"] = _all(found, reference, arm)
    return found


def difference(reference: Summary, arm: Summary) -> dict[str, float]:
    """Of one nation."""
    before, after = reference["attacks"], arm["attacks"]
    prevented = {f"prevented_{key}": before[key] - after[key] for key in ATTACKS if key in before and key in after}
    return {**prevented, **_money(reference["usd"], arm["usd"])}


def _money(before: Summary, after: Summary) -> dict[str, float]:
    """In whole cents, as in the ledger."""
    cents = {key: round(100.0 * after[key]) - round(100.0 * before[key]) for key in before}
    saved = -cents["borne"]
    spent = cents["paid"] + cents["transferred"] + cents["gained"]
    return {"saved": saved / 100.0, "spent": spent / 100.0, "net": (saved - spent) / 100.0}


def _all(found: Mapping[str, Summary], reference: Summary, arm: Summary) -> dict[str, float]:
    """Waters may overlap or leave gaps, so attacks in them are not added up."""
    prevented = {f"prevented_{key}": sum(own[f"prevented_{key}"] for own in found.values()) for key in ATTACKS[:2]}
    return {**prevented, **_money(reference["ledger"]["usd"], arm["ledger"]["usd"])}

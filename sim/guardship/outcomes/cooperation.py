"""What commands asked of each other, and what nobody did although somebody could have, from the log alone. Times h."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.statistics import quantile
from guardship.reasons import Reason

KINDS = {Occurrence.GAP, Occurrence.REQUESTED, Occurrence.REQUEST_REFUSED, Occurrence.STOOD_DOWN, Occurrence.CLAIMED}


def cooperation(entries: Sequence[Entry], window: tuple[float, float]) -> dict[str, dict[str, Any]]:
    """Gaps, requests, units that stood down and claims heard, by their beginning within the window.

    Empty when commands had nothing to do with each other. A gap is a report, a call for help among them, for which a
    command had no unit while another's could have gone, and for which nobody's went. A request is over when the unit
    has the task, or it is refused; `median_h` is of both.
    """
    if not of_kinds(entries, KINDS):
        return {}
    entries = of_kinds(entries, {*KINDS, Occurrence.TASKED})
    begin, end = window
    own = [e for e in entries if begin <= e.time < end]
    sent = {e.report for e in entries if e.kind == Occurrence.TASKED}
    missed = {e.report for e in own if e.kind == Occurrence.GAP} - sent
    return {
        "gaps": {"value": len(missed), "of": "reports for which nobody went though somebody's unit could have"},
        "requests": _requests(own, entries),
        "stood_down": {
            "value": sum(e.kind == Occurrence.STOOD_DOWN for e in own),
            "of": "units that left it to a partner's",
        },
        "claims": {"value": sum(e.kind == Occurrence.CLAIMED for e in own), "of": "claims of partners that were heard"},
    }


def _requests(own: Sequence[Entry], entries: Sequence[Entry]) -> dict[str, Any]:
    """Requests by the unit that was asked for and the report that caused it."""
    open_: dict[tuple[int, int], float] = {}
    waits: list[float] = []
    refused: Counter[str] = Counter()
    made = {(e.object, e.report) for e in own if e.kind == Occurrence.REQUESTED}
    accepted = 0
    for e in entries:
        if e.kind == Occurrence.REQUESTED and (e.object, e.report) in made:
            open_.setdefault((e.object, e.report), e.time)
        elif e.kind == Occurrence.REQUEST_REFUSED and (asked := open_.pop((e.object, e.report), None)) is not None:
            refused[Reason(e.reason).name.lower()] += 1
            waits.append(e.time - asked)
        elif e.kind == Occurrence.TASKED and (asked := open_.pop((e.actor, e.report), None)) is not None:
            accepted += 1
            waits.append(e.time - asked)
    return {
        "value": len(made),
        "of": "requests for a partner's unit",
        "accepted": accepted,
        "refused": dict(sorted(refused.items())),
        "median_h": quantile(waits, 0.5),
    }

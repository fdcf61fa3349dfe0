"""An audit of the sharing between holders, from the tables of a run alone: nothing early, nothing to third parties.

`messages` and `reports` are pandas frames, as `Run.messages` and `.reports` give them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from math import inf
from typing import TYPE_CHECKING, Any

from guardship.occurrences import Occurrence
from guardship.outcomes.audit import OWN_WORD, Findings

if TYPE_CHECKING:
    from pandas import DataFrame

ROUNDING = 1e-9  # h
# lines of commands that say to which track a report went, 0 for none
TRACKED = (Occurrence.TAKEN, Occurrence.NOT_TAKEN, Occurrence.CLAIMED)


def untimely(messages: "DataFrame") -> Findings:
    """Messages sent before the report was made or had reached who sent it, and those that arrive before that."""
    findings: Findings = []
    reached: dict[tuple[int, str], float] = {}
    for m in messages[messages["arrived"].notna()].itertuples():
        key = m.report, m.receiver
        reached[key] = min(m.arrived, reached.get(key, m.arrived))
    for m in messages.itertuples():
        what = f"report {m.report} from {m.sender} to {m.receiver} at {m.sent:.6f} h"
        if m.arrived < m.sent:
            findings.append(f"arrives before it is sent: {what}")
        if m.sent < m.made:
            findings.append(f"is sent before it is made: {what}")
        # a command's own word has not come from anywhere
        own = m.kind in OWN_WORD and m.sender == m.origin
        onward = isinstance(m.sender, str) and m.sender != m.receiver and not own
        if onward and not reached.get((m.report, m.sender), inf) <= m.sent:
            findings.append(f"is sent on before it has come: {what}")
    return findings


def unsettled(messages: "DataFrame", said: Mapping[str, Any] | None) -> Findings:
    """Messages that arrived and did not, and sums between holders unlike those of the summary (`said`)."""
    both = messages[messages["arrived"].notna() & messages["reason"].notna()]
    findings = [f"arrived and was dropped: report {m.report} to {m.receiver}" for m in both.itertuples()]
    found = shared(messages) if said is not None or between(messages).any() else None
    return findings if found == said else [*findings, f"messages between holders: {found} there, {said} in the summary"]


def overread(messages: "DataFrame", takes: Mapping[str, float]) -> Findings:
    """Messages that were read faster than their holder reads. `takes` [h]: by holder, for a message."""
    findings: Findings = []
    for name, hours in takes.items():
        own = messages[(messages["receiver"] == name) & messages["arrived"].notna()].sort_values("arrived")
        before = own["arrived"].shift(1, fill_value=-inf)
        fast = (own["arrived"] - before < hours - ROUNDING) | (own["waited"] < hours - ROUNDING)
        findings += [f"{name} reads report {m.report} too fast: at {m.arrived:.6f} h" for m in own[fast].itertuples()]
    return findings


def misplaced(messages: "DataFrame", events: "DataFrame") -> Findings:
    """Messages with another track than the command that took them has written down.

    What a command may only know of it writes down without a track, and the log of others says nothing about it.
    """
    said: dict[tuple[str, int, float], set[int]] = {}
    of_holders = events[events["holder"].notna()]
    for e in of_holders[of_holders["kind"].isin(TRACKED)].itertuples():
        said.setdefault((e.holder, e.report, e.t), set()).add(e.track)
    noted = {(e.holder, e.report, e.t) for e in of_holders[of_holders["kind"] == Occurrence.NOTED].itertuples()}
    findings: Findings = []
    for m in messages.itertuples():
        track = int(m.track) if m.track > 0 else 0
        if (m.receiver, m.report, m.arrived) not in noted and track not in said.get(
            (m.receiver, m.report, m.arrived), {0}
        ):
            findings.append(
                f"track {track} is not where it went: report {m.report} to {m.receiver} at {m.arrived:.6f} h"
            )
    return findings


def between(messages: "DataFrame") -> Any:
    """Which messages go from one holder to another."""
    return messages["sender"].notna() & (messages["sender"] != messages["receiver"])


def shared(messages: "DataFrame") -> dict[str, Any]:
    """What became of the messages between holders: sent = delivered + dropped + in flight."""
    own = messages[between(messages)]
    arrived, dropped = own["arrived"].notna(), own["reason"].notna()
    return {
        "sent": len(own),
        "delivered": int(arrived.sum()),
        "in_flight": int((~arrived & ~dropped).sum()),
        "dropped": dict(sorted(Counter(own.loc[dropped, "reason"]).items())),
    }


def leaked(messages: "DataFrame", reports: "DataFrame", may: Mapping[str, Set[str]], asked: Set[str]) -> Findings:
    """Versions that went where their originator does not let them, or that say more than was seen.

    `may`: to whom the reports of each holder may go; `asked`: the holders that may be asked for more.
    """
    seen = {r.report: r for r in reports.itertuples()}
    findings: Findings = []
    for m in messages[messages["use"].notna() & messages["origin"].notna()].itertuples():
        what = f"report {m.report} of {m.origin} from {m.sender} to {m.receiver}"
        if m.receiver != m.origin and m.receiver not in may.get(m.origin, ()) and m.origin not in asked:
            findings.append(f"was not to go there: {what}")
        if m.report not in seen:
            findings.append(f"there is no such report: {what}")
        else:
            findings += [f"{more}: {what}" for more in _more(m, seen[m.report])]
    return findings


def _more(told: Any, own: Any) -> Iterator[str]:
    """What a version says beyond the report that was made."""
    if told.sigma < own.sigma - 1e-9:
        yield "is sharper than what was seen"
    if told.vx == told.vx and (told.vx, told.vy) != (own.vx, own.vy):
        yield "says another course or speed"
    if isinstance(told.hull, str) and told.hull != own.hull:
        yield "says another hull"
    if told.suspicious is not None and told.suspicious != own.suspicious:
        yield "says something else about suspicion"
    if told.attended is not None and told.attended != own.attended:
        yield "says something else about who is after it"

"""A run's summary for people: what became of voyages and attacks, measures with intervals, nation by nation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from guardship.console import Part, table
from guardship.meanings import ACTIVITIES, ATTACK, BOTH_WAYS, VOYAGE, ending, of_reason
from guardship.outcomes.voyages import AttackOutcome, Outcome

if TYPE_CHECKING:
    from guardship.run.run import Run

WHOLE = 1_000.0  # hours from which on they are shown without tenths


def parts(done: Run) -> Iterator[Part]:
    """Lines and tables, in the order in which they are printed."""
    s = done.summary
    days = (s["window_h"][1] - s["window_h"][0]) / 24.0
    yield f"{done.scenario.title}\n{days:g} days measured, {s['transits']} transits, seed {s['seed']}\n"
    yield from _ends("Candidate voyages", s["voyages"], s["funnel"], lambda key: _voyage_ended(key, done))
    yield from _ends("Attacks", s["attacks"]["count"], s["attacks"]["outcomes"], lambda key: _attack_ended(key, done))
    if any(key.startswith(f"{AttackOutcome.HIJACKED}/") for key in s["attacks"]["outcomes"]) or _prizes(s["offences"]):
        yield f"{BOTH_WAYS}\n"
    estimates = (_estimate(name, one) for name, one in s["measures"].items() if "low" in one and one["n"])
    achieved = ("What the patrols achieved", ">value", "95 % interval", "")
    yield table(achieved, [*estimates, *_counted(s["measures"])])
    yield ""
    yield _effort(s["measures"]["effort_h"])
    if s["offences"].keys() - {"piracy"}:
        yield ""
        yield _offences(s["offences"])
    own = {name: measures for name, measures in s["nations"].items() if "ships" in measures}
    if len(own) > 1:
        yield ""
        yield _nations(own)
    for warning in s["warnings"]:
        yield f"\nwarning: {warning}"


def _ends(title: str, count: int, found: Mapping[str, int], said: Callable[[str], tuple[str, str]]) -> Iterator[Part]:
    """Counts by outcome and cause in words, the most frequent first."""
    yield f"{title}: {count}"
    rows = [(f"  {n}", *said(key)) for key, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
    if rows:
        yield table((">", "", ""), rows)
    yield ""


def _voyage_ended(key: str, done: Run) -> tuple[str, str]:
    """How voyages ended and why; of those that foreign waters let through, whose waters."""
    from guardship.run.waters import foreign

    offences = (offence for offence, one in done.summary["offences"].items() if key in one["funnel"])
    outcome, cause = ending(VOYAGE, key, offences)
    states = foreign(done).get(key.partition("/")[0], Counter()) if key.endswith("/foreign_waters") else Counter()
    whose = ", ".join(f"{state} {n}" if len(states) > 1 else state for state, n in states.most_common())
    return outcome, f"{cause} ({whose})" if whose else cause


def _attack_ended(key: str, done: Run) -> tuple[str, str]:
    """How attacks ended and why."""
    books = done.model.voyages.books
    return ending(ATTACK, key, {books.voyages[attack.voyage].offence for attack in books.attacks if attack.counted})


def _prizes(offences: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a voyage of pirates has taken a ship."""
    return "piracy" in offences and str(Outcome.SUCCEEDED) in offences["piracy"]["outcomes"]


def _estimate(name: str, measure: Mapping[str, Any]) -> tuple[str, ...]:
    of = f"{measure['count']} of {measure['n']} {measure['of'].split(',')[0]}"
    reasons = ", ".join(f"{n} {of_reason(reason)}" for reason, n in measure.get("reasons", {}).items())
    why = f": {reasons}" if reasons else ""
    interval = f"{_number(measure['low'])} - {_number(measure['high'])}"
    return f"  {_words(name)}", _number(measure["value"]), interval, f"({of}){why}"


def _counted(measures: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """What has no interval."""
    answer = measures["response_within_30_min"]
    if answer["median_h"] is not None:
        of = f"min (median of {answer['answered']} answered calls)"
        yield "  response time", f"{60 * answer['median_h']:.0f}", "", of
    if "gaps" in measures:
        asked = measures["requests"]
        yield "  gaps", str(measures["gaps"]["value"]), "", measures["gaps"]["of"]
        yield "  requests", str(asked["value"]), "", f"{asked['of']}, {asked['accepted']} of them accepted"


def _effort(effort: Mapping[str, Any]) -> Part:
    """What patrol ships spent their hours on, the most first; what took none is left out."""
    total = effort["value"]
    hours = {name: spent for name, spent in effort.items() if name in ACTIVITIES and spent > 0.0}
    digits = 0 if total >= WHOLE else 1
    rows = [
        (f"  {ACTIVITIES[name]}", f"{spent:,.{digits}f}", f"{100.0 * spent / total:.1f} %")
        for name, spent in sorted(hours.items(), key=lambda one: -one[1])
    ]
    return table(("Hours of patrol ships", f">{total:,.{digits}f}", ">share"), rows)


def _offences(found: Mapping[str, Mapping[str, Any]]) -> Part:
    """A row an offence: cargoes stopped never without those delivered."""
    heads = ("Offence", ">voyages", ">sailed", ">stopped", "95 % interval")
    return table((*heads, ">cargo stopped", ">delivered", ">jettisoned", ""), map(_offence, found, found.values()))


def _offence(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    p, cargo = one["interdiction_probability"], one.get("cargo")
    interval = f"{_number(p['low'])} - {_number(p['high'])}"
    loads, said = ["", "", ""], []
    if cargo is not None:
        loads = [f"{cargo[fate]:,.0f}" for fate in ("stopped", "delivered", "jettisoned")]
        said.append(cargo["unit"])
    if "harm" in one:
        harm = one["harm"]
        said.append(f"{harm['struck']} struck, {harm['damage_usd']:,.0f} USD, {harm['lives']:g} lives")
    return f"  {name}", str(one["voyages"]), str(one["sailed"]), str(p["count"]), interval, *loads, "; ".join(said)


def _nations(found: Mapping[str, Mapping[str, Any]]) -> Part:
    """A row a nation."""
    heads = ("Nation", ">ship-days", ">boardings", ">calls answered", ">cost, USD", ">losses", ">transfers")
    return table(heads, map(_nation, found, found.values()))


def _nation(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    usd = one["usd"]
    money = (f"{x:,.0f}" for x in (usd["paid"] + usd["gained"], usd["borne"], usd["transferred"]))
    return f"  {name}", f"{one['ship_days']:.1f}", str(one["boardings"]), str(one["calls_answered"]), *money


def _words(name: str) -> str:
    return name.replace("_", " ")


def _number(value: float | None) -> str:
    """Three digits."""
    return "-" if value is None else f"{value:.3g}"

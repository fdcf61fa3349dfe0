"""Hulls of their own for what is sought where vessels are recognised by signs, and signs that give it away.

Everything here works on the scenario as a file would say it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from guardship.build.recognition import offences, signs_of
from guardship.scenario.looks import LOOKS
from guardship.scenario.recognition import HARMLESS
from guardship.scenario.schema import Scenario

type Said = dict[str, Any]
"""A scenario as a file would say it."""

POSSIBLE = 1e-6  # the least prior of an offence: what a sure look (1e9 to 1) makes 0.999 of
ALIKE = 0.5  # any share does that is the same for all


def copied(said: Said, hull: str, new: str, scenario: Scenario) -> None:
    """A hull gets a copy of which all believe the same, and what signs are worth on either stays what it was."""
    given, signs = said.get("recognition"), signs_of(scenario, [()])
    if not given or signs is None:
        return
    for priors in (given.get("priors", {}), *given.get("priors_in", {}).values()):
        if hull in priors:
            priors[new] = deepcopy(priors[hull])
    about = (HARMLESS, *offences(scenario))
    for s, name in enumerate(signs.names):
        own = _sign(given, name).setdefault("believed_of", {})
        own[hull] = {offence: row[s] for offence, row in zip(about, signs.shown[hull], strict=True)}
        own[new] = dict(own[hull])
    closing = given.get("measured", {}).get("closing") or {}
    if hull in closing.get("on", ()):
        closing["on"] = [*closing["on"], new]


def _sign(given: Said, name: str) -> Said:
    found: Said = given["signs"][name] if name in given.get("signs", {}) else given["measured"][name]
    return found


def _signs(given: Said) -> Iterator[Said]:
    yield from given.get("signs", {}).values()
    yield from (sign for sign in given.get("measured", {}).values() if isinstance(sign, dict))


def judged(said: Said, hull: str) -> bool:
    """Whether looks at a hull show signs."""
    return hull in ((said.get("recognition") or {}).get("priors") or {})


def given_away(said: Said, hulls: list[str], scenario: Scenario, mark: str) -> None:
    """Any look at a hull of `hulls` shows about what offence it is, and its other signs tell nothing.

    One more sign an offence, which on other hulls is worth nothing. The names of signs end with `mark`.
    """
    hulls = [hull for hull in hulls if judged(said, hull)]
    if not hulls:
        return
    given, known = said["recognition"], offences(scenario)
    for sign in _signs(given):
        sign.setdefault("believed_of", {}).update({hull: dict.fromkeys((HARMLESS, *known), ALIKE) for hull in hulls})
    for priors in (given["priors"], *given.get("priors_in", {}).values()):
        for hull in set(hulls) & priors.keys():
            possible = dict.fromkeys(_about(said, hull, scenario), POSSIBLE)
            priors[hull] = {**possible, **{k: max(v, possible.get(k, v)) for k, v in priors[hull].items()}}
    last = max(given.setdefault("signs", {}), default="")  # after all others: a sign's place names its draws
    for offence in known:
        given["signs"][f"{last}{mark}_{offence}"] = _telling(said, offence, hulls, scenario)


def _about(said: Said, hull: str, scenario: Scenario) -> set[str]:
    """The offences of the types that have a hull, or whose skiffs do."""
    types = [
        scenario.types[name]
        for name, kind in said["types"].items()
        if hull in (kind["hull"], (kind.get("skiffs") or {}).get("hull"))
    ]
    return {offence for kind in types if (offence := getattr(kind, "offence", None))}


def _telling(said: Said, offence: str, hulls: list[str], scenario: Scenario) -> Said:
    """A sign that all about an offence show and nobody else, seen at any look."""
    known = offences(scenario)
    guilty = [name for name, kind in scenario.types.items() if getattr(kind, "offence", None) == offence]
    others = [hull for hull in said["recognition"]["priors"] if hull not in hulls]
    nothing, sure = dict.fromkeys((HARMLESS, *known), 0.0), {about: float(about == offence) for about in known}
    return {
        "shown": dict.fromkeys(guilty, 1.0),
        "skiffs": {name: 1.0 for name in guilty if said["types"][name].get("skiffs")},
        "seen": {kind: [{"sees": 1.0}] for kind in LOOKS},
        "believed_of": dict.fromkeys(others, nothing) | {hull: {HARMLESS: 0.0, **sure} for hull in hulls},
    }

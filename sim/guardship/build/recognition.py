"""From the recognition section to what vessels show, what holders make of looks, and from where on nations act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from statistics import fmean
from typing import NamedTuple, final

import numpy as np

from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats
from guardship.core.ocean import Shows
from guardship.intelligence import Appearance, Chances, Judge, Measures
from guardship.intelligence.belief import KINDS, LEAST, MOTION, Level, Rates, Signs, Thresholds, Waters
from guardship.scenario.precautions import WhenListed
from guardship.scenario.recognition import (
    HARMLESS,
    PHASES,
    STEPS,
    Computed,
    Measured,
    Priors,
    Recognition,
    Sign,
    Threshold,
)
from guardship.scenario.schema import Scenario
from guardship.scenario.sensors import MOST_RINGS
from guardship.scenario.vessels import OFFENDERS, Attacker, Pirate, VesselType

NO_OFFENDER = ""  # its phase
CALLED = 0.95  # the chance that who makes a ship call for help means harm, where nothing is said; assumed
ROUNDING = 1e-9  # of log-ratios: what is so near a bar is handed over, lest the core passes what a unit would not


@final
class Nature(NamedTuple):
    """What a vessel is: of a type or a skiff of it, in a phase of its voyage; "" for what is no offender.

    `field`: the one of which a boat races after fish, "" for what is of none. `hides`: it hides its gear.
    """

    type: str
    skiff: bool
    phase: str
    field: str = ""
    hides: bool = False


@final
@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """Whether a place is in a ring on the plane [nm]."""

    ring: Floats

    def __call__(self, x: float, y: float) -> bool:
        return bool(point_in_polygon(self.ring, x, y))


def natures(scenario: Scenario) -> tuple[Nature, ...]:
    """All of them: types by name, each with its phases, then its skiffs with theirs; then the boats of fields; then the
    types once more that hide their gear when they are listed.
    """
    found: list[Nature] = []
    for name, kind in sorted(scenario.types.items()):
        phases = PHASES if isinstance(kind, tuple(OFFENDERS.values())) else (NO_OFFENDER,)
        found += [Nature(name, False, phase) for phase in phases]
        found += [Nature(name, True, phase) for phase in phases if isinstance(kind, Pirate)]
    found += [Nature(one.type, False, NO_OFFENDER, name) for name, one in sorted(scenario.field.items())]
    found += [one._replace(hides=True) for one in found if _hiding(scenario.types[one.type]) is not None]
    return tuple(found)


def _hiding(kind: VesselType) -> float | None:
    """The factor on what a type shows that hides its gear; None where it never does."""
    listed: WhenListed | None = getattr(kind, "when_listed", None)
    return None if listed is None or listed.hides_gear is None else listed.hides_gear.shows


def nature_of_field(scenario: Scenario, field: str) -> int:
    """The row of the boats of a field that race after fish; 0 without recognition."""
    if scenario.recognition is None:
        return 0
    return next(k for k, one in enumerate(natures(scenario)) if one.field == field)


def shown_table(scenario: Scenario, natures: Sequence[Nature]) -> Floats:
    """(natures, signs): the share of the vessels of each nature that shows each sign; measured signs are not shown."""
    given = scenario.recognition
    signs = [sign for _, sign in sorted(given.signs.items())] if given else []
    rows = [[_share(sign, nature) * _shows(scenario, nature) for sign in signs] for nature in natures]
    return np.array(rows, dtype=np.float64).reshape(len(natures), len(signs))


def _shows(scenario: Scenario, nature: Nature) -> float:
    """The factor on what is shown."""
    hiding = _hiding(scenario.types[nature.type]) if nature.hides else None
    return 1.0 if hiding is None else hiding


def offences(scenario: Scenario) -> tuple[str, ...]:
    """What types of the scenario are about, by name."""
    return tuple(sorted({offence for kind in scenario.types.values() if (offence := _offence(kind))}))


def signs_of(
    scenario: Scenario, states: Sequence[Iterable[str]], ring: Callable[[str], Floats] | None = None
) -> Signs | None:
    """Signs and priors; None where the scenario has no recognition.

    `states`: the names that hold in each state of the surroundings. `ring`: the corners of a named area on the plane;
    when it is None, priors are those without regard to waters.
    """
    given = scenario.recognition
    if given is None:
        return None
    names = offences(scenario)
    areas = sorted(given.priors_in.items()) if ring else []
    return Signs(
        given.names,
        names,
        tuple(inf if one.renews is None else one.renews for one in (*_sorted(given), *given.measured.given.values())),
        {hull: _shown(scenario, given, names, hull) for hull in scenario.hulls},
        _rates(given, [tuple(state) for state in states]),
        _priors(given.priors, names),
        tuple(Waters(Inside(ring(area)), _priors(own, names)) for area, own in areas) if ring else (),
        len(given.measured.given),
    )


def judge_of(scenario: Scenario, signs: Signs, nation: str | None = None) -> Judge:
    """What a nation makes of evidence; a centre, or None, has the thresholds of all."""
    measured = scenario.recognition.measured if scenario.recognition else Measured()
    return Judge(
        signs,
        thresholds_of(scenario, nation),
        Measures(
            measured.fast.over if measured.fast else None,
            measured.loitering.under if measured.loitering else None,
            measured.turned_away.by if measured.turned_away else None,
            frozenset(name for name, hull in scenario.hulls.items() if not hull.ais) if measured.silent else None,
            (frozenset(measured.closing.on), measured.closing.within, measured.closing.off)
            if measured.closing
            else None,
        ),
        tuple(measured.given),
    )


def shows_of(
    scenario: Scenario,
    signs: Signs,
    natures: Sequence[Nature],
    seen_as: Sequence[str],
    states: int,
    judges: Sequence[Judge],
) -> Shows:
    """What vessels show and looks see, for the core. `seen_as`: the hull of each signature; `judges`: by holder."""
    count = len(signs.names) - signs.measured
    sees = np.zeros((MOTION, MOST_RINGS, states, count, 2))
    for (kind, ring, state), rates in signs.rates.items():
        sees[kind, ring, state] = np.reshape(rates[:count], (count, 2))
    weighs = np.zeros((len(seen_as), MOTION, states, count, 2))
    bars = np.full((max(len(judges), 1), len(seen_as)), -inf)
    for sig, hull in enumerate(seen_as):
        if hull in signs.priors:
            weighs[sig] = _weights(np.array(signs.shown[hull])[:, :count], sees[:, 0])
            bars[: len(judges), sig] = [_bar(judge, hull) for judge in judges]
    renews = np.array(signs.renews[:count], float)
    return Shows(shown_table(scenario, natures), renews, sees, weighs, bars)


def _weights(shown: Floats, sees: Floats) -> Floats:
    """(kinds, states, signs, 2) greatest log-ratio, over offences, of a sign not seen and of one that is seen.

    `shown` (offences + 1, signs); `sees` (kinds, states, signs, 2).
    """
    d, m = sees[..., 0], sees[..., 1]
    seen = shown[:, None, None] * (d - m) + m  # (offences + 1, kinds, states, signs)
    both = np.maximum(np.stack([1.0 - seen, seen], axis=-1), LEAST)
    found: Floats = np.log(both[1:] / both[0]).max(axis=0, initial=-inf)
    return found


def _bar(judge: Judge, hull: str) -> float:
    """What the log-ratios of a first look have to add up to before a holder would not pass a hull, wherever it is."""
    level, signs = judge.thresholds.pass_below, judge.signs
    least = min([level.common if level.rest else inf, *(chance for _, chance in level.own)])
    if not 0.0 < least < 1.0:
        return inf if least > 1.0 else -inf
    priors = [signs.priors[hull], *(area.priors[hull] for area in signs.waters if hull in area.priors)]
    odds = max((1.0 - prior[0]) / prior[0] for prior in priors)
    if odds <= 0.0:
        return inf
    first = len(signs.names) - signs.measured
    shares = np.array(signs.shown[hull])[:, first:]
    own = np.maximum(np.stack([1.0 - shares, shares]), LEAST)
    most = float(np.log(own[:, 1:] / own[:, :1]).max(axis=(0, 1)).clip(0.0).sum()) if shares.size else 0.0
    return log(least / (1.0 - least)) - log(odds) - most - ROUNDING


def called(scenario: Scenario) -> Chances | None:
    """What is believed of whoever makes a ship call for help; None without recognition."""
    if scenario.recognition is None:
        return None
    on_ships = {kind.offence for kind in scenario.types.values() if isinstance(kind, Pirate | Attacker)}
    usual = {name: CALLED / len(on_ships) for name in on_ships}
    return _priors({"": scenario.recognition.calls or usual}, offences(scenario))[""]


def tipped(scenario: Scenario, group: str) -> Chances | None:
    """What is believed of a vessel of a group that a tip tells of; None without recognition."""
    given = scenario.recognition
    if given is None:
        return None
    about = {_offence(scenario.types[kind]) for kind, _ in scenario.groups[group].mix} - {None}
    return _priors({"": {str(name): given.tips / len(about) for name in about}}, offences(scenario))[""]


def thresholds_of(scenario: Scenario, nation: str | None = None) -> Thresholds:
    """Those of a nation; those of all when it is None or has none of its own."""
    common = scenario.recognition.thresholds if scenario.recognition else {}
    own = scenario.nations[nation].thresholds if nation and nation in scenario.nations else {}
    names = offences(scenario)
    return Thresholds(*(_level(step, names, common, own) for step in STEPS))


def _level(step: str, names: Sequence[str], *given: Mapping[str, Threshold]) -> Level:
    """One step, of mappings of which the later stands over the earlier."""
    common: float | None = None
    special: dict[int, float] = {}
    for mapping in given:
        found = mapping.get(step)
        common = found if isinstance(found, float) else common
        for k, name in enumerate(names, 1):
            one = getattr(mapping.get(name), step, None)
            if one is not None:
                special[k] = one
    rest = tuple(k for k in range(1, len(names) + 1) if k not in special)
    return Level(rest, _usual(step) if common is None else common, tuple(sorted(special.items())))


def _usual(step: str) -> float:
    """What is not given: nobody is passed, closed, asked or boarded for it."""
    return 0.0 if step == "passes" else inf


def _sorted(given: Recognition) -> list[Sign]:
    return [sign for _, sign in sorted(given.signs.items())]


def _share(sign: Sign, nature: Nature) -> float:
    if nature.field in sign.fields:
        return sign.fields[nature.field]
    shares = (sign.skiffs if nature.skiff else sign.shown).get(nature.type, 0.0)
    return shares.get(nature.phase, 0.0) if isinstance(shares, Mapping) else shares  # type: ignore[call-overload]


def _offence(kind: VesselType) -> str | None:
    return getattr(kind, "offence", None)


def _shown(scenario: Scenario, given: Recognition, names: Sequence[str], hull: str) -> tuple[tuple[float, ...], ...]:
    """Over k the share of vessels with a hull that shows each sign, as all believe."""
    table: dict[tuple[str, bool, str], list[Nature]] = {}
    for one in natures(scenario):
        if _hull(scenario, one) == hull and not one.hides:  # all believe that nobody does
            table.setdefault((one.type, one.skiff, one.field), []).append(one)
    shares = []
    for offence in (None, *names):
        of = [phases for (kind, _, _), phases in table.items() if _offence(scenario.types[kind]) == offence]
        about = offence or HARMLESS
        shown = [_believed(sign, hull, about, of) for sign in _sorted(given)]
        shares.append((*shown, *(_computed(sign, hull, about) for sign in given.measured.given.values())))
    return tuple(shares)


def _believed(sign: Sign, hull: str, about: str, of: Sequence[Sequence[Nature]]) -> float:
    """As it is said, or the mean over types and their phases; 0 where there is no such type."""
    said = {**sign.believed, **sign.believed_of.get(hull, {})}
    if about in said:
        return said[about]
    return fmean(fmean(_share(sign, one) for one in phases) for phases in of) if of else 0.0


def _computed(sign: Computed, hull: str, about: str) -> float:
    """As it is said, an offence that is not named as the harmless."""
    said = {**sign.believed, **sign.believed_of.get(hull, {})}
    return said.get(about, said[HARMLESS])


def _hull(scenario: Scenario, nature: Nature) -> str:
    kind = scenario.types[nature.type]
    return kind.skiffs.hull if nature.skiff and isinstance(kind, Pirate) else kind.hull


def _rates(given: Recognition, states: Sequence[tuple[str, ...]]) -> dict[tuple[int, int, int], Rates]:
    """By kind, ring and state; measured signs are seen by none of these kinds."""
    nothing = ((0.0, 0.0),) * len(given.measured.given)
    signs = _sorted(given)
    return {
        (k, ring, e): (*(sign.glance(kind, ring, state) for sign in signs), *nothing)
        for k, kind in enumerate(KINDS)
        if k != MOTION
        for ring in range(MOST_RINGS)
        for e, state in enumerate(states)
    }


def _priors(given: Priors, names: Sequence[str]) -> dict[Appearance, Chances]:
    """By hull the chances over k."""
    found: dict[Appearance, Chances] = {}
    for hull, shares in given.items():
        guilty = [shares.get(name, 0.0) for name in names]
        found[hull] = (1.0 - sum(guilty), *guilty)
    return found

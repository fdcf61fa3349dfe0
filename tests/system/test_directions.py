"""Measures move the right way when traffic, effort, sensors, law and deterrence change.

The small strait with everything in it, always day and calm, crews let go when caught (unless said), nine days, the same
seeds on both sides. A measure is a ratio of sums over the runs; its difference between two variants, in units of its
paired jackknife error, must be beyond Z in the right direction; beyond zero where the effect is known to be small.
"""

from collections.abc import Callable, Mapping
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

Z = 2.0  # one-sided, a chance of 0.023 for one comparison; most are beyond 4, and the seeds are fixed
SEEDS = range(40)
TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
BASE: Mapping[str, object] = {
    "environment.light": "day",
    "environment.weather": None,
    "types.pirate_group.attacks_in.weather": None,
    "sensors.radar.when": None,
    "sensors.lookout.when": None,
    "time.warm_up": "2 d",
    "time.measure": "5 d",
    "time.drain": "2 d",
    "types.frigate.boarding.detains": 0.0,
}
type Summary = Mapping[str, Any]
type Ratio = Callable[[Summary], tuple[float, float]]


@cache
def variant(**changes: object) -> tuple[Summary, ...]:
    """Summaries of the runs of a variant; the names of what is changed have `__` for dots."""
    named = {name.replace("__", "."): list(v) if isinstance(v, tuple) else v for name, v in changes.items()}
    scenario = load(TINY, set={**BASE, **named})
    return tuple(simulate(scenario, seed).summary for seed in SEEDS)


def shift(before: tuple[Summary, ...], after: tuple[Summary, ...], ratio: Ratio) -> float:
    """The change of a ratio of sums in units of its jackknife error over the pairs of runs."""
    tables = [np.array([ratio(run) for run in side]) for side in (before, after)]

    def change(k: int | None = None) -> float:
        kept = [table if k is None else np.delete(table, k, axis=0) for table in tables]
        (a, b), (c, d) = (table.sum(axis=0) for table in kept)
        return float(c / d - a / b)

    left_out = np.array([change(k) for k in range(len(SEEDS))])
    error = sqrt((len(SEEDS) - 1) / len(SEEDS) * float(((left_out - left_out.mean()) ** 2).sum()))
    return change() / error


def share(name: str) -> Ratio:
    """A measure with a count and its base."""
    return lambda s: (s["measures"][name]["count"], s["measures"][name]["n"])


def attacks(s: Summary) -> tuple[float, float]:
    return s["attacks"]["count"], 1.0


def answered_within_an_hour(s: Summary) -> tuple[float, float]:
    return s["measures"]["response"]["within"]["60_min"]["count"], s["measures"]["response"]["n"]


def theatre(name: str) -> Ratio:
    """Voyages whose deepest opportunity ended there, of those that sailed."""

    def of(s: Summary) -> tuple[float, float]:
        voyages = s["opportunities"]["voyages"]
        return voyages.get(name, 0), sum(voyages.values())

    return of


def held_crews(s: Summary) -> tuple[float, float]:
    return s["funnel"].get("did_not_sail/crew_held", 0), s["voyages"]


def harm(s: Summary) -> tuple[float, float]:
    return s["measures"]["harm"]["value"], 1.0


def on_beat(s: Summary) -> tuple[float, float]:
    return s["measures"]["effort_h"]["patrol"], s["measures"]["effort_h"]["value"]


# ---- traffic -----------------------------------------------------------------------------------------------


def test_more_traffic_more_attacks_but_not_per_transit() -> None:
    """Groups that are busy with one ship let others pass: per transit the rate falls, by less than traffic rises."""
    thin, thick = variant(groups__ships__per_day=2), variant(groups__ships__per_day=6)
    assert shift(thin, thick, attacks) > Z
    per_transit = share("attacks_per_1000_transits")
    rates = [np.divide(*np.array([per_transit(run) for run in side]).sum(axis=0)) for side in (thin, thick)]
    assert 0.4 < rates[1] / rates[0] < 1.1


def test_slow_ships_are_hijacked_more_often() -> None:
    fast = variant(types__freighter__speed__cruise="17 kn")
    slow = variant(types__freighter__speed__cruise="9 kn")
    assert shift(fast, slow, share("hijacked_share")) > Z


# ---- effort ------------------------------------------------------------------------------------------------


def test_more_patrols_answer_sooner_stop_more_and_lose_fewer() -> None:
    """Of pirates that hardly see a warship: what more ships deter is not there to be stopped."""
    one, many = (variant(groups__frigates__count=n, sensors__eyes__detects__warship__range="0.5 nm") for n in (1, 16))
    assert shift(one, many, answered_within_an_hour) > Z
    assert shift(one, many, share("interdiction_probability")) > Z
    assert shift(one, many, share("hijackings_per_1000_transits")) < -Z
    assert shift(one, many, share("detection_lead")) > Z
    assert shift(one, many, theatre("out_of_reach")) < -Z


def test_without_patrols_nothing_is_known() -> None:
    for s in variant(groups__frigates=None):
        assert s["opportunities"]["stages"].keys() <= {"undetected"}
        assert s["measures"]["effort_h"]["value"] == s["measures"]["response"]["answered"] == 0
        assert s["measures"]["on_beat_share"]["value"] is None


def test_busy_patrols_are_less_on_their_beats() -> None:
    calm, alarmed = variant(), variant(sensors__lookout__identifies__dhow__suspicious=0.8)
    assert shift(calm, alarmed, on_beat) < -Z


# ---- sensors -----------------------------------------------------------------------------------------------


def test_blind_patrols_know_nothing_but_late_calls() -> None:
    blind = variant(types__frigate__sensors=("ais",), types__freighter__lookout=None, types__liner__lookout=None)
    assert shift(variant(), blind, theatre("undetected")) > Z
    assert shift(variant(), blind, share("interdiction_probability")) < -Z
    assert all(s["measures"]["detection_lead"]["count"] == 0 for s in blind)


def test_suspicion_of_innocents_is_paid_by_innocents() -> None:
    trusting = variant(sensors__lookout__identifies__dhow__suspicious=0.0)
    wary = variant(sensors__lookout__identifies__dhow__suspicious=0.8)
    assert shift(trusting, wary, harm) > Z
    assert shift(trusting, wary, theatre("cleared")) < 0.0


# ---- the response ------------------------------------------------------------------------------------------


def test_a_slow_call_is_answered_late_or_not_in_time() -> None:
    quick, slow = variant(nations__coalition__distress_delay="0 min"), variant(nations__coalition__distress_delay="2 h")
    assert shift(quick, slow, answered_within_an_hour) < -Z
    assert shift(quick, slow, theatre("too_late")) > Z
    assert shift(quick, slow, share("interdiction_probability")) < 0.0


def test_ships_that_do_not_respond_leave_calls_unanswered() -> None:
    for s in variant(types__frigate__responds=None):
        response = s["measures"]["response"]
        assert response["answered"] == 0 and response["unanswered"] + response["censored"] == response["n"]


def test_better_teams_stop_more() -> None:
    poor, perfect = variant(types__frigate__boarding__succeeds=0.3), variant(types__frigate__boarding__succeeds=1.0)
    assert shift(poor, perfect, share("interdiction_probability")) > Z
    assert shift(poor, perfect, theatre("boarding_failed")) < -Z


def test_overlooked_evidence_is_nothing_found() -> None:
    keen, careless = variant(types__frigate__boarding__finds=1.0), variant(types__frigate__boarding__finds=0.1)
    assert shift(keen, careless, theatre("nothing_found")) > Z
    assert shift(keen, careless, share("interdiction_probability")) < -Z


# ---- law and deterrence ------------------------------------------------------------------------------------


def test_detained_crews_do_not_sail() -> None:
    let_go, detained = variant(), variant(types__frigate__boarding__detains=1.0)
    assert shift(let_go, detained, held_crews) > Z
    assert shift(let_go, detained, attacks) < -Z
    assert shift(let_go, detained, share("detained_probability")) > Z
    assert all(s["measures"]["detained_probability"]["count"] == 0 for s in let_go)
    assert all(s["measures"]["released_probability"]["count"] == 0 for s in detained)


def test_pirates_that_see_warships_from_afar_attack_less() -> None:
    bold = variant(groups__frigates__count=6, sensors__eyes__detects__warship__range="0.5 nm")
    wary = variant(groups__frigates__count=6, sensors__eyes__detects__warship__range="25 nm")
    assert shift(bold, wary, attacks) < -Z
    assert shift(bold, wary, share("hijackings_per_1000_transits")) < -Z

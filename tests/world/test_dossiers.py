"""Who is described by whom, and of which hull a dossier is."""

from functools import cache
from math import hypot
from typing import Any

import numpy as np
import pytest

import guardship
from guardship.run.run import Run
from guardship.scenario.reading.load import load
from system.worlds import TINY

LOOK = {"seen": {"optical": [{"sees": 0.7, "mistakes": 0.1}]}}
RINGS = [{"range": "4 nm", "after": "20 min"}]
WATCHED: dict[str, Any] = {
    "recognition.priors": {"dhow": {"piracy": 0.1}, "skiff": {"piracy": 0.1}},
    "recognition.signs.tow": {"shown": {"pirate_group": 0.9}, "skiffs": {"pirate_group": 0.9}, **LOOK},
    "recognition.thresholds": {"passes": 0.05, "closes": 0.2, "boards": 0.3},
    "recognition.dossiers.descriptions.look": LOOK,
    "recognition.dossiers.victims": {
        "describes": {"look": 0.5}, "to": ["coalition"], "takes": "2 h", "guilty": 0.95, "lasts": "30 d"
    },
    "recognition.dossiers.visits": {"describes": "look", "guilty": 0.9, "harmless": 0.99, "lasts": "30 d"},
    "sensors.lookout.identifies": {"dhow": RINGS, "skiff": RINGS},
    "groups.pirates.count": 8,
}  # fmt: skip
IN_SIGHT = 6.0  # nm, of a dhow from a bridge by day


@cache
def sail(seed: int) -> Run:
    return guardship.simulate(load(TINY, set=WATCHED), seed)


def attacks() -> list[tuple[Run, Any, Any]]:
    """Attacks that got alongside, each with what was written of it."""
    found = []
    for seed in range(6):
        run = sail(seed)
        for attack in run.model.voyages.books.attacks:
            if attack.alongside is not None and attack.ended is not None:
                kept = run.model.dossiers
                assert kept is not None
                at = [w for w in kept.written if w.about == "attack" and w.time == attack.ended]
                found.append((run, attack, [w for w in at if w.by == attack.prey]))
    return found


def apart(run: Run, ship: str, other: str, begin: float, end: float) -> list[float]:
    """How far they were from each other, every minute."""
    found = []
    for t in np.arange(begin, end, 1.0 / 60.0).tolist():
        here, there = run.position(ship, t), run.position(other, t)
        if here is not None and there is not None:
            found.append(hypot(here.x - there.x, here.y - there.y))
    return found


def test_a_ship_describes_the_boats_alongside_and_the_mother_ship_if_she_came_in_sight() -> None:
    seen = []
    for run, attack, written in attacks():
        mother = run.model.voyages.books.voyages[attack.voyage].group
        names = run.model.crew.names
        away = apart(run, names[attack.prey], names[mother], attack.time, attack.ended)
        if not away or abs(min(away) - IN_SIGHT) < 0.5:  # what a boat makes in a minute
            continue
        told = {w.vessel for w in written}
        assert told - {mother}
        assert (mother in told) is (min(away) < IN_SIGHT)
        seen.append(mother in told)
    assert set(seen) == {True, False}


def test_it_is_told_two_hours_later_and_counts_from_the_attack() -> None:
    told = 0
    for run, attack, written in attacks():
        for one in written:
            for report, _ in run.model.post.reports:
                if report.dossier is None or report.dossier.name != one.dossier.name:
                    continue
                assert report.time_made == pytest.approx(attack.ended + 2.0)
                assert report.dossier == one.dossier and one.dossier.time == attack.ended
                told += 1
    assert told > 3


def test_a_share_is_described_and_the_rest_is_known_by_its_hull_alone() -> None:
    described = [w.dossier.described for _, _, written in attacks() for w in written]
    assert set(described) == {0, -1}


def test_who_comes_back_after_custody_is_another_hull() -> None:
    model = sail(0).model
    dossiers = model.dossiers
    assert dossiers is not None
    group = next(agent for agent in model.crew if agent.voyager is agent)
    row = model.crew.row(group)
    before = dossiers._id(row)
    dossiers.renew(group)
    assert dossiers._id(row) != before


def test_what_a_visit_was_like_is_noted() -> None:
    """Of boardings all of which fail, and of crews that are let go, to whom assistance is owed."""
    visits = "recognition.dossiers.visits"
    fail = {"types.frigate.boarding.succeeds": 0.0, f"{visits}.resisted": 0.6}
    owed = {"types.frigate.boarding.detains": 0.0, f"{visits}.owed": ["piracy"]}
    reputes = []
    for changes in (fail, owed):
        run = guardship.simulate(load(TINY, set={**WATCHED, "groups.pirates.count": 16, **changes}), 0)
        kept = run.dossiers[run.dossiers["about"] == "visit"]
        reputes.append(set(kept["repute"]))
        assert run.dossiers.equals(run.dossiers.sort_values("t", kind="stable"))
        chances = kept.loc[kept["repute"] == "resisted", ["harmless", "piracy"]].to_numpy()
        assert np.allclose(chances, [0.4, 0.6])
    assert reputes[0] == {"resisted"} and "owed" in reputes[1] and "wanted" not in reputes[1]

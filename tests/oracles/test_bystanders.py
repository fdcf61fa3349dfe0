"""O46: the order of a file, and vessels that concern nobody, change nothing for the others."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import guardship
from guardship.run.run import Run

from .changes import story, tracks
from .worlds import SCENARIOS, SCORES, Score

LONG = pytest.mark.long
SHORT: dict[str, dict[str, object]] = {
    "tiny": {},
    "irtc": {"time.warm_up": "1 d", "time.measure": "6 d", "time.drain": "1 d"},
}
SENSORS = {"tiny": ("radar", "lookout", "ais"), "irtc": ("frigate_radar", "frigate_lookout", "ais_receiver")}
ROUTES: dict[str, object] = {
    "tiny": [["10 nm", "30 nm"], ["190 nm", "62 nm"], ["100 nm", "90 nm"]],
    "irtc": [[45, 11.9], [53, 14.4]],
}


def played(name: str, changes: dict[str, object], seed: int) -> Run:
    return guardship.simulate(guardship.load(SCENARIOS / f"{name}.yaml", set=SHORT[name] | changes), seed)


def ferries(name: str) -> dict[str, object]:
    """Three merchants to and fro through everybody's discs, harmless to the patrols and out of the pirates' sight."""
    radar, lookout, ais = (f"sensors.{sensor}" for sensor in SENSORS[name])
    return {
        "hulls.ferry": {"height": "25 m", "ais": True},
        "types.ferry": {"is": "merchant", "hull": "ferry", "freeboard": "8 m", "speed": {"cruise": "21 kn"}},
        f"{radar}.detects.ferry": {"range": "20 nm", "rate": "20 /h"},
        f"{lookout}.detects.ferry": {"inverse_cube": "400 nm3/h", "range": "12 nm"},
        f"{lookout}.identifies.ferry": {"range": "10 nm", "after": "5 min", "suspicious": 0},
        f"{ais}.detects.ferry": {"definite": "25 nm"},
        f"{ais}.identifies.ferry": {"range": "25 nm", "after": "1 min", "suspicious": 0},
        "groups.extra": {
            "type": "ferry",
            "count": 3,
            "route": {"points": ROUTES[name], "loop": True, "start": "random"},
        },
    }


def tenders(name: str) -> dict[str, object]:
    """Two hulls that nobody sees and nobody tasks, one of which sees."""
    place = {"tiny": ["100 nm", "50 nm"], "irtc": [48.5, 12.9]}[name]
    return {
        "hulls.tender": {},
        "types.tender": {"is": "patrol", "hull": "tender", "speed": {"cruise": "10 kn", "max": "12 kn"}},
        "types.watcher": {"is": "passive", "hull": "tender", "sensors": [*SENSORS[name]], "speed": {"cruise": "10 kn"}},
        "groups.extra": {"type": "tender", "count": 1, "nation": "coalition", "hold": {"at": place}},
        "groups.extra_watcher": {"type": "watcher", "count": 1, "hold": {"at": place}},
    }


def unchanged(plain: Run, other: Run, *without: str) -> int:
    """Insist on the others' contacts, boardings, attacks, outcomes and tracks, to the last bit; how many events."""
    events, kept = story(plain), story(other, *without)
    assert len(story(other)) > len(kept)  # the newcomers did take part
    assert kept == events
    before, after = tracks(plain), tracks(other, *without)
    assert before.keys() == after.keys()
    assert all(np.array_equal(after[name], track) for name, track in before.items())
    return len(events)


@pytest.mark.parametrize(("name", "seeds"), [("tiny", range(3)), pytest.param("irtc", range(6), marks=LONG)])
def test_merchants_that_concern_nobody(name: str, seeds: range) -> None:
    compared = [unchanged(played(name, {}, k), played(name, ferries(name), k), "extra") for k in seeds]
    SCORES.append(Score("O46", f"{name}, ferries", 0.0, 0.0, sum(compared), 0.0))


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.parametrize("seeds", [range(3), pytest.param(range(3, 20), marks=LONG)])
def test_hulls_that_nobody_tasks(name: str, seeds: range) -> None:
    newcomers = ("extra", "extra_watcher")
    compared = [unchanged(played(name, {}, k), played(name, tenders(name), k), *newcomers) for k in seeds]
    SCORES.append(Score("O46", f"{name}, untasked hulls", 0.0, 0.0, sum(compared), 0.0))


def test_reports_of_others_do_not_depend_on_ferries() -> None:
    """What is reported of a vessel, and when that arrives, whoever else its reporter has met."""
    told = ["kind", "sender", "made", "arrived", "x", "y", "vx", "vy", "suspicious"]
    plain, other = (played("tiny", changes, 1).reports[told] for changes in ({}, ferries("tiny")))
    assert len(plain) > 10
    assert plain.equals(other)


def backwards(value: Any) -> Any:
    """Mappings with their keys in the opposite order, throughout."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(entry) for entry in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", SHORT)
def test_order_of_a_file(name: str, tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS / "geo", tmp_path / "geo")
    text = (SCENARIOS / f"{name}.yaml").read_text()
    turned = tmp_path / f"{name}.yaml"
    turned.write_text(yaml.safe_dump(backwards(yaml.safe_load(text)), sort_keys=False))
    assert list(yaml.safe_load(turned.read_text())) == list(yaml.safe_load(text))[::-1]
    one = played(name, {}, 4)
    two = guardship.simulate(guardship.load(turned, set=SHORT[name]), 4)
    assert one.scenario.hash == two.scenario.hash
    assert all(one.table(log).equals(two.table(log)) for log in ("events", "reports", "legs"))
    SCORES.append(Score("O46", f"{name}, file backwards", 0.0, 0.0, one.table("events").num_rows, 0.0))

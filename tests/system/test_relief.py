"""A contact that is kept in turns: who asks for a relief and when, who comes, and what a hand-over needs."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

import guardship
from guardship.intelligence import Kind
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.scenario.reading.load import load

from .test_recognition import doubled, merged

FILE = Path(__file__).parent / "relief.yaml"
WORK = ("pursuit", "shadowing", "relief_asked", "handed_over", "boarding", "boarding_done")
ALONE: dict[str, Any] = {"types.plane.relief": None}


@cache
def _sail(changes: str, seed: int) -> Run:
    return guardship.simulate(load(FILE, set=yaml.safe_load(changes)), seed)


def sail(changes: Mapping[str, object] | None = None, seed: int = 1) -> Run:
    """A run, made once."""
    return _sail(yaml.safe_dump(dict(changes or {})), seed)


def lines(run: Run, *kinds: str) -> pd.DataFrame:
    """The log's lines of some kinds."""
    return run.events[run.events["kind"].isin(kinds)]


def done(run: Run) -> list[tuple[str, str, str]]:
    """What was done, by whom, about whom."""
    return list(lines(run, *WORK)[["kind", "actor", "object"]].itertuples(index=False, name=None))


def test_aircraft_keep_it_in_turns_until_a_ship_is_there() -> None:
    """A cutter 300 miles away needs 15 hours, an aircraft can stay four."""
    run = sail()
    shadows = lines(run, "shadowing")
    assert len(shadows) >= 4 and shadows["actor"].nunique() == 3
    assert lines(run, "handed_over")["reason"].isna().all()
    boarding = lines(run, "boarding").iloc[0]
    assert boarding["actor"] == "cutters/0" and boarding["t"] - shadows["t"].min() > 10.0
    assert run.voyages.iloc[0]["outcome"] == "stopped"
    assert {check: what for check, what in audit(run).items() if what} == {}


def test_without_a_relief_it_is_left_to_itself() -> None:
    run = sail(ALONE)
    left = lines(run, "handed_over")
    assert list(left["reason"]) == ["no_relief"] and len(lines(run, "boarding")) == 0
    assert run.voyages.iloc[0]["outcome"] != "stopped"


def test_who_is_led_finds_what_has_been_left() -> None:
    """For the bottleneck: a search that cannot fail, of what nobody keeps any more and what has changed its course."""
    led = sail(ALONE | {"types.cutter.search.led": True, "types.cutter.search.for": "2 d"})
    assert len(lines(led, "search")) >= 1 and len(lines(led, "boarding")) == 1
    assert led.voyages.iloc[0]["outcome"] == "stopped"


def test_a_relief_is_asked_for_in_time() -> None:
    """Three hours before fuel calls it back, or at once where there is less; the one that comes has as much left."""
    run = sail()
    asked, gone = lines(run, "relief_asked"), lines(run, "handed_over")
    until = [one.until for one, _ in run.model.post.reports if one.kind is Kind.UPDATE and one.until is not None]
    assert len(asked) == len(until) == len(gone) - 1  # the last is there for half an hour when the cutter comes
    left = np.array(until) - asked["t"].to_numpy()
    assert (left <= 3.0 + 5.0 / 60.0).all() and (left[1:] > 2.5).all()
    assert (gone["t"].to_numpy()[:-1] < until).all()


def test_nobody_is_sent_where_a_ship_will_be_there_in_time() -> None:
    run = sail({"groups.cutters.hold.at": ["440 nm", "310 nm"]})
    spared = lines(run, "no_unit")[lines(run, "no_unit")["reason"] == "relief_under_way"]
    last = lines(run, "relief_asked").iloc[-1]
    assert len(spared) == 1 and spared["t"].iloc[0] - last["t"] == pytest.approx(5.0 / 60.0)  # the report's delay
    assert lines(run, "tasked")["t"].max() < last["t"]


def test_what_a_base_does_not_scramble_comes_only_from_the_air() -> None:
    run = sail({"types.plane.sorties.scrambles": False})
    sent = lines(run, "tasked")
    assert set(sent["actor"]) <= {"cutters/0"} and len(lines(run, "relief_asked")) >= 1


def test_a_hand_over_needs_a_contact_that_fits() -> None:
    """Among so many that look alike that the relief cannot be sure, whoever keeps the contact stays while it can."""
    many = {"hulls.boat.look_alikes": 0.01}
    easy, strict = sail(many), sail(many | {"types.plane.relief.fits": 0.99})
    assert lines(easy, "handed_over")["reason"].iloc[0] != "no_relief"
    assert lines(strict, "handed_over")["reason"].iloc[0] == "no_relief"
    sure = sail(many | {"types.plane.relief.fits": 0.5})
    assert done(sure) == done(easy)


def test_names_of_nations_and_the_order_of_the_file_change_nothing(tmp_path: Path) -> None:
    """Units keep their names, for their draws go by them."""
    document = yaml.safe_load(
        FILE.read_text("utf-8").replace("patrol:", "zeal:").replace("nation: patrol", "nation: zeal")
    )
    document = {key: turned(document[key]) for key in reversed(document)}
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    assert done(guardship.simulate(load(tmp_path / "other.yaml"), 1)) == done(sail())


def turned(section: Any) -> Any:
    """A section of a file with its entries the other way round."""
    return {key: section[key] for key in reversed(section)} if isinstance(section, dict) else section


def test_an_aircraft_of_another_nation_relieves_where_nations_ask_each_other() -> None:
    """One nation split in two that task together: the same is done at the same time."""
    at_once = {"nations.patrol.order_delay": "0 h"}
    one = sail(at_once)
    two = sail(
        at_once
        | {
            "nations.ally": {"report_delay": "5 min"},
            "groups.cutters.nation": "ally",
            "tasking": {"mode": "coordinated"},
            "sharing": {"topology": "mesh", "edges": {"delay": "0 h"}},
        }
    )
    assert done(two)[:12] == done(one)[:12]
    assert {check: what for check, what in audit(two).items() if what} == {}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_bystander_changes_nothing(seed: int) -> None:
    idle = {
        "nations.bystander": {"report_delay": "5 min"},
        "groups.yachts": {"type": "yacht", "count": 3, "hold": {"at": ["20 nm", "580 nm"]}},
        "types.yacht": {"is": "passive", "hull": "warship", "speed": {"cruise": "5 kn"}},
    }
    assert done(sail(idle, seed)) == done(sail(seed=seed))


def test_twice_the_size_at_twice_the_speed(tmp_path: Path) -> None:
    """The same is done, at the same times but for how near a pursuer comes to its quarry, which is the same in both."""
    (tmp_path / "two.yaml").write_text(yaml.safe_dump(doubled(yaml.safe_load(FILE.read_text("utf-8")))), "utf-8")
    one, two = sail(), guardship.simulate(load(tmp_path / "two.yaml"), 1)
    assert done(one) == done(two)
    at, other = (lines(run, *WORK)["t"].to_numpy() for run in (one, two))
    assert abs(at - other).max() < 0.05


def test_who_weighs_what_a_call_is_worth_sends_reliefs_as_well() -> None:
    """They are not weighed, and the audit knows it; the cutter that boards is."""
    run = sail({"nations.patrol.goes": {"by": "worth", "station": {"rate": "0.001 /h", "hours": "200 h"}}})
    assert (lines(run, "tasked")["reason"] == "relieves").sum() >= 2 and run.goings["went"].any()
    assert run.voyages.iloc[0]["outcome"] == "stopped"
    assert {check: what for check, what in audit(run).items() if what} == {}


def test_who_keeps_nothing_has_nothing_to_hand_over(tmp_path: Path) -> None:
    plane = {"types": {"plane": {"shadows": "0 h"}}}
    document = merged(yaml.safe_load(FILE.read_text("utf-8")), plane)
    (tmp_path / "wrong.yaml").write_text(yaml.safe_dump(document), "utf-8")
    with pytest.raises(guardship.ScenarioError, match="relief without shadows"):
        load(tmp_path / "wrong.yaml")

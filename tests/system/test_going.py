"""Going by worth through the running model: what must not matter, and what has to."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import guardship
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.table import written_of

FILE = Path(__file__).parent / "sharing.yaml"
WORTH = {"by": "worth", "station": {"rate": "0.1 /h", "hours": "1000 h"}}
SIDES = ["t", "unit", "mate", "hours", "chance", "found", "use", "cost", "went"]


def given(**more: Any) -> dict[str, Any]:
    """Bravo has two cutters and goes by worth; everybody tells everybody."""
    return {
        "sharing.topology": "mesh",
        "nations.bravo.goes": WORTH,
        "groups.east": {"type": "cutter", "count": 1, "nation": "bravo", "hold": {"at": ["230 nm", "120 nm"]}},
        "time.measure": "5 d",
    } | more


@cache
def base() -> Run:
    return guardship.simulate(guardship.load(FILE, set=given()), 2)


def run(changes: dict[str, Any], file: Path = FILE) -> Run:
    return guardship.simulate(guardship.load(file, set=changes), 2)


def sides(one: Run) -> pd.DataFrame:
    return one.goings[SIDES].reset_index(drop=True)


def alike(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Times to 4 us: of places that are doubled or moved."""
    pd.testing.assert_frame_equal(one, other, rtol=1e-6, atol=1e-9)


def test_some_go_and_some_do_not_and_the_audit_finds_nothing() -> None:
    goings, events = base().goings, base().events
    assert goings["went"].any() and not goings["went"].all()
    assert (goings["use"] > goings["cost"])[goings["went"]].all()
    tasked = events[events["kind"] == "tasked"]
    assert len(tasked) == goings["went"].sum() and set(tasked["actor"]) == {"cutters/0", "east/0"}
    assert not any(audit(base()).values())


def test_the_audit_sees_who_went_for_less_than_it_costs() -> None:
    from guardship.outcomes.goings import misweighed

    goings, events = base().goings, base().events
    weigh = set(goings["holder"])
    assert misweighed(goings, events, weigh) == []
    assert len(misweighed(goings.assign(cost=goings["use"] + 1.0), events, weigh)) == goings["went"].sum()
    assert len(misweighed(goings[~goings["went"]], events, weigh)) == goings["went"].sum() > 0


def test_off_it_is_not_there() -> None:
    plain = guardship.load(FILE)
    assert guardship.load(FILE, set={"nations.bravo.goes": "nearest"}).hash == plain.hash
    assert "goings" not in written_of(Run, plain) and "goings" in written_of(Run, base().scenario)


def test_what_a_station_is_worth_decides() -> None:
    """An hour that is worth much more keeps everybody; one that is worth nothing nobody, but for who is busy."""
    dear = run(given(**{"nations.bravo.goes": WORTH | {"station": {"rate": "1 /h", "hours": "1000 h"}}}))
    free = run(given(**{"nations.bravo.goes": WORTH | {"station": {"rate": "0 /h", "hours": "1e6 h"}}}))
    assert not dear.goings["went"].any() and len(dear.goings) > 5
    assert free.goings["went"].sum() > base().goings["went"].sum()


def test_nobody_is_sent_beyond_the_cap() -> None:
    capped = run(given(**{"nations.bravo.goes": WORTH | {"within": "60 nm"}}))
    events = capped.events
    assert "too_far" in set(events.loc[events["kind"] == "no_unit", "reason"])
    assert capped.goings["hours"].max() < base().goings["hours"].max()


@pytest.mark.parametrize("names", [("zulu", "yankee", "xray"), ("bravo", "charlie", "alpha")])
def test_names_of_nations_change_nothing(names: tuple[str, str, str], tmp_path: Path) -> None:
    """Nor does their order, which is that of their names."""
    text = FILE.read_text()
    for k, old in enumerate(("alpha", "bravo", "charlie")):
        text = text.replace(old, f"nation-{k}-")
    for k, new in enumerate(names):
        text = text.replace(f"nation-{k}-", new)
    file = tmp_path / "sharing.yaml"
    file.write_text(text)
    changes = given()
    changes[f"nations.{names[1]}.goes"] = changes.pop("nations.bravo.goes")
    changes["groups.east"] = changes["groups.east"] | {"nation": names[1]}
    alike(sides(base()), sides(run(changes, file)))


def test_a_bystander_changes_nothing() -> None:
    """A nation more, which goes by worth too, with a ship that sees nothing and is in nobody's reach."""
    watch = {"type": "cutter", "count": 1, "nation": "aaa", "hold": {"at": ["295 nm", "5 nm"]}}
    blind = given(**{"nations.aaa.goes": WORTH, "groups.aaa": watch, "groups.aaa.sensors": []})
    blind |= {"sharing.members": ["alpha", "bravo", "charlie"], "groups.aaa": watch}
    blind.pop("groups.aaa.sensors")
    alike(sides(base()), sides(run(blind)))


def test_everything_doubled() -> None:
    """All lengths and all speeds, those too that nobody states: hours and chances stay."""
    twice = {
        "theatre.box": {"width": "600 nm", "height": "600 nm"},
        "geometry.west": {"polygon": [["0 nm", "0 nm"], ["300 nm", "0 nm"], ["300 nm", "600 nm"], ["0 nm", "600 nm"]]},
        "sensors.watch.error": "0.2 nm",
        "sensors.watch.velocity_error": "2 kn",
        "types.picket.speed": {"cruise": "24 kn", "max": "50 kn"},
        "types.cutter.speed": {"cruise": "24 kn", "max": "50 kn"},
        "types.cutter.investigates.within": "400 nm",
        "types.cutter.search.radius": "30 nm",
        "types.dhow.speed.cruise": "16 kn",
        "groups.pickets.hold.at": ["300 nm", "300 nm"],
        "groups.cutters.hold.at": ["300 nm", "200 nm"],
        "groups.watchers.hold.at": ["40 nm", "40 nm"],
        "groups.dhows.straight.from": ["0 nm", "310 nm"],
        "pictures": {"reach": "60 nm", "vague": "16 nm", "agility": "4 kn", "unknown_speed": "16 kn"},
        "nations.bravo.redirects": "4 nm",
        "groups.east": {"type": "cutter", "count": 1, "nation": "bravo", "hold": {"at": ["460 nm", "240 nm"]}},
    }
    for hull in ("dhow", "skiff"):
        twice[f"sensors.watch.detects.{hull}.definite"] = "30 nm"
        twice[f"sensors.watch.identifies.{hull}.range"] = "30 nm"
    one, two = sides(base()), sides(run(given(**twice)))
    alike(one.head(20), two.head(20))  # later the least distance from alongside, which is not doubled, has its say


@pytest.mark.parametrize("rate", ["0.03 /h", "0.06 /h"])
def test_a_nation_in_two_under_joint_tasking_sends_the_same(rate: str) -> None:
    """Where both halves hear everything at once, requests take no time, and stations are worth what is stated."""
    stated = {"by": "worth", "station": {"rate": rate, "hours": "1e6 h"}}
    whole = given(**{"nations.bravo.goes": stated, "sharing.edges.delay": "0 min"})
    halves = whole | {
        "nations.delta": {"goes": stated},
        "groups.east": whole["groups.east"] | {"nation": "delta"},
        "tasking": {"mode": "coordinated", "partners": ["bravo", "delta"], "claims": False},
    }
    one, two = (tasked(run(changes)) for changes in (whole, halves))
    assert one == two and len(one) > 5


def tasked(one: Run) -> list[tuple[float, str]]:
    """When which unit was sent."""
    return [(round(e.t, 6), e.actor) for e in one.events[one.events["kind"] == "tasked"].itertuples()]

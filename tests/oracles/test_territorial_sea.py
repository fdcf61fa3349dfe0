"""O11: a race to another state's territorial sea, the pact that removes the border, and how late consent may come."""

import pytest

from guardship.run.run import Run

from .worlds import run

D, V, U = 4.0, 30.0, 25.0  # nm, kn, kn
AT_16 = {"law.waters.far_sea.area": "sea_at_16"}
PACT = {"law.agreements.pact.guests": ["aland"]}
DRUGS = {"law.suspicions.boat": "drugs"}
HERE = {"law.waits": "here"}


def times(world: Run, kind: str) -> list[float]:
    """When something happened [h]."""
    return [float(t) for t in world.events.loc[world.events["kind"] == kind, "t"]]


def test_caught_before_the_border() -> None:
    world = run("territorial_sea")
    assert times(world, "boarding") == [pytest.approx(D / (V - U), abs=1e-3)]
    assert not times(world, "broke_off_at_border")


def test_escapes_over_the_border() -> None:
    """The pursuer, 10 nm from it and 20 nm at the start, breaks off 0.01 nm short of it at most."""
    world = run("territorial_sea", AT_16)
    assert not times(world, "boarding")
    (end,) = times(world, "broke_off_at_border")
    assert 19.99 <= V * end < 20.0
    assert (world.events.loc[world.events["kind"] == "pursuit_ended", "reason"] == "border").all()
    legs = world.model.ocean.legs()
    own = legs[legs["row"] == world.model.crew.rows["cutter/0"]]
    assert own["x"].max() < 30.0


def test_a_pact_removes_the_border() -> None:
    world = run("territorial_sea", {**AT_16, **PACT})
    assert times(world, "boarding") == [pytest.approx(D / (V - U), abs=1e-3)]


def test_a_suspended_pact_does_not() -> None:
    off = {"law.agreements.pact.suspended": [{"from": "0 h", "to": "4 h"}]}
    assert not times(run("territorial_sea", {**AT_16, **PACT, **off}), "boarding")


@pytest.mark.parametrize(("minutes", "caught"), [(1.58, True), (1.62, False)])
def test_consent_awaited_at_the_start(minutes: float, caught: bool) -> None:
    """v (T - delay) = d + u T at T = b / u: 1.60 min."""
    consent = {"law.flags.Cland.delay": f"{minutes} min"}
    world = run("territorial_sea", {**DRUGS, **HERE, **consent})
    assert bool(times(world, "boarding")) == caught


@pytest.mark.parametrize(("minutes", "caught"), [(9.57, True), (9.61, False)])
def test_consent_awaited_beside_the_quarry(minutes: float, caught: bool) -> None:
    """The chase d / (v - u) from the start, then beside it until the border at b / u: 9.60 min between them.

    The pursuer breaks off 0.01 nm before the border, which is 0.024 min at 25 kn.
    """
    delay = D / (V - U) * 60.0 + minutes
    world = run("territorial_sea", {**DRUGS, "law.flags.Cland.delay": f"{delay} min"})
    assert bool(times(world, "boarding")) == caught
    given = world.events[world.events["kind"] == "consent_given"]
    assert list(given["reason"].isna()) == [caught]
    assert caught or list(given["reason"]) == ["consent_too_late"]


def test_consent_denied() -> None:
    world = run("territorial_sea", {**DRUGS, "law.flags.Cland.grants": 0})
    assert not times(world, "boarding") and len(times(world, "consent_denied")) == 1


def test_consent_is_deemed_given() -> None:
    deemed = {
        "law.agreements.ships": {
            "parties": ["aland", "Cland"],
            "consent": {"delay": "3 h", "grants": 0, "deemed_after": "50 min"},
        }
    }
    world = run("territorial_sea", {**DRUGS, **deemed})
    assert times(world, "consent_given") == [pytest.approx(50 / 60)]
    assert len(times(world, "boarding")) == 1


def test_a_flag_that_answers_nobody_is_refused_once() -> None:
    """Once for each reason: later the boat is in the territorial sea as well."""
    world = run("territorial_sea", {**DRUGS, "law.flags": {}})
    refused = world.events[world.events["kind"] == "refused_visit"]
    assert list(refused["reason"]) == ["no_answer", "foreign_waters"]
    assert not times(world, "pursuit")


def test_without_law_there_is_no_border() -> None:
    assert times(run("territorial_sea", {**AT_16, "law": None}), "boarding")

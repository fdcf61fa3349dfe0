"""Where it happened: places by hand, and those of runs against positions and books."""

import numpy as np
import pytest

from guardship.core.kernels import state as s
from guardship.outcomes.opportunities import Opportunity, Stage
from guardship.outcomes.places import positions, table
from guardship.outcomes.voyages import AttackOutcome, Books, Outcome
from guardship.reasons import Reason
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS


@pytest.fixture(scope="module")
def tiny() -> Run:
    return simulate(load(SCENARIOS / "tiny.yaml"), 3)


def test_positions_lie_on_the_last_leg_before() -> None:
    legs = np.array(
        [
            (0.0, 1.0, 2.0, 3.0, 0.0, 5, 2),
            (0.0, 9.0, 9.0, 0.0, 1.0, 7, 2),
            (2.0, 7.0, 2.0, 0.0, -1.0, 5, 2),
            (4.0, 7.0, 0.0, 0.0, 0.0, 5, s.ABSENT),
        ],
        dtype=[("t", float), ("x", float), ("y", float), ("vx", float), ("vy", float), ("row", int), ("mode", int)],
    )
    x, y = positions(legs, [5, 5, 5, 7, 6, 7], [1.0, 2.0, 4.0, 3.0, 1.0, 0.0])
    assert x.tolist()[:4] == [4.0, 7.0, 7.0, 9.0]
    assert y.tolist()[:4] == [2.0, 2.0, 0.0, 12.0]
    assert np.isnan(x[4])
    assert (x[5], y[5]) == (9.0, 9.0)


def test_no_questions_no_answers() -> None:
    assert positions(np.zeros(0, [("row", int), ("mode", int), ("t", float)]), [], [])[0].size == 0


def test_places_of_a_run(tiny: Run) -> None:
    found = tiny.places
    attacks = tiny.model.voyages.books.attacks
    assert sorted(found.t) == list(found.t)
    assert (found.kind == "attack").sum() == len(attacks) > 0
    assert (found.kind == "stopped").sum() == (tiny.voyages.outcome == "stopped").sum()
    assert (found.kind == "contact").sum() == tiny.opportunities.seen.notna().sum() > 0
    assert found.x.between(0, 200).all()
    assert found.y.between(0, 120).all()


def test_a_contact_lies_where_its_target_was(tiny: Run) -> None:
    seen = tiny.opportunities.dropna(subset="seen")
    places = {(r.t, r.voyage): (r.x, r.y) for r in tiny.places[tiny.places.kind == "contact"].itertuples()}
    for one in seen.itertuples():
        at = tiny.position(one.target, one.seen)
        assert at is not None
        assert places[one.seen, one.voyage] == pytest.approx((at.x, at.y), abs=1e-6)  # the key of row and time rounds


def test_rows_stand_in_order_of_time_kind_and_voyage() -> None:
    """Of one instant attacks come first, then contacts, landings, stops; who has not appeared has no place."""
    legs = np.array(
        [(0.0, 1.0, 2.0, 3.0, 0.0, 0, 2), (0.0, 5.0, 6.0, 0.0, 0.0, 1, 2)],
        dtype=[("t", float), ("x", float), ("y", float), ("vx", float), ("vy", float), ("row", int), ("mode", int)],
    )
    books = Books()
    stopped, landed, unseen = (books.plan(row, 0, 0.0, row != 1) for row in (0, 1, 2))
    landed.cargo = "drugs"
    for voyage, outcome, cause in (
        (stopped, Outcome.STOPPED, Reason.DETAINED),
        (landed, Outcome.SUCCEEDED, Reason.LANDED),
        (unseen, Outcome.STOPPED, Reason.DETAINED),
    ):
        books.close(voyage, 2.0, outcome, cause)
    books.attack(stopped, 1, 2.0, 7.0, 8.0, True).outcome = AttackOutcome.FAILED
    found = [
        Opportunity(1, -1, 0, 3, 1, 2.0, 3.0, 2.0, "own", Stage.LOST, Reason.CONTACT_LOST, None),
        Opportunity(0, -1, -1, 3, 0, 1.0, 3.0, 1.0, "own", Stage.STOPPED, Reason.DETAINED, None),
        Opportunity(0, -1, 0, 3, 0, 1.0, 3.0, None, "call", Stage.STOPPED, Reason.DETAINED, None),
    ]
    rows = [tuple(row.values()) for row in table(found, books.voyages, books.attacks, legs, ["ones"]).to_pylist()]
    assert rows == [
        ("contact", 1.0, 4.0, 2.0, 0, None, "stopped", True),
        ("attack", 2.0, 7.0, 8.0, 0, None, "failed", True),
        ("contact", 2.0, 5.0, 6.0, 1, "ones", "lost", False),
        ("landed", 2.0, 5.0, 6.0, 1, None, "landed", False),
        ("stopped", 2.0, 7.0, 2.0, 0, None, "detained", True),
    ]


def test_where_nothing_happened_the_table_has_its_columns() -> None:
    none = np.zeros(0, [(name, float) for name in ("t", "x", "y", "vx", "vy")] + [("row", int), ("mode", int)])
    made = table([], [], [], none, [])
    assert made.num_rows == 0
    assert [str(kind) for kind in made.schema.types] == [
        *("string", "double", "double", "double", "int64", "string", "string", "bool")
    ]

"""The waterfall of opportunities, and the lead of a detection."""

from guardship.outcomes.measures import first_seen, lead, waterfall
from guardship.outcomes.opportunities import Opportunity, Stage
from guardship.outcomes.voyages import Attack, Voyage
from guardship.reasons import Reason

from .logs import MERCHANT, PIRATE, SHIP


def row(voyage: int, stage: Stage, begin: float = 1.0, seen: float | None = None) -> Opportunity:
    return Opportunity(voyage, -1, 0, SHIP, PIRATE, begin, 2.0, seen, "sensor", stage, Reason.NEVER_SEEN, None)


def test_the_waterfall_counts_rows_and_voyages_of_the_window() -> None:
    voyages = [Voyage(k, PIRATE, k, float(k), counted=k < 2) for k in range(3)]
    rows = [row(0, Stage.CLEARED), row(0, Stage.NO_UNIT), row(1, Stage.CLEARED), row(2, Stage.STOPPED)]
    found = waterfall(rows, voyages)
    assert found == {"count": 3, "stages": {"cleared": 2, "no_unit": 1}, "voyages": {"cleared": 1, "no_unit": 1}}


def test_the_lead_is_from_the_first_time_on_that_voyage() -> None:
    attacks = [Attack(k, voyage, MERCHANT, t, 0.0, 0.0, True) for k, (voyage, t) in enumerate([(0, 9.0), (1, 5.0)])]
    rows = [row(0, Stage.LOST, 4.0, 4.0), row(0, Stage.LOST, 6.0, 6.0), row(1, Stage.LOST, 7.0, 7.0)]
    assert first_seen(rows) == {0: 4.0, 1: 7.0}
    found = lead(attacks, first_seen(rows), "")
    assert (found["count"], found["n"], found["median_h"]) == (1, 2, 5.0)
    assert lead(attacks, {0: 8.5, 1: 4.0}, "")["median_h"] == 0.75

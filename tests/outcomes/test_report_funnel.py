"""The waterfall of reports and what taskings on them led to, off logs written by hand.

Two nations, `us` with a ship and its helicopter, `ally` with another. Report 1 of the ally's ship is about the group,
report 2 about a dhow; 3 is a call for help from the group; 4 is of no one.
"""

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry
from guardship.outcomes.opportunities import Roll
from guardship.outcomes.report_funnel import Copy, Reported, Told, by_part, cues, errands, funnel, groups, table

SHIP, HELICOPTER, ALLY, MOTHER, SKIFF, DHOW, PREY = range(7)
NAMES = ("us/0", "us/0/lynx", "ally/0", "pirates/0", "pirates/0/skiff", "dhows/0", "prey/0")
ROLL = Roll(NAMES, (0, 0, 1, -1, -1, -1, -1), (-1, -1, -1, MOTHER, MOTHER, -1, -1), ("us", "ally"))
TOLD = {
    1: Told(1, "contact", "ally", 2.0, MOTHER, 7),
    2: Told(2, "contact", "ally", 3.0, DHOW, -1),
    3: Told(3, "distress", "", 4.0, MOTHER, 7),
    4: Told(4, "contact", "us", 20.0, -1, -1),
    5: Told(5, "lost", "us", 4.0, MOTHER, 7),
}
COPIES = [
    Copy(1, "ally", True, True),
    Copy(1, "us", False, False),
    Copy(1, "us", True, True),  # by another way
    Copy(2, "ally", True, True),
    Copy(2, "us", True, False),
    *(Copy(3, name, True, True) for name in ("us", "ally")),
    Copy(4, "us", True, True),
    Copy(5, "us", True, True),
]


def line(t: float, kind: str, actor: int, object: int = -1, **more: int) -> Entry:
    return Entry(t, 0, Occurrence(kind), actor, object, **more)


LOG = [
    line(2.0, "taken", -1, holder=1, report=1, track=50),
    line(2.5, "taken", -1, holder=0, report=1, track=60),
    line(2.5, "tasked", SHIP, holder=0, report=1, track=60),
    line(2.6, "tasked", ALLY, holder=1, report=1, track=50),
    line(2.6, "declined", ALLY, report=1),
    line(3.0, "taken", -1, holder=1, report=2, track=50),
    line(3.0, "tasked", ALLY, holder=1, report=2, track=50),
    line(3.5, "on_scene", ALLY, report=2),
    line(3.6, "on_beat", ALLY),
    line(3.7, "pursuit", ALLY, DHOW),  # when it had long been free
    line(4.0, "taken", -1, holder=0, report=3, track=60),
    line(5.0, "pursuit", HELICOPTER, SKIFF),
    line(6.0, "boarding", SHIP, MOTHER, voyage=7),
]
REPORTED = Reported(TOLD, COPIES, ("us", "ally"), ROLL)


def test_what_reports_are_about() -> None:
    log = [
        line(1.0, "sailed", MOTHER, voyage=7),
        line(2.0, "report", ALLY, report=1, contact=3),
        line(2.0, "report", ALLY, report=2, contact=4),
        line(2.0, "report", ALLY, report=8, contact=5),
        line(2.0, "tip_given", -1, MOTHER, report=9),
        line(2.0, "tip_given", -1, report=10),
    ]
    found = groups(log, {(ALLY, 3): SKIFF, (ALLY, 4): DHOW}, {1: 7, 3: 7}, ROLL)
    assert found == {1: MOTHER, 2: DHOW, 3: MOTHER, 9: MOTHER}


def test_the_waterfall() -> None:
    """Report 2 goes into the track of report 1; who declines was not sent; other kinds and times do not count."""
    found = funnel(LOG, REPORTED, (0.0, 10.0))
    assert {cell: dict(stages) for cell, stages in found.items()} == {
        ("us", "contact", "partner"): {
            "made": 2,
            "released": 2,
            "arrived": 1,
            "taken": 1,
            "associated": 1,
            "tasked": 1,
            "there": 1,
            "right_vessel": 1,
            "boarded": 1,
        },
        ("ally", "contact", "own"): {
            "made": 2,
            "released": 2,
            "arrived": 2,
            "taken": 2,
            "associated": 1,
            "tasked": 1,
            "there": 1,
        },
        ("us", "distress", "call"): {"made": 1, "released": 1, "arrived": 1, "taken": 1, "associated": 1},
        ("ally", "distress", "call"): {"made": 1, "released": 1, "arrived": 1},
    }
    parts = by_part(found)
    assert parts["all"]["reports"]["made"] == 6 == sum(own["made"] for own in parts["nations"].values())
    assert (parts["origins"]["partner"]["boarded"], parts["kinds"]["distress"]["taken"]) == (1, 1)
    rows = table(found).to_pandas()
    assert list(rows["nation"]) == ["ally", "ally", "us", "us"] and rows["made"].sum() == 6
    assert table({}).num_rows == 0


def test_errands_end_when_the_unit_is_free() -> None:
    first, second = errands(LOG, ROLL)
    assert (first.met, first.boarded, first.there) == ({MOTHER}, {MOTHER}, True)
    assert (second.unit, second.met, second.there) == (ALLY, set(), True)


def test_precision_and_recall_of_cues() -> None:
    found = cues(LOG, REPORTED, (0.0, 10.0), [7, 8])
    precision, recall = found["cue_precision"], found["cue_recall"]
    assert (precision["count"], precision["n"], precision["any_guilty"]) == (1, 2, 1)
    assert (precision["partner"]["value"], precision["own"]["value"], precision["call"]["value"]) == (1.0, 0.0, None)
    assert (recall["count"], recall["n"], recall["partner"], recall["own"]) == (1, 2, 1, 0)
    assert cues(LOG, REPORTED, (0.0, 2.55), [8])["cue_precision"]["n"] == 1
    assert cues([], Reported(), (0.0, 1.0), [])["cue_recall"]["value"] is None

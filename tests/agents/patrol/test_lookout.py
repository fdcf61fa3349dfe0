"""A unit and what it makes of looks: verdicts, what it was sent after, asking, ground to board, courses and speeds."""

from math import inf
from typing import Any

import pytest

from agents.patrol.test_unit import TEAM, Stub, patrol
from guardship.agents import Patrol, Sighting, Task, Verdict
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.lookout import Inquiry
from guardship.intelligence import (
    Assessment,
    Comparison,
    Dossier,
    Evidence,
    Identity,
    Judge,
    Kind,
    Likeness,
    Look,
    Measures,
    Repute,
)
from guardship.intelligence.belief import KINDS, Level, Signs, Thresholds
from guardship.reasons import Reason

OPTICAL, HAIL, APPROACH = (KINDS.index(kind) for kind in ("optical", "hail", "approach"))
RATES = {
    (OPTICAL, 0, 0): ((0.4, 0.1),),
    (OPTICAL, 1, 0): ((0.9, 0.02),),
    (HAIL, 0, 0): ((0.5, 0.1),),
    (APPROACH, 0, 0): ((0.99, 0.001),),
}
SIGNS = Signs(("gear",), ("piracy",), (inf,), {"skiff": ((0.02,), (0.9,))}, RATES, {"skiff": (0.95, 0.05)})
STEPS = Thresholds(*(Level((1,), chance) for chance in (0.033, 0.1, 0.05, 0.4)))
ASKS = (Inquiry("hail", lambda u: 0.25), Inquiry("approach", lambda u: 0.5))


class Eyes(Stub):
    """Helm and radio that remember reports, beliefs and timers; `answers`: what asking shows."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[Kind] = []
        self.verdicts: list[str] = []
        self.timers: list[tuple[str, tuple[int, ...]]] = []
        self.answers: list[int] = []
        self.why: list[Reason | None] = []
        self.dossiers: list[Dossier] = []
        self.fits: set[int] = set()
        self.who: Any = ()

    def report(self, seen: Sighting, kind: Kind, attended: bool | None = None, until: float | None = None) -> int:
        self.reports.append(kind)
        return 1

    def advice(self, seen: Sighting) -> None:
        return None

    def listed(self, hull: str) -> tuple[Dossier, ...]:
        return tuple(one for one in self.dossiers if one.hull == hull)

    def compare(self, contact: int, listed: tuple[Dossier, ...]) -> tuple[Comparison, ...]:
        return tuple(Comparison(1.0, OPTICAL, 1, 0, one.name, one.name in self.fits) for one in listed)

    def believes(self, seen: Sighting, chances: Any, described: float, verdict: str, who: Any = ()) -> None:
        self.verdicts.append(verdict)
        self.who = who

    def later(self, hours: float, what: str, *args: int) -> None:
        self.timers.append((what, args))

    def draw(self, *_: object) -> float:
        return 0.5

    def look(self, contact: int) -> Sighting:
        return seen()

    def inquire(self, contact: int, kind: str) -> Sighting:
        word = self.answers.pop(0)
        return seen(Look(2.0, KINDS.index(kind), 0, 0, word))

    def note(self, kind: Any, reason: Reason | None = None, **_: object) -> None:
        self.told.append(str(kind))
        self.why.append(reason)


def ship(judge: Judge | None = None, **doctrine: Any) -> tuple[Patrol, Eyes]:
    one, _ = patrol()
    helm: Any = Eyes()
    made, stub = patrol(TEAM, judge=judge or Judge(SIGNS, STEPS), inquiries=ASKS, **doctrine)
    made.helm = made.radio = helm
    assert made.lookout is not None
    made.lookout._helm = made.lookout._radio = helm
    del one, stub
    return made, helm


def seen(*looks: Look, x: float = 1.0, v: tuple[float, float] = (0.0, 0.0), time: float = 0.0) -> Sighting:
    return Sighting(3, time, x, 0.0, *v, 0.1, "skiff", None, looks=looks)


FAR_NOT, FAR = (Look(0.0, OPTICAL, 0, 0, word) for word in (0, 1))
NEAR_NOT, NEAR = (Look(1.0, OPTICAL, 1, 0, word) for word in (0, 1))


def test_verdicts() -> None:
    """Nothing far off says little, near it clears; something far off is closed, and a nearer look takes it back."""
    one, helm = ship()
    assert one.on_looked(seen(FAR_NOT)) is Verdict.KEEPS
    assert one.on_looked(seen(FAR_NOT, NEAR_NOT)) is Verdict.PASSES
    assert helm.reports == [Kind.UPDATE, Kind.CLEARED] and one.free
    assert one.on_looked(seen(FAR)) is Verdict.SUSPECTS
    assert one.duty is Duty.PURSUE
    assert one.on_looked(seen(FAR, NEAR)) is Verdict.SUSPECTS
    assert helm.reports == [Kind.UPDATE, Kind.CLEARED, Kind.CONTACT, Kind.UPDATE]
    assert helm.verdicts == ["keeps", "passes", "suspects", "suspects"]


def test_a_quarry_that_looks_harmless_from_near_is_let_go() -> None:
    one, helm = ship()
    one.on_looked(seen(FAR))
    assert one.on_looked(seen(FAR, NEAR_NOT)) is Verdict.PASSES
    assert one.free and not one.suspects and helm.reports[-1] is Kind.CLEARED
    assert Reason.LOOKS_HARMLESS in helm.why


def test_with_ground_it_boards_at_once() -> None:
    one, helm = ship()
    one.on_looked(seen(FAR, NEAR))
    one.on_intercept(3)
    assert one.duty is Duty.BOARD and "inquiry" not in helm.told


def test_without_ground_it_asks_and_boards_when_that_gives_some() -> None:
    one, helm = ship()
    one.on_looked(seen(FAR))
    one.on_intercept(3)
    assert "board" not in helm.told and helm.timers[-1] == ("on_answered", (3, 0, 1))
    helm.answers = [0, 1]
    one.on_answered(3, 0, 1)
    assert helm.timers[-1] == ("on_answered", (3, 1, 2))
    one.on_answered(3, 1, 2)
    assert one.duty is Duty.BOARD


def test_without_any_ground_it_leaves_the_contact_alone_for_good() -> None:
    judge = Judge(SIGNS, Thresholds(*(Level((1,), chance) for chance in (0.0, 0.01, 0.01, 0.9))))
    one, helm = ship(judge)
    one.on_looked(seen(FAR))
    one.on_intercept(3)
    helm.answers = [0, 0]
    one.on_answered(3, 0, 1)
    one.on_answered(3, 1, 2)
    assert one.free and Reason.NO_GROUND in helm.why and "board" not in helm.told
    one.on_update(seen(FAR))
    assert one.free
    one.on_contact_lost(3)
    one.on_looked(seen(FAR))  # another contact may be another vessel
    assert one.duty is Duty.PURSUE


def test_an_answer_to_somebody_else_changes_nothing() -> None:
    one, helm = ship()
    one.on_looked(seen(FAR))
    one.on_intercept(3)
    one.end_pursuit(Reason.BORDER, 3)
    one.on_answered(3, 0, 1)
    assert one.free and "board" not in helm.told


def task(*assessed: Assessment, pxx: float = 1.0) -> Task:
    known = Evidence(frozenset(), frozenset(assessed))
    return Task(9, 1, True, 1.0, 0.0, 0.0, 0.0, 0.0, known=known, pxx=pxx, pvv=1.0)


CALL = Assessment((0.05, 0.95), frozenset({(8, 1)}))


def test_what_was_called_for_is_boarded_without_a_sign() -> None:
    """The only small craft about: it is what the call was about, whatever it shows from afar."""
    one, helm = ship()
    one.on_tasked(task(CALL))
    one.on_contact(seen())
    assert helm.told[-1] == "chase"
    assert one.on_looked(seen(FAR_NOT)) is Verdict.SUSPECTS
    one.on_intercept(3)
    assert "board" in helm.told


def test_what_a_lost_quarry_has_shown_is_known_of_it_in_the_search() -> None:
    """The next contact at that place is it, and needs no second look; so it is also when it was sent out."""
    for sent in (False, True):
        one, _ = ship()
        if sent:
            one.on_tasked(task(CALL))
        one.on_looked(seen(FAR, NEAR))
        one.on_update(seen(FAR, NEAR))
        one.on_contact_lost(3)
        assert one.duty is Duty.SEARCH and one.datum is not None and one.lookout is not None
        assert one.datum.known.looks == {FAR, NEAR} and (one.datum.known.assessed == {CALL}) is sent
        assert one.datum.known.held == {(one.radio.call_sign, 3)}
        again = seen()._replace(contact=4)
        one.on_contact(again)
        assert one.lookout.ground(again, one.datum)


def test_among_many_it_may_be_somebody_else() -> None:
    """With look-alikes about, the same contact is taken for what it shows."""
    one, _ = ship(likeness=Likeness(0.0, {"skiff": 5.0}))
    one.on_tasked(task(CALL))
    one.on_contact(seen())
    assert one.lookout is not None
    chances, same = one.lookout.chances(seen(FAR_NOT), one.datum)
    assert same < 0.05
    assert chances[1] == pytest.approx(same * _alone(CALL) + (1.0 - same) * _alone(), rel=1e-9)


def _alone(*assessed: Assessment) -> float:
    known = Evidence(frozenset({FAR_NOT}), frozenset(assessed))
    return Judge(SIGNS, STEPS).chances("skiff", 1.0, 0.0, known)[1]


def measuring(sign: str) -> Signs:
    """Gear that looks see, and a sign that a ship measures by itself."""
    return Signs(
        ("gear", sign),
        ("piracy",),
        (inf, inf),
        {"skiff": ((0.02, 0.05), (0.9, 0.15))},
        {key: (*rate, (0.0, 0.0)) for key, rate in RATES.items()},
        {"skiff": (0.95, 0.05)},
        measured=1,
    )


def test_a_fast_contact_is_worth_a_look_before_anybody_has_looked() -> None:
    signs = measuring("fast")
    judge = Judge(signs, STEPS, Measures(fast=20.0), ("fast",))
    assert judge.worth_a_look == {"skiff"}
    one, helm = ship(judge)
    one.on_contact(seen(v=(15.0, 0.0)))
    assert one.free
    one.on_contact(seen(v=(25.0, 0.0))._replace(contact=4))
    assert one.duty is Duty.PURSUE and helm.reports == []
    assert one.on_looked(seen(FAR_NOT, NEAR_NOT, v=(25.0, 0.0))._replace(contact=4)) is Verdict.PASSES
    assert one.free


def test_who_turns_away_is_looked_at_as_one_who_does() -> None:
    signs = measuring("turned_away")
    one, _ = ship(Judge(signs, STEPS, Measures(turned_away=1.0), ("turned_away",)))
    one.on_looked(seen(FAR, v=(-9.0, 0.0)))
    one.on_update(seen(FAR, v=(0.0, 9.0), time=1.0))
    assert one.suspects[3].looks[0].word == 0  # not away from here
    one.on_update(seen(FAR, v=(9.0, 1.0), time=2.0))
    assert one.suspects[3].looks[1].word == 0b10


# ---- dossiers -----------------------------------------------------------------------------------

ALIKE = Identity({(OPTICAL, 1, 0): ((0.8, 0.02),)}, {"skiff": 25.0})


def dossier(name: int, repute: Repute, guilty: float) -> Dossier:
    return Dossier(name, repute, "skiff", 0, (1.0 - guilty, guilty), 0.0, inf)


def test_the_same_look_is_weighed_anew_when_something_else_is_known() -> None:
    """The task, how surely its place fits, dossiers of such hulls: the chances are those of a unit that never asked."""
    one, helm = ship(Judge(SIGNS, STEPS, identity=ALIKE))
    look, eyes = seen(FAR), one.lookout
    task = Task(7, 1, False, 1.0, 0.0, 0.0, 0.0, 0.0, known=Evidence(frozenset({NEAR})))
    assert eyes is not None

    def weighed(of: Task | None) -> float:
        fresh, other = ship(eyes.judge)
        assert fresh.lookout is not None
        fresh.lookout._same, other.dossiers = dict(eyes._same), list(helm.dossiers)
        assert eyes.chances(look, of)[0] == fresh.lookout.chances(look, of)[0]
        return eyes.chances(look, of)[0][1]

    found = [weighed(None), weighed(task)]
    eyes.described(3, 0.5)
    found.append(weighed(task))
    helm.dossiers.append(dossier(1, Repute.WANTED, 0.9))
    found.append(weighed(None))
    assert found[0] == found[1] and len(set(found)) == 3


@pytest.mark.parametrize(
    ("repute", "guilty", "fits", "verdict"),
    [
        (Repute.WANTED, 0.95, True, Verdict.SUSPECTS),
        (Repute.WANTED, 0.95, False, Verdict.KEEPS),
        (Repute.HARMLESS, 0.0, True, Verdict.PASSES),
    ],
)
def test_a_look_is_compared_with_the_dossiers_of_which_the_ship_has_been_told(
    repute: Repute, guilty: float, fits: bool, verdict: Verdict
) -> None:
    """One look that shows nothing, at 0.05 before: what the dossier says of the hull decides."""
    one, eyes = ship(Judge(SIGNS, STEPS, identity=ALIKE))
    eyes.dossiers = [dossier(4, repute, guilty)]
    eyes.fits = {4} if fits else set()
    assert one.on_looked(seen()) is verdict
    ((about, chance),) = eyes.who
    assert about.name == 4 and (chance > 0.6) is fits


def test_what_a_boat_has_compared_stays_with_its_ship() -> None:
    one, _ = ship(Judge(SIGNS, STEPS, identity=ALIKE))
    assert one.lookout is not None
    fits = Comparison(1.0, APPROACH, 0, 0, 4, True)
    one.lookout.learn(3, (), (fits,))
    assert one.lookout.measured(seen()).compared == (fits,)
    one.lookout.lose(3)
    assert one.lookout.measured(seen()).compared == ()


def test_what_is_compared_goes_into_what_is_reported() -> None:
    one, eyes = ship(Judge(SIGNS, STEPS, identity=ALIKE))
    eyes.dossiers, eyes.fits = [dossier(4, Repute.WANTED, 0.95)], {4}
    one.on_looked(seen())
    (kept,) = one.suspects.values()
    assert [(c.dossier, c.fits) for c in kept.compared] == [(4, True)]
    assert one.lookout is not None and one.lookout.own(kept).compared == frozenset(kept.compared)

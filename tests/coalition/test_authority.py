"""The law of the sea, case by case."""

import pytest

from guardship.coalition.authority import (
    GROUNDS,
    HIGH_SEAS,
    STATELESS,
    Act,
    Actor,
    Agreement,
    Evidence,
    Pacts,
    Permit,
    Refusal,
    Target,
    Waters,
    Zone,
    may,
)
from guardship.reasons import Reason

A = Actor("Aland")
OWN = Zone("own sea", "Aland", Waters.TERRITORIAL)
SEA = Zone("b sea", "Bland", Waters.TERRITORIAL)
BELT, EEZ, OWN_BELT, OWN_EEZ = (
    Zone(f"{kind} of {state}", state, kind) for state in ("Bland", "Aland") for kind in (Waters.CONTIGUOUS, Waters.EEZ)
)
S, P, NOTHING = Evidence.SUSPICION, Evidence.PROOF, Evidence.NONE
BOTH = frozenset({"Aland", "Bland"})
ENTRY = Agreement("entry", BOTH, frozenset({"entry", "visit", "search"}), frozenset({"piracy"}))
PURSUIT = Agreement("pursuit", BOTH, frozenset({"pursuit", "visit"}))
RIDER = Agreement("rider", BOTH, frozenset({"shiprider"}), frozenset({"drugs"}))
BOARDING = Agreement("boarding", BOTH, frozenset({"visit"}), frozenset({"drugs"}))
MANDATE = Agreement(
    "mandate",
    frozenset({"Aland"}),
    frozenset({"visit", "search", "seize"}),
    frozenset({"arms"}),
    flags=frozenset({"any"}),
)
COURT = Agreement("court", frozenset({"Aland", "Cland"}), frozenset({"transfer"}), frozenset({"piracy"}))
R = Reason

CASES = [  # act, flag, offence, evidence, zone, agreements, what comes of it
    ("approach", "", "", NOTHING, HIGH_SEAS, (), "freedom of navigation"),
    ("approach", "Bland", "piracy", S, SEA, (), R.FOREIGN_WATERS),
    ("visit", "Bland", "piracy", S, HIGH_SEAS, (), "piracy"),
    ("visit", "Bland", "piracy", NOTHING, HIGH_SEAS, (), R.NO_SUSPICION),
    ("visit", "", "piracy", S, EEZ, (), "piracy"),
    ("seize", "Bland", "piracy", S, HIGH_SEAS, (), R.NO_EVIDENCE),
    ("arrest", "Bland", "piracy", P, HIGH_SEAS, (), "piracy"),
    ("visit", "Bland", "piracy", S, SEA, (), R.FOREIGN_WATERS),
    ("visit", "Aland", "piracy", S, SEA, (), R.FOREIGN_WATERS),
    ("visit", "Bland", "drugs", S, HIGH_SEAS, (), R.NEEDS_CONSENT),
    ("visit", "Bland", "people", S, HIGH_SEAS, (), R.NEEDS_CONSENT),
    ("visit", "Bland", "arms", S, HIGH_SEAS, (), R.NEEDS_CONSENT),
    ("visit", "", "drugs", S, HIGH_SEAS, (), R.FLAG_UNKNOWN),
    ("visit", STATELESS, "drugs", S, HIGH_SEAS, (), "no nationality"),
    ("visit", STATELESS, "drugs", NOTHING, HIGH_SEAS, (), R.NO_SUSPICION),
    ("search", "Aland", "drugs", S, HIGH_SEAS, (), "flag state"),
    ("arrest", "Bland", "drugs", P, OWN, (), "coastal state"),
    ("visit", "Bland", "drugs", S, OWN_BELT, (), "contiguous zone"),
    ("visit", "Bland", "drugs", S, BELT, (), R.NEEDS_CONSENT),
    ("visit", "Bland", "fishing", S, OWN_EEZ, (), "resources"),
    ("visit", "Bland", "fishing", S, EEZ, (), R.NEEDS_CONSENT),
    ("visit", "Bland", "arms", S, HIGH_SEAS, (MANDATE,), "mandate"),
    ("arrest", "Bland", "arms", P, HIGH_SEAS, (MANDATE,), R.NEEDS_CONSENT),
    ("visit", "Bland", "drugs", S, HIGH_SEAS, (MANDATE,), R.NEEDS_CONSENT),
    ("visit", "Bland", "drugs", S, HIGH_SEAS, (BOARDING,), "boarding"),
    ("visit", "Cland", "drugs", S, HIGH_SEAS, (BOARDING,), R.NEEDS_CONSENT),
    ("visit", "Bland", "drugs", S, SEA, (BOARDING,), R.FOREIGN_WATERS),
    ("approach", "", "piracy", S, SEA, (ENTRY,), "entry"),
    ("search", "", "piracy", S, SEA, (ENTRY,), "entry"),
    ("visit", "", "piracy", NOTHING, SEA, (ENTRY,), R.NO_SUSPICION),
    ("seize", "", "piracy", P, SEA, (ENTRY,), R.FOREIGN_WATERS),
    ("visit", "", "drugs", S, SEA, (ENTRY,), R.FOREIGN_WATERS),
    ("approach", "", "piracy", S, SEA, (PURSUIT,), R.FOREIGN_WATERS),
    ("arrest", "Bland", "drugs", P, HIGH_SEAS, (RIDER,), "flag state"),
    ("visit", "Cland", "drugs", S, SEA, (RIDER,), "coastal state"),
    ("visit", "Cland", "piracy", S, SEA, (RIDER,), R.FOREIGN_WATERS),
    ("transfer", "", "piracy", P, HIGH_SEAS, (), R.NO_COURT),
    ("transfer", "", "piracy", P, HIGH_SEAS, (COURT,), "court"),
    ("transfer", "", "drugs", P, HIGH_SEAS, (COURT,), R.NO_COURT),
    ("transfer", "", "piracy", S, HIGH_SEAS, (COURT,), R.NO_EVIDENCE),
]


@pytest.mark.parametrize(("act", "flag", "offence", "evidence", "zone", "agreements", "wanted"), CASES)
def test_what_the_law_says(
    act: str,
    flag: str,
    offence: str,
    evidence: Evidence,
    zone: Zone,
    agreements: tuple[Agreement, ...],
    wanted: str | Reason,
) -> None:
    answer = may(A, Act(act), Target(flag, offence, evidence), zone, agreements)
    assert answer == Permit(wanted) if isinstance(wanted, str) else answer.reason is wanted  # type: ignore[union-attr]


def test_every_ground_is_used_by_a_case_or_a_pursuit() -> None:
    used = {wanted for *_, wanted in CASES if isinstance(wanted, str)}
    assert {ground.name for ground in GROUNDS} - used == {"hot pursuit"}


def test_hot_pursuit_begins_inside_and_ends_at_another_territorial_sea() -> None:
    fleeing = Target("Cland", "drugs", S, pursued_from=OWN)
    assert may(A, Act.VISIT, fleeing, HIGH_SEAS) == Permit("hot pursuit")
    assert may(A, Act.APPROACH, fleeing, SEA) == Refusal(Reason.FOREIGN_WATERS)
    outside = Target("Cland", "drugs", S, pursued_from=HIGH_SEAS)
    assert may(A, Act.VISIT, outside, HIGH_SEAS) == Refusal(Reason.NEEDS_CONSENT, "Cland")


def test_a_pact_lets_a_pursuit_go_on() -> None:
    for began in (OWN, HIGH_SEAS):
        assert may(A, Act.VISIT, Target("Cland", "drugs", S, began), SEA, (PURSUIT,)) == Permit("pursuit")
    inside = Target("Cland", "drugs", S, pursued_from=SEA)
    assert may(A, Act.VISIT, inside, SEA, (PURSUIT,)) == Refusal(Reason.FOREIGN_WATERS)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (None, Refusal(Reason.NEEDS_CONSENT, "Bland")),
        (True, Permit("consent of the flag")),
        (False, Refusal(Reason.CONSENT_DENIED)),
    ],
)
def test_the_flag_may_consent(answer: bool | None, wanted: object) -> None:
    assert may(A, Act.VISIT, Target("Bland", "drugs", S, consents=answer), HIGH_SEAS) == wanted


def test_consent_of_the_flag_opens_no_waters() -> None:
    assert may(A, Act.VISIT, Target("Cland", "drugs", S, consents=True), SEA) == Refusal(Reason.FOREIGN_WATERS)


def test_agreements_come_and_go() -> None:
    pacts = Pacts({"entry": ENTRY, "mandate": MANDATE})

    def names(nation: str) -> list[str]:
        return [one.name for one in pacts.in_force(nation)]

    assert names("Aland") == ["entry", "mandate"] and names("Bland") == ["entry"]
    pacts.suspend("mandate")
    pacts.leave("entry", "Aland")
    assert names("Aland") == [] and names("Bland") == ["entry"]
    pacts.restore("mandate")
    pacts.join("entry", "Aland")
    assert names("Aland") == ["entry", "mandate"]

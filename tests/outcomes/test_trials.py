"""Chance decisions: expected given the answers before, counted in a window, and found out when they are not true."""

import ast
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import guardship
from guardship.build.theatre import Theatre
from guardship.core.draws import DECIDED, Purpose
from guardship.core.kernels.state import TRIAL, Records
from guardship.outcomes.trials import attacks_expected, counted, expected, misdrawn, of_table, surplus
from system.worlds import SCENARIOS, tiny_run

EVENTS = {"attackers_board": 10**6}
RENEWS: dict[str, object] = {
    "recognition.signs.ladders.renews": "1 h",
    "sharing.topology": "mesh",
    "types.cutter.boarding": {"takes": "1 h", "succeeds": 0.9, "finds": 0.8},
}
FEW: dict[str, object] = {"time.warm_up": "1 d", "time.measure": "3 d", "time.drain": "1 d"}


def asked(questions: Sequence[tuple[int, float]], numbers: Sequence[float]) -> Records:
    """Questions (entity, p) one after the other, and what the number of each entity says."""
    trials = np.zeros(len(questions), TRIAL)
    for k, (entity, p) in enumerate(questions):
        trials[k] = (float(k), entity, 0, p, Purpose.HALT, numbers[entity] < p)
    return trials


CHANCES = st.floats(0.01, 0.99).map(lambda p: round(p, 2))


@given(st.lists(st.tuples(st.integers(0, 3), CHANCES), max_size=12), st.lists(CHANCES, min_size=4, max_size=4))
def test_the_probability_is_given_the_earlier_answers(questions: list[tuple[int, float]], numbers: list[float]) -> None:
    """Of numbers that would have given the same answers so far: the share that gives a yes now."""
    trials = asked(questions, [u + 0.001 for u in numbers])
    grid = (np.arange(10_000) + 0.5) / 10_000
    left = [grid] * 4
    for trial, chance in zip(trials, expected(trials), strict=True):
        able = left[trial["entity"]]
        assert chance == pytest.approx((able < trial["p"]).mean(), abs=0.02)
        left[trial["entity"]] = able[(able < trial["p"]) == bool(trial["yes"])]


def test_what_is_known_is_certain() -> None:
    trials = asked([(0, 0.5), (0, 0.5), (0, 0.6), (0, 0.2), (1, 0.5), (1, 0.25)], [0.4, 0.7])
    assert trials["yes"].tolist() == [1, 1, 1, 0, 0, 0]
    assert expected(trials).tolist() == [0.5, 1.0, 1.0, 0.4, 0.5, 0.0]
    assert expected(trials[:0]).tolist() == []


def test_of_the_same_name_but_another_purpose_or_ordinal_nothing_is_known() -> None:
    trials = asked([(0, 0.5)] * 3, [0.4])
    trials["n"][1], trials["purpose"][2] = 1, Purpose.COURT
    assert expected(trials).tolist() == [0.5, 0.5, 0.5]


def test_what_is_counted_is_of_the_window() -> None:
    trials = asked([(0, 0.5), (1, 0.5), (2, 0.25), (3, 0.25)], [0.4, 0.4, 0.4, 0.4])
    assert counted(trials, (1.0, 3.0)) == {"halted": (2, 1, 0.75)}
    said = {kind: one._asdict() for kind, one in counted(trials, (1.0, 3.0)).items()}
    assert surplus(said) == {**dict.fromkeys(DECIDED.values(), 0.0), "halted": 0.25}
    assert counted(trials, (9.0, 10.0)) == {}


@pytest.mark.parametrize(("p", "weight"), [((0.3, 0.6, 0.45), (1, 1, 1)), ((0.8, 0.1, 0.5), (2, -1, 3))])
def test_count_less_compensator_has_mean_zero(p: tuple[float, ...], weight: tuple[int, ...]) -> None:
    """Also where what is asked next hangs on the answers, and with any weight that is known before."""
    rng, found = np.random.default_rng(5), []
    for _ in range(4000):
        u, questions = rng.random(), [(0, p[0])]
        questions += [(0, p[1])] if u < p[0] else [(0, p[2]), (0, p[1])]
        trials = asked(questions, [u])
        found.append(sum(w * (t["yes"] - q) for w, t, q in zip(weight, trials, expected(trials), strict=False)))
    assert abs(np.mean(found)) < 4.0 * np.std(found) / len(found) ** 0.5
    assert np.std(found) > 0.3


# ---- in runs -----------------------------------------------------------------------------------


def test_each_decision_of_a_run_is_in_its_table() -> None:
    run = tiny_run(2)
    table, lines = run.trials, run.events["kind"].value_counts()
    happened = table.loc[table["happened"], "kind"].astype(str).value_counts()
    assert happened["looks_suspicious"] == lines["contact_suspicious"]
    assert set(table["kind"]) <= set(DECIDED.values())
    assert table["t"].is_monotonic_increasing and table["p"].between(0.0, 1.0, inclusive="neither").all()
    assert table["expected"].tolist() == expected(run.model.ocean.trials()).tolist()
    assert misdrawn(table, run.seed, run.seed, EVENTS) == []
    again = of_table(table)
    assert all((again[name] == run.model.ocean.trials()[name]).all() for name in TRIAL.names or ())


def test_attacks_that_are_expected() -> None:
    found = guardship.simulate(guardship.load(SCENARIOS / "gulf_of_aden.yaml", set=FEW), 1).chance
    own = found["attack_decided"]
    assert attacks_expected(7, found) == 7 - own.happened + own.expected
    assert attacks_expected(7, {}) == 7
    assert own.happened != own.expected
    said = tiny_run(1).summary
    assert said["attacks"]["expected"] == attacks_expected(said["attacks"]["count"], tiny_run(1).chance)


def test_what_does_not_follow_from_its_number_is_found() -> None:
    run = tiny_run(2)
    table = run.trials
    turned = table.copy()
    turned.loc[3, "happened"] = not turned.loc[3, "happened"]
    assert any("number" in finding for finding in misdrawn(turned, run.seed, run.seed, EVENTS))
    other = table.copy()
    other.loc[3, "expected"] += 1e-6
    assert len(misdrawn(other, run.seed, run.seed, EVENTS)) == 1
    assert len(misdrawn(table, run.seed + 1, run.seed + 1, EVENTS)) > 3
    assert misdrawn(table, run.seed, run.seed, {"looks_suspicious": 0})[0].startswith("looks_suspicious: happened ")
    strange = table.assign(kind="lucky")
    with pytest.raises(ValueError, match=r"trials.kind: came 'lucky', wanted one of attack"):
        of_table(strange)


@pytest.mark.parametrize("runs", [40, pytest.param(400, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["tiny", "tips", "coalition/tiered_alliance", "../tests/system/recognition"])
def test_no_kind_of_decision_is_biased(name: str, runs: int) -> None:
    """t of the mean surplus of every kind; a kind of which there are a handful has no distribution to speak of."""
    scenario = guardship.load(
        SCENARIOS / f"{name}.yaml", set={} if name == "tiny" else FEW | RENEWS if "recognition" in name else FEW
    )
    theatre = Theatre.of(scenario)
    found = [guardship.simulate(scenario, seed, theatre=theatre).chance for seed in range(runs)]
    kinds = {kind for one in found for kind in one}
    assert len(kinds) > 3 and ("recognition" not in name or {"sign_shown", "sign_seen"} <= kinds)
    for kind in kinds:
        here = np.array([one[kind].happened - one[kind].expected if kind in one else 0.0 for one in found])
        if sum(kind in one for one in found) >= runs / 4:
            assert abs(here.mean()) < 4.0 * here.std(ddof=1) / runs**0.5, kind


# ---- the only way --------------------------------------------------------------------------------

NUMBERS = {"uniform", "given", "draw", "u"}  # of a port
PLACES = {  # where a number is compared that is of the seed alone, and the same under every policy
    ("law.py", "flag"): "under which flag a ship claims to sail",
    ("fields.py", "consider"): "which boats of a field there are: traffic, thinned when somebody comes near",
}


def comparisons(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Functions that compare a number that a port has drawn, as it is or scaled, with something; and in which line."""
    for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
        parts = list(ast.walk(function))
        assigned = [one for one in parts if isinstance(one, ast.Assign) and is_number(one.value, set())]
        drawn = {target.id for one in assigned for target in one.targets if isinstance(target, ast.Name)}
        for one in parts:
            if isinstance(one, ast.Compare) and any(is_number(side, drawn) for side in (one.left, *one.comparators)):
                yield function.name, one.lineno


def is_number(node: ast.AST, drawn: set[str]) -> bool:
    """A uniform number: what a port returns, or one of its names, or a multiple of that."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in NUMBERS
        case ast.Name(id=name):
            return name in drawn
        case ast.BinOp(left=left, right=right):
            return is_number(left, drawn) or is_number(right, drawn)
    return False


def test_no_chance_is_decided_elsewhere() -> None:
    """A comparison of a uniform number with a probability anywhere but in the port would be missing from the table."""
    home = SCENARIOS.parent / "sim/guardship"
    files = [path for part in ("agents", "build", "intelligence", "world") for path in (home / part).rglob("*.py")]
    found = {(path.name, name, line) for path in files for name, line in comparisons(ast.parse(path.read_text()))}
    assert sorted(one for one in found if one[:2] not in PLACES) == []


def test_the_search_for_comparisons_finds_them() -> None:
    text = "def f(sea):\n    u = sea.uniform(1) * 2\n    v = 3\n    return u < 4 or v < 5 or sea.given(2) < 6"
    assert list(comparisons(ast.parse(text))) == [("f", 4), ("f", 4)]

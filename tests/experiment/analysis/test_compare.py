"""Comparisons over a store: the arithmetic by hand, pairs at equal levels, nations, and what cannot be compared."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from experiment.stores import TEXT, placed
from guardship.__main__ import app
from guardship.console import drawn
from guardship.experiment.analysis.compare import ALL, compare
from guardship.experiment.analysis.tables import asked_for, compared_lines
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import plan
from guardship.experiment.store.results import Batch
from guardship.meanings import BOTH_WAYS
from guardship.report.report import report


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("compare")
    return run(plan(placed(folder)), folder / "store", here)


def test_differences_are_paired_at_equal_levels(found: Batch) -> None:
    answer = compare(found, ["contacts.gained"], nations=False)
    values = found.measure("contacts.gained")
    assert [(row.variant, row.reference, row.levels["frigates"]) for row in answer.rows] == [
        ("late", "quick", 1),
        ("late", "quick", 3),
    ]
    of = {(p.variant, p.levels["frigates"]): p.number for p in found.plan.points}
    for row in answer.rows:
        d = values[of["late", row.levels["frigates"]]] - values[of["quick", row.levels["frigates"]]]
        assert row.effect is not None
        assert row.effect.mean == pytest.approx(d.mean())
        assert row.effect.all_high - row.effect.mean == pytest.approx(answer.critical * d.std(ddof=1) / np.sqrt(20))


def test_another_reference_turns_the_sign(found: Batch) -> None:
    one = compare(found, ["contacts.gained"], nations=False).rows[1].effect
    other = compare(found, ["contacts.gained"], nations=False, reference="late").rows[1].effect
    assert one is not None
    assert other is not None
    assert one.mean == -other.mean


def test_by_nation(found: Batch) -> None:
    rows = compare(found, ["attacks"]).rows
    assert {row.nation for row in rows} == {ALL, "coalition"}  # nothing happens to others
    own = {row.measure for row in rows if row.nation == "coalition"}
    assert "boardings" in own
    assert "usd.net" not in own  # nothing is paid for here
    assert {row.named for row in rows if row.nation == ALL} == {True}
    assert {row.named for row in rows if row.nation != ALL} == {False}


def test_what_cannot_be_compared(found: Batch) -> None:
    with pytest.raises(KeyError, match="atacks: no such measure; did you mean attacks"):
        compare(found, ["atacks"])
    with pytest.raises(KeyError, match="no such variant"):
        compare(found, reference="early")


def test_the_command(found: Batch, tmp_path: Path) -> None:
    call = CliRunner().invoke(app, ["compare", str(found.folder), "--json", str(tmp_path / "a.json")])
    assert call.exit_code == 0, call.output
    assert "late - quick at frigates=3, coalition" in call.output
    said = json.loads((tmp_path / "a.json").read_text(), parse_constant=pytest.fail)  # NaN is no JSON
    gains = [row["effect"]["gain"] for row in said["rows"]]
    assert None in gains
    assert any(isinstance(gain, float) for gain in gains)
    call = CliRunner().invoke(app, ["compare", str(tmp_path)])
    assert call.exit_code == 2
    assert "no store of a batch" in call.output


NAMED = "\n  measures: [attacks, messages.delivered]\n  detect: {messages.delivered: 5}\n"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("named")
    return run(plan(placed(folder, TEXT + NAMED)), folder / "store", here)


def test_only_what_was_named_beforehand_is_a_family(named: Batch) -> None:
    """What else is asked for has an interval of its own, and changes nothing for the rest."""
    plain, more = compare(named, nations=False), compare(named, ["attacks", "boardings", "transits"])
    assert plain.family == more.family == sum(row.effect is not None for row in plain.rows)
    assert more.critical == plain.critical
    assert [row for row in more.rows if row.named] == [row for row in plain.rows if row.measure == "attacks"]
    others = [row for row in more.rows if not row.named]
    assert {row.measure for row in others} > {"boardings", "transits"}
    assert all(row.effect is None or row.effect.all_low == row.effect.low for row in others)
    assert not {row.answer for row in others} & {"more", "less"}


def test_what_is_said_of_the_difference_that_was_asked_for(named: Batch) -> None:
    """Late reports are fewer; at one frigate that is not resolved, and the interval leaves no room for five."""
    answer = compare(named, nations=False)
    fewer, less = (row for row in answer.rows if row.measure == "messages.delivered")
    assert [(row.answer, row.wanted, row.small) for row in (fewer, less)] == [
        ("not resolved", 5.0, True),
        ("less", 5.0, True),
    ]
    assert [row.wanted for row in answer.rows if row.measure == "attacks"] == [None, None]
    assert asked_for(fewer) == ", and less than the 5 asked for"
    assert asked_for(less) == ""
    finer = fewer._replace(wanted=0.1)
    assert (finer.small, asked_for(finer)) == (False, "; too few pairs for the 0.1 asked for")
    assert "then by less than the 5 asked for" in report(named)


def test_columns_of_means_have_the_names_of_the_variants(found: Batch) -> None:
    measures = ["attacks", "attacks.hijacked", "voyages.succeeded"]
    parts = list(compared_lines(found, compare(found, measures, nations=False)))
    tables = [drawn(part) for part in parts if not isinstance(part, str)]
    assert [table.split()[:3] for table in tables] == [["measure", "quick", "late"]] * len(tables) != []
    assert all("variance ratio" in table.splitlines()[0] for table in tables)
    assert BOTH_WAYS in parts
    assert BOTH_WAYS not in compared_lines(found, compare(found, measures[:2], nations=False))


def test_a_named_measure_that_no_run_has_is_left_out(tmp_path: Path) -> None:
    text = TEXT + "\n  measures: [attacks, sharing.sent]\n"
    made = run(plan(placed(tmp_path, text)), tmp_path / "store", here)
    answer = compare(made, nations=False)
    assert {row.measure for row in answer.rows if row.effect is None} == {"sharing.sent"}
    assert "Left out where no two pairs have a value: sharing.sent." in map(str, compared_lines(made, answer))
    assert report(made)
    with pytest.raises(KeyError, match="no such measure"):
        compare(made, ["sharing.sent"])


def test_voyages_of_a_store_that_says_what_it_should_detect(named: Batch, tmp_path: Path) -> None:
    between = ["voyages", str(named.folder), "--between", "quick", "late", "--workers", "1"]
    call = CliRunner().invoke(app, between)
    assert call.exit_code == 0, call.output

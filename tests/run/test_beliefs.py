"""The table of beliefs: what it holds, and that its audit finds what does not follow."""

from functools import cache
from math import nan
from pathlib import Path
from typing import Any

import pandas as pd

from guardship.outcomes.beliefs import Belief
from guardship.run.audit import audit
from guardship.run.beliefs import Names, misjudged, table
from guardship.run.run import Run
from guardship.run.simulate import simulate
from system.worlds import tiny_run

from .test_recognition import world


@cache
def done() -> Run:
    """A run in which dhows are judged by signs."""
    return simulate(world(priors={"dhow": {"piracy": 0.1}, "skiff": {"piracy": 0.1}}), 1)


def found(beliefs: pd.DataFrame) -> list[str]:
    return misjudged(done().theatre, beliefs, done().events, done().vessels)


def changed(k: int, **values: Any) -> pd.DataFrame:
    beliefs = done().beliefs.copy()
    for column, value in values.items():
        beliefs.at[beliefs.index[k], column] = value
    return beliefs


def test_it_is_written_where_signs_are_looked_for(tmp_path: Path) -> None:
    folder = done().write(tmp_path / "signs")
    assert len(done().beliefs) > 10 and not any(audit(folder).values())
    assert done().write(tmp_path / "signs") == folder
    assert "beliefs.parquet" not in {path.name for path in tiny_run().write(tmp_path / "none").iterdir()}
    assert tiny_run().beliefs.empty


def test_a_row_a_look() -> None:
    """A look to which no verdict belongs has a row; one of two observers at once is one piece of evidence."""
    names = Names(world(), [("day", "calm", "clear")], ("ship", "dhow"))
    far, near = (1.0, 1, 0, 0, 2), (2.0, 1, 1, 0, 3)
    one = Belief(2.0, 0, 1, 4, "dhow", near[1:], (0.9, 0.1), nan, "keeps", (3.0, 4.0), (far, near))
    rows = table([one, one], names).to_pandas()
    assert list(rows["t"]) == [1.0, 2.0, 2.0] and list(rows["seen"]) == ["skiffs", "answers skiffs", "answers skiffs"]
    assert list(rows["verdict"].fillna("")) == ["", "keeps", "keeps"] and [*rows["rests_on"][1]] == [0, 1]
    assert [names.look(row) for row in rows.itertuples()][:2] == [far, near]


def test_what_does_not_follow_is_found() -> None:
    beliefs = done().beliefs
    assert found(beliefs) == []
    (k, *_) = (
        i for i, row in enumerate(beliefs.itertuples()) if row.verdict == "keeps" and row.described != row.described
    )
    row = beliefs.iloc[k]
    other = "" if row["seen"] else "skiffs"
    for wrong, said in (
        (changed(k, seen=other), "its looks say"),
        (changed(k, piracy=row["piracy"] + 1e-6), "its looks say"),
        (changed(k, verdict="passes"), "passes at"),
        (changed(k, contact=10**6), "not gained"),
        (changed(k, t=-1.0), "looks at"),
        (changed(k, vessel=row["observer"]), "looks at"),
        (changed(k, described=1e-4, piracy=0.99, harmless=0.01), "no mean"),
    ):
        assert said in "; ".join(found(wrong)), said

"""Looking things up: who, when, where."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from guardship.story.book import Book, Line, Vessel, ids

START = datetime(2010, 2, 28, 23, 59, 31, tzinfo=UTC)


def book(start: datetime | None = START) -> Book:
    boats = [
        Vessel("p/0", "group", "pirate", "dhow", "", "", False),
        Vessel("p/0.1", "group", "skiff", "skiff", "", "p/0", False),
    ]
    legs = {
        "vessel": ["p/0"] * 3,
        "t": [1.0, 2.0, 3.0],
        "x": [0.0, 10.0, 0.0],
        "y": [0.0, 0.0, 0.0],
        "vx": [10.0, 0.0, 0.0],
        "vy": [0.0, 5.0, 0.0],
        "mode": ["route", "route", "gone"],
    }
    tables = {
        "events": pd.DataFrame({**dict.fromkeys(Line._fields[1:]), "holder": ["nato", None]}),
        "vessels": pd.DataFrame(boats),
        "legs": pd.DataFrame(legs),
    }
    return Book(tables, start, lambda x, y: f"{x:g}, {y:g}")


def test_dates() -> None:
    """To the nearest minute, over the end of a month."""
    assert book().when(0.0) == "1 Mar 00:00"
    assert book(None).when(25.51) == "day 2, 01:31"


def test_where_a_vessel_was() -> None:
    assert [book().where("p/0", t) for t in (0.5, 1.5, 2.5, 3.5)] == ["", " at 5, 0", " at 10, 2.5", ""]
    assert book().where("nobody", 2.0) == ""


def test_who_belongs_together() -> None:
    assert book().members("p/0") == {"p/0", "p/0.1"} and book().members("p/0.1") == {"p/0.1"}
    assert book().holders == {"nato"}


def test_tables_without_what_is_told() -> None:
    """Of a folder that another version has made."""
    tables = {"legs": book().tables["legs"].drop(columns=["vx", "mode"]), "events": book().events}
    with pytest.raises(ValueError, match="legs: there is no column mode, vx"):
        Book(tables, None, lambda x, y: "")


def test_what_a_report_is_about() -> None:
    """Numbers of contacts are those of who has them."""
    one = book()
    columns = ["report", "kind", "sender", "contact"]
    rows = [[1, "contact", "s/0", 5], [2, "distress", "c/0", 0], [3, "contact", "s/0", 6], [4, "contact", "s/1", 5]]
    one.tables = {"reports": pd.DataFrame(rows, columns=columns)}
    one.events = pd.DataFrame({"actor": ["s/0", "s/1"], "object": ["p/0", "d/0"], "contact": [5, 5]})
    assert [one.about(k) for k in (1, 2, 3, 4, 9)] == [["p/0"], ["c/0"], [], ["d/0"], []]


def test_names_of_rows() -> None:
    assert ids("events", [1, 22]) == ("events:1", "events:22")

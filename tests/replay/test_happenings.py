"""Incidents, contacts, mail, looks and voyages of a page beside the tables that they come from."""

import pytest

from guardship.meanings import VOYAGE, words
from guardship.occurrences import Occurrence
from guardship.replay import happenings
from guardship.replay.happenings import GROUPS, OWN, PASSED_OVER
from guardship.replay.recorded import TABLES, Recorded
from guardship.run.chart import chart
from guardship.run.run import Run
from system.worlds import tiny_run


@pytest.fixture(scope="module")
def run() -> Run:
    return tiny_run()


@pytest.fixture(scope="module")
def source(run: Run) -> Recorded:
    return Recorded(run.theatre, run.manifest, chart(run.theatre), {name: run.table(name) for name in TABLES})


def test_every_occurrence_is_in_one_group_or_passed_over() -> None:
    grouped = [kind for kinds in GROUPS.values() for kind in kinds]
    assert sorted([*grouped, *PASSED_OVER]) == sorted(Occurrence)


def test_incidents_are_the_lines_of_the_log(run: Run, source: Recorded) -> None:
    made = happenings.incidents(source)
    events = run.events[~run.events["kind"].isin([str(kind) for kind in PASSED_OVER])]
    kind, actor = made.names["kind"], source.vessels
    assert [kind[k] for k in made.columns[1]] == list(events["kind"])
    assert [actor[k] if k >= 0 else None for k in made.columns[2]] == [a if a == a else None for a in events["actor"]]
    assert len(made.names["group"]) == len(kind)
    assert OWN not in made.names["group"]


def test_a_contact_ends_when_it_is_lost_or_cleared(run: Run, source: Recorded) -> None:
    a, _, begin, end = happenings.contacts(source)
    gained = run.events[run.events["kind"] == "contact_gained"]
    assert len(a) == len(gained)
    assert (end >= begin).all()
    ended = run.events[run.events["kind"].isin(["contact_lost", "contact_cleared"])]
    last = round(run.theatre.hours * 360_000)
    known = {(row.actor, row.contact) for row in ended.itertuples()}
    open_ended = sum((row.actor, row.contact) not in known for row in gained.itertuples())
    assert (end == last).sum() == open_ended


def test_voyages_are_told_with_their_leads(run: Run, source: Recorded) -> None:
    made = happenings.voyages(source)
    assert [source.vessels[k] for k in made.columns[1]] == list(run.voyages["group"])
    assert [made.names["outcome"][k] for k in made.columns[6]] == [
        words(VOYAGE, name) for name in run.voyages["outcome"]
    ]


def test_there_are_no_looks_where_no_signs_are_looked_for(source: Recorded) -> None:
    assert [len(column) for column in happenings.looks(source).columns] == [0] * 9


def test_nobody_writes_to_himself(source: Recorded) -> None:
    sender, receiver, sent, arrived = happenings.mail(source).columns
    assert (sender != receiver).all()
    assert (arrived >= sent).all()

"""Stories of runs: every row named exists and is told rightly, and none is left out that stories tell."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.run.story import of_tables
from guardship.scenario.reading.check import load
from guardship.story import Story, UnknownSubject, deeds, with_deeds
from guardship.story.subjects import OF_THE_VOYAGE

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NOT_BY_NAME = {"taken", "tip_given", "tipped", "jettisoned"}  # kinds whose sentence is not about who acts
FILES = (
    SCENARIOS / "tiny.yaml",
    SCENARIOS / "alliance.yaml",
    SCENARIOS / "smuggling.yaml",
    SCENARIOS / "tips.yaml",
)


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def run(request: pytest.FixtureRequest) -> Run:
    return simulate(load(request.param), 1)


def stories(run: Run) -> Iterator[tuple[int, Story]]:
    for number in run.voyages.voyage:
        yield number, run.story(f"voyage:{number}")


def test_each_row_named_exists_and_is_about_what_is_said(run: Run) -> None:
    """Who acts in the first row of a sentence, and at what, stands in it."""
    told = 0
    for _, story in stories(run):
        for sentence in story.sentences:
            assert sentence.rests_on
            for name in sentence.rests_on:
                table, _, row = name.partition(":")
                assert 0 <= int(row) < len(getattr(run, table))
            table, _, row = sentence.rests_on[0].partition(":")
            if table == "events":
                found = run.events.loc[int(row)]
                assert found.t == sentence.t
                by_name = isinstance(found.actor, str) and found.kind not in NOT_BY_NAME
                assert not by_name or found.actor in sentence.text
                told += 1
    assert told > 3


def test_no_row_of_a_voyage_is_left_out_or_told_twice(run: Run) -> None:
    """The first sentence sums up; it may name what is told below."""
    kinds = {str(kind) for kind in OF_THE_VOYAGE}
    for number, story in stories(run):
        named = [name for sentence in story.sentences[1:] for name in sentence.rests_on]
        assert len(set(named)) == len(named)
        rows = run.events[(run.events.voyage == number) & run.events.kind.isin(kinds)].index
        assert {f"events:{row}" for row in rows} <= set(named)
        looks = run.opportunities[run.opportunities.voyage == number].index
        assert {f"opportunities:{row}" for row in looks} <= set(named)


def test_the_head_says_when_and_what_became_of_the_crew(run: Run) -> None:
    for row in run.voyages.itertuples():
        head = run.story(f"Voyage:{row.voyage}").sentences[0]
        events = run.events[(run.events.voyage == row.voyage) & (run.events.kind == "detained")]
        later = row.outcome == "succeeded" and bool((events.t >= row.ended).any())
        assert ("detained later" in head.text) == later == (len(head.rests_on) == 2)
        assert row.outcome != "succeeded" or (
            ("The last who could have stopped it" in head.text) != ("Nobody could have stopped it" in head.text)
        ) == isinstance(row.holder, str)


def test_a_unit_is_told_with_what_it_carries(run: Run) -> None:
    """Every order, boarding and flight of its boats and aircraft."""
    v = run.vessels[run.vessels.unit]
    for ship in v.vessel[v.boards & ~v.vessel.str.contains("/.*/")]:
        named = {name for sentence in run.story(ship).sentences for name in sentence.rests_on}
        e = run.events[run.events.actor.astype("str").str.startswith(f"{ship}/")]
        done = e[e.kind.isin(["tasked", "boarding", "boarding_done", "pursuit", "takeoff", "landed", "launched"])]
        assert {f"events:{row}" for row in done.index} <= named


def test_what_came_of_what_was_known_names_who_knew(run: Run) -> None:
    for number, story in stories(run):
        rows = run.opportunities[run.opportunities.voyage == number]
        said = " ".join(one.text for one in story.sentences if one.rests_on[0].startswith("opportunities")).lower()
        assert all(holder.replace("_", " ") in said for holder in rows.holder.dropna())
        assert ("nobody knew of it" in said) == rows.holder.isna().any()


def test_what_those_who_were_called_did_is_told_of_the_attack(run: Run) -> None:
    """Of the last attack of a voyage, all that units who were called did to the attackers until they were free."""
    told = 0
    for _, rows in run.events[run.events.attack >= 0].groupby("voyage"):
        attack = rows.attack.iloc[-1]
        story = run.story(f"attack:{attack}")
        named = {name for sentence in story.sentences for name in sentence.rests_on}
        begin, end = (f([s.t for s in story.sentences if s.t is not None]) for f in (min, max))
        events = run.events[run.events.t.between(begin, end) & (run.events.voyage == rows.voyage.iloc[0])]
        met = events[events.kind.isin(["halted", "boarding", "boarding_done", "detained"])]
        assert {f"events:{row}" for row in met.index} <= named
        told += len(met)
    assert told or run.scenario.name != "alliance"


def test_whom_a_report_and_a_track_are_about(run: Run) -> None:
    """It is the vessel of the contact that the sender had; a track may be of several, where it was confused."""
    events = run.events
    for line in events[(events.kind == "report") & (events.voyage >= 0)][:10].itertuples():
        group = run.voyages.group[run.voyages.voyage == line.voyage].item()
        assert f", in truth about {group}" in run.story(f"report:{line.report}").title


def test_deeds_leave_out_contacts_from_which_nothing_followed_and_nothing_else(run: Run) -> None:
    book = of_tables(run.scenario, lambda name: getattr(run, name))
    mere = {"contact_gained", "contact_lost", "contact_cleared", "report"}
    found, left_out = with_deeds(book), 0
    for name in found[:60]:
        one = deeds(book, name)
        kept = {row for s in (one.sentences if one else ()) for row in s.rests_on}
        every = {row for s in run.story(name).sentences for row in s.rests_on}
        assert kept <= every
        gone = [int(row[7:]) for row in every - kept if row.startswith("events")]
        assert set(run.events.kind[gone]) <= mere
        left_out += len(gone)
    assert left_out > 0
    rest = run.events[run.events.actor.isin(set(run.vessels.vessel) - {*found})]
    assert set(rest.kind) <= {*mere, "contact_identified"}


def test_sentences_stand_in_order_of_time(run: Run) -> None:
    for _, story in stories(run):
        times = [sentence.t for sentence in story.sentences if sentence.t is not None]
        assert times == sorted(times)


def test_a_story_of_every_thing_that_is_in_the_log(run: Run) -> None:
    events = run.events
    for report in events.report[events.report > 0].unique()[:20]:
        assert run.story(f"report:{report}").sentences
    for attack in events.attack[events.attack >= 0].unique():
        assert any("attacks" in one.text for one in run.story(f"attack {attack}").sentences)
    tracks = events[(events.track > 0) & events.holder.notna()].drop_duplicates(["holder", "track"])
    for holder, track in list(zip(tracks.holder, tracks.track, strict=True))[:10]:
        assert run.story(f"track:{holder}/{track}").sentences
    for vessel in run.vessels.vessel[:30]:
        assert run.story(vessel).title.startswith(vessel)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("voyage:99999", "wanted up to [0-9]+"),
        ("voyage:x", "came 'x', wanted a number"),
        ("report:99999999", "wanted up to"),
        ("voyage:" + "9" * 5000, "wanted a number"),
        ("report:0", "wanted up to|there are no reports"),
        ("attack:99999", "wanted up to|there are no attacks"),
        ("track:atlantis/1", "came holder 'atlantis', wanted one of"),
        ("nobody", "came no voyage:N"),
        ("", "came no voyage:N"),
    ],
)
def test_what_is_not_in_the_run(run: Run, what: str, said: str) -> None:
    with pytest.raises(UnknownSubject) as refused:
        run.story(what)
    assert re.search(said, str(refused.value))

"""The tables of a run: each stands in one place; what they say beyond the log is what pictures and umpire know."""

import re
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from guardship.intelligence import Picture, Track
from guardship.run import tables
from guardship.run.audit import audit
from guardship.run.ended import Ended
from guardship.run.folder import FILES
from guardship.run.run import TABLES, Run
from guardship.run.simulate import simulate
from guardship.run.table import Table, asked, table, tables_of, written_of
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS, tiny_run

ROOT = Path(__file__).parents[2]
SHARING = ROOT / "tests/system/sharing.yaml"


@cache
def shared(use: str = "tasking") -> Run:
    """Three nations that tell each other what they see."""
    return simulate(load(SHARING, set={"sharing.topology": "mesh", "sharing.edges.use": use}), 2)


@cache
def tipped() -> Run:
    """Voyages of which some are announced."""
    return simulate(load(SCENARIOS / "tips.yaml"), 4)


# ---- one place -------------------------------------------------------------------------------------------------------


def test_every_function_of_the_module_is_a_table_of_a_run() -> None:
    """Nobody writes one and forgets its line in `Run`."""
    written = {name: one for name, one in vars(tables).items() if isinstance(one, Table)}
    assert written.items() <= tables_of(Run).items()
    assert all(one.name == name for name, one in tables_of(Run).items())
    optional = {
        "places",
        "beliefs",
        "boardings",
        "comparisons",
        "dossiers",
        "links",
        "clearances",
        "goings",
        "report_funnel",
    }
    optional |= {"plans", "stations", "advisories", "heeded", "spared", "protected", "prizes", "routes", "trust"}
    assert {*tables_of(Run)} - {*TABLES} == optional
    assert {*written_of(Run, tiny_run().scenario)} == {*TABLES}


@pytest.mark.parametrize("name", tables_of(Run))
def test_a_table_is_the_same_however_it_is_asked_for(name: str) -> None:
    run = tiny_run()
    assert getattr(run, name).equals(run.table(name).to_pandas())
    assert getattr(Run, name).__doc__ == tables_of(Run)[name].make.__doc__
    with pytest.raises(AttributeError, match="cannot be set"):
        setattr(run, name, None)


def test_a_table_that_there_is_not() -> None:
    with pytest.raises(KeyError, match="nothing"):
        tiny_run().table("nothing")


def test_a_new_table_needs_its_function_and_its_line() -> None:
    @table
    def mine(run: Ended) -> pa.Table:
        """How many lines the log has."""
        return pa.table({"lines": [len(run.model.journal.log.entries)]})

    assert (mine.name, mine.__doc__, mine.written) == ("mine", "How many lines the log has.", True)
    assert not asked(mine.make).written
    assert mine.__get__(tiny_run(), Run)["lines"].tolist() == [len(tiny_run().model.journal.log.entries)]


def test_the_reference_has_a_row_for_every_file_of_the_folder() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    rows = {name for page in pages for name in re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", page.read_text(), re.M)}
    written = (name for name, one in tables_of(Run).items() if one.written)
    assert rows == {*(f"{name}.parquet" for name in written), *(file.name for file in FILES)}


# ---- what lines about reports are about ------------------------------------------------------------------------------


def test_commands_name_the_voyage_that_nobody_of_them_knows() -> None:
    """Those of the table of events only: in the log that the world writes they have none, and agents see neither."""
    run = tipped()
    lines = run.events[run.events["report"] > 0]
    for kind in ("report", "distress", "taken", "tasked", "tip", "tip_given", "tip_expired", "waits", "no_unit"):
        assert (lines.loc[lines["kind"] == kind, "voyage"] >= 0).any(), kind
    own = {e.kind for e in run.model.journal.log.entries if e.report > 0 and e.voyage >= 0}
    assert own == {"tipped"}
    assert (lines.groupby("report")["voyage"].nunique() == 1).all()


def test_they_name_the_group_that_was_seen() -> None:
    """A report's line names the contact, whose gain names the vessel, whose group makes the voyage."""
    run = tipped()
    events, voyages = run.events, run.voyages.set_index("voyage")
    lead = run.vessels.set_index("vessel")["lead"]
    gained = events[events["kind"] == "contact_gained"].set_index(["actor", "contact"])["object"]
    seen = events[events["kind"] == "report"]
    found = 0
    for e in seen.itertuples():
        who = lead[gained[e.actor, e.contact]]
        own = voyages[(voyages["group"] == who) & (voyages["sailed"] <= e.t) & ~(voyages["ended"] < e.t)]
        assert [e.voyage] == (list(own.index) or [-1]), e  # one that has landed its cargo is on no voyage any more
        found += e.voyage >= 0
    assert found > 10


def test_tips_that_are_made_up_and_voyages_that_never_sail() -> None:
    run = simulate(load(SCENARIOS / "tips.yaml", set={"tips.harbour.false": "1 /d"}), 3)
    assert audit(run)["reports name their voyages"] == []
    events, sailed = run.events, run.voyages.set_index("voyage")["sailed"]
    given = events[events["kind"] == "tip_given"]
    assert (given.loc[given["object"].isna(), "voyage"] == -1).all() and given["object"].isna().any()
    true = given[given["object"].notna() & (given["voyage"] >= 0)]
    begun = set(events.loc[events["kind"] == "tipped", "report"])
    assert [sailed.notna()[voyage] for voyage in true["voyage"]] == [report in begun for report in true["report"]]


def test_the_audit_finds_no_line_amiss() -> None:
    for run in (tipped(), shared()):
        assert audit(run)["reports name their voyages"] == []


# ---- to which track a message went -----------------------------------------------------------------------------------


def test_a_message_to_its_own_command_went_where_its_report_did() -> None:
    run = tipped()
    reports = run.reports.set_index("report")["track"].fillna(0)
    own = run.messages[run.messages["receiver"] == run.messages["sender"]]
    assert own["track"].notna().any()
    assert own["track"].fillna(0).tolist() == reports[own["report"]].tolist()


def test_the_track_of_a_shared_report_is_that_of_the_last_to_take_it() -> None:
    run = shared()
    took = run.messages[run.messages["track"].notna()].sort_values("arrived", kind="stable")
    last = took.drop_duplicates("report", keep="last").set_index("report")["track"]
    reports = run.reports.set_index("report")["track"].dropna()
    assert len(reports) > 0 and reports.tolist() == last[reports.index].tolist()


def test_tracks_of_partners_are_those_of_their_pictures() -> None:
    """Taken once more into pictures like the commands' own: also what they may only know of."""
    for use in ("tasking", "information"):
        run = shared(use)
        for k, command in enumerate(run.model.roster.commands):
            pictures = {True: Picture(command.picture.holder), False: Picture(command.known.holder)}
            arrived = [m for m in run.model.post.network.messages if m.edge.receiver == k and m.arrived is not None]
            want: dict[tuple[int, float], set[int | None]] = {}
            for m in sorted(arrived, key=lambda m: m.arrived or 0.0):
                track = pictures[command.may_act(m.report)].take(m.report, m.arrived or 0.0)
                want.setdefault((m.report.id, m.arrived or 0.0), set()).add(
                    track.id if isinstance(track, Track) else None
                )
            table = run.messages[(run.messages["receiver"] == command.name) & run.messages["arrived"].notna()]
            assert len(table) == len(arrived)
            for m in table.itertuples():
                assert (int(m.track) if m.track > 0 else None) in want[m.report, m.arrived], (use, m)
        theirs = run.messages[run.messages["sender"].notna() & (run.messages["sender"] != run.messages["receiver"])]
        assert theirs["track"].notna().any()


def test_what_did_not_arrive_went_to_no_track() -> None:
    messages = shared().messages
    assert messages.loc[messages["arrived"].isna(), "track"].isna().all()


def test_whoever_sails_on_is_told_what_came_since() -> None:
    """Decisions by chance and the log, after the summary has read both."""
    run = simulate(load(SCENARIOS / "gulf_of_aden.yaml", set={"time.warm_up": "1 d", "time.measure": "2 d"}), 2)
    assert run.summary["attacks"]
    before, lines = len(run.trials), run.log
    assert run.log is lines
    run.model.run_until(run.model.time + 48.0)
    assert len(run.trials) == len(run.model.ocean.trials()) > before
    assert list(run.log) == run.model.journal.log.entries
    assert len(run.log) > len(lines)

"""Reports run between nations in the running model, and where nobody is cued nothing at sea depends on it."""

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

from guardship.intelligence import Kind
from guardship.outcomes import audit_sharing as traffic
from guardship.outcomes.audit import before_cause
from guardship.reasons import Reason
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

from .worlds import made_once

FILE = Path(__file__).parent / "sharing.yaml"
ALPHA, BRAVO, CHARLIE, FUSION = range(4)
MESH: dict[str, Any] = {"topology": "mesh"}
HUB: dict[str, Any] = {"topology": "hub", "hub": "fusion"}


@made_once
def sail(seed: int = 1, **changes: object) -> Run:
    given = {f"sharing.{key.replace('__', '.')}": value for key, value in changes.items()}
    return simulate(load(FILE, set=given), seed)


def physical(run: Run) -> tuple[object, ...]:
    """Where everything sailed, what was held when, and what was done."""
    legs, notes = run.model.ocean.legs(), run.model.ocean.notes()
    done = [
        (e.time, e.kind, e.actor, e.object)
        for e in run.model.journal.log.entries
        if e.kind in ("boarding", "boarding_done", "pursuit", "tasked", "search", "attack")
    ]
    return legs.tobytes(), np.sort(notes, order=["t", "kind", "a", "b"]).tobytes(), tuple(done)


def arrived(run: Run, sender: int, receiver: int) -> list[tuple[tuple[int, int], Kind]]:
    """Contact and kind of each message that has come over one edge."""
    return [
        ((m.report.observations[0].by, m.report.observations[0].contact), m.report.kind)
        for m in run.model.post.network.messages
        if (m.edge.sender, m.edge.receiver) == (sender, receiver) and m.arrived is not None
    ]


def test_what_alpha_sees_bravo_can_act_on_when_it_is_told() -> None:
    alone, told = sail(), sail(**MESH)
    assert {e.kind for e in alone.model.journal.log.entries} & {"tasked", "boarding"} == set()
    assert sum(e.kind == "tasked" for e in told.model.journal.log.entries) > 5
    first = next(e.time for e in told.model.journal.log.entries if e.kind == "tasked")
    messages = told.model.post.network.messages
    told_at = [m.arrived for m in messages if (m.edge.sender, m.edge.receiver) == (ALPHA, BRAVO) and m.arrived]
    assert first >= min(told_at) >= 0.5


@pytest.mark.parametrize(
    "changes",
    [
        {**MESH, "edges__use": "information"},
        {**HUB, "edges__use": "information"},
        {**MESH, "edges__delay": "unlimited"},
        {"channels": {"x": {"from": "alpha", "to": "charlie"}}},
        {
            "channels": {
                "x": {"from": "alpha", "to": "fusion"},
                "y": {"from": "fusion", "to": "charlie", "relays": True},
            },
            "releases": {"alpha": {"to": ["charlie", "fusion"]}},
        },
    ],
    ids=["information mesh", "information hub", "never", "bystander", "centre and bystander"],
)
def test_without_cueing_nothing_at_sea_depends_on_who_knows(changes: dict[str, Any]) -> None:
    """(a), (b), (d): charlie has no unit that would go, bravo may not go on information."""
    shared = sail(**changes)
    assert shared.model.post.network.traffic.sent > sail().model.post.network.traffic.sent
    assert physical(shared) == physical(sail())


def without_numbers(messages: pandas.DataFrame) -> pandas.DataFrame:
    """Messages with their tracks counted in the order in which they come: a track's number says whose it is."""
    return messages.dropna(axis=1, how="all").assign(track=pandas.factorize(messages["track"])[0])


def test_neither_numbers_of_holders_nor_the_order_of_the_file_matter() -> None:
    """A nation more, first by name, gives every holder another number; what is told to whom and when stays the same."""
    half = {"release": 0.5, "fields": {"motion": 0.5}, "blur": "2 nm", "delay": {"exponential": {"mean": "2 h"}}}
    ends = {"x": {"from": "alpha", "to": "bravo", **half}, "y": {"from": "alpha", "to": "charlie", **half}}
    one, backwards = sail(channels=ends), sail(channels={"a": ends["y"], "b": ends["x"]})
    more = simulate(load(FILE, set={"sharing.channels": ends, "nations.aaa": {}}), 1)
    for other in (backwards, more):
        assert physical(other) == physical(one)
        assert without_numbers(other.messages).equals(without_numbers(one.messages))


def test_release_persists_over_an_episode() -> None:
    """O48: .2 per episode however many updates; bravo hears all of an episode or nothing."""
    heard, episodes = 0, 0
    for seed in range(6):
        run = sail(seed, channels={"x": {"from": "alpha", "to": "charlie", "release": 0.2}})
        told = Counter(contact for contact, _ in arrived(run, ALPHA, CHARLIE))
        whole = Counter(contact for contact, _ in arrived(run, ALPHA, ALPHA))
        assert sum(whole.values()) / len(whole) > 5  # many updates each
        under_way = {m.report.observations[0].contact for m in run.model.post.network.messages if m.arrived is None}
        assert all(told[contact] == whole[contact] for contact in told if contact[1] not in under_way)
        heard, episodes = heard + len(told), episodes + len(whole)
    assert episodes > 300
    assert abs(heard / episodes - 0.2) < 4 * (0.2 * 0.8 / episodes) ** 0.5


def test_a_topology_in_a_run_obeys_the_originator() -> None:
    run = sail(**HUB, releases={"alpha": {"to": ["bravo", "fusion"]}})
    to = {
        m.edge.receiver for m in run.model.post.network.messages if m.report.origin == ALPHA and m.arrived is not None
    }
    assert to == {ALPHA, FUSION, BRAVO}
    assert run.model.post.network.dropped[Reason.NOT_RELEASABLE] > 0


def test_an_outage_in_a_run_holds_messages_up() -> None:
    link = {"from": "alpha", "to": "charlie", "outages": [{"from": "2 d", "to": "4 d"}]}
    run = sail(channels={"x": link})
    times = [m.arrived for m in run.model.post.network.messages if m.edge.receiver == CHARLIE and m.arrived is not None]
    assert not any(48.0 <= t < 96.0 for t in times)
    assert times.count(96.0) > 20
    lost = sail(channels={"x": {**link, "outages": [{"from": "2 d", "to": "4 d", "lost": True}]}})
    assert lost.model.post.network.dropped[Reason.LINK_DOWN] == times.count(96.0)
    for one in (run, lost):
        sent, delivered, dropped, in_flight = one.model.post.network.traffic
        assert sent == delivered + dropped + in_flight


def test_pictures_rest_on_what_was_released() -> None:
    """Charlie's tracks know no hull, no suspicion and no better place than they were given."""
    run = sail(channels={"x": {"from": "alpha", "to": "charlie", "blur": "4 nm", "fields": {"identity": 0}}})
    seen = [
        fix for track in run.model.roster.commands[CHARLIE].picture.tracks(run.model.time) for fix in track.observations
    ]
    assert seen and all(fix.hull is None and fix.suspicious is None and fix.sigma >= 4.0 for fix in seen)


def test_a_search_that_finds_nothing_is_shared() -> None:
    """A unit that is sent after blurred and late reports searches in vain, and the others hear of it."""
    late = {"from": "alpha", "to": "bravo", "delay": "6 h", "fields": {"motion": 0}}
    run = sail(channels={"x": late, "y": {"from": "bravo", "to": "alpha"}}, negative_searches=True)
    kinds: dict[int, Counter[Kind]] = defaultdict(Counter)
    for m in run.model.post.network.messages:
        if m.arrived is not None:
            kinds[m.edge.receiver][m.report.kind] += 1
    assert (
        kinds[BRAVO][Kind.NEGATIVE_SEARCH] == sum(e.kind == "search_ended" for e in run.model.journal.log.entries) > 0
    )
    assert kinds[ALPHA][Kind.NEGATIVE_SEARCH] > 0
    empty = [e for e in run.model.journal.log.entries if e.kind == "not_taken"]
    assert {e.reason for e in empty} == {Reason.SEARCHED_EMPTY}


# ---- the table of messages, and its audit --------------------------------------------------------


@cache
def shared() -> Run:
    """Through the hub, one originator choosy, one edge out for two days, one sanitising."""
    out = {"from": "fusion", "to": "bravo", "outages": [{"from": "2 d", "to": "4 d"}], "capacity": "20 /h", "queue": 3}
    fields = {"motion": 0.5, "identity": 0.5}
    coarse = {"from": "alpha", "to": "charlie", "blur": "3 nm", "release": 0.5, "fields": fields}
    releases = {"alpha": {"to": ["bravo", "charlie", "fusion"]}, "bravo": {"to": ["fusion"]}}
    return sail(**HUB, channels={"out": out, "coarse": coarse}, releases=releases)


def changed(row: int, **values: object) -> pandas.DataFrame:
    """The table of messages with one row different."""
    table = shared().messages.copy()
    for column, value in values.items():
        table.loc[row, column] = value
    return table


def row_of(sender: str, receiver: str) -> int:
    """The first message that has come from one holder to another."""
    table = shared().messages
    return int(table[(table["sender"] == sender) & (table["receiver"] == receiver) & table["arrived"].notna()].index[0])


def test_the_audit_of_a_run_that_shares_is_clean(tmp_path: Path) -> None:
    run = shared()
    assert {k: v for k, v in audit(run).items() if v} == {}
    assert {k: v for k, v in audit(run.write(tmp_path / "run")).items() if v} == {}
    said = run.summary["sharing"]
    assert said["sent"] == said["delivered"] + said["in_flight"] + sum(said["dropped"].values())
    assert {"not_releasable", "not_released", "queue_full"} <= said["dropped"].keys()


def test_the_table_says_what_was_let_out() -> None:
    table = shared().messages
    assert len(table) == shared().model.post.network.traffic.sent
    refused = table[table["reason"].isin(["not_released", "not_releasable"])]
    assert len(refused) and refused[["x", "vx", "hull", "use"]].isna().all(axis=None)
    coarse = table[(table["sender"] == "alpha") & (table["receiver"] == "charlie") & table["arrived"].notna()]
    assert (coarse["sigma"] >= 3.0).all() and coarse["hull"].isna().any() and coarse["hull"].notna().any()
    onward = table[(table["sender"] == "fusion") & table["arrived"].notna()]
    assert set(onward["path"]) == {"alpha>fusion"}


@pytest.mark.parametrize(
    ("ends", "values", "said"),
    [
        (("alpha", "fusion"), {"arrived": -1.0}, "arrives before it is sent"),
        (("alpha", "fusion"), {"sent": -1.0}, "is sent before it is made"),
        (("fusion", "charlie"), {"sent": 0.0, "made": 0.0}, "is sent on before it has come"),
        (("alpha", "charlie"), {"origin": "bravo"}, "was not to go there"),
        (("alpha", "charlie"), {"sigma": 0.0}, "is sharper than what was seen"),
        (("alpha", "fusion"), {"vx": 99.0}, "says another course or speed"),
        (("alpha", "fusion"), {"hull": "warship"}, "says another hull"),
        (("alpha", "fusion"), {"attended": True}, "says something else about who is after it"),
        (("alpha", "fusion"), {"reason": "queue_full"}, "arrived and was dropped"),
        (("alpha", "fusion"), {"arrived": None}, "messages between holders"),
    ],
)
def test_sharing_against_the_rules_is_found(ends: tuple[str, str], values: dict[str, object], said: str) -> None:
    run, table = shared(), changed(row_of(*ends), **values)
    may = {"alpha": {"bravo", "charlie", "fusion"}, "bravo": {"fusion"}, "charlie": {"alpha", "bravo", "fusion"}}
    found = [
        *traffic.untimely(table),
        *traffic.unsettled(table, run.summary["sharing"]),
        *traffic.leaked(table, run.reports, may, set()),
    ]
    assert any(said in text for text in found)


def test_a_command_that_acts_on_what_others_know_is_found() -> None:
    """Bravo has nothing of alpha's but through the hub."""
    run = shared()
    table = run.messages
    gone = table[(table["sender"] != "fusion") | (table["receiver"] != "bravo")]
    assert not before_cause(run.events, run.reports, table)
    assert any(text.startswith("tasked, but it arrives") for text in before_cause(run.events, run.reports, gone))

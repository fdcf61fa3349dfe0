"""Recognition in the running model: what must not matter to it, what agents may not learn, what the core settles alone.

Sharing changes nothing where nobody is cued, nor does a nation without ships or a vessel that nobody sees; what is not
released reaches nobody; lengths and speeds twice as large, with masts four times as high, change nothing.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import guardship
from guardship.build import recognition
from guardship.intelligence import Evidence, Look
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.scenario.reading.load import load
from oracles.changes import same

from .test_sharing import physical
from .worlds import TINY

FILE = Path(__file__).parent / "recognition.yaml"
SEEDS = range(2)
MESH: dict[str, Any] = {"sharing.topology": "mesh", "sharing.edges.delay": "0 h"}
UNCUED: dict[str, Any] = {"tasking": {"mode": "national", "cues": False}}
ALPHA, BRAVO, CHARLIE = range(3)


@cache
def _sail(seed: int, changes: str) -> Run:
    return guardship.simulate(load(FILE, set=yaml.safe_load(changes)), seed)


def sail(changes: Mapping[str, object], seed: int = 1) -> Run:
    """A run, made once."""
    return _sail(seed, yaml.safe_dump(dict(changes)))


def beliefs(run: Run) -> list[tuple[object, ...]]:
    """What was made of looks, by name; nan, which is not itself, as a word."""
    names = run.model.crew.names
    return [
        (b.time, names[b.observer], names[b.vessel], b.hull, b.looked, b.chances, repr(b.described), b.verdict)
        for b in run.model.journal.beliefs
    ]


def known(run: Run, holder: int) -> list[Evidence]:
    """What a holder's picture rests on at the end, track by track."""
    picture = run.model.roster.commands[holder].picture
    return [track.known for track in picture.tracks(run.model.time)]


def test_there_is_something_to_test() -> None:
    run = sail(MESH)
    assert {b.verdict for b in run.model.journal.beliefs} == {"passes", "keeps", "suspects"}
    assert {b.looked[:2] for b in run.model.journal.beliefs} == {(1, 0), (1, 1), (4, 0), (5, 0)}
    assert {"boarding", "inquiry", "tasked"} <= set(run.events["kind"])
    assert any(b.described == b.described for b in run.model.journal.beliefs)
    assert {check: found for check, found in audit(run).items() if found} == {}


# ---- what must not matter -----------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "changes",
    [
        {"sharing.topology": "mesh"},
        {"sharing.topology": "hub", "sharing.hub": "fusion"},
        {"sharing.channels": {"x": {"from": "alpha", "to": "charlie"}}},
    ],
    ids=["mesh", "hub", "one way"],
)
def test_without_cueing_nothing_depends_on_who_knows(changes: dict[str, object], seed: int) -> None:
    alone, shared = sail(UNCUED, seed), sail(UNCUED | changes, seed)
    assert shared.model.post.network.traffic.sent > alone.model.post.network.traffic.sent
    assert beliefs(shared) == beliefs(alone)
    assert physical(shared) == physical(alone)


def test_with_cueing_it_does() -> None:
    assert beliefs(sail(MESH)) != beliefs(sail({}))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "changes",
    [
        {"sharing.topology": "mesh", "sharing.edges.delay": "unlimited"},
        {"nations.aaa": {}},
        {"nations.zzz": {"thresholds": {"boards": 0.9}}},
        {"nations.india": {}, "sharing.channels": {"x": {"from": "alpha", "to": "india"}}},
    ],
    ids=["never arrives", "first by name", "last by name", "told, without ships"],
)
def test_who_is_not_there_changes_nothing(changes: dict[str, object], seed: int) -> None:
    plain, other = sail({}, seed), sail(changes, seed)
    assert beliefs(other) == beliefs(plain)
    assert physical(other) == physical(plain)


def test_a_bystander_changes_nothing() -> None:
    """A vessel that nobody sees, and that comes before all others by name."""
    more = {
        "hulls.raft": {},
        "types.raft": {"is": "passive", "hull": "raft", "speed": {"cruise": "3 kn"}},
        "groups.aaa": {"type": "raft", "count": 3, "roam": {"in": "west"}},
    }
    assert beliefs(sail(MESH | more)) == beliefs(sail(MESH))


def test_one_navy_has_nobody_to_share_with() -> None:
    one = {f"groups.{group}.nation": "alpha" for group in ("pickets", "cutters", "watchers")}
    assert beliefs(sail(one | MESH)) == beliefs(sail(one))


def test_a_nation_split_in_two_believes_as_one() -> None:
    """Of pickets that go after nothing: all that is reported is in both pictures at once, as in the one."""
    pickets = {"groups.cutters": None, "groups.watchers": None, "groups.others.type": "picket"}
    others = {"type": "picket", "count": 2, "hold": {"at": [{"uniform": ["100 nm", "200 nm"]}, "155 nm"]}}
    of = {
        nation: {"groups.cutters": None, "groups.watchers": None, "groups.others": others | {"nation": nation}}
        for nation in ("alpha", "bravo")
    }
    del pickets
    one, two = sail(MESH | of["alpha"]), sail(MESH | of["bravo"])
    assert beliefs(one) == beliefs(two) and len(beliefs(one)) > 100
    parts = [sorted(map(repr_of, known(run, holder))) for run, holder in ((one, ALPHA), (two, ALPHA), (two, BRAVO))]
    assert parts[0] == parts[1] == parts[2]
    assert len(parts[0]) > 3


def repr_of(evidence: Evidence) -> tuple[tuple[Look, ...], tuple[tuple[int, int], ...]]:
    return tuple(sorted(evidence.looks)), tuple(sorted(evidence.held))


# ---- what is not released reaches nobody --------------------------------------------------------


def looks_of(run: Run, holder: int) -> set[Look]:
    """All looks that a nation's own units have taken."""
    own = {
        row for row, name in enumerate(run.model.crew.names) if name.split("/")[0] in ("pickets",) and holder == ALPHA
    }
    return {Look(b.time, *b.looked) for b in run.model.journal.beliefs if b.observer in own}


def told(run: Run, holder: int) -> set[Look]:
    """All looks that have ever reached a holder's picture."""
    return {
        look
        for m in run.model.post.network.messages
        if m.edge.receiver == holder and m.arrived is not None
        for seen in m.report.observations
        for look in seen.looks
    }


CHAIN = {"x": {"from": "alpha", "to": "bravo"}, "y": {"from": "bravo", "to": "charlie", "relays": True}}


@pytest.mark.parametrize(
    ("changes", "reaches"),
    [
        ({"sharing.channels": CHAIN, "sharing.releases": {"alpha": {"to": ["bravo", "charlie"]}}}, {BRAVO, CHARLIE}),
        ({"sharing.channels": CHAIN, "sharing.releases": {"alpha": {"to": ["bravo"]}}}, {BRAVO}),
        ({**MESH, "sharing.releases": {"alpha": {"to": ["bravo"]}}}, {BRAVO}),
        (
            {"sharing.topology": "hub", "sharing.hub": "fusion", "sharing.releases": {"alpha": {"to": ["fusion"]}}},
            set(),
        ),
        ({**MESH, "sharing.edges.fields": {"identity": 0}}, set()),
    ],
    ids=["passed on", "not beyond bravo", "mesh, bravo only", "fusion only", "without identity"],
)
def test_a_look_goes_no_farther_than_its_originator_says(changes: dict[str, Any], reaches: set[int]) -> None:
    """And nothing rests on it: neither a picture nor an assessment of anybody who may not have it."""
    run = sail(changes)
    own = looks_of(run, ALPHA)
    assert len(own) > 50 and own & told(run, ALPHA)
    assert {holder for holder in (BRAVO, CHARLIE) if own & told(run, holder)} == reaches
    ids = {run.model.ocean.id(row) for name, row in run.model.crew.rows.items() if name.startswith("pickets")}
    for holder in {BRAVO, CHARLIE} - reaches:
        for evidence in known(run, holder):
            assert not evidence.looks & own
            assert not {by for one in evidence.assessed for by, _ in one.rests_on} & ids


# ---- what agents may not learn ------------------------------------------------------------------


def numbers(value: object) -> Iterator[int]:
    """All whole numbers in something that an agent is given."""
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        yield int(value)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from numbers(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from numbers(getattr(value, name))


def test_nothing_that_is_reported_names_a_hull() -> None:
    """No number in any report is the id of what was seen, the key of a pair or of what decides its signs."""
    run = sail(MESH)
    ocean, names = run.model.ocean, run.model.crew.names
    seen = [row for row, name in enumerate(names) if name.startswith(("dhows", "runners"))]
    secret = {ocean.id(row) for row in seen}
    secret |= {int(t["entity"]) for t in ocean.trials()} | {int(key) for key in ocean.sea.pairs["key"]}
    secret |= {one - (1 << 64) for one in secret} | {one + (1 << 64) for one in secret}
    given = {n for m in run.model.post.network.messages for n in numbers(m.report)}
    own = {ocean.id(row) for row, name in enumerate(names) if name.startswith(("pickets", "cutters", "watchers"))}
    assert own & given  # who reports is named
    assert {n for n in given & secret if abs(n) > 1 << 20} - own == set()
    assert Look._fields == ("time", "kind", "ring", "state", "word")


# ---- what the core settles alone ----------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_first_looks_that_change_nothing_are_not_handed_over(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same run but for the lines of those beliefs, and the work that is saved."""
    changes = {**MESH, "recognition.thresholds.boards": 0.6}
    short = sail(changes, seed)
    monkeypatch.setattr(recognition, "_bar", lambda *_: -np.inf)
    long = guardship.simulate(load(FILE, set=changes), seed)
    assert all(short.table(name).equals(long.table(name)) for name in ("events", "reports", "legs", "trials", "ledger"))
    assert short.summary == long.summary
    rest = [b for b in beliefs(long) if not (b[4][1] == 0 and b[4][0] == 1 and b[7] == "passes")]  # type: ignore[index]
    saved = len(beliefs(long)) - len(beliefs(short))
    assert [b for b in beliefs(short) if not (b[4][1] == 0 and b[4][0] == 1 and b[7] == "passes")] == rest  # type: ignore[index]
    assert saved > 20
    work, more = short.model.work(), long.model.work()
    assert more["decisions"] - work["decisions"] == saved


# ---- twice the size -----------------------------------------------------------------------------
EXPLICIT: dict[str, Any] = {
    "pictures": {"reach": "30 nm", "vague": "8 nm", "agility": "2 kn", "unknown_speed": "8 kn"},
    "nations": {"coalition": {"redirects": "2 nm"}},
    "sensors": {
        name: {"error": "0.5 nm", "velocity_error": "1 kn"} for name in ("radar", "lookout", "ais", "eyes", "bridge")
    },
    "types": {"frigate": {"search": {"spacing": "2.5 nm"}}},
}
SIGNS: dict[str, Any] = {
    "recognition": {
        "signs": {
            "tow": {
                "shown": {"pirate_group": {"outbound": 0.9, "hunting": 0.7, "homebound": 0.3}, "dhow": 0.1},
                "seen": {"optical": [{"sees": 0.6, "mistakes": 0.2}, {"sees": 0.9, "mistakes": 0.05}]},
            }
        },
        "priors": {"dhow": {"piracy": 0.1}},
        "thresholds": {"passes": 0.06, "closes": 0.15, "boards": 0.3},
    },
    "sensors": {
        "lookout": {"identifies": {"dhow": [{"range": "7 nm", "after": "10 min"}, {"range": "3 nm", "after": "5 min"}]}}
    },
}
TIMES = {"nm": 2.0, "kn": 2.0, "m": 4.0, "nm3/h": 8.0}  # K of the inverse cube is sweep width squared times speed
QUANTITY = re.compile(r"(-?[\d.]+) (nm|kn|m|nm3/h)")


def merged(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return {key: merged(below.get(key), above.get(key, below.get(key))) for key in below | above}
    return below if above is None else above


def doubled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: doubled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [doubled(one) for one in value]
    found = QUANTITY.fullmatch(value) if isinstance(value, str) else None
    return f"{float(found[1]) * TIMES[found[2]]!r} {found[2]}" if found else value


NAMED: dict[str, Any] = {  # names that are read in passing: dossiers without a pursuit
    "recognition": {
        "clearances": {"fix": "1 nm", "drift": "5 kn", "gate": "10 nm", "noted": {"optical": [0.3, 0.7]}},
        "dossiers": {
            "descriptions": {"name": {"seen": {"optical": [{"sees": 0.8, "mistakes": 0.02}]}}},
            "alike": {"dhow": 20},
            "passes": {"describes": "name", "harmless": 0.99, "misread": 0.1, "lasts": "20 d"},
        },
    },
    "nations": {"coalition": {"informs_ships": "10 min", "clearances_last": "6 h"}},
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("signs", [{}, SIGNS, merged(SIGNS, NAMED)], ids=["labels", "signs", "dossiers"])
def test_twice_the_size_at_twice_the_speed(signs: dict[str, Any], seed: int, tmp_path: Path) -> None:
    """The same events, and the same beliefs; without pursuits, for a pursuer is 0.05 nm from its quarry when they meet
    in either world."""
    plain = merged(merged(yaml.safe_load(TINY.read_text("utf-8")), EXPLICIT), signs)
    del plain["types"]["frigate"]["investigates"], plain["groups"]["pirates"]
    plain["groups"]["crossing"] = {"type": "dhow", "per_day": 20, "lane": "fairway"}
    runs = []
    for name, document, alike in (("one", plain, 0.004), ("two", doubled(plain), 0.001)):
        document["hulls"]["dhow"]["look_alikes"] = alike  # a square mile
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(document), "utf-8")
        runs.append(guardship.simulate(load(tmp_path / f"{name}.yaml"), seed))
    assert same(runs[0], runs[1]) > 500
    one, two = ([(b[1:6], b[7]) for b in beliefs(run)] for run in runs)
    assert one == two and (not signs or len(one) > 10)
    if "dossiers" in signs.get("recognition", {}):
        known = [[tuple(row) for row in run.beliefs["is_of"] if len(row)] for run in runs]
        assert known[0] and all(np.allclose(a, b, rtol=0.0, atol=1e-9) for a, b in zip(*known, strict=True))

"""What a page says without a script: totals as the tables have them, and a picture of those who are there."""

import re

import numpy as np
import pytest

from guardship.meanings import VOYAGE, of_reason, words
from guardship.replay.pack import Packed, pack
from guardship.replay.plain import drawn
from guardship.replay.recorded import TABLES, Recorded
from guardship.run.chart import chart
from system.worlds import tiny_run


@pytest.fixture(scope="module")
def packed() -> Packed:
    run = tiny_run()
    return pack(Recorded(run.theatre, run.manifest, chart(run.theatre), {name: run.table(name) for name in TABLES}))


def test_it_counts_what_the_tables_have(packed: Packed) -> None:
    run = tiny_run()
    for kind, name in (("attack", "attacks"), ("boarding", "boardings"), ("distress", "calls for help")):
        assert f"{(run.events.kind == kind).sum()} {name}" in packed.plain
    assert f"{(run.vessels.role == 'merchant').sum()} merchant ships" in packed.plain
    counted = run.voyages[run.voyages.counted]
    rows = re.findall(r'<th scope="row">([^<]*)</th><th scope="row">([^<]*)</th><td class="n">(\d+)</td>', packed.plain)
    told = {(outcome, cause): int(n) for outcome, cause, n in rows}
    found = counted.groupby(["outcome", "cause"], dropna=False, observed=True).size()
    assert told == {(words(VOYAGE, o), of_reason(c) if c == c and c else ""): n for (o, c), n in found.items()}


def test_the_picture_shows_those_who_are_there(packed: Packed) -> None:
    run = tiny_run()
    there = [run.position(name, run.scenario.time.warm_up) for name in run.vessels.vessel]
    spots = "".join(re.findall(r'class="there [a-z]+" d="([^"]*)"', packed.plain))
    assert spots.count("h0") == sum(at is not None for at in there) > 3


def test_a_place_stands_where_it_is_on_the_paper() -> None:
    empty: dict[str, list[object]] = {kind: [] for kind in ("waters", "area", "lane", "line")}
    square = np.array([0, 0, 100, 0, 100, 100, 0, 100]) * 100  # 100 nm a side, in hundredths
    made = drawn({"land": [["", [square.tolist()]]], **empty}, (0.0, 0.0, 96.0, 48.0), [(2, 48.0, 0.0), (0, 0.0, 48.0)])
    assert 'viewBox="0 0 960 480"' in made
    assert 'class="there units" d="M480 480h0"' in made
    assert 'class="there ships" d="M0 0h0"' in made
    assert 'd="M0 480 1000 480 1000 -520 0 -520z"' in made

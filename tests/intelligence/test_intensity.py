"""A map of expected groups: what drifts, what searches take from it, what news adds, and that a later item replaces."""

from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardship.intelligence.intensity import Cells, Floats, Intensity, drift, searched, stated

SIDE = 40.0


def grid(columns: int = 4, rows: int = 3, side: float = SIDE, full: float = 1.0) -> Cells:
    """A grid in open water; of cell 0 only a part is water."""
    places = [(c, r) for r in range(rows) for c in range(columns)]
    centres = side * (np.array(places, float) + 0.5)
    areas = np.full(len(places), side * side)
    areas[0] *= full
    at = {place: k for k, place in enumerate(places)}
    borders = [(k, at[other], side) for (c, r), k in at.items() for other in ((c + 1, r), (c, r + 1)) if other in at]
    return Cells(centres, areas, side, borders)


def fresh(cells: Cells | None = None, total: float = 6.0) -> Intensity:
    cells = cells or grid()
    return Intensity(cells, total * cells.even, 8.0, 72.0)


# ---- cells ---------------------------------------------------------------------------------------


def test_a_place_has_its_cell() -> None:
    cells = grid()
    assert [cells.at(1.0, 1.0), cells.at(41.0, 1.0), cells.at(159.0, 119.0), cells.at(-1.0, 5.0)] == [0, 1, 11, None]


def test_chances_of_a_place_add_up_to_what_is_on_the_map() -> None:
    cells = grid(8, 8)
    assert cells.chances(160.0, 160.0, 20.0).sum() == pytest.approx(1.0, abs=1e-9)
    assert cells.chances(0.0, 160.0, 10.0).sum() == pytest.approx(0.5, abs=1e-9)  # half of it is outside
    sure = cells.chances(100.0, 100.0, 0.0)
    assert sure[cells.at(100.0, 100.0)] == pytest.approx(1.0)
    assert sure.sum() == pytest.approx(1.0)


def test_what_is_on_land_is_in_no_cell() -> None:
    assert grid(full=0.25).chances(20.0, 20.0, 0.1).sum() == pytest.approx(0.25)


def test_a_disc_takes_its_area_of_cells() -> None:
    """By 16 points on a side: within two per cent of the disc."""
    cells = grid(8, 8)
    assert cells.within(160.0, 160.0, 50.0).sum() == pytest.approx(np.pi * 2500.0, rel=0.02)
    assert cells.within(-100.0, 0.0, 50.0).sum() == 0.0


# ---- drift ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("full", [1.0, 0.3])
def test_rows_of_moves_add_up_to_one_and_all_is_water(full: float) -> None:
    cells = grid(full=full)
    moves = cells.moves(8.0, 5.0)
    assert moves.sum(axis=1) == pytest.approx(np.ones(len(cells)), abs=1e-12)
    assert (moves >= -1e-15).all()
    assert cells.even @ moves == pytest.approx(cells.even, abs=1e-12)  # what is even by area stays so
    assert cells.moves(8.0, 2.0) @ cells.moves(8.0, 3.0) == pytest.approx(moves, abs=1e-12)


def test_a_group_spreads_as_it_should() -> None:
    """In open water the variance on an axis grows by spread^2 an hour, exactly, far from the edges."""
    cells = grid(31, 1)
    away = cells.centres[:, 0] - cells.centres[15, 0]
    assert sqrt(cells.moves(8.0, 36.0)[15] @ away**2) == pytest.approx(8.0 * 6.0, rel=1e-6)


@given(st.lists(st.floats(0.0, 5.0), min_size=12, max_size=12), st.lists(st.floats(0.0, 9.0), min_size=12, max_size=12))
def test_what_is_stated_stays_and_nothing_is_ever_below_nothing(groups: list[float], effort: list[float]) -> None:
    """Whatever the stated map, and however much of it is searched."""
    cells = grid(full=0.4)
    one = Intensity(cells, np.array(groups), 8.0, 72.0)
    moves = cells.moves(8.0, 6.0, one.rest)
    assert moves.sum(axis=1) == pytest.approx(np.ones(12), abs=1e-12)
    assert one.rest @ moves == pytest.approx(one.rest, abs=1e-12)
    one.news("call", 1.0, cells.chances(20.0, 20.0, 30.0))
    for _ in range(5):
        one.searched(np.array(effort))
        one.drift(6.0)
        assert one.base.min() >= -1e-12 and (one.base <= one.rest + 1e-12).all()
        assert one.expected.min() >= -1e-12


def test_where_no_water_leads_nothing_goes() -> None:
    cells = grid(2, 1)
    apart = Cells(cells.centres, cells.areas, cells.side, [])
    assert (apart.moves(8.0, 10.0) == np.eye(2)).all()


def test_what_is_known_fades_and_what_was_expected_comes_back() -> None:
    rest, now = np.array([1.0, 2.0]), np.array([5.0, 0.0])
    still = np.eye(2)
    assert drift(now, rest, exp(-1.0) * still) == pytest.approx(rest + exp(-1.0) * (now - rest))
    assert drift(rest, rest, 0.3 * still) == pytest.approx(rest)


# ---- searches ------------------------------------------------------------------------------------


def test_a_search_thins_its_cell_and_no_other() -> None:
    now = np.array([2.0, 3.0])
    assert searched(now, np.array([1.0, 0.0])) == pytest.approx([2.0 * exp(-1.0), 3.0])


@given(st.lists(st.floats(0.0, 2.0), min_size=2, max_size=2), st.lists(st.floats(0.0, 2.0), min_size=2, max_size=2))
def test_searches_add_up_in_whatever_order(a: list[float], b: list[float]) -> None:
    now, one, two = np.array([2.0, 3.0]), np.array(a), np.array(b)
    assert searched(searched(now, one), two) == pytest.approx(searched(now, one + two))


def test_each_search_counts_once() -> None:
    twice, once = fresh(), fresh()
    effort = np.full(12, 0.5)
    for _ in range(2):
        twice.searched(effort, (7, 1))
    once.searched(effort, (7, 1))
    assert (twice.expected == once.expected).all()
    twice.searched(effort, (7, 2))
    twice.searched(effort)  # one's own, which has no name
    assert twice.expected == pytest.approx(once.expected * exp(-1.0))


# ---- news ----------------------------------------------------------------------------------------


def busy(one: Intensity) -> None:
    """Some time, some search."""
    one.drift(3.0)
    one.searched(np.linspace(0.0, 1.0, 12), "a")
    one.drift(9.0)


def test_a_later_item_takes_the_place_of_an_earlier_one_as_if_that_had_never_come() -> None:
    """Bit for bit, whatever has happened between."""
    with_both, with_last = fresh(), fresh()
    for one in (with_both, with_last):
        one.news("other", 0.3, one.cells.chances(120.0, 60.0, 5.0))
    with_both.news("call", 0.9, with_both.cells.chances(30.0, 30.0, 10.0))
    for one in (with_both, with_last):
        busy(one)
        one.news("call", 0.5, one.cells.chances(90.0, 30.0, 20.0))
        busy(one)
    assert (with_both.layer("call") == with_last.layer("call")).all()
    assert (with_both.layer("other") == with_last.layer("other")).all()
    assert with_both.expected == pytest.approx(with_last.expected, abs=1e-15)


def test_what_is_taken_away_leaves_what_was_there_before() -> None:
    plain, changed = fresh(), fresh()
    changed.news("call", 0.9, changed.cells.chances(30.0, 30.0, 10.0))
    for one in (plain, changed):
        busy(one)
    changed.news("call", 0.0, changed.cells.even)
    assert changed.expected == pytest.approx(plain.expected, abs=1e-15)
    assert not changed.keys


def test_a_layer_by_itself_is_what_it_adds_to_the_whole() -> None:
    """All that happens to a map is linear: with news = without it + the layer."""
    plain, told = fresh(), fresh()
    told.news("call", 0.9, told.cells.chances(30.0, 30.0, 10.0))
    for one in (plain, told):
        busy(one)
    assert told.expected - plain.expected == pytest.approx(told.layer("call"), abs=1e-14)


def test_the_order_of_items_changes_nothing() -> None:
    items = [(k, 0.2 + 0.1 * k, (30.0 + 9.0 * k, 20.0 + 7.0 * k, 8.0)) for k in range(20)]
    one, two = fresh(), fresh()
    for order, which in ((items, one), (items[::-1], two)):
        for key, weight, place in order:
            which.news(key, weight, which.cells.chances(*place))
        busy(which)
    assert one.expected == pytest.approx(two.expected, abs=1e-14)


def test_what_is_all_but_gone_is_dropped() -> None:
    one = fresh()
    one.news("call", 0.5, one.cells.chances(60.0, 60.0, 5.0))
    one.drift(300.0)
    assert "call" in one.keys  # 0.5 exp(-300 / 72) = 0.0077
    one.drift(200.0)
    assert not one.keys
    assert one.expected == pytest.approx(one.rest, abs=1e-9)


def test_nothing_known_is_even_by_area() -> None:
    cells = grid(full=0.25)
    rest = stated(cells, {}, 9.0)
    assert rest.sum() == pytest.approx(9.0)
    assert rest / cells.areas == pytest.approx(np.full(12, 9.0 / cells.areas.sum()))
    one = Intensity(cells, rest, 8.0, 72.0)
    one.drift(50.0)
    assert one.expected == pytest.approx(rest, abs=1e-12)


def test_stated_numbers_go_where_they_are_stated() -> None:
    assert stated(grid(), {3: 1.0, 5: 3.0}, 8.0)[[3, 5, 0]] == pytest.approx([2.0, 6.0, 0.0])


@pytest.mark.parametrize("factor", [2.0, 0.5])
def test_all_lengths_and_speeds_twice_as_large(factor: float) -> None:
    def after(scale: float) -> Floats:
        cells = grid(side=SIDE * scale)
        one = Intensity(cells, stated(cells, {}, 6.0), 8.0 * scale, 72.0)
        one.news("call", 0.9, cells.chances(30.0 * scale, 30.0 * scale, 10.0 * scale))
        busy(one)
        return one.expected

    assert after(factor) == pytest.approx(after(1.0), rel=1e-10)

"""Maps as files: SVG and PNG that say what they show, of strange scenarios too."""

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from guardship.maps.chart import Chart
from guardship.maps.happened import TABLES, Happened
from guardship.maps.map import Map, known
from guardship.run.run import Run
from guardship.scenario.reading.load import load
from maps.worlds import box, piece
from system.worlds import SCENARIOS, tiny, tiny_run

SVG = "{http://www.w3.org/2000/svg}"
MARKUP = "<b>&amp; $x^2$ \\\\frac{1}{2} <script>alert(1)</script>"


def of(path: Path, width: float = 20.0) -> Map:
    return Map(Chart.drawn(load(path)), width=width)


def of_run(run: Run) -> Map:
    chart = Chart.of(run.theatre)
    return Map(chart, Happened.of(chart, {name: getattr(run, name) for name in TABLES}, run.seed))


def parsed(made: Map) -> tuple[ElementTree.Element, str, str]:
    """The root, what title and desc say; the two are named by the root."""
    root = ElementTree.fromstring(made.svg)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert root.get("role") == "img" and root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    return root, title.text or "", desc.text or ""


def test_a_map_says_what_it_shows() -> None:
    _, title, desc = parsed(Map(Chart.drawn(tiny())))
    assert title == tiny().title
    for said in ("200 by 120 nm without coast", "fairway with 10 ships a day", "frigates (2)", "cove, lair"):
        assert said in desc


def test_a_map_of_a_run_says_what_happened() -> None:
    _, _, desc = parsed(of_run(tiny_run()))
    assert "A run of tiny with seed 0" in desc
    assert "48 in all" in desc and "3 first contacts with offenders" in desc and "2 attacks that failed" in desc


def test_equal_maps_have_equal_bytes() -> None:
    one, two = of_run(tiny_run()), of_run(tiny_run())
    assert one.svg == two.svg and one.png == two.png
    assert Map(Chart.drawn(tiny())).svg != one.svg


def test_markup_in_a_title_is_text(tmp_path: Path) -> None:
    made = of(box(tmp_path, title=f"'{MARKUP}'"))
    root, title, _ = parsed(made)
    assert title == " ".join(MARKUP.split()) and "<script>" not in made.svg
    assert root.find(f".//{SVG}script") is None
    assert "<script>" not in made._repr_html_() and "<img" in made._repr_html_()


def test_long_names_and_titles_do_not_widen_it(tmp_path: Path) -> None:
    long = "n" * 64
    shapes = f"geometry: {{{long}: {{point: [50 nm, 30 nm]}}, {long[:-1]}m: {{line: [[1 nm, 9 nm], [99 nm, 9 nm]]}}}}"
    made = of(box(tmp_path, title="t" * 3000, more=shapes))
    assert Image.open(io.BytesIO(made.png)).width == pytest.approx(20.0 / 2.54 * 160, abs=1)
    assert long in made.description


@pytest.mark.parametrize(("wide", "high"), [(4000.0, 2.0), (2.0, 4000.0), (0.02, 0.02)])
def test_flat_tall_and_small_seas(tmp_path: Path, wide: float, high: float) -> None:
    at = "count: 1, hold: {at: [0.001 nm, 0.001 nm]}"
    image = Image.open(io.BytesIO(of(box(tmp_path, wide, high, ships=at)).png))
    assert 0.3 < image.height / image.width < 1.7


def test_a_lane_of_two_points_and_no_ships(tmp_path: Path) -> None:
    lane = "geometry: {way: {line: [[1 nm, 5 nm], [9 nm, 5 nm]]}}\nlanes: {way: {along: way, width: 1 nm}}"
    assert "Sea lane: way." in of(box(tmp_path, more=lane)).description


def test_across_180_degrees(tmp_path: Path) -> None:
    made = of(piece(tmp_path, 172.0, -24.0, -170.0, -12.0))
    assert "From 172.0°E to 170.0°W and from 24.0°S to 12.0°N" not in made.description
    assert "From 172.0°E to 170.0°W and from 24.0°S to 12.0°S, with coast" in made.description
    parsed(made)


def test_a_run_without_patrols_and_without_events(tmp_path: Path) -> None:
    import guardship

    made = of_run(guardship.simulate(load(box(tmp_path))))
    assert "Nothing has happened that has a place" in made.description
    parsed(made)


@pytest.mark.parametrize("width", [8.0, 100.0])
def test_every_width_keeps_everything_on_the_sheet(width: float) -> None:
    made = of(SCENARIOS / "smuggling.yaml", width)
    root, _, _ = parsed(made)
    assert float(root.get("width", "0pt").removesuffix("pt")) == pytest.approx(width / 2.54 * 72.0)


@pytest.mark.parametrize("width", [7.9, 101.0, float("nan")])
def test_widths_that_no_map_has(width: float) -> None:
    with pytest.raises(ValueError, match=r"width: came .*, wanted 8 to 100 cm"):
        of(SCENARIOS / "tiny.yaml", width)


def test_files_are_written_over_older_maps_only(tmp_path: Path) -> None:
    made = of(SCENARIOS / "tiny.yaml")
    for name in ("a.svg", "b.PNG"):
        for _ in range(2):
            assert made.write(tmp_path / name) == (tmp_path / name).resolve()
        assert known((tmp_path / name).read_bytes())
    (tmp_path / "mine.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(FileExistsError, match=r"exists and is not a map; choose another with --out"):
        made.write(tmp_path / "mine.svg")
    with pytest.raises(ValueError, match=r"wanted a name that ends in .svg or .png"):
        made.write(tmp_path / "a.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", "b.PNG", "mine.svg"]


def test_a_png_says_what_it_shows() -> None:
    made = Map(Chart.drawn(tiny()))
    texts = Image.open(io.BytesIO(made.png)).info
    assert texts["Title"] == made.title and texts["Description"] == made.description

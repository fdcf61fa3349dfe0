"""Reports: what is on the page, of whole stores and of those that lack something; nothing on it runs or is fetched."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from experiment.stores import TEXT, interrupted, placed, without
from guardship.__main__ import app
from guardship.console import drawn
from guardship.experiment.analysis.compare import compare
from guardship.experiment.analysis.tables import compared_lines
from guardship.experiment.engines import worker
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import plan
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch
from guardship.report.answers import compared, measures
from guardship.report.curves import scale
from guardship.report.page import MARK
from guardship.report.report import report, write
from guardship.report.subject import Subject
from guardship.run.simulate import simulate

HOSTILE = "Why <script>alert('x')</script> \" onload=evil() & $x_{1$?"
FEW = TEXT.replace("replications: 20", "replications: 8").replace("events]", "places]")


class Page(HTMLParser):
    """Elements with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words).replace("\u00a0", " ")

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def made(folder: Path, text: str) -> Batch:
    return run(plan(placed(folder, text)), folder / "store", here)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    text = FEW.replace("experiment:", f"experiment:\n  question: {json.dumps(HOSTILE)}")
    return made(tmp_path_factory.mktemp("report"), text)


@pytest.fixture(scope="module")
def html(found: Batch) -> str:
    return report(found)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_every_section_is_there(page: Page) -> None:
    names = {attributes["id"] for attributes in page.named("section")}
    assert names == {"comparison", "measures", "response", "funnel", "maps", "ledger", "design", "failed", "manifest"}
    assert {a["href"] for a in page.named("a")} == {f"#{name}" for name in names}
    assert "4 points of 8 replications, 32 runs, 0 failed." in page.text
    assert "No run has failed." in page.text


def test_nothing_is_fetched_and_nothing_runs(page: Page, html: str) -> None:
    policy = next(m["content"] for m in page.named("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not page.named("script")
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ("src", "href"):
            given = attributes.get(name)
            assert given is None or given.startswith(("data:", "#")), given
    assert "url(" not in html.partition("</style>")[0]


def test_text_of_a_file_is_text(page: Page, html: str) -> None:
    assert HOSTILE in page.text
    assert "<script" not in html


def test_every_picture_says_what_it_shows(page: Page) -> None:
    pictures = page.named("img")
    assert len(pictures) >= 10
    assert all(len(one["alt"] or "") > 20 for one in pictures)
    assert all((one["src"] or "").startswith("data:image/svg+xml,%3Csvg") for one in pictures)


def test_the_numbers_are_those_of_the_store(found: Batch, page: Page) -> None:
    mean = float(np.mean(found.measure("attacks")[0]))
    assert f"{mean:.4g}" in page.text
    assert found.plan.hash in page.text
    assert "Seeds 0 to 7" in page.text


def test_equal_stores_equal_bytes(found: Batch, html: str, tmp_path: Path) -> None:
    shutil.copytree(found.folder, tmp_path / "elsewhere")
    assert report(Batch(tmp_path / "elsewhere")) == html
    assert report(found, ["contacts.gained"]) != html


def test_measures_can_be_chosen(found: Batch) -> None:
    text = Page(report(found, ["contacts.gained"])).text
    assert "contacts.gained" in text
    assert "attacks.hijacked" not in text
    with pytest.raises(KeyError, match="did you mean attacks"):
        report(found, ["atacks"])


def test_one_variant_without_factors(tmp_path: Path) -> None:
    text = TEXT.partition("experiment:")[0] + "experiment: {replications: 8}\n"
    text = Page(report(made(tmp_path, text))).text
    assert "There is one variant only" in text
    assert "The experiment has no factors" in text


def test_a_design_that_fills_space(tmp_path: Path) -> None:
    factors = """  factors:
    frigates: {path: groups.frigates.count, low: 1, high: 3, whole: true}
    late: {path: nations.coalition.report_delay, low: 1 min, high: 60 min, scale: log}
  design: {kind: latin_hypercube, points: 14}
  replications: 2
"""
    text = re.sub(r"  factors:.*?replications: 20\n", factors, TEXT, flags=re.DOTALL)
    page = Page(report(made(tmp_path, text), ["attacks"]))
    assert "latin hypercube design" in page.text
    assert "Two factors at a time" in page.text


def test_failed_runs_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(scenario: object, seed: int, **given: object) -> object:
        if seed == 3:
            raise RuntimeError("<b>aground</b>")
        return simulate(scenario, seed, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "simulate", fails)
    html = report(made(tmp_path, FEW))
    assert "4 of 32 runs have failed" in Page(html).text
    assert "<b>aground" not in html
    assert "RuntimeError: <b>aground</b>" in Page(html).text


def test_nothing_but_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object, **more: object) -> object:
        raise RuntimeError("aground")

    monkeypatch.setattr(worker, "simulate", fails)
    page = Page(report(made(tmp_path, FEW)))
    assert "There are no values: no run has come to its end" in page.text
    assert "The store has no counts" in page.text


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("places", "The store has no places"),
        ("ledger", "The store keeps no ledger"),
        ("counts", "The store has no counts"),
        ("nations", "The store has no table of nations"),
    ],
)
def test_a_table_that_is_missing(found: Batch, tmp_path: Path, table: str, says: str) -> None:
    shutil.copytree(found.folder, tmp_path / "store")
    without(tmp_path / "store", table)
    assert says in Page(report(Batch(tmp_path / "store"))).text


def test_a_batch_that_is_not_finished(found: Batch, tmp_path: Path) -> None:
    shutil.copytree(found.folder, tmp_path / "store")
    interrupted(tmp_path / "store", 1)
    assert "The batch is not finished: 24 runs are still to come." in Page(report(Batch(tmp_path / "store"))).text
    (tmp_path / "store/blocks.jsonl").write_text("")
    with pytest.raises(StoreError, match="no run is there yet"):
        report(Batch(tmp_path / "store"))


def test_levels_on_an_axis() -> None:
    assert scale("a", ["1 h", "3 h"], False)[1:] == (None, "a [h]", False)
    assert scale("a", ["1 h", "3 min"], False).ticks == ["1 h", "3 min"]
    assert scale("a", [True, False], False).ticks == ["True", "False"]
    assert scale("a", [4, 1.5], False).at.tolist() == [4.0, 1.5]


def test_the_command(found: Batch, tmp_path: Path) -> None:
    shutil.copytree(found.folder, tmp_path / "store")
    call = CliRunner().invoke(app, ["report", str(tmp_path / "store")])
    assert call.exit_code == 0, call.output
    assert MARK in (tmp_path / "store.html").read_text()
    assert CliRunner().invoke(app, ["report", str(tmp_path / "store")]).exit_code == 0
    for wrong, says in (
        (["report", str(tmp_path)], "no store of a batch"),
        (["report", str(tmp_path / "store"), "--measure", "atacks"], "did you mean attacks"),
        (["report", str(tmp_path / "store"), "--out", str(tmp_path / "no" / "x.html")], "there is no folder"),
    ):
        call = CliRunner().invoke(app, wrong)
        assert call.exit_code == 2
        assert says in call.output


def test_another_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    with pytest.raises(FileExistsError, match="exists and is not a report"):
        write("x", tmp_path / "mine.html")
    assert (tmp_path / "mine.html").read_text() == "mine"


def test_what_has_no_value_stands_in_no_table(found: Batch) -> None:
    """Shares of nothing, in all runs: named once, and left out of tables and pictures."""
    names = ("attacks", "boardings.innocent")
    answer = compare(found, names, nations=False)
    rows = tuple(row._replace(effect=None) if row.measure == "attacks" else row for row in answer.rows)
    empty = answer._replace(rows=rows)
    said = "\n".join(part if isinstance(part, str) else drawn(part) for part in compared_lines(found, empty))
    assert "Left out where no two pairs have a value: attacks." in said and said.count("attacks") == 1
    subject = Subject.of(found, names)
    subject.__dict__["comparison"] = empty
    subject.__dict__["_values"] = {name: found.measure(name) for name in names} | {
        "attacks": found.measure("attacks") * np.nan
    }
    page, table = Page(str(compared(subject))), Page(str(measures(subject)))
    assert "No value in two pairs: attacks" in page.text
    assert len(page.named("img")) == 1 and len(page.named("tr")) == 1 + len(rows) // 2
    assert "boardings.innocent" in table.text and "attacks" not in table.text


def test_whose_waters_let_voyages_through(tmp_path: Path) -> None:
    """Of voyages whose cause is foreign waters, how many a run of each state's; the sums are those of the runs."""
    west = '[["0 nm", "0 nm"], ["200 nm", "0 nm"], ["200 nm", "120 nm"], ["0 nm", "120 nm"]]'
    law = (
        f"geometry: {{west: {{polygon: {west}}}}}\n"
        "law: {waters: {west: {state: westland, area: west}}}\nexperiment:"
    )
    longer = FEW.replace("measure: 8 h", "measure: 4 d").replace("replications: 8", "replications: 2")
    batch = made(tmp_path, longer.replace("experiment:", law, 1))
    counts = batch.counts
    told, waters = counts[counts["of"] == "funnel"], counts[counts["of"] == "waters"]
    assert set(waters["name"].str.partition("/")[2]) == {"westland"}
    assert waters["n"].sum() == told["n"][told["name"].str.endswith("/foreign_waters")].sum() > 0
    assert "in foreign waters: westland" in Page(report(batch)).text

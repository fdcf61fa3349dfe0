"""The run folder: what made it, and the digest of all that its results depend on."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pyproj
import pytest

import guardship
from guardship.run import folder
from guardship.run.folder import PACKAGE, sources
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import IRTC, tiny_run


def test_the_manifest_says_when_it_begins() -> None:
    run = tiny_run()
    start = datetime.fromisoformat(run.manifest["start"])
    assert start == run.scenario.time.start and start.utcoffset() == timedelta(0)


def test_the_projection_of_the_manifest_puts_a_ship_where_it_is(tmp_path: Path) -> None:
    run = simulate(load(IRTC, set={"time.warm_up": "0 h", "time.measure": "6 h", "time.drain": "0 h"}), 0)
    said = json.loads((run.write(tmp_path / "run") / "manifest.json").read_text())["plane"]["projection"]
    legs = run.legs
    x, y = pyproj.Transformer.from_crs("EPSG:4326", said, always_xy=True).transform(legs["lon"], legs["lat"])
    assert x == pytest.approx(legs["x"], abs=1e-6) and y == pytest.approx(legs["y"], abs=1e-6)


# ---- the digest of the code ------------------------------------------------------------------------------------------


def names(paths: list[Path], package: Path) -> set[str]:
    return {str(path.relative_to(package)) for path in paths}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package in which `ship.main` runs what it imports, here, below, in a function or only for a type checker."""
    files = {
        "__init__.py": "",
        "ship/__init__.py": "from fleet.ship import bell",
        "ship/main.py": """
import os
import fleet.engine.oil
from typing import TYPE_CHECKING
from fleet.engine import screw
from fleet.engine.screw import blade
if TYPE_CHECKING:
    from fleet.engine import drawing
else:
    from fleet import weight
def start():
    try:
        from . import rudder
    except ImportError:
        from .. import spare
""",
        "ship/bell.py": "",
        "ship/rudder.py": "match 1:\n    case 1:\n        from fleet import wheel",
        "ship/figurehead.py": "from fleet.ship import main",
        "engine/__init__.py": "",
        "engine/oil.py": "",
        "engine/screw.py": "blade = 1",
        "engine/drawing.py": "",
        "weight.py": "",
        "wheel.py": "",
        "spare.py": "",
        "data/chart/rocks.txt": "",
    }
    for name, text in files.items():
        path = tmp_path / "fleet" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "fleet"


def test_whatever_is_imported_counts(package: Path) -> None:
    """Not a drawing that only a type checker reads, nor a module that nothing imports which counts."""
    everything = names([path for path in package.rglob("*") if path.is_file()], package)
    found = names(sources("fleet.ship.main", package), package)
    assert found == everything - {
        "engine/drawing.py",
        "ship/figurehead.py",
    }


def test_a_new_module_counts_without_anybody_remembering(package: Path) -> None:
    before = sources("fleet.ship.main", package)
    (package / "engine" / "turbine.py").write_text("")
    assert sources("fleet.ship.main", package) == before
    (package / "wheel.py").write_text("from fleet.engine.turbine import x")
    assert {*sources("fleet.ship.main", package)} - {*before} == {package / "engine" / "turbine.py"}


def test_results_depend_on_the_simulation_and_not_on_what_is_made_of_them() -> None:
    found = names(sources(), PACKAGE)
    assert {
        "core/kernels/watch.py",
        "build/theatre.py",
        "scenario/tips.py",
        "run/tables.py",
        "outcomes/subjects.py",
    } <= found
    assert {"world/model.py", "agents/offenders/pirate.py", "sea/coast.py", "reasons.py", "__init__.py"} <= found
    assert "data/coast/land.npz" in found
    assert not {name.split("/")[0] for name in found} & {"commands", "report", "experiment", "__main__.py"}


def test_every_layer_below_counts_whole_but_for_audits() -> None:
    """A module below `run` that does not count is one that no run uses: those that only look at runs, named here."""
    found = names(sources(), PACKAGE)
    below = ("agents", "build", "coalition", "core", "intelligence", "outcomes", "run", "scenario", "sea", "world")
    aside = {str(path.relative_to(PACKAGE)) for layer in below for path in (PACKAGE / layer).rglob("*.py")} - found
    audits = {"outcomes/audit.py", "outcomes/recount.py", "run/audit.py"}
    audits |= {f"outcomes/audit_{part}.py" for part in ("sharing", "acting", "enterprise")}
    assert aside == audits | {"intelligence/fusion.py", "run/map.py", "run/waters.py"}


def test_the_digest_changes_with_any_of_them(monkeypatch: pytest.MonkeyPatch, package: Path) -> None:
    monkeypatch.setattr(folder, "PACKAGE", package)
    monkeypatch.setattr(folder, "sources", lambda: sources("fleet.ship.main", package))
    found = {folder.code.__wrapped__()}
    for path in sources("fleet.ship.main", package):
        whole = path.read_text()
        path.write_text(whole + "\n")
        found.add(folder.code.__wrapped__())
        path.write_text(whole)
    assert len(found) == 1 + len(sources("fleet.ship.main", package))


def test_what_the_package_offers_lies_where_it_says() -> None:
    for name in guardship.__all__:
        assert getattr(guardship, name).__name__ == name


def test_how_a_run_is_told_is_no_other_run() -> None:
    """Modules that draw and tell are reached from runs, and do not count; nor what they alone import."""
    here = (PACKAGE / "run" / "run.py").read_text("utf-8")
    assert all(f"guardship.{package}" in here for package in folder.TELLS - {"replay"})
    assert not {name.split("/")[0] for name in names(sources(), PACKAGE)} & folder.TELLS

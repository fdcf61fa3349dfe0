"""Agents and rules that are handed in: files that are run, and what a manifest says of them."""

import functools
import hashlib
import sys
from pathlib import Path

import pytest

from guardship.agents import Patrol
from guardship.build.handed import AGENTS, NO_FILE, HandedError, Own, Source, said
from guardship.build.model import PatrolModel
from system.worlds import tiny

MINE = """
from __future__ import annotations
from dataclasses import dataclass
from guardship.agents import Patrol

@dataclass
class Notes:
    lines: list[str]

class Base(Patrol):
    pass

class Mine(Base):
    notes = Notes([])

AGENTS = {"frigate": Mine}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "mine.py").write_text(MINE)
    return tmp_path / "mine.py"


def test_a_class_is_said_by_its_name_and_the_digest_of_its_file(mine: Path) -> None:
    found = Source.read(mine).mapping(AGENTS)
    digest = hashlib.sha256(mine.read_bytes()).hexdigest()
    assert said(found, {}) == {"agents": {"frigate": {"name": "mine.Mine", "files": {"mine": digest}}}}
    assert PatrolModel(tiny(), agents=found).handed == said(found, None)
    mine.write_text(MINE + "# more\n")  # what was run counts, not what is there now
    assert said(found, {})["agents"]["frigate"]["files"] == {"mine": digest}


def test_a_file_is_run_once_and_takes_nobodys_name(mine: Path) -> None:
    json = sys.modules["json"]
    other = mine.with_name("json.py")
    other.write_text(MINE)
    assert Source.read(other).mapping(AGENTS) == Source.read(other).mapping(AGENTS)
    assert sys.modules["json"] is json


def test_files_of_bases_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "navy_of_mine.py").write_text("from guardship.agents import Patrol\nclass Ship(Patrol): pass\n")
    (tmp_path / "mine.py").write_text(
        "import navy_of_mine\nclass A(navy_of_mine.Ship): pass\nAGENTS = {'frigate': A}\n"
    )
    found = said(Source.read(tmp_path / "mine.py").mapping(AGENTS), None)["agents"]["frigate"]
    assert found["files"] == {
        name: hashlib.sha256((tmp_path / f"{name}.py").read_bytes()).hexdigest() for name in ("mine", "navy_of_mine")
    }


def test_what_has_no_file_is_said_by_its_name() -> None:
    """As in a notebook: the module has no file."""
    made = type("Mine", (Patrol,), {"__module__": "a_notebook"})
    bound = functools.partial(made, 20.0, at="x", by=made)
    name = f"partial(a_notebook.Mine, 20.0, at='x', by={type(made).__name__})"  # no address
    assert said({"frigate": made}, {"mine": bound}) == {
        "agents": {"frigate": {"name": "a_notebook.Mine", "files": NO_FILE}},
        "rules": {"mine": {"name": name, "files": NO_FILE}},
    }
    assert said({"frigate": Patrol}, None)["agents"]["frigate"]["files"] == NO_FILE
    assert said({}, None) == {}


def test_places_of_faults(mine: Path, tmp_path: Path) -> None:
    with pytest.raises(HandedError, match=r"none.py: No such file"):
        Source.read(tmp_path / "none.py")
    with pytest.raises(HandedError, match="Is a directory"):
        Source.read(tmp_path)
    mine.write_text("def f():\n    return 1 / 0\n\nf()\n")
    with pytest.raises(HandedError, match=r"mine.py:2: ZeroDivisionError: division by zero"):
        Source.read(mine).mapping(AGENTS)
    mine.write_text("x = '''\n\n")
    with pytest.raises(HandedError, match=r"mine.py:1: SyntaxError"):
        Source.read(mine).mapping(AGENTS)


def test_own_of_a_batch_says_what_it_lacks(mine: Path) -> None:
    own = Own.of(mine)
    assert own.lacks == [] and Own(said=own.said).lacks == ["agents"]
    assert Own.of() == Own() and Own().lacks == []

"""`guardship story`: a story, with rows, against another run, hints, and what is refused."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from guardship.__main__ import app
from guardship.commands.story import unlike
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    home = tmp_path_factory.mktemp("runs")
    scenario = load(SCENARIOS / "tiny.yaml")
    one = simulate(scenario, 1).write(home / "one")
    return one, simulate(scenario, 1, {"groups.frigates.count": 4}).write(home / "other")


def told(*arguments: object) -> str:
    done = CliRunner().invoke(app, ["story", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_story_with_and_without_rows(folders: tuple[Path, Path]) -> None:
    plain, named = told(folders[0], "voyage:0"), told(folders[0], "voyage:0", "--ids")
    assert plain.startswith("Voyage 0 of ")
    assert "[events:" in named and "[events:" not in plain


def test_two_policies(folders: tuple[Path, Path]) -> None:
    text = told(folders[0], "voyage:0", "--against", folders[1])
    assert f"In {folders[0]}:" in text and f"In {folders[1]}:" in text


def test_runs_of_other_seeds_and_scenarios_are_warned_of(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert unlike(*folders) == []
    other = simulate(load(SCENARIOS / "tiny.yaml", set={"name": "large"}), 2).write(tmp_path / "other")
    seeds, scenarios = unlike(folders[0], other)
    assert "seeds, 1/0 and 2/0" in seeds and "scenarios, tiny and large" in scenarios
    assert "warning: the runs have other seeds" in told(folders[0], "voyage:0", "--against", other)


def test_what_is_worth_a_story(folders: tuple[Path, Path]) -> None:
    assert "voyage:" in told(folders[0], "--list") or "attack:" in told(folders[0], "--list")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "wanted WHAT"),
        (["voyage:0", "--list"], "wanted WHAT"),
        (["voyage:77777"], "there is no such; wanted up to"),
        (["frigate"], "came no voyage:N"),
        (["voyage:0", "--against", "no/where"], "no/where"),
    ],
)
def test_refused(folders: tuple[Path, Path], arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["story", str(folders[0]), *arguments])
    assert done.exit_code == 2 and said in done.output and "Traceback" not in done.output


def test_a_folder_without_a_run(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["story", str(tmp_path), "voyage:0"])
    assert done.exit_code == 2 and "manifest.json" in done.output

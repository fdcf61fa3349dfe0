"""Files that commands write their answers to: over what they may be written, and where."""

from pathlib import Path

import pytest
import typer

from guardship.commands.output import put, wanted, wanted_json

KEYS = ("critical", "rows")


@pytest.mark.parametrize("text", ["", '{"rows": [], "critical": 1}'])
def test_an_older_answer_is_written_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    wanted_json("--json", tmp_path / "a.json", "a comparison", KEYS)
    put(tmp_path / "a.json", b"new")
    assert (tmp_path / "a.json").read_text() == "new" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "text", ["years of work", "[" * 200_000, '["critical", "rows"]', '{"rows": [], "more": 1}', "{}"]
)
def test_something_else_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(typer.Exit) as ended:
        wanted_json("--json", tmp_path / "a.json", "a comparison", KEYS)
    assert ended.value.exit_code == 2 and (tmp_path / "a.json").read_text() == text
    assert "exists and is not a comparison; choose another with --json" in capsys.readouterr().err


def test_rows_are_written_over_others_when_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("mine")
    wanted("--to", tmp_path / "a.csv", [".csv"], overwrite=True)
    with pytest.raises(typer.Exit):
        wanted("--to", tmp_path / "a.csv", [".csv"])
    assert "--overwrite replaces it" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "said"), [("none/a.csv", "there is no folder"), ("x" * 252 + ".csv", "too long")])
def test_places_that_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str) -> None:
    with pytest.raises(typer.Exit):
        wanted("--to", tmp_path / name, [".csv"])
    assert said in capsys.readouterr().err

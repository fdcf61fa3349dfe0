"""The folder: what is another batch's or somebody else's is left alone, and two commands do not write at once."""

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from experiment.stores import bytes_of, changed_files
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan, plan
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch
from guardship.experiment.store.store import Store


def test_two_commands_do_not_write_at_once(small: Plan, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "store"

    def another(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        with pytest.raises(StoreError, match="another command is writing"):
            run(small, out, here)
        yield from here(p, blocks)

    run(small, out, another)
    assert changed_files(whole, out) == []


def test_a_store_of_another_batch_is_left_alone(file: Path, whole: Path) -> None:
    before = bytes_of(whole)
    other = plan(file, {"experiment.first_seed": 100})
    with pytest.raises(StoreError, match="differs in hash"):
        run(other, whole, here)
    assert bytes_of(whole) == before


def test_a_folder_with_other_things_is_left_alone(small: Plan, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("chapter one")
    with pytest.raises(StoreError, match="not empty"):
        run(small, tmp_path, here)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_what_is_said_about_a_batch_may_change(file: Path, small: Plan, whole: Path) -> None:
    """Question and headline measures are not what the results depend on."""
    asked = plan(file, {"experiment.question": "Why?", "experiment.measures": ["attacks"]})
    assert asked.hash == small.hash
    Store(whole, asked).open()
    assert Batch(whole).plan.asked.question == "Why?"
    Store(whole, small).open()

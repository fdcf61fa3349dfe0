"""The summary of a run, counted once more from its tables."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from guardship.build.costs import tariff, waters
from guardship.build.law import closed_waters
from guardship.build.sharing import holders
from guardship.outcomes.recount import Money, Tables, miscaused, recounted, unlike
from guardship.run.run import Run
from system.worlds import tiny_run


def tables(run: Run) -> Tables:
    return Tables(run.events, run.reports, run.legs, run.vessels, run.voyages, run.messages, run.trials)


def money(run: Run) -> Money:
    return Money(tariff(run.scenario), waters(run.theatre), run.theatre.plane.scale_at, closed_waters(run.theatre))


def recount(run: Run) -> dict[str, Any]:
    """From the tables, with what the scenario says of time and types."""
    time = run.scenario.time
    return recounted(
        tables(run),
        (time.warm_up, time.warm_up + time.measure),
        time.hours,
        {"frigate"},
        money(run),
        run.scenario.pictures.memory,
        holders(run.scenario),
    )


def written(run: Run) -> dict[str, Any]:
    """The summary as a file has it, as far as it is counted."""
    summary = json.loads(json.dumps(run.summary))
    return {key: summary[key] for key in summary if key not in ("scenario", "seed", "warnings")}


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to all numbers."""
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from numbers(below, (*path, key))
    elif isinstance(value, int | float):
        yield path


@pytest.mark.parametrize("seed", range(8))
def test_a_recount_is_the_summary(seed: int) -> None:
    assert unlike(written(tiny_run(seed)), recount(tiny_run(seed))) == []


def test_every_number_that_is_changed_is_found() -> None:
    said, there = written(tiny_run(1)), recount(tiny_run(1))
    paths = list(numbers(said))
    assert len(paths) > 100
    for path in paths:
        other = deepcopy(said)
        section = other
        for key in path[:-1]:
            section = section[key]
        section[path[-1]] += 1e-6 * max(abs(section[path[-1]]), 1.0)
        assert len(unlike(other, there)) == 1, path


def test_what_is_missing_or_new_is_found() -> None:
    there = recount(tiny_run(1))
    said = written(tiny_run(1))
    del said["measures"]["harm"]
    said["funnel"]["succeeded/no_call"] = 1
    assert [text.partition(":")[0] for text in unlike(said, there)] == ["funnel.succeeded/no_call", "measures.harm"]


def test_a_lead_of_an_earlier_version_is_another_measure() -> None:
    there, said = recount(tiny_run(1)), written(tiny_run(1))
    del said["measures"]["first_contact_lead"], said["measures"]["detection_lead"]["unrecognised"]
    said["measures"]["detection_lead"]["count"] += 1
    assert unlike(said, there) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("cause", "no_call"), ("stage", "lost"), ("holder", "nobody"), ("unit", "x"), ("short_min", 1.0)],
)
def test_a_cause_that_does_not_follow_from_the_logs_is_found(column: str, value: object) -> None:
    run = tiny_run(6)
    logs, voyages = tables(run), run.voyages
    assert miscaused(logs, run.theatre.hours, money(run)) == []
    row = voyages.index[voyages["holder"].notna()][0]
    voyages.loc[row, column] = value
    (found,) = miscaused(logs._replace(voyages=voyages), run.theatre.hours, money(run))
    assert found.startswith(f"voyage {row}: ")


def test_causes_of_an_earlier_version_stay_as_they_are_written() -> None:
    run = tiny_run(6)
    old = run.voyages.drop(columns=["stage", "holder", "unit", "short_min"])
    old.loc[old["outcome"] == "succeeded", "cause"] = "broken_off"
    time = run.scenario.time
    window = time.warm_up, time.warm_up + time.measure
    there = recounted(tables(run)._replace(voyages=old), window, time.hours, {"frigate"}, money(run), 1.0, [])
    assert {key for key in there["funnel"] if key.startswith("succeeded")} == {"succeeded/broken_off"}

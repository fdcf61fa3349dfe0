"""What an experiment file may not say, each fault with its place and what was wanted."""

import re
from pathlib import Path

import pytest

from experiment.stores import SCENARIOS, TEXT, placed
from guardship.experiment.plan.plan import Plan, plan


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levels: [1, 3]", None),
        ("levels: [1, 3.5]", r"small.yaml:\d+:\d+: experiment.factors.frigates.levels\[1\]: groups.frigates.count: "),
        ("levels: [1, 1]", r"small.yaml:\d+:\d+: experiment.factors.frigates: `levels` has a value twice"),
        ("low: 1, high: 5", r"small.yaml:\d+:\d+: experiment: a factorial design needs `levels`"),
        ("levels: [1, 1.0]", r"experiment.factors.frigates: `levels` has a value twice"),
        ("low: true, high: 5", r"experiment.factors.frigates.low: came true, wanted a number, with the unit"),
        ("low: 5 h, high: 1 h", r"experiment.factors.frigates: `low` is not below `high`"),
    ],
)
def test_faults_have_their_place(tmp_path: Path, text: str, said: str | None) -> None:
    from guardship.scenario.problems import ScenarioError

    file = placed(tmp_path, TEXT.replace("levels: [1, 3]", text))
    if said is None:
        assert len(plan(file).points) == 4
        return
    with pytest.raises(ScenarioError) as fault:
        plan(file)
    assert re.search(said, str(fault.value)), str(fault.value)


@pytest.mark.parametrize(
    ("before", "text", "said"),
    [
        ("replications: 20", "replications: 0", "experiment.replications: came 0, wanted a number of at least 1"),
        ("replications: 20", "replications: 2.5", "experiment.replications: came 2.5, wanted a whole number"),
        (
            "replications: 20",
            "replications: {half_width: -1, measure: attacks}",
            "experiment.replications.half_width: came -1, wanted a number above 0",
        ),
        (
            "replications: 20",
            "replications: {half_width: 1, measur: attacks, measure: attacks}",
            "experiment.replications.measur: unknown key 'measur'; did you mean 'measure'?",
        ),
        (
            "quick: {}",
            "quick: {substream: -1}",
            "experiment.variants.quick.substream: came -1, wanted a number of at least 0",
        ),
        (
            "quick: {}",
            "quick: {substream: 1, luck: 1}",
            "experiment.variants.quick.luck: unknown key 'luck'",
        ),
        ("quick: {}", "quick: {set: {experiment.replications: 3}}", "which is of the experiment"),
        ("quick: {}", "quick: {overlay: {experiment: {}}}", "which is of the experiment"),
        ("path: groups.frigates.count", "path: experiment.replications", "`path` has experiment.replications"),
        ("path: groups.frigates.count", "path: [groups.frigates.count, groups.frigates]", "the same entry or part"),
        (
            "replications: 20",
            "replications: {half_width: 1, measure: atacks}",
            "experiment.replications.measure: unknown measure 'atacks'; did you mean 'attacks'",
        ),
        (
            "replications: 20",
            "measures: [attacks, contacts.gaind]",
            "experiment.measures[1]: unknown measure 'contacts.gaind'; did you mean 'contacts.gained'?",
        ),
        ("frigates: {path", "attacks: {path", "experiment.factors.attacks: a measure of every run has this name"),
        ("frigates: {path", "drugs: {path", "experiment.factors.drugs: a measure of every run has this name"),
        ("frigates: {path", "Spoofed_Reports: {path", "Spoofed_Reports: a measure of every run has this name"),
        ("frigates: {path", "Seed: {path", "`factors` has Seed, which is a column of every store"),
        ("factors:", "factors:\n    Frigates: {path: groups.sails.count, levels: [1, 2]}", "but for capitals"),
    ],
)
def test_an_experiment_says_what_it_wants(tmp_path: Path, before: str, text: str, said: str) -> None:
    """One line for a fault; what could be taken no notice of, or be overwritten unseen, is refused."""
    from guardship.scenario.problems import ScenarioError

    assert before in TEXT
    with pytest.raises(ScenarioError) as fault:
        plan(placed(tmp_path, TEXT.replace(before, text)))
    assert re.fullmatch(rf".*small.yaml:\d+:\d+: .*{re.escape(said)}.*", str(fault.value)), str(fault.value)


def test_a_substream_may_bear_its_former_name(tmp_path: Path) -> None:
    """In files, and in the plans of stores that are there."""
    for name in ("substream", "luck"):
        folder = tmp_path / name
        folder.mkdir()
        found = plan(placed(folder, TEXT.replace("quick: {}", f"quick: {{{name}: 3}}")))
        assert [point.substream for point in found.points] == [3, 3, 0, 0]
    assert Plan.of_json(found.as_json().replace('"substream"', '"luck"')) == found


def test_too_many_combinations_are_refused_without_making_them(tmp_path: Path) -> None:
    from guardship.scenario.problems import ScenarioError

    levels = list(range(1, 101))
    paths = ("types.frigate.speed.cruise", "groups.sails.count", "time.drain", "time.warm_up", "time.measure", "name")
    more = "".join(f"\n    f{k}: {{path: {path}, levels: {levels}}}" for k, path in enumerate(paths))
    with pytest.raises(ScenarioError, match="came 4000000000000 points of up to 20 runs, wanted at most"):
        plan(placed(tmp_path, TEXT.replace("factors:", f"factors:{more}")))


def test_too_many_variants_are_refused_without_making_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from guardship.experiment.plan import plan as module
    from guardship.scenario.problems import ScenarioError

    monkeypatch.delattr(module, "_variant")
    many = "".join(f"\n    v{k}: {{}}" for k in range(2100))
    with pytest.raises(ScenarioError, match="came 4204 points of up to 20 runs, wanted at most 4096 points"):
        plan(placed(tmp_path, TEXT.replace("variants:", f"variants:{many}")))


@pytest.mark.parametrize(
    ("before", "text", "said"),
    [
        ("variants:", "".join(f"\n    v{k}: {{set: {{x: 1}}}}" for k in range(400)), "variants: 372 of 402 were not"),
        ("levels: [1, 3]", f" {[k + 0.5 for k in range(400)]}", "factors: 770 of 800 were not"),
    ],
)
def test_when_enough_is_wrong_the_rest_is_not_looked_at(tmp_path: Path, before: str, text: str, said: str) -> None:
    """Each takes milliseconds, and no more are printed."""
    from guardship.scenario.problems import MOST_SHOWN, ScenarioError

    written = TEXT.replace(before, before + text if before.endswith(":") else f"levels:{text}")
    with pytest.raises(ScenarioError) as fault:
        plan(placed(tmp_path, written))
    assert said in str(fault.value) and len(fault.value.problems) == MOST_SHOWN + 1


def test_points_are_told_as_they_are_worked_out(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    plan(placed(tmp_path), tell=lambda done, of: told.append((done, of)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_file_without_an_experiment() -> None:
    from guardship.scenario.problems import ScenarioError

    with pytest.raises(ScenarioError, match="wanted an `experiment` section"):
        plan(SCENARIOS / "tiny.yaml")


def test_faults_of_all_variants_at_once(tmp_path: Path) -> None:
    from guardship.scenario.problems import ScenarioError

    variants = "{a: {extends: nothere.yaml}, b: {overlay: {groups: {frigates: {cout: 3}}}}, c: {set: {title: 3}}}"
    file = placed(tmp_path, f"extends: ../tiny.yaml\nexperiment:\n  variants: {variants}\n")
    with pytest.raises(ScenarioError) as fault:
        plan(file)
    lines = [str(problem).replace(f"{tmp_path}/experiments/", "") for problem in fault.value.problems]
    assert len(lines) == 3
    assert lines[0].startswith("small.yaml:3:27: extends: came 'nothere.yaml'")
    assert lines[1] == "small.yaml:3:76: groups.frigates.cout: unknown key 'cout'; did you mean 'count'?"
    assert re.match(r"small.yaml:3:\d+: experiment.variants.c: title: came 3, wanted text", lines[2]), lines[2]

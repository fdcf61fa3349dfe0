"""Batches: the same bytes however they are run, interrupted or not; failures are rows; the store can be asked."""

import os
import random  # noqa: TID251  (of the moments at which processes are killed)
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from guardship.__main__ import app
from guardship.experiment.engines import worker
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here, local
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan, plan
from guardship.experiment.store.columns import PLAIN
from guardship.experiment.store.results import Batch
from guardship.experiment.store.store import Store, StoreError, bytes_of
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load

TEXT = (Path(__file__).parents[1] / "small.yaml").read_text()
SCENARIOS = Path(__file__).parents[3] / "scenarios"
TINY = SCENARIOS / "experiments/tiny.yaml"


def placed(folder: Path, text: str = TEXT) -> Path:
    """The file, beside the scenario that it extends."""
    shutil.copy(SCENARIOS / "tiny.yaml", folder)
    (folder / "experiments").mkdir()
    file = folder / "experiments/small.yaml"
    file.write_text(text)
    return file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return placed(tmp_path_factory.mktemp("scenarios"))


@pytest.fixture(scope="module")
def small(file: Path) -> Plan:
    return plan(file)


@pytest.fixture(scope="module")
def whole(small: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An uninterrupted batch in one process."""
    out = tmp_path_factory.mktemp("whole") / "store"
    run(small, out, here)
    return out


def changed_files(a: Path, b: Path) -> list[str]:
    """Files that are not the same in both."""
    one, two = bytes_of(a), bytes_of(b)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


# ---- the same bytes -----------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers(small: Plan, whole: Path, tmp_path: Path, workers: int) -> None:
    run(small, tmp_path / "store", lambda p, blocks: local(p, blocks, workers))
    assert changed_files(whole, tmp_path / "store") == []


def test_any_order(small: Plan, whole: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "store", lambda p, blocks: here(p, list(blocks)[::-1]))
    assert changed_files(whole, tmp_path / "store") == []


def test_a_run_of_a_batch_is_the_run_itself(file: Path, whole: Path) -> None:
    found = Batch(whole)
    point = next(p for p in found.plan.points if p.variant == "late" and p.levels["frigates"] == 3)
    changes = {"groups.frigates.count": 3, "nations.coalition.report_delay": "6 h"}
    own = simulate(load(file, changes), 5)
    which = (pl.col("point") == point.number) & (pl.col("replication") == 5)
    row = found.runs.row(by_predicate=which, named=True)
    assert own.scenario.hash == point.hash
    assert row["attacks"] == own.summary["attacks"]["count"]
    assert row["contacts.gained"] == own.summary["contacts"]["gained"] > 0
    assert row["work.events"] == own.manifest["work"]["events"]
    assert row["effort_h.patrol"] == own.summary["measures"]["effort_h"]["patrol"]
    assert found.events.filter(which)["t"].to_list() == own.events["t"].to_list()


def test_interrupted_between_blocks(small: Plan, whole: Path, tmp_path: Path) -> None:
    """The same call goes on where the last one stopped, and does not run again what is there."""
    ran: list[Block] = []

    def some(p: Plan, blocks: Sequence[Block]) -> Iterator[tuple[Block, Files]]:
        for k, (block, files) in enumerate(here(p, blocks)):
            if k == 2:
                raise KeyboardInterrupt
            ran.append(block)
            yield block, files

    for _ in range(6):
        try:
            run(small, tmp_path / "store", some)
            break
        except KeyboardInterrupt:
            continue
    assert changed_files(whole, tmp_path / "store") == []
    assert sorted(ran) == sorted(small.blocks(0, 20))


def killed(file: Path, folder: Path, rng: random.Random, *more: str, deadline: float = 60.0) -> bool:
    """Start the command, kill it at a random moment after its first new block; whether it was done before."""
    before = len(list(folder.glob("runs/*.parquet")))
    command = [sys.executable, "-m", "guardship", "batch", str(file), "--out", str(folder), "--workers", "2", *more]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        begin = time.monotonic()
        wait = rng.choice([0.0, 0.0, 0.3, 1.0]) if before else 0.0
        while process.poll() is None and time.monotonic() - begin < deadline:
            if len(list(folder.glob("runs/*.parquet"))) > before or (wait and time.monotonic() - begin > wait):
                time.sleep(rng.random() * 0.02)
                break
            time.sleep(0.002)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        return process.wait() == 0


@pytest.mark.parametrize("times", [3, pytest.param(24, marks=pytest.mark.long)])
def test_killed_at_random_times(file: Path, whole: Path, tmp_path: Path, times: int) -> None:
    """SIGKILL, again and again, on stores that are begun anew when they get done."""
    rng, kills, store = random.Random(7), 0, 0
    while kills < times:
        folder = tmp_path / f"store{store}"
        if killed(file, folder, rng):
            assert changed_files(whole, folder) == []
            store += 1
        else:
            kills += 1
    folder = tmp_path / f"store{store}"
    run(plan(file), folder, lambda p, blocks: local(p, blocks, 2))
    assert changed_files(whole, folder) == []


def test_workers_do_not_outlive_the_supervisor(tmp_path: Path) -> None:
    if not Path("/proc/self/environ").exists():
        pytest.skip("needs /proc")
    mark = f"GUARDSHIP_TEST_MARK={os.getpid()}-{time.monotonic_ns()}"
    key, _, value = mark.partition("=")
    environment = {**os.environ, key: value}
    command = [sys.executable, "-m", "guardship", "batch", str(TINY), "--out", str(tmp_path / "s"), "--workers", "2"]

    def left() -> list[str]:
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if mark.encode() in (place / "environ").read_bytes() and "zombie" not in (place / "status").read_text():
                    found.append(place.name)
            except OSError:
                continue
        return found

    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        end = time.monotonic() + 60.0
        while not list(tmp_path.glob("s/runs/*.parquet")) and time.monotonic() < end:
            time.sleep(0.01)
        assert len(left()) >= 3
        process.kill()
    end = time.monotonic() + 20.0
    while left() and time.monotonic() < end:
        time.sleep(0.05)
    assert left() == []


def test_ctrl_c_leaves_a_store_that_goes_on(file: Path, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    command = [sys.executable, "-m", "guardship", "batch", str(file), "--out", str(folder), "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not list(folder.glob("runs/*.parquet")) and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode in (130, 0)
    assert "Traceback" not in said
    again = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 0, again.stderr
    assert changed_files(whole, folder) == []


def test_two_commands_do_not_write_at_once(small: Plan, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "store"

    def another(p: Plan, blocks: Sequence[Block]) -> Iterator[tuple[Block, Files]]:
        with pytest.raises(StoreError, match="another command is writing"):
            run(small, out, here)
        yield from here(p, blocks)

    run(small, out, another)
    assert changed_files(whole, out) == []


def test_ctrl_c_while_workers_begin(file: Path, tmp_path: Path) -> None:
    """A terminal sends it to all processes, also to those that are still importing."""
    command = [sys.executable, "-m", "guardship", "batch", str(file), "--out", str(tmp_path / "s"), "--workers", "2"]
    for k in range(4):
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
            while not _workers(process.pid) and process.poll() is None:
                time.sleep(0.001)
            time.sleep(0.05 + 0.1 * k)
            os.killpg(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=60)
        assert process.returncode in (130, 0)
        assert "Traceback" not in said, said


def _workers(parent: int) -> list[str]:
    """Spawned processes of this one that have begun to run Python."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            own = (place / "stat").read_text().rpartition(")")[2].split()[1] == str(parent)
            if own and b"spawn_main" in (place / "cmdline").read_bytes():
                found.append(place.name)
        except OSError:
            continue
    return found


# ---- failures -----------------------------------------------------------------------------------


def test_a_run_that_fails_is_a_row(small: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = simulate

    def sometimes(scenario, seed, **more):  # type: ignore[no-untyped-def]
        if seed == 3:
            raise RuntimeError("the sea is empty")
        return real(scenario, seed, **more)

    monkeypatch.setattr(worker, "simulate", sometimes)
    found = run(small, tmp_path / "store", here)
    assert found.count == 4 * 20
    assert found.failed["error"].to_list() == ["RuntimeError: the sea is empty"] * 4
    assert found.failed["seed"].to_list() == [3] * 4
    attacks = found.measure("attacks")
    assert np.isnan(attacks[:, 3]).all()
    assert np.isfinite(np.delete(attacks, 3, axis=1)).all()


def test_when_all_runs_fail(small: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise RuntimeError("\x1b[31mthe sea\nis empty")

    monkeypatch.setattr(worker, "simulate", never)
    found = run(small, tmp_path / "store", here)
    assert set(found.failed["error"]) == {"RuntimeError:  [31mthe sea is empty"}
    for command in (["compare"], ["compare", "--measure", "attacks"], ["sensitivity", "--measure", "attacks"]):
        call = CliRunner().invoke(app, [command[0], str(found.folder), *command[1:]])
        assert call.exit_code == 2
        assert "all 80 runs failed, the first with RuntimeError" in call.output.replace("\n", "")


def test_a_script_without_main_is_told_so(file: Path, tmp_path: Path) -> None:
    """Its workers would run it again: they die, and no run is to be blamed for it."""
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\nfrom guardship.experiment.engines.batch import run\n"
        "from guardship.experiment.engines.local import local\nfrom guardship.experiment.plan.plan import plan\n"
        f"run(plan({str(file)!r}), Path({str(tmp_path / 's')!r}), lambda p, blocks: local(p, blocks, 2))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "StoreError: a worker process dies before it begins" in done.stderr
    assert not list(tmp_path.glob("s/runs/*.parquet"))


def test_a_worker_that_dies_takes_only_its_run_with_it(small: Plan, whole: Path, tmp_path: Path) -> None:
    """A replication that kills its process is found, and kept as a row; everything else is as it would have been."""
    os.environ["GUARDSHIP_TEST_DIES"] = "11"
    try:
        found = run(small, tmp_path / "store", lambda p, blocks: deadly(p, blocks))
    finally:
        del os.environ["GUARDSHIP_TEST_DIES"]
    assert found.failed["seed"].to_list() == [11] * 4
    assert found.failed["error"].to_list() == [worker.CRASHED] * 4
    ours, theirs = found.runs, Batch(whole).runs
    kept = theirs.filter(theirs["seed"] != 11)
    assert ours.filter(ours["error"].is_null()).equals(kept)


def deadly(p: Plan, blocks: Sequence[Block]) -> Iterator[tuple[Block, Files]]:
    """The local engine with workers that die over one seed."""
    from guardship.experiment.engines import local as engine

    real, engine._begin = engine._begin, dying
    try:
        yield from local(p, blocks, 2)
    finally:
        engine._begin = real


def dying(text: str) -> None:
    """A worker's beginning, after which one seed kills it."""

    def deadly(scenario, seed, **more):  # type: ignore[no-untyped-def]
        if seed == int(os.environ["GUARDSHIP_TEST_DIES"]):
            os._exit(9)
        return simulate(scenario, seed, **more)

    vars(worker)["simulate"] = deadly
    worker.know(text)


# ---- the folder ---------------------------------------------------------------------------------


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


WIDTH = 1.0  # contacts

# ---- sequential ---------------------------------------------------------------------------------


def test_until_an_interval_is_narrow(file: Path, tmp_path: Path) -> None:
    rule = {"measure": "contacts.gained", "half_width": WIDTH, "of": "mean", "at_least": 16, "at_most": 400}
    asked = plan(file, {"experiment.replications": rule})
    found = run(asked, tmp_path / "store", here)
    n, stopped = found.manifest["replications"], found.manifest["stopped"]
    assert 16 < n < 400
    assert stopped["why"] == "reached"
    assert stopped["half_width"] <= WIDTH
    values = found.measure("contacts.gained")
    assert values.shape == (4, n)
    halves = [1.96 * row.std(ddof=1) / n**0.5 for row in values]
    assert max(halves) == pytest.approx(stopped["half_width"], rel=0.05)
    short = [1.96 * row[: n - 16].std(ddof=1) / (n - 16) ** 0.5 for row in values]
    assert max(short) > WIDTH * 0.9


# ---- pairing ------------------------------------------------------------------------------------


def test_replications_are_paired_by_seed_and_independent(whole: Path) -> None:
    found = Batch(whole)
    seeds = found.runs.pivot("point", index="replication", values="seed").drop("replication").to_numpy()
    assert (seeds == seeds[:, :1]).all()
    transits = found.measure("transits")
    assert (transits == transits[0]).all()
    assert len(set(transits[0])) > 3


# ---- asking -------------------------------------------------------------------------------------


def test_sql(whole: Path) -> None:
    found = Batch(whole)
    rows = found.query("select variant, frigates, count(*) n, avg(attacks) a from runs group by all order by all")
    assert rows["n"].to_list() == [20] * 4
    assert rows["a"].to_list() == pytest.approx([found.measure("attacks")[k].mean() for k in (2, 3, 0, 1)])
    joined = found.query("select count(*) from voyages join points using (point) where frigates = 1")
    assert 0 < joined.item() < found.voyages.height
    with pytest.raises(ValueError, match="no_such_table"):
        found.query("select * from no_such_table")
    with pytest.raises(ValueError, match="interval"):
        found.query("select interval 1 day")
    with pytest.raises(KeyError, match="attacks"):
        found.measure("atacks")


def test_the_sums_of_a_store(whole: Path) -> None:
    found = Batch(whole)
    funnel = found.query("select sum(n) as n from counts where \"of\" = 'funnel'")
    counted = found.voyages.filter(found.voyages["counted"]).height
    assert funnel.item() == counted == found.runs["voyages"].sum()


def test_a_folder_may_have_any_name(whole: Path, tmp_path: Path) -> None:
    odd = tmp_path / "it's [x] *? ü {1,2}"
    shutil.copytree(whole, odd)
    assert Batch(odd).query("select count(*) from runs").item() == Batch(odd).count == 80
    assert (Batch(odd).measure("boardings") == Batch(whole).measure("boardings")).all()


def test_a_file_that_is_broken_is_named(file: Path, whole: Path, tmp_path: Path) -> None:
    broken = tmp_path / "store"
    shutil.copytree(whole, broken)
    part = sorted((broken / "runs").iterdir())[1]
    part.write_bytes(part.read_bytes()[:100])
    store = str(broken)
    for command in (
        ["query", store, "select count(*) from runs"],
        ["compare", store],
        ["report", store],
        ["best", store, "--measure", "attacks", "--delta", "1"],
        ["sensitivity", store, "--measure", "attacks"],
        ["voyages", store, "--between", "quick", "late"],
        ["batch", str(file), "--out", store],
    ):
        call = CliRunner().invoke(app, command)
        assert call.exit_code == 2, command
        assert str(part) in call.output.replace("\n", ""), command
    part.unlink()
    run(plan(file), broken, here)
    assert changed_files(whole, broken) == []


def test_a_plan_that_somebody_has_changed(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "store")
    for text in ("[]", '{"name": "x", "title": "y", "experiment": {}, "variants": {}, "points": []}'):
        (tmp_path / "store/plan.json").write_text(text)
        with pytest.raises(StoreError, match=r"plan\.json cannot be read"):
            Batch(tmp_path / "store")


# ---- what is wrong in a file --------------------------------------------------------------------


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
        ("quick: {}", "quick: {luck: -1}", "experiment.variants.quick.luck: came -1, wanted a number of at least 0"),
        ("quick: {}", "quick: {set: {experiment.replications: 3}}", "which is of the experiment"),
        ("quick: {}", "quick: {overlay: {experiment: {}}}", "which is of the experiment"),
        ("path: groups.frigates.count", "path: experiment.replications", "`path` has experiment.replications"),
        ("path: groups.frigates.count", "path: [groups.frigates.count, groups.frigates]", "the same entry or part"),
        ("frigates: {path", "attacks: {path", "experiment.factors.attacks: a measure of every run has this name"),
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


def test_too_many_combinations_are_refused_without_making_them(tmp_path: Path) -> None:
    from guardship.scenario.problems import ScenarioError

    levels = list(range(1, 101))
    paths = ("types.frigate.speed.cruise", "groups.sails.count", "time.drain", "time.warm_up", "time.measure", "name")
    more = "".join(f"\n    f{k}: {{path: {path}, levels: {levels}}}" for k, path in enumerate(paths))
    with pytest.raises(ScenarioError, match="came 4000000000000 points of up to 20 runs, wanted at most"):
        plan(placed(tmp_path, TEXT.replace("factors:", f"factors:{more}")))


def test_no_measure_has_the_name_of_a_factor(whole: Path) -> None:
    own = {"point", "variant", "frigates", "replication", "seed", "error"}
    assert {name for name in Batch(whole).runs.columns if "." not in name} <= PLAIN | own


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

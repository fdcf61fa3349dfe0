"""False dossiers in the running model, partners in bad faith, and offenders who know that they are listed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import guardship
from guardship.build.model import PatrolModel
from guardship.build.theatre import Theatre
from guardship.intelligence import Dossier, Kind
from guardship.reasons import Reason
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

from .test_dossiers import CORRECTED, FILE, MESH, NOTHING_ELSE
from .test_recognition import beliefs
from .test_sharing import physical

ALPHA, BRAVO = range(2)
LIE: dict[str, Any] = {"hull": "dhow", "chance": 0.9, "describes": "name", "lasts": "20 d", "in": "beat"}
WANTED: dict[str, Any] = {**LIE, "wanted": "drugs"}
FIVE: dict[str, Any] = {**WANTED, "count": 5}
POISONED = {"poisoned": {**FIVE, "into": ["bravo"]}}
FORGED = {"forged": {**FIVE, "of": "alpha", "to": ["bravo"]}}
WHITE = {"poisoned": {**LIE, "count": 2, "into": ["bravo"]}}
WAY: dict[str, Any] = {"from": "alpha", "to": "bravo", "release": NOTHING_ELSE}


@cache
def _sail(seed: int, changes: str) -> Run:
    return guardship.simulate(load(FILE, set=yaml.safe_load(changes)), seed)


def sail(changes: Mapping[str, object], attack: Mapping[str, object] | None = None, seed: int = 1) -> Run:
    """A run, made once, perhaps with an attack from the sixth hour on."""
    given = {} if attack is None else {"cyber": {"lists": {"at": "6 h", "for": "9 d", **attack}}}
    return _sail(seed, yaml.safe_dump({**changes, **given}))


def false(run: Run) -> list[tuple[float, Dossier, int]]:
    """When, what and of which vessel was written that is false."""
    kept = run.model.dossiers
    assert kept is not None
    about = ("poisoned", "forged", "fabricated")
    return [(w.time, w.dossier, w.vessel) for w in kept.written if w.about in about]


def innocent(run: Run, row: int) -> bool:
    return run.model.crew.voyager(row) is None


def same(one: Run, other: Run) -> bool:
    """What units believed and what was done."""
    return beliefs(one) == beliefs(other) and physical(one) == physical(other)


# ---- what is false, and of whom -----------------------------------------------------------------


@pytest.mark.parametrize(("attack", "count", "guilty"), [(POISONED, 5, False), (FORGED, 5, False), (WHITE, 2, True)])
def test_each_is_of_another_vessel_that_there_is(attack: dict[str, Any], count: int, guilty: bool) -> None:
    run = sail(MESH | CORRECTED, attack)
    rows = [row for _, _, row in false(run)]
    assert len(rows) == len(set(rows)) == count
    assert all(innocent(run, row) is not guilty for row in rows)
    assert all(time == 6.0 and dossier.hull == "dhow" for time, dossier, _ in false(run))
    told = run.summary["measures"]["false_dossiers"]
    assert told["value"] == count and told["of"]
    assert {check: found for check, found in audit(run).items() if found} == {}
    assert not same(run, sail(MESH | CORRECTED))


def test_more_of_them_are_the_same_and_more() -> None:
    few, many = (
        {row for _, _, row in false(sail(MESH, {"poisoned": {**WANTED, "count": n, "into": ["bravo"]}}))}
        for n in (3, 8)
    )
    assert len(few) == 3 and few < many


def test_they_run_out_with_the_vessels() -> None:
    run = sail(MESH, {"poisoned": {**LIE, "count": 5, "into": ["bravo"]}})
    log = [e for e in run.model.journal.log.entries if e.kind == "poisoned"]
    assert [e.reason for e in log] == [Reason.MADE_UP] * 3 + [Reason.NO_SUCH_HULL] * 2


def test_a_rate_brings_them_one_after_another() -> None:
    run = sail(MESH, {"poisoned": {**WANTED, "rate": "3 /d", "into": ["alpha", "bravo"]}})
    times = [time for time, _, _ in false(run)]
    assert len(times) > 3 and times == sorted(set(times)) and times[0] > 6.0
    log = [e.holder for e in run.model.journal.log.entries if e.kind == "poisoned"]
    assert log.count(ALPHA) == log.count(BRAVO) >= len(times)


# ---- a lie acts as the truth would --------------------------------------------------------------


def test_one_that_was_poisoned_acts_as_one_that_was_told() -> None:
    """The same word of the same hull, by a cutter of bravo's in place of an adversary."""
    lied = sail(MESH, POISONED)
    scenario = load(FILE, set=MESH)
    model = PatrolModel(scenario, 1, theatre=Theatre.of(scenario))
    kept = model.dossiers
    assert kept is not None
    sent = {report.dossier.name: report for report, _ in lied.model.post.reports if report.dossier is not None}
    cutter = next(row for row, name in enumerate(model.crew.names) if name.startswith("cutters"))
    model.run_until(6.0)
    for _, dossier, row in false(lied):
        assert kept.like(dossier.name, row, dossier) == dossier
        kept.record(cutter, row, "visit", dossier)
        kept.send(BRAVO, dossier, sent[dossier.name].observations[-1], cutter)
    model.run_until(lied.model.time)
    true = Run(scenario, 1, Theatre.of(scenario), model)
    assert same(true, lied) and not same(true, sail(MESH))


@pytest.mark.parametrize(
    ("changes", "attack"),
    [
        ({}, {"poisoned": {**FIVE, "count": 0, "into": ["bravo"]}}),
        ({"sharing.channels": {"x": WAY | {"delay": "unlimited"}}}, FORGED),
        ({"sharing.channels": {"x": WAY | {"delay": "0 h", "release": 0}}}, FORGED),
        ({}, FORGED),  # there is no edge
    ],
)
def test_where_none_arrives_it_is_as_if_there_were_none(changes: dict[str, Any], attack: dict[str, Any]) -> None:
    assert same(sail(changes, attack), sail(changes))


def test_forged_ones_go_where_the_partner_tells_and_are_not_known_to_it() -> None:
    """What alpha is made to tell bravo, bravo has; alpha has not, nor charlie, and nobody corrects it."""
    run = sail(MESH | CORRECTED, FORGED)
    names = {dossier.name for _, dossier, _ in false(run)}
    has = [bool(names & set(command.register._kept)) for command in run.model.roster.commands]
    assert has[:3] == [False, True, False]
    assert {w.about for w in run.model.dossiers.written if w.dossier.name in names} == {"forged"}  # type: ignore[union-attr]


def test_one_that_is_withdrawn_is_as_if_never_told_from_then_on() -> None:
    """Bravo finds out at once, before any of its ships has heard."""
    changes = MESH | {"recognition.dossiers.reopens": False}
    never = sail(changes)
    scenario = load(FILE, set={**changes, "cyber": {"lists": {"at": "6 h", "for": "9 d", **POISONED}}})
    model = PatrolModel(scenario, 1, theatre=Theatre.of(scenario))
    command = model.roster.commands[BRAVO]
    kept = model.dossiers
    assert kept is not None
    model.run_until(6.0)
    names = {w.dossier.name for w in kept.written if w.about == "poisoned"}
    while not names <= set(command.originals):
        model.run_until(model.time + 0.01)
    for report in [command.originals[name] for name in sorted(names)]:
        assert report.dossier is not None
        gone = replace(report.dossier, version=1, withdrawn=True)
        command.register.take(gone)
        command.headquarters.correct(replace(report, dossier=gone))
    model.run_until(never.model.time)
    found = Run(scenario, 1, Theatre.of(scenario), model)
    assert same(found, never)
    assert len([w for w in kept.written if w.dossier.withdrawn]) == len(names) == 5


@pytest.mark.parametrize("changes", [{"nations.aaa": {}}, {"nations.zzz": {"informs_ships": "0 s"}}])
@pytest.mark.parametrize("attack", [POISONED, FORGED])
def test_bystanders_move_nothing(changes: dict[str, Any], attack: dict[str, Any]) -> None:
    plain, other = sail(MESH, attack), sail(MESH | changes, attack)
    assert same(plain, other)
    assert [one[1:] for one in false(plain)] == [one[1:] for one in false(other)]


@pytest.mark.parametrize("attack", [POISONED, FORGED])
def test_what_nations_are_called_moves_nothing(attack: dict[str, Any], tmp_path: Path) -> None:
    """Renamed, they have other numbers too."""
    for name in ("sharing", "recognition", "dossiers"):
        text = (FILE.parent / f"{name}.yaml").read_text("utf-8")
        (tmp_path / f"{name}.yaml").write_text(text.replace("alpha", "yankee").replace("bravo", "zulu"), "utf-8")
    renamed = yaml.safe_load(yaml.safe_dump(attack).replace("alpha", "yankee").replace("bravo", "zulu"))
    given = MESH | {"cyber": {"lists": {"at": "6 h", "for": "9 d", **renamed}}}
    assert same(guardship.simulate(load(tmp_path / FILE.name, set=given), 1), sail(MESH, attack))


# ---- partners in bad faith ----------------------------------------------------------------------


def faith(**chances: float) -> dict[str, Any]:
    """A mesh in which bravo, which boards, deceives the others."""
    return MESH | {"sharing.releases.bravo.bad_faith": chances}


def told_by(run: Run, holder: int) -> list[Dossier]:
    """What a holder has told others of its own."""
    told = (m for m in run.model.post.network.messages if m.report.kind is Kind.DOSSIER)
    own = [m for m in told if m.edge.sender == m.report.origin == holder != m.edge.receiver]
    return [m.report.dossier for m in own if m.report.dossier is not None]


def test_who_deceives_nobody_is_in_good_faith() -> None:
    assert same(sail(faith()), sail(MESH))


def test_what_is_withheld_is_told_to_nobody_else() -> None:
    run = sail(faith(withholds=1.0))
    kept = {w.dossier.name for w in run.model.dossiers.written if w.dossier.repute.name == "WANTED"}  # type: ignore[union-attr]
    assert kept and not kept & {dossier.name for dossier in told_by(run, BRAVO)}
    assert kept <= set(run.model.roster.commands[BRAVO].register._kept)
    assert told_by(run, BRAVO)  # of the harmless it does tell
    assert run.summary["measures"]["false_dossiers"]["kept_back"] == len(kept)
    assert {check: found for check, found in audit(run).items() if found} == {}


def test_what_is_fabricated_is_of_innocents_and_its_own_ships_do_not_use_it() -> None:
    run = sail(faith(fabricates=1.0))
    made_up = {dossier.name: row for _, dossier, row in false(run)}
    assert made_up and all(innocent(run, row) for row in made_up.values())
    assert set(made_up) <= {dossier.name for dossier in told_by(run, BRAVO)}
    registers = [set(command.register._kept) for command in run.model.roster.commands]
    assert not registers[BRAVO] & set(made_up) and set(made_up) <= registers[ALPHA]
    assert {check: found for check, found in audit(run).items() if found} == {}


# ---- offenders who know that they are listed ------------------------------------------------------

LISTS = ["rests_on", "dossiers", "versions", "is_of"]  # columns of lists, which frames do not compare
OFTEN: dict[str, Any] = {"recognition.dossiers.visits.harmless": None, "types.cutter.boarding.finds": 1.0}
STOLEN: dict[str, Any] = {"stolen": {"holders": ["alpha", "bravo"]}}


def listed(**does: Any) -> dict[str, Any]:
    """Runners that know from stolen registers that they are wanted."""
    return MESH | OFTEN | {"types.runner.when_listed": {"learns": ["theft"], **does}}


def reacted(run: Run, kind: str) -> list[tuple[float, int]]:
    """When, and who."""
    return [(e.time, e.actor) for e in run.model.journal.log.entries if e.kind == kind]


def test_who_reads_no_register_knows_nothing() -> None:
    does = listed(changes_hull={"share": 1.0})
    assert same(sail(does), sail(MESH | OFTEN))
    assert reacted(sail(does, STOLEN), "changes_hull")


def test_only_who_is_wanted_reacts() -> None:
    run = sail(listed(hides_gear={"share": 1.0, "shows": 0.0}), STOLEN)
    kept = run.model.dossiers
    assert kept is not None
    wanted = [(w.time, w.vessel) for w in kept.written if w.dossier.repute.name == "WANTED"]
    for time, row in reacted(run, "hides_gear"):
        assert any(at <= time and one == row for at, one in wanted)


def test_in_another_hull_it_fits_as_others_do() -> None:
    """Of the dossiers before the change none is of the hull that it has then."""
    run = sail(listed(changes_hull={"share": 1.0}), STOLEN)
    kept = run.model.dossiers
    assert kept is not None
    for time, row in reacted(run, "changes_hull"):
        before = [w.dossier.name for w in kept.written if w.vessel == row and w.time <= time]
        assert before and all(kept._of[name] != (row, kept._hull[row]) for name in before)


def test_what_hides_shows_nothing_where_the_factor_is_0() -> None:
    plain, hides = sail(MESH | OFTEN, STOLEN), sail(listed(hides_gear={"share": 1.0, "shows": 0.0}), STOLEN)
    hidden = {row for _, row in reacted(hides, "hides_gear")}
    assert hidden
    first = min(time for time, _ in reacted(hides, "hides_gear"))
    early = [run.beliefs[run.beliefs["t"] < first].drop(columns=LISTS) for run in (plain, hides)]
    assert len(early[0]) and early[0].equals(early[1])
    trials = hides.trials[(hides.trials["kind"] == "sign_shown") & (hides.trials["t"] >= first)]
    assert len(trials) < len(plain.trials[(plain.trials["kind"] == "sign_shown") & (plain.trials["t"] >= first)])


def test_who_stays_ashore_sails_so_much_later() -> None:
    run = sail(listed(stays_ashore={"share": 1.0, "takes": "5 h"}), STOLEN)
    stays = reacted(run, "stays_ashore")
    sailed = {(row, round(time, 6)) for time, row in reacted(run, "sailed")}
    end = run.model.time
    assert stays and all((row, round(time + 5.0, 6)) in sailed for time, row in stays if time + 5.0 < end)
    assert {check: found for check, found in audit(run).items() if found} == {}


# ---- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"poisoned": {**FIVE, "rate": "1 /d", "into": ["bravo"]}}, "count and rate, wanted count or rate"),
        ({"poisoned": {**WANTED, "into": ["bravo"]}}, "came neither, wanted count or rate"),
        ({"poisoned": {**FIVE, "into": ["brvao"]}}, "did you mean 'bravo'"),
        ({"poisoned": {**FIVE, "hull": "dwoh", "into": ["bravo"]}}, "unknown hull with a prior 'dwoh'"),
        ({"forged": {**FIVE, "wanted": "piracy", "of": "alpha", "to": ["bravo"]}}, "unknown offence of any type"),
        ({"forged": {**FIVE, "describes": "nmae", "of": "alpha", "to": ["bravo"]}}, "did you mean 'name'"),
        ({"stolen": {"holders": ["delta"]}}, "unknown nation or centre 'delta'"),
    ],
)
def test_what_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        load(FILE, set={"cyber": {"x": {"at": "6 h", "for": "1 d", **changes}}})


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ({}, "came nothing to do"),
        ({"changes_hull": {"share": 0.7}, "stays_ashore": {"share": 0.4, "takes": "1 d"}}, "add up to 1.1"),
    ],
)
def test_what_nobody_can_do_is_refused(does: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        load(FILE, set={"types.runner.when_listed": does})


def test_false_dossiers_want_dossiers() -> None:
    with pytest.raises(ScenarioError, match=r"without `recognition\.dossiers`"):
        load(FILE, set={"recognition.dossiers": None, "cyber": {"x": {"at": "6 h", "for": "1 d", **POISONED}}})

"""National realities and pacts of safety in whole runs: rescue, recall, agreements and guards by date and by alert."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

import guardship
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.scenario.reading.check import validate

from .worlds import made_once

HERE = Path(__file__).parent
TINY, DRILLS = HERE.parents[1] / "scenarios/tiny.yaml", HERE / "drills.yaml"
DAY = 24.0
BUSY = {"groups.frigates.count": 1, "groups.dhows.count": 150, "groups.pirates.count": 12, "groups.ships.per_day": 30}
SEEDS = range(8)
QUIET = {"groups.dhows.per_day": 0.001}


@cache
def busy(rescue: bool) -> list[Run]:
    """A crowded strait, with and without the duty to rescue."""
    rules = {"nations.coalition.rules": {"rescue": {"within": "500 nm"}}} if rescue else {}
    scenario = guardship.load(TINY, set={**BUSY, **rules})
    return [guardship.simulate(scenario, seed) for seed in SEEDS]


@made_once
def sail(changes: Mapping[str, object], seed: int = 0) -> Run:
    return guardship.simulate(guardship.load(DRILLS, set={"drills": {}, **changes}), seed)


def place(run: Run, vessel: str, t: float) -> tuple[float, float]:
    """Where a vessel is [nm], which is there."""
    found = run.position(vessel, t)
    assert found is not None
    return found.x, found.y


def logged(run: Run, kind: str) -> list[tuple[float, str]]:
    """Times and actors of the lines of a kind."""
    own = run.events[run.events["kind"] == kind]
    return [(float(t), str(name)) for t, name in zip(own["t"], own["actor"], strict=True)]


# ---- duty to rescue -----------------------------------------------------------------------------


def test_a_call_for_help_goes_before_what_a_unit_is_about() -> None:
    """Units under task are sent and leave it, which is counted; without the duty they are busy."""
    plain, bound = busy(False), busy(True)
    assert not any(logged(run, "displaced") or logged(run, "rescue") for run in plain)
    assert sum(len(logged(run, "displaced")) for run in bound) >= 3
    why = {str(r) for run in bound for r in run.events.loc[run.events["kind"] == "displaced", "reason"]}
    assert why == {"duty_to_rescue"}
    for run in bound:
        assert not [problem for found in audit(run).values() for problem in found]


def test_no_boarding_is_broken_off_for_a_rescue() -> None:
    """From a boarding's first line to its last the same unit leaves for nobody."""
    seen = 0
    for run in busy(True):
        boarding: set[str] = set()
        for line in run.events.itertuples():
            if line.kind == "boarding":
                boarding.add(str(line.actor))
            elif line.kind == "boarding_done":
                boarding.discard(str(line.actor))
            elif line.kind == "rescue":
                seen += 1
                assert str(line.actor) not in boarding
    assert seen > 0


def test_rescue_has_hours_of_its_own() -> None:
    for plain, bound in zip(busy(False), busy(True), strict=True):
        assert "rescue" not in plain.summary["measures"]["effort_h"]
        spent = bound.summary["measures"]["effort_h"]
        assert ("rescue" in spent) == bool(logged(bound, "rescue"))
        parts = sum(v for k, v in spent.items() if k not in ("value", "of"))
        assert parts == pytest.approx(spent["value"])
    assert sum(run.summary["measures"]["effort_h"].get("rescue", 0.0) for run in busy(True)) > 1.0


def test_who_is_too_far_is_not_bound() -> None:
    scenario = guardship.load(TINY, set={**BUSY, "nations.coalition.rules": {"rescue": {"within": "0.001 nm"}}})
    for seed, plain in zip(SEEDS, busy(False), strict=True):
        assert guardship.simulate(scenario, seed).events.equals(plain.events)


# ---- water space --------------------------------------------------------------------------------

FAST = {"types.dhow.speed.cruise": "20 kn", "groups.alphas.hold.at": ["148 nm", "142 nm"]}
REQUESTS = {
    "groups.bravos.type": "picket",
    "groups.bravos.hold.at": ["180 nm", "150 nm"],
    "tasking": {"mode": "coordinated"},
    "sharing": {"topology": "mesh", "edges": {"delay": "1 min"}},
}


def far_out(run: Run) -> int:
    """How many boardings by the alphas began east of their water space."""
    by = [(t, name) for t, name in logged(run, "boarding") if name.startswith("alphas")]
    assert by
    return sum(place(run, name, t)[0] > 150.0 for t, name in by)


def bound(changes: Mapping[str, object], **space: object) -> Run:
    return sail({**changes, "nations.alpha.rules": {"keeps_to": {"in": "west", **space}}})


def test_a_pursuit_ends_at_the_border_of_ones_own_water_space() -> None:
    free, kept = sail(FAST), bound(FAST)
    assert far_out(free) > 0 and not logged(free, "broke_off_at_border")
    assert far_out(kept) == 0
    assert {name[:6] for _, name in logged(kept, "broke_off_at_border")} == {"alphas"}
    for t, name in logged(kept, "broke_off_at_border"):
        assert 149.9 < place(kept, name, t)[0] <= 150.0
    outside = kept.events["reason"].eq("outside_sector") & kept.events["actor"].astype(str).str.startswith("bravos")
    assert not outside.any()  # nothing binds the partner


@pytest.mark.parametrize("on_request", [True, False])
def test_a_partner_may_ask_a_unit_out_of_its_water_space(on_request: bool) -> None:
    run = bound({**FAST, **REQUESTS}, on_request=on_request)
    assert logged(run, "requested") or not on_request
    out = [place(run, name, t)[0] > 150.0 for t, name in logged(run, "boarding") if name.startswith("alphas")]
    assert any(out) == on_request
    declined = run.events.loc[run.events["kind"] == "declined", "reason"].astype(str)
    assert on_request or (declined == "outside_sector").any()


# ---- force --------------------------------------------------------------------------------------


LYNX = {"types.frigate.carries": {"lynx": 1}}


@pytest.mark.parametrize(
    ("rule", "halts"),
    [
        (None, True),
        ("disabling_fire", True),
        ("warning_shots", False),
        ("hail", False),
    ],
)
def test_who_may_use_little_force_stops_nobody_that_needs_more(rule: str | None, halts: bool) -> None:
    """A helicopter that only disabling fire would make effective."""
    given: dict[str, object] = {
        **LYNX,
        "types.lynx.stops": 0.0,
        "types.lynx.force": {"warning_shots": 0.0, "disabling_fire": 1.0},
    }
    rules = {} if rule is None else {"nations.coalition.rules": {"force": rule}}
    run = guardship.simulate(guardship.load(HERE / "forces.yaml", set={**given, **rules}), 1)
    assert bool(logged(run, "halted")) == halts
    why = {str(r) for r in run.events.loc[run.events["kind"] == "halt_failed", "reason"]}
    assert why == (set() if halts else {"force_not_allowed"})


def test_warning_shots_are_what_stops_means() -> None:
    for rule, halts in (("warning_shots", True), ("hail", False)):
        given = {**LYNX, "nations.coalition.rules": {"force": rule}}
        run = guardship.simulate(guardship.load(HERE / "forces.yaml", set=given), 1)
        assert bool(logged(run, "halted")) == halts


# ---- recall -------------------------------------------------------------------------------------


@pytest.mark.parametrize("whom", [{"groups": ["bravos"]}, {"nations": ["bravo"]}])
def test_ships_recalled_go_home_and_come_back(whom: dict[str, object]) -> None:
    entry = {"at": "2 d", "recall": {**whom, "port": "port", "until": "6 d"}}
    run = sail({**QUIET, "timeline": [entry]})
    ships = {"bravos/0", "bravos/1"}
    assert {name for _, name in logged(run, "recalled")} == ships
    home = logged(run, "in_port")
    assert {name for _, name in home} == ships and all(2 * DAY < t < 4 * DAY for t, _ in home)
    assert logged(run, "out_of_port") == [(6 * DAY, name) for name in sorted(ships)]
    assert {name for _, name in logged(run, "on_station")} == ships
    assert run.summary["measures"]["effort_h"]["port"] > 2 * 2 * DAY


def test_a_recall_that_ends_on_the_way_in_turns_them_round() -> None:
    run = sail({"timeline": [{"at": "2 d", "recall": {"groups": ["bravos"], "port": "port", "until": "51 h"}}]})
    assert logged(run, "recalled") and not logged(run, "in_port") and not logged(run, "out_of_port")
    assert run.position("bravos/0", 9 * DAY) is not None


def test_without_an_entry_nothing_changes() -> None:
    late = sail({"timeline": [{"at": "9 d", "recall": {"groups": ["bravos"], "port": "port"}}]})
    plain = sail({})
    assert [e for e in plain.model.journal.log.entries if e.time < 9 * DAY] == [
        e for e in late.model.journal.log.entries if e.time < 9 * DAY
    ]


# ---- agreements by date -------------------------------------------------------------------------


def test_an_agreement_applies_from_and_until_a_date() -> None:
    """The dhows cross another state's waters, into which only the agreement lets anybody."""
    pact = {
        "parties": ["alpha", "bravo", "elsewhere"],
        "guests": ["alpha", "bravo"],
        "permits": ["entry", "pursuit", "visit", "search", "seize", "arrest"],
    }
    law = {"waters": {"sea": {"state": "elsewhere", "area": "box"}}, "agreements": {"entry": pact}}
    run = sail({"law": law, "timeline": [{"at": "3 d", "apply": "entry"}, {"at": "6 d", "lapse": "entry"}]})
    begun = [t for t, _ in logged(run, "boarding")]
    assert begun and min(begun) > 3 * DAY and max(begun) < 6 * DAY + 12.0
    assert any(t < 3 * DAY for t, _ in logged(run, "refused_visit"))
    assert any(t > 6 * DAY for t, _ in logged(run, "refused_visit"))


# ---- guards -------------------------------------------------------------------------------------

PACT = {
    "parties": ["alpha", "bravo"],
    "levels": [
        {"is": "low", "guards": {"bravos": {"port": "port"}}},
        {"is": "high", "guards": {"bravos": {"at": "range"}, "alphas": {"in": "west", "units": 1}}},
    ],
}


def test_the_alert_puts_guards_on_their_posts() -> None:
    """In port at the low level; at the place of the pact while the alert lasts; back afterwards."""
    alert = {"at": "3 d", "alert": {"pact": "energy", "level": "high", "lasts": "3 d"}}
    run = sail({**QUIET, "pacts": {"energy": PACT}, "timeline": [alert]})
    assert [(t, k) for k in ("alert_raised", "alert_lowered") for t, _ in logged(run, k)] == [
        (3 * DAY, "alert_raised"),
        (6 * DAY, "alert_lowered"),
    ]
    assert run.position("bravos/0", 2 * DAY) is None and run.position("bravos/0", 9 * DAY) is None
    assert place(run, "bravos/0", 5.9 * DAY) == pytest.approx((250.0, 250.0), abs=0.1)
    moved = [k for k in range(3) if place(run, f"alphas/{k}", 5 * DAY) != place(run, f"alphas/{k}", 2 * DAY)]
    assert len(moved) == 1  # one of three, by lot
    assert place(run, f"alphas/{moved[0]}", 9 * DAY) == pytest.approx((150.0, 150.0), abs=0.1)


def test_a_pact_that_is_not_applied_moves_nobody() -> None:
    entries = [{"at": "1 h", "alert": {"pact": "energy", "level": "high"}}]
    on = sail({**QUIET, "pacts": {"energy": PACT}, "timeline": entries})
    off = sail({**QUIET, "pacts": {"energy": PACT}, "timeline": [{"at": "0 h", "lapse": "energy"}, *entries]})
    late = sail({**QUIET, "pacts": {"energy": PACT}, "timeline": [*entries, {"at": "5 d", "lapse": "energy"}]})
    assert logged(on, "posted") and not logged(off, "posted")
    for name in ("bravos/0", "alphas/0", "alphas/1", "alphas/2"):
        assert off.position(name, 5 * DAY) == sail(QUIET).position(name, 5 * DAY)
        assert place(late, name, 9 * DAY) == pytest.approx(place(off, name, 9 * DAY), abs=0.1)
    assert place(on, "bravos/0", 9 * DAY) == pytest.approx((250.0, 250.0), abs=0.1)


GUARDED = {
    "parties": ["coalition"],
    "levels": [{"is": "low"}, {"is": "high", "guards": {"frigates": {"at": "cove"}}}],
    "raised": {"by": ["call"], "in": "waters", "to": "high", "lasts": "6 h"},
}


def test_a_call_that_a_party_hears_raises_the_alert_for_a_while() -> None:
    raised = 0
    for seed in SEEDS:
        run = guardship.simulate(guardship.load(TINY, set={**BUSY, "pacts": {"p": GUARDED}}), seed)
        up, down, calls = logged(run, "alert_raised"), logged(run, "alert_lowered"), logged(run, "distress")
        raised += len(up)
        for t, _ in up:
            assert any(0.0 <= t - called <= 0.2 for called, _ in calls)  # 10 min of delay at most
        for (a, _), (b, _) in zip(up, down, strict=False):
            assert b - a >= 6.0 - 1e-9
    assert raised > 3


def test_guards_that_keep_their_posts_go_to_what_the_pact_covers_only() -> None:
    """Nobody's flag is covered: no call is answered. Without that they are."""
    levels = [{"is": "low", "guards": {"frigates": {"at": "cove"}}}]
    told: dict[bool, int] = {}
    for keeps in (True, False):
        pact = {"parties": ["coalition"], "levels": levels, "keeps_posts": keeps, "protects": {"flags": ["panama"]}}
        worlds = [guardship.simulate(guardship.load(TINY, set={**BUSY, "pacts": {"p": pact}}), s) for s in SEEDS]
        told[keeps] = sum(len(logged(run, "tasked")) for run in worlds)
        why = {str(r) for run in worlds for r in run.events.loc[run.events["kind"] == "no_unit", "reason"]}
        assert ("on_guard" in why) == keeps
    assert told[True] == 0 < told[False]


def test_a_pact_answers_for_flags_that_a_nation_does_not() -> None:
    rules = {"nations.coalition.rules": {"protects": ["nowhere"]}}
    pact = {"parties": ["coalition"], "levels": [{"is": "low"}]}
    alone = guardship.load(TINY, set={**BUSY, **rules})
    party = guardship.load(TINY, set={**BUSY, **rules, "pacts": {"p": pact}})
    assert sum(len(logged(guardship.simulate(alone, seed), "rescue")) for seed in SEEDS) == 0
    calls = [
        {int(r) for r in run.events.loc[run.events["kind"] == "distress", "report"]}
        & {int(r) for r in run.events.loc[run.events["kind"] == "tasked", "report"]}
        for run in (guardship.simulate(party, seed) for seed in SEEDS)
    ]
    assert sum(map(len, calls)) > 0


# ---- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("timeline: [{at: 1 d, recall: {}}]", "came a recall of nobody, wanted groups or nations"),
        ("timeline: [{at: 1 d, recall: {groups: [bravos]}}]", "came no port for bravos, whose ships have no cycle"),
        ("timeline: [{at: 1 d, recall: {groups: [dhows], port: port}}]", "wanted patrol ships only"),
        ("timeline: [{at: 2 d, recall: {groups: [bravos], port: port, until: 1 d}}]", "wanted a later end"),
        ("timeline: [{at: 1 d, lapse: nothing}]", "unknown agreement or pact 'nothing'"),
        ("timeline: [{at: 1 d, alert: {pact: none, level: high}}]", "unknown pact 'none'"),
        (
            "pacts: {p: {parties: [alpha], levels: [{is: low}]}}\ntimeline: [{at: 1 d, alert: {pact: p, level: high}}]",
            "unknown level 'high'",
        ),
        ("pacts: {p: {parties: [alpha], levels: [{is: low, guards: {bravos: {}}}]}}", "wanted one of a party"),
        (
            "pacts: {p: {parties: [alpha], levels: [{is: low, guards: {alphas: {at: port, in: west}}}]}}",
            "at most one of",
        ),
        ("pacts: {p: {parties: [alpha], levels: [{is: low, guards: {alphas: {units: 4}}}]}}", "came 4 of a group of 3"),
        ("pacts: {p: {parties: [alpha], levels: [{is: low}, {is: low}]}}", "came two levels low"),
        (
            "pacts: {p: {parties: [alpha], levels: [{is: low}], raised: {by: [call], to: low, lasts: 1 h}}}",
            "above the first",
        ),
    ],
)
def test_what_is_refused(lines: str, said: str, tmp_path: Path) -> None:
    text = DRILLS.read_text(encoding="utf-8")
    path = tmp_path / "spoilt.yaml"
    path.write_text(f"{text}{lines}\n", encoding="utf-8")
    found = [str(problem) for problem in validate(path)]
    assert len(found) == 1 and said in found[0] and found[0].removeprefix(f"{path}:")[0].isdigit(), found

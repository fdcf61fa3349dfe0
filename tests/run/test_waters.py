"""Whose waters: of a voyage that got through foreign waters the summary can name the state."""

from collections import Counter
from pathlib import Path

import guardship
from guardship.run.run import Run
from guardship.run.waters import foreign, refused

TINY = Path(__file__).parents[2] / "scenarios/tiny.yaml"
HALF = {
    "geometry.west": {"polygon": [["0 nm", "0 nm"], ["100 nm", "0 nm"], ["100 nm", "120 nm"], ["0 nm", "120 nm"]]},
    "geometry.east": {"polygon": [["100 nm", "0 nm"], ["200 nm", "0 nm"], ["200 nm", "120 nm"], ["100 nm", "120 nm"]]},
}


def run(seed: int, **waters: str) -> Run:
    law = {name: {"state": state, "area": name} for name, state in waters.items()}
    return guardship.simulate(guardship.load(TINY, set={**HALF, "law": {"waters": law}}), seed)


def test_a_unit_has_held_it_in_the_waters_of_the_half_in_which_it_was() -> None:
    """Of each refusal the state is that of the half in which the vessel was then."""
    told = 0
    for seed in range(8):
        done = run(seed, west="ones", east="others")
        events = done.events
        lines = events[(events["reason"] == "foreign_waters") & events["object"].notna()]
        pirates = set(done.vessels.loc[done.vessels["lead"].notna(), "vessel"])
        lines = lines[lines["object"].isin(pirates)]
        where = [done.position(line.object, line.t) for line in lines.itertuples()]
        assert [state for _, state in refused(done)] == ["ones" if at.x < 100.0 else "others" for at in where if at]
        told += len(where)
    assert told > 0


def test_where_one_state_alone_has_waters_they_are_its() -> None:
    found = [
        (done.summary["funnel"], foreign(done)) for done in (run(seed, west="ones", east="ones") for seed in range(8))
    ]
    assert any(states for _, states in found)
    for funnel, states in found:
        ended = {key.split("/")[0]: n for key, n in funnel.items() if key.endswith("/foreign_waters")}
        assert states == {outcome: Counter({"ones": n}) for outcome, n in ended.items()}


def test_without_law_there_is_nothing_to_tell() -> None:
    assert foreign(guardship.simulate(guardship.load(TINY), 0)) == {}

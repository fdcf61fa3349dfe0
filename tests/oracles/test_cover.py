"""O35: how long a corridor of 491.2 nm waits for help, with patrol ships that see, chase and board."""

import pytest

from .worlds import average, run

LENGTH = 491.2
SOON = 60.0 * 20.0 / 1e9  # min: "identified at once" is a rate of 1e9 per hour, and Exp(1) is below 20


def response(changes: dict[str, object], seed: int = 0) -> float:
    """Minutes from the appearance of the suspect to the first boarding."""
    entries = run("corridor_cover", changes, seed).model.journal.log.entries
    return 60.0 * min(entry.time for entry in entries if entry.kind == "boarding")


def fleet(count: int, call: float) -> dict[str, object]:
    """So many ships at equal distances, and a suspect at `call` [nm] along the corridor."""
    ships: dict[str, object] = {
        f"ship_{k}": {
            "type": "frigate",
            "count": 1,
            "nation": "coalition",
            "hold": {"at": [f"{LENGTH * (k + 0.5) / count!r} nm", "10 nm"]},
        }
        for k in range(count)
    }
    return {"groups": {**ships, "call": {"type": "suspect", "count": 1, "hold": {"at": [f"{call!r} nm", "10 nm"]}}}}


@pytest.mark.parametrize(("count", "speed", "minutes"), [(14, 30.0, 35.1), (61, 30.0, 8.05), (14, 120.0, 8.8)])
def test_worst_response(count: int, speed: float, minutes: float) -> None:
    """Half of the spacing at top speed; worst between two ships and at the ends, better 0.1 nm from there."""
    spacing = LENGTH / count
    fast = {"types.frigate.speed.max": f"{speed} kn"}
    worst = 60.0 * 0.5 * spacing / speed
    assert worst == pytest.approx(minutes, abs=0.06)  # printed in tenths, or cut off
    for call in (0.0, spacing, spacing * (count // 2), LENGTH):
        assert response({**fleet(count, call), **fast}) == pytest.approx(worst, abs=SOON)
    for call in (0.1, spacing - 0.1, spacing + 0.1):
        assert response({**fleet(count, call), **fast}) == pytest.approx(worst - 6.0 / speed, abs=SOON)


@pytest.mark.parametrize("runs", [400, pytest.param(10_000, marks=pytest.mark.long)])
def test_cover_within_a_time(runs: int) -> None:
    """A suspect anywhere is reached within tau with probability min(1, 2 n V tau / L)."""
    minutes = [response({}, seed) for seed in range(runs)]
    for tau in (5.0, 20.0):
        cover = 2.0 * 14 * 30.0 * tau / 60.0 / LENGTH
        average("O35", f"reached within {tau:g} min", [float(m <= tau) for m in minutes], cover, runs)
    assert max(minutes) <= 60.0 * 0.5 * LENGTH / 14 / 30.0 + SOON

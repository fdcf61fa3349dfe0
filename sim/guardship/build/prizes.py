"""From what a scenario says of prizes to what becomes of them in a run."""

from __future__ import annotations

from collections.abc import Mapping

from guardship.agents.patrol.prizes import USUAL, Retakes, Rules
from guardship.build.offender import Draft
from guardship.scenario import vessels as types
from guardship.scenario.groups import Nation
from guardship.scenario.prizes import Prizes
from guardship.scenario.schema import Scenario
from guardship.world.prizes import Terms


def keeps_prizes(scenario: Scenario) -> bool:
    """Whether ships that are taken stay in play."""
    return any(isinstance(kind, types.Pirate) and kind.prizes is not None for kind in scenario.types.values())


def prizes(scenario: Scenario, drafts: Mapping[int, Draft]) -> dict[int, Terms] | None:
    """What becomes of the prizes of each group, by row; None where a ship that is taken is lost to sight."""
    if not keeps_prizes(scenario):
        return None
    kinds = ((row, draft.kind) for row, draft in drafts.items())
    return {
        row: terms(kind.prizes) for row, kind in kinds if isinstance(kind, types.Pirate) and kind.prizes is not None
    }


def terms(given: Prizes) -> Terms:
    """What becomes of the prizes of a type of pirates."""
    used, released, gear = given.mother_ship, given.released_after, given.gear_overboard
    return Terms(
        given.told_after.quantile,
        given.recognised,
        given.pirates.quantile,
        given.crew,
        given.retaking.each,
        given.retaking.harm,
        None if used is None else (used.chance, used.lasts.quantile),
        None if released is None else released.quantile,
        None if gear is None else gear.quantile,
    )


def rules(nation: Nation | None) -> Rules:
    """What units of a nation do about a ship that they know to be in the hands of pirates."""
    given = None if nation is None else nation.prizes
    return USUAL if given is None else Rules(given.follows, Retakes(given.retakes))

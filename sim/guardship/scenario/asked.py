"""What a scenario asks for, as far as several parts need to know it before anything is built."""

from guardship.scenario.schema import Scenario
from guardship.scenario.stations import PLACED
from guardship.scenario.vessels import Pirate


def advise(scenario: Scenario) -> bool:
    """Whether some centre warns shipping."""
    return any(centre.advises is not None for centre in scenario.centres.values())


def chooses(scenario: Scenario) -> bool:
    """Whether some pirates weigh ships."""
    kinds = (kind for kind in scenario.types.values() if isinstance(kind, Pirate))
    return any(kind.attacks.decides is not None for kind in kinds)


def protects(scenario: Scenario) -> bool:
    """Whether anything but guards and citadels protects ships."""
    return bool(scenario.protection)


def placed_groups(scenario: Scenario) -> list[str]:
    """The groups whose units are placed: those named, else all of nations that have beats, areas or flights."""
    given = scenario.stations
    if given is None:
        return []
    if given.groups is not None:
        return sorted(given.groups)
    kinds = {name for name, kind in scenario.types.items() if kind.role in ("patrol", "aircraft")}
    return sorted(
        name
        for name, group in scenario.groups.items()
        if group.nation is not None
        and any(getattr(group, motion) is not None for motion in PLACED)
        and {kind for kind, _ in group.mix} <= kinds
    )

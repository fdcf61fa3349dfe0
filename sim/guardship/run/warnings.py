"""What a scenario may not be asked: warnings that stand in the summary and the manifest of a run."""

from guardship.build.tasking import unheard
from guardship.scenario import vessels as types
from guardship.scenario.schema import Scenario

LONGEST = 0.999  # the quantile of a sortie's endurance that counts as the longest


def warnings_of(scenario: Scenario) -> list[str]:
    """All of them, in words: margins of time that are too short, and calls for help that a nation cannot hear."""
    return short_of(scenario) + unheard(scenario)


def short_of(scenario: Scenario) -> list[str]:
    """Warnings: a warm-up or a drain that is shorter than the longest sortie biases what is measured."""
    kinds = (scenario.types[kind] for group in scenario.groups.values() for kind, _ in group.mix)
    makers = (k.endurance for k in kinds if isinstance(k, types.Pirate | types.Smuggler | types.Attacker))
    longest = max((endurance.quantile(LONGEST) for endurance in makers if endurance is not None), default=0.0)
    return [
        f"time.{name}: {hours:g} h is less than the longest sortie, {longest:.4g} h: {why}"
        for name, hours, why in (
            ("warm_up", scenario.time.warm_up, "the window begins before the sea has filled"),
            ("drain", scenario.time.drain, "late voyages are still at sea when the run ends"),
        )
        if hours < longest
    ]

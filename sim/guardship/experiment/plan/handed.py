"""Agents and rules of one's own in a batch: each run is handed those for which its scenario has a type or a name."""

from collections.abc import Mapping
from typing import Any

from guardship.build.assemble import crews_of
from guardship.build.handed import AGENTS, RULES, HandedError, Own
from guardship.build.sharing import rule_names
from guardship.scenario.schema import Scenario

WANTED = "wanted it in a file that is handed in: --rules FILE"


def handed_to(scenario: Scenario, own: Own) -> tuple[dict[str, Any], dict[str, Any]]:
    """The agents and the rules for the runs of a scenario. Raises HandedError for a file that cannot be run."""
    named = rule_names(scenario) if own.rules is not None else []
    agents, rules = own.mapping(AGENTS), own.mapping(RULES)
    return _only(agents, scenario.types), _only(rules, dict.fromkeys(named))


def _only(given: Mapping[str, Any], names: Mapping[str, object]) -> dict[str, Any]:
    return {name: one for name, one in given.items() if name in names}


class Fit:
    """Whether what a batch is handed fits its scenarios, which are shown to it one by one."""

    def __init__(self, own: Own) -> None:
        self.own = own
        self.left = {what: set(own.mapping(what)) for what in (AGENTS, RULES)}

    def fault(self, scenario: Scenario) -> str | None:
        """What a scenario lacks, None for nothing. Raises HandedError for what does not fit it."""
        agents, rules = handed_to(scenario, self.own)
        self.left[AGENTS] -= agents.keys()
        self.left[RULES] -= rules.keys()
        try:
            crews_of(scenario, agents)
        except ValueError as fault:
            raise HandedError(f"{self._path(AGENTS)}: {fault}") from None
        for name, make in rules.items():
            if not callable(make):
                wanted = "want a class or function that takes the edge's own rule"
                raise HandedError(f"{self._path(RULES)}: rules: {name}: {wanted}, got {make!r}")
        missing = [name for name in rule_names(scenario) if name not in rules]
        return f"came a rule of one's own, {', '.join(missing)}: {WANTED}" if missing else None

    def end(self) -> None:
        """All scenarios have been shown. Raises HandedError for what none of them uses."""
        for what, names, there in ((AGENTS, self.left[AGENTS], "type"), (RULES, self.left[RULES], "rule")):
            if names:
                raise HandedError(f"{self._path(what)}: {what}: no variant has a {there} {', '.join(sorted(names))}")

    def _path(self, what: str) -> str:
        source = self.own.source(what)
        return "" if source is None else source.path

"""All that a run needs of recognition, made once: what vessels show, what holders make of it, how units ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import final

from guardship.agents.patrol.lookout import Inquiry
from guardship.build.recognition import Nature, judge_of, natures, shows_of
from guardship.build.sharing import holders
from guardship.core.ocean import Shows
from guardship.intelligence import Identity, Judge
from guardship.intelligence.belief import Signs
from guardship.scenario.recognition import PHASES
from guardship.scenario.schema import Scenario
from guardship.world.natures import hidden


@final
@dataclass(frozen=True, eq=False)
class Recogniser:
    """`judges`: by the name of a holder; `inquiries`: ways to ask, in order; `hears`: sensors that receive AIS."""

    signs: Signs
    shows: Shows
    judges: Mapping[str, Judge]
    inquiries: tuple[Inquiry, ...]
    natures: tuple[Nature, ...]
    hears: frozenset[str]

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        signs: Signs,
        seen_as: Sequence[str],
        states: int,
        identity: Identity | None = None,
    ) -> "Recogniser":
        """That of a scenario. `seen_as`: the hull of each signature; `states`: how many the surroundings have.

        `identity`: how hulls are known again, None where nobody keeps dossiers.
        """
        given = scenario.recognition
        assert given is not None
        names, all_natures = holders(scenario), natures(scenario)
        judges = {name: replace(judge_of(scenario, signs, name), identity=identity) for name in names}
        shows = shows_of(scenario, signs, all_natures, seen_as, states, [judges[name] for name in names])
        asks = [("hail", given.hail), ("approach", given.approach)]
        ways = tuple(Inquiry(kind, way.takes.quantile) for kind, way in asks if way is not None)
        hears = frozenset(name for name, sensor in scenario.sensors.items() if sensor.kind == "ais")
        return cls(signs, shows, judges, ways, all_natures, hears)

    def judge(self, nation: str, sensors: Sequence[str]) -> Judge | None:
        """What a unit of a nation makes of looks; who has no receiver does not know whether somebody is silent."""
        found = self.judges.get(nation)
        if found is None or self.hears.intersection(sensors):
            return found
        return replace(found, measures=replace(found.measures, silent=None))

    def nature(self, kind: str) -> int:
        """That of a vessel of a type which has not sailed on any voyage yet."""
        return next(k for k, one in enumerate(self.natures) if one.type == kind)

    def phases(self, kind: str, skiff: bool) -> dict[str, int]:
        """Those of a type of offenders, or of its skiffs, by phase; of who hides its gear by hidden phases too."""
        return {
            hidden(one.phase) if one.hides else one.phase: k
            for k, one in enumerate(self.natures)
            if (one.type, one.skiff) == (kind, skiff)
        } or dict.fromkeys(PHASES, self.nature(kind))

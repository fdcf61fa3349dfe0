"""The composition root: a model of a scenario, ready to run."""

from collections.abc import Mapping
from os import PathLike
from typing import Any

import numpy as np

from guardship.agents.vessel import Vessel
from guardship.build.assemble import Builder
from guardship.build.handed import said
from guardship.build.law import book
from guardship.build.limits import speeds
from guardship.build.recognition import called
from guardship.build.sharing import RuleOf
from guardship.build.theatre import Theatre
from guardship.build.trust import trust
from guardship.scenario.reading.check import changed, load
from guardship.scenario.schema import Scenario
from guardship.world.model import World

MOST_SEED = 2**63


class PatrolModel(World):
    """A Mesa model of a scenario that has not run: `step` sails an hour, `run_until(hours)` to any time.

    `scenario`: as from `load`, or the path of a file. `seed`, under its Mesa name `rng`: a whole number from 0, which
    gives traffic, candidate voyages and weather. `set` changes entries by dotted path, as `load` does. `agents`:
    classes to use instead of the built-in ones, by the name of a type. `rules`: what makes the rules of edges of
    `sharing`, by the name under their `rule`: a class or function that is handed the rule which the scenario describes
    and returns an `intelligence.Rule`, called once for each edge. `substream`: another than 0 draws detections, choices
    and boardings anew under the same traffic. `theatre`: that of this scenario, when there are many models. `running`
    turns false at the end of the scenario (`hours`); run to there, the model is what `simulate` makes of the same
    arguments. Whoever steps on sails on, without new traffic. `handed`: what is said of agents and rules
    (`handed.said`).

    Raises ScenarioError for a file or a change that does not fit, ValueError for numbers, classes or rules.
    """

    def __init__(
        self,
        scenario: Scenario | str | PathLike[str],
        seed: int | None = None,
        *,
        rng: int | None = None,
        set: Mapping[str, object] | None = None,
        agents: Mapping[str, type[Vessel]] | None = None,
        substream: int | None = None,
        theatre: Theatre | None = None,
        rules: Mapping[str, RuleOf] | None = None,
    ) -> None:
        if seed is not None and rng is not None:
            raise ValueError("seed and rng are one number under two names: give one of them")
        if not isinstance(scenario, Scenario):
            scenario = load(scenario)
        if set:
            scenario, theatre = changed(scenario, set), None
        given = rng if seed is None else seed
        seed = 0 if given is None else whole("seed", given)
        theatre = theatre or Theatre.of(scenario)
        if theatre.scenario is not scenario:
            raise ValueError("theatre: of another scenario")
        substream = 0 if substream is None else whole("substream", substream)
        self._scenario, self.theatre, self.hours = scenario, theatre, theatre.hours
        self.seed, self.substream = seed, substream
        made = Builder(scenario, theatre, seed, agents or {}, substream, rules)
        self.handed = said(agents, rules)
        super().__init__(
            made.ocean(),
            names=made.vessels.names,
            crews=made.man,
            kinds=made.kinds,
            speeds=speeds(scenario),
            hulls=made.seen_as,
            seed=seed,
            environment=theatre.climate.states,
            route=theatre.way,
            dry=theatre.dry,
            window=(scenario.time.warm_up, scenario.time.warm_up + scenario.time.measure),
            holders=made.holders(),
            book=book(scenario, theatre),
            interoperability=made.drilled,
            holds=made.holds(),
            replaced=made.replaced(),
            means=made.means(),
            fields=made.fields,
            natures=made.natures(),
            called=called(scenario),
            keeping=made.keeping(),
            faith=made.faith(),
            method=made.method(),
            services=made.services(),
            tolls=made.tolls(),
            prizes=made.prizes(),
            regards=trust(made.scenario, made.links.channels),
        )
        made.schedule(self)

    @property
    def scenario(self) -> Scenario:
        """What it is a model of."""
        return self._scenario

    @scenario.setter
    def scenario(self, mesas: object) -> None:
        """Mesa makes one of its own of the seed, which says nothing that this one does not."""

    def _advance_time(self, until: float) -> None:
        super()._advance_time(until)
        if self.time >= self.hours:
            self.running = False


def whole(name: str, number: Any) -> int:
    """A whole number from 0 to 2^63 - 1. Raises ValueError for anything else."""
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or not 0 <= number < MOST_SEED:
        raise ValueError(f"{name}: want a whole number from 0 to 2^63 - 1, got {number!r}")
    return int(number)

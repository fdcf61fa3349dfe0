"""Simulate a scenario once."""

from collections.abc import Callable, Mapping

from guardship.agents.vessel import Vessel
from guardship.build.model import PatrolModel, whole
from guardship.build.sharing import RuleOf
from guardship.build.theatre import Theatre
from guardship.run.garbage import clear_up, dropped, seldom_collected, watch
from guardship.run.run import Run
from guardship.scenario.reading.check import changed
from guardship.scenario.schema import Scenario
from guardship.world.endless import Endless


def simulate(
    scenario: Scenario,
    seed: int = 0,
    set: Mapping[str, object] | None = None,
    agents: Mapping[str, type[Vessel]] | None = None,
    progress: Callable[[float, float], None] | None = None,
    substream: int | None = None,
    theatre: Theatre | None = None,
    luck: int | None = None,
    rules: Mapping[str, RuleOf] | None = None,
) -> Run:
    """Run a scenario to its end. `agents`: classes to use instead of the built-in ones, by the name of a type.

    `rules`: what makes the rules (`guardship.intelligence.Rule`) of edges of `sharing`, by the name under their `rule`:
    a class or function that is handed the rule which the scenario describes, called once for each edge and run.
    `set` changes entries of the scenario by dotted path, as `load` does, and raises its errors. `progress` is told
    (hours done, hours in all) now and then. The seed gives the traffic, the candidate voyages, the weather and, unless
    `substream` is a number other than 0, what is made of them; another `substream` draws detections, choices and
    boardings anew under the same traffic; None is 0. `luck` is its old name. `theatre`: that of this scenario, when
    there are many runs. Equal arguments give equal results. Raises ValueError for a seed or a substream that is not a
    whole number from 0 to 2^63 - 1, for a substream under both names, or for classes or rules that do not fit; Endless
    when events repeat at one instant without end, with what has happened until then as its `run`.
    """
    if substream is not None and luck is not None:
        raise ValueError(f"substream: came {substream!r}, and {luck!r} as `luck`, its old name; want one of them")
    given = substream if luck is None else luck
    seed, substream = whole("seed", seed), 0 if given is None else whole("substream", given)
    if set:
        scenario, theatre = changed(scenario, set), None
    clear_up()
    with seldom_collected():
        try:
            theatre = theatre or Theatre.again(scenario)
            model = PatrolModel(scenario, seed, agents=agents, substream=substream, theatre=theatre, rules=rules)
            model.in_one_go()
            _run(model, theatre.hours, progress)
        except Endless as fault:
            assert theatre is not None
            fault.run = Run(scenario, seed, theatre, model, substream)
            watch(fault.run)
            raise
        except BaseException:
            dropped()
            raise
        done = Run(scenario, seed, theatre, model, substream)
    watch(done)
    return done


def _run(model: PatrolModel, hours: float, progress: Callable[[float, float], None] | None) -> None:
    if progress is None:
        model.run_until(hours)
        return
    for k in range(1, 101):
        model.run_until(hours * k / 100.0)
        progress(hours * k / 100.0, hours)

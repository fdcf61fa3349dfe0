"""From the sensors of a scenario to the detection laws of the core."""

from collections.abc import Sequence
from dataclasses import replace

from guardship.agents.interfaces import Surroundings
from guardship.build.theatre import horizon
from guardship.core.ocean import Errors, Identification, Law, Suite
from guardship.scenario import sensors as schema
from guardship.scenario.schema import Scenario

KINDS = ("radar", "optical", "ais", "other")
AT_ONCE = 1e9  # 1/h: identified within a few microseconds
ERROR = {"radar": 0.1, "optical": 0.3, "ais": 0.02, "other": 0.1}  # nm per axis, assumed


def suite(
    scenario: Scenario, names: Sequence[str], hulls: Sequence[str], states: Sequence[Surroundings], known: int
) -> Suite:
    """The sensors of a platform as one suite; the first of them that identifies a hull does so.

    `hulls`: of each signature; from the number `known` on those of boats that always look suspicious.
    """
    sensors = [scenario.sensors[name] for name in names]
    made = Suite()
    for sensor in sensors:
        for h, hull in enumerate(hulls):
            if hull in sensor.detects and (sensor.kind != "ais" or scenario.hulls[hull].ais):
                error = sensor.error if sensor.error is not None else ERROR[sensor.kind]
                errors = Errors(error, sensor.bias, sensor.velocity_error)
                made.errors[h] = min(made.errors.get(h, errors), errors)
        made.laws.append(
            {
                (h, e): _law(scenario, sensor, hull, state)
                for h, hull in enumerate(hulls)
                if hull in sensor.detects
                for e, state in enumerate(states)
            }
        )
        for h, hull in enumerate(hulls):
            if sensor.rings(hull) and (h, 0) not in made.identifies:
                judged = scenario.recognition is not None and hull in scenario.recognition.priors
                for e, state in enumerate(states):
                    found = [_look(scenario, sensor, hull, one, state, judged) for one in sensor.rings(hull)]
                    first = found[0] if h < known or judged else replace(found[0], suspicious=1.0)
                    made.identifies[h, e] = first
                    if judged and len(found) > 1:
                        made.closer[h, e] = tuple(found[1:])
    return made


def _limit(scenario: Scenario, sensor: schema.Sensor, hull: str) -> float:
    """How far at most: the horizon; nothing for AIS of a hull that does not transmit."""
    if sensor.kind == "ais" and not scenario.hulls[hull].ais:
        return 0.0
    return horizon(sensor.kind, sensor.height, scenario.hulls[hull].height)


def _law(scenario: Scenario, sensor: schema.Sensor, hull: str, state: Surroundings) -> Law:
    law, factor = sensor.detects[hull], sensor.factor(state, hull)
    limit = _limit(scenario, sensor, hull)
    reach = min(law.reach * factor, limit) if factor > 0.0 else 0.0
    if reach <= 0.0:
        return Law()
    length = law.hold.length
    hold = max(length * factor / reach, 1.0) if length is not None else law.hold.factor or 1.0
    if isinstance(law, schema.Definite):
        return Law.definite(reach, hold)
    if isinstance(law, schema.Glimpse):
        return Law.rate(reach, law.rate, hold)
    if isinstance(law, schema.Rings):
        return Law.nested([(min(r * factor, limit), rate) for r, rate in law.rings], hold)
    # a factor on the sweep width W = 2 sqrt(2 pi K / v) is its square on K
    return Law.cube(law.inverse_cube * factor * factor, reach, law.height, hold)


def _look(
    scenario: Scenario, sensor: schema.Sensor, hull: str, look: schema.Identify, state: Surroundings, judged: bool
) -> Identification:
    """A look in one ring; `judged`: it shows signs."""
    factor = sensor.factor(state, hull)
    r = min(look.range * factor, _limit(scenario, sensor, hull)) if factor > 0.0 else 0.0
    rate = min(1.0 / look.after, AT_ONCE) if look.after > 0.0 else AT_ONCE
    return Identification(r, rate, None if judged else look.suspicious or 0.0, KINDS.index(sensor.kind))

"""What a unit has to say for itself when its command weighs whether to send it: what it finds, and what it stops."""

from collections.abc import Iterator
from math import hypot, inf
from typing import Any, Protocol

from guardship.agents.interfaces import Point, Surroundings, Task
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.boats import Boats
from guardship.agents.patrol.craft import Craft
from guardship.agents.patrol.interfaces import AnyUnit
from guardship.coalition.going import Means
from guardship.reasons import Reason

TYPICAL = 0.5  # of a distribution: half of all cases


class Asked(AnyUnit, Protocol):
    """A unit that is asked for its means."""

    @property
    def craft(self) -> Craft | None:
        """Its sorties; None for a ship."""
        ...

    @property
    def boats(self) -> Boats[Any]:
        """Those that it carries."""
        ...

    def whence(self) -> Point:
        """Where it is, or would be launched from [nm]."""
        ...

    def believed(self, task: Task) -> Point:
        """Where what a task is about is by now [nm]."""
        ...


def means(unit: Asked, task: Task, hull: str | None, hours: float) -> Means | Reason:
    """The means of a unit that would be where a task wants it in some hours; or why it may not work there.

    `hull`: what is looked for, None when nobody knows: then what it sees worst. The light is that of then, the weather
    that of now, since a forecast that is always right would be truth.
    """
    helm, d = unit.helm, unit.doctrine
    now, (x, y) = helm.time, unit.believed(task)
    why = helm.may_go(x, y, task.distress, task.by)
    if why is not None:
        return why
    then = task.expected(now + hours)
    there = helm.foreseen((then.x, then.y), now + hours)
    left = endures(unit, then.x, then.y)
    wanted = max(task.until - now - hours, 0.0) if task.until else d.search_for
    team = max(teams(unit, there), key=succeeding, default=None)
    return Means(
        0.5 * helm.sweep_width(hull, there, d.top),  # a definite range R has W = 2 R; for others what it comes to
        helm.sweep_width(hull, there, d.cruise),
        d.cruise,
        min(wanted, left),
        succeeding(team),
        0.0 if team is None else team.takes(TYPICAL),
        0.0 if team is None else occupied(team),
        min(d.shadows, left) if d.relief is None else inf,
    )


def teams(unit: Asked, there: Surroundings | None = None) -> Iterator[Team]:
    """The teams of a unit and of its boats that can go to work in some surroundings; None: in any."""
    d = unit.doctrine
    if d.team is not None and (there is None or d.team.limits.why_not(there) is None):
        yield d.team
    for boat in unit.boats.all:
        fit = boat.craft is not None and (there is None or boat.craft.rules.limits.why_not(there) is None)
        if fit and boat.doctrine.team is not None:
            yield boat.doctrine.team


def succeeding(team: Team | None) -> float:
    """The chance that a team gets on board and finds what is there; 0 without one."""
    return 0.0 if team is None else team.succeeds * team.finding(team.takes(TYPICAL))


def occupied(team: Team) -> float:
    """How long a group that it has taken keeps its ship busy [h], in the mean over those that are detained and not."""
    return team.detains * team.detaining(TYPICAL) + (1.0 - team.detains) * team.releasing(TYPICAL)


def endures(unit: Asked, x: float, y: float) -> float:
    """How long [h] a unit can stay at a place [nm] and come back; a ship without limit."""
    craft, d = unit.craft, unit.doctrine
    if craft is None:
        return inf
    a, b = unit.whence()
    away = hypot(x - a, y - b)
    now = unit.helm.time
    air = craft.hours(now) if craft.out_since is None else craft.until - now
    return max(air - away / d.top - away / d.cruise - craft.rules.reserve, 0.0)

"""What changes during a run, one entry each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self, final

from pydantic import Discriminator, Field, Tag, model_validator

from guardship.scenario.base import Many, Model, Name, tag
from guardship.scenario.enterprise import Elsewhere, Raid
from guardship.scenario.protection import Shipping
from guardship.scenario.units import Duration, PositiveDuration

KINDS = (
    "join",
    "leave",
    "suspend",
    "resume",
    "exercise",
    "surge",
    "upgrade",
    "weather",
    "cyber",
    "recall",
    "lapse",
    "apply",
    "alert",
    "strike",
    "elsewhere",
    "shipping",
)


EVERYBODY = ""  # of an entry that names no types; nothing can be called so


@final
class Ends(Model):
    """The edge from one holder to another."""

    origin: Annotated[Name, Field(alias="from")]
    to: Name


def _form(value: Any) -> Hashable:
    return tag("name") if isinstance(value, str) else tag("Ends")


type Shared = Annotated[Annotated[Name, Tag("<name>")] | Annotated[Ends, Tag("<Ends>")], Discriminator(_form)]


@final
class Surge(Model):
    """Ships of a group that are there from then on: they come from a port and go back to it."""

    group: Name
    port: Annotated[Name, Field(description="A point")]
    until: Annotated[Duration | None, Field(description="From the start of the run; to its end when not given")] = None


@final
class Recall(Model):
    """Patrol ships go back to port, and stay there: those of some groups, or all of some nations."""

    groups: Annotated[Many[Name], Field(description="Groups of patrol ships")] = ()
    nations: Annotated[Many[Name], Field(description="Nations: all their patrol ships")] = ()
    port: Annotated[Name | None, Field(description="A point; only ships without a cycle of their own need it")] = None
    until: Annotated[Duration | None, Field(description="From the start of the run; to its end when not given")] = None


@final
class Alert(Model):
    """A pact goes to a level of alert."""

    pact: Annotated[Name, Field(description="A name of `pacts`")]
    level: Annotated[Name, Field(description="One of its levels")]
    lasts: Annotated[PositiveDuration | None, Field(description="Until another entry when not given")] = None


class Better(Model):
    """Sensors are replaced by others in all ships, aircraft and boats of some types and nations."""

    replaces: Annotated[Mapping[Name, Name], Field(min_length=1, description="Old sensor: new sensor")]
    types: Annotated[Many[Name] | None, Field(description="Of these types; all when not given")] = None
    nations: Annotated[Many[Name] | None, Field(description="Of these nations; all when not given")] = None


@final
class Upgrade(Better):
    """Without a programme."""


@final
class Delivery(Better):
    """What a joint programme brings, and when."""

    at: Duration


@final
class Front(Model):
    """Weather or visibility is of one kind for a while, whatever the calendar or the wind says."""

    state: Annotated[Name, Field(alias="is", description="A name that weather or visibility has in `environment`")]
    lasts: PositiveDuration
    area: Annotated[Name | None, Field(alias="in", description="A polygon; everywhere when not given")] = None


@final
class Entry(Model):
    """One change: exactly one of them beside `at`."""

    newer: ClassVar[frozenset[str]] = frozenset({"strike", "elsewhere", "shipping"})

    at: Annotated[Duration, Field(description="From the start of the run")]
    join: Annotated[Name | None, Field(description="A nation that was not in the coalition before")] = None
    leave: Annotated[Name | None, Field(description="A nation: its channels, both ways, and its drills")] = None
    suspend: Annotated[Shared | None, Field(description="All sharing of a holder, or one edge")] = None
    resume: Annotated[Shared | None, Field(description="What was suspended")] = None
    exercise: Annotated[Name | None, Field(description="A name of `drills`")] = None
    surge: Surge | None = None
    upgrade: Upgrade | None = None
    weather: Front | None = None
    cyber: Annotated[Name | None, Field(description="A name of `cyber`: the attack begins")] = None
    recall: Recall | None = None
    lapse: Annotated[Name | None, Field(description="An agreement of `law` or a pact: not applied from now on")] = None
    apply: Annotated[Name | None, Field(description="The same: applied from now on; not before, if it is first")] = None
    alert: Alert | None = None
    strike: Raid | None = None
    elsewhere: Elsewhere | None = None
    shipping: Annotated[Shipping | None, Field(description="What merchant ships have on board changes")] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"came {' and '.join(given) or 'none'} in one entry, wanted one of {', '.join(KINDS)}")
        if self.recall is not None and self.recall.until is not None and self.recall.until <= self.at:
            raise ValueError(f"came a recall at {self.at:g} h until {self.recall.until:g} h, wanted a later end")
        if self.recall is not None and not (self.recall.groups or self.recall.nations):
            raise ValueError("came a recall of nobody, wanted groups or nations")
        if self.surge is not None and self.surge.until is not None and self.surge.until <= self.at:
            raise ValueError(f"came a surge from {self.at:g} h until {self.surge.until:g} h, wanted a later end")
        return self


def unambiguous(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries as given. Raises ValueError where two of one instant set the same thing."""
    before: dict[tuple[float, str], set[str]] = {}
    for entry in entries:
        for what in sorted(_sets(entry)):
            own, others = _whose(entry), before.setdefault((entry.at, what), set())
            if own & others or (others and EVERYBODY in own | others):
                raise ValueError(f"came two entries at {entry.at:g} h for the same {what}, wanted one")
            others |= own
    return entries


def _sets(entry: Entry) -> set[str]:
    """What an entry sets that another of the same instant must not: shares of ships, the worth of elsewhere."""
    if entry.elsewhere is not None:
        return {"elsewhere"}
    given = entry.shipping
    if given is None:
        return set()
    own = {name for name in ("guarded", "citadel") if getattr(given, name) is not None}
    return own | {f"protection.{name}" for name in given.protection}


def _whose(entry: Entry) -> set[str]:
    """The groups or types for which an entry sets something."""
    if entry.elsewhere is not None:
        return set(entry.elsewhere.groups)
    types = None if entry.shipping is None else entry.shipping.types
    return {EVERYBODY} if types is None else set(types)


def intervals(changes: Iterable[tuple[float, bool]]) -> list[tuple[float, float | None]]:
    """(begin, end) [h] of the times at which something is off, from (time, whether it is switched off then).

    What is switched on first was off before; an end of None is that of the run.
    """
    found: list[tuple[float, float | None]] = []
    ordered = sorted(changes)
    since = 0.0 if ordered and not ordered[0][1] else None
    for at, off in ordered:
        if off and since is None:
            since = at
        elif not off and since is not None:
            found += [(since, at)] if at > since else []
            since = None
    return found if since is None else [*found, (since, None)]


def absences(entries: Iterable[Entry], nation: str) -> list[tuple[float, float | None]]:
    """When a nation is not in the coalition; who joins was outside before."""
    return intervals([(e.at, e.leave is not None) for e in entries if nation in (e.join, e.leave)])


def lapses(entries: Iterable[Entry], name: str) -> list[tuple[float, float | None]]:
    """When an agreement or a pact is not applied; what is applied first was not before."""
    return intervals([(e.at, e.lapse is not None) for e in entries if name in (e.lapse, e.apply)])


def member(entries: Iterable[Entry], nation: str, t: float) -> bool:
    """Whether a nation is in the coalition at a time [h]."""
    return not any(begin <= t and (end is None or t < end) for begin, end in absences(entries, nation))

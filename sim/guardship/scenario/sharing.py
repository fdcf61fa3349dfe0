"""Sharing between holders (nations and fusion centres): topologies as one line, edges one by one, who may see what."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import permutations, product
from typing import Annotated, Any, ClassVar, Literal, Self, final

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from guardship.scenario import going, patience
from guardship.scenario.advisories import Advises
from guardship.scenario.base import Many, Model, Name, tag
from guardship.scenario.quantities import Delays, Durations
from guardship.scenario.trust import Trust
from guardship.scenario.units import Count, Duration, Length, MessageRate, PositiveDuration, Probability

type Topology = Literal["none", "bilateral", "hub", "mesh", "tiered"]
type Category = Literal["contact", "update", "lost", "cleared", "negative_search", "tip", "dossier", "link"]
type Ends = tuple[str, str]
READ = ("calls", "dossiers", "tips", "contacts", "news")

type Read = Literal["calls", "dossiers", "tips", "contacts", "news"]


def _by_worth(value: Any) -> Hashable:
    return tag("worth") if isinstance(value, str) else tag("order")


type Reads = Annotated[
    Annotated[Literal["worth"], Tag("<worth>")] | Annotated[Many[Read], Tag("<order>")],
    Field(
        description="What it reads first, in this order, then all else as it comes; or `worth`: what is likeliest "
        "about an offence. As it comes if not given"
    ),
    Discriminator(_by_worth),
]
CATEGORIES = ("contact", "update", "lost", "cleared", "negative_search", "tip")


@final
class Centre(Model):
    """A fusion centre: a picture and a command without units. It hears calls for help only where it says how late."""

    newer: ClassVar[frozenset[str]] = frozenset(
        {"call_waits", "redirects", "tip_spreads", "goes", "capacity", "reads", "keeps", "links", "advises"}
    )

    distress_delay: Annotated[
        Delays | None, Field(description="From an attack to the distress call in its picture; none: it hears no calls")
    ] = None
    call_waits: patience.CallWaits = patience.CALL_WAITS
    redirects: patience.Redirects = patience.REDIRECTS
    tip_spreads: patience.TipSpreads = patience.TIP_SPREADS
    goes: going.GoesField = going.NEAREST
    capacity: Annotated[
        MessageRate | None, Field(description="Reports that it can read, one after another; all at once if not given")
    ] = None
    reads: Reads | None = None
    keeps: Annotated[
        PositiveDuration | None,
        Field(description="After so long a report that nobody has read is put away; never if not given"),
    ] = None

    links: Annotated[
        Probability | None,
        Field(description="From which chance on it says that two dossiers are of one hull; it does not if not given"),
    ] = None

    advises: Annotated[Advises | None, Field(description="It warns no shipping if not given")] = None

    @model_validator(mode="after")
    def _one_hull(self) -> Self:
        if self.links is not None and self.links <= 0.5:
            raise ValueError(f"came links {self.links:g}, wanted more than 0.5: a dossier is of one hull")
        return self

    @model_validator(mode="after")
    def _has_a_desk(self) -> Self:
        if self.capacity is None and (self.reads is not None or self.keeps is not None):
            raise ValueError("came reads or keeps without capacity, wanted it: who reads all at once chooses nothing")
        if self.reads is not None and self.reads != "worth" and len(set(self.reads)) < len(self.reads):
            raise ValueError("came reads with one of them twice, wanted each once")
        return self


@final
class Release(Model):
    """Probability that a report of each kind is released, once for an episode of contact and edge."""

    newer: ClassVar[frozenset[str]] = frozenset({"dossier", "link"})

    contact: Annotated[Probability, Field(description="A suspicious contact")] = 1.0
    update: Annotated[Probability, Field(description="News of a contact")] = 1.0
    lost: Annotated[Probability, Field(description="A contact is lost")] = 1.0
    cleared: Annotated[Probability, Field(description="A vessel was found harmless")] = 1.0
    negative_search: Annotated[Probability, Field(description="A search has found nothing")] = 1.0
    tip: Annotated[Probability, Field(description="Word of a voyage that is planned")] = 1.0
    dossier: Annotated[Probability | None, Field(description="What is known of a hull; as a contact if not given")] = (
        None
    )
    link: Annotated[
        Probability, Field(description="That two dossiers are of one hull, to who has been let know both of them")
    ] = 1.0

    def of(self, kind: str) -> float:
        """The probability of a kind."""
        found = getattr(self, kind)
        return self.contact if found is None else float(found)


@final
class FieldRelease(Model):
    """Probability that a part of a report is released, once for an episode of contact and edge."""

    newer: ClassVar[frozenset[str]] = frozenset({"looks", "description"})

    position: Annotated[Probability, Field(description="The place; without it nothing is sent")] = 1.0
    motion: Annotated[Probability, Field(description="Course and speed")] = 1.0
    identity: Annotated[Probability, Field(description="The hull, and whether it looks suspicious")] = 1.0
    looks: Annotated[
        Probability, Field(description="What looks have shown, with the identity; else only what they are worth")
    ] = 1.0
    description: Annotated[
        Probability, Field(description="Of a dossier, how the hull looks beyond its type; else it is told by its type")
    ] = 1.0


@final
class Outage(Model):
    """Nothing goes through from one time to another; both count from the start of the run."""

    begin: Annotated[Duration, Field(alias="from")]
    end: Annotated[Duration, Field(alias="to")]
    lost: Annotated[bool, Field(description="Whether messages are lost meanwhile; else they wait")] = False

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.begin < self.end:
            raise ValueError(f"an outage from {self.begin:g} h to {self.end:g} h is empty")
        return self


def _of_all(value: Any) -> Any:
    return dict.fromkeys(CATEGORIES, value) if isinstance(value, int | float) else value


type Releases = Annotated[Release, BeforeValidator(_of_all, json_schema_input_type=Probability | Release)]


class Terms(Model):
    """What an edge does; what is not given is as in the common edges, and else there is no limit of that kind."""

    newer: ClassVar[frozenset[str]] = frozenset({"rule"})

    delay: Annotated[Delays | None, Field(description="From the sender's picture to the receiver's")] = None
    release: Annotated[Releases | None, Field(description="Probabilities by kind of report, or one for all")] = None
    fields: Annotated[FieldRelease | None, Field(description="Probabilities by part of a report")] = None
    blur: Annotated[Length | None, Field(description="Error per axis added to positions, fixed for an episode")] = None
    inside: Annotated[Many[Name] | None, Field(description="Only what is in one of these areas")] = None
    outside: Annotated[Many[Name] | None, Field(description="Only what is in none of these areas")] = None
    hulls: Annotated[Many[Name] | None, Field(description="Only about vessels seen as one of these hulls")] = None
    use: Annotated[
        Literal["tasking", "information"] | None, Field(description="Whether units may be sent after it")
    ] = None
    relays: Annotated[bool | None, Field(description="Whether it carries what the sender has from others")] = None
    capacity: Annotated[MessageRate | None, Field(description="Messages an hour, one after another")] = None
    queue: Annotated[Count | None, Field(description="Messages that may wait; more are dropped")] = None
    outages: Annotated[Many[Outage] | None, Field(description="When nothing goes through")] = None
    rule: Annotated[
        Name | None, Field(description="A rule of one's own in Python, by the name under which a run is handed it")
    ] = None


@final
class Edges(Terms):
    """What the edges of a topology have in common."""


@final
class Link(Terms):
    """One edge: it adds to the topology or changes an edge of it."""

    origin: Annotated[Name, Field(alias="from", description="The holder that sends")]
    to: Annotated[Name, Field(description="The holder that receives")]


@final
class Asking(Model):
    """What an originator says when he is asked whether something may be passed on."""

    grants: Annotated[Probability, Field(description="The probability that he agrees, once for an episode")]
    takes: Annotated[Durations, Field(description="How long he thinks, beside request and answer on their edges")]


@final
class BadFaith(Model):
    """How a holder deceives its partners about hulls that are wanted; its own command uses what is true."""

    withholds: Annotated[Probability, Field(description="Chance that it tells nobody of such a dossier of its own")] = (
        0.0
    )
    fabricates: Annotated[
        Probability, Field(description="Chance that it adds a dossier of an innocent vessel that looks alike")
    ] = 0.0


@final
class Originator(Model):
    """To whom a holder's reports may go, by whatever way; what it passes on may go no farther than its own."""

    newer: ClassVar[frozenset[str]] = frozenset({"bad_faith"})

    to: Annotated[Many[Name] | None, Field(description="Holders, a centre that is to pass it on included")] = None
    kinds: Annotated[Many[Category] | None, Field(description="The kinds that may leave it; none given: all")] = None
    asked: Annotated[Asking | None, Field(description="Whether it can be asked for more")] = None
    bad_faith: Annotated[BadFaith | None, Field(description="It deceives nobody if not given")] = None


@final
class Sharing(Model):
    """Who tells whom what, and when."""

    newer: ClassVar[frozenset[str]] = frozenset({"trust"})

    topology: Annotated[Topology, Field(description="Who has an edge to whom")] = "none"
    hub: Annotated[Name | None, Field(description="The nation or centre in the middle of a hub")] = None
    members: Annotated[Many[Name] | None, Field(description="Of a hub or a mesh; none given: all nations")] = None
    pairs: Annotated[
        Many[Annotated[Many[Name], Field(min_length=2, max_length=2)]],
        Field(description="Who shares with whom, both ways"),
    ] = ()
    inner: Annotated[Many[Name], Field(description="The inner circle of tiers")] = ()
    outer: Annotated[Many[Name], Field(description="Partners that give input and get later releases")] = ()
    edges: Annotated[Edges | None, Field(description="What all edges have in common")] = None
    later: Annotated[Edges | None, Field(description="Tiers: on top of that, from the inner circle to the outer")] = (
        None
    )
    input: Annotated[Edges | None, Field(description="Tiers: on top of that, from the outer circle to the inner")] = (
        None
    )
    channels: Annotated[Mapping[Name, Link], Field(description="Edges by name")] = {}
    releases: Annotated[
        Mapping[Name, Originator],
        Field(description="By originator; none given: to whom it has an edge, and through a hub to its members"),
    ] = {}
    negative_searches: Annotated[bool, Field(description="Whether a search that found nothing is reported")] = False
    trust: Annotated[
        Trust | None, Field(description="Releases move with what was had and given; they do not if not given")
    ] = None


def edges(sharing: Sharing, nations: list[str]) -> dict[Ends, Terms]:
    """The terms of every edge by its ends, the topology first, then the edges one by one. Pure."""
    found = _topology(sharing, nations)
    for link in sharing.channels.values():
        ends = link.origin, link.to
        found[ends] = over(found.get(ends, sharing.edges), link)
    return dict(sorted(found.items()))


def edge_count(sharing: Sharing, nations: int) -> int:
    """How many edges there are at most, without making them."""
    members = nations if sharing.members is None else len(sharing.members)
    inner, outer = len(sharing.inner), len(sharing.outer)
    among = {
        "bilateral": 2 * len(sharing.pairs),
        "mesh": members * (members - 1),
        "hub": 2 * members,
        "tiered": inner * (inner - 1) + 2 * inner * outer,
    }
    return among.get(sharing.topology, 0) + len(sharing.channels)


def _topology(sharing: Sharing, nations: list[str]) -> dict[Ends, Terms]:
    base = sharing.edges
    members = [name for name in sharing.members or nations if name != sharing.hub]
    if sharing.topology == "bilateral":
        return {ends: over(base) for pair in sharing.pairs for ends in permutations(pair)}  # type: ignore[misc]
    if sharing.topology == "mesh":
        return {(a, b): over(base) for a, b in permutations(members, 2)}
    if sharing.topology == "hub":
        assert sharing.hub is not None
        out = Edges(relays=True) if base is None or base.relays is None else None
        up = {(name, sharing.hub): over(base) for name in members}
        return up | {(sharing.hub, name): over(base, out) for name in members}
    circle: dict[Ends, Terms] = {}
    if sharing.topology == "tiered":
        circle = {(a, b): over(base) for a, b in permutations(sharing.inner, 2)}
        for a, b in product(sharing.inner, sharing.outer):
            circle[a, b], circle[b, a] = over(base, sharing.later), over(base, sharing.input)
    return circle


def over(*layers: Terms | None) -> Terms:
    """The terms of several layers, later ones on top, each in what it gives."""
    given: dict[str, Any] = {}
    for layer in layers:
        if layer is not None:
            given |= {name: value for name in Terms.model_fields if (value := getattr(layer, name)) is not None}
    return Terms.model_construct(**given)


def allowed(sharing: Sharing, nations: list[str], ends: Mapping[Ends, Terms], holder: str) -> frozenset[str]:
    """To whom a holder's own reports may go: as it says, else to whom it has an edge and through the hub to all."""
    own = sharing.releases.get(holder)
    if own is not None and own.to is not None:
        return frozenset(own.to) - {holder}
    to = {b for a, b in ends if a == holder}
    if sharing.topology == "hub" and sharing.hub in to:
        to |= set(sharing.members or nations)
    return frozenset(to) - {holder}

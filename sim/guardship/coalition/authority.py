"""Who may do what to whom at sea: the public law of the sea and agreements, as data that one pure function reads.

An act is lawful by the first ground in `GROUNDS` that covers flag, zone, offence and evidence, by an agreement, or by
the consent of the flag state. Nothing here is legal advice. Sources: XC-20 (UNCLOS 92, 101, 105, 110, 111; UNSCR 1816,
2216; Vienna 1988 art. 17), HOR-55, EPC-17, EPC-18; most of them recalled, see docs/sources.md.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import final

from guardship.reasons import Reason

STATELESS = "stateless"
ANY = "any"  # in a list of flags: all of them


class Act(StrEnum):
    """What a unit does to a vessel, each more than the one before; `approach` is to be there and to follow."""

    APPROACH = "approach"
    VISIT = "visit"
    SEARCH = "search"
    SEIZE = "seize"
    ARREST = "arrest"
    TRANSFER = "transfer"


class Evidence(IntEnum):
    """What the unit knows of the offence."""

    NONE = 0
    SUSPICION = 1  # reasonable ground for suspecting
    PROOF = 2  # found on board


class Waters(StrEnum):
    """The kinds of zones; an exclusive economic zone is high seas for everything but its resources (UNCLOS 58)."""

    HIGH_SEAS = "high_seas"
    EEZ = "eez"
    CONTIGUOUS = "contiguous"
    TERRITORIAL = "territorial"


NEEDS: Mapping[Act, Evidence] = {
    Act.APPROACH: Evidence.NONE,
    Act.VISIT: Evidence.SUSPICION,
    Act.SEARCH: Evidence.SUSPICION,
    Act.SEIZE: Evidence.PROOF,
    Act.ARREST: Evidence.PROOF,
    Act.TRANSFER: Evidence.PROOF,
}


@final
@dataclass(frozen=True, slots=True)
class Zone:
    """Waters in which somebody is: their name, whose they are, of what kind."""

    name: str = ""
    state: str = ""
    kind: Waters = Waters.HIGH_SEAS

    def foreign_to(self, states: Collection[str]) -> bool:
        """Whether this is the territorial sea of a state that is none of these."""
        return self.kind is Waters.TERRITORIAL and self.state not in states


HIGH_SEAS = Zone()
PURSUED_FROM = (Waters.TERRITORIAL, Waters.CONTIGUOUS)  # where a hot pursuit may begin


@final
@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the unit's nation."""

    nation: str


@final
@dataclass(frozen=True, slots=True)
class Target:
    """What a unit knows of a vessel. `flag`: claimed, `stateless`, or "" while unknown.

    `pursued_from`: the waters in which an uninterrupted pursuit began, None without one. `consents`: the flag state's
    answer for this vessel and offence: True, False, or None while it has not answered.
    """

    flag: str = ""
    offence: str = ""
    evidence: Evidence = Evidence.NONE
    pursued_from: Zone | None = None
    consents: bool | None = None


@final
@dataclass(frozen=True, slots=True)
class Agreement:
    """What its parties allow each other. Names of states and nations are the same names.

    `permits`: acts, and `entry` (be in these waters), `pursuit` (follow into them what was pursued before), `shiprider`
    (an officer of a party is on board: the unit acts with that party's authority, in its waters and on its flag).
    `offences`: none for all. `waters`: where; none for the waters of the parties, and for vessels of the `flags` the
    high seas. `flags`: whose vessels; none for the parties', `any` for all. `guests`: who may act; none: the parties.
    """

    name: str
    parties: frozenset[str]
    permits: frozenset[str]
    offences: frozenset[str] | None = None
    waters: frozenset[str] | None = None
    flags: frozenset[str] | None = None
    guests: frozenset[str] | None = None

    def binds(self, nation: str) -> bool:
        """Whether a nation may use it."""
        return nation in (self.parties if self.guests is None else self.guests)

    def covers(self, nation: str, offence: str) -> bool:
        """Whether a nation may use it against an offence."""
        return self.binds(nation) and (self.offences is None or offence in self.offences)

    def in_waters(self, zone: Zone) -> bool:
        """Whether it opens these waters."""
        return zone.state in self.parties if self.waters is None else zone.name in self.waters

    def of_flag(self, flag: str) -> bool:
        """Whether it covers vessels of a flag."""
        return flag in self.parties if self.flags is None else flag in self.flags or ANY in self.flags


@final
@dataclass(frozen=True, slots=True)
class Permit:
    """An act is lawful; `basis` says by what."""

    basis: str


@final
@dataclass(frozen=True, slots=True)
class Refusal:
    """It is not. `ask`: the state whose consent would make it lawful, "" for none."""

    reason: Reason
    ask: str = ""


type Answer = Permit | Refusal


@final
@dataclass(frozen=True, slots=True)
class LegalGround:
    """A rule of public law. Outside foreign territorial seas it allows `acts` where everything that it names fits.

    `offences`, `kinds`: none for all. `flag`: "own", `stateless`, or "" for all. `own_waters`: only in waters of the
    actor's own. `pursuit`: only after a pursuit from them.
    """

    name: str
    source: str
    acts: frozenset[Act]
    offences: frozenset[str] | None = None
    kinds: frozenset[Waters] | None = None
    flag: str = ""
    own_waters: bool = False
    pursuit: bool = False

    def covers(self, act: Act, target: Target, zone: Zone, states: Collection[str]) -> bool:
        """Whether it allows this. `states`: with whose authority the unit acts."""
        began = target.pursued_from
        return (
            act in self.acts
            and (self.offences is None or target.offence in self.offences)
            and (self.kinds is None or zone.kind in self.kinds)
            and (not self.own_waters or zone.state in states)
            and (self.flag != "own" or target.flag in states)
            and (self.flag != STATELESS or target.flag == STATELESS)
            and (not self.pursuit or (began is not None and began.state in states and began.kind in PURSUED_FROM))
        )


ALL = frozenset(Act)
GROUNDS = (
    LegalGround("flag state", "XC-20: UNCLOS 92", ALL, flag="own"),
    LegalGround(
        "piracy",
        "XC-20: UNCLOS 105, 110(1)(a); 58(2)",
        ALL,
        frozenset({"piracy"}),
        frozenset({Waters.HIGH_SEAS, Waters.EEZ, Waters.CONTIGUOUS}),
    ),
    LegalGround("coastal state", "XC-20: UNCLOS 2, 27", ALL, kinds=frozenset({Waters.TERRITORIAL}), own_waters=True),
    LegalGround(
        "contiguous zone",
        "XC-20: UNCLOS 33",
        ALL,
        frozenset({"drugs", "people", "arms", "goods"}),
        frozenset({Waters.CONTIGUOUS}),
        own_waters=True,
    ),
    LegalGround(
        "resources",
        "XC-20: UNCLOS 56, 73",
        ALL,
        frozenset({"fishing"}),
        frozenset({Waters.EEZ, Waters.CONTIGUOUS}),
        own_waters=True,
    ),
    LegalGround("hot pursuit", "XC-20: UNCLOS 111", ALL, pursuit=True),
    LegalGround(
        "no nationality", "HOR-55: UNCLOS 110(1)(d); seizure by a state's own law, disputed", ALL, flag=STATELESS
    ),
)


def may(actor: Actor, act: Act, target: Target, zone: Zone, agreements: Collection[Agreement] = ()) -> Answer:
    """Whether a unit may do this to a vessel in these waters, under the agreements that are in force now."""
    states = authorities(actor, target, zone, agreements)
    if act is Act.TRANSFER:
        return _transfer(actor, target, agreements)
    if zone.foreign_to(states):
        return _guest(actor, act, target, zone, agreements)
    if act is Act.APPROACH:
        return Permit("freedom of navigation")
    if target.evidence < NEEDS[act]:
        return Refusal(Reason.NO_SUSPICION if target.evidence is Evidence.NONE else Reason.NO_EVIDENCE)
    for ground in GROUNDS:
        if ground.covers(act, target, zone, states):
            return Permit(ground.name)
    for one in agreements:
        here = one.waters is None or zone.name in one.waters
        if here and act in one.permits and one.covers(actor.nation, target.offence) and one.of_flag(target.flag):
            return Permit(one.name)
    return _with_consent(target)


def authorities(actor: Actor, target: Target, zone: Zone, agreements: Collection[Agreement]) -> frozenset[str]:
    """The states with whose authority a unit acts: its own, and those whose officers ride on board for this."""
    lent = {actor.nation}
    for one in agreements:
        if "shiprider" in one.permits and one.covers(actor.nation, target.offence):
            here = one.waters is None or zone.name in one.waters or zone.kind is not Waters.TERRITORIAL
            lent |= one.parties if here else frozenset()
    return frozenset(lent)


def _guest(actor: Actor, act: Act, target: Target, zone: Zone, agreements: Collection[Agreement]) -> Answer:
    """In another state's territorial sea nothing goes without an agreement that opens it."""
    pursues = target.pursued_from is not None and not target.pursued_from.foreign_to({actor.nation})
    for one in agreements:
        if not (one.covers(actor.nation, target.offence) and one.in_waters(zone)):
            continue
        enters = "entry" in one.permits or ("pursuit" in one.permits and pursues)
        if enters and (act is Act.APPROACH or act in one.permits):
            if target.evidence >= NEEDS[act]:
                return Permit(one.name)
            return Refusal(Reason.NO_SUSPICION if target.evidence is Evidence.NONE else Reason.NO_EVIDENCE)
    return Refusal(Reason.FOREIGN_WATERS)


def _with_consent(target: Target) -> Answer:
    """Whatever else: with the flag state's consent."""
    if not target.flag or target.flag == STATELESS:
        return Refusal(Reason.FLAG_UNKNOWN if not target.flag else Reason.NO_LEGAL_BASIS)
    if target.consents is None:
        return Refusal(Reason.NEEDS_CONSENT, target.flag)
    return Permit("consent of the flag") if target.consents else Refusal(Reason.CONSENT_DENIED)


def _transfer(actor: Actor, target: Target, agreements: Collection[Agreement]) -> Answer:
    """Handing suspects over to a court of another state needs an agreement with it."""
    if target.evidence < Evidence.PROOF:
        return Refusal(Reason.NO_EVIDENCE)
    for one in agreements:
        if Act.TRANSFER in one.permits and one.covers(actor.nation, target.offence):
            return Permit(one.name)
    return Refusal(Reason.NO_COURT)


@final
@dataclass
class Pacts:
    """The agreements of a run, some of which are suspended, and who has left them."""

    all: Mapping[str, Agreement] = field(default_factory=dict)
    suspended: set[str] = field(default_factory=set)
    left: set[tuple[str, str]] = field(default_factory=set)

    def in_force(self, nation: str) -> list[Agreement]:
        """Those that a nation can use, by name."""
        return [
            one
            for name, one in sorted(self.all.items())
            if name not in self.suspended and (name, nation) not in self.left and one.binds(nation)
        ]

    def suspend(self, name: str) -> None:
        """An agreement is not applied until it is restored."""
        self.suspended.add(name)

    def restore(self, name: str) -> None:
        """It is applied again."""
        self.suspended.discard(name)

    def leave(self, name: str, nation: str) -> None:
        """A nation withdraws from an agreement."""
        self.left.add((name, nation))

    def join(self, name: str, nation: str) -> None:
        """A nation that has withdrawn takes part again."""
        self.left.discard((name, nation))

    def leave_all(self, nation: str) -> None:
        """A nation withdraws from everything."""
        self.left |= {(name, nation) for name in self.all}

    def join_all(self, nation: str) -> None:
        """It takes part again."""
        self.left -= {(name, nation) for name in self.all}

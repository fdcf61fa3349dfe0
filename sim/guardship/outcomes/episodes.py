"""The episodes of each voyage: one pass over the log of a run sorts what happened to it into opportunities and ways."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from guardship.occurrences import Occurrence, Own
from guardship.outcomes.log import Entry
from guardship.outcomes.opportunities import (
    BEGINNING,
    COMMAND,
    FREE,
    LAW,
    OVER,
    PRIZE,
    RESULT,
    SEEN,
    TOLD,
    WARNED,
    Opportunity,
    Prize,
    Roll,
    Stage,
    Way,
)
from guardship.reasons import Reason

UNLAWFUL = {reason for reason in Reason if 400 <= reason < 415}
FAR = {Reason.TOO_FAR, Reason.OUT_OF_REACH, Reason.NO_WATER, Reason.QUARRY_GONE, Reason.BEYOND_RETURN}
ENDED = {  # where a pursuit that ends for a reason has ended; for any other it was out of reach
    Reason.CONTACT_LOST: Stage.LOST,
    Reason.NOT_FOUND: Stage.LOST,
    Reason.LOOKS_HARMLESS: Stage.CLEARED,
    Reason.NO_GROUND: Stage.CLEARED,
    Reason.NO_TEAM: Stage.NOT_STOPPED,
    Reason.ALREADY_BOARDED: Stage.NOT_STOPPED,
    Reason.UNIT_BUSY: Stage.NO_UNIT,
    Reason.DUTY_TO_RESCUE: Stage.NO_UNIT,
} | dict.fromkeys(UNLAWFUL, Stage.NO_AUTHORITY)
WORK: dict[Occurrence | Own, Stage] = {  # what a unit is about, and where it ends when nothing more comes of it
    Occurrence.TASKED: Stage.OUT_OF_REACH,
    Occurrence.WAITS: Stage.NOT_FOUND,
    Occurrence.PURSUIT: Stage.OUT_OF_REACH,
    Occurrence.ON_SCENE: Stage.NOT_FOUND,
    Occurrence.SEARCH: Stage.NOT_FOUND,
    Occurrence.SHADOWING: Stage.NO_UNIT,
    Occurrence.SUPPORTING: Stage.OUT_OF_REACH,
    Occurrence.HALTED: Stage.BOARDING_FAILED,
    Occurrence.BOARDING: Stage.BOARDING_FAILED,
}
BOARDED = {
    Reason.NOTHING_FOUND: Stage.NOTHING_FOUND,
    Reason.JETTISONED: Stage.JETTISONED,
} | dict.fromkeys(UNLAWFUL, Stage.NO_AUTHORITY)
ATTENDED = {  # why nobody goes where somebody is
    Reason.ALREADY_TASKED,
    Reason.ALREADY_BOARDED,
    Reason.ALREADY_HALTED,
    Reason.PARTNER_TASKED,
    Reason.UNDER_ORDER,
    Reason.DUPLICATE_OBSERVATION,
}
FAILED: dict[Occurrence | Own, Stage] = {
    Occurrence.SEARCH_ENDED: Stage.NOT_FOUND,
    Occurrence.HALT_FAILED: Stage.NOT_STOPPED,
}
CAUGHT: dict[Occurrence | Own, Stage] = {Occurrence.DETAINED: Stage.STOPPED, Occurrence.RELEASED: Stage.RELEASED}


@dataclass(slots=True)
class Episode:
    """An episode under way. `held`: the verdict on each contact, and since when; `reports`: when they were made.

    `answered`: contacts about which it has been said why nobody goes.
    `working`: where each unit's work ends if nothing more comes of it; `since`: when the report of that was made.
    """

    voyage: int
    holder: int
    begin: float
    end: float
    unit: int
    target: int
    source: str
    seen: float | None = None
    stage: Stage = Stage.UNDETECTED
    reason: Reason = Reason.NEVER_SEEN
    held: dict[tuple[int, int], tuple[str, float]] = field(default_factory=dict)
    answered: set[tuple[int, int]] = field(default_factory=set)
    reports: dict[int, float] = field(default_factory=dict)
    calls: set[int] = field(default_factory=set)
    working: dict[int, Stage | None] = field(default_factory=dict)
    since: dict[int, float] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    taken: bool = False

    @property
    def busy(self) -> bool:
        """Whether anybody holds it, works on it or is to hear of it."""
        return bool(self.held or self.reports or self.calls or self.working)

    def got(self, stage: Stage, reason: Reason) -> None:
        """It got as far as this; of two that are equally deep the later holds."""
        if stage >= self.stage:
            self.stage, self.reason = stage, reason

    def broke(self, time: float, unit: int, stage: Stage, reason: Reason, late: bool = False) -> None:
        """A way to the voyage has come to nothing."""
        self.ways.append(Way(self.voyage, self.holder, unit, time, stage, reason, late))

    def ended(self, time: float, unit: int, stage: Stage, reason: Reason) -> None:
        """It got as far as this, and there the way broke; not for what was left to somebody who is at it."""
        self.got(stage, reason)
        if reason not in ATTENDED:
            self.broke(time, unit, stage, reason)

    def let_go(self, observer: int, target: int, time: float) -> None:
        """A contact is over."""
        verdict, since = self.held.pop((observer, target), ("", time))
        if verdict == "harmless":
            self.ended(since, observer, Stage.CLEARED, Reason.LOOKS_HARMLESS)
        elif verdict == "suspicious" and observer not in self.working:
            self.got(Stage.LOST, Reason.CONTACT_LOST)
            if (observer, target) not in self.answered:
                self.broke(time, observer, Stage.LOST, Reason.CONTACT_LOST)
        elif verdict == "unknown" and observer not in self.working:
            self.broke(since, observer, Stage.NOT_INVESTIGATED, Reason.NEVER_IDENTIFIED)

    def free(self, unit: int, why: Reason, time: float, again: bool = False, late: bool = False) -> None:
        """A unit no longer works on it. `again`: it goes on with it on a newer order; `late`: the voyage is over."""
        stage = self.working.pop(unit, None)
        since = self.since.get(unit, time) if again else self.since.pop(unit, time)
        if stage is None:
            return
        if stage > self.stage or why is not Reason.BROKEN_OFF:
            self.got(stage, why)
        if not again:
            self.broke(since if late else time, unit, stage, why, late)

    def finish(self, why: Reason, time: float) -> None:
        """The voyage is over: whatever was still going on has come too late."""
        for observer, target in list(self.held):
            self.let_go(observer, target, time)
        if self.reports:
            late = Reason.CALL_TOO_LATE if why is Reason.RESPONSE_TOO_LATE else why
            self.got(Stage.TOO_LATE, late)
            self.broke(min(self.reports.values()), -1, Stage.TOO_LATE, late, True)
        for unit in list(self.working):
            self.free(unit, why, time, late=True)
        if not self.ways:
            self.broke(self.begin, self.unit, self.stage, self.reason)


class Episodes:
    """Goes through the log once; `rows` are the opportunities that are over, `ways` all that came to nothing.

    `consents`: when a flag state has consented, by voyage and holder; `prizes`: by voyage; `tells`: by holder, who has
    taken reports of its units.
    """

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.holders = roll.holders
        self.rows: list[Opportunity] = []
        self.ways: list[Way] = []
        self.consents: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
        self.prizes: dict[int, Prize] = {}
        self.sailed: dict[int, tuple[int, float]] = {}  # voyage: mother ship, time
        self.voyage: dict[int, int] = {}  # of a mother ship, now
        self.attacks: defaultdict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
        self.prey: dict[int, tuple[int, int]] = {}  # voyage and attack under way, by the ship attacked
        self.present: dict[tuple[int, int], Episode] = {}
        self.past: defaultdict[int, list[Episode]] = defaultdict(list)
        self.about: dict[int, int] = {}  # report: voyage
        self.made: dict[int, float] = {}  # report: when
        self.warned: set[int] = set()  # reports that carry a warning to shipping
        self.warned_of = 0  # the report upon which the last one was issued
        self.sender: dict[int, int] = {}  # report: whose unit made it
        self.tells: defaultdict[int, set[int]] = defaultdict(set)
        self.contacts: dict[tuple[int, int], int] = {}  # observer's number of a contact: vessel of a group
        self.task: dict[int, Episode] = {}
        self.told: defaultdict[int, set[int]] = defaultdict(set)  # by tip: who has it
        self.sent: dict[int, int] = {}  # by unit: the tip on which it was sent before the voyage began
        self.unsent: dict[tuple[int, int], Reason] = {}  # by tip and holder: why nobody was sent before that

    # ---- reading --------------------------------------------------------------------------------

    def read(self, line: Entry) -> None:
        """The next line."""
        read = READS.get(line.kind)
        if read is not None:
            read(self, line)

    def freed(self, line: Entry) -> None:
        """A unit is free of what it was at."""
        self.release(line.actor, line.time, Reason(line.reason) if line.reason else Reason.BROKEN_OFF)

    def events_of_voyage(self, line: Entry) -> None:
        """A voyage or an attack begins, or an attack has failed."""
        if line.kind == Occurrence.SAILED:
            self.sailed[line.voyage] = line.actor, line.time
            self.voyage[line.actor] = line.voyage
        elif line.kind == Occurrence.ATTACK:
            self.attacks[line.voyage][line.attack] = line.time, inf
            if line.object >= 0:  # a terminal calls nobody
                self.prey[line.object] = line.voyage, line.attack
        else:
            self.end_attack(line)

    def end_attack(self, line: Entry) -> None:
        """An attack is over."""
        begun = self.attacks[line.voyage].get(line.attack, (line.time, inf))[0]
        self.attacks[line.voyage][line.attack] = begun, line.time
        self.prey.pop(line.object, None)
        for episode in self.episodes_of(line.voyage):
            if line.attack in episode.calls:
                episode.calls.discard(line.attack)
                episode.end = line.time

    def over(self, line: Entry) -> None:
        """The voyage is over."""
        if line.kind in (Occurrence.HIJACKED, Occurrence.DAMAGED):
            self.end_attack(line)
        if self.voyage.get(line.actor) != line.voyage:
            return  # it has had its prize already
        taken = CAUGHT.get(line.kind)
        if taken is not None:
            for episode in self.episodes_of(line.voyage):
                if episode.taken:
                    episode.got(taken, Reason(line.reason))
        if line.kind in PRIZE:
            row = line.object if line.object >= 0 else line.actor
            self.prizes[line.voyage] = Prize(line.voyage, line.actor, row, self.sailed[line.voyage][1], line.time)
        late = PRIZE.get(line.kind, Reason.QUARRY_GONE)
        self.finish(line.voyage, line.time, late, line.time if line.kind in PRIZE else None)

    def sight(self, line: Entry) -> None:
        """A unit has gained, identified or lost a contact with a vessel of a group."""
        holder, voyage = self.roll.holder[line.actor], self.voyage.get(self.roll.lead[line.object], -1)
        if voyage < 0:
            return
        pair = line.actor, line.object
        if line.kind == Occurrence.CONTACT_GAINED:
            episode = self.episode(voyage, holder, line, "sensor", line.actor, line.object)
            episode.seen = line.time if episode.seen is None else episode.seen
            episode.unit = line.actor if episode.unit < 0 else episode.unit
            self.contacts[line.actor, line.contact] = line.object
            episode.held[pair] = "unknown", line.time
            episode.got(Stage.NOT_INVESTIGATED, Reason.NEVER_IDENTIFIED)
            return
        found = self.present.get((voyage, holder))
        if found is None or pair not in found.held:
            return
        if line.kind == Occurrence.CONTACT_IDENTIFIED:
            found.held[pair] = "harmless", line.time
        elif line.kind == Occurrence.CONTACT_SUSPICIOUS:
            found.held[pair] = "suspicious", line.time
        else:
            found.let_go(*pair, line.time)
        found.end = line.time

    def command(self, line: Entry) -> None:
        """What is said about it, and what commands answer."""
        if line.kind in (Occurrence.DISTRESS, Occurrence.REPORT):
            self.made.setdefault(line.report, line.time)
        if line.kind == Occurrence.DISTRESS:
            self.call(line)
            return
        target = self.contacts.get((line.actor, line.contact), -1)
        if line.kind == Occurrence.REPORT:
            self.report(line, target)
            return
        if line.kind == Occurrence.DECLINED and not (line.contact or line.report):
            if line.reason != Reason.CRAFT_OUT:  # a flight of its plan falls due while it is out on a task
                self.release(line.actor, line.time, Reason(line.reason) if line.reason else Reason.BROKEN_OFF)
            return  # an aircraft with a task that is kept on its deck
        if line.kind == Occurrence.NO_UNIT and line.report not in self.about and line.reason:
            self.unsent[line.report, line.holder] = Reason(line.reason)
        about = line.object if line.object >= 0 else target
        voyage = self.about[line.report] if line.report in self.about else self.voyage_of(about)
        for episode in self.concerned(voyage, line) if voyage >= 0 else ():
            self.answer(episode, line)

    def taken(self, line: Entry) -> None:
        """A command has taken a report into its picture."""
        self.tells[self.sender.get(line.report, -1)].add(line.holder)
        voyage = self.about.get(line.report, -1)
        if voyage < 0:
            return
        if self.hears(line.holder, voyage):
            source = "advisory" if line.report in self.warned else "shared"
            self.episode(voyage, line.holder, line, source, -1, self.sailed[voyage][0])
        for episode in self.concerned(voyage, line):
            self.answer(episode, line)

    def hears(self, holder: int, voyage: int) -> bool:
        """Whether a holder with units comes to know of a voyage that is under way by a partner's report alone."""
        if holder not in self.holders or self.voyage.get(self.sailed[voyage][0]) != voyage:
            return False
        return (voyage, holder) not in self.present

    def call(self, line: Entry) -> None:
        """A call for help: every holder hears it. One that is no attack's is a false alarm."""
        if line.actor not in self.prey:
            return
        voyage, attack = self.prey[line.actor]
        lead = self.sailed.get(voyage, (-1, 0.0))[0]
        if self.voyage.get(lead) != voyage:
            return  # it has had its prize already
        self.about[line.report] = voyage
        for holder in self.holders:
            episode = self.episode(voyage, holder, line, "call", -1, lead)
            episode.calls.add(attack)
            episode.reports[line.report] = line.time

    def tip(self, line: Entry) -> None:
        """A command has a tip, or the voyage begins that it is about: whoever has it knows of the voyage."""
        if line.kind == Occurrence.TIP:
            self.told[line.report].add(line.holder)
            voyage = self.about.get(line.report, -1)
            if voyage >= 0 and self.voyage.get(self.sailed[voyage][0]) == voyage:
                self.announce(line.holder, line)
        elif self.voyage.get(line.actor) == line.voyage:
            self.about[line.report] = line.voyage
            for holder in sorted(self.told[line.report]):
                self.announce(holder, line)

    def warn(self, line: Entry) -> None:
        """A warning is issued upon a report, and after that sent to holders: to them it is about the same voyage."""
        if line.kind == Occurrence.ADVISORY:
            self.warned_of = line.report
            return
        self.made[line.report] = line.time
        self.warned.add(line.report)
        if self.warned_of in self.about:
            self.about[line.report] = self.about[self.warned_of]

    def announce(self, holder: int, line: Entry) -> None:
        """A holder knows of a voyage by a tip; what it has done about it before the voyage began counts now."""
        if holder not in self.holders:
            return
        voyage = self.about[line.report]
        episode = self.episode(voyage, holder, line, "tip", -1, self.sailed[voyage][0])
        why = self.unsent.pop((line.report, holder), Reason.NO_UNIT_FREE)
        sent = [unit for unit, tip in self.sent.items() if tip == line.report and self.roll.holder[unit] == holder]
        stage = Stage.OUT_OF_REACH if why in FAR else Stage.NO_UNIT
        if sent:
            episode.got(stage, why)
        else:
            episode.ended(line.time, -1, stage, why)
        for unit in sent:
            del self.sent[unit]
            episode.working[unit] = Stage.NOT_FOUND
            episode.since[unit] = line.time
            self.task[unit] = episode

    def report(self, line: Entry, target: int) -> None:
        """A unit reports a contact: only what it still holds can be late."""
        self.sender[line.report] = self.roll.holder[line.actor]
        voyage = self.voyage_of(target)
        episode = self.present.get((voyage, self.roll.holder[line.actor]))
        if episode is not None:
            self.about[line.report] = voyage
            if (line.actor, target) in episode.held:
                episode.reports[line.report] = line.time

    def answer(self, episode: Episode, line: Entry) -> None:
        """A report has arrived, or nobody goes."""
        episode.end = line.time
        episode.reports.pop(line.report, None)
        why = Reason(line.reason) if line.reason else Reason.BROKEN_OFF
        if line.kind == Occurrence.TAKEN and episode.stage is Stage.UNDETECTED:
            episode.got(Stage.NO_UNIT, Reason.NO_UNIT_FREE)  # until the command has answered
        elif line.kind == Occurrence.WITHHELD:
            episode.ended(line.time, -1, Stage.NOT_RELEASED, why)
        elif line.kind == Occurrence.NOT_TAKEN and why is not Reason.DUPLICATE_OBSERVATION:
            episode.ended(line.time, -1, Stage.LOST, why)
        elif line.kind == Occurrence.NO_UNIT or (line.kind == Occurrence.DECLINED and self.may_decline(episode, line)):
            stage = Stage.OUT_OF_REACH if why in FAR else Stage.NO_UNIT
            episode.answered |= episode.held.keys()
            episode.ended(line.time, line.actor, Stage.NO_AUTHORITY if why in UNLAWFUL else stage, why)

    def may_decline(self, episode: Episode, line: Entry) -> bool:
        """A unit that was given a task refuses it; one that has another contact of the group in hand does not."""
        if line.report > 0:
            episode.working.pop(line.actor, None)
            self.task.pop(line.actor, None)
        return line.actor not in episode.working

    def work(self, line: Entry) -> None:
        """A unit takes it up, or gets on with it."""
        ordered = line.kind in (Occurrence.TASKED, Occurrence.WAITS)
        voyage = self.about.get(line.report, -1) if ordered else self.voyage_of(line.object)
        episode = self.present.get((voyage, self.roll.holder[line.actor])) if voyage >= 0 else None
        before = self.task.get(line.actor)
        going = before is not None and before.working.get(line.actor) is not None
        if ordered or (episode is not None and episode is not before):
            self.release(line.actor, line.time, Reason.BROKEN_OFF, episode)
        if ordered and voyage < 0:
            self.sent[line.actor] = line.report
        if episode is not None:
            self.task[line.actor] = episode
        episode = self.task.get(line.actor)
        if episode is not None:
            wrong = line.object >= 0 and self.voyage_of(line.object) != episode.voyage
            stage = Stage.NO_AUTHORITY if line.reason in UNLAWFUL else WORK[line.kind]
            episode.working[line.actor] = Stage.NOT_FOUND if wrong else stage
            if not (going and episode is before):
                episode.since[line.actor] = self.made.get(line.report, line.time) if ordered else line.time
            episode.end = line.time

    def law(self, line: Entry) -> None:
        """A unit may not, or the flag state has answered."""
        voyage = self.voyage_of(line.object)
        episode = self.present.get((voyage, self.roll.holder[line.actor])) if voyage >= 0 else None
        if voyage >= 0 and line.kind == Occurrence.CONSENT_GIVEN:
            self.consents[voyage, self.roll.holder[line.actor]].append(line.time)
        if episode is not None and line.reason:
            episode.ended(line.time, line.actor, Stage.NO_AUTHORITY, Reason(line.reason))
            episode.end = max(episode.end, line.time)

    def result(self, line: Entry) -> None:
        """A pursuit, a search, a hand-over or a boarding is over; the unit is free later."""
        episode, voyage = self.task.get(line.actor), self.voyage_of(line.object)
        if voyage >= 0:
            episode = self.present.get((voyage, self.roll.holder[line.actor]))
        elif line.object >= 0:
            if episode is not None and line.kind == Occurrence.BOARDING_DONE:
                episode.ended(line.time, line.actor, Stage.NOT_FOUND, Reason.WRONG_VESSEL)
                episode.working[line.actor] = None
            return
        if episode is None:
            return
        episode.end = line.time
        if line.actor in episode.working:
            episode.working[line.actor] = None
        why = Reason(line.reason) if line.reason else None
        if line.kind == Occurrence.BOARDING_DONE:
            episode.taken = why is None
        stage = self.stage_of(line.kind, why)
        if stage is not None:
            other = Reason.BROKEN_OFF if line.kind == Occurrence.PURSUIT_ENDED else Reason.NOT_FOUND
            episode.ended(line.time, line.actor, stage, why or other)

    @staticmethod
    def stage_of(kind: Occurrence | Own, why: Reason | None) -> Stage | None:
        """Where a pursuit, a search, a hand-over or a boarding that ends for a reason has ended; None: not there."""
        if kind == Occurrence.BOARDING_DONE:
            return BOARDED.get(why, Stage.BOARDING_FAILED) if why is not None else None
        if kind == Occurrence.HANDED_OVER:
            handed = Stage.NO_AUTHORITY if why in UNLAWFUL else Stage.NO_UNIT
            return handed if why is not None else None
        if kind == Occurrence.PURSUIT_ENDED:
            return ENDED.get(why or Reason.BROKEN_OFF, Stage.OUT_OF_REACH)
        return FAILED[kind]

    def release(self, unit: int, time: float, why: Reason, then: Episode | None = None) -> None:
        """A unit is free for something else. `then`: what it turns to, None for no voyage."""
        self.sent.pop(unit, None)
        episode = self.task.pop(unit, None)
        if episode is not None:
            episode.free(unit, why, time, again=episode is then)
            episode.end = time

    # ---- episodes ------------------------------------------------------------------------------

    def voyage_of(self, row: int) -> int:
        """The voyage on which a vessel's group is now, -1 for none."""
        return self.voyage.get(self.roll.lead[row], -1) if row >= 0 else -1

    def episodes_of(self, voyage: int) -> Iterator[Episode]:
        """The present episode of each holder."""
        return (self.present[voyage, holder] for holder in self.holders if (voyage, holder) in self.present)

    def concerned(self, voyage: int, line: Entry) -> list[Episode]:
        """The present episodes of whose unit or command wrote a line; one of a command without units is of all."""
        holder = self.roll.holder[line.actor] if line.actor >= 0 else line.holder
        if holder not in self.holders:
            return list(self.episodes_of(voyage))
        own = self.present.get((voyage, holder))
        return [] if own is None else [own]

    def episode(self, voyage: int, holder: int, line: Entry, source: str, unit: int, target: int) -> Episode:
        """The episode that goes on, or a new one."""
        now = self.present.get((voyage, holder))
        if now is not None and (now.busy or line.time <= now.end):
            return now
        if now is not None:
            self.past[voyage].append(now)
        episode = self.present[voyage, holder] = Episode(voyage, holder, line.time, line.time, unit, target, source)
        return episode

    def finish(self, voyage: int, time: float, why: Reason, prize: float | None = None) -> None:
        """The voyage is over: write its rows."""
        lead, begun = self.sailed[voyage]
        self.voyage.pop(lead, None)
        episodes = self.past.pop(voyage, [])
        for holder in self.holders:
            episode = self.present.pop((voyage, holder), None)
            if episode is not None:
                episode.end = time if episode.busy else episode.end
                episode.finish(why, time)
                episodes.append(episode)
        for episode in sorted(episodes, key=lambda episode: (episode.begin, episode.holder)):
            self.rows.append(self.row(episode, prize))
            self.ways += episode.ways
        if not episodes:
            self.rows.append(self.unknown(voyage, lead, begun, time, prize))

    def row(self, episode: Episode, prize: float | None) -> Opportunity:
        """The row of an episode that is over."""
        attacks = self.attacks[episode.voyage]
        within = [k for k, (a, b) in attacks.items() if a <= episode.end and b >= episode.begin]
        return Opportunity(
            episode.voyage,
            min(within, default=-1),
            episode.holder,
            episode.unit,
            episode.target,
            episode.begin,
            episode.end,
            episode.seen,
            episode.source,
            episode.stage,
            episode.reason,
            None if prize is None else prize - episode.begin,
        )

    def unknown(self, voyage: int, lead: int, begun: float, time: float, prize: float | None) -> Opportunity:
        """The row of a voyage that nobody knew of."""
        attacks = self.attacks[voyage]
        why = Reason.NO_PATROL if not self.holders else Reason.NO_CALL if attacks else Reason.NEVER_SEEN
        ahead = None if prize is None else 0.0
        return Opportunity(
            voyage, min(attacks, default=-1), -1, -1, lead, begun, time, None, "none", Stage.UNDETECTED, why, ahead
        )


READS: Mapping[Occurrence | Own, Callable[[Episodes, Entry], None]] = {
    kind: read
    for kinds, read in (
        (RESULT, Episodes.result),
        (FREE, Episodes.freed),
        (WORK, Episodes.work),
        (LAW, Episodes.law),
        (COMMAND, Episodes.command),
        ({Occurrence.TAKEN}, Episodes.taken),
        (WARNED, Episodes.warn),
        (TOLD, Episodes.tip),
        (OVER, Episodes.over),
        (BEGINNING, Episodes.events_of_voyage),
        (SEEN, Episodes.sight),
    )
    for kind in kinds
}
"""Who reads which kind of line."""


class Followed(NamedTuple):
    """What became of all voyages: opportunities by voyage and time, ways that came to nothing, consents, prizes.

    `tells`: by holder, who has taken reports of its units.
    """

    rows: Sequence[Opportunity]
    ways: Sequence[Way]
    consents: Mapping[tuple[int, int], Sequence[float]]
    prizes: Mapping[int, Prize]
    tells: Mapping[int, Collection[int]]


def followed(lines: Iterable[Entry], roll: Roll, hours: float) -> Followed:
    """What became of the voyages of a run of so many hours."""
    episodes = Episodes(roll)
    for line in lines:
        episodes.read(line)
    for voyage in sorted(episodes.voyage.values()):
        episodes.finish(voyage, hours, Reason.WINDOW_CLOSED)
    rows = sorted(episodes.rows, key=lambda row: (row.voyage, row.begin, row.holder))
    return Followed(rows, episodes.ways, dict(episodes.consents), episodes.prizes, dict(episodes.tells))


def opportunities(lines: Iterable[Entry], roll: Roll, hours: float) -> Sequence[Opportunity]:
    """The opportunities of a run of so many hours, in the order of voyages and times."""
    return followed(lines, roll, hours).rows

"""What reports are about: the voyage of the group that was seen, that attacks who calls for help, or that a tip is of.

Nobody in the run knows it: a command has tracks, and a report may be a false alarm. It follows from the log of events,
so that an audit can do it again.
"""

from collections.abc import Iterable, Mapping

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry
from guardship.outcomes.opportunities import OVER, Roll

HOME = OVER - {Occurrence.HIJACKED}  # the group is on a voyage no more; one that has taken a ship sails home with it
SAYS = {
    Occurrence.SAILED,
    Occurrence.CONTACT_GAINED,
    Occurrence.ATTACK,
    Occurrence.REPORT,
    Occurrence.DISTRESS,
    Occurrence.ADVISORY,
    Occurrence.ADVISORY_SENT,
    Occurrence.TIPPED,
    Occurrence.ATTACK_FAILED,
    Occurrence.HIJACKED,
    *HOME,
}
"""The kinds of lines from which it follows what a report is about."""


class Subjects:
    """Goes through the log once. `voyages`: the number of the voyage that each report is about, by the report's number.

    A report that is about no voyage is not there: of an innocent vessel, a false alarm, one that is made up.
    """

    def __init__(self, roll: Roll, repeats: Mapping[int, int], tips: Mapping[int, int]) -> None:
        self.roll = roll
        self.repeats = repeats
        self.voyages = dict(tips)
        self.under_way: dict[int, int] = {}  # by mother ship
        self.ended: dict[int, tuple[float, int]] = {}  # by mother ship: when its last voyage was over, and which
        self.contacts: dict[tuple[int, int], int] = {}  # by observer and its number of a contact: the mother ship
        self.attacked: dict[int, int] = {}  # by ship: the voyage of who attacks it
        self.warned_of = 0  # the report upon which the last warning was issued: holders are told in the lines after it

    def read(self, line: Entry) -> None:
        """The next line, of a kind of `SAYS`."""
        if line.kind == Occurrence.SAILED:
            self.under_way[line.actor] = line.voyage
        elif line.kind == Occurrence.CONTACT_GAINED:
            self.contacts[line.actor, line.contact] = self.roll.lead[line.object]
        elif line.kind == Occurrence.ATTACK:
            self.attacked[line.object] = line.voyage
        elif line.kind == Occurrence.REPORT:
            self.say(line.report, self.voyage_of(self.contacts.get((line.actor, line.contact), -1), line.time))
        elif line.kind == Occurrence.DISTRESS:
            self.say(line.report, self.attacked.get(line.actor, -1))
        elif line.kind == Occurrence.ADVISORY:
            self.warned_of = line.report
        elif line.kind == Occurrence.ADVISORY_SENT:
            self.say(line.report, self.voyages.get(self.warned_of, -1))
        elif line.kind == Occurrence.TIPPED:
            self.say(line.report, line.voyage)
        else:
            self.over(line)

    def over(self, line: Entry) -> None:
        """An attack or a voyage is over."""
        if line.object >= 0:
            self.attacked.pop(line.object, None)
        if line.kind in HOME and self.under_way.get(line.actor) == line.voyage:
            del self.under_way[line.actor]
            self.ended[line.actor] = line.time, line.voyage

    def voyage_of(self, lead: int, time: float) -> int:
        """The voyage of a mother ship, -1 for none; one that ends at this instant is still seen."""
        when, last = self.ended.get(lead, (-1.0, -1))
        return self.under_way.get(lead, last if when == time else -1)

    def say(self, report: int, voyage: int) -> None:
        """A report is about a voyage, or about none (-1)."""
        if voyage >= 0:
            self.voyages[report] = voyage

    def repeat(self) -> None:
        """Claims are about what the reports are about that they repeat."""
        for claim, report in self.repeats.items():
            self.say(claim, self.voyages.get(report, -1))


def recognised(lines: Iterable[Entry], roll: Roll) -> dict[int, float]:
    """When [h] a patrol first held a vessel of the group for suspicious on a voyage, by its number.

    `lines`: of the log, in order. Whether it did so by a label or by signs.
    """
    reader, found = Subjects(roll, {}, {}), dict[int, float]()
    for line in lines:
        if line.kind in SAYS:
            reader.read(line)
        elif line.kind == Occurrence.CONTACT_SUSPICIOUS:
            voyage = reader.voyage_of(roll.lead[line.object], line.time)
            if voyage >= 0:
                found.setdefault(voyage, line.time)
    return found


def subjects(
    lines: Iterable[Entry], roll: Roll, repeats: Mapping[int, int], tips: Mapping[int, int] | None = None
) -> dict[int, int]:
    """The number of the voyage that each report is about, by the report's number; of those about none nothing.

    `lines`: of the log, in order. `repeats`: of each claim of a command, which is no observation of its own, the report
    that it repeats. `tips`: voyages of tips beside those that the log names, which are those that have sailed.
    """
    reader = Subjects(roll, repeats, tips or {})
    for line in lines:
        if line.kind in SAYS:
            reader.read(line)
    reader.repeat()
    return reader.voyages

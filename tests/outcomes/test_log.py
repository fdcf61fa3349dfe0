"""Lines of a log by kind: the same, in the same order, with an index and without."""

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry, Lines, Log, of_kinds

NOTED = (Occurrence.TASKED, Occurrence.REPORT, Occurrence.TASKED, Occurrence.TAKEN, Occurrence.REPORT)


def entries() -> list[Entry]:
    log = Log()
    for k, kind in enumerate(NOTED):
        log.add(Entry(float(k), k, kind, 0))
    return log.entries


def test_lines_of_some_kinds_are_those_of_the_log_in_its_order() -> None:
    plain = entries()
    for kinds in ({Occurrence.REPORT}, {Occurrence.TAKEN, Occurrence.TASKED}, {Occurrence.SAILED}, set(NOTED), set()):
        wanted = [entry for entry in plain if entry.kind in kinds]
        lines = Lines(plain)
        for _ in range(2):
            assert list(of_kinds(lines, kinds)) == of_kinds(plain, kinds) == wanted

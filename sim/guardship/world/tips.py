"""Tips: what commands come to know of voyages that no unit of theirs has reported.

Truth: it alone knows which tip is about which voyage, and which is made up.
"""

from collections.abc import Sequence
from typing import final

from guardship.intelligence import Kind
from guardship.intelligence.tips import Rumour
from guardship.occurrences import Occurrence
from guardship.reasons import Reason
from guardship.world.ports import Journal
from guardship.world.post import Post
from guardship.world.voyages import Candidate, Voyages


@final
class Tips:
    """The sources of tips."""

    def __init__(self, journal: Journal, post: Post, voyages: Voyages) -> None:
        self._journal = journal
        self._post = post
        self._voyages = voyages

    def give(self, rumour: Rumour, to: Sequence[int], candidate: Candidate | None) -> None:
        """A source speaks, to some holders. `candidate`: the voyage that it is about, None for what is made up."""
        row, reason = (-1, Reason.MADE_UP) if candidate is None else (candidate.row, None)
        for holder in to:
            seen, about = rumour.observation(), (rumour.key, rumour.ordinal)
            report = self._post.make(Kind.TIP, holder, seen, about, until=rumour.until)
            self._journal.note(Occurrence.TIP_GIVEN, -1, row, report=report.id, reason=reason)
            if candidate is not None:
                self._voyages.told(candidate, report.id)
            self._post.transmit(report)

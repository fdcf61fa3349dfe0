"""What happened to one voyage, attack, vessel, track or report of a run, in sentences that say on which rows they rest.

From the tables of a run alone: `book.py` finds rows, `phrases.py` has a sentence for each kind of line, `telling.py`
folds lines that say the same into one sentence, `subjects.py` chooses the lines of what is asked for.
"""

from guardship.story.against import Parting, parted
from guardship.story.book import TABLES, Book
from guardship.story.interesting import Hint, interesting
from guardship.story.subjects import UnknownSubject, deeds, story, with_deeds
from guardship.story.telling import Sentence, Story

__all__ = [
    "TABLES",
    "Book",
    "Hint",
    "Parting",
    "Sentence",
    "Story",
    "UnknownSubject",
    "deeds",
    "interesting",
    "parted",
    "story",
    "with_deeds",
]

"""What is said of a code."""

from collections.abc import Mapping
from typing import NamedTuple


class Meaning(NamedTuple):
    """`words`: what tables and labels show. `means`: a sentence. `arises`: what notes it, and where that is written.

    `changes`: which entries of a scenario change how often it comes. In `arises` what stands in backquotes is a code, a
    kind of line of the log, a table or a column; in `changes` it is the path of an entry. `of`: by offence, words that
    are nearer where everything that is shown is of that offence.
    """

    words: str
    means: str
    arises: str
    changes: str
    of: Mapping[str, str] = {}

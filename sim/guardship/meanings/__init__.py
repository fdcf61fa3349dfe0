"""What the codes in files mean, in words for people: every word that a table or a page shows for a code is here.

A code is a reason (`reasons.py`), or how a voyage, an attack or an opportunity ended (`ends.py`). `lookup.py` finds
them, `page.py` writes docs/reasons.md.
"""

from guardship.meanings.endings import ACTIVITIES, BOTH_WAYS
from guardship.meanings.lookup import ATTACK, CODES, REASON, STAGE, VOYAGE, Code, ending, found, near, of_reason, words
from guardship.meanings.meaning import Meaning

__all__ = [
    "ACTIVITIES",
    "ATTACK",
    "BOTH_WAYS",
    "CODES",
    "REASON",
    "STAGE",
    "VOYAGE",
    "Code",
    "Meaning",
    "ending",
    "found",
    "near",
    "of_reason",
    "words",
]

"""All codes with what is said of them, found by number, by name or by words."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from guardship.meanings.endings import ATTACKS, STAGES, VOYAGES, WHY
from guardship.meanings.law import LAW
from guardship.meanings.meaning import Meaning
from guardship.meanings.offenders import OFFENDERS, TRAFFIC
from guardship.meanings.patrols import PATROLS
from guardship.meanings.reports import NETWORK, REPORTS
from guardship.reasons import Reason

REASON, VOYAGE, ATTACK, STAGE = "reason", "end of a voyage", "end of an attack", "stage of an opportunity"
NEAREST = 3  # codes that are offered for one that is not there


class Code(NamedTuple):
    """A code as files have it. `number`: of a reason, None for an end; `group`: under which heading it is told."""

    kind: str
    name: str
    number: int | None
    group: str
    meaning: Meaning


ENDS: Mapping[str, Mapping[str, Meaning]] = {VOYAGE: VOYAGES, ATTACK: ATTACKS, STAGE: STAGES}
HEADINGS = {VOYAGE: "How voyages end", ATTACK: "How attacks end", STAGE: "Where opportunities end"}
REASONS: Mapping[str, Mapping[Reason, Meaning]] = {
    "Why nobody stopped a voyage": WHY,
    "Why offenders did not": OFFENDERS,
    "Why patrols and commands did not": PATROLS,
    "Why the law or a nation's rules did not allow it": LAW,
    "What became of reports": REPORTS,
    "Tips and attacks on the network": NETWORK,
    "Merchant ships and innocent boats": TRAFFIC,
}
CODES: tuple[Code, ...] = (
    *(Code(kind, name, None, HEADINGS[kind], one) for kind, ends in ENDS.items() for name, one in ends.items()),
    *(
        Code(REASON, reason.name.lower(), int(reason), group, one)
        for group, reasons in REASONS.items()
        for reason, one in reasons.items()
    ),
)
_BY_NAME: Mapping[tuple[str, str], Meaning] = {(code.kind, code.name): code.meaning for code in CODES}


def words(kind: str, name: str, offences: Iterable[str] = ()) -> str:
    """What people read for a code; for one that is not there, as of an older store, its name with blanks.

    `offences`: all that what is shown may be of; with one alone the words may be nearer.
    """
    meaning, own = _BY_NAME.get((kind, name)), tuple(offences)
    if meaning is None:
        return plain(name)
    return meaning.of.get(own[0], meaning.words) if len(own) == 1 else meaning.words


def of_reason(name: str, offences: Iterable[str] = ()) -> str:
    """The words of a reason; see `words`."""
    return words(REASON, name, offences)


def ending(kind: str, key: str, offences: Iterable[str] = ()) -> tuple[str, str]:
    """The words of "outcome/cause", the cause "" where there is none or it is `none`; see `words`."""
    outcome, _, cause = key.partition("/")
    return words(kind, outcome), of_reason(cause, offences) if cause not in ("", "none") else ""


def plain(text: str) -> str:
    """A name or words as they are compared: small letters, one blank for each gap."""
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())


def found(text: str) -> list[Code]:
    """The codes with that number, name or words; a name may be of a reason and of a stage."""
    asked = plain(text)
    return [code for code in CODES if asked in _called(code)]


def near(text: str) -> list[Code]:
    """Codes that are spelled or worded most like a text, the nearest first."""
    asked = plain(text)
    called = {name: code for code in CODES for name in sorted(_called(code)) if not name.isdecimal()}
    some = [called[name] for name in get_close_matches(asked, called, n=len(called), cutoff=0.6)]
    some += [code for name, code in called.items() if len(asked) > 2 and asked in name]
    return [code for k, code in enumerate(some) if code not in some[:k]][:NEAREST]


def _called(code: Code) -> set[str]:
    """By what a code can be asked for."""
    said = code.meaning.words, *code.meaning.of.values()
    number = [] if code.number is None else [str(code.number)]
    return {plain(code.name), *map(plain, said), *number}

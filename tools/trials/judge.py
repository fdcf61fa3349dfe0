"""Whether what came of a trial is right."""

import re
import signal
from collections.abc import Iterator

from tools.trials.trial import Outcome, Trial, Wanted

SPARE = 1.0  # s of processor time more than a small valid file takes
MOST_SAID = 64_000  # bytes
LONGEST_LINE = 2_000  # letters
SLOW = (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def faults(trial: Trial, outcome: Outcome, plain: float) -> Iterator[str]:
    """What is wrong, in words that do not depend on the trial; `plain`: processor time of a small valid file [s]."""
    code, said = outcome.code, outcome.said
    if "Traceback (most recent call last)" in said:
        yield "traceback"
    elif -code in SLOW:
        yield "no end"
    elif code < 0:
        yield f"dies of {signal.Signals(-code).name}"
    elif code not in trial.wanted.value:
        yield "silent acceptance" if code == 0 else "refused" if code == 2 else f"exit {code}"
    elif code == 2 and trial.place and not re.search(trial.place, said):
        yield "no place"
    if code >= 0 and outcome.cpu > plain + SPARE * trial.dear:
        yield "slow"
    if outcome.size > MOST_SAID:
        yield "unbounded output"
    elif outcome.longest > LONGEST_LINE and trial.wanted is not Wanted.READ:
        yield "long line"
    if CONTROL.search(said):
        yield "prints control characters"
    if trial.never and re.search(trial.never, said):
        yield "says what it should not"

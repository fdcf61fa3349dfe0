"""When events repeat at one instant without end: the run stops, and says who takes part."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from guardship.core.ocean import Repeats

MOST, MOST_EACH = 10_000, 100  # events at one instant, in all and for each vessel; time then no longer passes
WITNESSES = 1_000  # further events, of which it is noted who acts
NAMED = 10  # names in a message, the most frequent ones


class Endless(RuntimeError):
    """Events repeat at one instant without end. `time`: when [h]; `names`: who takes part, most often first.

    `run`: what has happened until then, where the run is made by `simulate`; None elsewhere.
    """

    def __init__(self, time: float, names: Iterable[str]) -> None:
        self.time, self.names = time, tuple(names)
        self.run: Any = None
        more = len(self.names) - NAMED
        said = ", ".join(self.names[:NAMED]) + (f" and {more} more" if more > 0 else "")
        super().__init__(
            f"events repeat without end at {time:.6f} h, among {said or 'no vessel'}: two pursue each other without a"
            " reaction time, or an agent answers what has happened with what makes it happen again at once"
        )


class Instant:
    """Counts what the world does at one instant. `most`: so many times at least without an end to it."""

    def __init__(self) -> None:
        self.most = MOST
        self.count = 0
        self._who: Counter[str] = Counter()

    def allow(self, vessels: int) -> None:
        """There are so many vessels."""
        self.most = MOST + MOST_EACH * vessels

    def begin(self) -> None:
        """Time has passed."""
        self.count = 0
        if self._who:
            self._who.clear()

    def witness(self, time: float, names: Iterable[str]) -> None:
        """It has become many: these act. Raises Endless when it goes on."""
        self._who.update(names)
        if self.count > self.most + WITNESSES:
            raise Endless(time, (name for name, _ in self._who.most_common()))


def repeated(fault: Repeats, names: Iterable[str]) -> Endless:
    """The same where the core has found it. `names`: of all vessels, by row."""
    known = list(names)
    return Endless(fault.time, (known[row] for row in fault.rows))

"""What agents put off: a heap of plain tuples beside Mesa's list of events, in one order with it."""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from math import inf
from typing import Any, final

from mesa.time import Event, Priority

DEFAULT = Priority.DEFAULT.value


@final
class Timer:
    """A call of a method that is due; it can be cancelled until then. `what`: None once it is."""

    __slots__ = ("args", "what")

    def __init__(self, what: Callable[..., None], args: tuple[Any, ...]) -> None:
        self.what: Callable[..., None] | None = what
        self.args = args

    def execute(self) -> None:
        """Call it, unless it was cancelled."""
        if self.what is not None:
            self.what(*self.args)

    def cancel(self) -> None:
        """It will not come."""
        self.what, self.args = None, ()


@final
class Timers:
    """By time, then in the order of their making; numbered from Mesa's own counter, so that both lists make one order.

    Mesa's event holds what it calls weakly, and compares in Python: four times as dear.
    """

    __slots__ = ("_heap",)

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Timer]] = []

    def __iter__(self) -> Iterator[Timer]:
        """Those that are due yet, in no order."""
        return (timer for _, _, timer in self._heap if timer.what is not None)

    def set(self, time: float, what: Callable[..., None], args: tuple[Any, ...]) -> Timer:
        """Call `what` at a time [h]."""
        timer = Timer(what, args)
        heappush(self._heap, (time, next(Event._ids), timer))
        return timer

    @property
    def due(self) -> float:
        """When the first is due [h], inf for none."""
        heap = self._heap
        while heap and heap[0][2].what is None:
            heappop(heap)
        return heap[0][0] if heap else inf

    def before(self, other: Event) -> bool:
        """Whether there is one, not cancelled, that comes before an event of Mesa's."""
        if not self._heap:
            return False
        time, number, _ = self._heap[0]
        return (time, DEFAULT, number) < (other.time, other.priority, other.unique_id)

    def take(self) -> Timer:
        """The first, which is not cancelled. IndexError when there is none."""
        return heappop(self._heap)[2]

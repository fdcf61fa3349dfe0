"""The clock of a run: the time that the sea has reached, and Mesa's list of events for timers."""

from collections.abc import Callable
from math import isfinite
from typing import Any, final

from mesa.time import Event, EventList

from guardship.core.ocean import Ocean


@final
class Clock:
    """Timers in the event list of a Mesa model, against the time of its ocean. `set`: how many timers have been set."""

    def __init__(self, ocean: Ocean, events: EventList) -> None:
        self._ocean = ocean
        self._events = events
        self.set = 0

    @property
    def now(self) -> float:
        """Hours since the start of the run."""
        return self._ocean.now

    def after(self, hours: float, what: Callable[..., None], *args: Any) -> Event:
        """Call a bound method after some hours; the event can be cancelled.

        Mesa holds the owner of the method weakly: who is gone is not called. Raises ValueError below 0 and for inf.
        """
        if not isfinite(hours) or hours < 0.0:
            raise ValueError(f"cannot wait {hours} h")
        self.set += 1
        event = Event(self.now + hours, what, function_args=list(args))
        self._events.add_event(event)
        return event

    def forget(self, which: Callable[[Callable[..., None]], bool]) -> None:
        """Cancel the timers of some methods."""
        for event in self._events._events:
            method = event.fn() if event.fn is not None else None
            if method is not None and which(method):
                event.cancel()

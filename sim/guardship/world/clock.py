"""The clock of a run: the time that the sea has reached, and what agents put off."""

from collections.abc import Callable
from math import isfinite
from typing import Any, final

from guardship.core.ocean import Ocean
from guardship.world.timers import Timer, Timers


@final
class Clock:
    """Timers against the time of the ocean. `timers`: those that are due; `set`: how many have been set."""

    def __init__(self, ocean: Ocean) -> None:
        self._ocean = ocean
        self.timers = Timers()
        self.set = 0

    @property
    def now(self) -> float:
        """Hours since the start of the run."""
        return self._ocean.now

    def after(self, hours: float, what: Callable[..., None], *args: Any) -> Timer:
        """Call a bound method after some hours; the timer can be cancelled. Raises ValueError below 0 and for inf."""
        if not isfinite(hours) or hours < 0.0:
            raise ValueError(f"cannot wait {hours} h")
        self.set += 1
        return self.timers.set(self._ocean.now + hours, what, args)

    def forget(self, which: Callable[[Callable[..., None]], bool]) -> None:
        """Cancel the timers of some methods."""
        for timer in self.timers:
            if timer.what is not None and which(timer.what):
                timer.cancel()

"""A quantity that changes with the season, from its twelve monthly means."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Times = NDArray[np.datetime64]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Season:
    """Straight lines from mid-month to mid-month whose mean over each month is the one given.

    Lines through the monthly means themselves would cut off the peaks. The values in mid-month solve
    1/8 v[k-1] + 3/4 v[k] + 1/8 v[k+1] = mean[k]: J. Sheng and F. Zwiers, Climate Dynamics 14 (1998) 609-613.
    """

    monthly: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse what no such lines above zero can follow."""
        low = int(np.argmin(self.middles()))
        if not self.middles()[low] > 0.0:
            raise ValueError(f"the year changes too fast about {MONTHS[low]}: no smooth course has these monthly means")

    def middles(self) -> Floats:
        """The twelve values in mid-month."""
        own = np.eye(12)
        weights = 0.75 * own + 0.125 * (np.roll(own, 1, axis=0) + np.roll(own, -1, axis=0))
        return np.asarray(np.linalg.solve(weights, np.array(self.monthly, float)))

    def at(self, times: Times) -> Floats:
        """The values at times (UTC)."""
        months = times.astype("M8[M]")
        begin, end = months.astype(times.dtype), (months + np.timedelta64(1, "M")).astype(times.dtype)
        x = months.astype(np.int64) % 12 + (times - begin) / (end - begin)  # 1970-01 is month 0
        return np.asarray(np.interp(x, np.arange(12) + 0.5, self.middles(), period=12.0))

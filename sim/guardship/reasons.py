"""The reason codes: why something that could have happened did not. A code is a value; it is never raised."""

from enum import IntEnum, unique


@unique
class Reason(IntEnum):
    """One code per foreseen refusal or miss. Numbers are stable: add, never renumber."""

    # intelligence (100-149)
    NO_OBSERVATION = 100  # a report that carries nothing to track
    DUPLICATE_OBSERVATION = 101  # already counted, and this version is no better
    OBSERVATION_TOO_OLD = 102  # older than everything that can still be re-run or remembered
    OBSERVATION_FROM_FUTURE = 103  # made later than it arrived
    UNKNOWN_TRACK = 104  # no live track of this picture has that id
    NEVER_ARRIVES = 105  # the channel's delay is infinite
    NOT_IN_FLIGHT = 106  # a delivery that was already settled, or another network's

"""What a trial is, what came of it, and what is kept of that."""

import enum
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

type Act = Callable[[], int | None]  # done in a process of its own, in the trial's folder; the exit code
type Content = str | bytes


class Wanted(enum.Enum):
    """The exit codes that are right."""

    REFUSED = (2,)
    READ = (0,)
    EITHER = (0, 2)  # it may be allowed; what is refused is refused with its place
    ANSWERED = (0, 1, 2)  # an audit finds something too


class Trial(NamedTuple):
    """One thing tried.

    `act`: arguments of the command, or what is called. `files`: written into the trial's folder beforehand, then
    `prepare` is called with it. `place`: a pattern that what is said must match where it is refused. `like`: a file of
    the folder that means the same as the first argument that ends in .yaml. `never`: a pattern that may not be said.
    `writes`: whether the folder may be another afterwards. `dear`: how many times a second of processor time it may take.
    """

    family: str
    name: str
    act: tuple[str, ...] | Act
    wanted: Wanted = Wanted.REFUSED
    files: Mapping[str, Content] = {}
    place: str = ""
    like: str = ""
    never: str = ""
    writes: bool = False
    prepare: Callable[[Path], object] | None = None
    stdin: Content = b""
    dear: float = 1.0


class Outcome(NamedTuple):
    """What a process did: `code` is its exit code, below zero the signal that ended it; processor time [s]."""

    code: int
    cpu: float
    wall: float
    said: str
    size: int
    longest: int  # letters of the longest line
    memory: float  # MB at most


class Record(NamedTuple):
    """A line of a file of results."""

    kind: str
    family: str
    name: str
    faults: list[str]
    code: int = 0
    cpu: float = 0.0
    size: int = 0
    first: str = ""

"""Agents and rules of one's own that a run is handed: read from a file, and said by their names and digests.

A file is run only where its user has named it. Stores and run folders say a name and a digest of it, and hold no code.
"""

import functools
import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import decode_source
from os import PathLike
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import Any, Self, final

from guardship.console import one_line

AGENTS, RULES = "agents", "rules"
ENTRIES = {AGENTS: "type name: class", RULES: "rule name: class"}  # of the mapping in a file, which has capitals
NO_FILE = "no file"
PREFIX = "guardship_handed."  # of the modules that such files are run as: none is taken for another
NOT_OWN = {"guardship", "mesa", *sys.stdlib_module_names} - {"__main__"}
_sources: dict[str, "Source"] = {}  # what was run, by the name of its module


@final
class HandedError(ValueError):
    """A file of agents or rules that cannot be used: its place, and what is wrong."""


@dataclass(frozen=True)
class Source:
    """A file of one's own: its path as it was given, the digest of its bytes, its text, which workers run too."""

    path: str
    sha256: str
    text: str

    @classmethod
    def read(cls, file: str | PathLike[str]) -> Self:
        """Read a file. Raises HandedError."""
        path = Path(file)
        try:
            content = path.read_bytes()
            return cls(str(path), hashlib.sha256(content).hexdigest(), decode_source(content))
        except OSError as fault:
            raise HandedError(f"{path}: {fault.strerror}") from None
        except (SyntaxError, ValueError) as fault:
            raise HandedError(f"{path}:1: {one_line(fault)}") from None

    def mapping(self, what: str) -> dict[str, Any]:
        """The mapping that it hands in as `what`. Raises HandedError when it has none, or cannot be run."""
        wanted = f"{what.upper()} = {{{ENTRIES[what]}}}"
        try:
            found = getattr(self._module(), what.upper(), None)
        except SystemExit as fault:
            raise HandedError(f"{self.path}: exits with {fault.code!r} when it is read; wanted {wanted}") from None
        except Exception as fault:  # the user's own code may fail in any way
            raise HandedError(f"{self.path}:{line_in(self.path, fault) or 1}: {one_line(fault)}") from None
        if not isinstance(found, dict) or not found:
            came = "an empty one" if found == {} else type(found).__name__
            raise HandedError(f"{self.path}: want {wanted}, got {came}")
        if wrong := [key for key in found if not isinstance(key, str)]:
            raise HandedError(f"{self.path}: want {wanted}, got {wrong[0]!r} for a name")
        return dict(found)

    def _module(self) -> ModuleType:
        """It as a module, run once in a process."""
        name = f"{PREFIX}{Path(self.path).stem}_{self.sha256[:16]}"
        if name not in _sources:
            made = ModuleType(name)
            made.__file__ = self.path
            sys.modules[name] = made  # where dataclasses look for the module of a class
            try:
                exec(compile(self.text, self.path, "exec", dont_inherit=True), made.__dict__)
            except BaseException:
                del sys.modules[name]
                raise
            _sources[name] = self
        return sys.modules[name]


def line_in(path: str, error: BaseException) -> int | None:
    """The deepest line of a user's file that an error went through, or that could not be read."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == path]
    return lines[-1] if lines else None


@dataclass(frozen=True)
class Own:
    """Agents and rules for the runs of a batch: the files, None without, and what is said of them (`said`).

    Read back from a store it has no files, for that holds no code.
    """

    agents: Source | None = None
    rules: Source | None = None
    said: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, agents: str | PathLike[str] | None = None, rules: str | PathLike[str] | None = None) -> Self:
        """Of files. Raises HandedError."""
        read = [None if file is None else Source.read(file) for file in (agents, rules)]
        own = cls(read[0], read[1])
        return cls(own.agents, own.rules, said(own.mapping(AGENTS), own.mapping(RULES)))

    def mapping(self, what: str) -> dict[str, Any]:
        """All agents, or all rules, by name. Raises HandedError."""
        source = self.source(what)
        return {} if source is None else source.mapping(what)

    def source(self, what: str) -> Source | None:
        """The file of agents, or of rules."""
        return self.agents if what == AGENTS else self.rules

    @property
    def lacks(self) -> list[str]:
        """What was handed in by files that are not here."""
        return [what for what in (AGENTS, RULES) if what in self.said and self.source(what) is None]


NOTHING = Own()

# ---- what is said of them ---------------------------------------------------------------------------------------


def said(agents: Mapping[str, Any] | None, rules: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a manifest says of agents and rules: the name of each, and the files that it is in with their sha256.

    Nothing of what was not handed in; `no file` for what was written in a notebook or at a prompt.
    """
    given = {AGENTS: agents, RULES: rules}
    return {
        what: {str(key): {"name": _name(one), "files": _files(one) or NO_FILE} for key, one in entries.items()}
        for what, entries in given.items()
        if entries
    }


def _name(one: Any) -> str:
    """The name of a class or function, with what is bound to it."""
    if isinstance(one, functools.partial):
        bound = [*map(_plain, one.args), *(f"{key}={_plain(value)}" for key, value in sorted(one.keywords.items()))]
        return f"partial({', '.join([_name(one.func), *bound])})"
    of = one if hasattr(one, "__qualname__") else type(one)
    return f"{_module_said(str(of.__module__))}.{of.__qualname__}"


def _plain(value: Any) -> str:
    """A bound value; of what says more than itself, such as an address, only the type."""
    return repr(value) if isinstance(value, int | float | str | bool | None) else type(value).__name__


def _files(one: Any) -> dict[str, str]:
    """The sha256 of each file that a class with its own bases, or a function, is in, by the name of its module."""
    found = {module: _digest(module) for module in _modules(one)}
    return {_module_said(module): digest for module, digest in sorted(found.items()) if digest is not None}


def _modules(one: Any) -> Iterator[str]:
    """The modules of it that are neither of Guardship nor of Python."""
    if isinstance(one, functools.partial):
        yield from _modules(one.func)
        return
    of = one if hasattr(one, "__qualname__") else type(one)
    for each in of.__mro__ if isinstance(of, type) else (of,):
        if (module := str(each.__module__)).partition(".")[0] not in NOT_OWN:
            yield module


def _module_said(name: str) -> str:
    """The name of a module, for people; that of a file which was handed in is the file's."""
    if name in _sources:
        return Path(_sources[name].path).stem
    file = getattr(sys.modules.get(name), "__file__", None)
    return Path(file).stem if name == "__main__" and file else name


def _digest(name: str) -> str | None:
    if name in _sources:
        return _sources[name].sha256
    file = getattr(sys.modules.get(name), "__file__", None)
    try:
        return None if file is None else hashlib.sha256(Path(file).read_bytes()).hexdigest()
    except OSError:
        return None

"""Whether the machine code of the kernels is there already; if not, that is said.

Numba's disk cache does not notice an edit to a compiled helper in another file, nor settings under which code was made.
So the digest of every kernel source and of all that makes the code is part of the folder's name: an edit is always
seen, versions and processors never share files, and copies of one version do, wherever they lie. Kernels import nothing
but kernels (a test sees to it), so the digest is of all that they are. Measured: a cached kernel loads in 2-7 ms, a
cold one compiles in 0.2-0.5 s.
"""

import contextlib
import hashlib
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, final

import llvmlite
import numba
from numba.core import caching
from numba.core import config as _config
from numba.core.registry import cpu_target

from guardship.console import note
from guardship.core.place import NAMED, kept_in

KERNELS = Path(__file__).parent / "kernels"
CODE = ("OPT", "BOUNDSCHECK", "DEBUGINFO_DEFAULT", "LOOP_VECTORIZE", "SLP_VECTORIZE", "ENABLE_AVX")  # Numba's settings
LONGEST = 600.0  # s that a process waits for another that compiles
AGAIN = 0.2  # s until it looks again
READY = "ready"  # the file in the cache folder that names all its machine code, written when every kernel is compiled

config: Any = _config  # Numba's types do not know its settings ...
Files: Any = caching.CompileResultCacheImpl  # ... nor what its caches take and return
Cache: Any = caching.FunctionCache
Locator: Any = caching.UserProvidedCacheLocator
plain = bool(config.DISABLE_JIT)  # whether kernels are run as the Python that they are


def written(sources: Path = KERNELS) -> str:
    """The digest of all kernel sources."""
    h = hashlib.sha256()
    for path in sorted(sources.glob("*.py")):
        h.update(path.name.encode())
        h.update(path.read_bytes())
    return h.hexdigest()


def digest(sources: Path = KERNELS) -> str:
    """The digest of all kernel sources and of what makes code of them: compiler, its settings, Python, processor."""
    maker = (
        (numba.__version__, llvmlite.__version__, platform.python_implementation(), sys.version, sys.flags.optimize),
        [getattr(config, name, None) for name in CODE],
        cpu_target.target_context.codegen().magic_tuple(),  # as Numba asks: system, processor, its features
    )
    return hashlib.sha256(repr((maker, written(sources))).encode()).hexdigest()[:16]


_named = os.environ.get(NAMED)
folder = None if plain else kept_in(f"kernels-{digest()}")  # None: kernels are compiled for this process alone


def ready() -> bool:
    """Whether all kernels have been compiled, and what was made of them then is still there."""
    if plain:
        return True
    if folder is None:
        return False
    try:
        files = (folder / READY).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return False
    return bool(files) and all((folder / file).exists() for file in files)


def done() -> None:
    """Write down that all kernels are compiled. Where they could not be kept, each process finds that out again."""
    if folder is None or not _work.kept:
        return
    files = sorted(str(path.relative_to(folder)) for path in folder.glob("*/*.nb?"))
    part = folder / f"{READY}.{os.getpid()}"
    with contextlib.suppress(OSError):
        part.write_text("\n".join(files), "utf-8")
        part.replace(folder / READY)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Be the only process that compiles. Where there are no such locks, and after `LONGEST`, go on without.

    The lock goes with its holder, however that ends.
    """
    with contextlib.ExitStack() as held:
        if folder is not None:
            with contextlib.suppress(ImportError, OSError):
                import fcntl

                file = held.enter_context(open(folder / "lock", "w"))
                until, waits = time.monotonic() + LONGEST, False
                while time.monotonic() < until:
                    try:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        break
                    except BlockingIOError:
                        if not waits:
                            note("guardship: another process is compiling the kernels; waiting for it ...")
                        waits = True
                        time.sleep(AGAIN)
        yield


# ---- what is said ----------------------------------------------------------------------------------------------------


@final
class _Work:
    """What this process has compiled: since when [s of the monotonic clock], and whether all of it could be kept."""

    began: float | None = None
    kept = True


_work = _Work()


def announce() -> None:
    """Say that there is something to compile, once; a process that a batch has started leaves it to that to say that
    nothing is kept."""
    if _work.began is not None:
        return
    _work.began = time.monotonic()
    if folder is not None:
        unsafe = bool(_named) and folder.parent != Path(os.path.realpath(str(_named)))
        why = f" ({NAMED}={_named} cannot be used, or not safely)" if unsafe else ""
        note(f"guardship: compiling the kernels, once for this version and machine (10-60 s), into {folder}{why} ...")
    elif parent_process() is None:
        note(
            f"guardship: compiling the kernels (10-60 s) for this process alone: found no folder that nobody else can "
            f"write to; {NAMED} can name one ..."
        )


def announce_end() -> None:
    """Say how long it took, if this process has compiled anything."""
    if _work.began is not None and (folder is not None or parent_process() is None):
        note(f"guardship: compiled in {time.monotonic() - _work.began:.0f} s")


# ---- Numba's cache ---------------------------------------------------------------------------------------------------


class _ByModule(Locator):  # type: ignore[misc]
    """A folder for each module, wherever its source lies: every copy of the same kernels uses the same code."""

    @classmethod
    def get_suitable_cache_subpath(cls, py_file: str) -> str:
        return Path(py_file).stem


class _InFolder(Files):  # type: ignore[misc]
    """Files in the cache folder and nowhere else."""

    _locator_classes = [_ByModule]  # noqa: RUF012


class _Cache(Cache):  # type: ignore[misc]
    """What cannot be read is compiled, and that is announced; what cannot be written is not kept."""

    _impl_class = _InFolder

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            found = super().load_overload(sig, target_context)
        except Exception:  # a damaged file can fail in any way
            found = None
            with contextlib.suppress(OSError):
                self.flush()
        if found is None:
            announce()
        return found

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)
        except OSError as error:
            if _work.kept:
                note(f"guardship: the kernels cannot be kept: {error.strerror}: {folder}")
            _work.kept = False


class _Nowhere(caching.NullCache):
    """For a function whose code is not kept."""

    def load_overload(self, sig: Any, target_context: Any) -> None:
        announce()


def cache_of(function: Callable[..., Any]) -> Any:
    """Where a function's code is kept. Numba reads its settings now: they are set, and the user's own left alone."""
    if folder is None:
        return _Nowhere()
    before = config.CACHE_DIR, getattr(config, "CACHE_LOCATOR_CLASSES", "")
    config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = str(folder), ""
    try:
        return _Cache(function)
    except RuntimeError:  # there is no room, or the sources are in an archive
        return _Nowhere()
    finally:
        config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = before

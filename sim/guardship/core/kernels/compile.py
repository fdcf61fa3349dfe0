"""The one decorator of the compiled code, and where its machine code is kept.

Numba's disk cache does not notice an edit to a compiled helper in another file, so the digest of every kernel source
is part of the folder's name: an edit is always seen, and versions never share files. Measured: a cached kernel loads
in 2-7 ms, a cold one compiles in 0.2-0.5 s.
"""

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import numba
from numba.core import config as _config

HERE = Path(__file__).parent

config: Any = _config  # Numba's types know neither its cache folder ...
_njit: Any = numba.njit  # ... nor the option `_nrt`


def digest() -> str:
    """The digest of all kernel sources and of the compiler's version."""
    h = hashlib.sha256(f"{numba.__version__}".encode())
    for path in sorted(HERE.glob("*.py")):
        h.update(path.name.encode())
        h.update(path.read_bytes())
    return h.hexdigest()[:16]


def _own(folder: Path) -> bool:
    """Whether nobody else can put code there: what is loaded from it is run."""
    if not hasattr(os, "getuid"):
        return True
    place = folder.lstat()
    return stat.S_ISDIR(place.st_mode) and place.st_uid == os.getuid() and not place.st_mode & 0o022


def _writable(folder: Path) -> bool:
    """Whether kernels can be kept there, out of reach of others whatever the umask is."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return _own(folder)
    except OSError:
        return False


def _folder() -> Path:
    named = os.environ.get("GUARDSHIP_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    shared = Path(tempfile.gettempdir()) / f"guardship-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    name = f"kernels-{digest()}"
    if named and _writable(Path(named) / name):
        return Path(named) / name
    for base in (Path(home) / "guardship", shared):
        if _writable(base) and _writable(base / name):
            return base / name
    return Path(tempfile.mkdtemp(prefix="guardship-")) / name


folder = _folder()


def mark(sources: Path = HERE) -> str:
    """The name of the file in the cache folder that says that all kernels of this copy of the sources are compiled.

    Numba keeps machine code by path, size and time of a source: another copy of the same version, and one that was
    written anew, has to be compiled again.
    """
    h = hashlib.sha256()
    for path in sorted(sources.glob("*.py")):
        found = path.stat()
        h.update(f"{path} {found.st_mtime_ns} {found.st_size}\n".encode())
    return f"ready-{h.hexdigest()[:16]}"


def ready() -> bool:
    """Whether all kernels have been compiled."""
    return (folder / mark()).exists()


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the cache folder's lock until all kernels are compiled; where there are no such locks, go on without."""
    with contextlib.ExitStack() as held:
        if not ready():
            with contextlib.suppress(ImportError, OSError):
                import fcntl

                file = held.enter_context(open(folder / "lock", "w"))
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _cache_here() -> Any:
    """Numba reads its cache folder when a function is decorated: set it then, and leave the user's own alone."""
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = before


def _compiled[F: Callable[..., Any]](function: F, **options: bool) -> F:
    # `_nrt=False` switches reference counting off: safe because no kernel allocates, and three times faster (Numba
    # counts references on every array that it touches). `error_model="numpy"`: no division checks. No `fastmath`: it
    # changes sums and gained nothing. For a type checker a compiled function is the function itself.
    with _cache_here():
        return cast(F, _njit(cache=True, error_model="numpy", _nrt=False, **options)(function))


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile a pure function on scalars and arrays that Python may call."""
    return _compiled(function)


def inner[F: Callable[..., Any]](function: F) -> F:
    """Compile a function that only kernels call: without the wrappers for Python, half of the time to compile it.

    Calling it from Python would crash the process, so tests call `inner` functions through kernels of their own.
    """
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def inlined[F: Callable[..., Any]](function: F) -> F:
    """As `inner`, for a function that the optimiser must merge into its callers.

    A call that is not merged hands over the whole `Sea`, some 200 machine words: measured, half of the core's time.
    """
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)


def formula[F: Callable[..., Any]](function: F) -> F:
    """As `kernel`, and merged into the kernels that call it."""
    return _compiled(function, forceinline=True)

"""Where machine code may be kept: in a folder to which nobody else can write, for what is loaded from it is run."""

import atexit
import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

NAMED = "GUARDSHIP_CACHE_DIR"  # the user's own choice, and what a process tells those that it starts
ROOT, NOBODY = 0, 65534  # user numbers; the second stands for root where a container does not have it
PRIVATE, OTHERS_WRITE, GROUP_WRITES = 0o700, 0o002, 0o020


def kept_in(name: str) -> Path | None:
    """The folder of that name where this user's code is kept, made if need be; None when there is no safe place.

    The first of: below the one that `GUARDSHIP_CACHE_DIR` names, below the user's cache, below one of the user in the
    folder for temporary files, and in one of this process and those that it starts, which goes when it ends.
    """
    for base in _bases():
        with contextlib.suppress(OSError, ValueError):  # not there, no room, no right; a name too long or with a null
            found = _made(base, name)
            if found is not None:
                return found
    with contextlib.suppress(OSError):
        return _made(_temporary(), name)
    return None


def _bases() -> Iterator[str]:
    """Where to try, in this order."""
    if named := os.environ.get(NAMED):
        yield named
    caches = (os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser("~/.cache"))
    cache = next(filter(os.path.isabs, caches), None)  # without a home `~` stays what it is
    if cache is not None:
        yield os.path.join(cache, "guardship")
    with contextlib.suppress(OSError):
        yield os.path.join(_scratch(), f"guardship-{os.getuid() if hasattr(os, 'getuid') else 'user'}")


def _scratch() -> str:
    """The folder for temporary files. Raises OSError when there is none, or none but the current one."""
    found = tempfile.gettempdir()
    if found in (os.curdir, os.getcwd()) and found != os.environ.get("TMPDIR"):
        raise FileNotFoundError("no folder for temporary files")
    return found


def _temporary() -> str:
    """A folder that goes when this process ends; those that it starts are told of it. Raises OSError."""
    made = tempfile.mkdtemp(prefix="guardship-", dir=_scratch())
    maker = os.getpid()
    atexit.register(lambda: shutil.rmtree(made, ignore_errors=True) if os.getpid() == maker else None)
    os.environ[NAMED] = made
    return made


def _made(base: str, name: str) -> Path | None:
    """The folder of that name in a base, both made if need be; None when it is not safe there. Raises OSError."""
    if os.path.islink(base) and hasattr(os, "getuid") and os.lstat(base).st_uid not in _trusted():
        return None
    folder = Path(os.path.realpath(base)) / name  # whoever leads the way elsewhere later leads nobody astray
    missing = [up for up in (folder, *folder.parents) if not up.exists()]
    if missing and not _secure(missing[-1].parents):
        return None
    for each in reversed(missing):
        each.mkdir(mode=PRIVATE, exist_ok=True)
    if not safe(folder):
        return None
    folder.chmod(PRIVATE)
    with tempfile.NamedTemporaryFile(dir=folder):
        return folder


def safe(folder: Path) -> bool:
    """Whether it is this user's own, and nobody but they and root can write into it or put another in its place."""
    if not hasattr(os, "getuid"):
        return True
    own = folder.lstat()
    return (
        stat.S_ISDIR(own.st_mode) and own.st_uid == os.getuid() and not _open_to_others(own) and _secure(folder.parents)
    )


def _secure(parents: Iterable[Path]) -> bool:
    """Whether nobody but this user and root can replace what lies in these folders, one in the other."""
    if not hasattr(os, "getuid"):
        return True
    trusted = _trusted()
    found = [up.stat() for up in parents]
    return all(up.st_uid in trusted and (up.st_mode & stat.S_ISVTX or not _open_to_others(up)) for up in found)


def _open_to_others(folder: os.stat_result) -> bool:
    """Whether others may write into a folder. A group with the number of the user holds that user alone."""
    shared = folder.st_gid not in (ROOT, os.getuid())
    return bool(folder.st_mode & OTHERS_WRITE or (shared and folder.st_mode & GROUP_WRITES))


def _trusted() -> set[int]:
    """The users who may own a folder above: this one, and root under whatever number."""
    own = {ROOT, os.getuid()}
    with contextlib.suppress(OSError), open("/proc/self/uid_map") as file:
        if all(line.split()[:1] != [str(ROOT)] for line in file):
            own.add(NOBODY)
    return own

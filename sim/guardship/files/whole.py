"""Files and folders that are written whole or not at all, whenever and however the process ends.

What is not finished stands in a room: a hidden folder beside the target that is locked as long as its process lives. It
comes to its place in one step. A process that is killed leaves its room behind; the next that writes there clears it.
"""

import errno
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ctypes import CDLL, c_char_p, c_int, c_uint, get_errno
from functools import cache
from pathlib import Path

ROOM = ".guardship-"  # how the name of a room begins
MADE, OLD, PLACE = "made", "old", "place"  # in a room: what is new, what was there before, the name of its place
STREAMS = ("/dev/stdout", "/dev/stderr", "/dev/fd")
RANDOM = 8  # letters that `tempfile` adds to a name
EXCHANGE = 2  # the flag of both systems that can: RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV}  # said by file systems that do not know it

type Check = Callable[[Path, Path], None]
"""Given what was there and what is to be there; raises when that must not replace it."""


def write(target: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all, over what is there. Raises OSError."""
    text = content.encode() if isinstance(content, str) else content
    if _flows(target):
        target.write_bytes(text)
        return
    place = target.resolve()
    with room(place.parent) as own:
        (own / MADE).write_bytes(text)
        _sync(own / MADE)
        with undisturbed(f"{target} is written"):
            (own / MADE).replace(place)
            _sync(place.parent)


def free(target: Path, known: Callable[[bytes], bool], kind: str, option: str) -> None:
    """Raise FileExistsError unless nothing is at `target`, an empty file, or one whose content is `known` to be ours.

    `kind`: what it would have to be; `option`: where another place can be given. Raises OSError when nothing can be
    written there.
    """
    if _flows(target):
        return
    if not os.path.isdir(target.absolute().parent):
        raise FileNotFoundError(f"{target}: there is no folder {_cut(target.absolute().parent)}")
    possible(target)
    if not os.path.lexists(target):
        return
    if target.is_file() and not os.access(target, os.W_OK):
        raise PermissionError(f"{target}: is write-protected")
    if not target.is_file() or ((there := target.read_bytes()) and not known(there)):
        raise FileExistsError(f"{target}: exists and is not {kind}; choose another with {option}")


def put(target: Path, made: Path, check: Check) -> None:
    """Put a folder that was made in a room at its place, in one step; what is there goes into the room.

    Raises what `check` raises, and OSError; then what was there is there.
    """
    for path in made.iterdir():
        _sync(path)
    _sync(made)
    with undisturbed(f"{target} is written"):
        if not _placed(made, target):
            if _exchanged(made, target):
                try:
                    check(made, target)
                except BaseException:
                    _exchanged(made, target)
                    raise
            else:
                _in_two_steps(target, made, check)
        _sync(target.parent)


def _placed(made: Path, target: Path) -> bool:
    """Put it where nothing is, or an empty folder; False where something is. Raises OSError.

    The system says whether something is: whoever looks beforehand may see the place while another leaves it.
    """
    try:
        made.rename(target)
    except OSError as fault:
        if fault.errno in (errno.ENOTEMPTY, errno.EEXIST) or target.is_symlink():
            return False
        raise
    return True


def _in_two_steps(target: Path, made: Path, check: Check) -> None:
    """The same where the system cannot exchange two folders: between the steps `clear` would put the old one back."""
    own = made.parent
    (own / PLACE).write_text(target.name, encoding="utf-8", errors="surrogateescape")
    _sync(own / PLACE)
    _sync(own)
    target.rename(own / OLD)
    try:
        check(own / OLD, made)
        made.rename(target)
    except BaseException:
        (own / OLD).rename(target)
        raise
    (own / PLACE).unlink()  # from here on the old one has no place, and may go piece by piece


def possible(target: Path, longest: str = "") -> None:
    """Raise OSError when nothing can be written at `target`: before long work, so that nobody waits in vain.

    `longest`: the longest name below it, where it is a folder.
    """
    place = target.absolute()
    home = next((folder for folder in place.parents if os.path.exists(folder)), place)
    if not home.is_dir():
        raise NotADirectoryError(f"{_cut(target)}: {_cut(home)} is no folder")
    _fits(target, home, [place / longest, place.parent / f"{ROOM}{'x' * RANDOM}" / MADE / longest])
    try:
        with room(home):
            pass
    except OSError as fault:
        raise type(fault)(f"{target}: cannot write in {home}: {fault.strerror}") from None


def _fits(target: Path, home: Path, paths: list[Path]) -> None:
    """Raise OSError for names or paths that the file system does not take."""
    if not hasattr(os, "pathconf"):
        return
    name, path = os.pathconf(home, "PC_NAME_MAX"), os.pathconf(home, "PC_PATH_MAX") - 1
    wide = max(len(os.fsencode(part)) for part in target.absolute().relative_to(home).parts)
    if wide > name:
        raise OSError(f"{_cut(target)}: the name is too long: came {wide} bytes, wanted at most {name}")
    if (wide := max(len(os.fsencode(one)) for one in paths)) > path:
        raise OSError(f"{_cut(target)}: the path is too long: came up to {wide} bytes, wanted at most {path}")


def _cut(path: Path, most: int = 60) -> str:
    return text if len(text := str(path)) <= most else f"{text[:most]}..."


def regular(path: Path) -> None:
    """Raise OSError for what is there and is no file: a pipe would be waited for."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "no regular file", str(path))


def _flows(target: Path) -> bool:
    """Whether it is a stream or a device, into which one can only write."""
    there = os.path.exists(target) and not os.path.isfile(target) and not os.path.isdir(target)
    return there or str(target).startswith(STREAMS)


# ---- rooms ------------------------------------------------------------------------------------------------------


@contextmanager
def room(home: Path) -> Iterator[Path]:
    """A room of our own in a folder, which is removed in the end; those of killed processes are cleared before."""
    clear(home)
    own, lock = _entered(home)
    try:
        yield own
    finally:
        with undisturbed():
            shutil.rmtree(own, ignore_errors=True)
            if lock is not None:
                os.close(lock)


def clear(home: Path) -> None:
    """Remove the rooms of our own processes that were killed; what one had just taken from its place is put back.

    Where the system has no locks nobody can tell whether a process lives: then they are left.
    """
    with suppress(OSError):
        for own in sorted(home.glob(f"{ROOM}{'?' * RANDOM}")):
            with suppress(OSError):  # somebody lives there, or has just cleared it
                if (lock := _lock(own)) is not None:
                    try:
                        _clear(home, own, os.fstat(lock).st_uid)
                    finally:
                        os.close(lock)


def _clear(home: Path, own: Path, owner: int) -> None:
    if owner != os.getuid() or not {path.name for path in own.iterdir()} <= {MADE, OLD, PLACE}:
        return
    if (own / OLD).exists() and (own / PLACE).exists():
        name = (own / PLACE).read_text(encoding="utf-8", errors="surrogateescape")
        if Path(name).name == name and not os.path.lexists(home / name):
            (own / OLD).rename(home / name)
    shutil.rmtree(own)


def _entered(home: Path) -> tuple[Path, int | None]:
    """A new room and its lock, None where there are no locks; another if somebody clears it before it is locked."""
    while True:
        own = Path(tempfile.mkdtemp(prefix=ROOM, dir=home))
        try:
            lock = _lock(own)
        except (BlockingIOError, FileNotFoundError):
            continue
        if lock is None or (own.exists() and os.path.samestat(own.stat(), os.fstat(lock))):
            return own, lock
        os.close(lock)


def _lock(folder: Path) -> int | None:
    """Lock a folder: it goes with the process, however that ends. Raises BlockingIOError when somebody has it."""
    try:
        import fcntl
    except ImportError:  # not a Unix
        return None
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        os.close(held)
        if isinstance(fault, BlockingIOError):
            raise
        return None  # a file system without locks
    return held


# ---- steps ------------------------------------------------------------------------------------------------------


@contextmanager
def undisturbed(said: str = "") -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until the end of the block; what they raise then has `said` as a note."""
    if threading.current_thread() is not threading.main_thread():  # which signals do not interrupt
        yield
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    ours = {number: how for number, how in before.items() if how is not None}  # None: not of Python
    for number in ours:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for number, how in ours.items():
            signal.signal(number, how)
    if came:
        try:
            signal.raise_signal(came[0])
        except KeyboardInterrupt as stop:
            if said:
                stop.add_note(said)
            raise


@cache
def _exchange() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """The system's call that exchanges two paths, None where it has none."""
    try:
        library = CDLL(None, use_errno=True)
    except (OSError, TypeError):
        return None
    call = getattr(library, "renameat2", None) or getattr(library, "renameatx_np", None)
    if call is not None:
        call.argtypes, call.restype = (c_int, c_char_p, c_int, c_char_p, c_uint), c_int
    return call


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot. Raises OSError."""
    call = _exchange()
    if call is None:
        return False
    if call(0, os.fsencode(one.absolute()), 0, os.fsencode(other.absolute()), EXCHANGE) == 0:
        return True
    if (fault := get_errno()) in CANNOT:
        return False
    raise OSError(fault, os.strerror(fault), str(other))


def _sync(path: Path) -> None:
    """Have the system put a file or folder on the disk: what is renamed later must not come before what it holds."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems that do not do this for folders
            raise
    finally:
        os.close(opened)

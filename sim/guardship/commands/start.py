"""The entry point. Whoever ends a command while its code is still being loaded gets a line, not a traceback."""

import os
import signal
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

ENDS = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}  # how Python answers to them
SAID = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}


def main() -> None:
    """The command `guardship`."""
    listen()
    import_module("guardship.__main__").main()


def listen() -> None:
    """From now on Ctrl-C and SIGTERM end the process at once, unless they are ignored or somebody else's."""
    for number, usual in ENDS.items():
        if signal.getsignal(number) is usual:
            signal.signal(number, end)


def hand_over(terminate: Callable[..., object]) -> None:
    """A command begins, which clears up after itself: Ctrl-C is KeyboardInterrupt again, SIGTERM calls `terminate`."""
    for number, then in ((signal.SIGINT, signal.default_int_handler), (signal.SIGTERM, terminate)):
        if signal.getsignal(number) is end:
            signal.signal(number, then)


def end(number: int, frame: object) -> NoReturn:
    """End the process; nothing has been written yet."""
    os.write(2, f"guardship: {SAID[signal.Signals(number)]}, nothing was written\n".encode())
    os._exit(128 + number)

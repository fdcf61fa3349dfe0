"""`python -m guardship`: all commands."""

from guardship.commands import start

if __name__ == "__main__":
    start.listen()

from guardship.commands import batch, compare, examples, explain, map, replay, report, story, study  # noqa: F401  (their commands)
from guardship.commands.app import app, main

__all__ = ["app", "main"]

if __name__ == "__main__":
    main()

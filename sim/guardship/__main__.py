"""`guardship` and `python -m guardship`: all commands, and the entry point."""

from guardship.commands import batch, compare, examples, report, study  # noqa: F401  (their commands)
from guardship.commands.app import app, main

__all__ = ["app", "main"]

if __name__ == "__main__":
    main()

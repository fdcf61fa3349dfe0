"""`guardship` and `python -m guardship`: all commands, and the entry point."""

from guardship import cli_batch, cli_compare, cli_report, cli_value  # noqa: F401  (their commands)
from guardship.cli import app, main

__all__ = ["app", "main"]

if __name__ == "__main__":
    main()

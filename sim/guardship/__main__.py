"""`python -m guardship`."""

from guardship.cli import main

main()

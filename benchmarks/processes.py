"""Other Python processes, as a user would start them."""

import os
import subprocess
import sys


def process(*arguments: str, **environment: str) -> str:
    """What another Python prints; compiled bytecode is kept, as on a user's machine."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, *arguments], check=True, capture_output=True, text=True, env={**kept, **environment}
    )
    return done.stdout

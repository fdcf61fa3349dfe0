"""How many examples Hypothesis tries: few in each run of the tests, many where long tests are asked for.

Few are some times as many as find a fault planted in what is tested. `-m long` tries many in the same tests, and so
does `-m "long or not long"`.
"""

import re
from typing import Any

from hypothesis import settings

FEW, MANY = "few", "many"

# without a deadline: how long an example takes tells of the neighbours
settings.register_profile(FEW, max_examples=60, deadline=None)
settings.register_profile(MANY, max_examples=2000, deadline=None)


def choose(marks: str) -> None:
    """Take the profile that the expression after `-m` asks for."""
    settings.load_profile(MANY if re.search(r"(?<!not )\blong\b", marks) else FEW)


def many() -> bool:
    """Whether many are tried."""
    return settings.get_current_profile_name() == MANY


def tries(few: int, often: int, **more: Any) -> settings:
    """The settings of a test that needs other numbers than the profiles'."""
    return settings(max_examples=often if many() else few, **more)

"""What is fetched is neither read nor changed, wherever it is."""

from typing import Any

import numba
import numpy as np
import pytest
from numba.core.errors import TypingError

from guardship.core.kernels import state as s
from guardship.core.kernels.fetch import fetch


@numba.njit
def _fetched(fleet: Any, at: Any) -> Any:
    fetch(fleet, at, 5)
    return fleet[0].x


@numba.njit
def _some(fleet: Any, lines: Any) -> None:
    fetch(fleet, 0, lines)


def test_a_fetch_asks_for_each_line_and_leaves_memory_alone() -> None:
    """Beyond the array, too: the processor asks for nothing that it may not have."""
    fleet = np.zeros(3, s.FLEET)
    fleet["x"] = 7.0
    before = fleet.tobytes()
    assert [_fetched(fleet, at) for at in (0, 2, 1 << 40)] == [7.0, 7.0, 7.0]
    assert fleet.tobytes() == before
    (code,) = _fetched.inspect_llvm().values()
    assert code.count("call void @llvm.prefetch") == 5


def test_how_many_lines_is_said_in_the_source() -> None:
    with pytest.raises(TypingError, match="is not known when the kernel is compiled"):
        _some(np.zeros(3, s.FLEET), 2)

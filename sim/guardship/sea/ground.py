"""Whether one place is on land, without asking the shape: a cell through which no edge goes is all land or all sea."""

from typing import final

from guardship.sea.coast import Coast, Floats, Ints

UNKNOWN, SEA, LAND, MIXED = range(4)


@final
class Ground:
    """The cells of a grid over coast and walls (`start`, `grid`: see `Coast`), each asked when it is first needed."""

    def __init__(self, coast: Coast, start: Ints, grid: Floats) -> None:
        self._coast = coast
        x0, y0, width, columns, rows = grid.tolist()
        self._frame = x0, y0, width, int(columns), int(rows)
        self._kinds = bytearray((MIXED * (start[1:] > start[:-1])).astype("u1").tobytes())

    def dry(self, x: float, y: float) -> bool:
        """Whether a place [nm] is on land, as `Coast.on_land` has it."""
        x0, y0, width, columns, rows = self._frame
        i, j = int((x - x0) // width), int((y - y0) // width)
        if not (0 <= i < columns and 0 <= j < rows):
            return False
        cell = j * columns + i
        kind = self._kinds[cell]
        if kind == MIXED:
            return bool(self._coast.on_land(x, y))
        if kind == UNKNOWN:
            kind = self._kinds[cell] = LAND if self._coast.on_land(x, y) else SEA
        return kind == LAND

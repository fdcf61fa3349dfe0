"""Land between two points (to be replaced by the gridded version)."""

from guardship.kernels.compile import kernel


@kernel
def crosses(edges, start, index, grid, ax, ay, bx, by):  # type: ignore[no-untyped-def]
    """Whether the segment a-b meets an edge."""
    for k in range(edges.shape[0]):
        cx = edges[k, 0]; cy = edges[k, 1]; dx = edges[k, 2]; dy = edges[k, 3]
        d1 = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        d2 = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
        d3 = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
        d4 = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
        if d1 * d2 <= 0.0 and d3 * d4 <= 0.0:
            return True
    return False

"""Questions that take batches of their own: bottleneck, hulls, optimise."""

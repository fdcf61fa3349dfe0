"""Batches of runs: designs, engines, the result store, and what can be asked of it."""

"""One reference theatre, and the programs that people would otherwise write for it: `python -m benchmarks.peers`."""

"""The world that agents live in: truth, clock and post. It never sees a scenario file."""

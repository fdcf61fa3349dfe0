"""Search theory and invariances (oracles O11-O51) through `guardship.simulate`, from the files in scenarios/oracles."""

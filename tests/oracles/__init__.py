"""Search theory and invariances (oracles O11-O57) through `guardship.simulate`, from the files in scenarios/oracles."""

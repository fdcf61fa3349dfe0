"""Units that patrol: ships, aircraft and boats, and the parts that they are made of."""

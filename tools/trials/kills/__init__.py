"""Commands that are killed, interrupted and told to end, at every step that they take and at random moments."""

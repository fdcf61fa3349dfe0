"""Random valid scenarios: run, audited, and what came of it."""

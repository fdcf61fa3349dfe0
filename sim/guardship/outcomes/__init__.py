"""What happened, and what it adds up to: the logs, the voyages and attacks, and the measures."""

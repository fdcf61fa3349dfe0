"""What is run: designs, factors, seeds and when to stop."""

"""A run: simulate, what can be asked of it, its folder and its audit."""

"""Hostile and foreign input, a module for a family: each yields trials."""

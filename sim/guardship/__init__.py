"""Guardship."""

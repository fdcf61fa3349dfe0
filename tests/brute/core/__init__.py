"""The compiled core, run on the worlds of the reference."""

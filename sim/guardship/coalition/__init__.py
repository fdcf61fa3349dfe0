"""Nations that work together: how units are tasked across them, and who decides."""

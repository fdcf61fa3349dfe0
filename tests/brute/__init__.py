"""A slow, obvious reference simulation that shares no code with the package; units: nm, h, kn."""

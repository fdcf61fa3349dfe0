"""The sea as a place: projection, coast and routes, lanes and areas, daylight. Import the modules, not this package."""

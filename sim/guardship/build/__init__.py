"""From a scenario to a world: a module for each section of a scenario file, with the same name."""

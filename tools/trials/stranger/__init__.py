"""Another user of the machine, who wants in."""

"""Scenario files: reading, checking and the frozen objects they become. Import the modules; this is light."""

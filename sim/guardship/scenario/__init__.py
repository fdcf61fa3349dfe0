"""Scenario files: reading, checking and the frozen objects they become. Import the modules; nothing heavy is loaded here."""

"""The command line: thin, a module for each family of commands."""

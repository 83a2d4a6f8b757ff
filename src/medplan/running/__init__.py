"""A command as it runs: its arguments, what it was doing when an error came up, what the system refused it."""

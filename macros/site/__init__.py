"""The engine's events."""

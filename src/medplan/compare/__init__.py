"""Putting jurisdictions side by side, and saying what can't be compared."""

"""The same words in several plans, found on disk."""

"""The JSON Schemas and their words."""

"""A stranger's file in; its text, then plain data with places, or issues, out."""

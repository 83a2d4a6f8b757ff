"""A plan as libraries and search engines know documents: references to cite it, descriptions to link it."""

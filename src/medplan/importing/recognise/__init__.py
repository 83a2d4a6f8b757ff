"""Paragraphs and tables in; what each is in an official document out."""

"""What each page is filled with: the library and a key in, HTML out."""

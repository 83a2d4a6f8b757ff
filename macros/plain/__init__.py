"""A second, minimal engine: the same site in frames of plain HTML, to prove that no engine is needed, and for speed."""

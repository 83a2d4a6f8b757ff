"""A draft beside its document, for whoever does not read the draft's file: a draft and its source in, a page out."""

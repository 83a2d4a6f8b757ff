"""A document of any form in, its paragraphs and tables out; strangers' files are read by a process apart."""

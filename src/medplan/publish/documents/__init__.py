"""A plan as a document of its own: for Word, as plain text, as Markdown, as Akoma Ntoso."""

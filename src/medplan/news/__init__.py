"""What changed in the library, told to readers: from its history in git; entries and feeds out."""

"""The typed rows of the downloads, a module a file: each type says a file's keys, in order, and a function fills it."""

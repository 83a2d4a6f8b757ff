"""The static API: the library's data as small JSON files at addresses that stay, described by OpenAPI."""

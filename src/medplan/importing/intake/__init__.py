"""From a filled form to a proposal: what a stranger submitted in; a package of files, then a pull request, out."""

"""Styles and scripts as the engine serves them: one sheet of the theme's and the library's, scripts made lighter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from properdocs.config.defaults import ProperDocsConfig
from properdocs.exceptions import PluginError
from properdocs.structure.files import File, Files

from macros.build.scripts import without_comments
from macros.build.styles import URI, join_components

# The theme names its sheets by their content: main.57a0d79d.min.css. `macros/theme/main.html` links none of them.
THEME_SHEETS = ("main", "palette")

"""Write a PDF anew that one library can't open and another can: a path in, the new file in memory or None out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]


def written_anew(path: Path) -> BytesIO | None:
    """Return the document as PDFium saves it, with its cross references made again; None where it can't open it."""
    out = BytesIO()
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return None
    try:
        document.save(out)
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    out.seek(0)
    return out

"""What PDFium does for us: a PDF that the other library can't open written anew, and a page drawn as a picture."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

_MOST_PIXELS = 24_000_000
# Of a strip: how much of the page, in points, above and below the words, and how many points of the picture wide.
_AROUND = 36
_STRIP_WIDTH = 900


def open_again(path: Path | BytesIO) -> Any:
    """Return a document as PDFium opens it, None where it can't."""
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return None


def written_anew(path: Path) -> BytesIO | None:
    """Return the document as PDFium saves it, with its cross references made again; None where it can't open it."""
    document = open_again(path)
    if document is None:
        return None
    out = BytesIO()
    try:
        document.save(out)
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    out.seek(0)
    return out


def draw_page(document: Any, number: int, dpi: int) -> bytes:
    """Return a page, counted from 0, as a picture in grey (PGM), so large as `dpi` says or as a picture may be."""
    page = document[number]
    width, height = page.get_size()
    scale = min(dpi / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    head = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height)
    rows = bytes(bitmap.buffer)
    if bitmap.stride != bitmap.width:
        rows = b"".join(rows[i * bitmap.stride : i * bitmap.stride + bitmap.width] for i in range(bitmap.height))
    bitmap.close()
    page.close()
    return head + rows


def page_text(document: Any, number: int) -> tuple[str, list[tuple[float, float]]]:
    """Return a page's text and the bottom and top of each of its characters, in points from the page's foot."""
    page = document[number]
    text = page.get_textpage()
    places = []
    for index in range(text.count_chars()):
        _, bottom, _, top = text.get_charbox(index)
        places.append((bottom, top))
    found = text.get_text_range() if places else ""
    text.close()
    page.close()
    return found, places


def draw_strip(document: Any, number: int, top: float, bottom: float) -> tuple[int, int, bytes]:
    """Return a strip of a page, as wide as the page, around a top and a bottom: width, height, and rows in grey."""
    page = document[number]
    width, height = page.get_size()
    above, below = min(height, top + _AROUND), max(0.0, bottom - _AROUND)
    scale = min(_STRIP_WIDTH / max(width, 1), (_MOST_PIXELS / max(width * (above - below), 1)) ** 0.5)
    bitmap = page.render(scale=scale, crop=(0, below, 0, height - above), grayscale=True, may_draw_forms=False)
    data = bytes(bitmap.buffer)
    rows = b"".join(data[i * bitmap.stride : i * bitmap.stride + bitmap.width] for i in range(bitmap.height))
    size = bitmap.width, bitmap.height
    bitmap.close()
    page.close()
    return *size, rows

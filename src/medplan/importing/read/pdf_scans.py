"""Read those pages of a PDF that are pictures: the document and a page's number in, what tesseract reads on it out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from medplan.importing.read.limits import Refused
from medplan.importing.read.pdf_repair import draw_page, open_again
from medplan.importing.read.scan import DPI, ScannedPage, check_tesseract, read_picture


class Scans:
    """The pages of one document, drawn one at a time; the programs are looked for when a page is first asked for."""

    def __init__(self, drawn_from: Path | BytesIO) -> None:
        self._drawn_from = drawn_from
        self._document: Any = None
        self._program = ""

    def read(self, number: int) -> ScannedPage:
        """Return what stands on a page, counted from 0; raise Refused when it can't be drawn or read."""
        if self._document is None:
            self._program = check_tesseract()
            self._document = open_again(self._drawn_from)
        if self._document is None:
            raise Refused("PDF 的页面画不出来，没有可以识别的图像", "用阅读器打开，“打印”成新的 PDF 再导入")
        found = read_picture(self._program, draw_page(self._document, number, DPI))
        return found[0] if found else ScannedPage(width=1.0, height=1.0)

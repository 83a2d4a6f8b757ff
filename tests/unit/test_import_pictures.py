"""Pictures within a Word document's text are told of in their place."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import docx

from medplan.importing.read.blocks import PICTURE, Doubt, Paragraph
from medplan.importing.read.docx import read_docx

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_a_picture_is_told_of_after_the_paragraph_before_it(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("主要指标")
    document.add_picture(BytesIO(PNG))
    document.add_paragraph("以上指标每年评估。")
    document.save(str(tmp_path / "a.docx"))
    blocks = list(read_docx(tmp_path / "a.docx"))
    said = [b.text if isinstance(b, Paragraph) else b.words for b in blocks if isinstance(b, Paragraph | Doubt)]
    assert said == ["主要指标", PICTURE, "以上指标每年评估。"]

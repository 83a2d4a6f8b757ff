"""How much an importer takes from a stranger's document, and the refusal that names what was too much."""

from __future__ import annotations

MAX_FILE_BYTES = 50_000_000
MAX_TEXT_CHARACTERS = 1_000_000
MAX_UNPACKED_BYTES = 120_000_000
MAX_XML_BYTES = 24_000_000
MAX_PARTS = 5_000
MAX_DEPTH = 200
MAX_SPAN = 200
MAX_CELLS = 50_000
MAX_PAGES = 600
# Seconds of processor time for the opening of a document and for each page or step of it.
STEP_SECONDS = 3
# Seconds of processor time for what is done with a document once it has been read: recognition, draft, review sheet.
RECOGNISE_SECONDS = 120
MEMORY_BYTES = 420_000_000
# LibreOffice: seconds of processor time (twice that by the clock) and the memory it may ask for.
OFFICE_SECONDS = 45
OFFICE_MEMORY_BYTES = 3_000_000_000
# tesseract: seconds of processor time for a picture (twice that by the clock) and memory.
OCR_SECONDS = 60
OCR_MEMORY_BYTES = 420_000_000


class Refused(Exception):
    """A document that can't be imported: what is wrong, in Chinese, and the cure."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message, cure)
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.message}（{self.cure}）"


def check_span(span: int) -> int:
    """Return how many rows or columns a cell covers, at least 1; raise Refused for more than a table has."""
    if span > MAX_SPAN:
        raise Refused(f"表格单元格合并了 {span} 行或列，超过 {MAX_SPAN}", "在原件里改正这个表格")
    return max(1, span)


def check_cells(count: int) -> None:
    """Raise Refused when the tables of a document have more cells than a plan's."""
    if count > MAX_CELLS:
        raise Refused(f"表格单元格超过 {MAX_CELLS} 个", "规划里不会有这样大的表格，核对原件")


def check_depth(depth: int) -> None:
    """Raise Refused when elements stand in one another deeper than any document's."""
    if depth > MAX_DEPTH:
        raise Refused(f"元素嵌套超过 {MAX_DEPTH} 层", "另存为干净的文件，或只复制正文存为 .txt")


def check_text(characters: int) -> None:
    """Raise Refused when a document holds more text than a plan."""
    if characters > MAX_TEXT_CHARACTERS:
        raise Refused(f"文字超过 {MAX_TEXT_CHARACTERS:,} 字", "规划不会这样长，核对原件，或拆成几份")

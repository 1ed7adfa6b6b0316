"""Two pages printed on one sheet are read as two: the same lines as from the file itself."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from dispatch.document import ParsedDocument
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file

SAMPLES = Path(__file__).parents[2] / "samples"
A4_LYING = (842.0, 595.0)


def two_up(data: bytes, rotation: int) -> bytes:
    """Print the pages as drivers do: A4 made A5, side by side on lying A4."""
    source = pdfium.PdfDocument(data)
    printed = pdfium.PdfDocument(pdfium_c.FPDF_ImportNPagesToOne(source, *A4_LYING, 2, 1))
    for page in printed:
        page.set_rotation(rotation)
    file = io.BytesIO()
    printed.save(file)
    return file.getvalue()


def read(data: bytes) -> ParsedDocument:
    return read_pdf(source_file("tep.pdf", data), data, DEFAULT_LIMITS)


def lines(document: ParsedDocument) -> list[tuple[str, bool, str]]:
    return [
        (line.column, line.starts_paragraph, document.text[line.start : line.end])
        for line in document.lines
    ]


@pytest.mark.parametrize("rotation", [0, 90, 270])
@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("ke-hoach-16", 2),
        ("quyet-dinh-quy-che", 2),
        ("thi-dua-dot-2", 2),  # of the second only the foot
        ("thi-dua-dot-1", 1),  # nothing beside it
        ("cong-dien-bao", 1),
        ("ke-hoach-tinh-uy", 1),  # the Party's head
    ],
)
def test_two_pages_on_a_sheet_give_the_lines_of_the_file(
    name: str, pages: int, rotation: int
) -> None:
    data = (SAMPLES / f"{name}.pdf").read_bytes()
    whole = read(data)
    sheet = read(two_up(data, rotation))
    assert (whole.page_count, sheet.page_count) == (pages, 1)
    assert lines(sheet) == lines(whole)

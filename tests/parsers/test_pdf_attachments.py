"""Files attached to a PDF become documents beside it, as those of a mail do."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from dispatch.document import ParsedDocument, SourceFile
from nlp import extract
from parsers import parse
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.pdf import read_pdf
from parsers.pdf_attachments import attached_files
from parsers.source import discover, source_file
from tests.parsers.pdf_builder import LETTER, draw, with_file
from tests.parsers.test_containers import PLAN, PLAN_NUMBER, edxml


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> ParsedDocument:
    return read_pdf(source_file("letter.pdf", data), data, limits)


def deleted(data: bytes) -> bytes:
    """Return the PDF after its attachments were taken off: they stay in the older state of it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    del writer.root["/Names"]
    writer.update_root()
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


PLAIN = with_file(draw(LETTER), "phụ lục 1.txt", b"PH\xe1\xbb\xa4 L\xe1\xbb\xa4C", compress=False)
INNER = draw(LETTER)


@pytest.mark.parametrize(
    ("data", "files"),
    [
        (draw(LETTER), {}),
        (PLAIN, {"phụ lục 1.txt": "PHỤ LỤC".encode()}),
        # A PDF in a stream that is not packed: its objects are none of the outer file's.
        (with_file(draw(LETTER), "gốc.pdf", INNER, compress=False), {"gốc.pdf": INNER}),
        (with_file(with_file(draw(LETTER), "a (1).docx", b"PK"), "b.xml", b"<e/>"),
         {"a (1).docx": b"PK", "b.xml": b"<e/>"}),
        (deleted(PLAIN), {}),
    ],
)  # fmt: skip
def test_attached_files_are_taken_out(data: bytes, files: dict[str, bytes]) -> None:
    assert dict(attached_files(data, 10_000_000)) == files
    assert read(data).remarks == ()


def test_attached_files_that_cannot_be_taken_out_are_told() -> None:
    # It is larger than a file may be.
    (remark,) = read(PLAIN, replace(DEFAULT_LIMITS, bytes=5)).remarks
    assert (remark.code, remark.params) == (
        "attachments-unread", {"count": "1", "names": "phụ lục 1.txt"}
    )  # fmt: skip


def test_what_is_no_document_is_told_by_the_file_it_hangs_on(tmp_path: Path) -> None:
    path = tmp_path / "cong-van.pdf"
    path.write_bytes(with_file(draw(LETTER), "chu-ky.p7s", b"0\x82\x01\x02\xff\xfe\x00" * 20))
    (letter,) = discover([path])
    assert isinstance(letter, SourceFile)
    (remark,) = parse(letter).remarks
    assert (remark.code, remark.params["names"]) == ("attachments-unread", "chu-ky.p7s")


def test_a_long_file_of_unclosed_objects_is_looked_through_once() -> None:
    data = b"%PDF-1.7\n/EmbeddedFile\n" + b"1 0 obj <</EF" * 200_000
    assert list(attached_files(data, 1000)) == []


@pytest.mark.parametrize(
    ("name", "content", "inner"),
    [
        ("kế hoạch 16.docx", PLAN, "kế hoạch 16.docx"),
        ("goi.xml", edxml(("16.docx", PLAN)), "goi.xml!16.docx"),
    ],
)
def test_they_are_children_of_the_file(
    name: str, content: bytes, inner: str, tmp_path: Path
) -> None:
    path = tmp_path / "cong-van.pdf"
    path.write_bytes(with_file(draw(LETTER), name, content))
    child, letter = discover([path])
    assert isinstance(child, SourceFile)
    assert isinstance(letter, SourceFile)
    assert (letter.path, letter.container) == (str(path), None)
    assert child.path == f"{path}!{inner}"
    assert extract(parse(child))[0].number == PLAN_NUMBER
    assert extract(parse(letter))[0].notation == "BQL-VP"

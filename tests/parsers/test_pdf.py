"""Digital PDFs: columns, boxes, repair, errors, and the same words as pdfplumber reads."""

import io

import pdfplumber
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from dispatch.document import Column, ParsedDocument
from dispatch.errors import (
    DamagedFileError,
    EncryptedFileError,
    LimitError,
    UnsupportedFormatError,
)
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.pdf_builder import BODY, LETTER, draw, draw_unseen_form, lay_over

TEXT = 1.0  # points that a box may differ


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> ParsedDocument:
    return read_pdf(source_file("letter.pdf", data), data, limits)


def test_head_body_and_foot_follow_each_other() -> None:
    document = read(draw(LETTER))
    columns = [line.column for line in document.lines]
    assert columns == (
        [Column.LEFT] * 5
        + [Column.RIGHT] * 3
        + [Column.FULL] * 5
        + [Column.LEFT] * 4
        + [Column.RIGHT] * 3
    )


def test_the_same_words_and_boxes_as_pdfplumber() -> None:
    data = draw(LETTER, BODY)
    ours = [
        (word.text, word.box.page, word.box.x0, word.box.top, word.box.x1, word.box.bottom)
        for word in read(data).words
        if word.box is not None
    ]
    theirs = []
    with pdfplumber.open(io.BytesIO(data)) as reference:
        for number, page in enumerate(reference.pages, start=1):
            for word in page.extract_words():
                box = word["x0"], word["top"], word["x1"], word["bottom"]
                theirs.append((word["text"], number, *box))
    assert sorted(row[:2] for row in ours) == sorted(row[:2] for row in theirs)
    for mine, other in zip(sorted(ours), sorted(theirs), strict=True):
        assert mine[2:] == pytest.approx(other[2:], abs=TEXT)


@pytest.mark.parametrize("missing", [1, 20, 100, 600])
def test_a_file_short_of_its_end_gives_all_its_text(missing: int) -> None:
    data = lay_over(draw(LETTER, BODY, BODY), [(120, 115, "379")])
    cut = read(draw(LETTER, BODY, BODY)[:-missing])
    assert cut.text == read(draw(LETTER, BODY, BODY)).text
    assert "379" in read(data).text
    if missing > 10:
        assert [remark.code for remark in cut.remarks] == ["file-repaired"]


def test_a_file_without_pages_is_damaged() -> None:
    with pytest.raises(DamagedFileError, match=r"letter\.pdf"):
        read(b"%PDF-1.7\n" + b"garbage " * 50)


def test_a_password_is_asked_for() -> None:
    file = io.BytesIO()
    Canvas(file, encrypt=StandardEncryption("secret", canPrint=0)).save()
    with pytest.raises(EncryptedFileError, match="password"):
        read(file.getvalue())


def test_a_form_that_only_one_program_draws_is_refused() -> None:
    with pytest.raises(UnsupportedFormatError, match="XFA") as caught:
        read(draw_unseen_form())
    assert caught.value.code == "xfa-form"


def test_too_many_pages() -> None:
    with pytest.raises(LimitError) as caught:
        read(draw(BODY, BODY, BODY), Limits(pages=2))
    assert caught.value.code == "too-many-pages"


def test_every_word_is_where_the_text_says() -> None:
    document = read(draw(LETTER, BODY))
    assert all(document.text[word.start : word.end] == word.text for word in document.words)
    assert document.page_count == 2

"""Digital pages turned, shown on their side, or cropped: read alike, with boxes as shown."""

import io

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from dispatch.document import Block, ParsedDocument
from nlp import extract
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.pdf_builder import HEIGHT, LETTER, NARROW, WIDTH, draw, lay_stamp


@pytest.fixture(autouse=True)
def fonts() -> None:
    draw(LETTER)  # registers them


def read(data: bytes) -> ParsedDocument:
    return read_pdf(source_file("letter.pdf", data), data, DEFAULT_LIMITS)


def print_letter(canvas: Canvas) -> None:
    for x, baseline, text, *style in LETTER:
        font, size = style or ("serif", 13.0)
        canvas.setFont(font, size * NARROW)
        canvas.drawString(x, HEIGHT - baseline, text)


def leaning(turn: int) -> bytes:
    """The letter drawn with its top to the left (90), down (180) or to the right (270)."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT) if turn == 180 else (HEIGHT, WIDTH))
    canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
    canvas.rotate(turn)
    print_letter(canvas)
    canvas.save()
    return file.getvalue()


def shown(
    data: bytes, *, rotation: int = 0, crop: tuple[int, int, int, int] | None = None
) -> bytes:
    document = pdfium.PdfDocument(data)
    document[0].set_rotation(rotation)
    if crop:
        document[0].set_cropbox(*crop)
    file = io.BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


UPRIGHT = read(draw(LETTER))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_upright_reads_as_one_drawn_upright(turn: int) -> None:
    document = read(shown(leaning(turn), rotation=turn))
    assert document.text == UPRIGHT.text
    assert not document.pages[0].read_by_ocr
    for ours, theirs in zip(document.words, UPRIGHT.words, strict=True):
        assert ours.box is not None
        assert theirs.box is not None
        assert ours.box.x0 == pytest.approx(theirs.box.x0, abs=1.5)
        assert ours.box.bottom == pytest.approx(theirs.box.bottom, abs=3.5)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("drawn_so", [True, False])
def test_a_page_shown_on_its_side_is_read_as_written(turn: int, *, drawn_so: bool) -> None:
    """A landscape appendix drawn on its side, or a page that somebody turned in a viewer."""
    document = read(leaning(turn) if drawn_so else shown(draw(LETTER), rotation=turn))
    assert document.text == UPRIGHT.text
    page = document.pages[0]
    for word in document.words:
        assert word.box is not None
        assert 0 <= word.box.x0 < word.box.x1 <= (page.width or 0)
        assert 0 <= word.box.top < word.box.bottom <= (page.height or 0)
    first = document.words[0].box
    assert first is not None
    # UBND stands at the top left of what is written.
    up_left = {True: {90: "bl", 180: "br", 270: "tr"}, False: {90: "tr", 180: "br", 270: "bl"}}
    down = first.top > (page.height or 0) / 2
    right = first.x0 > (page.width or 0) / 2
    assert ("b" if down else "t") + ("r" if right else "l") == up_left[drawn_so][turn]


def test_boxes_count_from_the_cropped_pages_corner() -> None:
    document = read(shown(draw(LETTER), crop=(30, 30, 560, 830)))
    assert document.text == UPRIGHT.text
    ours, theirs = document.words[0].box, UPRIGHT.words[0].box
    assert ours is not None
    assert theirs is not None
    assert (ours.x0, ours.top) == pytest.approx((theirs.x0 - 30, theirs.top - 12), abs=0.1)


def marked(angle: float, text: str, *, whole: bool = False) -> bytes:
    """Return the letter under a mark across it; ``whole`` leans the letter with it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.saveState()
    canvas.translate(120, 260)
    canvas.rotate(angle)
    canvas.setFont("bold", 80)
    canvas.drawString(0, 0, text)
    canvas.restoreState()
    if whole:
        canvas.rotate(angle)
    print_letter(canvas)
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("angle", [35, 52, -40])
def test_a_mark_across_the_page_stands_in_none_of_its_lines(angle: float) -> None:
    document = read(marked(angle, "DỰ THẢO"))
    plain = read(draw(LETTER))
    marks = [line for line in document.lines if line.block is Block.STAMP]
    assert [document.text[line.start : line.end] for line in marks] == ["DỰ THẢO"]
    assert document.text.replace("DỰ THẢO\n", "") == plain.text
    assert extract(document)[0].draft
    assert not extract(plain)[0].draft


def test_another_mark_across_the_page_makes_no_draft() -> None:
    document = read(marked(50, "BẢN SAO"))
    assert "BẢN SAO" in document.text
    assert not extract(document)[0].draft


def test_a_page_that_leans_as_a_whole_keeps_its_words() -> None:
    document = read(marked(8, "", whole=True))
    assert not [line for line in document.lines if line.block is Block.STAMP]
    assert sum(len(line.words) for line in document.lines) > 60


def with_more(marks: list[tuple[float, float, int, str, float]]) -> bytes:
    """Return the letter with more print: x, baseline from the top, turn, text, size."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    print_letter(canvas)
    for x, y, turn, text, size in marks:
        canvas.saveState()
        canvas.translate(x, HEIGHT - y)
        canvas.rotate(turn)
        canvas.setFont("bold", size)
        canvas.drawString(0, 0, text)
        canvas.restoreState()
    canvas.save()
    return file.getvalue()


def beside(document: ParsedDocument) -> list[str]:
    """The lines that the letter without marks has not; all of the letter's stay as they are."""
    told = document.text.splitlines()
    plain = read(draw(LETTER)).text.splitlines()
    assert [line for line in told if line in plain] == plain
    return [line for line in told if line not in plain]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        # a watermark set level, through two lines of the text
        ([(80, 245, 0, "BẢN SAO", 80)], ["BẢN SAO"]),
        ([(80, 245, 0, "DỰ THẢO", 60)], ["DỰ THẢO"]),
        # a note in the margin, read from either side
        ([(25, 600, 90, "Bản lưu hành nội bộ của Văn phòng", 9)],
         ["Bản lưu hành nội bộ của Văn phòng"]),
        ([(570, 200, 270, "Bản lưu hành nội bộ", 9)], ["Bản lưu hành nội bộ"]),
        # the heads of narrow columns
        ([(150, 520, 90, "Số lượng", 11), (250, 520, 90, "Ghi chú", 11)], ["Số lượng", "Ghi chú"]),
        # beyond the page's edges nobody sees it
        ([(-300, 346, 0, "NGOÀI TRANG", 12), (85, 900, 0, "DƯỚI TRANG", 12)], []),
    ],
)  # fmt: skip
def test_marks_and_print_on_its_side_stand_by_themselves(
    marks: list[tuple[float, float, int, str, float]], expected: list[str]
) -> None:
    document = read(with_more(marks))
    assert beside(document) == expected
    assert extract(document)[0].draft == ("DỰ THẢO" in expected)
    for line in (line for line in document.lines if line.block is Block.STAMP):
        box = line.words[0].box
        assert box is not None
        assert any(abs(box.bottom - y) < 30 or abs(box.top - y) < 30 for _, y, *_ in marks)


def test_a_stamp_laid_askew_over_the_page_stands_by_itself() -> None:
    document = read(lay_stamp(draw(LETTER), "DRAFT COPY", 45))
    assert beside(document) == ["DRAFT COPY"]

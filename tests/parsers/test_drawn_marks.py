"""A watermark drawn as curves is told beside the lines; other light drawings tell nothing."""

import io
import math

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from dispatch.document import Block, Origin, ParsedDocument
from nlp import extract
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.pdf_builder import HEIGHT, LETTER, NARROW, WIDTH, draw

pytestmark = pytest.mark.ocr
FACE = "/usr/share/fonts/truetype/dejavu/DejaVuSerifCondensed-Bold.ttf"
PLAIN = read_pdf(
    source_file("letter.pdf", draw(LETTER)), draw(LETTER), DEFAULT_LIMITS
).text.splitlines()

Outline = list[tuple[float, float]]


def outlines(text: str, size: int) -> list[list[Outline]]:
    """The rims of each piece of a letter, its holes with it, in points from the lower left."""
    mask = Image.new("L", (size * len(text), 2 * size), 0)
    ImageDraw.Draw(mask).text((0, 0), text, font=ImageFont.truetype(FACE, size), fill=255)
    rims, order = cv2.findContours(np.asarray(mask), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    points = [[(float(x), float(2 * size - y)) for x, y in rim[:, 0]] for rim in rims]
    around = [at if row[3] < 0 else row[3] for at, row in enumerate(order[0].tolist())]
    return [
        [rim for rim, outer in zip(points, around, strict=True) if outer == at]
        for at in sorted(set(around))
    ]


def marked(shapes: list[list[Outline]], angle: float, grey: float = 0.8) -> ParsedDocument:
    """Read the letter over which each of ``shapes`` is drawn as one path."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.saveState()
    canvas.setFillGray(grey)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(angle)
    canvas.translate(-230, -80)
    for shape in shapes:
        path = canvas.beginPath()
        for rim in shape:
            path.moveTo(*rim[0])
            for point in rim[1:]:
                path.lineTo(*point)
            path.close()
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    canvas.restoreState()
    for x, baseline, text, *style in LETTER:
        font, size = style or ("serif", 13.0)
        canvas.setFont(font, size * NARROW)
        canvas.drawString(x, HEIGHT - baseline, text)
    canvas.save()
    data = file.getvalue()
    return read_pdf(source_file("letter.pdf", data), data, DEFAULT_LIMITS)


@pytest.mark.parametrize("angle", [0, 38, -35])
@pytest.mark.parametrize("whole", [True, False], ids=["one path", "a path each"])
def test_a_drawn_watermark_is_told_and_makes_a_draft(angle: float, *, whole: bool) -> None:
    pieces = outlines("DỰ THẢO", 96)
    document = marked([[rim for piece in pieces for rim in piece]] if whole else pieces, angle)
    (mark,) = [line for line in document.lines if line.block is Block.STAMP]
    assert document.text[mark.start : mark.end] == "DỰ THẢO"
    assert {word.origin for word in mark.words} == {Origin.OCR}
    assert [line for line in document.text.splitlines() if line in PLAIN] == PLAIN
    assert extract(document)[0].draft


def test_a_light_emblem_tells_nothing() -> None:
    points = [
        (230 + r * math.cos(at * math.pi / 10), 80 + r * math.sin(at * math.pi / 10))
        for at, r in enumerate([200.0, 90.0] * 10)
    ]
    document = marked([[points]], 0)
    assert document.text.splitlines() == PLAIN


def test_dark_shapes_are_no_watermark() -> None:
    document = marked(outlines("DỰ THẢO", 96), 38, grey=0.1)
    assert document.text.splitlines() == PLAIN

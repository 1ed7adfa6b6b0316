"""A page of a PDF becomes words with boxes, read by PDFium.

Boxes are the glyphs' advance boxes from descent to one em above it, as pdfplumber gives them, in
points from the shown page's top left (after CropBox and Rotate). A word ends at a blank, at a gap
wider than pdfplumber's tolerance, and where the text steps to another line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from typing import Any, TypeVar

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from dispatch.document import Origin
from parsers.assemble import RawWord
from parsers.fonts import decode_word
from parsers.pdf_glyphs import Boxes, Column, Faces, Glyphs

_Side = TypeVar("_Side", float, Column)
_Box = tuple[float, float, float, float]

GAP = 3.0
"""Points of white between two glyphs that part two words (pdfplumber's x_tolerance)."""

_TOKEN = re.compile(r"[^\s\x00-\x1f]+")
_UNMAPPED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff\ufffd\ufffe]")
_NO_RIGHT_ANGLE = -1  # as ``Faces.turn`` has it
_WIDEST = 1.4  # ems a glyph may take before its word is looked at glyph by glyph
_MOST = 0.7  # share of a page's letters that must agree on where its top is
_OTHER_HEIGHT = 0.15  # of a glyph's height: from here on it is of another size
_OTHER_SIZE = 0.2  # the same, of the font size


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown page: its size, and how a point of user space becomes one of ours."""

    width: float
    height: float
    left: float  # of the crop box, in user space
    bottom: float
    rotation: int  # clockwise degrees

    def box(self, x0: _Side, y0: _Side, x1: _Side, y1: _Side) -> tuple[_Side, _Side, _Side, _Side]:
        """Turn a rectangle of user space, or a column of them, into (x0, top, x1, bottom) of the
        shown page."""
        x0, x1 = x0 - self.left, x1 - self.left
        y0, y1 = y0 - self.bottom, y1 - self.bottom
        if self.rotation == 90:
            return y0, x0, y1, x1
        if self.rotation == 180:
            return self.width - x1, y0, self.width - x0, y1
        if self.rotation == 270:
            return self.width - y1, self.height - x1, self.width - y0, self.height - x0
        return x0, self.height - y1, x1, self.height - y0


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of one page, how much of its text is drawn invisibly over an image, and which
    rotation of the page sets most of it upright."""

    words: list[RawWord]
    characters: int
    invisible: int
    rotation: int
    unmapped: int = 0  # characters that the fonts name no letter for
    slanted: Sequence[RawWord] = ()  # across the page, such as a watermark: none of its words


def frame_of(page: Any) -> Frame:
    """Return the shown page's frame."""
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    width, height = right - left, top - bottom
    if rotation in (90, 270):
        width, height = height, width
    return Frame(width, height, left, bottom, rotation)


def read_words(
    page: Any,
    frame: Frame,
    *,
    overlay: frozenset[int] = frozenset(),
    flat_fonts: frozenset[str] = frozenset(),
) -> TextLayer:
    """Read the page's words in the order of its content stream.

    ``overlay`` are the addresses of the text objects that annotations laid over the page,
    ``flat_fonts`` the names of fonts without a descent.
    """
    text_page = pdfium_c.FPDFText_LoadPage(page)
    try:
        return _Reader(Glyphs(text_page, flat_fonts), frame, overlay).read()
    finally:
        pdfium_c.FPDFText_ClosePage(text_page)


@dataclass(frozen=True, slots=True)
class _Typed:
    """Some glyphs with the faces they are set in: ``rows`` names each one's row in ``faces``."""

    owners: list[int | None]
    rows: list[int]
    faces: Faces


@dataclass(frozen=True, slots=True)
class _Ends:
    """The first and the last glyph of some runs: boxes, origins, and whether one text object drew
    both, in one size on one line."""

    first: Boxes
    last: Boxes
    begin: tuple[Column, Column]
    finish: tuple[Column, Column]
    is_one: NDArray[np.bool_]


class _Reader:
    """Cuts one page's glyphs into words."""

    def __init__(self, glyphs: Glyphs, frame: Frame, overlay: frozenset[int]) -> None:
        self._glyphs = glyphs
        self._frame = frame
        self._overlay = overlay
        self._text = glyphs.text()

    def read(self) -> TextLayer:
        """Return the words in the content stream's order.

        Nearly every run without blanks is one word that runs straight in one size: those are read
        all at once, the others glyph by glyph.
        """
        spans, *owners = self._parted([match.span() for match in _TOKEN.finditer(self._text)])
        if not spans:
            return TextLayer([], 0, 0, self._frame.rotation)
        typed = self._typed([start for start, _ in spans], owners[0])
        ends = self._ends(spans, owners)
        counts = np.subtract(*np.array(spans, dtype=np.float64).T[::-1])
        bent = np.nonzero(~_are_straight(counts, typed, ends))[0].tolist()
        words = self._words(spans, typed, *self._across(spans, typed, ends))
        across = self._are_across(typed, counts)
        found: list[RawWord] = []
        slanted: list[RawWord] = []
        done = 0
        for at, cut in zip(bent, self._cut([spans[at] for at in bent]), strict=True):
            found += words[done:at]
            (slanted if across[at] else found).extend(cut)
            done = at + 1
        found += words[done:]
        hidden = counts[typed.faces.invisible[typed.rows]]
        total = int(counts.sum())
        rotation = self._rotation(typed, counts, total)
        unmapped = len(_UNMAPPED.findall(self._text))
        return TextLayer(found, total, int(hidden.sum()), rotation, unmapped, slanted)

    def _are_across(self, typed: _Typed, counts: Column) -> NDArray[np.bool_]:
        """Tell which runs of the print lean at no right angle; where most of a page does, it is
        that page's own text, set a little askew."""
        if not (typed.faces.turn == _NO_RIGHT_ANGLE).any():
            return np.zeros(len(counts), dtype=np.bool_)
        printed = np.array([origin is Origin.TEXT for origin in self._origins(typed.owners)])
        across = (typed.faces.turn[typed.rows] == _NO_RIGHT_ANGLE) & printed
        few: NDArray[np.bool_] = across & (counts[across].sum() * 2 < counts.sum())
        return few

    def _rotation(self, typed: _Typed, counts: Column, total: int) -> int:
        turns = typed.faces.turn
        if not turns.any():  # all upright in user space, as nearly every page
            return 0
        turned = turns[typed.rows]
        shares = {turn: counts[turned == turn].sum() for turn in (0, 90, 180, 270)}
        most = max(shares, key=lambda turn: shares[turn])
        return most if shares[most] > _MOST * total else self._frame.rotation

    def _typed(self, indices: Sequence[int], owners: list[int | None]) -> _Typed:
        """Return the faces of the glyphs that ``owners`` drew; each text object is asked once."""
        seen: dict[int | None, int] = {}
        rows = [seen.setdefault(owner, len(seen)) for owner in owners]
        asked = dict(zip(owners, indices, strict=True))
        faces = self._glyphs.faces(list(seen), [asked[owner] for owner in seen])
        return _Typed(owners, rows, faces)

    def _ends(self, spans: Sequence[tuple[int, int]], owners: Sequence[list[int | None]]) -> _Ends:
        glyphs = self._glyphs
        starts, lasts = [start for start, _ in spans], [end - 1 for _, end in spans]
        return _Ends(
            glyphs.boxes(starts),
            glyphs.boxes(lasts),
            glyphs.origins(starts),
            glyphs.origins(lasts),
            np.array([one == other for one, other in zip(*owners, strict=True)]),
        )

    def _across(
        self, spans: Sequence[tuple[int, int]], typed: _Typed, ends: _Ends
    ) -> tuple[Column, Column]:
        """Return where each run starts and ends: from its first glyph's origin to its last one's
        advance, since PDFium's boxes take in what a letter reaches beyond that (italics, ợ, ự)."""
        first, last = ends.first, ends.last
        x, _ = ends.begin
        x0 = np.where((x > first.x0) & (x < first.x1), x, first.x0)
        text, fonts, rows = self._text, typed.faces.fonts, typed.rows
        advances = self._glyphs.advances(
            [fonts[row].address for row in rows], [text[end - 1] for _, end in spans]
        )
        x, _ = ends.finish
        x1 = x + advances * typed.faces.width[rows]
        return x0, np.where((x1 > (last.x0 + last.x1) / 2) & (x1 < last.x1), x1, last.x1)

    def _words(
        self, spans: Sequence[tuple[int, int]], typed: _Typed, x0: Column, x1: Column
    ) -> list[RawWord]:
        """Return each run as one word."""
        faces = typed.faces
        descent = np.array([font.descent for font in faces.fonts])
        low = (faces.baseline + descent * faces.size)[typed.rows]
        sides = self._frame.box(x0, low, x1, low + faces.size[typed.rows])
        places = [side.tolist() for side in sides]
        italic = [font.italic for font in faces.fonts]
        texts = [self._text[start:end] for start, end in spans]
        if any(font.encoding for font in faces.fonts):
            texts = [_decoded(*one, faces) for one in zip(texts, typed.rows, strict=True)]
        rows = typed.rows
        styles = (
            [column[row] for row in rows] for column in (faces.bold, italic, faces.shown_size)
        )
        columns = texts, *places, self._origins(typed.owners), repeat(1.0), *styles, repeat(())
        return list(map(RawWord._make, zip(*columns, strict=False)))

    def _origins(self, owners: Sequence[int | None]) -> list[Origin]:
        """Return whether each text object is print or was laid over it."""
        if not self._overlay:
            return [Origin.TEXT] * len(owners)
        return [Origin.OVERLAY if owner in self._overlay else Origin.TEXT for owner in owners]

    def _parted(
        self, spans: list[tuple[int, int]]
    ) -> tuple[list[tuple[int, int]], list[int | None], list[int | None]]:
        """Return the runs, parted where what was laid over the page touches its print, and which
        text objects drew the first and the last glyph of each."""
        first = self._glyphs.owners(start for start, _ in spans)
        last = self._glyphs.owners(end - 1 for _, end in spans)
        if not self._overlay or self._origins(first) == self._origins(last):
            return spans, first, last
        parted: list[tuple[int, int]] = []
        for span, *ends in zip(spans, first, last, strict=True):
            if (ends[0] in self._overlay) == (ends[1] in self._overlay):
                parted.append(span)
            else:
                parted.extend(self._parts(*span))
        first = self._glyphs.owners(start for start, _ in parted)
        return parted, first, self._glyphs.owners(end - 1 for _, end in parted)

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        laid = [owner in self._overlay for owner in self._glyphs.owners(range(start, end))]
        for _, part in groupby(range(start, end), key=lambda at: laid[at - start]):
            glyphs = list(part)
            yield glyphs[0], glyphs[-1] + 1

    def _cut(self, spans: Sequence[tuple[int, int]]) -> Iterator[list[RawWord]]:
        """Yield the words of each run that has gaps, steps or several sizes in it."""
        glyphs = [at for start, end in spans for at in range(start, end)]
        if not glyphs:
            return
        typed = self._typed(glyphs, self._glyphs.owners(glyphs))
        boxes = list(
            zip(*(side.tolist() for side in self._glyphs.boxes(glyphs).sides), strict=True)
        )
        done = 0
        for start, end in spans:
            rows = typed.rows[done : done + end - start]
            run = boxes[done : done + end - start]
            yield [
                self._word((start + begin, start + stop), typed.faces, rows[begin], box)
                for begin, stop, box in _cuts(run, rows, typed.faces)
            ]
            done += end - start

    def _word(self, span: tuple[int, int], faces: Faces, row: int, box: _Box) -> RawWord:
        low, high = box[1], box[3]
        if faces.upright[row]:
            size = float(faces.size[row])
            low = float(faces.baseline[row]) + faces.fonts[row].descent * size
            high = low + size
        start, end = span
        return RawWord(
            _decoded(self._text[start:end], row, faces),
            *self._frame.box(box[0], low, box[2], high),
            self._origins(self._glyphs.owners(span[:1]))[0],
            bold=faces.bold[row],
            italic=faces.fonts[row].italic,
            size=faces.shown_size[row],
        )


def _are_straight(counts: Column, typed: _Typed, ends: _Ends) -> NDArray[np.bool_]:
    """Tell which runs go straight in one size from the first glyph to the last: such a word is cut
    nowhere, and its inner glyphs need no look."""
    first, last = ends.first, ends.last
    height = first.y1 - first.y0
    middle = (first.y0 + first.y1) / 2
    across = last.x1 - first.x0
    size = typed.faces.size[typed.rows]
    # A footnote's mark at the end is smaller than its word, and the box tells.
    is_level = (
        ~(np.abs(last.y1 - last.y0 - height) > _OTHER_HEIGHT * height)
        & (last.y0 < middle)
        & (middle < last.y1)
    )
    # Where the font names no descent each glyph's box has a height of its own.
    is_level |= ends.is_one & (np.abs(ends.finish[1] - ends.begin[1]) < _OTHER_HEIGHT * size)
    straight: NDArray[np.bool_] = (
        typed.faces.upright[typed.rows]
        & is_level
        & (across > -GAP)
        & (across <= counts * size * _WIDEST)
    )
    return straight


def _cuts(
    boxes: Sequence[_Box], rows: Sequence[int], faces: Faces
) -> Iterator[tuple[int, int, _Box]]:
    """Yield where each word of a run begins and ends, and its box, glyph by glyph."""
    begin, box = 0, boxes[0]
    for at in range(1, len(boxes)):
        joined = _joined(box, boxes[at], is_upright=bool(faces.upright[rows[begin]]))
        size = faces.size[rows[at]] / faces.size[rows[begin]]
        if joined is not None and abs(size - 1) < _OTHER_SIZE:
            box = joined
            continue
        yield begin, at, box
        begin, box = at, boxes[at]
    yield begin, len(boxes), box


def _joined(box: _Box, now: _Box, *, is_upright: bool) -> _Box | None:
    """Return the word's box with its next glyph; None where another word starts there."""
    x0, y0, x1, y1 = box
    if is_upright:
        if not now[1] < (y0 + y1) / 2 < now[3]:
            return None
        # A glyph may start a little before the last one ended (kerning, marks that stand back).
        if not x0 - GAP <= now[0] <= x1 + GAP:
            return None
        return min(x0, now[0]), y0, max(x1, now[2]), y1
    if now[0] - x1 >= GAP or x0 - now[2] >= GAP or now[1] - y1 >= GAP or y0 - now[3] >= GAP:
        return None
    return min(x0, now[0]), min(y0, now[1]), max(x1, now[2]), max(y1, now[3])


def _decoded(text: str, row: int, faces: Faces) -> str:
    encoding = faces.fonts[row].encoding
    if encoding is None:
        return text
    return decode_word(text, encoding.name, capitals=encoding.capitals)

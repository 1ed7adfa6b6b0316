"""A page of a PDF becomes words with boxes, read by PDFium.

Boxes are the glyphs' advance boxes from descent to one em above it, as pdfplumber gives them, in
points from the shown page's top left (after CropBox and Rotate). A word ends at a blank, at a gap
wider than pdfplumber's tolerance, and where the text steps to another line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, TypeVar

import numpy as np
import pypdfium2.raw as pdfium_c

from dispatch.document import Origin
from parsers.assemble import RawWord, raw_words
from parsers.fonts import decode_word
from parsers.pdf_glyphs import Boxes, Column, Faces, Glyphs, Numbers, Yes
from parsers.pdf_runs import (
    Box,
    Ends,
    Spans,
    Typed,
    are_straight,
    cuts,
    is_run_through,
    spans_of,
    stretches,
)

_Side = TypeVar("_Side", float, Column)

_LAST_CODE = 0xFFFF  # no sign, as are those beyond it that are told as if they were this one
_IS_BLANK, _IS_UNMAPPED = np.zeros((2, _LAST_CODE + 1), np.bool_)
_IS_BLANK[[code for code in range(0x3001) if code < 0x20 or chr(code).isspace()]] = True
for _first, _last in ((0, 8), (0xE, 0x1F), (0x7F, 0x7F), (0xE000, 0xF8FF), (0xFFFD, 0xFFFE)):
    _IS_UNMAPPED[_first : _last + 1] = True
_UNSEEN = -2  # beyond the edges of the shown page, among the turns
_NO_RIGHT_ANGLE = -1  # as ``Faces.turn`` has it
_LARGE = 2.5  # times the page's usual size: what is larger and has lines run through it is none
_MOST = 0.7  # share of a page's letters that must agree on where its top is


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
    sideways: Mapping[int, Sequence[RawWord]] = field(default_factory=dict)
    """By the degrees to turn it clockwise: what stands on its side on a page that does not."""
    faint: Sequence[RawWord] = ()  # of the words, those that may be drawn without being seen


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


class _Reader:
    """Cuts one page's glyphs into words."""

    def __init__(self, glyphs: Glyphs, frame: Frame, overlay: frozenset[int]) -> None:
        self._glyphs = glyphs
        self._frame = frame
        self._overlay = overlay
        self._text = glyphs.text()
        text = self._text.encode("utf-32-le", "surrogatepass")
        self._codes = np.frombuffer(text, np.uint32).astype(np.int64)

    def read(self) -> TextLayer:
        """Return the words in the content stream's order.

        Nearly every run without blanks is one word that runs straight in one size: those are read
        all at once, the others glyph by glyph.
        """
        told = np.minimum(self._codes, _LAST_CODE)
        blank = np.ones(len(told) + 2, np.bool_)  # one more on either side
        blank[1:-1] = _IS_BLANK[told]
        edges = (blank[1:] != blank[:-1]).nonzero()[0]
        spans, owners = self._parted(Spans(edges[::2], edges[1::2]))
        if not len(spans.first):
            return TextLayer([], 0, 0, self._frame.rotation)
        typed = self._typed(spans.first, owners)
        if typed.faces.turn.any():
            spans = self._parted_by_turn(spans, typed)
            typed = self._typed(spans.first)
        ends = self._ends(spans)
        counts = spans.end - spans.first

        def are_one(some: Numbers) -> Yes:
            drawn = self._glyphs.owners((spans.end[some] - 1).tolist())
            return np.equal(drawn, typed.owners[some])

        bent = (~are_straight(counts, typed, ends, are_one)).nonzero()[0].tolist()
        words = self._words(spans, typed, *self._across(spans, typed, ends))
        total = int(counts.sum())
        rotation = self._rotation(typed, counts, total)
        aside = self._asides(typed, counts, ends, rotation)
        apart: dict[int, list[RawWord]] = {}
        found: list[RawWord] = []
        done = 0
        cut = dict(zip(bent, self._cut(spans.some(bent)), strict=True))
        for at in sorted({*bent, *aside}):
            found += words[done:at]
            place = apart.setdefault(aside[at], []) if at in aside else found
            place.extend(cut[at] if at in cut else words[at : at + 1])
            done = at + 1
        found += words[done:]
        faces, rows = typed.faces, typed.rows
        faint: list[RawWord] = []
        hidden = 0
        if faces.faint.any():  # on few pages
            for at in faces.faint[rows].nonzero()[0].tolist():
                faint += cut.get(at, words[at : at + 1])
            hidden = int(counts[faces.invisible[rows]].sum())
        unmapped = int(np.count_nonzero(_IS_UNMAPPED[told]))
        slanted = apart.pop(_NO_RIGHT_ANGLE, [])
        apart.pop(_UNSEEN, None)
        return TextLayer(found, total, hidden, rotation, unmapped, slanted, apart, faint)

    def _asides(self, typed: Typed, counts: Numbers, ends: Ends, rotation: int) -> dict[int, int]:
        """Return which runs are no words of the page's lines, and the turn of each: what leans
        across them or is many times as large, what stands on its side or beyond the page's edges.
        Where that is most of a page, it is the page's own text, set askew or in both ways."""
        turns, rows = typed.faces.turn, typed.rows
        found = dict.fromkeys(self._are_unseen(ends).nonzero()[0].tolist(), _UNSEEN)
        sizes = typed.faces.size
        is_any_large = sizes.max() > _LARGE * sizes.min()  # or the median need not be looked for
        if not turns.any() and not is_any_large:
            return found
        sizes = sizes[rows]
        is_large = sizes > _LARGE * np.median(sizes)
        turned = turns[rows]
        across = turned == _NO_RIGHT_ANGLE
        if is_large.any() and is_run_through(ends, is_large):
            across |= is_large
        for aside in (across, (turned != rotation) & ~across):
            if counts[aside].sum() * 2 < counts.sum():
                for at in aside.nonzero()[0].tolist():
                    found.setdefault(at, _NO_RIGHT_ANGLE if across[at] else int(turned[at]))
        return found

    def _are_unseen(self, ends: Ends) -> Yes:
        """Tell which runs lie beyond the page's edges."""
        first, last, frame = ends.first, ends.last, self._frame
        x0, top, x1, bottom = frame.box(
            np.minimum(first.x0, last.x0),
            np.minimum(first.y0, last.y0),
            np.maximum(first.x1, last.x1),
            np.maximum(first.y1, last.y1),
        )
        outside: Yes = (x1 <= 0) | (x0 >= frame.width) | (bottom <= 0) | (top >= frame.height)
        return outside

    def _rotation(self, typed: Typed, counts: Numbers, total: int) -> int:
        turns = typed.faces.turn
        if not turns.any():  # all upright in user space, as nearly every page
            return 0
        turned = turns[typed.rows]
        shares = {turn: counts[turned == turn].sum() for turn in (0, 90, 180, 270)}
        most = max(shares, key=lambda turn: shares[turn])
        return most if shares[most] > _MOST * total else self._frame.rotation

    def _typed(self, indices: Numbers, owners: Numbers | None = None) -> Typed:
        """Return the faces of glyphs, of which ``owners`` drew each where that is known; a text
        object is asked once for all that follow on another of its glyphs."""
        if owners is None:
            owners = self._glyphs.owners(indices.tolist())
        is_new = np.ones(len(owners), np.bool_)
        np.not_equal(owners[1:], owners[:-1], out=is_new[1:])
        begun = is_new.nonzero()[0]
        faces = self._glyphs.faces(owners[begun], indices[begun].tolist())
        return Typed(owners, is_new.cumsum() - 1, faces)

    def _ends(self, spans: Spans) -> Ends:
        # Both ends are asked about at once.
        count = len(spans.first)
        glyphs = [*spans.first.tolist(), *(spans.end - 1).tolist()]
        boxes = self._glyphs.boxes(glyphs).sides
        x, y = self._glyphs.origins(glyphs)
        return Ends(
            Boxes(*(side[:count] for side in boxes)),
            Boxes(*(side[count:] for side in boxes)),
            (x[:count], y[:count]),
            (x[count:], y[count:]),
        )

    def _across(self, spans: Spans, typed: Typed, ends: Ends) -> tuple[Column, Column]:
        """Return where each run starts and ends: from its first glyph's origin to its last one's
        advance, since PDFium's boxes take in what a letter reaches beyond that (italics, ợ, ự)."""
        first, last = ends.first, ends.last
        x, _ = ends.begin
        x0 = np.where((x > first.x0) & (x < first.x1), x, first.x0)
        faces, rows = typed.faces, typed.rows
        advances = self._glyphs.advances(faces.fonts, faces.font[rows], self._codes[spans.end - 1])
        x, _ = ends.finish
        x1 = x + advances * faces.width[rows]
        return x0, np.where((x1 > (last.x0 + last.x1) / 2) & (x1 < last.x1), x1, last.x1)

    def _words(self, spans: Spans, typed: Typed, x0: Column, x1: Column) -> list[RawWord]:
        """Return each run as one word."""
        faces, rows = typed.faces, typed.rows
        descent = np.array([font.descent for font in faces.fonts])[faces.font]
        italic = np.array([font.italic for font in faces.fonts])[faces.font]
        low = (faces.baseline + descent * faces.size)[rows]
        sides = self._frame.box(x0, low, x1, low + faces.size[rows])
        text = self._text
        texts = [text[start:end] for start, end in spans]
        if any(font.encoding for font in faces.fonts):
            texts = [_decoded(*one, faces) for one in zip(texts, rows.tolist(), strict=True)]
        styles = (column[rows].tolist() for column in (faces.bold, italic, faces.shown_size))
        return raw_words(
            texts,
            *(side.tolist() for side in sides),
            self._origins(typed.owners),
            repeat(1.0),
            *styles,
            repeat(()),
        )

    def _are_laid(self, owners: Numbers) -> Yes:
        """Tell which text objects were laid over the page."""
        # ``np.isin`` costs more than a page's few hundred look-ups.
        laid = map(self._overlay.__contains__, owners.tolist())
        return np.fromiter(laid, np.bool_, len(owners))

    def _origins(self, owners: Numbers) -> list[Origin]:
        """Return whether each text object is print or was laid over it."""
        if not self._overlay:
            return [Origin.TEXT] * len(owners)
        laid = self._are_laid(owners).tolist()
        return [Origin.OVERLAY if is_laid else Origin.TEXT for is_laid in laid]

    def _parted(self, spans: Spans) -> tuple[Spans, Numbers | None]:
        """Return the runs, parted where what was laid over the page touches its print, and which
        text objects drew their first glyphs, where that was asked."""
        if not self._overlay:
            return spans, None
        owners = self._glyphs.owners(spans.first.tolist())
        first = self._are_laid(owners)
        last = self._are_laid(self._glyphs.owners((spans.end - 1).tolist()))
        if np.array_equal(first, last):
            return spans, owners
        mixed = (first != last).tolist()
        parted = spans_of(
            part
            for span, is_mixed in zip(spans, mixed, strict=True)
            for part in (self._parts(*span) if is_mixed else (span,))
        )
        return parted, None

    def _parted_by_turn(self, spans: Spans, typed: Typed) -> Spans:
        """Return the runs, parted where print goes on in print on its side: PDFium sets no blank
        between the two."""
        return spans_of(self._parts_by_turn(spans, typed))

    def _parts_by_turn(self, spans: Spans, typed: Typed) -> Iterator[tuple[int, int]]:
        is_one = self._glyphs.owners((spans.end - 1).tolist()) == typed.owners
        for span, is_whole in zip(spans, is_one.tolist(), strict=True):
            if is_whole:
                yield span
                continue
            inner = self._typed(np.arange(*span))
            glyphs = range(*span)
            turns = dict(zip(glyphs, inner.faces.turn[inner.rows].tolist(), strict=True))
            yield from stretches(glyphs, turns.__getitem__)

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        laid = self._are_laid(self._glyphs.owners(range(start, end))).tolist()
        yield from stretches(range(start, end), lambda at: laid[at - start])

    def _cut(self, spans: Spans) -> Iterator[list[RawWord]]:
        """Yield the words of each run that has gaps, steps or several sizes in it."""
        glyphs = [at for start, end in spans for at in range(start, end)]
        if not glyphs:
            return
        typed = self._typed(np.array(glyphs))
        boxes = list(
            zip(*(side.tolist() for side in self._glyphs.boxes(glyphs).sides), strict=True)
        )
        of_all = typed.rows.tolist()
        done = 0
        for start, end in spans:
            rows = of_all[done : done + end - start]
            run = boxes[done : done + end - start]
            yield [
                self._word((start + begin, start + stop), typed.faces, rows[begin], box)
                for begin, stop, box in cuts(run, rows, typed.faces)
            ]
            done += end - start

    def _word(self, span: tuple[int, int], faces: Faces, row: int, box: Box) -> RawWord:
        low, high = box[1], box[3]
        font = faces.font_of(row)
        if faces.upright[row]:
            size = float(faces.size[row])
            low = float(faces.baseline[row]) + font.descent * size
            high = low + size
        start, end = span
        return RawWord(
            _decoded(self._text[start:end], row, faces),
            *self._frame.box(box[0], low, box[2], high),
            self._origins(self._glyphs.owners(span[:1]))[0],
            bold=bool(faces.bold[row]),
            italic=font.italic,
            size=float(faces.shown_size[row]),
        )


def _decoded(text: str, row: int, faces: Faces) -> str:
    encoding = faces.font_of(row).encoding
    if encoding is None:
        return text
    return decode_word(text, encoding.name, capitals=encoding.capitals)

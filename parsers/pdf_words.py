"""A page of a PDF becomes words with boxes, read by PDFium.

Boxes are the glyphs' advance boxes from descent to one em above it, as pdfplumber gives them, in
points from the shown page's top left (after CropBox and Rotate). A word ends at a blank, at a gap
wider than pdfplumber's tolerance, and where the text steps to another line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, TypeVar

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from dispatch.document import Origin
from parsers.assemble import RawWord
from parsers.fonts import decode_word
from parsers.pdf_glyphs import Column, Faces, Glyphs
from parsers.pdf_runs import (
    Box,
    Ends,
    Typed,
    are_straight,
    cuts,
    is_run_through,
    stretches,
)

_Side = TypeVar("_Side", float, Column)

_TOKEN = re.compile(r"[^\s\x00-\x1f]+")
_UNMAPPED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff\ufffd\ufffe]")
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

    def read(self) -> TextLayer:
        """Return the words in the content stream's order.

        Nearly every run without blanks is one word that runs straight in one size: those are read
        all at once, the others glyph by glyph.
        """
        spans, *owners = self._parted([match.span() for match in _TOKEN.finditer(self._text)])
        if not spans:
            return TextLayer([], 0, 0, self._frame.rotation)
        typed = self._typed([start for start, _ in spans], owners[0])
        if typed.faces.turn.any():
            spans = list(self._parted_by_turn(spans, *owners))
            owners = self._owners(spans)
            typed = self._typed([start for start, _ in spans], owners[0])
        ends = self._ends(spans, owners)
        counts = np.subtract(*np.array(spans, dtype=np.float64).T[::-1])
        bent = np.nonzero(~are_straight(counts, typed, ends))[0].tolist()
        words = self._words(spans, typed, *self._across(spans, typed, ends))
        total = int(counts.sum())
        rotation = self._rotation(typed, counts, total)
        aside = self._asides(typed, counts, ends, rotation)
        apart: dict[int, list[RawWord]] = {}
        found: list[RawWord] = []
        done = 0
        cut = dict(zip(bent, self._cut([spans[at] for at in bent]), strict=True))
        for at in sorted({*bent, *aside}):
            found += words[done:at]
            place = apart.setdefault(aside[at], []) if at in aside else found
            place.extend(cut[at] if at in cut else words[at : at + 1])
            done = at + 1
        found += words[done:]
        faint = [
            word
            for at in np.flatnonzero(typed.faces.faint[typed.rows]).tolist()
            for word in cut.get(at, words[at : at + 1])
        ]
        hidden = counts[typed.faces.invisible[typed.rows]]
        unmapped = len(_UNMAPPED.findall(self._text))
        slanted = apart.pop(_NO_RIGHT_ANGLE, [])
        apart.pop(_UNSEEN, None)
        return TextLayer(found, total, int(hidden.sum()), rotation, unmapped, slanted, apart, faint)

    def _asides(self, typed: Typed, counts: Column, ends: Ends, rotation: int) -> dict[int, int]:
        """Return which runs are no words of the page's lines, and the turn of each: what leans
        across them or is many times as large, what stands on its side or beyond the page's edges.
        Where that is most of a page, it is the page's own text, set askew or in both ways."""
        turns, rows = typed.faces.turn, typed.rows
        sizes = typed.faces.size[rows]
        is_large = sizes > _LARGE * np.median(sizes)
        found = dict.fromkeys(np.flatnonzero(self._are_unseen(ends)).tolist(), _UNSEEN)
        if not turns.any() and not is_large.any():
            return found
        turned = turns[rows]
        across = turned == _NO_RIGHT_ANGLE
        if is_large.any() and is_run_through(ends, is_large):
            across |= is_large
        for aside in (across, (turned != rotation) & ~across):
            if counts[aside].sum() * 2 < counts.sum():
                for at in np.flatnonzero(aside).tolist():
                    found.setdefault(at, _NO_RIGHT_ANGLE if across[at] else int(turned[at]))
        return found

    def _are_unseen(self, ends: Ends) -> NDArray[np.bool_]:
        """Tell which runs lie beyond the page's edges."""
        first, last, frame = ends.first, ends.last, self._frame
        x0, top, x1, bottom = frame.box(
            np.minimum(first.x0, last.x0),
            np.minimum(first.y0, last.y0),
            np.maximum(first.x1, last.x1),
            np.maximum(first.y1, last.y1),
        )
        outside: NDArray[np.bool_] = (
            (x1 <= 0) | (x0 >= frame.width) | (bottom <= 0) | (top >= frame.height)
        )
        return outside

    def _rotation(self, typed: Typed, counts: Column, total: int) -> int:
        turns = typed.faces.turn
        if not turns.any():  # all upright in user space, as nearly every page
            return 0
        turned = turns[typed.rows]
        shares = {turn: counts[turned == turn].sum() for turn in (0, 90, 180, 270)}
        most = max(shares, key=lambda turn: shares[turn])
        return most if shares[most] > _MOST * total else self._frame.rotation

    def _typed(self, indices: Sequence[int], owners: list[int | None]) -> Typed:
        """Return the faces of the glyphs that ``owners`` drew; each text object is asked once."""
        seen: dict[int | None, int] = {}
        rows = [seen.setdefault(owner, len(seen)) for owner in owners]
        asked = dict(zip(owners, indices, strict=True))
        faces = self._glyphs.faces(list(seen), [asked[owner] for owner in seen])
        return Typed(owners, rows, faces)

    def _ends(self, spans: Sequence[tuple[int, int]], owners: Sequence[list[int | None]]) -> Ends:
        glyphs = self._glyphs
        starts, lasts = [start for start, _ in spans], [end - 1 for _, end in spans]
        return Ends(
            glyphs.boxes(starts),
            glyphs.boxes(lasts),
            glyphs.origins(starts),
            glyphs.origins(lasts),
            np.array([one == other for one, other in zip(*owners, strict=True)]),
        )

    def _across(
        self, spans: Sequence[tuple[int, int]], typed: Typed, ends: Ends
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
        self, spans: Sequence[tuple[int, int]], typed: Typed, x0: Column, x1: Column
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
        first, last = self._owners(spans)
        if not self._overlay or self._origins(first) == self._origins(last):
            return spans, first, last
        parted: list[tuple[int, int]] = []
        for span, *ends in zip(spans, first, last, strict=True):
            if (ends[0] in self._overlay) == (ends[1] in self._overlay):
                parted.append(span)
            else:
                parted.extend(self._parts(*span))
        first, last = self._owners(parted)
        return parted, first, last

    def _parted_by_turn(
        self, spans: Sequence[tuple[int, int]], *owners: Sequence[int | None]
    ) -> Iterator[tuple[int, int]]:
        """Yield the runs, parted where print goes on in print on its side: PDFium sets no blank
        between the two."""
        for span, first, last in zip(spans, *owners, strict=True):
            if first == last:
                yield span
                continue
            glyphs = range(*span)
            typed = self._typed(glyphs, self._glyphs.owners(glyphs))
            turns = dict(zip(glyphs, typed.faces.turn[typed.rows].tolist(), strict=True))
            yield from stretches(glyphs, turns.__getitem__)

    def _owners(self, spans: Sequence[tuple[int, int]]) -> list[list[int | None]]:
        """Return which text objects drew the first and the last glyph of each run."""
        first = self._glyphs.owners(start for start, _ in spans)
        return [first, self._glyphs.owners(end - 1 for _, end in spans)]

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        laid = [owner in self._overlay for owner in self._glyphs.owners(range(start, end))]
        yield from stretches(range(start, end), lambda at: laid[at - start])

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
                for begin, stop, box in cuts(run, rows, typed.faces)
            ]
            done += end - start

    def _word(self, span: tuple[int, int], faces: Faces, row: int, box: Box) -> RawWord:
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


def _decoded(text: str, row: int, faces: Faces) -> str:
    encoding = faces.fonts[row].encoding
    if encoding is None:
        return text
    return decode_word(text, encoding.name, capitals=encoding.capitals)

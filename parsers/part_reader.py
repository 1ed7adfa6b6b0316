"""A part of a page is read by itself: as one line, larger or smaller, washed, set upright."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from parsers.italics import slant_of, upright
from parsers.limits import Limits
from parsers.pixel_words import PixelWord, mean_confidence
from parsers.preparation import Image
from parsers.unread_print import Box

# Tesseract's page segmentation modes. As a line it misreads a crop that shows tips of the next one;
# as a block it takes a seal's ring for a letter's.
BLOCK = 6
LINE = 7

LEGIBLE = 0.80
"""Mean confidence of print read by itself: a signature's is lower."""
LEAST_LETTERS = 4  # of a row of print: less is a speck or a stroke of a pen
_DARK = 0.5  # of the way from ink to paper: a grey seal is paler
_PAD = 8  # pixels round a stretch
_MARGIN = 12  # pixels of paper that Tesseract wants round a line

Read = Callable[[Image, int, Limits], list[PixelWord]]
Wash = Callable[[Image], Image]


@dataclass(frozen=True, slots=True)
class Reader:
    """The page, and the engine that reads a part of it."""

    image: Image
    read: Read
    limits: Limits

    def line(
        self,
        box: Box,
        scale: float,
        others: Sequence[PixelWord],
        *,
        wash: Wash | None = None,
        slant: float = 0.0,
        mode: int = BLOCK,
    ) -> list[PixelWord]:
        """Read the box as one line, ``scale`` times as large; words in the page's pixels.

        What stands in the place of ``others`` is left out: a tall speck's box spans two lines.
        ``wash`` is done to it first: ``darkest`` takes a grey seal away. Italics that lean
        by ``slant`` are set upright.
        """
        x0, top = max(int(box[0]) - _PAD, 0), max(int(box[1]) - _PAD, 0)
        crop = self._crop(box)
        if crop.shape[0] < 12 or crop.shape[1] < 12 or crop.shape[0] > 200:
            return []
        way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        sized = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=way)
        if wash is not None:
            sized = wash(np.asarray(sized, dtype=np.uint8))
        paper = [float(np.percentile(sized, 90))]
        rim = _MARGIN
        framed = cv2.copyMakeBorder(sized, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=paper)
        if slant:
            framed = upright(np.asarray(framed, dtype=np.uint8), slant)
        found = self.read(np.asarray(framed, dtype=np.uint8), mode, self.limits)
        placed = [_placed(word, scale, x0, top) for word in found]
        return [
            word
            for word in placed
            if box[1] <= (word.top + word.bottom) / 2 <= box[3]
            and not any(covers(other, word) for other in others)
        ]

    def slant(self, box: Box) -> float:
        """Return by how much the print in the box leans, 0 where it stands upright."""
        return slant_of(self._crop(box))

    def _crop(self, box: Box) -> Image:
        x0, top = max(int(box[0]) - _PAD, 0), max(int(box[1]) - _PAD, 0)
        return self.image[top : int(box[3]) + _PAD, x0 : int(box[2]) + _PAD]


def darkest(crop: Image) -> Image:
    """Leave of the print only the darkest, so that a grey seal over it goes."""
    black, paper = np.percentile(crop, (1, 90))
    reach = max(_DARK * float(paper - black), 1.0)
    levels = (crop.astype(np.float32) - float(black)) * (255.0 / reach)
    return np.asarray(np.clip(levels, 0, 255), dtype=np.uint8)


def _placed(word: PixelWord, scale: float, left: int, top: int) -> PixelWord:
    return replace(
        word,
        x0=(word.x0 - _MARGIN) / scale + left,
        x1=(word.x1 - _MARGIN) / scale + left,
        top=(word.top - _MARGIN) / scale + top,
        bottom=(word.bottom - _MARGIN) / scale + top,
    )


def covers(other: PixelWord, word: PixelWord) -> bool:
    """Tell whether half of the narrower of two words of one height lies on the other."""
    across = min(other.x1, word.x1) - max(other.x0, word.x0)
    down = min(other.bottom, word.bottom) - max(other.top, word.top)
    return across > 0.5 * min(other.x1 - other.x0, word.x1 - word.x0) and down > 0.5 * min(
        other.bottom - other.top, word.bottom - word.top
    )


def is_in(other: PixelWord, word: PixelWord) -> bool:
    middle = (other.x0 + other.x1) / 2
    return word.x0 <= middle <= word.x1 or other.x0 <= (word.x0 + word.x1) / 2 <= other.x1


def stands_in(word: PixelWord, box: Box) -> bool:
    """Tell whether the middle of a word lies in the box."""
    across, down = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def is_legible(words: Sequence[PixelWord]) -> bool:
    """Tell print from signatures and figures in pen, which stay for the reader of handwriting."""
    letters = sum(char.isalpha() for word in words for char in word.text)
    return letters >= LEAST_LETTERS and mean_confidence(words) >= LEGIBLE


def box_of(words: Sequence[PixelWord]) -> Box:
    return (
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )

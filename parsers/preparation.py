"""A page image becomes one that OCR reads well: stamps washed out, straight, clean, even.

Each step measures first and acts only where its damage is found: a clean page passes untouched.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

_PROFILE_WIDTH = 700  # pixels; enough for a skew of a tenth of a degree
_MAX_SKEW = 6.0  # degrees; a sheet laid worse than that is a photograph
_COARSE = np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, 0.5)
_GLANCE = 3  # every such pixel is looked at for colour
_TINT_REACH = 16  # pixels that a stamp's edge may lie beyond what a glance shows of it
_NEGATIVE_SPREAD = 90  # grey levels between a negative's print and its ground
_MOST_PRINT = 0.25  # share of a page's pixels that are print at most
_COLOURED = 48  # grey levels between the channels of coloured ink
_BLACK_ON_WHITE = 150  # grey levels between paper and print from which a page is not faint
_BLACKEST = 0.7  # per cent of a page's pixels that are print at least
_PALEST = 0.5  # of the usual colour that a faint page's stamps have at least
_TINTED = 14  # grey levels between the channels of ink that JPEG has bled of its colour
_DARKEST_STAMP = 110  # grey levels of the brightest channel of the darkest stamp ink
_SPECK = 35  # grey levels between a lone pixel and its surroundings
_NOISY = 0.00007  # share of lone pixels from which a page counts as noisy
_FLAT = 60  # grey levels within a stretch without print
_SMOOTH = 0.7  # pixels
_TILE = 8  # pixels of the page to one of the image in which its surroundings are sought
_PAPER_REACH = 16 * _TILE  # round a place from which the level of its paper is taken
_RIM = 0.06  # of the page's sides that may show what lies around it
_DARK_RIM = 0.8  # of the paper's level
_ALONG = 0.1  # of a side: what is shorter there is a stroke or a seal
_CUBIC = 3  # pixels that a cubic curve between pixels looks at beyond its place
_UNEVEN = 28  # grey levels between the brighter and the darker parts of the paper


@dataclass(frozen=True, slots=True)
class Prepared:
    """The grey image to read, the degrees it was turned back, and what else was mended."""

    image: Image
    skew: float
    denoised: bool
    evened: bool


def prepare(image: Image, *, scale: float = 1.0) -> Prepared:
    """Return ``image`` (RGB or grey) ready for OCR, ``scale`` times as large.

    Noise is removed before the page is enlarged: a speck that has grown is a stroke.
    """
    gray = wash_stamps(image)
    small = shrunk(gray)
    evened = has_uneven_light(small)
    if evened:
        gray = even_light(gray)
        small = shrunk(gray)
    gray = clear_surroundings(gray, small)
    denoised = has_specks(gray)
    if denoised:
        gray = remove_specks(gray)
    if scale < 1.0:
        gray = _sized(gray, scale, cv2.INTER_AREA)
    skew = find_skew(gray)  # of the fewer pixels: enlarged it is the same
    if scale > 1.0:
        gray = _sized(gray, scale, cv2.INTER_CUBIC)
    if abs(skew) >= 0.08:
        gray = turn(gray, skew)
    else:
        skew = 0.0
    return Prepared(gray, skew, denoised, evened)


def _sized(gray: Image, scale: float, way: int) -> Image:
    sized = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=way)
    return np.asarray(sized, dtype=np.uint8)


def as_positive(image: Image) -> Image:
    """Return a negative (white print on black: photostats, film, screens) with its levels turned
    round; any other page as it is. A sheet photographed on a dark table is bright in more places
    than print ever is."""
    level = glance(image, 2 * _GLANCE)
    if level.ndim == 3:
        level, _ = _brightest_and_darkest(level)
    black, white = np.percentile(level, (1, 99.5))
    bright = np.count_nonzero(level > (black + white) / 2) / max(level.size, 1)
    is_negative = white - black > _NEGATIVE_SPREAD and bright < _MOST_PRINT
    return np.asarray(255 - image, dtype=np.uint8) if is_negative else image


def wash_stamps(image: Image) -> Image:
    """Return grey levels in which coloured ink has gone the way of the paper.

    Red and blue stamp ink have one bright channel, black print under them has none: the maximum of
    the channels keeps the print, and stretched so that the stamp's own level becomes paper it
    leaves nothing of the ring. Pixels without colour keep their luminance.
    """
    if image.ndim == 2:
        return image
    luminance = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    contrast = _contrast_of(image)
    left, top, width, height = _coloured_box(image, contrast)
    if width:
        box = slice(top, top + height), slice(left, left + width)
        _wash(image[box], luminance[box], contrast)
    return luminance


def _wash(image: Image, luminance: Image, contrast: float) -> None:
    """Wash the stamps of a part of the page out of its ``luminance``, which is changed."""
    brightest, darkest = _brightest_and_darkest(image)
    chroma = cv2.subtract(brightest, darkest)
    _, coloured = cv2.threshold(chroma, _COLOURED * contrast, 255, cv2.THRESH_BINARY)
    # JPEG keeps colour at half the sharpness, so a stamp is edged by pixels of little colour.
    _, tinted = cv2.threshold(chroma, _TINTED, 255, cv2.THRESH_BINARY)
    near = cv2.dilate(coloured, np.ones((7, 7), np.uint8))
    washed = cv2.bitwise_or(coloured, cv2.bitwise_and(tinted, near))
    level = max(float(np.percentile(brightest[coloured > 0], 25)), _DARKEST_STAMP)
    # No brighter than the paper round it: in a photograph's shade a white seal would be taken for
    # the paper, and the print beside it for a shadow.
    paper = _paper_of(brightest)
    stretched = cv2.multiply(brightest, paper, scale=1.0 / level)
    np.copyto(luminance, cv2.min(stretched, paper), where=washed > 0)


def _coloured_box(image: Image, contrast: float) -> tuple[int, int, int, int]:
    """Return left, top, width and height of where there is coloured ink and of the paper round it,
    a width of 0 where there is none: a stamp covers thousands of pixels, so every third of every
    third row is looked at."""
    brightest, darkest = _brightest_and_darkest(glance(image, _GLANCE))
    chroma = cv2.subtract(brightest, darkest)
    _, coloured = cv2.threshold(chroma, _COLOURED * contrast, 255, cv2.THRESH_BINARY)
    left, top, width, height = (_GLANCE * side for side in cv2.boundingRect(coloured))
    if width == 0:
        return 0, 0, 0, 0
    # From whole tiles to whole tiles, so that the paper is that of the whole page.
    reach = _PAPER_REACH + _TINT_REACH
    from_left, from_top = (max(side - reach, 0) // _TILE * _TILE for side in (left, top))
    rows, columns = image.shape[:2]
    to_right, to_bottom = min(left + width + reach, columns), min(top + height + reach, rows)
    return from_left, from_top, to_right - from_left, to_bottom - from_top


def _contrast_of(image: Image) -> float:
    """Return how dark the print of a faint page is, 1 where it is black: its stamps are as pale.
    On coloured paper pale ink is not told from it."""
    brightest, darkest = _brightest_and_darkest(glance(image, 2 * _GLANCE))
    black, paper = np.percentile(brightest, (_BLACKEST, 90))
    contrast = float(np.clip((paper - black) / _BLACK_ON_WHITE, _PALEST, 1.0))
    tint = float(np.median(cv2.subtract(brightest, darkest)))
    return contrast if tint < 0.5 * _COLOURED * contrast else 1.0


def glance(image: Image, step: int) -> Image:
    """Return every ``step``-th pixel of every ``step``-th row, in a tenth of numpy's time."""
    rows, columns = (side // step for side in image.shape[:2])
    if not rows or not columns:
        return image
    whole = image[: rows * step, : columns * step]
    return np.asarray(
        cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_NEAREST), dtype=np.uint8
    )


def _brightest_and_darkest(image: Image) -> tuple[Image, Image]:
    """Return each pixel's brightest and darkest channel."""
    red, green, blue = cv2.split(np.ascontiguousarray(image))
    brightest, darkest = (of(of(red, green), blue) for of in (cv2.max, cv2.min))
    return np.asarray(brightest, dtype=np.uint8), np.asarray(darkest, dtype=np.uint8)


def has_specks(gray: Image) -> bool:
    """Tell salt-and-pepper noise: lone pixels far from the median of their neighbours."""
    rows, columns = gray.shape
    sample = np.ascontiguousarray(gray[rows // 8 : rows * 3 // 8, columns // 8 : columns * 7 // 8])
    if min(sample.shape) < 5:
        return False
    # Far from print, where no dot or thin serif is taken for noise.
    specks = _specks(sample, _median(sample), reach=15)
    return bool(cv2.countNonZero(specks) > _NOISY * sample.size)


def remove_specks(gray: Image) -> Image:
    """Return the page with lone pixels replaced and the grain between them smoothed.

    A median over the whole page would also thin the strokes; here it acts off the print only.
    """
    clean, median = gray.copy(), _median(gray)
    cv2.copyTo(median, _specks(gray, median, reach=3), clean)
    return np.asarray(cv2.GaussianBlur(clean, (0, 0), _SMOOTH), dtype=np.uint8)


def _median(gray: Image) -> Image:
    return np.asarray(cv2.medianBlur(gray, 3), dtype=np.uint8)


def _specks(gray: Image, median: Image, *, reach: int) -> Image:
    """Mark the lone pixels: serifs and dots differ from their median too, but the wider median
    still shows the stroke they belong to."""
    unlike = cv2.absdiff(gray, median)
    _, lone = cv2.threshold(unlike, _SPECK, 255, cv2.THRESH_BINARY)
    wide = cv2.morphologyEx(
        cv2.medianBlur(gray, 5), cv2.MORPH_GRADIENT, np.ones((reach, reach), np.uint8)
    )
    _, flat = cv2.threshold(wide, _FLAT, 255, cv2.THRESH_BINARY_INV)
    return np.asarray(cv2.bitwise_and(lone, flat), dtype=np.uint8)


def has_uneven_light(small: Image) -> bool:
    """Tell a photograph or a grey copy by its shrunk page: the paper itself has different
    brightness in places."""
    tiles = _paper_tiles(small)
    return bool(np.percentile(tiles, 95) - np.percentile(tiles, 5) > _UNEVEN)


def clear_surroundings(gray: Image, small: Image) -> Image:
    """Return the page with paper in place of the table under a photographed sheet or of a scanner's
    dark edge: along the rim their grain is read as long rows of signs. ``small`` is it shrunk."""
    rows, columns = gray.shape
    if min(rows, columns) < 16 * _TILE:
        return gray
    size = (columns // _TILE, rows // _TILE)
    paper = float(np.percentile(small, 80))
    _, dark = cv2.threshold(small, _DARK_RIM * paper, 255, cv2.THRESH_BINARY_INV)
    across, down = (round(_RIM * side) for side in size)
    dark[down:-down, across:-across] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    left, top, width, height = (stats[:, column] for column in range(4))
    at_edge = (left == 0) | (top == 0) | (left + width == size[0]) | (top + height == size[1])
    long = (width > _ALONG * size[0]) | (height > _ALONG * size[1])
    around = at_edge & long
    around[0] = False
    if not around.any():
        return gray
    mask = np.where(around[labels], 255, 0).astype(np.uint8)
    mask = np.asarray(cv2.dilate(mask, np.ones((5, 5), np.uint8)), dtype=np.uint8)
    whole = cv2.resize(mask, (columns, rows), interpolation=cv2.INTER_NEAREST)
    cleared = gray.copy()
    cleared[whole > 0] = round(paper)
    return cleared


def _paper_tiles(small: Image) -> Image:
    tiles = cv2.resize(small, (160, 220), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.dilate(tiles, np.ones((15, 15), np.uint8)), dtype=np.uint8)


def even_light(gray: Image) -> Image:
    """Divide the page by its own paper, so that shadows and yellowing vanish."""
    return np.asarray(cv2.divide(gray, _paper_of(gray), scale=250), dtype=np.uint8)


def _paper_of(gray: Image) -> Image:
    """Return the level of the paper at every pixel, as if nothing were printed on it."""
    rows, columns = gray.shape
    paper = cv2.medianBlur(cv2.dilate(shrunk(gray), np.ones((7, 7), np.uint8)), 21)
    return np.asarray(cv2.resize(paper, (columns, rows)), dtype=np.uint8)


def shrunk(gray: Image) -> Image:
    """Return the image in an eighth of its size; by a whole number costs a sixth of by about it."""
    rows, columns = gray.shape
    size = (max(columns // _TILE, 1), max(rows // _TILE, 1))
    whole = gray[: size[1] * _TILE, : size[0] * _TILE]
    return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def find_skew(gray: Image) -> float:
    """Return by how many degrees (clockwise positive) the lines of print are turned.

    The sharpest row profile wins: coarse steps of half a degree on a small image, then of a
    twentieth.
    """
    scale = _PROFILE_WIDTH / max(gray.shape[1], 1)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = _ink(np.asarray(small, dtype=np.uint8))
    if ink.sum() == 0:
        return 0.0
    coarse = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    best = _best_angle(np.asarray(coarse, dtype=np.uint8), _COARSE)
    best = _best_angle(ink, np.arange(best - 0.4, best + 0.41, 0.1))
    best = _best_angle(ink, np.arange(best - 0.05, best + 0.06, 0.05))
    return round(float(best), 2)


def _ink(small: Image) -> Image:
    threshold, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = np.asarray(np.clip(float(threshold) + 40 - small.astype(np.float32), 0, 255))
    # Long rules and page borders would outvote the print.
    return ink.astype(np.uint8)


def _best_angle(ink: Image, angles: NDArray[np.float64]) -> float:
    # The ink of each row up to each column: that of a strip of columns is one subtraction.
    sums = np.diff(cv2.integral(cv2.transpose(ink)), axis=1)
    scores = [_sharpness(sums, float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sharpness(sums: NDArray[np.int32], angle: float) -> float:
    """Return how unlike neighbouring rows are with the page turned by ``angle``.

    Shearing the columns is as good as turning for small angles, and keeps each row's ink: columns
    that move by as many pixels are one strip, moved as a whole.
    """
    columns, rows = sums.shape[0] - 1, sums.shape[1]
    slope = math.tan(math.radians(angle))
    moves = np.floor((np.arange(columns) - columns / 2) * slope + 0.5).astype(np.intp)
    starts = np.flatnonzero(np.diff(moves, prepend=moves[0] - 1))
    ends = np.append(starts[1:], columns)
    profile = np.zeros(rows, dtype=np.int32)
    for start, end, move in zip(starts, ends, moves[starts], strict=True):
        strip = sums[end] - sums[start]
        low, high = max(move, 0), rows + min(move, 0)
        profile[low - move : high - move] += strip[low:high]
    steps = np.diff(profile.astype(np.float32))
    return float((steps * steps).sum())


def turn(gray: Image, degrees: float, *, rows: int | None = None) -> Image:
    """Turn the page back by ``degrees`` about its centre; the size stays, corners become paper.
    With ``rows`` only so many of the topmost are made."""
    height, columns = gray.shape
    matrix = cv2.getRotationMatrix2D((columns / 2, height / 2), degrees, 1.0)
    paper = _paper(gray)
    if rows is not None and rows < height:
        # What they are made of hangs by half the width lower at most.
        height = rows
        gray = gray[: rows + _CUBIC + math.ceil(columns / 2 * math.sin(math.radians(abs(degrees))))]
    source = np.ascontiguousarray(gray)
    size = (columns, height)
    turned = cv2.warpAffine(source, matrix, size, flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(turned, dtype=np.uint8)


def _paper(gray: Image) -> tuple[int]:
    return (int(np.percentile(gray[::16, ::16], 90)),)

"""Print of a digital page that nobody sees: white on white, clear, invisible and over no picture.

Text layers hold it to be found by searches, or as what is left of an older version. Only a page
with print of such a look is drawn; a word whose place shows nothing is none of the page. An
invisible word over a picture is what a scanner read there, and white print on a dark ground shows.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dispatch.document import Remark
from parsers.assemble import RawWord
from parsers.page_image import shows_image
from parsers.pdf_sheet import Sheet
from parsers.pdf_words import TextLayer

_SCALE = 2.0  # pixels a point: the white print of a narrow letter is still a pixel wide
_SPREAD = 12  # grey levels between the ground and what stands on it
_INSET = 0.15  # of a word's height: the lines above and below reach so far into its box
_TOLD = 6  # words quoted in the warning


def seen_alone(sheet: Sheet, layer: TextLayer) -> tuple[TextLayer, list[RawWord]]:
    """Return the layer without the words that are not seen, and those."""
    if not layer.faint or (layer.invisible and shows_image(sheet.as_seen(), sheet.frame)):
        return layer, []
    seen = sheet.as_seen().render(scale=_SCALE, grayscale=True, may_draw_forms=True).to_numpy()
    grey = seen.reshape(seen.shape[:2])
    unseen = [word for word in layer.faint if _is_plain(grey, word)]
    gone = set(map(id, unseen))
    words = [word for word in layer.words if id(word) not in gone]
    letters = sum(len(word.text) for word in unseen)
    return replace(
        layer,
        words=words,
        characters=max(layer.characters - letters, 0),
        invisible=max(layer.invisible - letters, 0),
    ), unseen


def unseen_remark(page: int, unseen: list[RawWord]) -> Remark:
    """Return the warning that print of the page is not read since nobody sees it."""
    told = " ".join(word.text for word in unseen[:_TOLD]) + " …" * (len(unseen) > _TOLD)
    message = f"Trang {page} có {len(unseen)} từ không ai nhìn thấy ({told}): không đọc các từ đó."
    params = {"page": str(page), "count": str(len(unseen)), "words": told}
    return Remark("unseen-print", message, params)


def _is_plain(grey: NDArray[np.uint8], word: RawWord) -> bool:
    """Tell whether nothing stands out where the word is."""
    if word.x0 is None or word.top is None or word.x1 is None or word.bottom is None:
        return False
    inset = _INSET * (word.bottom - word.top)
    rows = slice(*(max(int(side * _SCALE), 0) for side in (word.top + inset, word.bottom - inset)))
    columns = slice(*(max(int(side * _SCALE), 0) for side in (word.x0, word.x1)))
    place = grey[rows, columns]
    return place.size == 0 or int(place.max()) - int(place.min()) < _SPREAD

"""A text longer than one spaCy Doc may be is cut where its pages end; offsets stay the whole's.

Finders read the whole document, so a cut never parts a sentence, a list or a signature for them;
only the Docs that carry the span groups are several.
"""

from collections.abc import Iterator

from dispatch.document import ParsedDocument

Span = tuple[int, int]


def cuts(document: ParsedDocument, limit: int) -> list[Span]:
    """Return the parts of ``document.text`` in order, none longer than ``limit`` characters.

    A part ends with a page; in a page that is longer itself, as a plain text has but one, with a
    line, and in a longer line anywhere. The parts leave nothing out.
    """
    length = len(document.text)
    if length <= limit:
        return [(0, length)]
    parts: list[Span] = []
    start = last = 0
    for end in _ends(document, limit):
        if end - start > limit:
            parts.append((start, last))
            start = last
        last = end
    return [*parts, (start, length)]


def _ends(document: ParsedDocument, limit: int) -> Iterator[int]:
    """Yield where a part may end, in order and never further apart than ``limit``."""
    before = 0
    pages = [page for page in document.pages if page.lines]
    for page, following in zip(pages, [*pages[1:], None], strict=True):
        end = following.lines[0].start if following else len(document.text)
        inner = [line.start for line in page.lines[1:]] if end - before > limit else []
        for place in [*inner, end]:
            while place - before > limit:
                before += limit
                yield before
            if place > before:
                before = place
                yield place

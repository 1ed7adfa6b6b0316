"""One file may hold several dispatches: cut it at the heads that begin a document of its own.

A head begins a new document where something was already signed before it and the part behind it has
a number or a signer of its own; an unsigned draft or a list behind a letter stays its appendix. So
does a draft that the letter speaks of. What has no number yet is told from a draft by its day,
which the office writes when the letter goes out (Nghị định 30/2020, Điều 15), or is a letter of the
same office with an addressee of its own: what a proposal encloses is the decision of another.
"""

import re
from dataclasses import replace
from itertools import takewhile

from dispatch.document import PEN_MARK, Block, Column, Line, ParsedDocument, Signature, Word
from dispatch.text import fold
from nlp.zone_words import is_capitals, is_name, is_office, type_of_title

# Quốc hiệu, or the Party's and the Youth Union's line in its place; misprints and OCR leave most
# of the phrase standing.
_HEAD = re.compile(
    r"c[o0]ng h[o0]a? x[a-z]? h[o0]i chu nghia vi[ei]t nam"
    r"|dang c[o0]ng san vi[ei]t nam|doan tncs h[o0] chi minh"
)
_ANY_HEAD = re.compile(_HEAD.pattern.replace(" ", r"\s+"))
_CLOSED = re.compile(r"\bnoi nh[ao]n\b|^\s*(?:kt|tl|tm|tuq|t/m|k/t|t/l|q)\s*[./]|\./\.")
_NUMBER = re.compile(rf"^\s*s[o0]\s*[:.]?\s*(?:\d{{1,6}}[a-z]?|{PEN_MARK})\s*[-/]")
_DAY = re.compile(
    rf"^\W*[^\W\d][^\d,]{{1,40}},\s*ngay\s*(?:\d{{1,2}}|{PEN_MARK})\s*thang"
    rf"\s*(?:\d{{1,2}}|{PEN_MARK})\s*nam\s*\d{{2}}"
)
_ADDRESSEE = re.compile(r"^\W*kinh gui\b")
_NUMBER_LINE = re.compile(r"^\W*s[o0]\b")
_DRAFT_OF = r"\bdu thao\W+(?:\w+\W+){0,4}"
_LETTER = r"(?:cong van|van ban)"
# A draft, or a part that says what it belongs to: "(Kèm theo Quyết định số …)" (NĐ 30/2020). Within
# a line both are words of a subject: "góp ý dự thảo …", "gửi kèm theo …".
_ATTACHED = re.compile(r"^\W*(?:ban )?du thao\b.{0,30}$|^\W*(?:ban hanh )?kem theo\b")
_SIGNED = re.compile(r"\b(?:da ky|ky boi|nguoi ky|thoi gian ky)\b")
_HEAD_LINES = 14
_HEAD_HEIGHT = 200.0  # points below the national name in which its head's left column stands
_LONG = 160  # characters: a longer line is prose that names the country
_BACK = 8
_ABOVE_NAME = 12  # lines from an office to the name of who signs


def split(document: ParsedDocument) -> list[ParsedDocument]:
    """Return the documents of the file in order; most files give themselves back."""
    if len(_ANY_HEAD.findall(document.folded)) < 2:
        return [document]
    lines = document.lines
    folded = [fold(document.text[line.start : line.end]) for line in lines]
    heads = [index for index in range(len(folded)) if _begins_head(folded, index)]
    if len(heads) < 2:
        return [document]
    cuts = [0]
    for position, index in enumerate(heads[1:], start=1):
        start = _head_start(lines, index, cuts[-1])
        end = heads[position + 1] if position + 1 < len(heads) else len(lines)
        closed = any(_CLOSED.search(text) for text in folded[cuts[-1] : start])
        if start <= cuts[-1] or not closed:
            continue
        if _stands_alone(folded[start:end]) or _is_issued(
            [document.text[line.start : line.end] for line in lines[start:end]],
            folded[cuts[-1] : start],
        ):
            cuts.append(start)
    if len(cuts) == 1:
        return [document]
    bounds = [*cuts, len(lines)]
    return [
        _part(document, bounds[i], bounds[i + 1], ordinal=i + 1) for i in range(len(bounds) - 1)
    ]


def _begins_head(folded: list[str], index: int) -> bool:
    """Tell whether a line has the national name, or begins with it where a narrow column wraps it
    (in a sentence that names the country it may wrap anywhere)."""
    text = folded[index]
    if len(text) >= _LONG:
        return False
    found = _HEAD.search(" ".join([text, *folded[index + 1 : index + 2]]))
    return found is not None and (found.end() <= len(text) or not found.start())


def _head_start(lines: tuple[Line, ...], index: int, floor: int) -> int:
    """Go back from the national name to the first line of its head: the left column beside it on
    the same page, or the page's first line."""
    start = index
    for before in range(index - 1, max(floor, index - _BACK) - 1, -1):
        line = lines[before]
        if line.page != lines[index].page:
            break
        if line.block is Block.PROSE and line.column is Column.FULL:
            break
        # Of two pages on one sheet the left one's foot stands before the right one's head.
        if _top(line) > _top(lines[index]) + _HEAD_HEIGHT:
            break
        start = before
    return start


def _top(line: Line) -> float:
    """Return where the line's first word stands on the page, in points; 0 without pages."""
    box = line.words[0].box if line.words else None
    return 0.0 if box is None else box.top


def _stands_alone(folded: list[str]) -> bool:
    head = folded[:_HEAD_LINES]
    if any(_ATTACHED.search(text) for text in head):
        return False
    numbered = any(_NUMBER.search(text) for text in head)
    closed = any(_CLOSED.search(text) for text in folded[3:])
    return closed and (numbered or any(_SIGNED.search(text) for text in folded))


def _is_issued(texts: list[str], before: list[str]) -> bool:
    """Tell whether a part without a number is a letter of its own: signed with a name below an
    office, dated to the day or of the same office as ``before`` with an addressee, and no draft
    that the text before it speaks of."""
    head = [fold(text) for text in texts[:_HEAD_LINES]]
    if any(_ATTACHED.search(text) for text in head) or not _is_signed(texts[len(head) // 2 :]):
        return False
    is_dated = any(
        _DAY.search(f"{line} {below}") for line, below in zip(head, [*head[1:], ""], strict=True)
    )
    is_sent = any(map(_ADDRESSEE.search, head)) and _letterhead(head) == _letterhead(before)
    return (is_dated or is_sent) and not _speaks_of(" ".join(before), texts[:_HEAD_LINES])


def _letterhead(folded: list[str]) -> list[str]:
    """Return the lines above the number, without the national name and its motto."""
    above = list(takewhile(lambda text: not _NUMBER_LINE.search(text), folded[:_HEAD_LINES]))
    return [text for text in above if not _HEAD.search(text) and not text.startswith("doc lap")]


def _is_signed(texts: list[str]) -> bool:
    offices = [at for at, text in enumerate(texts) if is_office(text)]
    return any(
        is_name(text) for at in offices[-2:] for text in texts[at + 1 : at + 1 + _ABOVE_NAME]
    )


def _speaks_of(before: str, head: list[str]) -> bool:
    """Tell whether a letter speaks of a draft of the type that the head's title names."""
    titles = [kind for text in head if is_capitals(text) and (kind := type_of_title(text))]
    name = re.escape(fold(titles[0][0])) if titles else _LETTER
    return re.search(_DRAFT_OF + name, before) is not None


def _part(document: ParsedDocument, first: int, last: int, *, ordinal: int) -> ParsedDocument:
    """Return lines ``first`` to ``last`` as a document of its own, offsets counted anew."""
    chosen = document.lines[first:last]
    base = chosen[0].start
    end = chosen[-1].end + 1
    numbers = {line.page for line in chosen}
    pages = tuple(
        replace(
            page,
            lines=tuple(_shift(line, base) for line in chosen if line.page == page.number),
        )
        for page in document.pages
        if page.number in numbers
    )
    signatures = tuple(
        moved
        for signature in document.signatures
        if (moved := _move(signature, base, end, ordinal)) is not None
    )
    return replace(
        document,
        pages=pages,
        text=document.text[base:end],
        ordinal=ordinal,
        signatures=signatures,
        remarks=document.remarks if ordinal == 1 else (),
    )


def _shift(line: Line, base: int) -> Line:
    words: tuple[Word, ...] = tuple(word._replace(start=word.start - base) for word in line.words)
    return replace(line, words=words, start=line.start - base, end=line.end - base)


def _move(signature: Signature, base: int, end: int, ordinal: int) -> Signature | None:
    """A signature belongs to the part its panel stands in; without a panel, to the first."""
    if not signature.spans:
        return signature if ordinal == 1 else None
    inside = tuple((a - base, b - base) for a, b in signature.spans if base <= a and b <= end)
    return replace(signature, spans=inside) if inside else None

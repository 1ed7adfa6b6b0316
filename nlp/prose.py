"""The running text of a document: its paragraphs with their role, sentences whole again.

What stands between the head and the foot is text, whatever a single line looks like ("Thời gian:
08 giờ 00, ngày 09 tháng 10 năm 2025" is no place and date); notes at the foot of pages follow.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dispatch.document import Block, Line, Paragraph, ParsedDocument, paragraphs
from dispatch.letters import LOWER
from dispatch.text import fold_same_length
from nlp.roles import Role

READ_IN = frozenset({
    Role.SUBJECT, Role.TITLE, Role.HEADLINE, Role.ADDRESSEE, Role.ENACTING, Role.BASIS, Role.BODY,
})  # fmt: skip
_MIDDLE = frozenset({Role.PLACE_DATE, Role.NATIONAL_NAME, Role.NUMBER, Role.ISSUER})
_OPENS = frozenset({Role.TITLE, Role.BASIS, Role.BODY, Role.ADDRESSEE})
_CLOSES = frozenset({Role.RECIPIENTS, Role.ARCHIVE, Role.AUTHORITY, Role.POSITION, Role.SIGNER})

_BASIS_LINE = re.compile(r"\W{0,3}(?:Căn cứ|Theo đề nghị|Xét đề nghị|Thực hiện)\s")
_ATTACHED = re.compile(r"\W{0,3}(?:Ban hành )?[Kk]èm theo\s")
_HEAD_LINE = re.compile(rf"[^,:;.]{{2,30}}, ngày|[^\w]*Số\s?:|[^{LOWER}]+$")
_UNFINISHED = re.compile(r"[^.;:!?”\"/]$")
_GROUP = re.compile(rf"[A-ZĐ]{{2}}[A-ZĐ&]*(?![{LOWER}])")
_RESUMED = re.compile(
    rf"[{LOWER}]|Điều \d{{1,3}} (?=[A-ZĐ])|\d{{1,6}}[a-zđ]?\s?[/\-]\s?[\dA-ZĐ]|ngày \d|số \d"
    r"|\d{1,2} tháng \d"
)

_NUMBER = r"\d{1,6}[a-zđ]?\s?(?:/\s?(?:19|20)\d\d\s?)?[/-]\s?[A-ZĐ]"
_OPEN_ENDED = re.compile(r"\b(?:theo|tại|của|và|với|cho|về|số|ngày|trước|đến|từ)$")
_CITED = re.compile(r"[\d ]/[\w/&.-]*[A-ZĐ]{2}\w*$|,$")
_NAMED = re.compile(
    r"(?:[Cc]ông văn|[Vv]ăn bản|[Qq]uyết định|[Kk]ế hoạch|[Tt]ờ trình|[Bb]áo cáo|[Tt]hông báo"
    r"|[Nn]ghị quyết|[Nn]ghị định|[Tt]hông tư|[Cc]hỉ thị|[Hh]ướng dẫn|[Kk]ết luận|[Cc]ông điện)$"
)
_LAST_WORDS = 60  # signs of a cell in which a citation is seen to be open
_DAY = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?"
_DAY_ALONE = re.compile(rf"\W*{_DAY}(?:\s?[-–—]\s?{_DAY})?\W*")

SENTENCE_LIMIT = 4000
"""No sentence is longer; paragraphs are joined no further."""


@dataclass(frozen=True, slots=True)
class ProseParagraph:
    """One paragraph of the text; ``role`` is its first line's, FOOTNOTE for a note."""

    role: Role
    paragraph: Paragraph
    folded: str  # its text folded character for character

    @property
    def text(self) -> str:
        return self.paragraph.text


def read_prose(document: ParsedDocument, roles: Sequence[Role]) -> list[ProseParagraph]:
    """Return the paragraphs of the running text in order, then the notes; ``roles`` are those of
    the document's lines."""
    read = _roles(document, roles)
    result: list[tuple[Role, Paragraph]] = []
    for paragraph in _paragraphs(document, read):
        role = read[paragraph.lines[0].start]
        if result:
            first, before = result[-1]
            if first is Role.BASIS and paragraph.text.startswith("Trên cơ sở "):
                role = Role.BASIS
            one = first is Role.SUBJECT is role  # trích yếu is one phrase
            cut = not _is_other_cell(before, paragraph) and _goes_on(before.text, paragraph.text)
            if first is not Role.TITLE and (one or cut):
                joined = f"{before.text} {paragraph.text}"
                paragraph = Paragraph(before.lines + paragraph.lines, joined)
                role = first
                result.pop()
        result.append((role, paragraph))
    return [
        ProseParagraph(role, paragraph, fold_same_length(paragraph.text))
        for role, paragraph in (*result, *_notes(document))
    ]


def _paragraphs(document: ParsedDocument, roles: dict[int, Role]) -> Iterator[Paragraph]:
    """Join the lines to read; the text does not go on in the paragraph of the trích yếu or of
    Kính gửi, though where lines are all that is known it may look like a wrapped rest of it."""
    lines = [line for line in document.lines if line.start in roles]
    apart = (Role.SUBJECT, Role.ADDRESSEE)
    for _, run in groupby(lines, key=lambda line: (role := roles[line.start]) in apart and role):
        yield from paragraphs(document, tuple(run))


def _roles(document: ParsedDocument, roles: Sequence[Role]) -> dict[int, Role]:
    """Return the role of each line to read by its start; lines of the head and foot are absent."""
    opened = closed = attached = broken = False
    result: dict[int, Role] = {}
    for line, role in zip(document.lines, roles, strict=True):
        opened, closed = opened or role in _OPENS, closed or (opened and role in _CLOSES)
        text = document.text[line.start : min(line.end, line.start + 60)]
        if role in READ_IN:
            result[line.start] = role
        elif role is Role.APPENDIX:
            # What is attached cites for itself; of the host it holds only "(Kèm theo … số …)".
            attached = _ATTACHED.match(text) is not None or (attached and not line.starts_paragraph)
            if attached:
                result[line.start] = role
        elif _BASIS_LINE.match(text):
            result[line.start] = Role.BASIS
        elif opened and not closed and role in _MIDDLE and (broken or not _HEAD_LINE.match(text)):
            result[line.start] = Role.BODY
        broken = document.text.endswith(("-", "/"), line.start, line.end)  # "… SỐ 13/CT- / TTG"
    return result


def _is_other_cell(before: Paragraph, after: Paragraph) -> bool:
    """Tell whether the second paragraph is another of a table's cells: it goes on with nothing,
    though it begins with a figure or a small letter, but for a citation over several cells. Where
    columns are not known a day alone is one."""
    last, first = before.lines[-1], after.lines[0]
    if last.cell is not None and first.cell is not None and last.cell != first.cell:
        return first.cell < last.cell or not _cites_on(before.text[-_LAST_WORDS:], after.text)
    is_apart = last.page == first.page and last.group != first.group
    return (
        is_apart
        and _DAY_ALONE.fullmatch(after.text) is not None
        and not before.text.endswith(("ngày", "trước", "đến", "từ", "và"))
    )


def _cites_on(end: str, cell: str) -> bool:
    """Tell whether the next cell of a row goes on with a citation or an open phrase."""
    if _OPEN_ENDED.search(end):
        return _DAY_ALONE.fullmatch(cell) is None or end.endswith("ngày")
    if _NAMED.search(end):
        return re.match(rf"(?:số\s?:?\s?)?{_NUMBER}", cell) is not None
    return _CITED.search(end) is not None and cell.startswith(("ngày ", "của "))


def _goes_on(before: str, after: str) -> bool:
    """True where a sentence is cut by what the reader took for a new paragraph."""
    if len(before) > SENTENCE_LIMIT:
        return False
    if before.endswith(("-", "/")) and _GROUP.match(after):
        return True
    return _UNFINISHED.search(before[-60:]) is not None and _RESUMED.match(after) is not None


def _notes(document: ParsedDocument) -> list[tuple[Role, Paragraph]]:
    notes: list[list[Line]] = []
    for line in document.lines:
        if line.block is not Block.FOOTNOTE:
            continue
        if notes and not line.starts_paragraph:
            notes[-1].append(line)
        else:
            notes.append([line])
    return [(Role.FOOTNOTE, Paragraph(tuple(note), _joined(document, note))) for note in notes]


def _joined(document: ParsedDocument, lines: list[Line]) -> str:
    return " ".join(document.text[line.start : line.end] for line in lines)

"""A file that Word keeps whole within a .docx (``altChunk``) is told where it hangs.

Portals and report writers fill a frame with pages of HTML, RTF or other Word files; Word itself
merges them when a person saves the letter, so until then their words stand in parts of their own.
"""

from dataclasses import replace

from dispatch.document import Line, Word
from dispatch.errors import LimitError
from parsers import parse
from parsers.assemble import RawLine, RawWord
from parsers.limits import Limits
from parsers.source import source_file
from parsers.spaced import Groups


def chunk_lines(data: bytes, path: str, limits: Limits, groups: Groups) -> list[RawLine]:
    """Return the lines of a part kept whole, with columns numbered as those round it.

    Raises:
        LimitError: such parts are nested beyond the limit.
        SourceError: it is of no format that is read, damaged or without text.
    """
    if limits.nesting < 1:
        raise LimitError(
            f"{path}: files are kept whole within one another too deep; open it in Word and save "
            "it again.",
            vi=f"{path}: tệp gắn trong tệp quá nhiều lớp; hãy mở bằng Word và lưu lại.",
            code="nesting-limit",
        )
    inner = replace(limits, nesting=limits.nesting - 1)
    document = parse(source_file(path, data), data, limits=inner)
    numbers: dict[int, int] = {}
    told = []
    for line in document.lines:
        if line.group and line.group not in numbers:
            numbers[line.group] = groups.new()
        told.append(_raw(line, numbers.get(line.group, 0)))
    return told


def _raw(line: Line, group: int) -> RawLine:
    return RawLine(
        [_raw_word(word) for word in line.words],
        block=line.block,
        column=line.column,
        group=group,
        starts_paragraph=line.starts_paragraph,
        centered=line.centered,
        cell=line.cell,
    )


def _raw_word(word: Word) -> RawWord:
    return RawWord(
        word.text,
        origin=word.origin,
        confidence=word.confidence,
        bold=word.bold,
        italic=word.italic,
        size=word.size,
    )

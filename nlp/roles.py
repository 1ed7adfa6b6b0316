"""The vocabulary of zones: the roles of the form and the pieces of lines that bear them."""

from dataclasses import dataclass
from enum import StrEnum

from dispatch.document import Column, Line


class Role(StrEnum):
    """What a line is in the form; ``body`` is all running text."""

    PARENT_BODY = "parent_body"
    ISSUER = "issuer"
    NUMBER = "number"
    PLACE_DATE = "place_date"
    NATIONAL_NAME = "national_name"
    MOTTO = "motto"
    PARTY_NAME = "party_name"  # ĐẢNG CỘNG SẢN VIỆT NAM, ĐOÀN TNCS HỒ CHÍ MINH
    TITLE = "title"
    SUBJECT = "subject"
    HEADLINE = "headline"  # a centred heading of the text that is no type of document
    ADDRESSEE = "addressee"
    ENACTING = "enacting"  # the body or office that decides, in capitals between title and basis
    BASIS = "basis"
    BODY = "body"
    RECIPIENTS = "recipients"
    ARCHIVE = "archive"
    AUTHORITY = "authority"
    POSITION = "position"
    SIGNED_MARK = "signed_mark"  # (Đã ký), [daky]
    SIGNER = "signer"
    APPENDIX = "appendix"
    STAMP = "stamp"  # urgency, secrecy, circulation
    ARRIVAL = "arrival"
    COPY = "copy"
    ESIGN = "esign"
    DRAFT_MARK = "draft_mark"
    FOOTNOTE = "footnote"
    PAGE_NUMBER = "page_number"
    RULE = "rule"  # asterisks, dashes and underscores drawn under a line


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or one of the parts of a line in which two columns of the form were mixed.

    ``folded`` is the text without diacritics and in lower case, character for character.
    """

    line: Line
    index: int  # of the line in document.lines
    start: int
    end: int
    text: str
    folded: str
    blank_before: bool = False

    is_bold: bool = False

    @property
    def column(self) -> Column:
        return self.line.column

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

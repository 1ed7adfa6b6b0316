"""How two lines of the head are set: in one type and case, or as trích yếu and the text below."""

from nlp.roles import Piece
from nlp.zone_phrases import OPENING
from nlp.zone_words import is_capitals


def turns_plain(first: Piece, piece: Piece) -> bool:
    """True for the text's first line under a bold, centred trích yếu that fills its line, so that
    a reader of pages takes the two for one paragraph."""
    bold = first.is_bold and not piece.is_bold
    return bold and first.line.centered and not piece.line.centered


def same_type(first: Piece, piece: Piece) -> bool:
    """True where the line is set as the first one of the trích yếu is."""
    if first.is_bold != piece.is_bold:
        return False
    if (
        first.line.centered
        and not piece.line.centered
        and (not piece.is_bold or OPENING.match(piece.folded))
    ):
        return False
    return not (piece.blank_before and piece.line.starts_paragraph and not piece.is_bold)


def same_case(first: Piece, piece: Piece) -> bool:
    """False where a sentence in small letters follows a trích yếu in capitals."""
    return not is_capitals(first.text) or is_capitals(piece.text) or not piece.text[:1].isupper()

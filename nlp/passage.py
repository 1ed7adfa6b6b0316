"""Pieces of one part of the form joined to one text, with the way back to the document."""

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.text import fold_same_length
from nlp.findings import Span
from nlp.roles import Piece


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces joined by one blank; ``text`` has a character for each one of the pieces."""

    pieces: tuple[Piece, ...]
    text: str
    folded: str

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Return where ``text[start:end]`` stands in the document, one span a run of lines."""
        end = len(self.text) if end is None else end
        result: list[Span] = []
        offset = 0
        for piece in self.pieces:
            length = piece.end - piece.start
            low, high = max(start, offset), min(end, offset + length)
            if low < high:
                span = (piece.start + low - offset, piece.start + high - offset)
                if result and span[0] - result[-1][1] <= 1:
                    result[-1] = (result[-1][0], span[1])
                else:
                    result.append(span)
            offset += length + 1
        return tuple(result)

    def trimmed(self, start: int, end: int, chars: str) -> tuple[int, int]:
        """Return ``start`` and ``end`` moved inwards over blanks and ``chars``."""
        while start < end and (self.text[start].isspace() or self.text[start] in chars):
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] in chars):
            end -= 1
        return start, end


def join(pieces: Sequence[Piece]) -> Passage:
    """Join ``pieces`` in the order given."""
    text = " ".join(piece.text for piece in pieces)
    return Passage(tuple(pieces), text, fold_same_length(text))

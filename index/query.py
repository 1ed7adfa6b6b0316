"""What a person asks becomes a Query; its free text becomes a tree of phrases that every backend
compiles to its own language.

Free text: words and ``"phrases"`` must all occur (AND); ``OR`` between alternatives; ``NOT`` or a
leading ``-`` excludes (a word with marks excludes no other marks); brackets group. Operators are
upper case, so the words themselves stay searchable.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from dispatch.errors import QueryError

Sort = Literal["relevance", "newest", "oldest"]
FACETS = ("issuing_body", "document_type", "year", "signer", "relation", "status")


@dataclass(frozen=True, slots=True)
class Query:
    """Everything a search can ask; all given conditions must hold.

    ``references`` finds documents that cite that number by any relation (or by ``relation``);
    ``period`` is a day within one of the document's periods; dates are ISO and inclusive.
    ``sort`` None means relevance where there is text, else newest first. ``after`` is the
    ``Results.after`` of the page before.
    """

    text: str = ""
    number: str | None = None
    references: str | None = None
    relation: str | None = None
    signer: str | None = None
    issuer: str | None = None
    document_type: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    period: str | None = None
    sort: Sort | None = None
    limit: int = 20
    after: str | None = None
    facets: tuple[str, ...] = field(default=())


def sort_of(query: Query) -> Sort:
    """Return the order that ``query`` asks for."""
    has_words = bool(query.text.strip() or query.signer or query.issuer)
    return query.sort or ("relevance" if has_words else "newest")


def check_facets(query: Query) -> None:
    """Raise a QueryError for a facet that does not exist."""
    for facet in query.facets:
        if facet not in FACETS:
            raise QueryError(
                f"There is no facet {facet!r}; use one of {', '.join(FACETS)}.",
                vi=f"Không có nhóm {facet!r}; hãy dùng một trong {', '.join(FACETS)}.",
            )


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together, as typed."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All of ``parts`` and none of ``excluded``."""

    parts: tuple["Node", ...]
    excluded: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of ``parts``."""

    parts: tuple["Node", ...]


Node = Phrase | Both | Either

_TOKEN = re.compile(r'(?P<phrase>-?"[^"]*"?)|(?P<bracket>[()])|(?P<word>[^\s()"]+)')
_SYLLABLE = re.compile(r"[^\W_]+")


def parse_text(text: str) -> Node | None:
    """Return the tree of ``text``; None where it holds no word.

    Raises:
        QueryError: Brackets do not match, or nothing but exclusions is left.

    >>> parse_text('thi đua NOT "sơ kết"')
    Both(parts=(Phrase(words=('thi',)), Phrase(words=('đua',))), \
excluded=(Phrase(words=('sơ', 'kết')),))
    """
    plain = re.sub("[“”„]", '"', text)
    tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(plain)]
    reader = _Reader(tokens)
    node = reader.either()
    if reader.tokens[reader.at :]:
        raise _unmatched()
    return node


def phrases(node: Node | None) -> list[Phrase]:
    """Return the phrases that a hit contains, for highlighting; not the excluded ones."""
    if node is None:
        return []
    if isinstance(node, Phrase):
        return [node]
    return [phrase for part in node.parts for phrase in phrases(part)]


class _Reader:
    """The position in the token list of one text."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def either(self) -> Node | None:
        parts = [self.both()]
        while self.peek() == ("word", "OR"):
            self.at += 1
            parts.append(self.both())
        found = [part for part in parts if part is not None]
        if len(found) <= 1:
            return found[0] if found else None
        return Either(tuple(found))

    def both(self) -> Node | None:
        parts: list[Node] = []
        excluded: list[Node] = []
        while self.peek()[0] != "end" and self.peek() not in (("word", "OR"), ("bracket", ")")):
            if self.peek() == ("word", "AND"):
                self.at += 1
                continue
            is_excluded = self.peek() == ("word", "NOT")
            if is_excluded:
                self.at += 1
            node, is_negative = self.one()
            if node is not None:
                (excluded if is_excluded or is_negative else parts).append(node)
        if excluded and not parts:
            raise QueryError(
                "The query only excludes words; add at least one word to look for.",
                vi="Câu tìm chỉ có từ loại trừ; hãy thêm ít nhất một từ cần tìm.",
            )
        if len(parts) == 1 and not excluded:
            return parts[0]
        return Both(tuple(parts), tuple(excluded)) if parts else None

    def one(self) -> tuple[Node | None, bool]:
        """Read one word, phrase or bracket; the flag tells a word with a leading minus."""
        kind, token = self.peek()
        self.at += 1
        if token == "(":
            node = self.either()
            if self.peek() != ("bracket", ")"):
                raise _unmatched()
            self.at += 1
            return node, False
        if kind == "end":
            return None, False
        is_negative = len(token) > 1 and token.startswith("-")
        words = tuple(_SYLLABLE.findall(token))
        return (Phrase(words) if words else None), is_negative


def _unmatched() -> QueryError:
    return QueryError(
        "The brackets of the query do not match; close each one, or put the words in quotes.",
        vi="Dấu ngoặc trong câu tìm không khớp; hãy đóng đủ ngoặc, hoặc đặt cụm từ trong nháy kép.",
    )

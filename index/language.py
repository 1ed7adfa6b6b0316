"""The text of a query becomes a tree that every backend compiles to its own language.

Words and ``"phrases"`` must all occur (AND); ``OR`` between alternatives; ``NOT`` or a leading
``-`` excludes (a word with marks excludes no other marks), from the whole archive where nothing
else is asked; brackets group; ``số:16/KH-BQL`` asks a field, ``-số:16/KH-BQL`` excludes it.
Operators are upper case, so the words themselves stay searchable; ``phát_động`` is a phrase.
"""

import re
from dataclasses import dataclass

from dispatch.errors import QueryError
from index.fields import Field, check, field_named, field_near, is_name, printed_name


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


Node = Phrase | Field | Both | Either

_NAME = r"[^\W\d_]+"
_TOKEN = re.compile(
    rf"(?P<field>-?{_NAME}(?:[ ]+{_NAME}){{0,2}}:\s*(?=(?P<value>\"[^\"]*\"?|[^\s()\"]+|)))"
    r"|(?P<phrase>-?\"[^\"]*\"?)|(?P<bracket>[()])|(?P<word>[^\s()\"]+)"
)
_SYLLABLE = re.compile(r"[^\W_]+")
_OPERATORS = ("AND", "OR", "NOT")
_MORE_WORDS = 4
"""Words of a type's or state's name behind its first."""
_SHOWN = 40
"""Characters of the text that an error shows from its place on."""
MOST_WORDS, MOST_BRACKETS = 300, 50
"""Words, phrases and fields of a query, and brackets within one another: more than anybody types;
a whole letter pasted is asked for as what resembles it."""
_ALIKE = 0.84
"""A name before a colon that is so near to a field's is a field's, mistyped."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, its kind and the place where it begins."""

    kind: str
    text: str
    at: int


def parse_text(text: str) -> Node | None:
    """Return the tree of ``text``; None where it holds no word.

    Raises:
        QueryError: Brackets do not match, a field has no value or none that it can have, a bracket
            or an alternative holds nothing but exclusions, or there is more of it than is asked.

    >>> parse_text('thi đua NOT "sơ kết"')
    Both(parts=(Phrase(words=('thi',)), Phrase(words=('đua',))), \
excluded=(Phrase(words=('sơ', 'kết')),))
    """
    reader = _Reader(re.sub("[“”„]", '"', text))
    if len(reader.tokens) > MOST_WORDS:
        raise QueryError(
            f"The query has {len(reader.tokens)} words; the most is {MOST_WORDS}. Keep the words "
            "that matter, or open a document and ask for similar ones.",
            vi=f"Câu tìm có {len(reader.tokens)} từ; nhiều nhất là {MOST_WORDS}. Hãy giữ lại các "
            "từ chính, hoặc mở một văn bản rồi tìm văn bản tương tự.",
        )
    node = reader.either()
    if reader.tokens[reader.at :]:
        raise reader.unmatched(reader.peek())
    return node


def print_text(node: Node) -> str:
    """Return a text that ``parse_text`` reads as ``node``."""
    if isinstance(node, Phrase):
        if len(node.words) == 1 and node.words[0] not in _OPERATORS:
            return node.words[0]
        return f'"{" ".join(node.words)}"'
    if isinstance(node, Field):
        return f'{printed_name(node.name)}:"{node.value}"'
    if isinstance(node, Either):
        return " OR ".join(map(_grouped, node.parts))
    return " ".join(
        [*map(_grouped, node.parts), *(f"NOT {_grouped(part)}" for part in node.excluded)]
    )


def phrases(node: Node | None) -> list[Phrase]:
    """Return the phrases that a hit contains, for highlighting; not the excluded ones."""
    if node is None or isinstance(node, Field):
        return []
    if isinstance(node, Phrase):
        return [node]
    return list(dict.fromkeys(phrase for part in node.parts for phrase in phrases(part)))


def once(node: Node) -> Node:
    """Return ``node`` with each of its parts once: what is asked twice finds the same."""
    if isinstance(node, Both):
        parts, excluded = (
            tuple(dict.fromkeys(map(once, one))) for one in (node.parts, node.excluded)
        )
        return Both(parts, excluded)
    if isinstance(node, Either):
        return Either(tuple(dict.fromkeys(map(once, node.parts))))
    return node


def has_field(node: Node) -> bool:
    """Tell whether a field is asked anywhere in ``node``."""
    if isinstance(node, Both):
        return any(map(has_field, (*node.parts, *node.excluded)))
    return isinstance(node, Field) or (isinstance(node, Either) and any(map(has_field, node.parts)))


def divided(node: Node | None) -> tuple[Node | None, list[Node], list[Node]]:
    """Return what all hits must meet as (words alone, with fields, with fields and excluded).

    Only words are ranked and marked; a condition with a field is met or not.
    """
    if isinstance(node, Both) and not node.parts:
        return None, [], list(node.excluded)
    if node is None or not has_field(node):
        return node, [], []
    if not isinstance(node, Both):
        return None, [node], []
    words = tuple(part for part in node.parts if not has_field(part))
    asked = [part for part in node.parts if has_field(part)]
    plain = tuple(part for part in node.excluded if not has_field(part))
    excluded = [part for part in node.excluded if has_field(part)]
    if not words:
        return None, asked, [*plain, *excluded]
    text = words[0] if len(words) == 1 and not plain else Both(words, plain)
    return text, asked, excluded


def _grouped(node: Node) -> str:
    text = print_text(node)
    return text if isinstance(node, Phrase | Field) else f"({text})"


def _tokens(text: str) -> list[Token]:
    """Cut ``text``; a name before a colon that is no field's is a word like others."""
    found: list[Token] = []
    at = 0
    while match := _TOKEN.search(text, at):
        at = match.end()
        if not match["field"]:
            found.append(Token(match.lastgroup or "", match.group(), match.start()))
            continue
        words = [
            Token("word", word.group(), match.start() + word.start())
            for word in re.finditer(r"[^\s:]+", match["field"])
        ]
        # The longest name that is a field's: "công văn số:16" asks for a number.
        names = [
            field_named(" ".join(word.text for word in words[first:]).removeprefix("-"))
            for first in range(len(words))
        ]
        first, name = next(((at, one) for at, one in enumerate(names) if one), (len(words), None))
        found += words[:first]
        if name is None:
            if match["value"] and not match["field"][-1].isspace():
                _check_name(words, text)
            continue
        if words[first].text.startswith("-"):
            found.append(Token("word", "NOT", words[first].at))
        found.append(Token("name", name, words[first].at))
        if match["value"]:
            kind = "quoted" if match["value"].startswith('"') else "value"
            found.append(Token(kind, match["value"].strip('"'), match.end()))
        at = match.end() + len(match["value"])
    return found


def _check_name(words: list[Token], text: str) -> None:
    """Raise a QueryError where the words before a colon are nearly the name of a field."""
    for first, word in enumerate(words):
        typed = " ".join(one.text for one in words[first:]).removeprefix("-")
        if near := field_near(typed, _ALIKE):
            place = _Place(text, word.at)
            raise QueryError(
                f'There is no field "{typed}:"; did you mean "{near}:"? {place.en}',
                vi=f'Không có trường "{typed}:"; có phải "{near}:"? {place.vi}',
            )


class _Place:
    """Where in a query's text something is wrong, in words."""

    def __init__(self, text: str, at: int) -> None:
        rest = text[at:]
        shown = rest if len(rest) <= _SHOWN else f"{rest[:_SHOWN]}…"
        self.en = f"(At character {at + 1}: {shown})" if rest else "(At the end of the query.)"
        self.vi = f"(Ở ký tự thứ {at + 1}: {shown})" if rest else "(Ở cuối câu tìm.)"


class _Reader:
    """The position in the token list of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    def peek(self) -> Token:
        end = Token("end", "", len(self.text))
        return self.tokens[self.at] if self.at < len(self.tokens) else end

    def is_next(self, kind: str, *texts: str) -> bool:
        """Tell whether the next token is of ``kind`` and one of ``texts``."""
        token = self.peek()
        return token.kind == kind and token.text in texts

    def either(self) -> Node | None:
        places = [self.peek().at]
        parts = [self.both()]
        while self.is_next("word", "OR"):
            self.at += 1
            places.append(self.peek().at)
            parts.append(self.both())
        found = [(part, at) for part, at in zip(parts, places, strict=True) if part is not None]
        if len(found) <= 1:
            return found[0][0] if found else None
        return Either(tuple(self.asking(part, at) for part, at in found))

    def both(self) -> Node | None:
        parts: list[Node] = []
        excluded: list[Node] = []
        while not (
            self.peek().kind == "end" or self.is_next("word", "OR") or self.is_next("bracket", ")")
        ):
            if self.is_next("word", "AND"):
                self.at += 1
                continue
            is_excluded = self.is_next("word", "NOT")
            if is_excluded:
                self.at += 1
            node, is_negative = self.one()
            if node is not None:
                (excluded if is_excluded or is_negative else parts).append(node)
        if len(parts) == 1 and not excluded:
            return parts[0]
        return Both(tuple(parts), tuple(excluded)) if parts or excluded else None

    def one(self) -> tuple[Node | None, bool]:
        """Read one word, phrase, field or bracket; the flag tells one with a leading minus."""
        token = self.peek()
        if self.is_next("bracket", ")"):
            raise self.unmatched(token)
        self.at += 1
        if token.kind == "bracket":
            return self.bracket(token), False
        if token.kind == "name":
            return self.field(token), False
        if token.kind == "end":
            return None, False
        is_negative = len(token.text) > 1 and token.text.startswith("-")
        words = tuple(_SYLLABLE.findall(token.text))
        return (Phrase(words) if words else None), is_negative

    def bracket(self, opened: Token) -> Node | None:
        self.depth += 1
        if self.depth > MOST_BRACKETS:
            place = _Place(self.text, opened.at)
            raise QueryError(
                f"More than {MOST_BRACKETS} brackets stand within one another. {place.en}",
                vi=f"Quá {MOST_BRACKETS} ngoặc lồng nhau. {place.vi}",
            )
        node = self.either()
        if not self.is_next("bracket", ")"):
            raise self.unmatched(opened)
        self.at += 1
        self.depth -= 1
        return node and self.asking(node, opened.at)

    def field(self, named: Token) -> Field:
        token, name = self.peek(), named.text
        place = _Place(self.text, named.at)
        if token.kind not in ("value", "quoted") or not token.text.strip():
            label = printed_name(name)
            raise QueryError(
                f'"{label}:" has no value; write it behind the colon, in quotes where it has '
                f'blanks: {label}:"…". {place.en}',
                vi=f'"{label}:" chưa có giá trị; hãy viết ngay sau dấu hai chấm, trong nháy kép '
                f'nếu có dấu cách: {label}:"…". {place.vi}',
            )
        self.at += 1
        value = token.text
        whole = value.strip() if token.kind == "quoted" else self.completed(name, value)
        try:
            return check(Field(name, whole))
        except QueryError as error:
            raise QueryError(
                f"{error.message} {place.en}", vi=f"{error.vi} {place.vi}", code=error.code
            ) from error

    def completed(self, name: str, value: str) -> str:
        """Return ``value`` with the words behind it that belong to it: the types and states have
        names of several words (``loại:công văn``)."""
        rest = self.tokens[self.at : self.at + _MORE_WORDS]
        for count in range(len(rest), 0, -1):
            words = [token.text for token in rest[:count] if token.kind == "word"]
            longer = " ".join([value, *words])
            if len(words) == count and is_name(name, longer):
                self.at += count
                return longer
        return value

    def asking(self, node: Node, at: int) -> Node:
        """Return ``node``; a QueryError where it only excludes, as only a whole query may."""
        if isinstance(node, Both) and not node.parts:
            place = _Place(self.text, at)
            raise QueryError(
                "A part of the query only excludes; within brackets and beside OR, add at least "
                f"one word to look for. {place.en}",
                vi="Một phần câu tìm chỉ có từ loại trừ; trong ngoặc và bên cạnh OR phải có ít "
                f"nhất một từ cần tìm. {place.vi}",
            )
        return node

    def unmatched(self, bracket: Token) -> QueryError:
        """Return the error for a bracket that has no partner."""
        place = _Place(self.text, bracket.at)
        return QueryError(
            f'A "{bracket.text}" of the query has no partner; close each bracket, or put the words '
            f"in quotes. {place.en}",
            vi=f'Dấu "{bracket.text}" trong câu tìm không có dấu đi cùng; hãy đóng đủ ngoặc, hoặc '
            f"đặt cụm từ trong nháy kép. {place.vi}",
        )

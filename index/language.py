"""The text of a query becomes a tree that every backend compiles to its own language.

Words and ``"phrases"`` must all occur (AND); ``OR`` between alternatives; ``NOT`` or a leading
``-`` excludes (a word with marks excludes no other marks), from the whole archive where nothing
else is asked; brackets group; ``số:16/KH-BQL`` asks a field, ``-số:16/KH-BQL`` excludes it.
Operators are upper case, so the words themselves stay searchable; ``phát_động`` is a phrase.
"""

import re
from dataclasses import dataclass

from dispatch.errors import QueryError
from index.fields import Field, check, field_named, is_name, printed_name


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
Token = tuple[str, str]


def parse_text(text: str) -> Node | None:
    """Return the tree of ``text``; None where it holds no word.

    Raises:
        QueryError: Brackets do not match, a field has no value or none that it can have, or a
            bracket or an alternative holds nothing but exclusions.

    >>> parse_text('thi đua NOT "sơ kết"')
    Both(parts=(Phrase(words=('thi',)), Phrase(words=('đua',))), \
excluded=(Phrase(words=('sơ', 'kết')),))
    """
    reader = _Reader(_tokens(re.sub("[“”„]", '"', text)))
    node = reader.either()
    if reader.tokens[reader.at :]:
        raise _unmatched(")")
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
    return [phrase for part in node.parts for phrase in phrases(part)]


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
            found.append((match.lastgroup or "", match.group()))
            continue
        words = match["field"].rstrip().rstrip(":").split()
        # The longest name that is a field's: "công văn số:16" asks for a number.
        names = (
            field_named(" ".join(words[first:]).removeprefix("-")) for first in range(len(words))
        )
        first, name = next(((at, one) for at, one in enumerate(names) if one), (len(words), None))
        found += [("word", word) for word in words[:first]]
        if name is None:
            continue
        if words[first].startswith("-"):
            found.append(("word", "NOT"))
        found.append(("name", name))
        if match["value"]:
            kind = "quoted" if match["value"].startswith('"') else "value"
            found.append((kind, match["value"].strip('"')))
        at = match.end() + len(match["value"])
    return found


class _Reader:
    """The position in the token list of one text."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def either(self) -> Node | None:
        parts = [self.both()]
        while self.peek() == ("word", "OR"):
            self.at += 1
            parts.append(self.both())
        found = [part for part in parts if part is not None]
        if len(found) <= 1:
            return found[0] if found else None
        return Either(tuple(map(_asking, found)))

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
        if len(parts) == 1 and not excluded:
            return parts[0]
        return Both(tuple(parts), tuple(excluded)) if parts or excluded else None

    def one(self) -> tuple[Node | None, bool]:
        """Read one word, phrase, field or bracket; the flag tells one with a leading minus."""
        kind, token = self.peek()
        if token == ")" and kind == "bracket":
            raise _unmatched(")")
        self.at += 1
        if kind == "bracket":
            node = self.either()
            if self.peek() != ("bracket", ")"):
                raise _unmatched("(")
            self.at += 1
            return node and _asking(node), False
        if kind == "name":
            return self.field(token), False
        if kind == "end":
            return None, False
        is_negative = len(token) > 1 and token.startswith("-")
        words = tuple(_SYLLABLE.findall(token))
        return (Phrase(words) if words else None), is_negative

    def field(self, name: str) -> Field:
        kind, value = self.peek()
        if kind not in ("value", "quoted") or not value.strip():
            label = printed_name(name)
            raise QueryError(
                f'"{label}:" has no value; write it behind the colon, in quotes where it has '
                f'blanks: {label}:"…".',
                vi=f'"{label}:" chưa có giá trị; hãy viết ngay sau dấu hai chấm, trong nháy kép '
                f'nếu có dấu cách: {label}:"…".',
            )
        self.at += 1
        whole = value.strip() if kind == "quoted" else self.completed(name, value)
        return check(Field(name, whole))

    def completed(self, name: str, value: str) -> str:
        """Return ``value`` with the words behind it that belong to it: the types and states have
        names of several words (``loại:công văn``)."""
        rest = self.tokens[self.at : self.at + _MORE_WORDS]
        for count in range(len(rest), 0, -1):
            words = [text for kind, text in rest[:count] if kind == "word"]
            longer = " ".join([value, *words])
            if len(words) == count and is_name(name, longer):
                self.at += count
                return longer
        return value


def _asking(node: Node) -> Node:
    """Return ``node``; a QueryError where it only excludes: that is allowed of a whole query."""
    if isinstance(node, Both) and not node.parts:
        raise QueryError(
            "A part of the query only excludes; within brackets and beside OR, add at least one "
            "word to look for.",
            vi="Một phần câu tìm chỉ có từ loại trừ; trong ngoặc và bên cạnh OR phải có ít nhất "
            "một từ cần tìm.",
        )
    return node


def _unmatched(bracket: str) -> QueryError:
    return QueryError(
        f'A "{bracket}" of the query has no partner; close each bracket, or put the words in '
        "quotes.",
        vi=f'Dấu "{bracket}" trong câu tìm không có dấu đi cùng; hãy đóng đủ ngoặc, hoặc đặt cụm '
        "từ trong nháy kép.",
    )

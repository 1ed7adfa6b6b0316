"""A query's tree becomes an FTS5 expression over the analysed words."""

from collections.abc import Callable

from index.analysis import exact_word, folded_word, has_marks
from index.fields import Field
from index.language import Both, Either, Node, Phrase, phrases


def folded_match(node: Node) -> str:
    """Return the expression that decides what is found: the folded words of text and subject."""
    return _compiled(node, "{folded subject_folded}", folded_word)


def exact_match(node: Node) -> str:
    """Return the expression that tells which of the found carry the query's own diacritics."""
    return _compiled(node, "{exact subject}", exact_word)


def excluding(node: Node) -> str:
    """Return the expression for what is excluded: a word with marks excludes no other marks."""
    is_marked = has_marks(word for phrase in phrases(node) for word in phrase.words)
    return exact_match(node) if is_marked else folded_match(node)


def name_match(column: str, words: str) -> str:
    """Return the expression for a name, its analysed words standing together."""
    return f'{column} : "{words}"'


def _compiled(node: Node, columns: str, form: Callable[[str], str]) -> str:
    if isinstance(node, Phrase):
        # Only letters and figures are left of a word, so nothing needs escaping.
        return f'{columns} : "{" ".join(map(form, node.words))}"'
    # Fields are conditions and never come here.
    assert not isinstance(node, Field)
    if isinstance(node, Either):
        return "(" + " OR ".join(_compiled(part, columns, form) for part in node.parts) + ")"
    return "(" + _both(node, columns, form) + ")"


def _both(node: Both, columns: str, form: Callable[[str], str]) -> str:
    wanted = " AND ".join(_compiled(part, columns, form) for part in node.parts)
    excluded = [excluding(part) for part in node.excluded]
    return f"({wanted}) NOT ({' OR '.join(excluded)})" if excluded else wanted

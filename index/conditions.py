"""Fields of a query's text, and words beside them, become SQL conditions on documents."""

from index.analysis import folded
from index.directory import body_key
from index.fields import Field, days_asked, type_asked
from index.language import Either, Node, Phrase, has_field
from index.traits import key_of, title_key
from index.words import excluding, folded_match, name_match

Condition = tuple[str, list[object]]
_IN_WORDS = "d.text_row IN (SELECT rowid FROM words WHERE words MATCH ?)"


def condition(node: Node, *, is_excluded: bool = False) -> Condition:
    """Return the SQL that is true of the documents (``d``) that ``node`` finds."""
    if isinstance(node, Field):
        return _field(node)
    if isinstance(node, Phrase) or not has_field(node):
        return _IN_WORDS, [excluding(node) if is_excluded else folded_match(node)]
    word = " OR " if isinstance(node, Either) else " AND "
    found = [condition(part, is_excluded=is_excluded) for part in node.parts]
    if not isinstance(node, Either):
        found += [negated(part) for part in node.excluded]
    return f"({word.join(sql for sql, _ in found)})", [one for _, values in found for one in values]


def negated(node: Node) -> Condition:
    """Return the SQL that is true of the documents that ``node`` does not find."""
    sql, values = condition(node, is_excluded=True)
    return f"NOT ({sql})", values


def _field(field: Field) -> Condition:
    value = field.value
    if field.name == "number":
        return "d.key = ?", [key_of(value) or "-"]
    if field.name == "references":
        keys = [key_of(value) or "-", title_key(value) or "-"]
        return "d.row IN (SELECT document FROM refs WHERE key IN (?, ?))", [*keys]
    if field.name == "type":
        return "d.document_type = ?", [type_asked(value)]
    if field.name in ("date", "period"):
        first, last = days_asked(value)
        if field.name == "date":
            return "(d.first_day <> '' AND d.first_day <= ? AND d.last_day >= ?)", [last, first]
        return (
            "d.row IN (SELECT document FROM periods WHERE first_day <= ? AND last_day >= ?)",
            [last, first],
        )
    words = body_key(value) if field.name == "issuer" else folded(value)
    return (_IN_WORDS, [name_match(f"{field.name}_folded", words)]) if words else ("0", [])

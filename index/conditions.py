"""Fields of a query's text, and words beside them, become SQL conditions on documents."""

from index.facts import asked_words
from index.fields import Field, code_asked, days_asked, type_asked
from index.language import Either, Node, Phrase, has_field
from index.records import marks
from index.traits import keys_asked, keys_cited, numbered
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
        if within := numbered(value):
            return "(d.key >= ? AND d.key < ?)", [*within]
        keys = keys_asked(value)
        return f"d.key IN ({marks(len(keys))})", [*keys]
    if field.name == "references":
        keys = keys_cited(value)
        return f"d.row IN (SELECT document FROM refs WHERE key IN ({marks(len(keys))}))", [*keys]
    if field.name == "type":
        return "d.document_type = ?", [type_asked(value)]
    if field.name == "year":
        return "d.year = ?", [value]
    if field.name in ("confidence", "standing"):
        return f"d.{field.name} = ?", [code_asked(field)]
    if field.name in ("relation", "status"):
        sql = f"d.row IN (SELECT document FROM refs WHERE {field.name} = ?)"
        return sql, [code_asked(field)]
    if field.name in ("date", "period"):
        return _days(field)
    column, words = asked_words(field)
    return (_IN_WORDS, [name_match(column, words)]) if words else ("0", [])


def _days(field: Field) -> Condition:
    first, last = days_asked(field.value)
    if field.name == "date":
        return "(d.first_day <> '' AND d.first_day <= ? AND d.last_day >= ?)", [last, first]
    sql = "d.row IN (SELECT document FROM periods WHERE first_day <= ? AND last_day >= ?)"
    return sql, [last, first]

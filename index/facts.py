"""What a record holds beside its text becomes words of one column, each with its field's name.

``recipients`` ["UBND tỉnh", …] gives ``recipient_ubnd recipient_tinh _ …``: a phrase of such words
asks one field, and the lone ``_`` keeps it within one value. Every backend searches the column as
it searches any other.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from index.analysis import folded
from index.base import Record
from index.directory import body_key
from index.fields import FACTS, YES_NO, Field

_APART = "_"
_LONGEST = 400
"""Characters of one value that are searched; names and titles are shorter."""


_PATHS = [
    (name, path.split("/")[0], tuple(path.split("/")[1:])) for name, (_, path) in FACTS.items()
]


def facts_of(record: Record) -> str:
    """Return the words of every field in ``FACTS``, blank-separated."""
    words: list[str] = []
    for name, first, rest in _PATHS:
        value = record[first]
        if value is not None and value != []:  # most fields of most records are empty
            for printed in _values(value, rest):
                words += _marked(name, printed)
    return " ".join(words)


def asked_words(field: Field) -> tuple[str, str]:
    """Return the column and the analysed words that ``field`` asks to stand together; '' where its
    value holds no word."""
    if field.name == "issuer":
        return "issuer_folded", body_key(field.value)
    if field.name in FACTS:
        return "facts", " ".join(_marked(field.name, field.value)[:-1])
    return f"{field.name}_folded", folded(field.value)


@lru_cache(maxsize=8192)  # the same bodies, offices and roles over and over
def _marked(name: str, value: str) -> tuple[str, ...]:
    return (*(f"{name}_{word}" for word in folded(value[:_LONGEST]).split()), _APART)


def _values(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    """Yield the printed values at ``path``, whose ``*`` is every item of a list."""
    if value is None or value == []:
        return
    if not path:
        yield YES_NO[not value] if isinstance(value, bool) else str(value)
    elif path[0] == "*":
        for item in value:
            yield from _values(item, path[1:])
    else:
        yield from _values(value[path[0]], path[1:])

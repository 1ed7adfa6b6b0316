"""What the store keeps of a record's text is made before any transaction: analysing a text costs
more than writing it, and can be done in any process."""

from index.analysis import words_and_sketch
from index.base import Prepared, Record, Written
from index.records import pack


def prepare(record: Record) -> Prepared:
    """Return what the store keeps of ``record``'s text."""
    exact, folded, sketch = words_and_sketch(record["text"])
    return Prepared(pack(record), exact, folded, sketch)


def prepared_of(item: Written) -> tuple[Prepared, ...]:
    """Return what was prepared of a file's records, preparing what was not."""
    return item.prepared or tuple(map(prepare, item.records))

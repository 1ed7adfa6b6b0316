"""What the store keeps of a record is made before any transaction: analysing a text costs more than
writing it, and can be done in any process.

All of it depends on the record alone; only the names of its issuer are the directory's.
"""

from dataclasses import replace

from index.analysis import both, words_and_sketch
from index.base import Prepared, Record, Written
from index.facts import facts_of
from index.own_rows import own_rows
from index.records import head_of, pack
from index.traits import rendition_of, signer_of


def prepare(record: Record) -> Prepared:
    """Return what the store keeps of ``record``."""
    exact, folded, found = words_and_sketch(record["text"])
    words = {"exact": exact, "folded": folded, **_names(record)}
    data, rows = pack(record), own_rows(record)
    return Prepared(data, head_of(record), words, found, rendition_of(record), rows)


def prepared_of(item: Written) -> tuple[Prepared, ...]:
    """Return what was prepared of a file's records, preparing what was not."""
    return item.prepared or tuple(map(prepare, item.records))


def ready(item: Written) -> Written:
    """Return the file with everything prepared."""
    return item if item.prepared else replace(item, prepared=prepared_of(item))


def words_in(record: Record) -> dict[str, str]:
    """Return the analysed words of a record by column of the view, the issuer's left out."""
    exact, folded = both(record["text"])
    return {"exact": exact, "folded": folded, **_names(record)}


def _names(record: Record) -> dict[str, str]:
    subject, subject_folded = both(record["subject"] or "")
    signer, signer_folded = both(signer_of(record))
    return {
        "subject": subject,
        "subject_folded": subject_folded,
        "signer": signer,
        "signer_folded": signer_folded,
        "facts": facts_of(record),
    }

"""A parsed document becomes records; pure, no I/O beyond the models that come with the package."""

from dispatch.document import ParsedDocument
from dispatch.record import Dispatch

EXTRACTOR_VERSION = "0.1.19"
"""Part of the record's key: raise it whenever the same document may give another record."""


def extract(document: ParsedDocument) -> list[Dispatch]:
    """Return the records of ``document``, one for each dispatch the file holds, in order.

    Never raises on strange content: what is odd becomes a warning of the record.
    """
    return [record for _, record in extract_parts(document)]


def extract_parts(document: ParsedDocument) -> list[tuple[ParsedDocument, Dispatch]]:
    """Return each dispatch that the file holds as ``extract`` does, with its part of the file."""
    # spaCy takes half a second to import, and only extraction needs it.
    from nlp.spacy_import import import_spacy

    import_spacy()
    from nlp.calibration import calibrate
    from nlp.decide import decide
    from nlp.pipeline import annotate
    from nlp.split import split

    return [
        (
            part,
            decide(part, annotate(part)._.findings, version=EXTRACTOR_VERSION, calibrate=calibrate),
        )
        for part in split(document)
    ]


def compounds(text: str) -> tuple[str, ...]:
    """Return the compound words of ``text`` for the search index (see ``nlp.tokenizer``)."""
    from nlp.spacy_import import import_spacy

    import_spacy()
    from nlp.tokenizer import compounds as find

    return find(text)

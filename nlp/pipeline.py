"""The spaCy pipeline: our tokenizer, then one component a zone of the form, loaded once a process.

The components read ``doc._.document`` and ``doc._.zones`` and append to ``doc._.findings``; each
leaves a span group of its own name and touches nothing else of the Doc. A text over spaCy's
``max_length`` is held by several Docs, ``doc._.parts`` of the first, each with the place of its
text in the whole: they run once, over the whole document.
"""

from collections.abc import Callable
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from dispatch.document import ParsedDocument
from nlp.campaign import find_campaign
from nlp.closing import find_closing
from nlp.findings import Findings
from nlp.heading import find_heading
from nlp.pages import cuts
from nlp.periods import find_periods
from nlp.references import find_references
from nlp.tokenizer import TOKENIZER
from nlp.zones import Zones, label

Finder = Callable[[ParsedDocument, Zones, Findings], None]

# In order: later finders may read what earlier ones found (the campaign its references and dates).
FINDERS: dict[str, Finder] = {
    "heading": find_heading,
    "closing": find_closing,
    "references": find_references,
    "periods": find_periods,
    "campaign": find_campaign,
}

Doc.set_extension("document", default=None)
Doc.set_extension("zones", default=None)
Doc.set_extension("findings", default=None)
Doc.set_extension("parts", default=None)


@Language.component("congvan_zones")
def _zones(doc: Doc) -> Doc:
    doc._.zones = label(doc._.document)
    return doc


def _component(name: str, find: Finder) -> Callable[[Doc], Doc]:
    def run(doc: Doc) -> Doc:
        own = doc._  # made anew each time that it is asked for
        findings: Findings = own.findings
        seen = len(findings.found)
        find(own.document, own.zones, findings)
        spans = [
            (*span, finding.field) for finding in findings.found[seen:] for span in finding.spans
        ]
        for place, part in own.parts:
            part.spans[name] = SpanGroup(part, name=name, spans=_within(part, place, spans))
        return doc

    return run


def _within(part: Doc, place: slice, spans: list[tuple[int, int, str]]) -> list[Span]:
    """Return what of ``spans``, offsets of the whole text, lies in the Doc of ``text[place]``."""
    found = (
        part.char_span(
            max(start, place.start) - place.start, min(end, place.stop) - place.start,
            label=field, alignment_mode="expand",
        )
        for start, end, field in spans
        if start < place.stop and end > place.start
    )  # fmt: skip
    return [span for span in found if span is not None]


for _name, _find in FINDERS.items():
    Language.component(f"congvan_{_name}", func=_component(_name, _find))


@cache
def load() -> Language:
    """Return the pipeline, built on the first call."""
    language = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    language.add_pipe("congvan_zones")
    for name in FINDERS:
        language.add_pipe(f"congvan_{name}")
    return language


def annotate(document: ParsedDocument) -> Doc:
    """Run every component over ``document`` and return the annotated Doc, the first of several
    (``doc._.parts``: place in the text and Doc) where the text is over spaCy's ``max_length``."""
    language = load()
    places = [slice(start, end) for start, end in cuts(document, language.max_length)]
    parts = tuple((place, language.make_doc(document.text[place])) for place in places)
    doc = parts[0][1]
    own = doc._
    own.document, own.findings, own.parts = document, Findings(), parts
    for _, component in language.pipeline:
        doc = component(doc)
    return doc

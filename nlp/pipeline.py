"""The spaCy pipeline: our tokenizer, then one component a zone of the form, loaded once a process.

The components read ``doc._.document`` and ``doc._.zones`` and append to ``doc._.findings``; each
leaves a span group of its own name and touches nothing else of the Doc.
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
from nlp.periods import find_periods
from nlp.references import find_references
from nlp.tokenizer import SyllableTokenizer
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


@Language.component("congvan_zones")
def _zones(doc: Doc) -> Doc:
    doc._.zones = label(doc._.document)
    return doc


def _component(name: str, find: Finder) -> Callable[[Doc], Doc]:
    def run(doc: Doc) -> Doc:
        findings: Findings = doc._.findings
        seen = len(findings.found)
        find(doc._.document, doc._.zones, findings)
        doc.spans[name] = SpanGroup(
            doc,
            name=name,
            spans=[
                span
                for finding in findings.found[seen:]
                for start, end in finding.spans
                if (span := _span(doc, start, end, finding.field)) is not None
            ],
        )
        return doc

    return run


def _span(doc: Doc, start: int, end: int, field: str) -> Span | None:
    return doc.char_span(start, end, label=field, alignment_mode="expand")


for _name, _find in FINDERS.items():
    Language.component(f"congvan_{_name}", func=_component(_name, _find))


@cache
def load() -> Language:
    """Return the pipeline, built on the first call."""
    language = spacy.blank(
        "vi", config={"nlp": {"tokenizer": {"@tokenizers": "congvan.syllables.v1"}}}
    )
    language.add_pipe("congvan_zones")
    for name in FINDERS:
        language.add_pipe(f"congvan_{name}")
    return language


def annotate(document: ParsedDocument) -> Doc:
    """Run every component over ``document`` and return the annotated Doc."""
    language = load()
    doc = SyllableTokenizer(language.vocab)(document.text)
    doc._.document = document
    doc._.findings = Findings()
    for _, component in language.pipeline:
        doc = component(doc)
    return doc

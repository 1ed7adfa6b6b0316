"""The document's own number among what it cites: its head, a blank of its notation, its annexes."""

import re
from functools import lru_cache

from dispatch.document import Paragraph
from dispatch.letters import UPPER
from dispatch.notation import match_key
from nlp.citation import Citation
from nlp.cited import Cited
from nlp.cited_by_day import day_key
from nlp.findings import Findings
from nlp.laws import law_key

_NO_LETTER = re.compile(rf"[^{UPPER}0-9]")


def own_keys(findings: Findings) -> set[str]:
    """Return the keys of the document's own number, or its notation and its title as a law."""
    numbers = [str(item.value) for item in findings.of("number") if item.value]
    own = {number_key(number) for number in numbers}
    days = [str(item.value) for item in findings.of("date") if item.value]
    # An annex cites its decision short, by its day: 3195/QĐ-UB is 3195/2004/QĐ-UB.
    short = {number_key(_YEAR_WITHIN.sub("/", number)) for number in numbers}
    own |= {f"{key} of {day}" for key in short for day in days}
    blank = {f"blank {item.value}" for item in findings.of("notation") if item.value}
    laws = {"Luật", "Bộ luật", "Pháp lệnh"} & {str(v.value) for v in findings.of("document_type")}
    titles = {law_key(f"{kind} {v.value}") for kind in laws for v in findings.of("subject")}
    kinds = [str(item.value) for item in findings.of("document_type") if item.value]
    bodies = [str(item.value) for item in findings.of("issuing_body") if item.value]
    dated = {day_key(kind, day, body) for kind in kinds for day in days for body in bodies}
    return own | blank | titles | dated


_YEAR_WITHIN = re.compile(r"/(?:19|20)\d\d/")


def own_starts(found: list[Citation], own: set[str]) -> set[int]:
    return {
        item.start
        for item in found
        if item.number and item.number.value and number_key(item.number.value) in own
    }


def is_own(paragraph: Paragraph, citation: Citation, mention: Cited, own: set[str]) -> bool:
    """True for the head's own line "Số: …" and for a blank of the document's own notation."""
    head = citation.noun is None and re.match(r"\W*Số\s*:", paragraph.text) is not None
    if mention.values["number_state"] == "blank" and f"blank {mention.values['notation']}" in own:
        return True
    number, day = mention.values["number"], mention.values["date"]
    if number and day and f"{number_key(number)} of {day}" in own:
        return True
    return head and citation.start < 16


@lru_cache(maxsize=512)  # a paper's own number and the ones that it cites are met again and again
def number_key(number: str) -> str:
    """Return the key under which a document's mentions meet: separators count for nothing."""
    key = match_key(number)
    digits = re.match(r"\d*", key)
    head = digits[0] if digits else ""
    return f"{head}/{_NO_LETTER.sub('', key[len(head) :])}"

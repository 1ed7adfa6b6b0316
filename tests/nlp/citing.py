"""Reads one passage as the body of a letter of 20/7/2023, to test what it cites and when."""

from dispatch.document import ParsedDocument
from dispatch.record import Campaign, Period, Reference
from nlp.campaign import find_campaign
from nlp.findings import Findings
from nlp.heading import find_heading
from nlp.periods import find_periods
from nlp.references import find_references
from nlp.zones import label
from tests.nlp.builder import draw

HEAD = """UBND TỈNH X || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y || Độc lập - Tự do - Hạnh phúc
Số: 900/SY-VP || Hà Nội, ngày 20 tháng 7 năm 2023
V/v việc chung ||

Kính gửi: Các phòng, đơn vị.

Sở Y trân trọng thông báo nội dung như sau:
"""


def read_body(text: str, *, head: str = HEAD, scanned: bool = False) -> Findings:
    """Return what the finders of the body report of ``text`` under ``head``."""
    rows = [f"~{row}" if scanned and row.strip() else row for row in text.split("\n")]
    document = draw(head + "\n".join(rows))
    return read_document(document)


def read_document(document: ParsedDocument) -> Findings:
    """Return the findings of head and body; every span lies in the text and quotes it."""
    findings = Findings()
    zones = label(document)
    find_heading(document, zones, findings)
    find_references(document, zones, findings)
    find_periods(document, zones, findings)
    find_campaign(document, zones, findings)
    _check_evidence(document, findings)
    return findings


def _check_evidence(document: ParsedDocument, findings: Findings) -> None:
    for finding in findings.of("references"):
        for start, end in finding.spans:
            assert 0 <= start < end <= len(document.text)
        reference = finding.value
        assert isinstance(reference, Reference)
        for name in ("issuing_body", "subject", "number"):
            value = getattr(reference, name)
            if value is None or name not in finding.parts or finding.raw:
                continue
            quoted = " ".join(document.text[start:end] for start, end in finding.parts[name])
            assert _bare(quoted) == _bare(value)


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).casefold()


def references(text: str, *, head: str = HEAD, scanned: bool = False) -> list[Reference]:
    """Return the references of ``text`` in order."""
    found = [item.value for item in read_body(text, head=head, scanned=scanned).of("references")]
    return [item for item in found if isinstance(item, Reference)]


def cited(text: str, *, scanned: bool = False) -> list[tuple[str | None, str | None]]:
    """Return number (or title) and date of each reference."""
    return [(item.number or item.title, item.date) for item in references(text, scanned=scanned)]


def periods(text: str, *, head: str = HEAD) -> list[Period]:
    """Return the periods of ``text`` in order."""
    found = [item.value for item in read_body(text, head=head).of("period")]
    return [item for item in found if isinstance(item, Period)]


def campaign(text: str) -> Campaign | None:
    """Return the campaign that the whole document ``text`` launches, or None."""
    best = read_document(draw(text)).best("campaign")
    return best.value if best and isinstance(best.value, Campaign) else None

"""The electronic signatures of a PDF: who signed, for whom, when, and if the bytes still agree.

PDFium finds them, the CMS structure inside names the signer; nothing is fetched. What the page
shows of a signature (``Ký bởi: …``) is joined to it by name, body or time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2.raw as pdfium_c

from dispatch.document import Block, Line, ParsedDocument, Signature
from dispatch.text import fold
from parsers.signed_bytes import SignedFile
from parsers.signed_fields import SignatureField, ascii_of, contents

_PDF_TIME = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)'?(\d\d)?)?")
_SHOWN_TIME = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s+(\d\d):(\d\d):(\d\d)(?:\s*([+-]\d\d):?(\d\d))?"
)
_SHOWN_NAME = re.compile(
    r"(?:Được ký bởi|Ký bởi|Người ký|Ký số bởi|Signed by)\s*:?\s*(.+?)(?=\s*(?:Email|Cơ quan|"
    r"Tổ chức|Chức vụ|Thời gian|Ngày ký|Date)\b|$)",
    re.IGNORECASE | re.DOTALL,
)
_SHOWN_BODY = re.compile(
    r"(?:Cơ quan|Tổ chức|Đơn vị)\s*:\s*(.+?)(?=\s*(?:Email|Chức vụ|Thời gian|Ngày ký)\b|$)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Panel:
    """The text of one e-signature panel and where it stands in the document's text."""

    text: str
    spans: tuple[tuple[int, int], ...]


def read_signatures(fields: Sequence[SignatureField], data: bytes) -> list[Signature]:
    """Return the signatures of the open PDF with these ``fields``, whose bytes are ``data``.

    They come in the order in which they were made. A document system signs once for each thing it
    lays over the page: signatures of one certificate at one time are given once. A time stamp of
    the whole file is nobody's signature.
    """
    # Offsets count from the header, which some mailers push down by a few bytes.
    file = SignedFile(memoryview(data)[max(data[:1024].find(b"%PDF"), 0) :])
    found: dict[tuple[str | None, str | None], Signature] = {}
    for field in fields:
        signature = None if field.is_time_stamp else _read(field, file)
        if signature is None:
            continue
        key = signature.certificate, signature.time
        known = found.get(key)
        if known is None or signature.valid == "altered":
            found[key] = signature
    return list(found.values())


def join_panels(document: ParsedDocument, signatures: Sequence[Signature]) -> ParsedDocument:
    """Return the document with its signatures, each with the panel that shows it.

    A panel that no certificate stands behind becomes a signature of which only the text is known.
    """
    joined = list(signatures)
    for panel in _panels(document):
        at = _shown(panel, joined)
        if at is None:
            joined.append(_from_text(panel))
        else:
            joined[at] = replace(joined[at], text=panel.text, spans=panel.spans)
    return replace(document, signatures=tuple(joined))


def _read(field: SignatureField, file: SignedFile) -> Signature | None:
    signed = contents(field.handle)
    if not signed:
        return None
    time = _pdf_time(ascii_of(pdfium_c.FPDFSignatureObj_GetTime, field.handle))
    # The certificate's reader is needed for signed files only.
    from parsers.certificates import read_cms

    seen = read_cms(signed, (file, field.ranges))
    if seen is None:
        return Signature(None, None, time, None, None, None)
    return Signature(
        name=seen.name,
        organization=seen.organization,
        time=time or seen.time,
        text=None,
        certificate=seen.subject,
        valid=seen.valid,
    )


def _pdf_time(text: str) -> str | None:
    match = _PDF_TIME.match(text)
    if match is None or match[7] is None:
        return None
    year, month, day, hour, minute, second, zone, minutes = match.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}:{minutes or '00'}"


def _panels(document: ParsedDocument) -> Iterator[_Panel]:
    groups: dict[tuple[int, int], list[Line]] = {}
    for line in document.lines:
        if line.block is Block.ESIGN:
            groups.setdefault((line.page, line.group), []).append(line)
    for lines in groups.values():
        text = "\n".join(document.text[line.start : line.end] for line in lines)
        yield _Panel(text, tuple((line.start, line.end) for line in lines))


def _shown(panel: _Panel, signatures: Sequence[Signature]) -> int | None:
    """Return which of ``signatures`` the panel shows: by time first, then by name or body."""
    time = _shown_time(panel.text)
    free = [at for at, known in enumerate(signatures) if known.text is None and known.certificate]
    same_time = [at for at in free if time and (signatures[at].time or "")[:16] == time[:16]]
    if len(same_time) == 1:
        return same_time[0]
    shown = fold(panel.text.replace("\n", " "))
    for at in same_time or free:
        names = (signatures[at].name, signatures[at].organization)
        if any(name and fold(name) in shown for name in names):
            return at
    return None


def _from_text(panel: _Panel) -> Signature:
    flat = " ".join(panel.text.split())
    name, body = _SHOWN_NAME.search(flat), _SHOWN_BODY.search(flat)
    return Signature(
        name=name[1].strip(" .,;") if name else None,
        organization=body[1].strip(" .,;") if body else None,
        time=_shown_time(panel.text),
        text=panel.text,
        certificate=None,
        valid=None,
        spans=panel.spans,
    )


def _shown_time(text: str) -> str | None:
    match = _SHOWN_TIME.search(" ".join(text.split()))
    if match is None:
        return None
    day, month, year, hour, minute, second, zone, minutes = match.groups()
    stamp = f"{year}-{int(month):02}-{int(day):02}T{hour}:{minute}:{second}"
    return f"{stamp}{zone}:{minutes}" if zone else f"{stamp}+07:00"

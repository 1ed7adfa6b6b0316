"""An edXML package (QCVN 102:2016/BTTTT) becomes the files that are attached to it, and its header.

Read leniently: names by their local part, ``cid:`` on either side, files plain or zipped, days
in either order.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from dispatch.errors import DamagedFileError
from dispatch.exchange import PRIORITIES, ExchangeHeader
from dispatch.text import compose
from parsers.limits import Limits

_LAST_DAY = 31  # of a month: a first figure above it is the year


def attachments(path: str, data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each attachment; the names are made safe and unique.

    Raises:
        DamagedFileError: the XML or the Base64 does not hold together.
    """
    root = _root(path, data)
    taken: set[str] = set()
    for number, attachment in enumerate(_named(root, "Attachment"), start=1):
        content = _text(attachment, "ContentTransferEncoded")
        if not content:
            continue
        try:
            part = base64.b64decode("".join(content.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise _damaged(path) from error
        name = _text(attachment, "AttachmentName") or f"attachment-{number}"
        safe = "".join(c if c.isprintable() and c not in '/\\!:"' else "_" for c in name)
        safe = safe.strip(". ") or f"attachment-{number}"
        if safe in taken:
            safe = f"{number}-{safe}"
        taken.add(safe)
        yield safe, part


def header(path: str, data: bytes) -> ExchangeHeader | None:
    """Return what the package says of its document; None where it has no header.

    Raises:
        DamagedFileError: the XML does not hold together.
    """
    root = _root(path, data)
    message = next(_named(root, "MessageHeader"), None)
    if message is None:
        return None
    issuer = next(_named(message, "From"), message)
    kind = next(_named(message, "DocumentType"), message)
    signer = next(_named(message, "SignerInfo"), message)
    code = next(_children(message, "Code"), message)
    issued = next(_named(message, "PromulgationInfo"), message)
    notation = _said(code, "CodeNotation")
    priority = _text(message, "Priority")
    return ExchangeHeader(
        id=_said(message, "DocumentId"),
        number=_number(_said(code, "CodeNumber"), notation),
        notation=notation,
        date=_day(_text(issued, "PromulgationDate")),
        place=_said(issued, "Place"),
        document_type=_said(kind, "TypeName"),
        issuer_code=_said(issuer, "OrganId"),
        issuing_body=_said(issuer, "OrganName"),
        subject=_said(message, "Subject"),
        urgency=PRIORITIES.get(priority),
        states_urgency=priority in PRIORITIES,
        signer=_said(signer, "FullName"),
        position=_said(signer, "Position"),
        recipients=tuple(name for to in _named(message, "To") if (name := _said(to, "OrganName"))),
        parts=max(sum(1 for _ in _named(root, "ContentTransferEncoded")), 1),
    )


def _root(path: str, data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(path) from error


def _number(number: str | None, notation: str | None) -> str | None:
    """Join the two; implementations also write both into the first."""
    if number is None or "/" in number or not notation:
        return number
    return f"{number}/{notation}"


def _day(text: str) -> str | None:
    parts = [int(part) for part in re.findall(r"\d+", text)[:3]]
    if len(parts) < 3:
        return None
    year, month, day = parts if parts[0] > _LAST_DAY else reversed(parts)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    # ``Code`` also stands in ResponseFor: that of another document.
    return (
        child
        for child in parent
        if isinstance(child.tag, str) and etree.QName(child).localname == name
    )


def _said(parent: etree._Element, name: str) -> str | None:
    return compose(" ".join(_text(parent, name).split())) or None


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname == name:
            yield element


def _text(parent: etree._Element, name: str) -> str:
    return next((element.text or "" for element in _named(parent, name)), "").strip()


def _damaged(path: str) -> DamagedFileError:
    return DamagedFileError(
        f"{path} is a damaged edXML package: ask the sender to send it again.",
        vi=f"{path} là gói edXML bị hỏng: hãy đề nghị nơi gửi gửi lại.",
        code="damaged-edxml",
    )

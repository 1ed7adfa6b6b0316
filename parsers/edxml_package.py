"""An edXML package (QCVN 102:2016/BTTTT) becomes the files that are attached to it.

Read leniently: names by their local part, ``cid:`` on either side, files plain or zipped.
"""

import base64
import binascii
from collections.abc import Iterator

from lxml import etree

from dispatch.errors import DamagedFileError
from parsers.limits import Limits


def attachments(path: str, data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each attachment; the names are made safe and unique.

    Raises:
        DamagedFileError: the XML or the Base64 does not hold together.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(path) from error
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

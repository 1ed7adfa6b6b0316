"""Mails (.eml, .msg) become their attachments; a mail without any is read as its own message."""

import io
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from dispatch.document import ParsedDocument, SourceFile
from dispatch.errors import DamagedFileError
from parsers.html import read_html
from parsers.limits import Limits
from parsers.plain import read_plain
from parsers.sniff import OUTLOOK

_INLINE_IMAGE = 200_000
"""Bytes below which an inline image is the sender's logo, not a scanned page."""


def attachments(path: str, data: bytes, media_type: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each attachment.

    Raises:
        DamagedFileError: the mail does not hold together.
    """
    taken: set[str] = set()
    parts = _outlook_parts(path, data) if media_type == OUTLOOK else _mail_parts(data)
    for name, part in parts:
        plain = "".join(c if c.isprintable() and c not in '/\\!:"' else "_" for c in name)
        base = unique = plain.strip(". ") or "attachment"
        count = 2
        while unique in taken:
            unique = f"{count}-{base}"
            count += 1
        taken.add(unique)
        yield unique, part


def read_mail(source: SourceFile, data: bytes, limits: Limits) -> ParsedDocument:
    """Read the message itself."""
    if source.media_type == OUTLOOK:
        message = _open_outlook(source.path, data)
        text, markup = message.body or "", message.html_body or ""
    else:
        mail = _open_mail(data)
        body = mail.get_body(("plain", "html"))
        content = "" if body is None else str(body.get_content())
        is_html = body is not None and body.get_content_subtype() == "html"
        text, markup = ("", content) if is_html else (content, "")
    if text.strip() or not markup:
        return read_plain(source, text.encode(), limits)
    return read_html(source, b"\xef\xbb\xbf" + markup.encode(), limits)


def _open_mail(data: bytes) -> EmailMessage:
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def _mail_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    for part in _open_mail(data).iter_attachments():
        if part.get_content_type() == "message/rfc822":
            yield part.get_filename() or "message.eml", _nested(part)
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        is_image = part.get_content_maintype() == "image"
        is_inline = part.get_content_disposition() != "attachment" or part.get("Content-ID")
        if is_image and is_inline and len(content) < _INLINE_IMAGE:
            continue
        if part.get_filename() is None and part.get_content_maintype() == "text":
            continue
        yield part.get_filename() or f"attachment.{part.get_content_subtype()}", content


def _nested(part: Any) -> bytes:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else part
    return bytes(inner.as_bytes())


def _open_outlook(path: str, data: bytes) -> Any:
    from oxmsg import Message

    try:
        return Message.load(io.BytesIO(data))
    except Exception as error:  # the library raises whatever the foreign bytes lead it to
        raise DamagedFileError(
            f"{path} is a damaged Outlook message: save it from Outlook again.",
            vi=f"{path} là thư Outlook bị hỏng: hãy lưu lại từ Outlook.",
            code="damaged-mail",
        ) from error


def _outlook_parts(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    for attachment in _open_outlook(path, data).attachments:
        content = attachment.file_bytes
        if not content:
            continue
        is_image = (attachment.mime_type or "").startswith("image/")
        if is_image and len(content) < _INLINE_IMAGE:
            continue
        yield attachment.file_name or "attachment", content

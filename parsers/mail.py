"""Mails (.eml, .msg, winmail.dat) become their attachments; a mail without any is read as its own
message."""

import io
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from dispatch.document import ParsedDocument, SourceFile
from dispatch.errors import DamagedFileError, NoTextError
from parsers.html import read_html
from parsers.limits import Limits
from parsers.outlook_package import packed_files
from parsers.part_names import safely_named
from parsers.plain import read_plain
from parsers.sniff import OUTLOOK, TNEF

_INLINE_IMAGE = 200_000
"""Bytes below which an inline image is the sender's logo, not a scanned page."""

# [MS-OXMSG] and [MS-OXPROPS]: where a message within a message lies, and properties by number.
_ATTACHED_MESSAGE = "__substg1.0_3701000D"
_ATTACHED_HEADER = 24  # bytes before its properties; 32 in the outermost message
_SHORT_NAME = 0x3704  # 8.3, where the long name is missing
_BODY = 0x1000


def attachments(path: str, data: bytes, media_type: str) -> Iterator[tuple[str, bytes]]:
    """Return name and bytes of each attachment.

    Raises:
        DamagedFileError: the mail does not hold together.
    """
    return safely_named(_parts(path, data, media_type))


def _parts(path: str, data: bytes, media_type: str) -> Iterable[tuple[str, bytes]]:
    if media_type == OUTLOOK:
        return _outlook_parts(path, data)
    return packed_files(path, data) if media_type == TNEF else _mail_parts(data)


def read_mail(source: SourceFile, data: bytes, limits: Limits) -> ParsedDocument:
    """Read the message itself."""
    if source.media_type == TNEF:
        raise NoTextError(
            f"{source.path} is a winmail.dat that holds no files: ask for the mail as PDF.",
            vi=f"{source.path} là tệp winmail.dat không chứa tệp nào: hãy xin thư dạng PDF.",
        )
    if source.media_type == OUTLOOK:
        message = _open_outlook(source.path, data)
        text, markup = message.body or "", _marked(message.html_body or "")
    else:
        text, markup = _mail_body(_open_mail(data))
    if text.strip() or not markup.strip():
        return read_plain(source, text.encode(), limits)
    return read_html(source, markup, limits)


def _mail_body(mail: EmailMessage) -> tuple[str, bytes]:
    """Return the message as text, or as the bytes of a web page."""
    body = mail.get_body(("plain", "html"))
    if body is None:
        return "", b""
    if body.get_content_subtype() != "html":
        return str(body.get_content()), b""
    if body.get_content_charset():
        return "", _marked(str(body.get_content()))
    # A page saved by a browser (.mht) names its encoding in its own head only.
    payload = body.get_payload(decode=True)
    return "", payload if isinstance(payload, bytes) else b""


def _marked(page: str) -> bytes:
    return b"\xef\xbb\xbf" + page.encode()


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
        raise _damaged(path) from error


def _damaged(path: str) -> DamagedFileError:
    return DamagedFileError(
        f"{path} is a damaged Outlook message: save it from Outlook again.",
        vi=f"{path} là thư Outlook bị hỏng: hãy lưu lại từ Outlook.",
        code="damaged-mail",
    )


def _outlook_parts(path: str, data: bytes) -> list[tuple[str, bytes]]:
    from olefile import OleFileIO
    from oxmsg.storage import Storage

    try:
        with OleFileIO(io.BytesIO(data)) as file:
            return list(_stored_parts(Storage.from_ole(file)))
    except Exception as error:  # as above
        raise _damaged(path) from error


def _stored_parts(message: Any) -> Iterator[tuple[str, bytes]]:
    """Yield the attachments of a stored message; of a message attached to it, its own ones."""
    from oxmsg.attachment import Attachment

    for storage in message.iter_attachment_storages():
        attachment = Attachment(storage)
        name = attachment.file_name or attachment.properties.str_prop_value(_SHORT_NAME)
        name = name or "attachment"
        inner = next((held for held in storage.storages if held.name == _ATTACHED_MESSAGE), None)
        if inner is not None:
            yield from _attached_message(inner, name)
            continue
        content = attachment.file_bytes
        if not content:
            continue
        is_image = (attachment.mime_type or "").startswith("image/")
        if is_image and len(content) < _INLINE_IMAGE:
            continue
        yield name, content


def _attached_message(message: Any, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield what is attached to an attached message; its own text where nothing is."""
    from oxmsg.properties import Properties

    parts = list(_stored_parts(message))
    if not parts:
        properties = Properties(message, properties_header_offset=_ATTACHED_HEADER)
        body = properties.str_prop_value(_BODY) or ""
        parts = [(f"{name.removesuffix('.msg')}.txt", body.encode())] if body.strip() else []
    yield from parts

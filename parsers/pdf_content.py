"""What a PDF holds beside its pages: attached files, and forms that only Adobe Reader draws."""

import ctypes
from collections import Counter
from typing import Any

import pypdfium2.raw as pdfium_c

from dispatch.document import Remark
from dispatch.errors import DispatchError, UnsupportedFormatError
from parsers.limits import Limits
from parsers.pdf_attachments import attached_files
from parsers.sniff import sniff

_MOST = 1000  # attached files that are looked at
_TOLD = 5  # names of attached files in one warning
_WAITING = "Please wait"
"""How the only page of a form begins that is drawn from its XFA template (ISO 32000-1, 12.7.8)."""


def attachment_remarks(document: Any, data: bytes, limits: Limits) -> list[Remark]:
    """Return the warning that files are attached to the open PDF, whose bytes are ``data``, which
    cannot be taken out of it or are of no format that is read; the others are documents of their
    own."""
    count = pdfium_c.FPDFDoc_GetAttachmentCount(document)
    if count <= 0:
        return []
    attached = attached_files(data, limits.bytes)
    read = Counter(name for name, content in attached if _is_document(name, content))
    names = Counter(
        _name(pdfium_c.FPDFDoc_GetAttachment(document, at)) for at in range(min(count, _MOST))
    )
    unread = list((names - read).elements())
    if not unread:
        return []
    told = ", ".join(unread[:_TOLD]) + (" …" if len(unread) > _TOLD else "")
    message = f"Tệp PDF có {len(unread)} tệp đính kèm chưa được đọc ({told}): hãy mở và lưu riêng."
    return [Remark("attachments-unread", message, {"count": str(len(unread)), "names": told})]


def _is_document(name: str, content: bytes) -> bool:
    try:
        sniff(content, name)
    except UnsupportedFormatError:
        return False
    except DispatchError:
        return True  # told of as a file of its own: locked, damaged
    return True


def refuse_unseen_form(document: Any, path: str, text: str) -> None:
    """Refuse a form whose page only asks to wait for a program that draws it.

    Raises:
        UnsupportedFormatError: it is one.
    """
    if document.get_formtype() == pdfium_c.FORMTYPE_XFA_FULL and text.startswith(_WAITING):
        raise UnsupportedFormatError(
            f"{path} is an XFA form that only Adobe Reader shows: open it there and print it as "
            "PDF.",
            vi=f"{path} là biểu mẫu XFA chỉ Adobe Reader hiện được: hãy mở bằng chương trình đó "
            "rồi in ra PDF.",
            code="xfa-form",
        )


def _name(attachment: Any) -> str:
    room = 1024
    buffer = (ctypes.c_ushort * (room // 2))()
    size = pdfium_c.FPDFAttachment_GetName(attachment, buffer, room)
    return bytes(buffer)[: max(min(size, room) - 2, 0)].decode("utf-16-le", "replace")

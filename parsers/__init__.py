"""A file becomes a document: one verb, ``parse``, over one table of readers by media type.

Readers are imported when their format is first met, so importing this package costs nothing.
"""

from importlib import import_module

from dispatch.document import ParsedDocument, SourceFile
from dispatch.errors import NoTextError, UnsupportedFormatError
from parsers.limits import DEFAULT_LIMITS, Limits

PARSER_VERSION = "1.32"
"""Part of the parse key: change it whenever any reader may give another text for the same bytes."""

PARSERS: dict[str, str] = {
    "application/pdf": "parsers.pdf:read_pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "parsers.word:read_docx"
    ),
    "application/msword": "parsers.office:read_office",
    "application/rtf": "parsers.office:read_office",
    "application/vnd.oasis.opendocument.text": "parsers.office:read_office",
    "text/plain": "parsers.plain:read_plain",
    "text/html": "parsers.html:read_html",
    "message/rfc822": "parsers.mail:read_mail",
    "application/vnd.ms-outlook": "parsers.mail:read_mail",
    "application/vnd.ms-tnef": "parsers.mail:read_mail",
    "image/png": "parsers.images:read_image",
    "image/jpeg": "parsers.images:read_image",
    "image/tiff": "parsers.images:read_image",
    "image/webp": "parsers.images:read_image",
    "image/heic": "parsers.images:read_image",
    "image/bmp": "parsers.images:read_image",
    "image/gif": "parsers.images:read_image",
}
"""Media type → ``module:function``; the function is ``(SourceFile, bytes, Limits)`` →
``ParsedDocument``."""


def parse(
    source: SourceFile, data: bytes | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> ParsedDocument:
    """Read one file (or ``data``, its bytes, where the caller has them) into a document.

    Raises:
        SourceError: the file is empty, damaged, encrypted, without text, beyond a limit …
        MissingToolError: an external program is needed and not installed.
    """
    if data is None:
        from parsers.source import load

        data = load(source, limits=limits)
    if not data:
        raise NoTextError(
            f"{source.path} is empty (0 bytes): get the file again from its sender.",
            vi=f"{source.path} rỗng (0 byte): hãy lấy lại tệp từ nơi gửi.",
            code="empty-file",
        )
    entry = PARSERS.get(source.media_type)
    if entry is None:
        raise UnsupportedFormatError(
            f"{source.path} is {source.media_type}, which is not read: save it as PDF or DOCX.",
            vi=f"{source.path} có dạng {source.media_type}, chưa đọc được: hãy lưu thành PDF "
            "hoặc DOCX.",
        )
    module, function = entry.split(":")
    document: ParsedDocument = getattr(import_module(module), function)(source, data, limits)
    if not document.text.strip():
        raise NoTextError(
            f"{source.path} holds no text: check that it is the right file, or scan it again.",
            vi=f"{source.path} không có chữ: hãy kiểm tra lại tệp hoặc quét lại.",
        )
    return document


__all__ = ["DEFAULT_LIMITS", "PARSERS", "PARSER_VERSION", "Limits", "parse"]

"""Bytes become a media type: told by content, the name decides only between equals."""

import io
import re
import zipfile

from dispatch.errors import (
    DamagedFileError,
    DispatchError,
    EncryptedFileError,
    NoTextError,
    UnsupportedFormatError,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
EDXML = "application/edxml+xml"
ZIP = "application/zip"
MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"
TNEF = "application/vnd.ms-tnef"

CONTAINERS = frozenset({ZIP, EDXML, MAIL, OUTLOOK, TNEF})
"""Types whose parts are files of their own."""

# Leading bytes → media type, for formats that are read.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x78\x9f\x3e\x22", TNEF),
)

# Leading bytes → what it is (English, Vietnamese), for formats that are refused by name.
_PROGRAMS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "Windows"),
    (b"\x7fELF", "Linux"),
    (b"\xca\xfe\xba\xbe", "Java"),
    (b"\xcf\xfa\xed\xfe", "macOS"),
    (b"#!", "script"),
)
_PACKED: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"MSCF", "Cabinet"),
)
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"AT&TFORM", "DjVu"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"AC10", "AutoCAD"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "Windows shortcut"),
    (b"[InternetShortcut]", "Internet shortcut"),
    (b"BEGIN:VCALENDAR", "calendar"),
    (b"BEGIN:VCARD", "address card"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"SQLite format 3\x00", "SQLite"),
)
# Beginning of a member's name → what the zip is, for formats that are refused by name.
_OFFICE_PARTS: tuple[tuple[str, str], ...] = (
    ("xl/", "Excel"),
    ("ppt/", "PowerPoint"),
    ("visio/", "Visio"),
    ("FixedDocSeq", "XPS"),
    ("FixedDocumentSequence", "XPS"),
    ("META-INF/container.xml", "EPUB"),
    ("Index/Document.iwa", "Apple iWork"),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heif", b"mif1", b"msf1", b"avif"})
_LEAST_LETTERS = 0.45  # share of a text file that is no NUL
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAIL_HEADER = re.compile(rb"\A(?:[!-9;-~]+:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.ASCII)
_MAIL_NAMES = re.compile(rb"^(?:from|received|return-path|message-id|mime-version):", re.I | re.M)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|font|span)\b", re.I)


def sniff(data: bytes, name: str) -> str:
    """Return the media type of ``data``.

    Raises:
        SourceError: the bytes are empty, encrypted, a program, or of no format that is read.
    """
    if not data:
        raise NoTextError(
            f"{name} is empty (0 bytes): get the file again from its sender.",
            vi=f"{name} rỗng (0 byte): hãy lấy lại tệp từ nơi gửi.",
            code="empty-file",
        )
    for magic, system in _PROGRAMS:
        if data.startswith(magic) and _is_program(data, magic):
            raise _program(name, system)
    for magic, media_type in _MAGIC:
        if data.startswith(magic) and (media_type != "image/bmp" or data[6:10] == bytes(4)):
            return media_type
    if data.startswith(_OLE):
        return _sniff_ole(data, name)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _sniff_zip(data, name)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "image/heic"
    for magic, label in _PACKED:
        if data.startswith(magic):
            raise _to_unpack(name, label)
    for magic, label in _FOREIGN:
        if data.startswith(magic):
            raise _unsupported(name, label)
    # Some writers put bytes before the PDF header; readers accept it within the first kilobyte.
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    return _sniff_text(data, name)


def _is_program(data: bytes, magic: bytes) -> bool:
    """A dispatch as plain text may begin with MZ; a program has bytes no text has."""
    return magic == b"#!" or b"\x00" in data[:256] or len(data) < 64


def _sniff_ole(data: bytes, name: str) -> str:
    """Tell the kinds of OLE compound file by the names in its directory (UTF-16)."""
    names = {
        key: label.encode("utf-16-le") in data
        for key, label in {
            "encrypted": "EncryptedPackage",
            "message": "__properties_version1.0",
            "word": "WordDocument",
            "excel": "Workbook",
            "powerpoint": "PowerPoint Document",
        }.items()
    }
    if names["encrypted"]:
        raise encrypted(name)
    if names["message"]:
        return OUTLOOK
    if names["word"]:
        if _word_is_encrypted(data):
            raise encrypted(name)
        return "application/msword"
    if names["excel"]:
        raise _unsupported(name, "Excel")
    if names["powerpoint"]:
        raise _unsupported(name, "PowerPoint")
    raise DamagedFileError(
        f"{name} begins like a .doc file but its parts cannot be found: get the file again.",
        vi=f"{name} có đầu tệp .doc nhưng thiếu nội dung: hãy lấy lại tệp.",
        code="damaged-doc",
    )


def _word_is_encrypted(data: bytes) -> bool:
    """Read fEncrypted (bit 8 of the flags at offset 10) of the FIB, which opens a sector."""
    for start in range(512, min(len(data), 1 << 20), 512):
        if data[start : start + 2] == b"\xec\xa5":
            return bool(int.from_bytes(data[start + 10 : start + 12], "little") & 0x0100)
    return False


def _opening(archive: zipfile.ZipFile, member: str, size: int) -> bytes:
    """Return the first ``size`` bytes of a member, which may be a bomb: no more is unpacked."""
    with archive.open(member) as opened:
        return opened.read(size)


def _sniff_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            told = _opening(archive, "mimetype", 80) if "mimetype" in members else b""
            if b"opendocument" in told:
                kind = told.decode("ascii", "replace")
                manifest = (
                    _opening(archive, "META-INF/manifest.xml", 200_000)
                    if "META-INF/manifest.xml" in members
                    else b""
                )
                if b"encryption-data" in manifest:
                    raise encrypted(name)
                if kind.startswith(ODT):
                    return ODT
                raise _unsupported(name, "OpenDocument " + kind.rsplit(".", 1)[-1])
    except (DispatchError, MemoryError):
        raise
    except NotImplementedError as error:  # a directory of a version to come
        raise packed_otherwise(name) from error
    except Exception as error:  # zipfile on foreign bytes raises many kinds
        if b"word/document.xml" in data or name.lower().endswith(".docx"):
            raise damaged_docx(name) from error
        raise DamagedFileError(
            f"{name} begins like a zip file but is cut short or damaged: get the file again.",
            vi=f"{name} là tệp zip bị cắt hoặc hỏng: hãy lấy lại tệp.",
            code="damaged-zip",
        ) from error
    if any(member.lower().startswith("word/") for member in members):
        return DOCX
    for member, label in _OFFICE_PARTS:
        if any(one.startswith(member) for one in members):
            raise _unsupported(name, label)
    if "META-INF/MANIFEST.MF" in members or "AndroidManifest.xml" in members:
        raise _program(name, "Java")
    if "[Content_Types].xml" in members:
        raise damaged_docx(name)
    return ZIP


def _sniff_text(data: bytes, name: str) -> str:
    head = data[:65536]
    if b"edXMLEnvelope" in head or b"QCVN_102" in head:
        return EDXML
    wide = wide_encoding(head)
    plain = head.decode(wide, "ignore").encode() if wide else head.replace(b"\x00", b"")
    if len(plain) < len(head) * _LEAST_LETTERS or not _mostly_text(plain):
        raise _unsupported(name, "binary")
    unix = plain.replace(b"\r\n", b"\n").lstrip(b"\xef\xbb\xbf\n")
    header = _MAIL_HEADER.match(unix)
    if header and _MAIL_NAMES.search(header.group()):
        return MAIL
    start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"{\\rtf"):
        return "application/rtf"
    if start.startswith(b"<") and _HTML.search(start[:4096]):
        return "text/html"
    if start.startswith(b"<?xml") and b"office/word/2003/wordml" in start[:8192]:
        return "application/msword"  # Word 2003 saved it as XML
    if start.startswith(b"<?xml"):
        raise _unsupported(name, "XML")
    return "text/plain"


def wide_encoding(head: bytes) -> str | None:
    """Return the UTF-16 that a text is in: by its mark, or by zeros in every second place."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = head[0:2000:2], head[1:2000:2]
    if not odd:
        return None
    even_zeros, odd_zeros = even.count(0) / len(even), odd.count(0) / len(odd)
    if odd_zeros > 0.4 and even_zeros < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even_zeros > 0.4 and odd_zeros < 0.05 else None


def _mostly_text(head: bytes) -> bool:
    """Control characters other than blanks make at most a hundredth of a text."""
    control = sum(head.count(bytes([code])) for code in range(32) if code not in b"\t\n\r\f\v\x1a")
    return control <= max(8, len(head) // 100)


def packed_otherwise(path: str) -> DamagedFileError:
    """Return the error for a zip whose way of packing zipfile does not know."""
    return DamagedFileError(
        f"{path} is packed in a way that is not read here (Deflate64 for one): unpack it by hand "
        "and give the files in it.",
        vi=f"{path} được nén theo cách chưa đọc được (như Deflate64): hãy tự giải nén rồi đưa các "
        "tệp bên trong.",
        code="zip-method",
    )


def encrypted(name: str) -> EncryptedFileError:
    """Return the error for a file that needs a password."""
    return EncryptedFileError(
        f"{name} is protected by a password: save a copy without password and try again.",
        vi=f"{name} có mật khẩu: hãy lưu một bản không mật khẩu rồi thử lại.",
    )


def damaged_docx(name: str) -> DamagedFileError:
    """Return the error for a broken Word file."""
    return DamagedFileError(
        f"{name} is a damaged Word file: open and repair it in Word, or get it again.",
        vi=f"{name} là tệp Word bị hỏng: hãy mở và sửa bằng Word hoặc lấy lại tệp.",
        code="damaged-docx",
    )


def _program(name: str, system: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(
        f"{name} is a program ({system}), not a document, whatever its name says: do not open "
        "it, ask the sender for the document.",
        vi=f"{name} là chương trình ({system}), không phải văn bản dù tên tệp ghi gì: không mở, "
        "hãy hỏi lại nơi gửi.",
        code="not-a-document",
    )


def _unsupported(name: str, label: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(
        f"{name} is {label} data, which is not read: save or print it as PDF or DOCX.",
        vi=f"{name} là dữ liệu {label}, chưa đọc được: hãy lưu hoặc in thành PDF hay DOCX.",
    )


def _to_unpack(name: str, label: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(
        f"{name} is packed by {label}, which is not read: unpack it and give the files in it, or "
        "pack them as zip.",
        vi=f"{name} là tệp nén {label}, chưa đọc được: hãy giải nén rồi đưa các tệp bên trong, "
        "hoặc nén lại thành zip.",
    )

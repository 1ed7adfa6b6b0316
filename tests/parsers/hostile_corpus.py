"""Files made to break readers, each with the code it must end in; ``ok`` where text is expected.

The table was fixed before the readers were measured on it. Everything is built from the project's
own samples and from bytes written here; nothing is random without a seed.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.parsers.outlook_builder import Mail, outlook
from tests.parsers.test_word import NAMESPACES, docx, paragraph

MESSAGE = outlook(Mail("Gửi", "Kính gửi", [("a.txt", b"K\xe1\xba\xbf ho\xe1\xba\xa1ch " * 900)]))
SAMPLES = Path(__file__).parents[2] / "samples"
OK = "ok"
Row = tuple[str, bytes, str]


def corpus() -> list[Row]:
    """Return (file name, bytes, expected code) for every hostile file."""
    rows: list[Row] = []
    for part in (_truncated, _empty, _disguised, _locked, _bombs, _broken, _odd):
        rows.extend(part())
    return rows


def _truncated() -> list[Row]:
    """Each format cut at every tenth."""
    pdf = (SAMPLES / "ke-hoach-16.pdf").read_bytes()
    scan = (SAMPLES / "thi-dua-dot-2-scan.pdf").read_bytes()
    docx = (SAMPLES / "ke-hoach-16.docx").read_bytes()
    png = (SAMPLES / "thi-dua-dot-2.png").read_bytes()
    packed = _zip({"a.docx": docx, "b.pdf": pdf})
    rows: list[Row] = []
    for tenth in range(1, 10):
        for stem, data, code in (
            ("cut-pdf", pdf, "damaged-pdf"),
            # From six tenths on the first page and its image are there whole.
            ("cut-scan", scan, "damaged-pdf" if tenth < 6 else OK),
            ("cut-docx", docx, "damaged-docx"),
            ("cut-png", png, "damaged-image"),
            ("cut-zip", packed, "damaged-zip"),
        ):
            suffix = {"cut-scan": "pdf"}.get(stem, stem[4:])
            rows.append((f"{stem}-{tenth}.{suffix}", data[: len(data) * tenth // 10], code))
    rows.append(("short-of-600.pdf", pdf[:-600], OK))
    rows.append(("half-written.pdf", pdf[: len(pdf) // 2] + bytes(len(pdf) // 2), "damaged-pdf"))
    return rows


def _empty() -> list[Row]:
    rows: list[Row] = [
        (f"empty.{suffix}", b"", "empty-file")
        for suffix in ("pdf", "docx", "doc", "txt", "png", "zip", "eml")
    ]
    rows += [
        ("zeros.pdf", bytes(4096), "unsupported-format"),
        ("blank-page.pdf", _pdf(lambda canvas: canvas.showPage()), "no-text"),
        ("blank.png", _image(Image.new("RGB", (800, 1100), "white")), "no-text"),
        ("blanks.txt", b"  \r\n\t \n", "no-text"),
        ("menu.html", b"<html><nav>Trang ch\xe1\xbb\xa7</nav><body></body></html>", "no-text"),
        ("nothing-inside.docx", _docx(b""), "no-text"),
        ("empty.zip.zip", _zip({}), "unsupported-format"),
    ]
    return rows


def _disguised() -> list[Row]:
    return [
        ("program.pdf", _windows_program(), "not-a-document"),
        ("program.docx", b"\x7fELF\x02\x01\x01" + bytes(500), "not-a-document"),
        ("class.doc", b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(300), "not-a-document"),
        ("script.pdf", b"#!/bin/sh\nexit 0\n", "not-a-document"),
        ("movie.pdf", b"\x00\x00\x00\x18ftypmp42" + bytes(500), "unsupported-format"),
        ("sound.doc", b"ID3\x04\x00" + bytes(500), "unsupported-format"),
        ("database.pdf", b"SQLite format 3\x00" + bytes(1000), "unsupported-format"),
        ("packed.pdf", b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(200), "unsupported-format"),
        ("packed.docx", b"Rar!\x1a\x07\x01\x00" + bytes(200), "unsupported-format"),
        ("sheet.docx", _zip({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
         "unsupported-format"),
        ("slides.docx", _zip({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
         "unsupported-format"),
        ("noise.pdf", random.Random(7).randbytes(20_000), "unsupported-format"),
        ("pdf-named-docx.docx", (SAMPLES / "ke-hoach-16.pdf").read_bytes(), OK),
        ("docx-named-pdf.pdf", (SAMPLES / "ke-hoach-16.docx").read_bytes(), OK),
        ("text-named-doc.doc", "Số: 16/KH-BQL".encode(), OK),
    ]  # fmt: skip


def _locked() -> list[Row]:
    locked = StandardEncryption("mật khẩu".encode("latin-1", "replace").decode(), canPrint=0)
    zip_locked = bytearray(_zip({"a.txt": b"secret text"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = zip_locked.find(signature) + offset
        zip_locked[place] |= 1
    return [
        ("password.pdf", _pdf(lambda canvas: canvas.drawString(72, 700, "x"), locked), "encrypted"),
        ("password.zip", bytes(zip_locked), "encrypted"),
        ("password.docx", _ole("EncryptedPackage", "EncryptionInfo"), "encrypted"),
    ]


def _bombs() -> list[Row]:
    entity = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"ha" * 50 + b'">'
        + b"".join(
            b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
        )
        + b"]><x>&j;</x>"
    )  # fmt: skip
    nested = b"the innermost text, which is long enough to be a text"
    name = "deep.txt"
    for level in range(8):
        nested = _zip({name: nested})
        name = f"level-{level}.zip"
    return [
        ("bomb.zip", _zip({"a.txt": bytes(400_000_000)}), "unpacked-limit"),
        ("bomb.odt", _zip({"mimetype": bytes(400_000_000)}), "unpacked-limit"),
        ("bomb.docx", _docx(b"<w:p/>" * 60_000_000), "unpacked-limit"),
        ("entities.docx", _docx_raw(entity), "damaged-docx"),
        ("nested.zip", nested, "nesting-limit"),
        ("many-pages.pdf", _pdf(lambda canvas: [canvas.showPage() for _ in range(10_000)]),
         "too-many-pages"),
        ("huge.png", _png_header(60_000, 60_000), "too-many-pixels"),
        ("many-members.zip", _zip({f"{i}.txt": b"" for i in range(10_050)}), "unpacked-limit"),
    ]  # fmt: skip


def _broken() -> list[Row]:
    pdf = (SAMPLES / "ke-hoach-16.pdf").read_bytes()
    no_xref = pdf.replace(b"startxref", b"startxxxx")
    jpeg = io.BytesIO()
    Image.open(SAMPLES / "thi-dua-dot-2.png").convert("RGB").save(jpeg, "JPEG")
    return [
        ("header-only.pdf", b"%PDF-1.7\n", "damaged-pdf"),
        ("no-startxref.pdf", no_xref, OK),
        ("circular.pdf", _circular_pdf(), "damaged-pdf"),
        ("draws-itself.pdf", _self_drawing_pdf(), OK),
        ("older-table-is-this-one.pdf", pdf.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % (
            int(pdf.rsplit(b"startxref", 1)[1].split()[0]))), OK),
        # Its directory stands at the end: what it was cannot be told any more.
        ("cut.msg", MESSAGE[: len(MESSAGE) // 2], "damaged-doc"),
        ("no-end.msg", MESSAGE[:-700], "damaged-mail"),
        ("circular-style.docx", _docx_styled(), OK),
        ("junk-before.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + pdf, OK),
        ("junk-after.pdf", pdf + bytes(5000), OK),
        ("no-document.docx", _zip({"[Content_Types].xml": b"<Types/>", "word/styles.xml": b""}),
         "damaged-docx"),
        ("not-xml.docx", _docx_raw(b"this is no xml"), "damaged-docx"),
        ("cut.jpg", jpeg.getvalue()[: len(jpeg.getvalue()) // 2], "damaged-image"),
        ("ole-header.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged-doc"),
        ("bad-crc.zip", _bad_crc(), "damaged-zip"),
        ("gif-header.png", b"GIF89a", "damaged-image"),
    ]  # fmt: skip


def _odd() -> list[Row]:
    text = "Số: 16/KH-BQL\nHà Nội, ngày 06 tháng 02 năm 2023\nKẾ HOẠCH\n"
    mail = EmailMessage()
    mail["Subject"] = "Công văn"
    mail.set_content("Kính gửi: Sở Nội vụ")
    return [
        ("nul.txt", text.replace(" ", "\x00 ").encode(), OK),
        ("control.txt", ("\x01\x02\x1b[31m" + text).encode(), OK),
        ("one-line.txt", text.replace("\n", " ").encode() * 15_000, OK),
        ("slashes.txt", b"/" * 100_000, OK),
        ("utf16.txt", text.encode("utf-16"), OK),
        ("windows-1258.txt", b"C\xf4ng v\xe3n s\xf4 12 c\xfba S\xf5 Tai chinh\n" * 3, OK),
        ("deep.html", b"<div>" * 100_000 + text.encode() + b"</div>" * 100_000, OK),
        ("climbing.zip", _zip({"../../climb.txt": text.encode()}), OK),
        ("control\x07name.zip", _zip({"a\x07\x1b[2Jb.txt": text.encode()}), OK),
        ("letter.eml", mail.as_bytes(), OK),
        ("twins.zip", _zip({"a/b.txt": text.encode(), "a\\b.txt": text.encode() * 2}), OK),
    ]  # fmt: skip


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _docx_raw(document: bytes) -> bytes:
    """The smallest package that Word calls a document, with ``document`` as its main part."""
    types = (
        b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        b'package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        b"</Types>"
    )
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        b'2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        b"</Relationships>"
    )
    return _zip(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations,
            "word/document.xml": document,
        }
    )


def _docx(body: bytes) -> bytes:
    return _docx_raw(
        b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        b'wordprocessingml/2006/main"><w:body>' + body + b"</w:body></w:document>"
    )


def _pdf(draw: Callable[[Canvas], object], encrypt: StandardEncryption | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt, invariant=1)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def _image(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00"))


def _windows_program() -> bytes:
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\x00\x00" + bytes(600)


def _ole(*streams: str) -> bytes:
    """An OLE container's header and a directory that names ``streams``."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
        for name in ("Root Entry", *streams)
    )
    return bytes(header) + bytes(512) + directory.ljust(512, b"\0") + bytes(512)


def _circular_pdf() -> bytes:
    """A page tree whose only child is itself."""
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj\n",
    ]
    body = b"%PDF-1.4\n"
    offsets = []
    for item in objects:
        offsets.append(len(body))
        body += item
    table = b"xref\n0 3\n0000000000 65535 f \n"
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + table + trailer


def _self_drawing_pdf() -> bytes:
    """A page whose form XObject draws itself, in the middle of its text."""
    content = b"BT /F1 12 Tf 72 700 Td (Ke hoach so 16) Tj ET /X Do"
    form = b"BT /F1 12 Tf 72 650 Td (to chuc thuc hien) Tj ET /X Do"
    resources = b"<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s>>"
        % resources,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources %s/Length %d>>stream\n%s\n"
        b"endstream" % (resources, len(form), form),
    ]
    body = b"%PDF-1.4\n"
    offsets = []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, item)
    table = b"xref\n0 7\n0000000000 65535 f \n"
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + table + b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def _docx_styled() -> bytes:
    """A Word file with two styles that are based on each other."""
    style = "<w:style w:type='paragraph' w:styleId='{}'><w:basedOn w:val='{}'/></w:style>"
    sheet = f"<w:styles {NAMESPACES}>{style.format('A', 'B')}{style.format('B', 'A')}</w:styles>"
    return docx(paragraph("Kế hoạch", properties="<w:pStyle w:val='A'/>"), styles=sheet)


def _bad_crc() -> bytes:
    data = bytearray(_zip({"a.txt": b"Van ban" * 100}))
    data[40] ^= 0xFF
    return bytes(data)

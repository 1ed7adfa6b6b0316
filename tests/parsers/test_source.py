"""Files are found, told by content and hashed; a bad one never stops the others."""

import hashlib
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from dispatch.document import SourceFile
from dispatch.errors import DispatchError, UnsupportedFormatError
from parsers.archives import full_budget, open_container
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.sniff import sniff
from parsers.source import discover, load
from parsers.walk import Unreadable, leftover

TEXT = "Số: 16/KH-BQL\nBắc Kạn, ngày 06 tháng 02 năm 2023\n"


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def mail(*attachments: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", "Gửi"
    message.set_content("Kính gửi quý cơ quan.")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.doc", b"%PDF-1.7\n", "application/pdf"),
        ("a.doc", b"{\\rtf1 a}", "application/rtf"),
        ("a.doc", b"<html><body><p>a</p></body></html>", "text/html"),
        ("a.pdf", TEXT.encode(), "text/plain"),
        ("a.txt", TEXT.encode("utf-16"), "text/plain"),
        ("a.txt", "Cộng hòa".encode("cp1258", "ignore"), "text/plain"),
        ("a.bin", zipped({"a.txt": b"a"}), "application/zip"),
        ("a.zip", zipped({"word/document.xml": b"<a/>"}),
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.txt", mail(), "message/rfc822"),
        ("a.xml", b'<?xml version="1.0"?><edXML><edXMLEnvelope/></edXML>',
         "application/edxml+xml"),
    ],
)  # fmt: skip
def test_tells_by_content(name: str, data: bytes, media_type: str) -> None:
    assert sniff(data, name) == media_type


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"MZ\x90\x00" + bytes(100), "not-a-document"),
        (b"\x7fELF" + bytes(100), "not-a-document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 cut short", "damaged-zip"),
        (zipped({"xl/workbook.xml": b"<a/>"}), "unsupported-format"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2mp41" + bytes(99), "unsupported-format"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(99), "unsupported-format"),
    ],
)
def test_refuses_by_name(data: bytes, code: str) -> None:
    with pytest.raises(DispatchError, match=r"a\.pdf") as caught:
        sniff(data, "a.pdf")
    assert caught.value.code == code
    assert "a.pdf" in caught.value.vi


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (zipped({"[Content_Types].xml": b"<Types/>", "FixedDocSeq.fdseq": b"<a/>"}), "XPS"),
        (zipped({"[Content_Types].xml": b"<Types/>", "visio/document.xml": b"<a/>"}), "Visio"),
        (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}), "Excel"),
        (zipped({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<a/>"}), "EPUB"),
        (b"AT&TFORM\x00\x00\x10\x00DJVMDIRM" + bytes(range(256)), "DjVu"),
        (b"%!PS-Adobe-3.0\n/Times findfont (x) show\nshowpage\n", "PostScript"),
        (b"[InternetShortcut]\r\nURL=http://example.vn/\r\n", "Internet shortcut"),
    ],
)
def test_a_format_that_is_not_read_is_called_by_its_name(data: bytes, label: str) -> None:
    with pytest.raises(UnsupportedFormatError, match="save or print it as PDF") as caught:
        sniff(data, "van-ban.docx")
    assert label in caught.value.vi


@pytest.mark.parametrize("magic", [b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"])
def test_another_packers_file_is_to_be_unpacked(magic: bytes) -> None:
    with pytest.raises(UnsupportedFormatError, match="unpack it and give the files"):
        sniff(magic + bytes(100), "van-ban.pdf")


def test_walks_in_order_and_says_what_it_steps_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "~$a.docx", ".hidden", "c.part", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    skipped: list[str] = []
    found = list(discover([tmp_path], on_skip=lambda path, reason: skipped.append(reason)))
    assert [Path(item.path).name for item in found] == ["a.txt", "b.txt", "d.txt"]
    assert skipped == ["hidden", "half-written download", "lock file of Word"]
    assert isinstance(found[0], SourceFile)
    assert found[0].id == hashlib.sha256(TEXT.encode()).hexdigest()


def test_bad_paths_are_items(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text(TEXT, encoding="utf-8")
    found = list(discover([tmp_path / "nowhere", good]))
    assert isinstance(found[0], Unreadable)
    assert found[0].error.code == "missing-file"
    assert isinstance(found[1], SourceFile)


def test_a_way_of_packing_that_is_not_read_is_no_damage() -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    for head, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(head) + method] = 9  # Deflate64, as Windows packs what is large
    source = SourceFile("0" * 64, "a.zip", "application/zip", len(data))
    with pytest.raises(DispatchError, match=r"a\.zip") as caught:
        list(open_container(source, bytes(data), 1, full_budget(DEFAULT_LIMITS)))
    assert caught.value.code == "zip-method"


def test_opens_containers_in_containers(tmp_path: Path) -> None:
    inner = zipped({"thư/kế hoạch.txt": TEXT.encode()})
    outer = tmp_path / "outer.zip"
    outer.write_bytes(zipped({"inner.zip": inner, "mail.eml": mail(("a.txt", TEXT.encode()))}))
    found = [item for item in discover([outer]) if isinstance(item, SourceFile)]
    assert [item.path.removeprefix(str(tmp_path)) for item in found] == [
        "/outer.zip!inner.zip!thư/kế hoạch.txt",
        "/outer.zip!mail.eml!a.txt",
    ]
    assert found[0].container == f"{outer}!inner.zip"
    assert [load(item) for item in found] == [TEXT.encode()] * 2


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (zipped({"a.txt": bytes(5_000_000)}), Limits(), "unpacked-limit"),
        (zipped({"b.zip": zipped({"a.txt": b"a"})}), Limits(nesting=1), "nesting-limit"),
        # Each level alone stays within the limit.
        (zipped({"b.zip": zipped({"a.txt": b"a" * 600}), "c.txt": b"c" * 600}),
         Limits(unpacked=1_000), "unpacked-limit"),
        (TEXT.encode(), Limits(bytes=10), "too-large"),
    ],
)  # fmt: skip
def test_limits_are_named(tmp_path: Path, data: bytes, limits: Limits, code: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    found = list(discover([path], limits=limits))
    assert [item.error.code for item in found if isinstance(item, Unreadable)] == [code]


def test_leftovers() -> None:
    assert leftover(".~lock.a.odt#") == "lock file of LibreOffice"
    assert leftover("Công văn.docx") is None


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Công văn số 16.txt".encode(), "Công văn số 16.txt"),
        # As a Vietnamese Windows packs: tone marks behind their letters, in its own encoding.
        (b"C\xf4ng v\xe3n s\xf4\xec 16.txt", "Công văn số 16.txt"),
        (b"Th\xf4ng b\xe1o BQL.txt", "Thông báo BQL.txt"),
        # Near-miss: a German name of DOS's own encoding.
        (b"Gr\x81\xe1e f\x81r M\x81ller.txt", "Grüße für Müller.txt"),
    ],
)
def test_names_of_members_are_read_as_they_were_typed(
    stored: bytes, shown: str, tmp_path: Path
) -> None:
    blank = "N" * len(stored)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({blank: TEXT.encode()}).replace(blank.encode(), stored))
    (found,) = discover([path])
    assert isinstance(found, SourceFile)
    assert found.path == f"{path}!{shown}"
    assert load(found) == TEXT.encode()


def test_a_zip_of_a_version_to_come_is_told_by_its_cause(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    data[data.index(b"PK\x01\x02") + 6] = 99  # version needed to extract
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(data))
    (found,) = discover([path])
    assert isinstance(found, Unreadable)
    assert found.error.code == "zip-method"

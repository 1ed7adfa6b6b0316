"""Containers as offices send them: each part becomes a document of its own with its own record."""

import base64
import io
import struct
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from dispatch.document import SourceFile
from dispatch.errors import NoTextError
from nlp import extract
from parsers import parse
from parsers.source import discover
from parsers.walk import Unreadable
from tests.parsers.outlook_builder import Mail, outlook

SAMPLES = Path(__file__).parents[2] / "samples"
PLAN = (SAMPLES / "ke-hoach-16.docx").read_bytes()
NOTICE = (SAMPLES / "thong-bao-cong-doan.txt").read_bytes()
LOGO = b"\x89PNG\r\n\x1a\n" + bytes(300)
PLAN_NUMBER = "16/KH-BQL"
BODY = "Kính gửi quý cơ quan kế hoạch kèm theo thư này."


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


def letter(*attachments: tuple[str, bytes | EmailMessage]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", "Gửi"
    message.set_content(BODY)
    for name, data in attachments:
        if isinstance(data, EmailMessage):
            message.add_attachment(data, filename=name)
        elif data is LOGO:
            message.add_attachment(
                data, "image", "png", disposition="inline", cid="<logo>", filename=name
            )
        else:
            message.add_attachment(data, "application", "octet-stream", filename=name)
    return message


def edxml(*attachments: tuple[str, bytes]) -> bytes:
    rows = "".join(
        f'<edXML:Attachment xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">'
        f"<edXML:AttachmentName>{name}</edXML:AttachmentName><edXML:ContentTransferEncoded>"
        f"{base64.b64encode(data).decode()}</edXML:ContentTransferEncoded></edXML:Attachment>"
        for name, data in attachments
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><edXML:edXML '
        'xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope/>'
        f"<edXML:AttachmentEncoded>{rows}</edXML:AttachmentEncoded></edXML:edXML>"
    ).encode()


def winmail(*files: tuple[str, bytes]) -> bytes:
    """What Outlook packs its attachments into: a row of attributes for each file."""
    data = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00089006, b"\x00\x00\x01\x00")
    for name, content in files:
        title = name.encode("utf-16-le") + b"\0\0"
        long_name = struct.pack("<IHHII", 1, 0x001F, 0x3707, 1, len(title)) + title
        data += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, b"KEHOAC~1.DOC\0")
        data += attribute(2, 0x0006800F, content) + attribute(2, 0x00069005, long_name)
    return data


def attribute(level: int, tag: int, value: bytes) -> bytes:
    return (
        struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) % 65536)
    )


CONTAINERS: dict[str, tuple[bytes, dict[str, str]]] = {
    "thu.msg": (
        outlook(Mail("Gửi", BODY, [("kế hoạch.docx", PLAN), ("logo.png", LOGO)])),
        {"kế hoạch.docx": PLAN_NUMBER},
    ),
    "chuyen-tiep.msg": (
        outlook(Mail("Fw", BODY, [("thư gốc.msg", Mail("Gửi", BODY, [("a.docx", PLAN)])),
                                  ("b.txt", NOTICE)])),
        {"a.docx": PLAN_NUMBER, "b.txt": ""},
    ),
    "thu.eml": (
        letter(("kế hoạch số 16.docx", PLAN), ("logo.png", LOGO)).as_bytes(),
        {"kế hoạch số 16.docx": PLAN_NUMBER},
    ),
    "chuyen-tiep.eml": (
        letter(("goc.eml", letter(("a.docx", PLAN))), ("a.zip", zipped(b_txt=NOTICE))).as_bytes(),
        {"goc.eml!a.docx": PLAN_NUMBER, "a.zip!b.txt": ""},
    ),
    "goi.edxml": (
        edxml(("cid:16/KH.docx", PLAN), ("phu luc.txt", NOTICE)),
        {"cid_16_KH.docx": PLAN_NUMBER, "phu luc.txt": ""},
    ),
    "outlook.eml": (
        letter(("winmail.dat", winmail(("kế hoạch.docx", PLAN), ("b.txt", NOTICE)))).as_bytes(),
        {"winmail.dat!kế hoạch.docx": PLAN_NUMBER, "winmail.dat!b.txt": ""},
    ),
    "nhieu-lop.zip": (
        zipped(trong_zip=zipped(thu__muc__a_docx=PLAN), b_txt=NOTICE),
        {"trong.zip!thu/muc/a.docx": PLAN_NUMBER, "b.txt": ""},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_part_becomes_a_child_with_its_record(name: str, tmp_path: Path) -> None:
    data, numbers = CONTAINERS[name]
    path = tmp_path / name
    path.write_bytes(data)
    found = list(discover([path]))
    assert not [item for item in found if isinstance(item, Unreadable)]
    children = {item.path.removeprefix(f"{path}!"): item for item in found}
    assert set(children) == set(numbers)
    for inner, child in children.items():
        assert isinstance(child, SourceFile)
        assert child.container == child.path.rpartition("!")[0]
        record = extract(parse(child))[0]
        if numbers[inner]:
            assert record.number == numbers[inner]
        else:
            assert record.document_type == "Thông báo"


@pytest.mark.parametrize(
    "build", [lambda: outlook(Mail("Gửi", BODY)), lambda: letter().as_bytes()], ids=["msg", "eml"]
)
def test_a_mail_with_nothing_attached_is_its_own_message(
    build: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "thu"
    path.write_bytes(build())
    (source,) = discover([path])
    assert isinstance(source, SourceFile)
    assert parse(source).text.strip() == BODY


def test_a_message_attached_without_attachments_gives_its_text(tmp_path: Path) -> None:
    path = tmp_path / "thu.msg"
    path.write_bytes(outlook(Mail("Fw", "Xem thư gốc", [("gốc.msg", Mail("Gửi", BODY))])))
    (source,) = discover([path])
    assert source.path.endswith("thu.msg!gốc.txt")
    assert isinstance(source, SourceFile)
    assert parse(source).text.strip() == BODY


def test_a_damaged_message_says_so(tmp_path: Path) -> None:
    path = tmp_path / "thu.msg"
    whole = outlook(Mail("Gửi", BODY, [("a.docx", PLAN)]))
    stored, lost = ("__substg1.0_37010102".encode("utf-16-le"), "__lost_____37010102")
    path.write_bytes(whole.replace(stored, lost.encode("utf-16-le") + b"\0\0"))
    (found,) = discover([path])
    assert isinstance(found, Unreadable)
    assert found.error.code == "damaged-mail"
    assert str(path) in found.error.message


@pytest.mark.parametrize(
    ("data", "code"),
    [(winmail(("a.docx", PLAN))[:-400], "damaged-mail"), (winmail(), "no-text")],
)
def test_a_winmail_that_holds_nothing_whole_says_so(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "winmail.dat"
    path.write_bytes(data)
    (found,) = discover([path])
    if isinstance(found, SourceFile):
        with pytest.raises(NoTextError, match=r"winmail\.dat"):
            parse(found)
    else:
        assert found.error.code == code

"""Signatures are read offline: the signer, the body, the time, and if the bytes agree."""

import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from dispatch.document import ParsedDocument, Signature
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.pdf_builder import LETTER, draw, lay_over, save_again, sign, stamp_time


def read(data: bytes) -> ParsedDocument:
    return read_pdf(source_file("signed.pdf", data), data, DEFAULT_LIMITS)


def signatures(data: bytes) -> tuple[Signature, ...]:
    return read(data).signatures


def signed_by(*names: str) -> bytes:
    """A letter that all sign one after the other, in fields whose names tell another order."""
    data = draw(LETTER)
    for at, name in enumerate(names):
        data = sign(data, name, f"Sở {name}", field=f"Chữ ký {9 - at}")
    return data


def test_the_certificate_names_signer_and_body() -> None:
    (signature,) = signatures(sign(draw(LETTER), "Hoàng Văn Khởi", "Ban Quản lý các KCN"))
    assert signature.name == "Hoàng Văn Khởi"
    assert signature.organization == "Ban Quản lý các KCN"
    assert signature.time is not None
    assert signature.certificate is not None
    assert signature.valid == "unknown-root"


def test_a_changed_byte_is_seen() -> None:
    data = sign(draw(LETTER), "Hoàng Văn Khởi", "Ban Quản lý các KCN")
    at = data.index(b"ReportLab")
    changed = data[:at] + b"X" + data[at + 1 :]
    (signature,) = signatures(changed)
    assert signature.valid == "altered"


def test_a_pushed_down_header_moves_no_offset() -> None:
    data = b"\r\n\r\n" + sign(draw(LETTER), "Hoàng Văn Khởi", "Ban Quản lý các KCN")
    assert [signature.valid for signature in signatures(data)] == ["unknown-root"]


def test_an_unsigned_file_has_none() -> None:
    assert signatures(draw(LETTER)) == ()


def test_signers_of_a_joint_letter_come_as_they_signed() -> None:
    names = ["Đinh Thị Lệ Quyên", "Hoàng Văn Khởi", "Lương Thị Minh Hạnh", "Bế Văn Đàn"]
    document = read(signed_by(*names))
    assert [one.name for one in document.signatures] == names
    assert {one.valid for one in document.signatures} == {"unknown-root"}
    assert document.remarks == ()


def test_a_byte_changed_before_the_second_signature_spoils_the_first_alone() -> None:
    first = sign(draw(LETTER), "Hoàng Văn Khởi", "Ban Quản lý", field="One")
    at = first.index(b"ReportLab")
    second = sign(first[:at] + b"X" + first[at + 1 :], "Bế Văn Đàn", "Sở Nội vụ", field="Two")
    assert [one.valid for one in signatures(second)] == ["altered", "unknown-root"]


def test_a_time_stamp_is_nobodys_signature() -> None:
    data = stamp_time(signed_by("Hoàng Văn Khởi", "Bế Văn Đàn"), "TSA Việt Nam")
    document = read(data)
    assert [one.name for one in document.signatures] == ["Hoàng Văn Khởi", "Bế Văn Đàn"]
    assert document.remarks == ()
    at = data.index(b"ReportLab")
    spoilt = read(data[:at] + b"X" + data[at + 1 :])
    assert [one.valid for one in spoilt.signatures] == ["altered", "altered"]
    assert [remark.code for remark in spoilt.remarks] == ["time-stamp-altered"]


def test_what_is_laid_over_after_the_last_signature_is_told_by_its_page() -> None:
    changed = read(lay_over(signed_by("Hoàng Văn Khởi"), [(128, 115, "118")]))
    assert [one.valid for one in changed.signatures] == ["unknown-root"]  # the bytes it covers are
    assert [(remark.code, remark.params) for remark in changed.remarks] == [
        ("changed-after-signing", {"pages": "1"})
    ]


def test_a_page_added_after_the_last_signature_is_told() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed_by("Hoàng Văn Khởi")))
    letter = PdfFileReader(io.BytesIO(draw(LETTER)))
    page = writer.import_object(letter.find_page_for_modification(0)[0].get_object())
    del page["/Parent"]
    writer.insert_page(page)
    output = io.BytesIO()
    writer.write(output)
    (remark,) = read(output.getvalue()).remarks
    assert remark.params == {"pages": "2"}


def test_saving_a_signed_file_again_changes_no_page() -> None:
    data = save_again(signed_by("Hoàng Văn Khởi"))
    assert b"ModDate" in data
    assert read(data).remarks == ()


def test_a_number_signed_over_is_no_change() -> None:
    numbered = lay_over(signed_by("Hoàng Văn Khởi"), [(128, 115, "118")])
    assert read(sign(numbered, "Văn thư", "Ban Quản lý", field="Office")).remarks == ()

"""Signatures are read offline: the signer, the body, the time, and if the bytes agree."""

from dispatch.document import Signature
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.pdf_builder import LETTER, draw, sign


def signatures(data: bytes) -> tuple[Signature, ...]:
    return read_pdf(source_file("signed.pdf", data), data, DEFAULT_LIMITS).signatures


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

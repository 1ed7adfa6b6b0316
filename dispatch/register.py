"""Records as the rows of an office's register: sổ đăng ký văn bản đi and văn bản đến.

The columns are those of the forms in Phụ lục IV of Nghị định 30/2020/NĐ-CP.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

Direction = Literal["out", "in"]
Record = Mapping[str, Any]
Column = tuple[str, Callable[[Record], str]]


def _day(iso: str | None) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _number(record: Record) -> str:
    if record["number"]:
        return str(record["number"])
    return f"…/{record['notation']}" if record["notation"] else ""


def _date(record: Record) -> str:
    return _day(record["date"] or record["date_partial"])


def _subject(record: Record) -> str:
    return " ".join(part for part in (record["document_type"], record["subject"]) if part)


def _signer(record: Record) -> str:
    return (record["signer"] or {}).get("name") or ""


def _recipients(record: Record) -> str:
    return "; ".join([*record["addressees"], *(one["name"] for one in record["recipients"])])


def _kept_by(record: Record) -> str:
    return ", ".join((record["archive"] or {}).get("units") or ())


def _copies(record: Record) -> str:
    return str((record["archive"] or {}).get("copies") or "")


def _arrival(name: str) -> Callable[[Record], str]:
    return lambda record: (record["arrival"] or {}).get(name) or ""


def _author(record: Record) -> str:
    return record["issuing_body"] or ""


def _note(record: Record) -> str:
    marks = [record["urgency"], record["secrecy"], record["circulation"]]
    cited = [item["number"] for item in record["references"] if item["relation"] == "implements"]
    marks += [f"thực hiện {number}" for number in cited if number]
    return "; ".join(mark for mark in marks if mark)


def _blank(_: Record) -> str:
    return ""


COLUMNS: dict[Direction, tuple[Column, ...]] = {
    "out": (
        ("Số, ký hiệu văn bản", _number),
        ("Ngày tháng văn bản", _date),
        ("Tên loại và trích yếu nội dung văn bản", _subject),
        ("Người ký", _signer),
        ("Nơi nhận văn bản", _recipients),
        ("Đơn vị, người nhận bản lưu", _kept_by),
        ("Số lượng bản", _copies),
        ("Ghi chú", _note),
    ),
    "in": (
        ("Ngày đến", lambda record: _day((record["arrival"] or {}).get("date"))),
        ("Số đến", _arrival("number")),
        ("Tác giả", _author),
        ("Số, ký hiệu văn bản", _number),
        ("Ngày tháng văn bản", _date),
        ("Tên loại và trích yếu nội dung văn bản", _subject),
        ("Đơn vị hoặc người nhận", _arrival("to")),
        ("Ngày chuyển", _blank),
        ("Ký nhận", _blank),
        ("Ghi chú", _note),
    ),
}
TITLES: dict[Direction, str] = {
    "out": "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
    "in": "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
}


def head(direction: Direction) -> list[str]:
    """Return the register's column titles."""
    return [title for title, _ in COLUMNS[direction]]


def row(direction: Direction, record: Record) -> list[str]:
    """Return one document's row; the columns that the office fills by hand are empty."""
    return [value(record) for _, value in COLUMNS[direction]]

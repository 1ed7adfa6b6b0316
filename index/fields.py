"""The fields that a query's text can ask: their names, and what values they take."""

import calendar
import datetime
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from dispatch.errors import QueryError
from dispatch.relations import RELATIONS
from dispatch.text import fold
from dispatch.vocabulary import types_by_folded_name

FACTS: dict[str, tuple[tuple[str, ...], str]] = {
    "parent": (("cấp trên", "parent"), "parent_body"),
    "notation": (("ký hiệu", "notation"), "notation"),
    "place": (("địa danh", "place"), "place"),
    "addressee": (("kính gửi", "addressee"), "addressees/*"),
    "recipient": (("nơi nhận", "recipient"), "recipients/*/name"),
    "role": (("vai trò", "role"), "recipients/*/role"),
    "position": (("chức vụ", "position"), "signer/position"),
    "authority": (("thẩm quyền", "authority"), "signer/authority/*"),
    "rank": (("cấp bậc", "rank"), "signer/rank"),
    "urgency": (("độ khẩn", "urgency"), "urgency"),
    "secrecy": (("độ mật", "secrecy"), "secrecy"),
    "circulation": (("lưu hành", "circulation"), "circulation"),
    "system": (("hệ thống", "system"), "system"),
    "draft": (("dự thảo", "draft"), "draft"),
    "numbered": (("tình trạng số", "number state"), "number_state"),
    "dated": (("tình trạng ngày", "date state"), "date_state"),
    "kind": (("loại thời gian", "period kind"), "period/*/kind"),
    "campaign": (("phong trào", "campaign"), "campaign/name"),
    "round": (("đợt", "round"), "campaign/round"),
    "archive": (("lưu", "archive"), "archive/units/*"),
    "drafter": (("người soạn", "drafter"), "archive/drafter"),
    "esign": (("chữ ký số", "esign"), "esign/*/name"),
    "arrival": (("số đến", "arrival"), "arrival/number"),
    "copy": (("bản sao", "copy"), "copy/form"),
    "appendix": (("phụ lục", "appendix"), "appendices/*/title"),
    "warning": (("cảnh báo", "warning"), "warnings/*/code"),
    "format": (("định dạng", "format"), "source/media_type"),
    "file": (("tệp", "file"), "source/path"),
}
"""Fields whose words stand together in a value of the record: names, and where the values are."""

NAMES: dict[str, tuple[str, ...]] = {
    "number": ("số", "number"),
    "signer": ("người ký", "signer"),
    "issuer": ("cơ quan", "issuer"),
    "references": ("dẫn", "references"),
    "type": ("loại", "type"),
    "subject": ("trích yếu", "subject"),
    "date": ("ngày", "date"),
    "period": ("thời gian", "period"),
    "year": ("năm", "year"),
    "relation": ("quan hệ", "relation"),
    "status": ("trạng thái", "status"),
    "confidence": ("độ tin cậy", "confidence"),
    "standing": ("hiệu lực", "standing"),
    **{name: names for name, (names, _) in FACTS.items()},
}
"""Each field's names, the Vietnamese one first; names are read with and without diacritics."""

STATUSES: dict[str, str] = {
    "resolved": "đã nối",
    "ambiguous": "chưa rõ",
    "date_conflict": "lệch ngày",
    "stub": "chưa có",
}
CONFIDENCES: dict[str, str] = {"high": "cao", "medium": "vừa", "low": "thấp", "unknown": "không rõ"}
STANDINGS: dict[str, str] = {
    "in_force": "còn",
    "amended": "được sửa đổi",
    "suspended": "bị đình chỉ",
    "replaced": "bị thay thế",
    "repealed": "bị bãi bỏ",
    "recalled": "bị thu hồi",
}
CODED: dict[str, dict[str, str]] = {
    "relation": {row.relation.value: row.label for row in RELATIONS},
    "status": STATUSES,
    "confidence": CONFIDENCES,
    "standing": STANDINGS,
}
"""Fields of a few codes, with the Vietnamese name of each; both can be asked."""
YES_NO = ("co yes", "khong no")
"""The words of a value that is true or false."""

_LEAST_MISTYPED = 5
EARLIEST, LATEST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Field:
    """A field (a key of ``NAMES``) and the value that is asked of it, as typed."""

    name: str
    value: str


@cache
def _by_name() -> dict[str, str]:
    return {fold(alias): name for name, aliases in NAMES.items() for alias in aliases}


def field_named(name: str) -> str | None:
    """Return the field that a person calls ``name``; None for a word that is no field."""
    return _by_name().get(fold(name))


def field_near(name: str, limit: float) -> str | None:
    """Return the name of a field of which ``name`` is nearly that, by the share ``limit`` of its
    letters; None for a short word, which is near to too much."""
    typed = fold(name)
    if len(typed) < _LEAST_MISTYPED:
        return None
    near = get_close_matches(typed, _by_name(), n=1, cutoff=limit)
    return next(
        (one for names in NAMES.values() for one in names if near and fold(one) == near[0]), None
    )


def printed_name(name: str) -> str:
    """Return the Vietnamese name of a field."""
    return NAMES[name][0]


def check(field: Field) -> Field:
    """Return ``field``; a QueryError where its value cannot be."""
    if field.name in ("date", "period"):
        days_asked(field.value)
    if field.name in CODED:
        code_asked(field)
    return field


def code_asked(field: Field) -> str:
    """Return the code that a person means by the Vietnamese or English name of one of a few.

    Raises:
        QueryError: There is no such relation, status or confidence.
    """
    known = _codes(field.name)
    code = known.get(_plain(field.value))
    if code is None:
        name, codes = printed_name(field.name), ", ".join(dict.fromkeys(known.values()))
        raise QueryError(
            f'"{name}:" cannot be {field.value!r}; use one of {codes}.',
            vi=f'"{name}:" không có giá trị {field.value!r}; hãy dùng một trong '
            f"{', '.join(CODED[field.name].values())}.",
        )
    return code


@cache
def _codes(name: str) -> dict[str, str]:
    return {_plain(text): code for code, label in CODED[name].items() for text in (code, label)}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def type_asked(value: str) -> str:
    """Return the spelling of a document type in the records, diacritics filled in."""
    known = types_by_folded_name().get(fold(value))
    return known.name if known else value


def is_name(field: str, value: str) -> bool:
    """Tell whether ``value`` names a document type, or one of the codes of ``field``."""
    if field == "type":
        return fold(value) in types_by_folded_name()
    return field in CODED and _plain(value) in _codes(field)


def days_asked(value: str) -> tuple[str, str]:
    """Return the first and last day of ``2023``, ``7/2023``, ``2023-07-20`` or ``from..to``.

    Either side of the range may be left out.

    >>> days_asked("2023-07..2023-10")
    ('2023-07-01', '2023-10-31')
    """
    first, dots, last = value.partition("..")
    low = first_and_last(first)[0] if first.strip() else EARLIEST
    if not dots:
        return low, first_and_last(first)[1]
    high = first_and_last(last)[1] if last.strip() else LATEST
    if high < low:
        raise QueryError(
            f"{value!r} ends before it begins; write the earlier day first.",
            vi=f"{value!r} kết thúc trước khi bắt đầu; hãy viết ngày sớm hơn trước.",
        )
    return low, high


def first_and_last(text: str) -> tuple[str, str]:
    """Return the ISO days that a day, a month or a year begins and ends with."""
    parts = re.split(r"[-/.]", text.strip())
    try:
        numbers = [int(part) for part in parts]
        if len(parts[0]) != 4:
            numbers.reverse()
        year, month, day = (*numbers, 0, 0)[: max(3, len(numbers))]
        if year < 1000:
            raise ValueError(text)
        first = datetime.date(year, month or 1, day or 1)
        end = month or 12
        last = datetime.date(year, end, day or calendar.monthrange(year, end)[1])
    except ValueError as error:
        raise QueryError(
            f"{text!r} is no day: write 20/7/2023, 2023-07-20, 2023-07 or 2023, and a range as "
            "2023-07..2023-10.",
            vi=f"{text!r} không phải ngày: hãy viết 20/7/2023, 2023-07-20, 2023-07 hoặc 2023, và "
            "khoảng thời gian là 2023-07..2023-10.",
        ) from error
    return first.isoformat(), last.isoformat()

"""One record becomes the rows the archive compares, filters and links by."""

import calendar
import hashlib
import re
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

from dispatch.notation import match_key, parse_number
from dispatch.vocabulary import rows
from index.analysis import exact, folded, skeleton
from index.base import Record
from index.directory import body_key, exact_body
from index.known_bodies import KnownBodies
from index.query import Query

_JUDGED = (
    *("/document_type", "/number", "/date", "/issuing_body"),
    *("/subject", "/signer/name", "/signer/position"),
)
FIRST, LAST = "0001-01-01", "9999-12-31"
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
"""The types that are cited by their name instead of a number (NĐ 30/2020, Phụ lục I, Mục II.6)."""


def document_id_of(founder: str) -> str:
    """Return the id of the document that was first seen as record ``founder``."""
    return hashlib.sha256(f"document:{founder}".encode()).hexdigest()[:24]


# A record's number and subject are compared, written and cited: the same ones over and over.
@lru_cache(maxsize=8192)
def key_of(number: str | None) -> str:
    """Return the match key, '' for no number."""
    return match_key(number) if number else ""


_YEAR_BEHIND = re.compile(r"(?<=\w)(?: nam)? (?:19|20)\d\d$")


def title_key(title: str | None) -> str:
    """Return the key of a law that is named without a number; the year is the citation's day.

    >>> title_key("Luật Lưu trữ năm 2024"), title_key("Luật Lưu trữ 2024")
    ('~luat luu tru', '~luat luu tru')
    """
    words = _YEAR_BEHIND.sub("", folded(title or ""))
    return f"~{words}" if words else ""


def law_title(record: Record) -> str:
    """Return the key under which a law in the archive is cited by its name; '' for other papers."""
    kind, subject = record["document_type"], record["subject"]
    return title_key(f"{kind} {subject}") if kind in _LAWS and subject else ""


@cache
def _law_numbers() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return for the key of each law's title the (day of adoption, number) of its versions."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in rows("law_numbers"):
        key = title_key(row["title"])
        found[key] = (*found.get(key, ()), (row["date"], row["number"]))
    return found


def law_number(title: str | None, day: str) -> str | None:
    """Return the number of the law of that title and day (or year), where it is known for sure.

    >>> law_number("Luật Lưu trữ", "2024")
    '33/2024/QH15'
    """
    versions = _law_numbers().get(title_key(title), ()) if title and day else ()
    fitting = [number for adopted, number in versions if adopted.startswith(day)]
    return fitting[0] if len(fitting) == 1 else None


def keys_cited(name: str) -> list[str]:
    """Return the keys that citations of ``name`` have: a number, or a law's title, which a
    citation with its day has under the law's number."""
    title = title_key(name)
    numbers = [key_of(number) for _, number in _law_numbers().get(title, ())]
    return [key_of(name) or "-", title or "-", *numbers]


_BARE = re.compile(r"0*([1-9]\d*[a-zđ]?)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s/–—-]+")


def keys_asked(number: str) -> list[str]:
    """Return the keys that a person who types ``number`` can mean: as typed, and with the State's
    and the Party's separators in the place of others or of blanks.

    >>> keys_asked("16 kh bql")
    ['16KHBQL', '16/KH-BQL', '16-KH/BQL']
    """
    first, *groups = _SEPARATORS.split(number.strip())
    forms = [number]
    if len(groups) > 1 and first[:1].isdecimal():
        code, rest = groups[0], "-".join(groups[1:])
        forms += [f"{first}/{code}-{rest}", f"{first}-{code}/{rest}"]
    return list(dict.fromkeys(key_of(form) or "-" for form in forms))


def numbered(value: str) -> tuple[str, str] | None:
    """Return the keys from and up to which all documents of a bare number are: ``số:16``.

    >>> numbered("016"), numbered("16/KH-BQL")
    (('16-', '160'), None)
    """
    bare = _BARE.fullmatch(value.strip())
    # "-" and "/", the separators, stand right before the figure 0.
    return (f"{bare[1].upper()}-", f"{bare[1].upper()}0") if bare else None


def skeleton_of(key: str) -> str:
    """Return the OCR-tolerant form of a number's key, '' for no key: without the zeros that it
    begins with, as a key is.

    >>> skeleton_of("O5/KH-BQL") == skeleton_of("5/KH-BQL")
    True
    """
    return skeleton(key).lstrip("0") if key else ""


def name_words(query: Query) -> list[tuple[str, str, str]]:
    """Return (column, folded words, exact words) of each name that a query asks for."""
    asked = (("signer", query.signer), ("issuer", query.issuer))
    names = [(kind, *words_of_name(kind, name)) for kind, name in asked if name]
    return [one for one in names if one[1]]


def words_of_name(kind: str, name: str) -> tuple[str, str]:
    """Return the folded and the exact words by which a signer's or issuer's name is found."""
    if kind == "signer":
        return folded(name), exact(name)
    return body_key(name), exact_body(name)


def bucket_of(record: Record) -> str:
    """Return the bucket within which renditions of one document are looked for.

    Without a whole day the number and the issuer lead to the others, without these the subject.
    """
    if record["date"]:
        return f"{record['date']}|{skeleton(record['notation'] or '')}"
    issuer, partial = body_key(record["issuing_body"]), record["date_partial"] or ""
    if record["number"] and issuer:
        return f"number|{issuer}|{skeleton_of(key_of(record['number']))}|{partial}"
    if record["subject"] and issuer:
        return f"subject|{issuer}|{subject_key(record['subject'])}|{partial}"
    return f"alone|{record['id']}"


def rendition_of(record: Record) -> dict[str, Any]:
    """Return what a record's renditions are compared by that hangs on the record alone, by column
    of the table."""
    return {
        "version": record["extractor"]["version"],
        "bucket": bucket_of(record),
        "quality": quality_of(record),
        "number": key_of(record["number"]),
        "parent": body_key(record["parent_body"]),
        "subject": subject_key(record["subject"]),
        "signer": subject_key(signer_of(record)),
        "is_copy": record["copy"] is not None,
        "day": record["date"] or record["date_partial"] or "",
        "notation": skeleton(record["notation"] or ""),
        "matter": matter_of(record),
    }


def matter_of(record: Record) -> int:
    """Return the hash within which a draft without a day is looked for: of issuer, year and
    subject; 0 where one of them is missing.

    Of the subject only the figures and the first letter of each word count: what OCR misreads
    within a word must not hide the draft, and what is found is compared word by word.
    """
    issuer, year = body_key(record["issuing_body"]), (record["date"] or record["date_partial"])
    subject = _initials(subject_key(record["subject"]))
    if not (issuer and year and subject):
        return 0
    return crc32(f"{issuer}|{year[:4]}|{subject}".encode()) or 1


def _initials(subject: str) -> str:
    return " ".join([word if word.isdecimal() else word[0] for word in subject.split()])


def quality_of(record: Record) -> int:
    """Rank renditions of one document: a number first, then a whole day, then text that was not
    read by OCR."""
    signer = record["signer"]
    return (
        16 * bool(record["number"])
        + 8 * bool(record["date"])
        + 4 * (not record["source"]["ocr_pages"])
        + 2 * bool(record["issuing_body"])
        + bool(signer and signer["name"])
    )


def signer_of(record: Record) -> str:
    """Return the signer's name as printed, '' for none."""
    return (record["signer"] or {}).get("name") or ""


@lru_cache(maxsize=4096)
def subject_key(subject: str | None) -> str:
    """Return the folded subject that subjects are compared by."""
    return folded(subject or "")


def days_of(record: Record) -> tuple[str, str]:
    """Return the first and last day that the record's date may be; '' where nothing is known."""
    if record["date"]:
        return record["date"], record["date"]
    partial = record["date_partial"] or ""
    if len(partial) == 7 and partial[5:].isdecimal() and 1 <= int(partial[5:]) <= 12:
        last = calendar.monthrange(int(partial[:4]), int(partial[5:]))[1]
        return f"{partial}-01", f"{partial}-{last:02d}"
    if len(partial) == 4 and partial.isdecimal():
        return f"{partial}-01-01", f"{partial}-12-31"
    return "", ""


def year_of(number: str | None, date: str | None, partial: str | None) -> str:
    """Return the year that a date, a partial date or a normative number gives, else ''."""
    for day in (date, partial):
        if day and day[:4].isdecimal():
            return day[:4]
    parsed = parse_number(number) if number else None
    return (parsed.year if parsed else None) or ""


def issuer_of(record: Record, bodies: KnownBodies) -> str:
    """Return the key of the body that issued a record, as the directory knows it."""
    return bodies.issuer(
        body_key(record["issuing_body"]),
        record["notation"],
        day=record["date"] or "",
        parent=body_key(record["parent_body"]),
    )


def not_after(record: Record) -> str:
    """Return the day after which nothing can have been cited; drafts are dated loosely."""
    return "" if record["draft"] else days_of(record)[1]


def confidence_of(record: Record) -> str:
    """Return how sure the least certain field of head and foot is: high, medium, low, unknown."""
    stated = [
        known["confidence"]
        for path in _JUDGED
        if (known := record["evidence"].get(path)) is not None
    ]
    if not stated:
        return "unknown"
    return "high" if min(stated) >= 0.95 else "medium" if min(stated) >= 0.8 else "low"

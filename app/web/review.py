"""A doubt becomes a card: the value, what else it could be, and the piece of the page it is on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.web.fields import number_of, reference_text
from app.web.marks import cut
from app.web.render import day
from app.web.site import parsed_of
from app.web.words import LABELS, Lang, label, say
from index.archive import Archive
from index.base import Record
from index.corrections import value_at
from index.doubts import Doubt
from index.proposals import of_document

SHOWN_OPTIONS = 3
"""Other readings offered, on the keys 1 to 3."""
_MARGIN, _LEAST = 30.0, (300.0, 110.0)
"""Points round a value on the page, and the smallest piece that is shown."""
_AROUND = 160
Box = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """Another value to choose: ``target`` is a document's id where a citation is resolved,
    ``source`` the place in a register that tells the value."""

    value: str
    shown: str
    percent: int | None = None
    target: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a page's picture in points, with the marked rectangles."""

    address: str
    page: int
    box: tuple[float, float, float, float]  # x, y, width, height
    size: tuple[float, float]  # of the page
    marks: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that one doubt is shown with; ``value`` is what a correction replaces."""

    doubt: Doubt
    title: str
    subject: str
    label: str
    value: str
    reasons: tuple[str, ...]
    options: tuple[Option, ...]
    crop: Crop | None
    text: Sequence[tuple[str, bool]]

    @property
    def address(self) -> str:
        return f"/documents/{quote(self.doubt.document_id, safe='')}"


def card_of(archive: Archive, doubt: Doubt, lang: Lang) -> Card | None:
    """Return the card of a doubt; None where its document is gone."""
    record = archive.read(doubt.document_id)
    if record is None:
        return None
    return Card(
        doubt,
        f"{record['document_type']} {number_of(record, lang)}",
        record["subject"] or "",
        path_label(doubt.path, lang),
        value_at(record, doubt.path) or "",
        _reasons(record, doubt, lang),
        _options(archive, record, doubt),
        _crop(archive, record, doubt),
        _text(record, doubt),
    )


def picture_of(archive: Archive, doubt: Doubt) -> str | None:
    """Return the address of the picture that a doubt's card is going to show."""
    record = archive.read(doubt.document_id)
    crop = _crop(archive, record, doubt) if record else None
    return crop.address if crop else None


def path_label(path: str, lang: Lang) -> str:
    """Return what the field of a correction's path is called."""
    cited, _, name = path.rpartition("]/")
    if cited:
        return f"{cited.removeprefix('references[')}: {label(lang, name)}"
    name = path.strip("/").replace("/", "_")
    return label(lang, name if name in LABELS else name.partition("_")[0])


def _reasons(record: Record, doubt: Doubt, lang: Lang) -> tuple[str, ...]:
    told = [
        item["message"]
        for item in record["warnings"]
        if item["path"] in (doubt.pointer, doubt.path)
    ]
    if doubt.code.startswith("link-"):
        told.append(say(lang, f"review.{doubt.code}"))
    if not doubt.code:
        told.append(say(lang, f"review.why.{doubt.kind}", percent=int(doubt.confidence * 100)))
    return tuple(dict.fromkeys(told))


def _options(archive: Archive, record: Record, doubt: Doubt) -> tuple[Option, ...]:
    if doubt.kind == "link":
        item = record["references"][int(doubt.pointer.split("/")[2])]
        found = [archive.read(one) for one in item["candidates"][:SHOWN_OPTIONS]]
        return tuple(_document(one) for one in found if one is not None)
    known = record["evidence"].get(doubt.path) or {}
    now = value_at(record, doubt.path)
    read = {one["value"]: int(one["confidence"] * 100) for one in known.get("candidates", ())}
    told = {
        one.value: one.source
        for one in of_document(archive.connection, doubt.document_id)
        if one.path == doubt.path
    }
    # What a register tells comes first; a reading that agrees with it is the same choice.
    options = [
        Option(value, _shown(doubt.path, value), read.get(value), source=told.get(value, ""))
        for value in dict.fromkeys([*told, *read])
        if value != now
    ]
    return tuple(options[:SHOWN_OPTIONS])


def _document(record: Record) -> Option:
    parts = [reference_text({**record, "title": None}), record["issuing_body"], record["subject"]]
    shown = " · ".join(str(part) for part in parts if part)
    return Option(str(record["number"]), shown, target=record["document_id"])


def _shown(path: str, value: str) -> str:
    return day(value) if path.endswith("/date") else value


def _crop(archive: Archive, record: Record, doubt: Doubt) -> Crop | None:
    """Return the piece of the page where the value stands; the page's head where it has no place
    of its own. None for a format without pages."""
    document = parsed_of(archive, record["id"])
    sizes = {
        one.number: (one.width, one.height)
        for one in (document.pages if document else ())
        if one.width and one.height
    }
    boxes = _boxes(record, doubt)
    page = boxes[0]["page"] if boxes else min(sizes, default=0)
    if page not in sizes:
        return None
    marks = [tuple(box["bbox"]) for box in boxes if box["page"] == page]
    width, height = sizes[page]
    x0, top, x1, bottom = (0.0, 0.0, width, height / 4)
    if marks:
        x0, top = (min(mark[side] for mark in marks) - _MARGIN for side in (0, 1))
        x1, bottom = (max(mark[side] for mark in marks) + _MARGIN for side in (2, 3))
    x0, x1 = _widened(x0, x1, _LEAST[0], width)
    top, bottom = _widened(top, bottom, _LEAST[1], height)
    return Crop(
        f"/documents/{quote(record['id'], safe='')}/pages/{page}.jpg?width=1654",
        page,
        (round(x0, 1), round(top, 1), round(x1 - x0, 1), round(bottom - top, 1)),
        (round(width, 1), round(height, 1)),
        tuple(
            (round(a - 2, 1), round(b - 2, 1), round(c - a + 4, 1), round(d - b + 4, 1))
            for a, b, c, d in marks
        ),
    )


def _boxes(record: Record, doubt: Doubt) -> list[Box]:
    for known in _evidence(record, doubt):
        if known["boxes"]:
            return list(known["boxes"])
    return []


def _evidence(record: Record, doubt: Doubt) -> list[Mapping[str, Any]]:
    """Return what is known of the doubt's place, the nearest first."""
    name = doubt.path.strip("/").partition("/")[0]
    pointers = [doubt.pointer, doubt.path, f"{doubt.path}_state", f"/{name}", f"/{name}/0"]
    pointers += ["/notation"] if name == "number" else []
    known = [record["evidence"].get(one) for one in dict.fromkeys(pointers)]
    return [one for one in known if one]


def _widened(low: float, high: float, least: float, most: float) -> tuple[float, float]:
    more = max(0.0, least - (high - low)) / 2
    low, high = low - more, high + more
    shift = max(0.0, -low) - max(0.0, high - most)
    return max(0.0, low + shift), min(most, high + shift)


def _text(record: Record, doubt: Doubt) -> Sequence[tuple[str, bool]]:
    """Return the words round the value, for a format without pages and for those who listen."""
    spans = next((one["spans"] for one in _evidence(record, doubt) if one["spans"]), None)
    if not spans:
        return [(record["text"][: 2 * _AROUND], False)]
    start, end = spans[0]
    low, high = max(0, int(start) - _AROUND), int(end) + _AROUND
    return cut(record["text"][low:high], [(int(start) - low, int(end) - low)])

"""A .docx file becomes its XML parts, within the limits on what a zip may unpack to.

python-docx opens the package and follows its relationships; the markup itself is read by our own
walk over the XML, since text boxes, footnotes, tracked changes and list numbers are beyond
python-docx's document.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from docx.opc.pkgreader import PackageReader
from lxml import etree

from dispatch.errors import DispatchError, LimitError
from parsers.limits import Limits
from parsers.sniff import damaged_docx
from parsers.word_changes import accept_changes, drop_field_codes
from parsers.word_controls import take_prompts, unfilled
from parsers.word_diagrams import set_diagrams
from parsers.word_names import R, W
from parsers.word_numbering import print_number
from parsers.word_styles import Styles

NOTE_NUMBER = "note-number"
"""The attribute that carries the number Word prints for a note, which the file does not hold."""

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_RELATIONS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"


_LATENT_END = b"</w:latentStyles>"
_LATENT = re.compile(rb"<w:latentStyles\b[^>]*[^/>]>")
"""What Word's menus offer and the file does not use: four fifths of a style sheet, and no print."""

_LARGE_SHEET = 1_000_000
"""Bytes; a larger style sheet is not kept for the next file. Word's have 40,000."""


@dataclass(slots=True)
class WordPackage:
    """The parts of one Word file that carry text; absent parts are None."""

    document: etree._Element
    styles: Styles = field(default_factory=Styles)
    numbering: etree._Element | None = None
    footnotes: etree._Element | None = None
    endnotes: etree._Element | None = None
    related: dict[str, etree._Element] = field(default_factory=dict)  # headers, footers by id
    has_even_heads: bool = False  # running heads of their own on even pages
    chunks: dict[str, bytes] = field(default_factory=dict)  # files kept whole, by id
    prompts: list[str] = field(default_factory=list)  # of controls nobody filled in; taken out


def open_package(data: bytes, path: str, limits: Limits) -> WordPackage:
    """Read the parts.

    Raises:
        DamagedFileError: the zip or its XML does not hold together.
        LimitError: the parts unpack beyond the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, path, limits)
        return _read_parts(data)
    except DispatchError:
        raise
    except Exception as error:  # zipfile, zlib and lxml raise many kinds on foreign bytes
        raise damaged_docx(path) from error


def _check_size(archive: zipfile.ZipFile, path: str, limits: Limits) -> None:
    total = sum(info.file_size for info in archive.infolist())
    xml = max((i.file_size for i in archive.infolist() if i.filename.endswith(".xml")), default=0)
    # A hundred megabytes of markup is a thousand times a long dispatch.
    if total > limits.unpacked or xml > min(limits.unpacked, 100_000_000):
        raise LimitError(
            f"{path} unpacks to {total} bytes, beyond the limit: it may be a zip bomb; open it in "
            "Word and save it again if you trust it.",
            vi=f"{path} giải nén ra {total} byte, quá giới hạn: có thể là tệp phá hoại; nếu tin "
            "cậy hãy mở bằng Word và lưu lại.",
            code="unpacked-limit",
        )


def _read_parts(data: bytes) -> WordPackage:
    package = _open(data)
    blobs = {str(name): blob for name, _, _, blob in package.iter_sparts()}
    relations: dict[str, list[Any]] = {}
    for source, relation in package.iter_srels():
        if not relation.is_external:
            relations.setdefault(str(source), []).append(relation)

    def first(kind: str, source: str) -> str | None:
        # Relationship types differ between transitional and strict files in all but their last
        # word. Only the source's own count: a glossary brings styles and notes of its own.
        found = (one for one in relations.get(source, ()) if _kind(one.reltype) == kind)
        return next((str(one.target_partname) for one in found), None)

    main = first("officeDocument", "/")
    if main is None:
        raise ValueError("no main document part")

    def part(kind: str) -> etree._Element | None:
        name = first(kind, main)
        return None if name is None else _parse(blobs[name])

    sheet = first("styles", main)

    document = _parse(blobs[main])

    def parts(*kinds: str) -> dict[str, etree._Element]:
        return {
            relation.rId: _parse(blobs[str(relation.target_partname)])
            for relation in relations.get(main, ())
            if _kind(relation.reltype) in kinds
        }

    related = parts("header", "footer")
    set_diagrams(document, parts("diagramData"))
    chunks = {
        relation.rId: blobs[str(relation.target_partname)]
        for relation in relations.get(main, ())
        if _kind(relation.reltype) == "aFChunk"
    }
    footnotes, endnotes = part("footnotes"), part("endnotes")
    told = [one for one in (document, footnotes, endnotes, *related.values()) if one is not None]
    for one in told:
        accept_changes(one)
        drop_field_codes(one)
    controls = unfilled(told)
    prompts = take_prompts(controls, part("glossaryDocument")) if controls else []
    settings = part("settings")
    _number_notes(document, "footnote", footnotes, _number_format(settings, "footnote", "decimal"))
    _number_notes(document, "endnote", endnotes, _number_format(settings, "endnote", "lowerRoman"))
    evens = None if settings is None else settings.find(f"{W}evenAndOddHeaders")
    return WordPackage(
        document=document,
        styles=Styles() if sheet is None else _styles(blobs[sheet]),
        numbering=part("numbering"),
        footnotes=footnotes,
        endnotes=endnotes,
        related=related,
        has_even_heads=is_on(evens),
        chunks=chunks,
        prompts=prompts,
    )


def _styles(sheet: bytes) -> Styles:
    return _known_styles(sheet) if len(sheet) < _LARGE_SHEET else _read_styles(sheet)


@lru_cache(maxsize=4)  # an office's files carry the same sheet, made once from its template
def _known_styles(sheet: bytes) -> Styles:
    return _read_styles(sheet)


def _read_styles(sheet: bytes) -> Styles:
    latent = _LATENT.search(sheet)
    end = sheet.find(_LATENT_END, latent.end()) if latent else -1
    if latent and end >= 0:
        sheet = sheet[: latent.start()] + sheet[end + len(_LATENT_END) :]
    return Styles(_parse(sheet))


def _open(data: bytes) -> Any:
    try:
        return PackageReader.from_file(io.BytesIO(data))  # type: ignore[no-untyped-call]
    except KeyError:
        # Word opens a file whose relationships name parts that are not there ("NULL").
        return PackageReader.from_file(io.BytesIO(_without_lost_parts(data)))  # type: ignore[no-untyped-call]


def _without_lost_parts(data: bytes) -> bytes:
    """Return the package without the relationships to parts that it does not hold."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w") as kept:
        names = {f"/{name}".lower() for name in given.namelist()}
        for name in given.namelist():
            blob = given.read(name)
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(f"/{name}"))
                root = _parse(blob)
                for relation in list(root):
                    target = posixpath.normpath(posixpath.join(folder, relation.get("Target", "")))
                    if relation.get("TargetMode") != "External" and target.lower() not in names:
                        root.remove(relation)
                blob = etree.tostring(root)
            kept.writestr(name, blob)
    return buffer.getvalue()


def is_on(switch: etree._Element | None) -> bool:
    """Tell whether a switch such as ``titlePg`` is there and not turned off."""
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def _number_format(settings: etree._Element | None, kind: str, usual: str) -> str:
    path = f"{W}{kind}Pr/{W}numFmt"
    found = None if settings is None else settings.find(path)
    return usual if found is None else found.get(f"{W}val", usual)


def _number_notes(
    document: etree._Element, kind: str, notes: etree._Element | None, shape: str
) -> None:
    """Write the number that Word prints for a note on its mark in the text and before the note;
    keep the notes that have a mark, in its order."""
    numbers: dict[str, str] = {}
    count = 0
    for mark in document.iter(f"{W}{kind}Reference"):
        if mark.get(f"{W}customMarkFollows"):
            numbers[mark.get(f"{W}id", "")] = ""
            continue
        count += 1
        numbers[mark.get(f"{W}id", "")] = print_number(count, shape)
        mark.set(NOTE_NUMBER, print_number(count, shape))
    if notes is None:
        return
    found = {item.get(f"{W}id", ""): item for item in notes.findall(f"{W}{kind}")}
    for item in found.values():
        notes.remove(item)
    for name, number in numbers.items():
        if (note := found.get(name)) is None or note.get(f"{W}type", "normal") != "normal":
            continue
        notes.append(note)
        for mark in note.iter(f"{W}{kind}Ref"):
            mark.set(NOTE_NUMBER, number)


def _kind(relationship_type: str) -> str:
    return relationship_type.rsplit("/", 1)[-1]


def _parse(data: bytes) -> etree._Element:
    # Strict OOXML differs by its namespaces only.
    data = data.replace(_STRICT, W[1:-1].encode()).replace(_STRICT_RELATIONS, R[1:-1].encode())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)

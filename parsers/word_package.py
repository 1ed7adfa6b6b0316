"""A .docx file becomes its XML parts, within the limits on what a zip may unpack to.

python-docx opens the package and follows its relationships; the markup itself is read by our own
walk over the XML, since text boxes, footnotes, tracked changes and list numbers are beyond
python-docx's document.
"""

import io
import zipfile
from dataclasses import dataclass, field

from docx.opc.pkgreader import PackageReader
from lxml import etree

from dispatch.errors import DispatchError, LimitError
from parsers.limits import Limits
from parsers.sniff import damaged_docx

NOTE_NUMBER = "note-number"
"""The attribute that carries the number Word prints for a note, which the file does not hold."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_RELATIONS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(slots=True)
class WordPackage:
    """The parts of one Word file that carry text; absent parts are None."""

    document: etree._Element
    styles: etree._Element | None = None
    numbering: etree._Element | None = None
    footnotes: etree._Element | None = None
    endnotes: etree._Element | None = None
    related: dict[str, etree._Element] = field(default_factory=dict)  # headers, footers by id


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
    stream = io.BytesIO(data)
    package = PackageReader.from_file(stream)  # type: ignore[no-untyped-call]  # no hints there
    # Relationship types differ between transitional and strict files in all but their last word.
    parts = {(_kind(reltype), str(name)): blob for name, _, reltype, blob in package.iter_sparts()}

    def first(kind: str) -> etree._Element | None:
        return next((_parse(blob) for (k, _), blob in parts.items() if k == kind), None)

    document = first("officeDocument")
    if document is None:
        raise ValueError("no main document part")
    related = {
        relation.rId: _parse(parts[kind, str(relation.target_partname)])
        for _, relation in package.iter_srels()
        if (kind := _kind(relation.reltype)) in ("header", "footer")
    }
    footnotes, endnotes = first("footnotes"), first("endnotes")
    _number_notes(document, "footnote", footnotes)
    _number_notes(document, "endnote", endnotes)
    return WordPackage(
        document=document,
        styles=first("styles"),
        numbering=first("numbering"),
        footnotes=footnotes,
        endnotes=endnotes,
        related=related,
    )


def _number_notes(document: etree._Element, kind: str, notes: etree._Element | None) -> None:
    """Write the number that Word prints for a note on its mark in the text and before the note."""
    numbers: dict[str, str] = {}
    for number, mark in enumerate(document.iter(f"{W}{kind}Reference"), 1):
        if not mark.get(f"{W}customMarkFollows"):
            mark.set(NOTE_NUMBER, str(number))
            numbers[mark.get(f"{W}id", "")] = str(number)
    for note in notes.iter(f"{W}{kind}") if notes is not None else ():
        for mark in note.iter(f"{W}{kind}Ref"):
            mark.set(NOTE_NUMBER, numbers.get(note.get(f"{W}id", ""), ""))


def _kind(relationship_type: str) -> str:
    return relationship_type.rsplit("/", 1)[-1]


def _parse(data: bytes) -> etree._Element:
    # Strict OOXML differs by its namespaces only.
    data = data.replace(_STRICT, W[1:-1].encode()).replace(_STRICT_RELATIONS, R[1:-1].encode())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)

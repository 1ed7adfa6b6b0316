"""A .docx file becomes its XML parts, within the limits on what a zip may unpack to."""

import io
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from dispatch.errors import DispatchError, LimitError
from parsers.limits import Limits
from parsers.sniff import damaged_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
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
            return _read_parts(archive)
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


def _read_parts(archive: zipfile.ZipFile) -> WordPackage:
    names = {name.lower(): name for name in archive.namelist()}
    main = next(name for key, name in names.items() if key == "word/document.xml")

    def part(name: str) -> etree._Element | None:
        found = names.get(name.lower())
        return _parse(archive.read(found)) if found else None

    document = part(main)
    assert document is not None
    related: dict[str, etree._Element] = {}
    relations = part("word/_rels/document.xml.rels")
    for relation in relations.iter(_RELATIONSHIP) if relations is not None else ():
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        target = relation.get("Target", "").lstrip("/")
        if kind in ("header", "footer"):
            found = part(target if target.startswith("word/") else f"word/{target}")
            if found is not None:
                related[relation.get("Id", "")] = found
    return WordPackage(
        document=document,
        styles=part("word/styles.xml"),
        numbering=part("word/numbering.xml"),
        footnotes=part("word/footnotes.xml"),
        endnotes=part("word/endnotes.xml"),
        related=related,
    )


def _parse(data: bytes) -> etree._Element:
    # Strict OOXML differs by its namespaces only.
    data = data.replace(_STRICT, W[1:-1].encode()).replace(_STRICT_RELATIONS, R[1:-1].encode())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)

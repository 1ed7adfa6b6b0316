"""Figures laid over a digital PDF as a document system does it when it signs.

Number and day stand only in the appearance of a signature field: a form XObject that draws a second
form XObject, which holds the text. The page's own content keeps its blank.
"""

import io
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from sample_places import places

SIZE = 13  # points, as the line it fills


def lay_over(pdf: Path, overlays: list[dict[str, Any]]) -> bytes:
    """Return the PDF with one signature field for each ``{after, text}``: the text is drawn on
    page 1 right behind the printed words ``after``."""
    places = [_place(pdf, overlay["after"]) for overlay in overlays]
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf.read_bytes()))
    page_ref = writer.root["/Pages"]["/Kids"].raw_get(0)
    page = page_ref.get_object()
    fields = [
        writer.add_object(_widget(writer, page_ref, place, overlay["text"], number))
        for number, (place, overlay) in enumerate(zip(places, overlays, strict=True), start=1)
    ]
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), *fields])
    writer.update_container(page)
    writer.root["/AcroForm"] = writer.add_object(
        generic.DictionaryObject(
            {
                generic.pdf_name("/Fields"): generic.ArrayObject(fields),
                generic.pdf_name("/SigFlags"): generic.NumberObject(1),
            }
        )
    )
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _place(pdf: Path, words: str) -> tuple[float, float]:
    """Return right edge and lower edge (PDF coordinates) of ``words`` on page 1."""
    hit = next((box for page, box in places(pdf, words) if page == 0), None)
    if hit is None:
        raise SystemExit(f"{pdf.name}: {words!r} is not printed on page 1")
    document = pdfium.PdfDocument(pdf)
    height = document[0].get_height()
    document.close()
    return hit[2], height - hit[3]


def _widget(
    writer: IncrementalPdfFileWriter,
    page: generic.IndirectObject,
    place: tuple[float, float],
    text: str,
    number: int,
) -> generic.DictionaryObject:
    width, height = SIZE * 0.52 * len(text) + 2, SIZE * 1.2
    x, y = place[0] + 3, place[1]
    name, num = generic.pdf_name, generic.FloatObject
    box = generic.ArrayObject([num(0), num(0), num(width), num(height)])
    font = generic.DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/Type1"),
            name("/BaseFont"): name("/Times-Roman"),
            name("/Encoding"): name("/WinAnsiEncoding"),
        }
    )
    drawn = f"BT /F1 {SIZE} Tf 1 {SIZE * 0.25} Td ({text}) Tj ET".encode("ascii")
    inner = _form(box, {"/Font": {"/F1": writer.add_object(font)}}, drawn)
    outer = _form(box, {"/XObject": {"/FRM": writer.add_object(inner)}}, b"q /FRM Do Q")
    return generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Widget"),
            name("/FT"): name("/Sig"),
            name("/T"): generic.TextStringObject(f"so-{number}"),
            name("/F"): generic.NumberObject(132),
            name("/P"): page,
            name("/Rect"): generic.ArrayObject([num(x), num(y), num(x + width), num(y + height)]),
            name("/AP"): generic.DictionaryObject({name("/N"): writer.add_object(outer)}),
        }
    )


def _form(
    box: generic.ArrayObject, resources: dict[str, dict[str, Any]], content: bytes
) -> generic.StreamObject:
    name = generic.pdf_name
    entries = {
        name(kind): generic.DictionaryObject({name(key): item for key, item in items.items()})
        for kind, items in resources.items()
    }
    return generic.StreamObject(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Form"),
            name("/BBox"): box,
            name("/Resources"): generic.DictionaryObject(entries),
        },
        stream_data=content,
    )

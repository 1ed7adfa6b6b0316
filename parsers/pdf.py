"""PDF becomes a document: page by page from the text layer, or from the page's image by OCR.

What a person sees is what is read: annotations and signature widgets are flattened into the page
first, so the number that a document system lays over ``Số:     /UBND`` takes its place in the line.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from dispatch.document import Origin, ParsedDocument, Remark, SourceFile
from dispatch.errors import DamagedFileError, EncryptedFileError, LimitError
from parsers.after_signing import signing_remarks
from parsers.assemble import RawLine, RawPage, RawWord, assemble
from parsers.fonts import decode_word
from parsers.image_gaps import fill_gaps
from parsers.language_check import vietnamese_share
from parsers.layout import arrange
from parsers.limits import Limits
from parsers.page_image import is_blank, page_image, shows_image
from parsers.page_marks import in_rows, side_lines
from parsers.panels import clusters
from parsers.paragraphs import join_pages
from parsers.pdf_content import attachment_remarks, refuse_unseen_form
from parsers.pdf_glyphs import fonts_without_descent
from parsers.pdf_sheet import Sheet
from parsers.pdf_words import Frame, TextLayer
from parsers.repair import is_cut, rebuild
from parsers.rows import Spot, spots_of
from parsers.signatures import join_panels, read_signatures
from parsers.signed_fields import signature_fields
from parsers.turning import show
from parsers.unseen_print import seen_alone, unseen_remark

logger = logging.getLogger(__name__)

_FEW = 200
"""Characters beneath which a text layer over a page image is no more than a stamp or a panel."""

_POOR_LAYER = 0.9
"""Share of Vietnamese syllables under which a foreign scanner's invisible text is replaced."""

_BROKEN_LAYER = 0.7
"""The same for printed text: its font maps are broken."""

_UNMAPPED = 0.1
"""Share of characters without letters from which a page's fonts tell nothing: Type 3 fonts of old
converters, maps into the private use area. A page of text has only its bullets there."""

_SAMPLE = 160
"""Words of a page that are judged: a broken map breaks all of them."""

_PANEL_WORDS = 4
"""Words of an overlay from which it is a panel rather than a number or a day."""

_UNSURE = 0.85
"""Confidence of what OCR makes of a panel's image; print that a panel covers is read better."""

_ENOUGH = 20
"""Words or characters that must be judged before a share means anything."""


def read_pdf(source: SourceFile, data: bytes, limits: Limits) -> ParsedDocument:
    """Read every page of a PDF.

    Raises:
        EncryptedFileError: a password is needed to open it.
        DamagedFileError: neither PDFium nor a repair finds its pages.
        LimitError: it has more pages than ``limits.pages``.
        UnsupportedFormatError: it is a form that other programs than Adobe Reader cannot draw.
    """
    with _opened(source, data) as (document, remarks):
        _check_pages(source, len(document), limits)
        # Before the pages: flattening takes the signature fields off them.
        fields = signature_fields(document)
        signatures = read_signatures(fields, data)
        if signatures and not remarks:
            remarks = signing_remarks(document, fields, data)
        remarks = [*remarks, *attachment_remarks(document, data, limits)]
        flat = fonts_without_descent(data)
        pages = [_page_or_remark(document, index, flat, limits) for index in range(len(document))]
        if all(page is None for page in pages):
            raise _damaged(source)
        read = [page or _unreadable_page(number) for number, page in enumerate(pages, start=1)]
        join_pages(read)
        parsed = assemble(source, read, remarks=remarks)
        refuse_unseen_form(document, source.path, parsed.text)
    return join_panels(parsed, signatures)


@contextmanager
def _opened(source: SourceFile, data: bytes) -> Iterator[tuple[Any, list[Remark]]]:
    document, remarks = _open_or_repair(source, data)
    try:
        # Before any page is loaded: PDFium draws no widget's appearance otherwise.
        document.init_forms()
        yield document, remarks
    finally:
        document.close()


def _open_or_repair(source: SourceFile, data: bytes) -> tuple[Any, list[Remark]]:
    """Open the file; one that is cut off is repaired first, since PDFium alone would give an
    older state of it, without what was laid over it last."""
    if not is_cut(data):
        try:
            return _open(source, data), []
        except DamagedFileError:
            logger.info("cross-reference table of %s is broken, rebuilding it", source.id)
    repaired = rebuild(data)
    if repaired is not None:
        try:
            document = _open(source, repaired)
            return document, [_REPAIRED]
        except DamagedFileError:
            logger.info("rebuilding %s did not help", source.id)
    return _open(source, data), [_REPAIRED]


_REPAIRED = Remark(
    "file-repaired",
    "Tệp PDF thiếu phần cuối hoặc hỏng bảng tham chiếu; đã khôi phục phần còn đọc được, cần đối "
    "chiếu với bản gốc.",
)


def _open(source: SourceFile, data: bytes) -> Any:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise EncryptedFileError(
                f"{source.path} is protected by a password: save a copy without password.",
                vi=f"{source.path} có mật khẩu: hãy lưu một bản không đặt mật khẩu.",
            ) from error
        raise _damaged(source) from error
    if len(document) == 0:
        document.close()
        raise _damaged(source)
    return document


def _damaged(source: SourceFile) -> DamagedFileError:
    return DamagedFileError(
        f"{source.path} is damaged and cannot be repaired: get the file again.",
        vi=f"{source.path} bị hỏng, không sửa được: hãy lấy lại tệp.",
        code="damaged-pdf",
    )


def _check_pages(source: SourceFile, count: int, limits: Limits) -> None:
    if count > limits.pages:
        raise LimitError(
            f"{source.path} has {count} pages, more than the limit of {limits.pages}: split it or "
            "raise the limit.",
            vi=f"{source.path} có {count} trang, quá giới hạn {limits.pages}: hãy tách tệp hoặc "
            "nâng giới hạn.",
            code="too-many-pages",
        )


def _page_or_remark(
    document: Any, index: int, flat_fonts: frozenset[str], limits: Limits
) -> RawPage | None:
    """Read one page; None where PDFium finds no page in what the file says is one."""
    try:
        sheet = Sheet(document, index, flat_fonts=flat_fonts)
    except pdfium.PdfiumError:
        return None
    try:
        return _read_page(sheet, index, limits)
    finally:
        sheet.close()


def _unreadable_page(number: int) -> RawPage:
    message = f"Không mở được trang {number}: tệp hỏng ở chỗ này, cần đối chiếu với bản gốc."
    return RawPage([], remarks=[Remark("page-damaged", message, {"page": str(number)})])


def _read_page(sheet: Sheet, index: int, limits: Limits) -> RawPage:
    frame = sheet.frame
    layer, unseen = seen_alone(sheet, sheet.read())
    layer = _decoded(layer)
    remarks = [unseen_remark(index + 1, unseen)] if unseen else []
    if _needs_ocr(sheet, layer):
        return _read_image(sheet, index, layer, limits)
    if layer.rotation != frame.rotation:
        return RawPage(_sideways(layer, frame), frame.width, frame.height, remarks=remarks)
    words = fill_gaps(sheet, layer.words, limits)
    stamps = in_rows(layer.slanted)
    if index == 0 and not stamps:  # a watermark is on every page, or on the first
        stamps = in_rows(sheet.drawn_marks(limits))
    lines = arrange(words, frame.width, frame.height, stamps=stamps, rules=sheet.rules)
    lines += _beside(layer, frame, lines)
    return RawPage(lines, frame.width, frame.height, remarks=remarks)


def _sideways(layer: TextLayer, frame: Frame) -> list[RawLine]:
    """Return the lines of a page that is shown on its side or its head: a landscape appendix in an
    upright file, a page that somebody turned. They are arranged as read, their boxes as shown."""
    rotation = (layer.rotation - frame.rotation) % 360
    width, height = frame.width, frame.height
    if rotation != 180:
        width, height = height, width
    words, slanted = (
        [_turned(word, rotation, frame) for word in some] for some in (layer.words, layer.slanted)
    )
    lines = arrange(words, width, height, stamps=in_rows(slanted))
    lines = show(lines, width=width, height=height, skew=0.0, rotation=rotation)
    return [*lines, *_beside(layer, frame, lines)]


def _beside(layer: TextLayer, frame: Frame, lines: Sequence[RawLine]) -> list[RawLine]:
    group = max((line.group for line in lines), default=0) + 1
    return side_lines(layer, frame, _turned, group)


def _decoded(layer: TextLayer) -> TextLayer:
    """Return the layer read as TCVN3 or VNI where its letters, not its fonts' names, say so."""
    sample = [word.text for word in layer.words[:_SAMPLE]]
    share, judged = _vietnamese(tuple(sample))
    if judged < _ENOUGH or share >= _BROKEN_LAYER:
        return layer
    for encoding in ("tcvn3", "vni"):
        read, _ = vietnamese_share(decode_word(text, encoding) for text in sample)
        if read >= _POOR_LAYER:
            words = [word._replace(text=decode_word(word.text, encoding)) for word in layer.words]
            return replace(layer, words=words)
    return layer


# Before the page is decoded and after it, nearly always the same words.
_vietnamese = lru_cache(maxsize=1)(vietnamese_share)


def _needs_ocr(sheet: Sheet, layer: TextLayer) -> bool:
    printed = (word.text for word in layer.words if word.origin is Origin.TEXT)
    sample = list(islice(printed, max(_FEW, _SAMPLE)))
    characters = sum(map(len, sample))
    if layer.unmapped > max(_UNMAPPED * layer.characters, _ENOUGH):
        return True
    if characters < _FEW:
        if shows_image(sheet.as_seen(), sheet.frame):
            return True
        return characters == 0 and not is_blank(sheet.as_seen())
    share, judged = _vietnamese(tuple(sample[:_SAMPLE]))
    if judged < _ENOUGH:
        return False
    hidden = layer.invisible * 2 > layer.characters
    if share < _BROKEN_LAYER and not hidden:
        share, _ = vietnamese_share(_joined(sheet, layer))
    return share < (_POOR_LAYER if hidden else _BROKEN_LAYER)


def _joined(sheet: Sheet, layer: TextLayer) -> Iterator[str]:
    """The page's words as its lines join them: a converter whose font has no ễ sets the marked
    letters apart, in another font after the others, so that every run of glyphs is a splinter."""
    for line in arrange(layer.words, sheet.frame.width, sheet.frame.height):
        yield from (word.text for word in line.words)


def _read_image(sheet: Sheet, index: int, layer: TextLayer, limits: Limits) -> RawPage:
    # Loading the OCR engine costs more than reading a digital PDF.
    from parsers.ocr import read_page_image, remarks_on

    laid = [word for word in layer.words if word.origin is Origin.OVERLAY]
    frame = sheet.frame
    image, dpi = page_image(sheet.as_seen(), frame, limits)
    read = read_page_image(image, dpi, limits=limits)
    if read.rotation:
        laid = [_turned(word, read.rotation, frame) for word in laid]
    boxes = _boxes(laid)
    words = [word for word in read.words if not _is_under(word, boxes)] + laid
    lines = arrange(words, read.width, read.height, stamps=read.stamps, rules=read.rules)
    return RawPage(
        show(lines, width=read.width, height=read.height, skew=read.skew, rotation=read.rotation),
        frame.width,
        frame.height,
        read_by_ocr=True,
        skew=read.skew,
        remarks=remarks_on(read, index + 1),
    )


def _boxes(laid: list[RawWord]) -> list[tuple[Spot, float]]:
    """Return where words are laid over the page, and up to which confidence what OCR read there
    is but another reading of them: all of it under a word, the unsure between a panel's words."""
    spots = spots_of(laid)
    boxes = [(spot, 1.0) for spot in spots]
    for cluster in clusters(spots):
        if len(cluster) >= _PANEL_WORDS:
            sides = (
                min(spot.x0 for spot in cluster),
                min(spot.top for spot in cluster),
                max(spot.x1 for spot in cluster),
                max(spot.bottom for spot in cluster),
            )
            boxes.append(
                (
                    replace(cluster[0], x0=sides[0], top=sides[1], x1=sides[2], bottom=sides[3]),
                    _UNSURE,
                )
            )
    return boxes


def _is_under(word: RawWord, boxes: list[tuple[Spot, float]]) -> bool:
    """Tell whether OCR read from the image what an overlay says in characters."""
    return any(
        word.confidence <= confidence
        and box.x0 <= (spot.x0 + spot.x1) / 2 <= box.x1
        and box.top <= (spot.top + spot.bottom) / 2 <= box.bottom
        for spot in spots_of([word])
        for box, confidence in boxes
    )


def _turned(word: RawWord, rotation: int, frame: Frame) -> RawWord:
    """Return the word's box on the page turned clockwise by ``rotation``."""
    x0, top, x1, bottom = word.x0 or 0, word.top or 0, word.x1 or 0, word.bottom or 0
    if rotation == 90:
        box = frame.height - bottom, x0, frame.height - top, x1
    elif rotation == 180:
        box = frame.width - x1, frame.height - bottom, frame.width - x0, frame.height - top
    else:
        box = top, frame.width - x1, bottom, frame.width - x0
    return word._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3])

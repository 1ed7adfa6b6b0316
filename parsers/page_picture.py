"""One page of a file becomes a picture for people: as shown, forms and signatures drawn in.

Points of the record's boxes lie on the picture by scale alone: the picture shows the same page,
from its top left, that the readers measured.
"""

import io

import pypdfium2 as pdfium
from PIL import Image as Pillow
from PIL import ImageOps

from dispatch.document import SourceFile
from dispatch.errors import DamagedFileError, LimitError, SourceError
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.repair import is_cut, rebuild
from parsers.source import load
from parsers.square_pixels import with_square_pixels

_QUALITY = 88  # of the JPEG: text stays sharp at a sixth of a PNG's encoding time
IMAGES = frozenset(
    f"image/{kind}" for kind in ("png", "jpeg", "tiff", "webp", "heic", "bmp", "gif")
)


def has_pictures(media_type: str) -> bool:
    """Tell whether files of this type have pages that can be shown."""
    return media_type == "application/pdf" or media_type in IMAGES


def page_picture(
    source: SourceFile, number: int, *, width: int = 1240, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """Return page ``number`` (from 1) of ``source`` as a JPEG ``width`` pixels wide.

    Raises:
        SourceError: the file is gone, changed or damaged, or has no such page.
    """
    data = load(source, limits=limits)
    if source.media_type == "application/pdf":
        picture = _of_pdf(source, data, number, width, limits)
    elif source.media_type in IMAGES:
        picture = _of_image(source, data, number, width, limits)
    else:
        raise _no_page(source, number)
    output = io.BytesIO()
    picture.convert("RGB").save(output, "JPEG", quality=_QUALITY)
    return output.getvalue()


def _of_pdf(
    source: SourceFile, data: bytes, number: int, width: int, limits: Limits
) -> Pillow.Image:
    whole = (rebuild(data) or data) if is_cut(data) else data
    try:
        document = pdfium.PdfDocument(whole)
    except pdfium.PdfiumError as error:
        raise _damaged(source) from error
    try:
        # Before any page is loaded: PDFium draws no widget's appearance otherwise.
        document.init_forms()
        if not 1 <= number <= len(document):
            raise _no_page(source, number)
        page = document[number - 1]
        across, down = page.get_size()
        scale = min(width / max(across, 1.0), (limits.pixels / max(across * down, 1.0)) ** 0.5)
        picture: Pillow.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        return picture
    finally:
        document.close()


def _of_image(
    source: SourceFile, data: bytes, number: int, width: int, limits: Limits
) -> Pillow.Image:
    if source.media_type == "image/heic":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    try:
        with Pillow.open(io.BytesIO(data)) as image:
            if not 1 <= number <= getattr(image, "n_frames", 1):
                raise _no_page(source, number)
            image.seek(number - 1)
            if image.width * image.height > limits.pixels:
                raise LimitError(
                    f"{source.path} is too large to be shown: scan it at 300 dpi.",
                    vi=f"{source.path} quá lớn để hiển thị: hãy quét ở 300 dpi.",
                    code="too-many-pixels",
                )
            upright = ImageOps.exif_transpose(with_square_pixels(image)).convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Pillow.DecompressionBombError) as error:
        # Pillow raises these, and no family of its own, on foreign bytes.
        raise _damaged(source) from error
    if upright.width <= width:
        return upright
    return upright.resize((width, max(1, round(upright.height * width / upright.width))))


def _no_page(source: SourceFile, number: int) -> SourceError:
    return SourceError(
        f"{source.path} has no page {number}: see its first page.",
        vi=f"{source.path} không có trang {number}: hãy xem trang đầu.",
        code="no-such-page",
    )


def _damaged(source: SourceFile) -> DamagedFileError:
    return DamagedFileError(
        f"{source.path} cannot be drawn: get the file again.",
        vi=f"Không hiển thị được {source.path}: hãy lấy lại tệp.",
    )

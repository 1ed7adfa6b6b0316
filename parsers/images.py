"""Image files become documents: PNG, JPEG, TIFF of several pages, WebP, HEIC, by OCR."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, ImageSequence

from dispatch.document import ParsedDocument, SourceFile
from dispatch.errors import DamagedFileError, LimitError, MissingToolError
from parsers.assemble import RawPage, assemble
from parsers.layout import arrange
from parsers.limits import Limits
from parsers.ocr import read_page_image, remarks_on, too_many_pixels
from parsers.preparation import Image
from parsers.square_pixels import with_square_pixels
from parsers.turning import show

_A4_INCHES = (8.27, 11.69)
_PLAUSIBLE_DPI = (100, 1300)


def read_image(source: SourceFile, data: bytes, limits: Limits) -> ParsedDocument:
    """Read every frame of an image file as a page."""
    pages = [
        _read_frame(frame, dpi, number, limits)
        for number, (frame, dpi) in enumerate(_frames(source, data, limits), start=1)
    ]
    return assemble(source, pages)


def _read_frame(frame: Image, dpi: float, number: int, limits: Limits) -> RawPage:
    page = read_page_image(frame, dpi, limits=limits)
    lines = arrange(page.words, page.width, page.height, stamps=page.stamps, rules=page.rules)
    sideways = page.rotation in (90, 270)
    return RawPage(
        show(lines, width=page.width, height=page.height, skew=page.skew, rotation=page.rotation),
        page.height if sideways else page.width,
        page.width if sideways else page.height,
        read_by_ocr=True,
        skew=page.skew,
        remarks=remarks_on(page, number),
    )


def _frames(source: SourceFile, data: bytes, limits: Limits) -> Iterator[tuple[Image, float]]:
    if source.media_type == "image/heic":
        _register_heif()
    try:
        with _open(source, data, limits) as image:
            frames = getattr(image, "n_frames", 1)
            if source.media_type == "image/gif":
                frames = 1
            if frames > limits.pages:
                raise LimitError(
                    f"{source.path} has {frames} pages, more than the limit of {limits.pages}: "
                    "split it or raise the limit.",
                    vi=f"{source.path} có {frames} trang, quá giới hạn {limits.pages}: hãy tách "
                    "tệp hoặc nâng giới hạn.",
                    code="too-many-pages",
                )
            for frame in ImageSequence.Iterator(image):
                _check_pixels(source, frame, limits)
                upright = ImageOps.exif_transpose(with_square_pixels(frame))
                yield _pixels(upright), _resolution(upright)
                if frames == 1:
                    break
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow raises these, and no family of its own, on foreign bytes.
        raise DamagedFileError(
            f"{source.path} is a damaged image file: scan or download it again.",
            vi=f"{source.path} là tệp ảnh bị hỏng: hãy quét hoặc tải lại.",
            code="damaged-image",
        ) from error


def _open(source: SourceFile, data: bytes, limits: Limits) -> Pillow.Image:
    try:
        image = Pillow.open(io.BytesIO(data))
    except Pillow.DecompressionBombError as error:
        raise too_many_pixels(source.path, limits.pixels + 1, limits) from error
    _check_pixels(source, image, limits)
    return image


def _check_pixels(source: SourceFile, image: Pillow.Image, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels > limits.pixels:
        raise too_many_pixels(source.path, pixels, limits)


def _pixels(image: Pillow.Image) -> Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Pillow.new("RGBA", image.size, "white")
        image = Pillow.alpha_composite(paper, image.convert("RGBA"))
    if image.mode.startswith("I") or image.mode == "F":
        levels = np.asarray(image, dtype=np.float64)
        top = max(float(levels.max()), 1.0)
        return (levels * (255.0 / top)).astype(np.uint8)
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"), dtype=np.uint8)
    return np.asarray(image.convert("RGB"), dtype=np.uint8)


def _resolution(image: Pillow.Image) -> float:
    """Return the dpi that the file states where it makes a sheet of plausible size, else the one
    that makes the image an A4 sheet."""
    stated = image.info.get("dpi")
    guess = min(
        max(image.size) / _A4_INCHES[1],
        min(image.size) / _A4_INCHES[0],
    )
    guess = min(max(guess, _PLAUSIBLE_DPI[0]), _PLAUSIBLE_DPI[1])
    if not stated:
        return float(guess)
    dpi = float(stated[0])
    # 72 and 96 are what cameras and screens write without meaning it.
    return dpi if dpi > 96.5 and 0.5 < dpi / guess < 2.0 else float(guess)


def _register_heif() -> None:
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise MissingToolError(
            "HEIC images need the package pillow-heif: run 'pip install pillow-heif'.",
            vi="Ảnh HEIC cần gói pillow-heif: hãy chạy 'pip install pillow-heif'.",
        ) from error
    register_heif_opener()

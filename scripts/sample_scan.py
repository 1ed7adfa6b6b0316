"""A digital PDF becomes page images, sealed, worn as a scanner wears them, and a PDF again.

All wear is drawn from a seeded generator: the same page and seed give the same pixels.
"""

import io
import math
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont
from sample_places import Rect, places

SEAL_RED = (205, 25, 35)
FONT_FILE = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"
FIXED_TIME = time.struct_time((2023, 1, 1, 0, 0, 0, 6, 1, 0))


@dataclass(frozen=True, slots=True)
class Wear:
    """What happens to a page between the printer and the file."""

    dpi: int = 200
    quality: int = 60
    skew: float = 1.5  # degrees, clockwise
    noise: float = 9.0  # standard deviation of grey values
    specks: float = 0.0005  # share of black and white dots
    blur: float = 0.5  # sigma in pixels
    faint: float = 0.0  # 0 black ink … 1 no ink
    shade: float = 0.0  # strength of a shadow across the page, as a photograph has
    warp: float = 0.0  # share of the width by which a corner is off, as in a photograph


def render(pdf: Path, *, dpi: int = 200) -> list[Image.Image]:
    """Return the pages as they are shown, form fields included."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    images = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return images


def find_text(pdf: Path, text: str) -> tuple[int, Rect] | None:
    """Return page index and box (points from the top left) of the last place of ``text``."""
    return max(places(pdf, text), key=lambda place: (place[0], place[1][1]), default=None)


def seal_centre(name: Rect) -> tuple[float, float]:
    """Return where the seal's centre goes so that it hides the left 45 % of the name's width."""
    left, top, right, _ = name
    return left + 0.45 * (right - left) - SEAL_RADIUS * 0.93, top - SEAL_RADIUS * 0.28


SEAL_RADIUS = 51.0  # points: a seal is 36 mm across


def stamp(page: Image.Image, centre: tuple[float, float], *, dpi: int, words: str) -> Image.Image:
    """Press a round red seal on the page, multiplied with what is printed under it."""
    scale = dpi / 72
    size = int(2 * SEAL_RADIUS * scale) + 8
    seal = Image.new("RGB", (size, size), "white")
    draw = ImageDraw.Draw(seal)
    middle, radius = size / 2, SEAL_RADIUS * scale
    for share, width in ((1.0, 0.035), (0.66, 0.015)):
        r = radius * share
        box = (middle - r, middle - r, middle + r, middle + r)
        draw.ellipse(box, outline=SEAL_RED, width=max(2, int(radius * width)))
    draw.polygon(_star(middle, radius * 0.3), fill=SEAL_RED)
    _ring_text(seal, words, radius * 0.83)
    base = np.asarray(page).astype(np.float32)
    x, y = int(centre[0] * scale - middle), int(centre[1] * scale - middle)
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + size, base.shape[0]), min(x + size, base.shape[1])
    ink = np.asarray(seal).astype(np.float32)[top - y : bottom - y, left - x : right - x]
    base[top:bottom, left:right] *= ink / 255
    return Image.fromarray(base.astype(np.uint8))


def damage(page: Image.Image, wear: Wear, rng: np.random.Generator) -> Image.Image:
    """Return the page as the scanner or the camera saw it."""
    image = np.asarray(page).astype(np.float32)
    if wear.faint:
        image = 255 - (255 - image) * (1 - wear.faint)
    height, width = image.shape[:2]
    if wear.warp:
        offset = rng.uniform(0, wear.warp * width, (4, 2)).astype(np.float32)
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
        matrix = cv2.getPerspectiveTransform(corners, corners + offset * inward)
        image = cv2.warpPerspective(image, matrix, (width, height), borderValue=(150, 145, 140))
    if wear.skew:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -wear.skew, 1.0)
        image = cv2.warpAffine(
            image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250)
        )
    if wear.shade:
        slope = np.linspace(1 - wear.shade, 1, width, dtype=np.float32)
        down = np.linspace(1, 1 - wear.shade / 2, height, dtype=np.float32)
        image *= (down[:, None] * slope[None, :])[:, :, None]
    if wear.blur:
        image = cv2.GaussianBlur(image, (0, 0), wear.blur)
    image += rng.normal(0, wear.noise, image.shape[:2])[:, :, None] if wear.noise else 0
    if wear.specks:
        dots = rng.random(image.shape[:2])
        image[dots < wear.specks / 2] = 0
        image[dots > 1 - wear.specks / 2] = 255
    return Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))


def bind(pages: list[Image.Image], path: Path, wear: Wear) -> None:
    """Save page images as a PDF without any text layer, JPEG inside."""
    first, *others = [_through_jpeg(page, wear.quality) for page in pages]
    first.save(
        path,
        "PDF",
        resolution=wear.dpi,
        quality=wear.quality,
        save_all=True,
        append_images=others,
        creationDate=FIXED_TIME,
        modDate=FIXED_TIME,
    )


def skewed(
    point: tuple[float, float], size: tuple[float, float], wear: Wear
) -> tuple[float, float]:
    """Return where a point of the straight page lies on the skewed one (same units as ``size``)."""
    angle = math.radians(wear.skew)
    dx, dy = point[0] - size[0] / 2, point[1] - size[1] / 2
    return (
        size[0] / 2 + dx * math.cos(angle) - dy * math.sin(angle),
        size[1] / 2 + dx * math.sin(angle) + dy * math.cos(angle),
    )


def _through_jpeg(page: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((middle + reach * math.cos(angle), middle + reach * math.sin(angle)))
    return points


def _ring_text(seal: Image.Image, words: str, radius: float) -> None:
    font = ImageFont.truetype(FONT_FILE, int(radius * 0.19))
    middle = seal.width / 2
    step = 2 * math.pi / (len(words) + 2)
    for index, letter in enumerate(words):
        angle = -math.pi / 2 - step * (len(words) - 1) / 2 + step * index
        tile = Image.new("L", (int(radius * 0.4),) * 2, 255)
        ImageDraw.Draw(tile).text(
            (tile.width / 2, tile.height / 2), letter, fill=0, font=font, anchor="mm"
        )
        tile = tile.rotate(-math.degrees(angle) - 90, fillcolor=255)
        place = (
            int(middle + radius * math.cos(angle) - tile.width / 2),
            int(middle + radius * math.sin(angle) - tile.height / 2),
        )
        seal.paste(SEAL_RED, place, Image.eval(tile, lambda grey: 255 - grey))

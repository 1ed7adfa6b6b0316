"""What reading one file may cost at most; the defaults are what an office PC survives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Each limit, when reached, ends in a ``LimitError`` that names it."""

    bytes: int = 200_000_000  # of one file
    pages: int = 1_000  # of one file
    pixels: int = 120_000_000  # of one page image: A3 at 600 dpi has 70 million
    unpacked: int = 1_000_000_000  # bytes that one container may unpack to, all levels together
    ratio: int = 200  # unpacked to packed, for members above a megabyte
    members: int = 10_000  # of one container
    nesting: int = 4  # containers in containers
    page_seconds: float = 60.0  # of the processor, for the OCR of one page
    file_seconds: float = 600.0
    office_seconds: float = 90.0  # one LibreOffice conversion
    memory: int = 1_500_000_000  # bytes of one worker process
    ocr_dpi: int = 300
    languages: tuple[str, ...] = ("vie", "Vietnamese")  # Tesseract's data, in order of preference


DEFAULT_LIMITS = Limits()

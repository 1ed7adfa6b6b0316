"""The real Tesseract on worn pages: what the preparation mends, and that nothing is lost."""

import io
from pathlib import Path
from time import monotonic, sleep

import cv2
import numpy as np
import pillow_heif
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageOps

from dispatch.document import Origin, SourceFile
from dispatch.errors import LimitError, MissingToolError
from parsers import parse
from parsers.assemble import RawWord
from parsers.limits import Limits
from parsers.ocr import (
    OcrPage,
    find_language_data,
    from_tsv,
    read_page_image,
    recognize,
    remarks_on,
)
from parsers.preparation import (
    as_positive,
    clear_surroundings,
    even_light,
    find_skew,
    has_specks,
    has_uneven_light,
    remove_specks,
    shrunk,
    turn,
    wash_stamps,
)
from parsers.source import source_file

PDF = Path(__file__).parents[2] / "samples" / "ke-hoach-16.pdf"
ORIENTATION = 0x0112
HEAD = ("CỘNG", "HÒA", "16/KH-BQL", "06")

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@pytest.fixture(scope="module")
def page() -> Pixels:
    with pdfium.PdfDocument(PDF) as document:
        return np.asarray(document[0].render(scale=200 / 72).to_pil().convert("RGB"))


@pytest.fixture(scope="module")
def gray(page: Pixels) -> Pixels:
    return wash_stamps(page)


@pytest.mark.parametrize("degrees", [-2.0, -0.5, 0.0, 1.5, 4.0])
def test_finds_the_skew(gray: Pixels, degrees: float) -> None:
    assert find_skew(turn(gray, -degrees)) == pytest.approx(degrees, abs=0.12)


def test_washes_the_stamp_and_keeps_the_print(page: Pixels) -> None:
    stamped = page.copy()
    stamped[:, :, 1:] = stamped[:, :, 1:] // 4  # red ink over everything
    washed = wash_stamps(stamped)
    assert np.median(washed) == 255
    assert (washed < 60).sum() > 0.8 * (wash_stamps(page) < 60).sum()


def test_a_faint_page_has_a_stamp_as_faint(page: Pixels) -> None:
    pale = (255 - (255 - page.astype(int)) * 0.4).astype(np.uint8)
    height, width = page.shape[:2]
    cv2.circle(pale, (width // 2, height // 2), width // 9, (232, 192, 196), 7)
    washed, bare = wash_stamps(pale), wash_stamps(page)
    near = np.s_[height // 2 - 200 : height // 2 + 200, width // 2 - 200 : width // 2 + 200]
    ring = np.hypot(*np.mgrid[-200:200, -200:200]).round() == width // 9
    assert np.median(washed[near][ring]) > 245
    assert (washed < 180).sum() > 0.8 * (bare < 60).sum()


def test_washes_a_seal_to_the_paper_of_a_photograph(page: Pixels) -> None:
    """In the shade paper is grey: a seal washed to white would make a shadow of what is round."""
    height, width = page.shape[:2]
    plain = (page * np.linspace(0.55, 0.85, width)[None, :, None]).astype(np.uint8)
    seal = np.zeros((height, width), np.uint8)
    x, y, radius = width // 2, height // 4, width // 9
    for size, thickness in ((radius, 7), (radius * 2 // 3, 4), (radius // 5, -1)):
        cv2.circle(seal, (x, y), size, 255, thickness)
    ink = np.where(seal[:, :, None] > 0, np.array([0.85, 0.15, 0.25]), 1.0)
    sealed = (plain * ink).astype(np.uint8)
    near = np.s_[y - 2 * radius : y + 2 * radius, x - 2 * radius : x + 2 * radius]
    washed, bare = (even_light(wash_stamps(image))[near].astype(int) for image in (sealed, plain))
    assert (np.abs(washed - bare) > 40).mean() < 0.01


def test_removes_specks_only_where_there_are_some(gray: Pixels) -> None:
    assert not has_specks(gray)
    dots = np.random.default_rng(7).random(gray.shape)
    worn = np.where(dots < 0.002, 0, np.where(dots > 0.998, 255, gray)).astype(np.uint8)
    assert has_specks(worn)
    margin = remove_specks(worn)[20:100]
    assert (margin < 150).mean() < 0.0001


def test_the_table_under_a_photographed_sheet_goes(gray: Pixels) -> None:
    table, sheet = 140, cv2.copyMakeBorder(gray, 20, 20, 30, 30, cv2.BORDER_CONSTANT, value=[250])
    around = cv2.warpAffine(
        np.asarray(sheet, dtype=np.uint8), np.array([[1, 0.02, 12], [0, 1, 10]]),
        (sheet.shape[1], sheet.shape[0]), borderValue=[table],
    )  # fmt: skip
    noisy = np.clip(around + np.random.default_rng(1).normal(0, 7, around.shape), 0, 255)
    worn = noisy.astype(np.uint8)
    cleared = clear_surroundings(worn, shrunk(worn))
    assert np.count_nonzero(noisy[:8] < 200) > 0.9 * noisy[:8].size
    assert np.count_nonzero(cleared[:8] < 200) == 0
    assert np.count_nonzero(cleared[:, :8] < 200) < 0.02 * cleared[:, :8].size
    inside = np.s_[100:-100, 100:-100]
    assert np.array_equal(cleared[inside], worn[inside])


def test_only_a_negative_is_turned_round(page: Pixels, gray: Pixels) -> None:
    """White on black; not paper, nor a small sheet photographed on a dark table."""
    table = np.full((gray.shape[0] * 3 // 2, gray.shape[1] * 3 // 2), 30, np.uint8)
    table[200 : 200 + gray.shape[0], 200 : 200 + gray.shape[1]] = gray
    for positive in (page, gray, table, np.full((300, 200), 250, np.uint8)):
        assert as_positive(positive) is positive
    for positive in (page, gray):
        assert np.array_equal(as_positive(255 - positive), positive)


def test_print_at_the_rim_stays(gray: Pixels) -> None:
    sheet = gray.copy()
    cv2.putText(sheet, "2", (sheet.shape[1] // 2, 40), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0,), 4)
    cv2.circle(sheet, (0, sheet.shape[0] // 2), 60, (90,), 6)  # half a seal of the next page
    assert clear_surroundings(sheet, shrunk(sheet)) is sheet


def test_the_topmost_rows_of_a_turned_page(gray: Pixels) -> None:
    assert np.array_equal(turn(gray, 1.3, rows=200), turn(gray, 1.3)[:200])


def test_tells_a_shadow(gray: Pixels) -> None:
    assert not has_uneven_light(shrunk(gray))
    shade = np.linspace(0.6, 1.0, gray.shape[1])[None, :]
    assert has_uneven_light(shrunk((gray * shade).astype(np.uint8)))


@pytest.mark.ocr
@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_reads_whichever_way_the_sheet_lies(page: Pixels, quarter: int) -> None:
    laid = np.ascontiguousarray(np.rot90(page, quarter))
    read = read_page_image(laid, 200)
    assert read.rotation == 90 * quarter
    assert (round(read.width), round(read.height)) == (595, 842)
    texts = [word.text for word in read.words]
    assert [word for word in HEAD if word not in texts] == []
    assert all(word.origin is Origin.OCR and 0 <= word.confidence <= 1 for word in read.words)


@pytest.mark.ocr
def test_boxes_are_points_of_the_page(page: Pixels) -> None:
    number = next(w for w in read_page_image(page, 200).words if w.text == "16/KH-BQL")
    assert number.x0 is not None
    assert number.top is not None
    # The left column of the head, where Nghị định 30/2020, Phụ lục I has the number.
    assert 80 < number.x0 < 300
    assert 50 < number.top < 200


@pytest.mark.ocr
def test_reads_every_page_of_a_tiff(page: Pixels) -> None:
    small = Image.fromarray(cv2.resize(page, None, fx=0.75, fy=0.75))
    buffer = io.BytesIO()
    small.save(buffer, "TIFF", save_all=True, append_images=[small], dpi=(150, 150))
    data = buffer.getvalue()
    document = parse(SourceFile("0" * 64, "a.tiff", "image/tiff", len(data)), data)
    assert [page.read_by_ocr for page in document.pages] == [True, True]
    assert document.text.count("16/KH-BQL") == 2


@pytest.mark.ocr
def test_a_fax_has_its_letters_at_half_their_height(page: Pixels) -> None:
    """204 × 98 dpi: read as its pixels lie, nothing of it is legible."""
    whole = Image.fromarray(page).convert("L")
    low = whole.resize((whole.width, whole.height // 2), Image.Resampling.BOX)
    buffer = io.BytesIO()
    low.point(lambda level: 255 * (level > 160)).convert("1").save(
        buffer, "TIFF", compression="group4", dpi=(200, 100)
    )
    data = buffer.getvalue()
    document = parse(source_file("fax.tif", data), data)
    assert [(round(page.width or 0), round(page.height or 0)) for page in document.pages] == [
        (595, 842)
    ]
    assert "16/KH-BQL" in document.text
    assert "Nghị định số 91/2017/NĐ-CP ngày 31/7/2017" in document.text


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("HEIF", "image/heic"), ("WEBP", "image/webp"), ("TIFF", "image/tiff"), ("PNG", "image/png")],
)
def test_reads_what_telephones_scanners_and_screens_write(
    page: Pixels, kind: str, media_type: str
) -> None:
    """HEIC turned by its own mark, WebP, fax-packed black and white, print on no paper at all."""
    sheet = Image.fromarray(page)
    buffer = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
        turned = Image.Exif()
        turned[ORIENTATION] = 6
        sheet.rotate(90, expand=True).save(buffer, "HEIF", quality=60, exif=turned.tobytes())
    elif kind == "TIFF":
        sheet.convert("L").point(lambda level: 255 * (level > 150)).convert("1").save(
            buffer, "TIFF", compression="group4", dpi=(200, 200)
        )
    elif kind == "PNG":
        ink = Image.new("RGBA", sheet.size, "black")
        ink.putalpha(ImageOps.invert(sheet.convert("L")))
        ink.save(buffer, "PNG")
    else:
        sheet.save(buffer, kind, quality=60)
    data = buffer.getvalue()
    source = source_file("anh", data)
    document = parse(source, data)
    assert source.media_type == media_type
    assert [round(page.width or 0) for page in document.pages] == [595]
    assert "16/KH-BQL" in document.text


class SlowReader:
    """Stands in for Tesseract: needs so many seconds, of the processor or only by the clock."""

    def __init__(self, needed: float, *, busy: bool) -> None:
        self.needed, self.busy, self.asked = needed, busy, list[int]()

    def Recognize(self, milliseconds: int) -> bool:
        self.asked.append(milliseconds)
        end = monotonic() + min(self.needed, milliseconds / 1000)
        while monotonic() < end:
            if self.busy:
                sleep(0.002)
        return self.needed <= milliseconds / 1000


def test_a_page_has_its_time_of_the_processor_not_of_the_clock() -> None:
    waiting, running = SlowReader(0.2, busy=True), SlowReader(60, busy=False)
    assert recognize(waiting, Limits(page_seconds=0.1))
    assert len(waiting.asked) == 2
    with pytest.raises(LimitError) as caught:
        recognize(running, Limits(page_seconds=0.02))
    assert caught.value.code == "timeout"
    assert max(running.asked) <= 200


def test_a_page_that_never_ends_is_given_up_on_a_busy_machine_too() -> None:
    with pytest.raises(LimitError):
        recognize(SlowReader(60, busy=True), Limits(page_seconds=0.02))


def test_limits_and_missing_data_are_named(page: Pixels) -> None:
    with pytest.raises(LimitError) as caught:
        read_page_image(page, 200, limits=Limits(pixels=1000))
    assert caught.value.code == "too-many-pixels"
    with pytest.raises(MissingToolError, match="apt-get install tesseract-ocr-vie"):
        find_language_data(("klingon",))


@pytest.mark.parametrize(("confidence", "codes"), [(0.93, []), (0.55, ["ocr-low-confidence"])])
def test_a_poor_reading_is_remarked(confidence: float, codes: list[str]) -> None:
    page = OcrPage([RawWord("Số:")], 595.0, 842.0, 0.0, 0, confidence)
    assert [remark.code for remark in remarks_on(page, 3)] == codes
    assert remarks_on(OcrPage([], 595.0, 842.0, 0.0, 0, 0.0), 1) == []


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Tổống", "Tổng"),
        ("794/QĐ-ĐHCŒĐ", "794/QĐ-ĐHCĐ"),
        ("326/TTr-ŠTC", "326/TTr-STC"),
        ("1Š/QĐ-UBND", "1Š/QĐ-UBND"),
        ("QÐĐ-UBND", "QĐ-UBND"),
        ("thuế", "thuế"),
        ("chuyền", "chuyền"),
        ("khuỷu", "khuỷu"),
    ],
)
def test_signs_that_tesseract_writes_twice_stand_once(read: str, printed: str) -> None:
    (word,) = from_tsv(f"5\t1\t1\t1\t1\t1\t10\t20\t30\t40\t96.5\t{read}")
    assert (word.text, word.x1, word.confidence) == (printed, 40.0, 0.965)

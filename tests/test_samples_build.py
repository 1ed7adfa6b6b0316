"""The committed samples are what samples/README.md says they are."""

import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
SOURCES = SAMPLES / "sources"
# The rebuilding script is no part of any package; its modules lie beside it.
sys.path.insert(0, str(ROOT / "scripts"))

import build_samples  # noqa: E402 - the path above comes first
import sample_scan  # noqa: E402
from sample_places import places  # noqa: E402
from sample_sheet import read_source  # noqa: E402

FONT_OF_ALL = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"

FORMS = [
    (path.stem, form)
    for path in sorted(SOURCES.glob("*.toml"))
    for form in read_source(path)["forms"]
]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_every_form_is_built_with_its_record_beside(name: str, form: str) -> None:
    path = SAMPLES / f"{name}{build_samples.SUFFIXES[form]}"
    record = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    assert path.stat().st_size > 0
    assert record == build_samples.facts(name)


def test_nothing_lies_in_samples_without_a_source() -> None:
    built = {f"{name}{build_samples.SUFFIXES[form]}" for name, form in FORMS}
    found = {path.name for path in SAMPLES.iterdir() if path.is_file()} - {"README.md"}
    assert found == built | {f"{name}.json" for name in built}


def test_the_text_form_begins_as_the_contract_shows() -> None:
    text = (SAMPLES / "thi-dua-dot-2.txt").read_text(encoding="utf-8")
    assert text.startswith("Số: /BQL-VP\nV/v phát động thi đua đợt II\n\nChợ Mới, ngày 20")
    assert text[51:75] == "ngày 20 tháng 7 năm 2023"
    assert "6 cuối năm 2023" in text
    assert "các các chỉ tiêu" in text


@pytest.mark.parametrize("name", [name for name, form in FORMS if form == "scan"])
def test_a_scan_has_no_text_layer(name: str) -> None:
    document = pdfium.PdfDocument(SAMPLES / f"{name}-scan.pdf")
    assert [page.get_textpage().get_text_range().strip() for page in document] == [""] * len(
        document
    )
    document.close()


def test_the_seal_hides_a_third_of_the_signers_name() -> None:
    place = sample_scan.find_text(SAMPLES / "thi-dua-dot-2.pdf", "Hoàng Văn Khởi")
    assert place is not None
    number, (left, top, right, bottom) = place
    page = sample_scan.render(SAMPLES / "thi-dua-dot-2-scan.pdf")[number]
    size = (page.width / page.height * 842, 842.0)
    scale = page.height / 842
    # The seal is a disc; its edge on the name's line is where red ends, left and right.
    corners = [
        sample_scan.skewed(at, size, build_samples.SCAN) for at in ((left, top), (right, bottom))
    ]
    rows = slice(int((corners[0][1] - 3) * scale), int((corners[1][1] + 3) * scale))
    columns = slice(int(corners[0][0] * scale), int(corners[1][0] * scale))
    pixels = np.asarray(page).astype(int)[rows, columns]
    red = (pixels[..., 0] - pixels[..., 1] > 60).any(axis=0).nonzero()[0]
    assert red.max() / pixels.shape[1] >= 1 / 3


def test_words_are_found_whose_letters_two_fonts_share(tmp_path: Path) -> None:
    """LibreOffice prints what a font lacks in another font, after the line's other letters."""
    pdfmetrics.registerFont(TTFont("other", FONT_OF_ALL))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 700, "S")
    canvas.drawString(87, 700, ":     /QD")
    canvas.setFont("other", 12)
    canvas.drawString(80, 700, "ố")
    canvas.save()
    ((page, box),) = places(tmp_path / "a.pdf", "Số:")
    assert page == 0
    assert box[0] == pytest.approx(72, abs=1)
    assert box[2] == pytest.approx(90.3, abs=1)


def test_number_and_day_of_the_submission_are_only_laid_over() -> None:
    with pdfplumber.open(SAMPLES / "to-trinh-ke-chong-sat-lo.pdf") as document:
        text = document.pages[0].extract_text()
    assert "84" not in text
    assert "/TTr-SNN" in text
    assert "ngày tháng 9" in " ".join(text.split())


def test_the_image_is_one_upright_page() -> None:
    with Image.open(SAMPLES / "thi-dua-dot-2.png") as image:
        assert image.height > image.width
        assert round(image.info["dpi"][0]) == 200


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.docx")), ids=lambda path: path.name)
def test_a_word_file_carries_no_clock(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 1, 1, 0, 0, 0)}

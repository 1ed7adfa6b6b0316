"""The real Tesseract reads a page alike whether it packs the images of its lines or not."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PDF = ROOT / "samples" / "ke-hoach-16.pdf"

# In a process of its own: what is changed here stays for as long as the process lives.
SCRIPT = """
import sys
import pypdfium2 as pdfium
import tesserocr
from parsers.limits import DEFAULT_LIMITS
from parsers.line_images import keep_unpacked
from parsers.ocr import find_language_data

folder, language = find_language_data(DEFAULT_LIMITS.languages)
page = pdfium.PdfDocument(sys.argv[1])[0].render(scale=150 / 72).to_pil().convert("L")
with tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=language) as api:
    tables = []
    for _ in range(2):
        api.SetImageBytes(page.tobytes(), *page.size, 1, page.width)
        api.Recognize()
        tables.append(api.GetTSVText(0))
        kept = keep_unpacked()
assert kept, "Tesseract's libraries were not found as they were loaded"
assert "16/KH-BQL" in tables[0]
assert tables[0] == tables[1], "unpacked lines were read otherwise"
keep_unpacked.cache_clear()
assert not keep_unpacked(), "there is still a call that packs"
"""


@pytest.mark.ocr
def test_lines_that_are_not_packed_are_read_alike() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(PDF)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr

"""Character errors and CPU of the OCR path, for each kind of wear, against bare Tesseract.

    python -m bench.ocr_accuracy [--pages N] [--bare] FILE.pdf…

The truth is the text of the digital PDFs; their pages are rendered, sealed and worn with fixed
parameters and seed, read, and compared in reading order, so a mixed column counts as an error.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from sample_scan import Wear, damage, render, stamp  # noqa: E402 - the path above comes first

from dispatch.document import ParsedDocument  # noqa: E402
from parsers import parse  # noqa: E402
from parsers.layout import arrange  # noqa: E402
from parsers.ocr import read_page_image  # noqa: E402
from parsers.source import open_file  # noqa: E402

SEED = 20230720
WEARS: dict[str, Wear] = {
    "clean-300": Wear(dpi=300, quality=85, skew=0, noise=2, specks=0, blur=0),
    "skewed-300": Wear(dpi=300, quality=75, skew=2, noise=4, specks=0.0002, blur=0.5),
    "stamped-300": Wear(dpi=300, quality=70, skew=-0.5, noise=5, specks=0.0002, blur=0.5),
    "heavy-300": Wear(dpi=300, quality=45, skew=1.3, noise=16, specks=0.004, blur=0.9),
    "faint-300": Wear(dpi=300, quality=65, skew=0.6, noise=6, specks=0, blur=0.6, faint=0.6),
    "clean-200": Wear(dpi=200, quality=75, skew=0.3, noise=3, specks=0, blur=0.3),
    "noisy-200": Wear(dpi=200, quality=50, skew=-0.8, noise=18, specks=0.003, blur=0.7),
    "stamped-200": Wear(dpi=200, quality=60, skew=1.5, noise=9, specks=0.0005, blur=0.5),
    "photo-200": Wear(
        dpi=200, quality=60, skew=1, noise=7, specks=0, blur=0.8, shade=0.35, warp=0.02
    ),
}
STAMPED = frozenset({"stamped-300", "stamped-200", "heavy-300"})


def main() -> None:
    """Print one row a wear: pages, error in percent, CPU a page, CPU against bare Tesseract."""
    options = _options()
    documents = {path: parse(*open_file(path)) for path in options.files}
    print("wear          pages  CER %   CPU s" + ("   bare s  ratio" if options.bare else ""))
    for name in options.wears or WEARS:
        _measure(name, documents, options)


def _measure(name: str, documents: dict[Path, ParsedDocument], options: argparse.Namespace) -> None:
    rng = np.random.default_rng(SEED)
    errors = letters = pages = 0
    ours = bare = 0.0
    for path, document in documents.items():
        for index, page in enumerate(render(path, dpi=WEARS[name].dpi)[: options.pages]):
            truth = _page_text(document, index + 1)
            image = worn(page, name, rng)
            began = process_time()
            read = read_page_image(np.asarray(image), WEARS[name].dpi)
            ours += process_time() - began
            bare += bare_seconds(image) if options.bare else 0.0
            lines = arrange(read.words, read.width, read.height)
            found = " ".join(word.text for line in lines for word in line.words)
            wrong = distance(truth, " ".join(found.split()))
            if options.show and wrong > options.show:
                print(f"--- {path.name} {index + 1}: {wrong}\n{truth}\n>>> {found}")
            errors, letters, pages = errors + wrong, letters + len(truth), pages + 1
    row = f"{name:13} {pages:5} {100 * errors / max(letters, 1):6.2f} {ours / max(pages, 1):7.2f}"
    print(row + (f" {bare / pages:8.2f} {ours / bare:6.2f}" if bare else ""), flush=True)


def worn(page: Image.Image, name: str, rng: np.random.Generator) -> Image.Image:
    wear = WEARS[name]
    if name in STAMPED:
        width, height = page.width * 72 / wear.dpi, page.height * 72 / wear.dpi
        page = stamp(page, (width * 0.62, height * 0.78), dpi=wear.dpi, words="CƠ QUAN BAN HÀNH")
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        damage(page, wear, rng).save(file.name, quality=wear.quality)
        return Image.open(file.name).convert("RGB")


def _page_text(document: ParsedDocument, number: int) -> str:
    page = document.pages[number - 1]
    return " ".join(word.text for line in page.lines for word in line.words)


def bare_seconds(image: Image.Image) -> float:
    """CPU of the tesseract command on the same page, one thread, start included."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        image.save(file.name)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            ["tesseract", file.name, "-", "-l", "vie"],
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            capture_output=True,
            check=True,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def distance(left: str, right: str) -> int:
    """Return the edit distance of two strings, row by row in NumPy."""
    codes = np.array([ord(char) for char in right], dtype=np.int64)
    row = np.arange(len(right) + 1)
    steps = np.arange(len(right) + 1)
    for index, char in enumerate(left, start=1):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(char)))
        full = np.concatenate(([index], best))
        # A run of insertions costs one each: the running minimum of the distance to the diagonal.
        row = np.minimum.accumulate(full - steps) + steps
    return int(row[-1])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=2, help="pages of each file")
    parser.add_argument("--bare", action="store_true", help="time the tesseract command too")
    parser.add_argument("--show", type=int, default=0, help="print pages with more errors")
    parser.add_argument("--wears", nargs="*", choices=list(WEARS))
    return parser.parse_args()


if __name__ == "__main__":
    main()

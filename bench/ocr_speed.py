"""CPU of reading scans against the bare tesseract command on the same pages, all in one run.

    .venv/bin/python bench/ocr_speed.py [--pages 2] [--write docs/speed.md]

Pages of the samples' digital PDFs are worn with fixed seeds (bench/ocr_accuracy.py). Our side
counts all: preparing, reading, second readings, pen gaps; the command's its start and one reading
on one thread. The mixed set is the other two with every eighth page laid on a side or on its head.
"""

import argparse
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "scripts")]

from ocr_accuracy import SEED, WEARS, bare_seconds, worn  # noqa: E402 - the paths above come first
from sample_scan import render  # noqa: E402

from app.accuracy import put_section  # noqa: E402
from parsers.ocr import read_page_image  # noqa: E402

CLEAN = "clean-300"
LIMITS = {"degraded": 0.8, "clean upright": 1.15, "mixed, one in eight turned": 1.4}
Page = tuple[Image.Image, int]


def main() -> int:
    """Print the table and, if asked, write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=2, help="pages of each file")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    files = options.files or sorted(
        path for path in (ROOT / "samples").glob("*.pdf") if not path.stem.endswith("-scan")
    )
    sets = _sets(files, options.pages)
    read_page_image(np.asarray(sets["clean upright"][0][0]), 300)  # loads the language data
    text = "\n".join([*_rows(sets), "", _two_workers(sets["degraded"])])
    print(text)
    if options.write:
        put_section(options.write, "ocr", text)
    return 0


def _sets(files: Iterable[Path], pages: int) -> dict[str, list[Page]]:
    """Return each set's page images with their resolution."""
    rng = np.random.default_rng(SEED)
    sets: dict[str, list[Page]] = {name: [] for name in LIMITS}
    degraded, clean, mixed = sets.values()
    wears = [name for name in WEARS if name != CLEAN]
    for index, path in enumerate(files):
        # Each file has its own wear: every wear on every page would take half an hour.
        name = wears[index % len(wears)]
        for page in render(path, dpi=WEARS[name].dpi)[:pages]:
            degraded.append((worn(page, name, rng), WEARS[name].dpi))
        for page in render(path, dpi=WEARS[CLEAN].dpi)[:pages]:
            clean.append((worn(page, CLEAN, rng), WEARS[CLEAN].dpi))
    for number, (image, dpi) in enumerate([*degraded, *clean]):
        turns = 1 + number // 8 % 3 if number % 8 == 0 else 0
        mixed.append((image.rotate(90 * turns, expand=True), dpi))
    return sets


def _rows(sets: dict[str, list[Page]]) -> list[str]:
    lines = [
        "| set | pages | bare tesseract, s a page | ours, s a page | ratio | limit |",
        "|---|---|---|---|---|---|",
    ]
    for name, pages in sets.items():
        bare = ours = 0.0
        for page in pages:  # by turns: a machine that is slower for a while is so for both
            bare += bare_seconds(page[0]) / len(pages)
            ours += _cpu_of(page) / len(pages)
        missed = " **missed**" if ours > LIMITS[name] * bare else ""
        lines.append(
            f"| {name} | {len(pages)} | {bare:.2f} | {ours:.2f} | {ours / bare:.2f} "
            f"| {LIMITS[name]:g}{missed} |"
        )
    return lines


def _two_workers(pages: list[Page]) -> str:
    """Read the pages in two processes and tell how many processors they kept busy."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_cpu_of, pages[:2]))  # both have started and loaded their data
        began = perf_counter()
        cpu = sum(pool.map(_cpu_of, pages))
        wall = perf_counter() - began
    return f"Two workers over the degraded set kept {cpu / wall:.2f} processors busy."


def _cpu_of(page: Page) -> float:
    began = process_time()
    read_page_image(np.asarray(page[0]), page[1])
    return process_time() - began


if __name__ == "__main__":
    sys.exit(main())

"""Are the two columns of head and foot kept apart, and how well is a worn page read?

    .venv/bin/python bench/layout_accuracy.py [--count 60] [--write docs/accuracy.md]

Composes dispatches with a fixed seed (bench/layout_corpus.py), reads each as Word file, digital PDF
and scan, and compares every column of head and foot with the truth, in order.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from ocr_accuracy import distance  # noqa: E402 - the paths above come first

from app.accuracy import put_section  # noqa: E402
from dispatch.document import ParsedDocument  # noqa: E402
from dispatch.scoring import wilson  # noqa: E402
from dispatch.text import fold  # noqa: E402
from parsers import parse  # noqa: E402
from parsers.source import open_file  # noqa: E402

SEED = 20230720
HEAD = {"parent", "issuer", "number", "place_date"}
ABOUT = {"about"}  # under the number, or across the page under both columns
NAMES = {"party": "ĐẢNG CỘNG SẢN VIỆT NAM", "youth": "ĐOÀN TNCS HỒ CHÍ MINH"}
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
FOOT = {"recipients_head", "recipient", "archive", "authority", "position", "name"}
# A mixed column moves whole lines; less than this is letters misread, not order. Digital text may
# differ by what is laid over a gap.
SLACK = {"docx": 0.0, "pdf-digital": 0.0}
SLACK_OF_SCANS = 0.15
OVERLAID = 6


@dataclass(slots=True)
class Figures:
    """Counts of one form or wear."""

    documents: int = 0
    heads: int = 0
    feet: int = 0
    wrong: int = 0
    letters: int = 0
    failed: list[str] = field(default_factory=list)


def main() -> int:
    """Print the table and, if asked, write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--corpus", type=Path, help="read this one instead of composing it")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--show", action="store_true", help="name the files that were mixed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = options.corpus or compose(Path(folder), options.count)
        figures = measure(corpus)
    text = table(figures)
    print(text)
    if options.show:
        for name, one in figures.items():
            print(name, *one.failed)
    if options.write:
        put_section(options.write, "layout", text)
    return 0


def compose(folder: Path, count: int) -> Path:
    """Make the corpus, every dispatch also as a scan."""
    command = [sys.executable, str(ROOT / "bench" / "layout_corpus.py"), str(folder)]
    subprocess.run([*command, f"--count={count}", f"--seed={SEED}", "--scans=1"], check=True)
    return folder


def measure(corpus: Path) -> dict[str, Figures]:
    """Read every file of the corpus and count by form, scans by their wear."""
    figures: dict[str, Figures] = defaultdict(Figures)
    with ProcessPoolExecutor() as pool:
        for rows in pool.map(_measure_one, sorted(corpus.glob("*.json"))):
            for name, file, head, foot, wrong, letters in rows:
                one = figures[name]
                one.documents += 1
                one.heads += head
                one.feet += foot
                one.wrong += wrong
                one.letters += letters
                if not (head and foot):
                    one.failed.append(file)
    return dict(sorted(figures.items(), key=lambda item: (item[0].startswith("scan"), item[0])))


def _measure_one(path: Path) -> list[tuple[str, str, bool, bool, int, int]]:
    truth = json.loads(path.read_text(encoding="utf-8"))
    rows = []
    printed = None
    for form, name in truth["files"].items():
        document = parse(*open_file(path.parent / name))
        wrong = letters = 0
        if form == "pdf-digital":
            printed = _words(document)
        if form == "pdf-scan" and printed is not None:
            wrong, letters = distance(printed, _words(document)), len(printed)
        label = f"scan, {truth['wear']}" if form == "pdf-scan" else form
        slack = SLACK.get(form, SLACK_OF_SCANS)
        head, about, foot = (
            _is_right(document, truth, zone, slack) for zone in (HEAD, ABOUT, FOOT)
        )
        rows.append((label, name, head and about, foot, wrong, letters))
    return rows


def _words(document: ParsedDocument) -> str:
    return " ".join(document.text.split())


def _is_right(
    document: ParsedDocument, truth: dict[str, Any], zone: set[str], slack: float
) -> bool:
    """Tell whether each column of the zone stands in the text unbroken and in order."""
    pages = _pages(document)
    for column in ("left", "right", "full"):
        lines = [line for role, side, line in truth["lines"] if role in zone and side == column]
        if lines and zone is HEAD and column == "right":
            lines.insert(0, NAMES.get(truth["record"]["system"], MOTTO))
        if lines and not _stands_in(pages, lines, slack):
            return False
    return True


def _stands_in(pages: list[str], lines: list[str], slack: float) -> bool:
    """Tell whether the lines follow each other on one page, or break at the end of a page."""
    wanted = _letters(" ".join(lines))
    if nearest(wanted, "".join(pages)) <= slack * len(wanted) + OVERLAID:
        return True
    for above, below in pairwise(pages):
        for cut in range(1, len(lines)):
            first, rest = _letters(" ".join(lines[:cut])), _letters(" ".join(lines[cut:]))
            if nearest(first, above) + nearest(rest, below) <= slack * len(wanted) + OVERLAID:
                return True
    return False


def _pages(document: ParsedDocument) -> list[str]:
    return [
        _letters(" ".join(word.text for line in page.lines for word in line.words))
        for page in document.pages
    ]


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def nearest(wanted: str, text: str) -> int:
    """Return the edit distance of ``wanted`` to the part of ``text`` that is nearest to it."""
    codes = np.array([ord(char) for char in text], dtype=np.int64)
    row = np.zeros(len(text) + 1, dtype=np.int64)
    steps = np.arange(len(text) + 1)
    for index, char in enumerate(wanted, start=1):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(char)))
        full = np.concatenate(([index], best))
        row = np.minimum.accumulate(full - steps) + steps
    return int(row.min())


def table(figures: dict[str, Figures]) -> str:
    """Return the figures as Markdown."""
    lines = [
        "| form | documents | heads right (95 % interval) | feet right (95 % interval) "
        "| character errors |",
        "|---|---|---|---|---|",
    ]
    scans = Figures()
    for name, one in figures.items():
        lines.append(_row(name, one))
        if name.startswith("scan"):
            scans.documents += one.documents
            scans.heads += one.heads
            scans.feet += one.feet
            scans.wrong += one.wrong
            scans.letters += one.letters
    return "\n".join([*lines, _row("scan, all", scans)]) + "\n"


def _row(name: str, one: Figures) -> str:
    shares = []
    for right in (one.heads, one.feet):
        low, high = wilson(right, one.documents)
        shares.append(f"{right}: {right / (one.documents or 1):.3f} ({low:.2f}–{high:.2f})")
    errors = f"{100 * one.wrong / one.letters:.2f} %" if one.letters else "–"
    return f"| {name} | {one.documents} | {shares[0]} | {shares[1]} | {errors} |"


if __name__ == "__main__":
    sys.exit(main())

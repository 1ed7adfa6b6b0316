"""Are the two columns of head and foot kept apart, and how well is a worn page read?

    .venv/bin/python bench/layout_accuracy.py --results FILE [--minutes N] [--write PAGE]

Reads each document of the set (bench/layout_set.py) as Word file, digital PDF and twelve scans, and
compares every column of head and foot with the truth, in order. What was measured is kept in FILE:
a run that was stopped, or bounded by ``--minutes``, goes on where it ended.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "scripts")]

from layout_documents import Truth  # noqa: E402 - the paths above come first
from layout_scans import KINDS, RESOLUTIONS, SCANS, scan  # noqa: E402
from layout_set import COUNT, RENDERERS, digital, renderer_of, truth_of, write_set  # noqa: E402
from ocr_accuracy import distance  # noqa: E402

from app.accuracy import put_section  # noqa: E402
from dispatch.document import ParsedDocument  # noqa: E402
from dispatch.scoring import wilson  # noqa: E402
from dispatch.text import fold  # noqa: E402
from parsers import parse  # noqa: E402
from parsers.source import open_file  # noqa: E402

HEAD = {"parent", "issuer", "number", "place_date"}
ABOUT = {"about"}  # under the number, or across the page under both columns
NAMES = {"party": ["ĐẢNG CỘNG SẢN VIỆT NAM"], "youth": ["ĐOÀN TNCS HỒ CHÍ MINH"]}
MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
FOOT = {"recipients_head", "recipient", "archive", "authority", "position", "name"}
# A mixed column moves whole lines; less than this is letters misread, not order. Digital text may
# differ by what is laid over a gap.
SLACK_OF_SCANS = 0.15
OVERLAID = 6
LEAST_SCANS_RIGHT = 0.98
WRONG_COLUMNS, SHORT = 2, 1  # exit codes


@dataclass(frozen=True, slots=True)
class Row:
    """One form of one document, read: are its columns right, and how many letters are wrong?"""

    index: int
    form: str  # docx, a renderer, or a kind of scan with its resolution
    head: bool
    foot: bool
    wrong: int = 0
    letters: int = 0


def main() -> int:
    """Print the table and, if asked, write it into the page."""
    options = _options()
    rows = _kept(options.results)
    with tempfile.TemporaryDirectory() as folder:
        tasks = [
            task
            for task in all_tasks(options.count)
            if task not in {(row.index, row.form) for row in rows}
        ]
        for row in measure(Path(options.set or folder), tasks, minutes=options.minutes):
            rows.append(row)
            if options.results:
                with options.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(row)) + "\n")
    rows.sort(key=lambda row: (row.index, row.form))
    text = table(rows, options.count)
    print(text)
    for row in rows:
        if options.show and not (row.head and row.foot):
            print(f"{row.index:05d}", renderer_of(row.index), row.form, row.head, row.foot)
    if options.write:
        put_section(options.write, "layout", text)
    return WRONG_COLUMNS if not _columns_right(rows) else SHORT if "short" in text else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--results", type=Path, help="JSON lines of what is measured already")
    parser.add_argument("--minutes", type=float, help="begin nothing more after so long")
    parser.add_argument("--set", type=Path, help="keep documents and scans in this folder")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--show", action="store_true", help="name the files that were mixed")
    return parser.parse_args()


def _kept(path: Path | None) -> list[Row]:
    if path is None or not path.exists():
        return []
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def all_tasks(count: int) -> list[tuple[int, str]]:
    """Return (document, form): digital forms first, then the scans so that a run that is stopped
    has seen every document, kind and resolution alike."""
    tasks = [(index, form) for index in range(count) for form in ("docx", renderer_of(index))]
    for turn in range(len(SCANS)):
        for index in range(count):
            kind, dpi = SCANS[(index + turn) % len(SCANS)]
            tasks.append((index, f"{kind} {dpi}"))
    return tasks


def measure(
    folder: Path, tasks: Sequence[tuple[int, str]], *, minutes: float | None = None
) -> Iterator[Row]:
    """Read the forms in as many processes as there are cores; give each row when it is known."""
    began = monotonic()
    (folder / "scans").mkdir(parents=True, exist_ok=True)
    write_set(folder, sorted({index for index, _ in tasks}))
    waiting = iter(tasks)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        running: set[Future[Row]] = set()
        while True:
            late = minutes is not None and monotonic() - began > 60 * minutes
            while not late and len(running) < 2 * (os.cpu_count() or 1):
                task = next(waiting, None)
                if task is None:
                    break
                running.add(pool.submit(_measure_one, folder, *task))
            if not running:
                return
            done = next(as_completed(running))
            running.remove(done)
            yield done.result()


def _measure_one(folder: Path, index: int, form: str) -> Row:
    truth, printed = truth_of(index), digital(folder, index)
    if form == "docx":
        return _row(index, form, parse(*open_file(printed.with_suffix(".docx"))), truth, 0.0)
    whole = parse(*open_file(printed))
    if form in RENDERERS:
        return _row(index, form, whole, truth, 0.0)
    kind, dpi = form.split()
    page = folder / "scans" / f"{index:05d}-{kind}-{dpi}.pdf"
    if not page.exists():
        half = page.with_name(f"half-{page.name}")
        scan(printed, truth, half, kind, int(dpi))
        half.replace(page)
    read = parse(*open_file(page))
    wanted = _words(whole)
    letters = distance(wanted, _words(read)), len(wanted)
    return _row(index, form, read, truth, SLACK_OF_SCANS, *letters)


def _row(
    index: int, form: str, document: ParsedDocument, truth: Truth, slack: float, *letters: int
) -> Row:
    head, about, foot = (is_right(document, truth, zone, slack) for zone in (HEAD, ABOUT, FOOT))
    return Row(index, form, head and about, foot, *letters)


def _words(document: ParsedDocument) -> str:
    return " ".join(document.text.split())


def is_right(document: ParsedDocument, truth: Truth, zone: set[str], slack: float) -> bool:
    """Tell whether each column of the zone stands in the text unbroken and in order."""
    pages = [
        _letters(" ".join(word.text for line in page.lines for word in line.words))
        for page in document.pages
    ]
    for column in sorted({side for _, side, _ in truth.lines}):
        lines = [line for role, side, line in truth.lines if role in zone and side == column]
        if lines and zone is HEAD and column == "right":
            names = NAMES.get(truth.record["system"], MOTTO)
            lines = [*truth.source["head"].get("names", names), *lines]
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


def table(rows: Sequence[Row], count: int) -> str:
    """Return the figures as Markdown."""
    lines = [
        "| form | documents | heads right (95 % interval) | feet right (95 % interval) "
        "| character errors | limit |",
        "|---|---|---|---|---|---|",
        _line("docx", [row for row in rows if row.form == "docx"]),
    ]
    for name in RENDERERS:
        lines.append(_line(f"pdf of {name}", [row for row in rows if row.form == name]))
    for kind in KINDS:
        for dpi in RESOLUTIONS:
            limit = 0.2 if kind == "clean" else 1.0 if dpi >= 300 else 1.5
            found = [row for row in rows if row.form == f"{kind} {dpi}"]
            lines.append(_line(f"scan, {kind}, {dpi} dpi", found, limit))
    scans = _scans(rows)
    lines.append(_line("scan, all", scans))
    told = f"{len(scans):,} of {count * len(SCANS):,} scans of {count} documents were read."
    return "\n".join([*lines, "", told]) + "\n"


def _scans(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.form not in ("docx", *RENDERERS)]


def _columns_right(rows: Sequence[Row]) -> bool:
    scans = _scans(rows)
    right = sum(row.head and row.foot for row in scans) >= LEAST_SCANS_RIGHT * len(scans)
    return right and all(row.head and row.foot for row in rows if row.letters == 0)


def _line(name: str, rows: Sequence[Row], limit: float | None = None) -> str:
    shares = []
    for right in (sum(row.head for row in rows), sum(row.foot for row in rows)):
        low, high = wilson(right, len(rows))
        shares.append(f"{right}: {right / (len(rows) or 1):.3f} ({low:.2f}–{high:.2f})")
    letters = sum(row.letters for row in rows)
    rate = 100 * sum(row.wrong for row in rows) / letters if letters else None
    errors = "–" if rate is None else f"{rate:.2f} %"
    verdict = ""
    if limit is not None and rate is not None:
        verdict = f"{limit:g} % " + ("met" if rate <= limit else "**short**")
    return f"| {name} | {len(rows)} | {shares[0]} | {shares[1]} | {errors} | {verdict} |"


if __name__ == "__main__":
    sys.exit(main())

"""Write a corpus of composed dispatches with their true records, to train and to measure on.

    python bench/layout_corpus.py OUT --count 200 --seed 7 --scans 0.3

OUT/NNNNN.docx, .pdf and for a share of them -scan.pdf, OUT/NNNNN.json (record, lines with their
roles, wear of the scan), and OUT/gold.jsonl, one line a file as the scorer reads it. The same seed
gives the same dispatches, however many are asked for; nothing of parsers/ or nlp/ is imported.
"""

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "bench")]

from layout_documents import Truth, compose  # noqa: E402 - the paths above come first
from sample_docx import to_pdf, write_docx  # noqa: E402
from sample_overlay import lay_over  # noqa: E402
from sample_scan import (  # noqa: E402
    Wear,
    bind,
    damage,
    find_text,
    render,
    seal_centre,
    stamp,
)
from sample_sheet import sheet  # noqa: E402

WEARS = {
    "clean": Wear(dpi=300, quality=85, skew=0, noise=2, specks=0, blur=0),
    "clean200": Wear(dpi=200, quality=75, skew=0.3, noise=3, specks=0, blur=0.3),
    "noisy": Wear(dpi=200, quality=50, skew=-0.8, noise=18, specks=0.003, blur=0.7),
    "skewed": Wear(dpi=200, quality=70, skew=2, noise=5, specks=0.0003, blur=0.5),
    "stamped": Wear(dpi=300, quality=70, skew=-0.5, noise=5, specks=0.0002, blur=0.5),
    "faint": Wear(dpi=200, quality=65, skew=0.6, noise=6, specks=0, blur=0.6, faint=0.6),
    "photographed": Wear(
        dpi=200, quality=60, skew=1, noise=7, specks=0, blur=0.8, shade=0.35, warp=0.02
    ),
}
FONTS = (
    "Liberation Serif",
    "Liberation Serif",
    "Liberation Serif",
    "Liberation Sans",
    "DejaVu Serif",
)
BATCH = 40  # documents a run of LibreOffice


def main() -> None:
    """Compose, print, convert and wear the corpus."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for start in range(0, options.count, BATCH):
        indexes = range(start, min(start + BATCH, options.count))
        truths = {index: compose(options.seed, index) for index in indexes}
        for index, truth in truths.items():
            _print(truth, index, options)
        names = [options.out / f"{index:05d}.docx" for index in indexes]
        if not options.no_pdf:
            to_pdf(names, options.out)
        for index, truth in truths.items():
            rows += _finish(truth, index, options)
        print(f"{indexes.stop}/{options.count}", file=sys.stderr)
    with (options.out / "gold.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scans", type=float, default=0.3, help="share that is scanned as well")
    parser.add_argument("--no-pdf", action="store_true", help="only .docx and .json")
    return parser.parse_args()


def _print(truth: Truth, index: int, options: argparse.Namespace) -> None:
    rng = random.Random(f"print/{options.seed}/{index}")
    page = sheet(
        f"{index:05d}", truth.source, size=rng.choice((13, 13.5, 14)), after=rng.choice((2, 4, 6))
    )
    font, tabbed = rng.choice(FONTS), rng.random() < 0.08
    write_docx(page, options.out / f"{index:05d}.docx", font=font, tabbed=tabbed)


def _finish(truth: Truth, index: int, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Make the PDF forms and the truth; return the scorer's rows, one a file kept."""
    base = options.out / f"{index:05d}"
    word, digital = base.with_suffix(".docx"), base.with_suffix(".pdf")
    forms = {"docx": word.name}
    wear = None
    if not options.no_pdf:
        forms["pdf-digital"] = digital.name
        if truth.overlay:
            digital.write_bytes(lay_over(digital, truth.overlay))
        rng = random.Random(f"wear/{options.seed}/{index}")
        if rng.random() < options.scans:
            wear = rng.choice(tuple(WEARS))
            scan = options.out / f"{base.name}-scan.pdf"
            _scan(truth, digital, scan, wear)
            forms["pdf-scan"] = scan.name
    if truth.overlay:
        # The Word file lacks what is laid over the PDF: it is another truth.
        word.unlink()
        del forms["docx"]
    truth_file = {"record": truth.record, "lines": truth.lines, "files": forms, "wear": wear}
    base.with_suffix(".json").write_text(
        json.dumps(truth_file, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return [_row(truth, form, name, wear) for form, name in forms.items()]


def _row(truth: Truth, form: str, name: str, wear: str | None) -> dict[str, Any]:
    gold = dict(truth.record)
    gold["archive"] = (gold["archive"] or {}).get("units", [])
    partial = gold["date_partial"]
    if partial is not None:
        gold["date_month" if "-" in partial else "date_year"] = partial
    note = wear or "" if form == "pdf-scan" else ""
    return {"id": name, "file": name, "form": form, "complete": True, "private": False,
            "note": note, "gold": {**gold, "handwritten": []}}  # fmt: skip


def _scan(truth: Truth, digital: Path, target: Path, kind: str) -> None:
    wear = WEARS[kind]
    pages = render(digital, dpi=wear.dpi)
    place = find_text(digital, truth.source["foot"]["name"])
    if place is not None and kind in ("stamped", "noisy", "photographed"):
        number, box = place
        words = f"{truth.record['issuing_body'].upper()[:44]} *"
        pages[number] = stamp(pages[number], seal_centre(box), dpi=wear.dpi, words=words)
    noise = np.random.default_rng(_seed_of(target.stem))
    bind([damage(page, wear, noise) for page in pages], target, wear)


def _seed_of(text: str) -> int:
    """Return a number that is the same on every run (``hash`` is not)."""
    return int.from_bytes(text.encode()[-8:], "big")


if __name__ == "__main__":
    main()

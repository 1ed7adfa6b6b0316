"""Is the record the same from every form of one document?

    .venv/bin/python bench/other_forms.py GOLD [--form pdf …] [--write docs/accuracy.md] [--show]

Turns every digital document of a gold folder (``gold.jsonl`` and its files) into the other forms in
which offices hand papers on, and scores each form against the same answers: PDF, OpenDocument, web
page and plain text by LibreOffice and poppler's ``pdftotext`` (poppler-utils), and scans of the
PDF at 200 and 150 dpi and photographs, in fixed kinds of wear. What a form itself loses
(LibreOffice's plain text has no footnotes) counts as missed. Nothing is kept.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from sample_docx import convert  # noqa: E402 - the paths above come first
from sample_scan import Wear, bind, damage, render  # noqa: E402

from app.accuracy import Case, cases, evaluate, predict, put_section  # noqa: E402
from dispatch.errors import DispatchError  # noqa: E402
from dispatch.scoring import Score  # noqa: E402

WEARS = {
    "scan": Wear(quality=65, skew=0.7, noise=7, specks=0.0002, blur=0.5),
    "scan, heavy": Wear(quality=50, skew=-1.1, noise=10, specks=0.0004, blur=0.7),
    "scan, blurred": Wear(quality=45, skew=1.7, noise=6, specks=0.0001, blur=0.9),
    "scan, noisy": Wear(quality=75, skew=-0.4, noise=14, specks=0.0008, blur=0.4),
    "photograph": Wear(quality=55, skew=-1.3, noise=8, specks=0, blur=0.7, shade=0.3, warp=0.015),
    "scan, 150 dpi": Wear(dpi=150, quality=60, skew=0.5, noise=6, specks=0.0002, blur=0.4),
}
_TEXT = "txt:Text (encoded):UTF8"


def _by_office(kind: str) -> Callable[[list[Case], Path], None]:
    """Return what turns Word files into ``kind`` by LibreOffice; PDFs are no such files."""

    def make(wanted: list[Case], out: Path) -> None:
        convert([case.path for case in wanted if case.path.suffix != ".pdf"], out, kind)

    return make


def _pdf(wanted: list[Case], out: Path) -> None:
    _by_office("pdf")(wanted, out)


def _all_pdfs(wanted: list[Case], out: Path) -> list[Path]:
    """Return every document as a PDF, those that are Word files made in ``out``."""
    _pdf(wanted, out)
    return [case.path for case in wanted if case.path.suffix == ".pdf"] + sorted(out.glob("*.pdf"))


def _poppler(*options: str) -> Callable[[list[Case], Path], None]:
    def make(wanted: list[Case], out: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for path in _all_pdfs(wanted, Path(folder)):
                target = out / f"{path.stem}.txt"
                subprocess.run(["pdftotext", *options, str(path), str(target)], check=True)

    return make


def _scans(kind: str) -> Callable[[list[Case], Path], None]:
    wear = WEARS[kind]

    def make(wanted: list[Case], out: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for path in _all_pdfs(wanted, Path(folder)):
                # The scan that was first measured has the page's name alone for its seed.
                seed = path.stem if kind == "scan" else f"{kind} {path.stem}"
                noise = np.random.default_rng(crc32(seed.encode()))
                worn = [damage(page, wear, noise) for page in render(path, dpi=wear.dpi)]
                bind(worn, out / f"{path.stem}.pdf", wear)

    return make


FORMS: dict[str, Callable[[list[Case], Path], None]] = {
    "pdf": _pdf,
    "odt": _by_office("odt"),
    "html": _by_office("html"),
    "text": _by_office(_TEXT),
    "text of the pdf, set": _poppler("-layout"),
    "text of the pdf": _poppler(),
    **{kind: _scans(kind) for kind in WEARS},
}


def score(wanted: list[Case], form: str) -> Score:
    """Make the form of every document that can have it, read all, and score them together."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        FORMS[form](wanted, out)
        made = {path.stem: path for path in out.iterdir()}
        turned = [
            replace(case, path=made[case.path.stem]) for case in wanted if case.path.stem in made
        ]
        return evaluate(predict(turned, on_done=_tell), by=lambda case: form)[form]


def _tell(path: str, pages: int, error: DispatchError | None) -> None:
    if error is not None:
        print(f"{Path(path).name}: {error}", file=sys.stderr)


def table(scores: dict[str, Score]) -> str:
    """Return F1 (strict) of each field, one column a form, with the documents in the first row."""
    names = dict.fromkeys(name for found in scores.values() for name in found.tallies)
    lines = [f"| field | {' | '.join(scores)} |", "|---" * (len(scores) + 1) + "|"]
    lines.append(f"| documents | {' | '.join(str(found.documents) for found in scores.values())} |")
    for name in names:
        cells = [_cell(found, name) for found in scores.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    heads = [f"{found.heads_right / (found.documents or 1):.3f}" for found in scores.values()]
    return "\n".join([*lines, f"| all head fields right | {' | '.join(heads)} |"])


def _cell(found: Score, name: str) -> str:
    tally = found.tallies.get(name)
    return f"{tally.f1:.3f}" if tally and tally.documents else "–"


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the wanted forms and print, or write, the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--form", action="append", choices=[*FORMS])
    parser.add_argument("--write", type=Path)
    parser.add_argument("--show", action="store_true", help="what each document got wrong")
    asked = parser.parse_args(arguments)
    wanted = [case for case in cases(asked.gold) if case.kind == "digital"]
    scores = {form: score(wanted, form) for form in asked.form or FORMS}
    if asked.show:
        for form, found in scores.items():
            for item in found.differences:
                told = {"form": form, "document": item.document, "field": item.field}
                told |= {"missed": item.missed, "wrong": item.wrong}  # type: ignore[dict-item]
                print(json.dumps(told, ensure_ascii=False))
    print(table(scores))
    for section, is_scan in (("other-forms", False), ("worn-scans", True)):
        group = {form: found for form, found in scores.items() if (form in WEARS) is is_scan}
        if asked.write and group:
            put_section(asked.write, section, table(group))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

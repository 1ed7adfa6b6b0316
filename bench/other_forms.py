"""Is the record the same from every form of one document?

    .venv/bin/python bench/other_forms.py GOLD [--form pdf …] [--write docs/accuracy.md] [--show]

Turns every digital document of a gold folder (``gold.jsonl`` and its files) into the other forms in
which offices hand papers on, and scores each form against the same answers: PDF, OpenDocument, web
page and plain text by LibreOffice and poppler's ``pdftotext`` (poppler-utils), and a scan of the
PDF at 200 dpi with a fixed wear. What a form itself loses (LibreOffice's plain text has no
footnotes) counts as missed. Nothing is kept.
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

WEAR = Wear(quality=65, skew=0.7, noise=7, specks=0.0002, blur=0.5)
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


def _scans(wanted: list[Case], out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for path in _all_pdfs(wanted, Path(folder)):
            noise = np.random.default_rng(crc32(path.stem.encode()))
            worn = [damage(page, WEAR, noise) for page in render(path, dpi=WEAR.dpi)]
            bind(worn, out / f"{path.stem}.pdf", WEAR)


FORMS: dict[str, Callable[[list[Case], Path], None]] = {
    "pdf": _pdf,
    "odt": _by_office("odt"),
    "html": _by_office("html"),
    "text": _by_office(_TEXT),
    "text of the pdf, set": _poppler("-layout"),
    "text of the pdf": _poppler(),
    "scan": _scans,
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
    if asked.write:
        put_section(asked.write, "other-forms", table(scores))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

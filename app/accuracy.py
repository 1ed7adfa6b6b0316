"""Accuracy on documents whose answers people wrote: run them, score them, compare versions.

A gold folder holds ``gold.jsonl`` (one line a document: id, file, form, gold) and the files, in
``files/`` or beside it.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch.errors import ConfigError, DispatchError
from dispatch.scoring import Score, add, comparable

SCANS = ("pdf-scan", "png", "jpeg", "tiff")


@dataclass(frozen=True, slots=True)
class Case:
    """One document with its answer; ``form`` is docx, doc, pdf-digital, pdf-scan …"""

    id: str
    path: Path
    form: str
    answer: dict[str, Any]

    @property
    def kind(self) -> str:
        return "scan" if self.form in SCANS else "digital"

    @property
    def office(self) -> str:
        """The office that the paper comes from; empty where the answer names none."""
        return comparable(self.answer.get("issuing_body")) or ""


Prediction = tuple[Case, dict[str, Any] | None]
"""A case and its first record as JSON; None where the file ended in an error."""


def cases(folder: Path) -> list[Case]:
    """Read the answers of ``folder``.

    Raises:
        ConfigError: The folder holds no ``gold.jsonl``, or a line of it is no answer.
    """
    path = folder / "gold.jsonl"
    if not path.is_file():
        raise ConfigError(
            f"{folder} has no gold.jsonl; name the folder that holds the answers",
            vi=f"{folder} không có gold.jsonl; hãy chỉ thư mục chứa đáp án",
        )
    files = folder / "files" if (folder / "files").is_dir() else folder
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_case(path, number, line, files) for number, line in enumerate(lines, 1) if line]


def _case(path: Path, number: int, line: str, files: Path) -> Case:
    try:
        row = json.loads(line)
        return Case(row["id"], files / row["file"], row["form"], row["gold"])
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{path}, line {number}, is no answer (id, file, form, gold): mend or remove it",
            vi=f"{path}, dòng {number} không phải đáp án (id, file, form, gold): hãy sửa hoặc bỏ",
        ) from error


def predict(
    wanted: list[Case], *, on_done: Callable[[str, int, DispatchError | None], None]
) -> Iterator[Prediction]:
    """Run the cases' files in the worker pool, on every core, and yield what became of each."""
    # The pool and the pipeline behind it are heavy, and only running needs them.
    from flows.process import records_of

    by_path = {str(case.path): case for case in wanted}
    records: dict[str, dict[str, Any] | None] = dict.fromkeys(by_path)
    for outcome in records_of([case.path for case in wanted], jobs=os.cpu_count() or 1):
        on_done(outcome.path, outcome.pages, outcome.error)
        # The parts of a container come under its path; the first record of a file counts, and of a
        # PDF with files attached its own.
        is_itself = outcome.path in by_path
        path = outcome.path if is_itself else outcome.path.split("!", 1)[0]
        if outcome.records and (is_itself or records.get(path) is None):
            records[path] = outcome.records[0]
    for case in wanted:
        yield case, records[str(case.path)]


def evaluate(
    predictions: Iterable[Prediction], *, by: Callable[[Case], str] = lambda case: case.kind
) -> dict[str, Score]:
    """Score by kind (digital, scan) or by what ``by`` says; a failed file has no values."""
    scores: dict[str, Score] = {}
    for case, record in predictions:
        add(scores.setdefault(by(case), Score()), case.id, record, case.answer)
    return dict(sorted(scores.items()))


def gained_and_lost(
    now: Iterable[Prediction], before: dict[str, dict[str, Any] | None]
) -> list[str]:
    """Return a line for each document and field that one version got right and the other not."""
    lines: list[str] = []
    for case, record in now:
        new, old = Score(), Score()
        add(new, case.id, record, case.answer)
        add(old, case.id, before.get(case.id), case.answer)
        wrong_now = {item.field: item for item in new.differences}
        wrong_then = {item.field: item for item in old.differences}
        lines += [f"+ {case.id} {name}" for name in sorted(wrong_then.keys() - wrong_now.keys())]
        for name in sorted(wrong_now.keys() - wrong_then.keys()):
            item = wrong_now[name]
            lines.append(f"- {case.id} {name}: missed {item.missed}, wrong {item.wrong}")
    return lines


def put_section(path: Path, name: str, text: str) -> None:
    """Write ``text`` into the part of a Markdown file between the markers of ``name``.

    A file without the markers, or none at all, gets them at its end.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    if begin not in page or end not in page:
        page = f"{page.rstrip()}\n\n{begin}\n{end}\n".lstrip()
    head, rest = page.split(begin, 1)
    tail = rest.split(end, 1)[1]
    path.write_text(f"{head}{begin}\n\n{text.strip()}\n\n{end}{tail}", encoding="utf-8")

"""Accuracy on documents whose answers people wrote: run them, score them, print the table.

A gold folder holds ``gold.jsonl`` (one line a document: id, file, form, gold) and ``files/``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch.errors import ConfigError, DispatchError
from dispatch.scoring import Score, add, calibration_error

SCANS = ("pdf-scan", "png", "jpeg", "tiff")


@dataclass(frozen=True, slots=True)
class Case:
    """One document with its answer; ``group`` is how it is reported."""

    id: str
    path: Path
    form: str
    answer: dict[str, Any]

    @property
    def group(self) -> str:
        return "scan" if self.form in SCANS else "digital"


def cases(folder: Path) -> list[Case]:
    """Read the answers of ``folder``.

    Raises:
        ConfigError: The folder holds no ``gold.jsonl``.
    """
    path = folder / "gold.jsonl"
    if not path.is_file():
        raise ConfigError(
            f"{folder} has no gold.jsonl; name the folder that holds the answers",
            vi=f"{folder} không có gold.jsonl; hãy chỉ thư mục chứa đáp án",
        )
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Case(row["id"], folder / "files" / row["file"], row["form"], row["gold"]) for row in rows
    ]


def predict(wanted: list[Case]) -> Iterator[tuple[Case, dict[str, Any] | str]]:
    """Yield for each case its first record as JSON, or the code of the error that it ended in."""
    from nlp import extract
    from parsers import parse
    from parsers.source import Unreadable, discover

    for case in wanted:
        try:
            (source,) = discover([case.path])
            if isinstance(source, Unreadable):
                raise source.error
            yield case, extract(parse(source))[0].to_json()
        except DispatchError as error:
            yield case, error.code


def evaluate(predictions: list[tuple[Case, dict[str, Any] | str]]) -> dict[str, Score]:
    """Score the predictions by group (digital, scan); a failed document has no values at all."""
    scores: dict[str, Score] = {}
    for case, record in predictions:
        score = scores.setdefault(case.group, Score())
        add(score, case.id, record if isinstance(record, dict) else {}, case.answer)
    return scores


def table(scores: dict[str, Score]) -> str:
    """Return the figures as Markdown: per field and group, then heads and calibration."""
    lines = [
        "| field | group | cases | precision | recall (95 %) | F1 | F1 folded |",
        "|---|---|---|---|---|---|---|",
    ]
    names = sorted({name for score in scores.values() for name in score.tallies})
    for name in names:
        for group, score in sorted(scores.items()):
            tally = score.tallies.get(name)
            if tally is None:
                continue
            low, high = tally.interval
            lines.append(
                f"| {name} | {group} | {tally.cases} | {tally.precision:.3f} "
                f"| {tally.recall:.3f} ({low:.2f}–{high:.2f}) | {tally.f1:.3f} "
                f"| {tally.f1_folded:.3f} |"
            )
    for group, score in sorted(scores.items()):
        sure = [right for _, confidence, right in score.stated if confidence >= 0.95]
        lines += [
            "",
            f"{group}: {score.documents} documents; all head fields right in {score.heads_right}; "
            f"of {len(sure)} values stated at 0.95 or more, {sum(sure)} are right; expected "
            f"calibration error {calibration_error(score.stated):.3f} over {len(score.stated)} "
            "values.",
        ]
    return "\n".join(lines) + "\n"


def gained_and_lost(
    now: list[tuple[Case, dict[str, Any] | str]], before: dict[str, dict[str, Any]]
) -> list[str]:
    """Return one line for each document and field that one version got right and the other not."""
    lines: list[str] = []
    for case, record in now:
        new, old = Score(), Score()
        add(new, case.id, record if isinstance(record, dict) else {}, case.answer)
        add(old, case.id, before.get(case.id, {}), case.answer)
        wrong_now = {item.field: item for item in new.differences}
        wrong_then = {item.field: item for item in old.differences}
        for name in sorted(wrong_then.keys() - wrong_now.keys()):
            lines.append(f"+ {case.id} {name}")
        for name in sorted(wrong_now.keys() - wrong_then.keys()):
            item = wrong_now[name]
            lines.append(f"- {case.id} {name}: missed {item.missed}, wrong {item.wrong}")
    return lines

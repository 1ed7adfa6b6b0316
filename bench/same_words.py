"""The same words from .docx, .doc, .odt and .pdf of one document?

    .venv/bin/python bench/same_words.py [--count 60] [--write docs/accuracy.md] [--show]

Composes dispatches with a fixed seed, gives them what composing leaves out (bench/word_features.py:
lists, notes, tables, boxes, feet, controls, fields …), converts each by LibreOffice, reads all
forms, and compares the words in order with those of the .docx. What may differ is declared, with
its reason, in CLASSES; everything else counts as a difference.
"""

import argparse
import os
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "scripts")]

from layout_corpus import FONTS  # noqa: E402 - the paths above come first
from layout_documents import compose  # noqa: E402
from sample_docx import convert, write_docx  # noqa: E402
from sample_sheet import sheet  # noqa: E402
from word_features import BOXES, dress  # noqa: E402

from app.accuracy import put_section  # noqa: E402
from dispatch.document import Block, ParsedDocument  # noqa: E402
from parsers import parse  # noqa: E402
from parsers.source import open_file  # noqa: E402

SEED = 20240115
FORMS = {".doc": "doc:MS Word 97", ".odt": "odt", ".pdf": "pdf"}
LIMIT = 0.005  # of the words
_HYPHENATED = re.compile(r"(\w[-/])\n(?=\w)")

Told = list[tuple[Block, str]]
"""A document's lines in order, each with the block it stands in."""


@dataclass(frozen=True, slots=True)
class Class:
    """A declared difference: ``apply`` takes it out of both documents' lines, where it can only
    take the same words out of both, or words that one of them prints for itself."""

    name: str
    reason: str
    apply: Callable[[Told, Told], tuple[Told, Told]]


def _without_numbers(one: Told, other: Told) -> tuple[Told, Told]:
    return _without(one, Block.PAGE_NUMBER), _without(other, Block.PAGE_NUMBER)


def _without(lines: Told, block: Block) -> Told:
    return [line for line in lines if line[0] is not block]


def _running_once(one: Told, other: Told) -> tuple[Told, Told]:
    """Take out running heads and feet where the other form has the same line at all."""
    heads = {text for block, text in one if block is Block.RUNNING}
    kept = [line for line in other if line[1] not in heads]
    told = {text for _, text in other}
    return [line for line in one if line[0] is not Block.RUNNING or line[1] not in told], kept


def _notes_last(one: Told, other: Told) -> tuple[Told, Told]:
    return _moved_last(one, _is_note), _moved_last(other, _is_note)


def _boxes_last(one: Told, other: Told) -> tuple[Told, Told]:
    return _moved_last(one, _is_box), _moved_last(other, _is_box)


def _subject_last(one: Told, other: Told) -> tuple[Told, Told]:
    """Move ``V/v …`` with the lines it goes on over, as many words as the Word file has."""
    subject = next((text for _, text in one if text.startswith("V/v")), None)
    if subject is None:
        return one, other
    return _subject_moved(one, subject), _subject_moved(other, subject)


def _subject_moved(lines: Told, subject: str) -> Told:
    for start, (_, text) in enumerate(lines):
        if not text.startswith("V/v"):
            continue
        for end in range(start + 1, min(start + 12, len(lines)) + 1):
            told = "".join(text for _, text in lines[start:end])
            if told.replace(" ", "") == subject.replace(" ", ""):
                return lines[:start] + lines[end:] + lines[start:end]
    return lines


def _joined_hyphens(one: Told, other: Told) -> tuple[Told, Told]:
    """Join what the end of a printed line parts behind its hyphen or slash."""
    whole = {word for word in _words(one) if "-" in word or "/" in word}
    text = "\n".join(text for _, text in other)
    joined = _HYPHENATED.sub(lambda mark: _join(mark, text, whole), text)
    return one, [(Block.PROSE, line) for line in joined.split("\n")]


def _join(mark: re.Match[str], text: str, whole: set[str]) -> str:
    before = text[: mark.start()].rsplit(None, 1)[-1] if text[: mark.start()].strip() else ""
    if text[mark.start() - 1 : mark.start()].isspace():
        before = ""
    after = text[mark.end() :].split(None, 1)[0]
    return mark.group(1) if before + mark.group(1) + after in whole else mark.group()


def _moved_last(lines: Told, belongs: Callable[[tuple[Block, str]], bool]) -> Told:
    return [line for line in lines if not belongs(line)] + [line for line in lines if belongs(line)]


def _is_note(line: tuple[Block, str]) -> bool:
    return line[0] is Block.FOOTNOTE


def _is_box(line: tuple[Block, str]) -> bool:
    return line[1] in BOXES


CLASSES = (
    Class("page numbers", "a PDF prints them on its pages; a Word file holds one stale figure",
          _without_numbers),
    Class("running heads and feet", "a PDF prints them on every page, a Word file holds them once",
          _running_once),
    Class("place of notes", "a PDF has them at the foot of their page, a Word file after its text",
          _notes_last),
    Class("place of text boxes", "a PDF has them where they are drawn, a Word file where they hang",
          _boxes_last),
    Class("place of V/v", "set with tabs, it stands below both columns in print, and in the left "
          "one in a Word file", _subject_last),
    Class("hyphen at a line's end", "the PDF's line ends behind a hyphen or slash inside a number; "
          "no mark says that the two belong together", _joined_hyphens),
)  # fmt: skip
"""What may differ between the forms: at most ten."""


@dataclass(slots=True)
class Figures:
    """Counts of one form."""

    documents: int = 0
    words: int = 0
    wrong: int = 0
    same: int = 0


def main() -> int:
    """Print the table and, if asked, write it into the page; 1 where a form misses the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), options.count)
        figures = measure(Path(folder), show=options.show)
    text = table(figures)
    print(text)
    if options.write:
        put_section(options.write, "same-words", text)
    return int(any(one.wrong > LIMIT * one.words for one in figures.values()))


def make(folder: Path, count: int, seed: int = SEED) -> None:
    """Compose the documents as .docx and convert them into the other forms."""
    for index in range(count):
        rng = random.Random(f"same/{seed}/{index}")
        path = folder / f"{index:05d}.docx"
        page = sheet(path.stem, compose(seed, index).source, size=rng.choice((13, 13.5, 14)))
        write_docx(page, path, font=rng.choice(FONTS), tabbed=rng.random() < 0.08)
        dress(path, rng)
    for kind in FORMS.values():
        convert(sorted(folder.glob("*.docx")), folder, kind)


def measure(folder: Path, *, show: bool = False) -> dict[str, Figures]:
    """Compare every form of every document with its .docx."""
    figures = {suffix: Figures() for suffix in FORMS}
    paths = sorted(folder.glob("*.docx"))
    with ProcessPoolExecutor(
        min(len(paths), os.cpu_count() or 1), mp_context=get_context("spawn")
    ) as pool:
        for path, rows in zip(paths, pool.map(_compare_one, paths), strict=True):
            for suffix, words, differences in rows:
                one = figures[suffix]
                one.documents += 1
                one.words += words
                wrong = sum(max(len(ours), len(theirs)) for ours, theirs in differences)
                one.wrong += wrong
                one.same += not wrong
                if show:
                    for ours, theirs in differences:
                        print(path.stem, suffix, " ".join(ours), "→", " ".join(theirs))
    return figures


Differences = list[tuple[list[str], list[str]]]


def _compare_one(path: Path) -> list[tuple[str, int, Differences]]:
    one = told(parse(*open_file(path)))
    rows = []
    for suffix in FORMS:
        other = told(parse(*open_file(path.with_suffix(suffix))))
        rows.append((suffix, len(_words(one)), list(differences(one, other))))
    return rows


def told(document: ParsedDocument) -> Told:
    """Return the document's lines."""
    return [(line.block, document.text[line.start : line.end]) for line in document.lines]


def differences(one: Told, other: Told) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words that stand in one document only, in order, declared classes taken out."""
    for kind in CLASSES:
        one, other = kind.apply(one, other)
    ours, theirs = _words(one), _words(other)
    for change, start, end, first, last in SequenceMatcher(
        None, ours, theirs, autojunk=False
    ).get_opcodes():
        if change != "equal":
            yield ours[start:end], theirs[first:last]


def _words(lines: Told) -> list[str]:
    return [word for _, text in lines for word in text.split()]


def table(figures: dict[str, Figures]) -> str:
    """Return the figures and the declared classes as Markdown."""
    lines = ["| form | documents | equal | words | differ | share |", "|---|---|---|---|---|---|"]
    for suffix, one in figures.items():
        share = f"{100 * one.wrong / max(one.words, 1):.2f} %"
        lines.append(
            f"| {suffix} | {one.documents} | {one.same} | {one.words:,} | {one.wrong} | {share} |"
        )
    lines += ["", "| declared difference | why |", "|---|---|"]
    lines += [f"| {kind.name} | {kind.reason} |" for kind in CLASSES]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

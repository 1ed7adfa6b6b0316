"""Measures text → record: documents a second on one core, where the time goes, the share of
underthesea, how start-up compares with spaCy's own, and how time grows with hostile length.

    python -m bench.nlp_speed [--rounds 20]

The documents are the samples with a text layer, parsed once; times are CPU seconds of one process.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from dispatch.document import ParsedDocument
from flows.process import compounds_of
from nlp import extract
from nlp.findings import Findings
from nlp.pipeline import FINDERS, load
from nlp.tokenizer import SyllableTokenizer
from nlp.zones import label
from parsers import parse
from parsers.source import open_file

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
_DIGITAL = (".docx", ".txt", ".pdf")
_GOAL, _START_GOAL = 100.0, 1.5
_STARTS = 5
_LENGTHS = (250_000, 1_000_000)


def main(arguments: list[str] | None = None) -> int:
    """Print every figure with its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args(arguments)
    documents = one_page_documents()
    for document in documents:
        extract(document)
    rate = print_rate(documents, options.rounds)
    print_parts(documents, options.rounds)
    print_underthesea(documents, rate)
    print_start()
    print_growth()
    return 0


def one_page_documents() -> list[ParsedDocument]:
    """Parse the one-page samples that have a text layer."""
    paths = sorted(p for p in SAMPLES.iterdir() if p.suffix in _DIGITAL and "-scan" not in p.name)
    parsed = [parse(*open_file(path)) for path in paths]
    return [document for document in parsed if document.page_count == 1]


def extraction(document: ParsedDocument) -> float:
    """CPU seconds of one extraction."""
    return seconds(lambda: extract(document))


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds that ``run`` takes."""
    began = process_time()
    run()
    return process_time() - began


def print_rate(documents: list[ParsedDocument], rounds: int) -> float:
    times = [seconds(lambda: [extract(document) for document in documents]) for _ in range(rounds)]
    rate = len(documents) / median(times)
    print(
        f"text → record: {rate:.0f} one-page documents a second and core "
        f"({rate / _GOAL:.2f} of {_GOAL:.0f}; {len(documents)} samples, median of {rounds} rounds)"
    )
    return rate


def print_parts(documents: list[ParsedDocument], rounds: int) -> None:
    tokenizer = SyllableTokenizer(load().vocab)
    parts = dict.fromkeys(("tokens", "zones", *FINDERS), 0.0)
    for document in documents * max(1, rounds // 5):
        began = process_time()
        tokenizer(document.text)
        parts["tokens"] += process_time() - began
        began = process_time()
        zones, findings = label(document), Findings()
        parts["zones"] += process_time() - began
        for name, find in FINDERS.items():
            began = process_time()
            find(document, zones, findings)
            parts[name] += process_time() - began
    total = sum(parts.values())
    print("where: " + ", ".join(f"{name} {took / total:.0%}" for name, took in parts.items()))


def print_underthesea(documents: list[ParsedDocument], rate: float) -> None:
    records = [record.to_json() for document in documents for record in extract(document)]
    compounds_of(records[0])  # loads underthesea
    each = seconds(lambda: [compounds_of(record) for record in records]) / len(records)
    print(
        f"underthesea, headings alone: {1000 * each:.1f} ms a document, "
        f"{each / (each + 1 / rate):.0%} of the time with it"
    )


def print_start() -> None:
    # As ``nlp.extract_parts`` does it for every command.
    ours = start(
        "from nlp.spacy_import import import_spacy; import_spacy(); "
        "import nlp.pipeline; nlp.pipeline.load()"
    )
    bare = start("import spacy")
    print(
        f"start-up: {ours:.2f} s against {bare:.2f} s of import spacy, {ours / bare:.2f} "
        f"(goal ≤ {_START_GOAL})"
    )


def start(code: str) -> float:
    """CPU seconds of a fresh interpreter that runs ``code``: the median of some starts."""
    timed = f"import time\n{code}\nprint(time.process_time())"
    taken = [
        float(subprocess.run([sys.executable, "-c", timed], capture_output=True, check=True).stdout)
        for _ in range(_STARTS)
    ]
    return median(taken)


def print_growth() -> None:
    for name, unit in (
        ("one line", "thi đua "),
        ("slashes", "/"),
        ("numbers", "số 16/KH-BQL ngày 06/02/2023 "),
        ("mixed scripts", "\u202e漢字 số "),
    ):
        short, long = (extraction(text_of(unit, length)) for length in _LENGTHS)
        print(
            f"hostile {name}: {short:.2f} s for {_LENGTHS[0]:,}, {long:.2f} s for {_LENGTHS[1]:,} "
            f"characters, {long / max(short, 1e-9) / (_LENGTHS[1] / _LENGTHS[0]):.2f} of linear"
        )


def text_of(unit: str, length: int) -> ParsedDocument:
    """Parse a text file of ``length`` characters made of ``unit``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text((unit * (length // len(unit) + 1))[:length], encoding="utf-8")
        return parse(*open_file(path))


if __name__ == "__main__":
    sys.exit(main())

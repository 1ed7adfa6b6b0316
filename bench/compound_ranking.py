"""What compound words in headings do for the order of hits: precision of the first ten.

    PYTHONPATH=. .venv/bin/python bench/compound_ranking.py --count 20000

One to three words of a drawn document's heading are asked; a hit is right whose heading says each
of them, its syllables side by side. Asked by turns with the compounds' weight and without.
"""

import argparse
import random
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import mean, quantiles

from archive_corpus import generate
from archive_links import written

import index.compounds
from flows.process import compounds_of
from index import open_archive
from index.analysis import folded
from index.archive import Archive
from index.query import Query
from nlp import compounds

FIRST, ASKED = 10, 200


def fill(archive: Archive, count: int, seed: int) -> float:
    """Write the generated archive with its headings' compounds; return what finding them took of
    the processor, in ms a document."""
    worked = 0.0
    files = (written(record) for record, _ in generate(count, seed=seed))
    while batch := list(islice(files, 500)):
        began = time.process_time()
        cut = [replace(one, compounds=tuple(map(compounds_of, one.records))) for one in batch]
        worked += time.process_time() - began
        archive.add(cut)
    return 1000 * worked / count


def questions(headings: list[str], seed: int) -> list[list[str]]:
    """Draw words of headings, as a person remembers them: in any order, with their marks."""
    draw = random.Random(seed)
    found: list[list[str]] = []
    while len(found) < ASKED:
        words = compounds(draw.choice(headings))
        wanted = draw.choice((1, 2, 2, 3))
        if len(words) >= wanted:
            found.append(draw.sample(words, wanted))
    return found


def asked(archive: Archive, wanted: list[list[str]], weight: float) -> tuple[float, float]:
    """Return the precision of the first hits and the p95 of the processor's time in ms."""
    index.compounds.WEIGHT = weight
    right, times = [], []
    for words in wanted:
        began = time.process_time()
        hits = archive.search(Query(text=" ".join(words), limit=FIRST)).hits
        times.append(1000 * (time.process_time() - began))
        said = [f" {folded(hit.subject or '')} " for hit in hits]
        right += [all(f" {folded(word)} " in one for word in words) for one in said]
    return mean(right), quantiles(times, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_archive(f"sqlite:{Path(folder) / 'archive.sqlite'}") as archive,
    ):
        cost = fill(archive, options.count, options.seed)
        print(f"{archive.view.count():,} documents; compounds of a heading: {cost:.2f} ms")
        rows = archive.connection.execute(
            "SELECT subject FROM documents WHERE state = 'live' ORDER BY document_id"
        )
        wanted = questions([row["subject"] for row in rows], options.seed)
        usual = index.compounds.WEIGHT
        for weight in (0.0, usual, 0.0, usual):
            precision, spent = asked(archive, wanted, weight)
            print(
                f"weight {weight}: {precision:.3f} of the first {FIRST} right, p95 {spent:.1f} ms"
            )


if __name__ == "__main__":
    main()

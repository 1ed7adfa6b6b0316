"""Do the links of a generated archive agree with its true graph?

    .venv/bin/python bench/archive_links.py [--count 100000] [--store FILE] [--write PAGE]

Loads a generated archive (bench/archive_corpus.py), compares every link with the document that is
meant, and prints precision, recall and what became of each kind of spoilt citation. With --index
the links are read back from that view (an Elasticsearch), not from the store. Exit code 1 where a
floor is missed.

A citation *identifies* its document where what is printed is true and names the number, and the
day or (with the issuer) the year; the others (no day at all, a false day, a false issuer, a number
misread) may only propose, whatever is true; a misread number is linked where day, issuer and
subject are all those of the one document that looks like it, or where it can be no number and day
and issuer are. A second table tells of all that is not linked why, as one sees it in the archive.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from archive_corpus import SEED, Truth, generate  # noqa: E402 - the paths above come first

from app.accuracy import put_section  # noqa: E402
from dispatch.notation import match_key  # noqa: E402
from dispatch.scoring import wilson  # noqa: E402
from flows.process import compounds_of  # noqa: E402
from index import open_archive  # noqa: E402
from index.archive import Archive  # noqa: E402
from index.base import Sighting, Written  # noqa: E402
from index.elastic_source import record_of  # noqa: E402

PRECISION, RECALL = 0.995, 0.98
BATCH = 500
IDENTIFYING = ("", "no-issuer", "ocr-issuer", "year-only")
FORBIDDEN = ("false-date", "false-issuer", "ocr-date")
"""What prints something false may only propose: conflicts never link."""
Drawn = tuple[dict[str, Any], Truth]


@dataclass(slots=True)
class Figures:
    """Citations by what is spoilt in them and what the archive answered; ``examples`` are wrong.

    Answers: ``right``, ``wrong`` (a link), ``proposed`` (among candidates), ``missed`` (neither),
    ``rightly-none`` (the document meant is not in the archive, and nothing is linked).
    """

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)  # by kind: why not linked
    documents: int = 0
    mixed: int = 0  # documents of the archive that hold records of several true ones
    split: int = 0  # true documents whose records stand apart
    nameless: int = 0  # of present documents, without day, subject and title: these only propose

    def sum(self, *answers: str, of: Iterable[str] | None = None) -> int:
        """Return how many citations (of some kinds) had one of ``answers``."""
        kinds = None if of is None else set(of)
        return sum(
            number
            for (kind, answer), number in self.answers.items()
            if answer in answers and (kinds is None or kind in kinds)
        )

    @property
    def precision(self) -> float:
        return self.sum("right") / max(1, self.sum("right", "wrong"))

    def recall(self, *, of: Iterable[str] | None = None) -> float:
        """Return the share of citations of present documents that are linked to them."""
        kinds = None if of is None else tuple(of)
        there = self.sum("right", "wrong", "proposed", "missed", of=kinds)
        return self.sum("right", of=kinds) / max(1, there)


def main() -> int:
    """Load, compare, print; write the table into the page if asked."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "archive.sqlite"
        is_there = store.exists()
        url = options.index or f"sqlite:{store}"
        with open_archive(url, archive=store if options.index else None) as archive:
            began = time.perf_counter()
            drawn = generate(options.count, seed=options.seed)
            truths = [truth for _, truth in drawn] if is_there else load(archive, drawn)
            seconds = time.perf_counter() - began
            if options.index:
                archive.catch_up()
                archive.view.refresh()
            figures = compare(archive, truths, view=archive.view if options.index else None)
    print(
        f"{len(truths):,} records, {seconds:.0f} s to {'draw' if is_there else 'draw and load'}\n"
    )
    table = "\n".join(_table(figures))
    print(table, *figures.examples[:20], sep="\n")
    if options.write:
        put_section(options.write, "links", table)
    return 0 if is_met(figures) else 1


def load(archive: Archive, drawn: Iterable[Drawn], *, batch: int = BATCH) -> list[Truth]:
    """Put records into ``archive`` and return what is true of them."""
    truths = []
    stream = iter(drawn)
    while part := list(islice(stream, batch)):
        archive.add([written(record) for record, _ in part])
        truths += [truth for _, truth in part]
    return truths


def written(record: dict[str, Any]) -> Written:
    """Return a generated record as the flow hands it in."""
    source = record["source"]
    sighting = Sighting(f"/archive/{source['path']}", source["bytes"], 1, 1)
    return Written(record["id"], sighting, (record,), media_type=source["media_type"],
                   parse_key="generated", compounds=(compounds_of(record),))  # fmt: skip


def compare(archive: Archive, truths: list[Truth], *, view: Any = None) -> Figures:
    """Compare each shown record's links (of the store, or of ``view``) with the truth."""
    figures = Figures()
    by_record = {truth["id"]: truth for truth in truths}
    members: dict[str, set[int]] = defaultdict(set)
    homes: dict[int, set[str]] = defaultdict(set)
    for record_id, truth in by_record.items():
        for document_id in archive.find(record_id):
            members[document_id].add(truth["document"])
            homes[truth["document"]].add(document_id)
    figures.documents = len(members)
    figures.mixed = sum(len(found) > 1 for found in members.values())
    figures.split = sum(len(found) > 1 for found in homes.values())
    for record in archive.records() if view is None else _held_by(view):
        truth = by_record[record["id"]]
        for reference, one in zip(record["references"], truth["references"], strict=True):
            answer = _answer(reference, one["target"], members, homes)
            figures.answers[one["spoilt"], answer] += 1
            if answer in ("proposed", "missed"):
                figures.reasons[_reason(reference, archive), one["spoilt"]] += 1
            is_named = reference["date"] or reference["subject"] or reference["title"]
            if answer != "rightly-none" and not is_named and one["spoilt"] not in FORBIDDEN:
                figures.nameless += 1
            if answer == "wrong" or (answer == "missed" and one["spoilt"] in IDENTIFYING):
                figures.examples.append(_example(record, reference, answer, one, archive))
    return figures


def _held_by(view: Any) -> Iterator[dict[str, Any]]:
    """Yield what an Elasticsearch view holds of every record's links, a thousand at a time."""
    after: dict[str, Any] = {}
    while hits := view.client.search(
        index=view.address.name,
        size=1000,
        query={"exists": {"field": "document_id"}},
        source=["record.id", "record.number", "record.references", "record.warnings", "overlay"],
        sort=["document_id"],
        **after,
    )["hits"]["hits"]:
        yield from (record_of(hit["_source"]) for hit in hits)
        after = {"search_after": hits[-1]["sort"]}


def _answer(
    reference: dict[str, Any],
    meant: int,
    members: dict[str, set[int]],
    homes: dict[int, set[str]],
) -> str:
    linked = reference["resolved_id"]
    if linked is not None:
        return "right" if members[linked] == {meant} else "wrong"
    if meant not in homes:
        return "rightly-none"
    return "proposed" if homes[meant] & set(reference["candidates"]) else "missed"


def _reason(reference: dict[str, Any], archive: Archive) -> str:
    """Return why a citation of a document that is there has no link."""
    if reference["status"] == "date_conflict":
        return "its number and year are there with another day: `date_conflict`"
    if not reference["candidates"]:
        return "no document has its number in the year of the day printed"
    if not reference["number"]:
        return "a law by its title alone, with neither number nor day"
    if not reference["date"]:
        year = "the year but no day" if reference["date_partial"] else "no day"
        issuer = "" if reference["issuing_body"] else " and no issuer"
        return f"number with {year} and no subject{issuer}: it only proposes"
    if len(reference["candidates"]) > 1:
        return "several documents have its number and day, and no subject tells them apart"
    found = archive.read(reference["candidates"][0])
    if found is None or match_key(found["number"] or "") != match_key(reference["number"]):
        return "its number only looks like that of the document"
    return "number and day agree, the issuer printed is another"


def _example(
    record: dict[str, Any],
    reference: dict[str, Any],
    answer: str,
    truth: dict[str, Any],
    archive: Archive,
) -> str:
    found = archive.read(reference["resolved_id"]) if reference["resolved_id"] else None
    shown = [
        " · ".join(
            str(one.get(name)) for name in ("number", "title", "date", "issuing_body", "subject")
        )
        for one in (reference, *([found] if found else []))
    ]
    spoilt = truth["spoilt"] or "clean"
    return f"{answer} ({spoilt}, {reference['status']}) in {record['number']}: " + "  →  ".join(
        shown
    )


def is_met(figures: Figures) -> bool:
    """Tell whether precision and the recall of what identifies reach their floors."""
    return figures.precision >= PRECISION and figures.recall(of=IDENTIFYING) >= RECALL


def _table(figures: Figures) -> Iterator[str]:
    links, right = figures.sum("right", "wrong"), figures.sum("right")
    low, high = wilson(right, links)
    yield (
        f"{figures.documents:,} documents, {sum(figures.answers.values()):,} citations. Of "
        f"{links:,} links {right:,} are right: precision {figures.precision:.4f} (95 % interval "
        f"{low:.4f}–{high:.4f}). Recall of citations that identify their document: "
        f"{figures.recall(of=IDENTIFYING):.4f}; of all citations of documents in the archive, "
        f"spoilt ones too: {figures.recall():.4f} (what the ladder forbids to link bounds it by "
        f"{_bound(figures):.4f}), and "
        f"{_with_proposed(figures):.4f} with the right one among the candidates. Documents that "
        f"mix two: {figures.mixed}; documents that stand apart from their renditions: "
        f"{figures.split}."
    )
    answers = ("right", "wrong", "proposed", "missed", "rightly-none")
    yield ""
    yield "| spoilt | citations | linked rightly | linked wrongly | proposed | not found | none, rightly |"  # noqa: E501 - one row
    yield "|---|---|---|---|---|---|---|"
    for kind in sorted({kind for kind, _ in figures.answers}):
        numbers = [figures.sum(answer, of=[kind]) for answer in answers]
        cells = " | ".join(f"{number:,}" for number in (sum(numbers), *numbers))
        yield f"| {kind or 'nothing'} | {cells} |"
    yield from _reasons(figures)


def _reasons(figures: Figures) -> Iterator[str]:
    """Yield the table of what is not linked, the commonest reason first."""
    by_reason: dict[str, Counter[str]] = defaultdict(Counter)
    for (reason, kind), number in figures.reasons.items():
        by_reason[reason][kind or "nothing"] += number
    there = max(1, figures.sum("right", "wrong", "proposed", "missed"))
    yield ""
    yield "| not linked, though the document is there | citations | of all | spoilt |"
    yield "|---|---|---|---|"
    for reason, kinds in sorted(by_reason.items(), key=lambda one: -one[1].total()):
        spoilt = ", ".join(f"{kind} {number:,}" for kind, number in kinds.most_common())
        yield f"| {reason} | {kinds.total():,} | {kinds.total() / there:.2%} | {spoilt} |"


def _bound(figures: Figures) -> float:
    """Return the recall of all citations if every one were linked that the ladder lets link: none
    that is false, and none without a day that has no subject either."""
    answers = ("right", "wrong", "proposed", "missed")
    there = figures.sum(*answers)
    barred = figures.sum(*answers, of=FORBIDDEN) + figures.nameless
    return 1 - barred / max(1, there)


def _with_proposed(figures: Figures) -> float:
    there = figures.sum("right", "proposed", "missed")
    return figures.sum("right", "proposed") / max(1, there)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--store", type=Path, help="keep the archive here, or use what is there")
    parser.add_argument("--index", help="read the links from this view")
    parser.add_argument("--write", type=Path, help="put the table into this page")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

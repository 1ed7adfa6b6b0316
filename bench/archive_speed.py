"""How fast is an archive of a given size asked, and how fast is it written?

    .venv/bin/python bench/archive_speed.py [--count 100000] [--store FILE] [--index URL]
        [--only asking|writing] [--write docs/speed.md]
    .venv/bin/python bench/archive_speed.py --curve 10000,100000,1000000

Asks a generated archive (bench/archive_corpus.py; loaded where --store has none) by number, by the
plan that is cited, by signer, by words and for link trees, in questions drawn from it with a fixed
seed, and prints percentiles in milliseconds; --index asks that Elasticsearch (its own time: what
the server says it took). Then writes the same files once through the archive and once as a bare
``executemany`` into the same tables. --curve lets one archive grow and asks it at each size, the
table (and --write's page) following as it goes. Exit code 1 where a limit is missed.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from archive_bare import measure_writing  # noqa: E402 - the paths above come first
from archive_corpus import SEED, generate  # noqa: E402
from archive_growth import Grown, drawn_beside, grow  # noqa: E402
from archive_links import load  # noqa: E402

from app.accuracy import put_section  # noqa: E402
from index import open_archive  # noqa: E402
from index.archive import Archive  # noqa: E402
from index.query import FACETS, Query  # noqa: E402

EACH = 200
SELECTIVE = 0.02  # of the archive
WRITING = 0.6  # of a bare executemany


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of question: how long it took (ms, sorted; ``work`` is this process's processor
    time, which other work on the machine does not lengthen) and what the issue allows."""

    name: str
    times: list[float]
    work: list[float]
    percent: int
    limit: float
    found: float  # matches, on average

    @property
    def is_met(self) -> bool:
        return self.at(self.percent) <= self.limit

    def at(self, percent: int) -> float:
        """Return the percentile: the least time that so many of a hundred did not exceed."""
        return _percentile(self.times, percent)


def main() -> int:
    """Measure, print, and write the tables into the page if asked."""
    options = _options()
    if options.curve:
        return _curve(options)
    is_met = True
    if options.only != "writing":
        with tempfile.TemporaryDirectory() as folder:
            store = options.store or Path(folder) / "archive.sqlite"
            url = options.index or f"sqlite:{store}"
            with open_archive(url, archive=store if options.index else None) as archive:
                archive.catch_up()
                archive.view.refresh()
                if archive.view.count() < options.count * 0.9:
                    load(archive, generate(options.count, seed=options.seed))
                    archive.view.refresh()
                rows = ask(archive, is_remote=bool(options.index))
        table = "\n".join(_table(rows))
        busy = f"Load of the machine meanwhile: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."
        table = f"{table}\n\n{busy}"
        print(table, flush=True)
        is_met = all(row.is_met for row in rows)
        if options.write:
            name = "asking-elasticsearch" if options.index else "asking"
            put_section(options.write, name, f"{options.count:,} documents.\n\n{table}")
    if options.only != "asking" and not options.index:
        found = measure_writing(options.count, seed=options.seed)
        mark = "met" if found.ratio >= WRITING else "**short**"
        told = f"{found} Limit: {WRITING} of the bare writing, {mark}."
        print(f"\n{told}")
        is_met = is_met and found.ratio >= WRITING
        if options.write:
            put_section(options.write, "writing", told)
    return 0 if is_met else 1


def ask(archive: Archive, *, each: int = EACH, is_remote: bool = False) -> list[Row]:
    """Ask every kind of question ``each`` times; the first tenth only warms caches."""
    draw = random.Random(SEED)
    count = archive.view.count()
    ceiling = 15.0 if is_remote else 10.0
    texts = _texts(archive, draw, each, count)
    names = _drawn(archive, "SELECT DISTINCT signer FROM documents WHERE signer <> ''", draw, each)
    plans = _plans(archive, draw, each)
    cited = [Query(references=plan) for plan in plans]
    rows = [
        _searched(archive, "number", _numbers(archive, draw, each), 99, ceiling),
        _searched(archive, "referenced plan", cited, 99, ceiling),
        _searched(archive, "signer", [Query(signer=name) for name in names], 99, ceiling),
        _searched(archive, "text, under 2 %", texts[0], 95, 50.0),
        _searched(archive, "text, 2 % and more", texts[1], 95, 150.0),
        _searched(archive, "the same with facets", _with_facets(texts[1]), 95, 150.0),
    ]
    if not is_remote:
        trees = [lambda plan=plan: archive.links(plan, depth=2) for plan in plans]
        rows.append(_timed("link tree, two levels", trees, 99, 20.0))
    return [row for row in rows if row.times]


def _searched(archive: Archive, name: str, queries: list[Query], percent: int, limit: float) -> Row:
    times, work, found = [], [], 0
    took = _server_times(archive)
    for position, query in enumerate(queries):
        began = time.thread_time()
        results = archive.search(query)
        found += results.total
        if position >= len(queries) // 10:
            work.append((time.thread_time() - began) * 1000)
            times.append(took[-1] if took else results.milliseconds)
    mean = found / max(1, len(queries))
    return Row(name, sorted(times), [] if took else sorted(work), percent, limit, mean)


def _server_times(archive: Archive) -> list[float]:
    """Return a list to which every further answer of an Elasticsearch adds the milliseconds that
    it says it took; it stays empty where there is none."""
    took: list[float] = []
    client = getattr(archive.view, "client", None)
    if client is not None:
        ask = type(client).search

        def watched(**asked: object) -> object:
            answer = ask(client, **asked)
            took.append(float(answer["took"]))
            return answer

        client.search = watched
    return took


def _timed(name: str, calls: list[Callable[[], object]], percent: int, limit: float) -> Row:
    times, work = [], []
    for position, call in enumerate(calls):
        began, worked = time.perf_counter(), time.thread_time()
        call()
        if position >= len(calls) // 10:
            times.append((time.perf_counter() - began) * 1000)
            work.append((time.thread_time() - worked) * 1000)
    return Row(name, sorted(times), sorted(work), percent, limit, 0)


def _percentile(sorted_times: list[float], percent: int) -> float:
    return sorted_times[max(0, -(-len(sorted_times) * percent // 100) - 1)]


def _drawn(archive: Archive, sql: str, draw: random.Random, each: int) -> list[str]:
    rows = [row[0] for row in archive.connection.execute(sql)]
    return draw.choices(rows, k=each)


def _numbers(archive: Archive, draw: random.Random, each: int) -> list[Query]:
    sql = "SELECT number FROM documents WHERE number IS NOT NULL AND state = 'live'"
    return [Query(number=number) for number in _drawn(archive, sql, draw, each)]


def _plans(archive: Archive, draw: random.Random, each: int) -> list[str]:
    """Return numbers of plans on which something rests, the most cited among them."""
    rows = archive.connection.execute(
        "SELECT d.number FROM refs r JOIN documents d ON d.row = r.target "
        "WHERE d.document_type = 'Kế hoạch' AND d.number IS NOT NULL "
        "GROUP BY d.row ORDER BY count(*) DESC, d.row"
    ).fetchall()
    most = [row[0] for row in rows[: each // 4]]
    return most + draw.choices([row[0] for row in rows], k=each - len(most))


def _texts(
    archive: Archive, draw: random.Random, each: int, count: int
) -> tuple[list[Query], list[Query]]:
    """Return questions of one to four words that match under 2 % and more than that."""
    few: list[Query] = []
    many: list[Query] = []
    subjects = _drawn(
        archive, "SELECT subject FROM documents WHERE state = 'live'", draw, each * 20
    )
    signers = _drawn(archive, "SELECT DISTINCT signer FROM documents", draw, each * 20)
    for subject, signer in zip(subjects, signers, strict=True):
        if len(few) >= each and len(many) >= each:
            break
        query = Query(text=_words(draw, subject, signer))
        total = archive.search(Query(text=query.text, limit=1)).total
        pool = few if total < SELECTIVE * count else many
        if total and len(pool) < each:
            pool.append(query)
    return few, many


def _words(draw: random.Random, subject: str, signer: str) -> str:
    words = subject.split()
    start = draw.randrange(len(words))
    some = words[start : start + draw.randint(1, 4)]
    shape = draw.randrange(4)
    if shape == 0:
        return f'"{" ".join(some)}"'
    if shape == 1:
        return f'"{signer}"'
    if shape == 2:
        return f'{" ".join(some)} "{signer.split()[-1]}" {draw.randint(2, 4000)}'
    return " ".join(some)


def _with_facets(queries: list[Query]) -> list[Query]:
    return [Query(text=query.text, facets=FACETS) for query in queries]


def _table(rows: list[Row]) -> Iterator[str]:
    yield "| question | asked | matches, mean | p50 ms | p95 ms | p99 ms | limit | processor, ms |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        mark = " met" if row.is_met else " **short**"
        worked = f"{_percentile(row.work, row.percent):.1f}" if row.work else "–"
        yield (
            f"| {row.name} | {len(row.times)} | {row.found:,.0f} | {row.at(50):.1f} | "
            f"{row.at(95):.1f} | {row.at(99):.1f} | p{row.percent} ≤ {row.limit:.0f}{mark} | "
            f"{worked} |"
        )


def _curve(options: argparse.Namespace) -> int:
    """Let one archive grow, and at each size tell how fast it came to it and is asked; in brackets
    the processor's time."""
    sizes = [int(size) for size in options.curve.split(",")]
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        store = options.store or Path(folder) / "archive.sqlite"
        with open_archive(f"sqlite:{store}") as archive:
            drawn = drawn_beside(sizes[-1], seed=options.seed)
            for size in sizes:
                grown = grow(archive, drawn, until=size)
                if size == sizes[-1]:
                    drawn.close()
                rows = ask(archive, each=100)
                megabytes = (store.stat().st_size + _wal(store)) / 1e6
                lines = lines or list(_curve_head(rows))
                lines.append(_curve_row(grown, megabytes, rows))
                print("\n".join(lines[-1:] if len(lines) > 3 else lines), flush=True)
                if options.write:
                    busy = f"Load of the machine at the end: {os.getloadavg()[2]:.0f} on"
                    told = f"{busy} {os.cpu_count()} cores."
                    put_section(options.write, "growth", "\n".join([*lines, "", told]))
    return 0


def _wal(store: Path) -> int:
    beside = store.with_name(f"{store.name}-wal")
    return beside.stat().st_size if beside.exists() else 0


def _curve_head(rows: list[Row]) -> Iterator[str]:
    asked = " | ".join(f"{row.name}, p{row.percent} ms" for row in rows)
    yield f"| documents | written a second | a second of the processor | MB | {asked} |"
    yield "|---|---|---|---|" + "---|" * len(rows)


def _curve_row(grown: Grown, megabytes: float, rows: list[Row]) -> str:
    cells = " | ".join(
        f"{row.at(row.percent):.1f} ({_percentile(row.work, row.percent):.1f})" for row in rows
    )
    return (
        f"| {grown.documents:,} | {grown.files / grown.seconds:,.0f} | "
        f"{grown.files / grown.work:,.0f} | {megabytes:,.0f} | {cells} |"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--store", type=Path, help="keep the archive here, or use what is there")
    parser.add_argument("--index", help="ask this Elasticsearch view of the store")
    parser.add_argument("--only", choices=("asking", "writing"))
    parser.add_argument("--curve", help="sizes to which one archive grows, by commas")
    parser.add_argument("--folder", type=Path, help="where the curve's archive is made")
    parser.add_argument("--write", type=Path, help="put the tables into this page")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

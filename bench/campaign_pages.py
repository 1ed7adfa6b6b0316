"""How long a page of campaigns takes in an archive that is nothing but campaigns.

    PYTHONPATH=. .venv/bin/python bench/campaign_pages.py --count 120000 --store FILE

Eight rounds rest on each plan; four hundred offices over fifteen years. Asked are the first page,
pages far behind, a year, a day, a plan, those without a report, and what the page says of all.
"""

import argparse
import hashlib
import random
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import quantiles

from dispatch.record import Campaign, Dispatch, Extractor, Period, Reference, Source
from index import open_archive
from index.base import Sighting, Written
from index.campaigns import Asked, campaigns, count, years

ROUNDS, OFFICES, YEARS, PAGE, EACH = 8, 400, 15, 200, 30


def launches(number: int) -> Iterator[Written]:
    """Yield ``number`` launches, each with the plan that it rests on before its first round."""
    for index in range(number):
        plan, round_ = divmod(index, ROUNDS)
        if round_ == 0:
            yield _file(f"plan-{plan}", plan, f"{plan}/KH-S{plan % OFFICES}", "Kế hoạch", "01-15")
        start, end = f"{_year(plan)}-0{round_ + 1}-10", f"{_year(plan)}-{round_ + 2:02}-20"
        yield _file(
            f"launch-{index}",
            plan,
            f"{index}/S{plan % OFFICES}-VP",
            "Công văn",
            start[5:],
            references=(_cited(plan),),
            period=(Period(start=start, end=end, kind="campaign"),),
            campaign=Campaign(
                name=f"Thi đua đợt {round_ + 1}", round=round_ + 1, year=_year(plan),
                plan="/references/0",
            ),
        )  # fmt: skip


def _year(plan: int) -> int:
    return 2010 + plan % YEARS


def _cited(plan: int) -> Reference:
    return Reference(
        relation="implements",
        document_type="Kế hoạch",
        number=f"{plan}/KH-S{plan % OFFICES}",
        date=f"{_year(plan)}-01-15",
        issuing_body=f"Sở số {plan % OFFICES} tỉnh Bắc Kạn",
    )


def _file(name: str, plan: int, number: str, kind: str, day: str, **fields: object) -> Written:
    file_id = hashlib.sha256(name.encode()).hexdigest()
    source = Source(
        path=f"{name}.txt", media_type="text/plain", bytes=1, pages=1, page_range=(1, 1),
        ocr_pages=(),
    )  # fmt: skip
    values = {
        "id": file_id,
        "source": source,
        "document_type": kind,
        "number": number,
        "date": f"{_year(plan)}-{day}",
        "issuing_body": f"Sở số {plan % OFFICES} tỉnh Bắc Kạn",
        "subject": f"thi đua năm {_year(plan)} của {name}",
        "extractor": Extractor(version="1"),
        "text": f"Về thi đua, {name}",
        **fields,
    }
    record = Dispatch.model_validate(values).to_json()
    return Written(file_id, Sighting(f"/{name}.txt", 1, 1, 1), (record,), media_type="text/plain")


def measured(name: str, ask: Callable[[], object]) -> None:
    """Print the percentiles of one kind of question, in ms of time and of the processor."""
    times, work = [], []
    for _ in range(EACH):
        began, worked = time.perf_counter(), time.process_time()
        ask()
        times.append(1000 * (time.perf_counter() - began))
        work.append(1000 * (time.process_time() - worked))
    shown = [quantiles(one, n=100) for one in (times, work)]
    cells = " | ".join(f"{one[49]:.1f} / {one[98]:.1f}" for one in shown)
    print(f"| {name} | {cells} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=120_000)
    parser.add_argument("--store", type=Path, required=True, help="made where it is not there")
    options = parser.parse_args()
    is_new = not options.store.exists()
    with open_archive(f"sqlite:{options.store}") as archive:
        files = launches(options.count if is_new else 0)
        while batch := list(islice(files, 1000)):
            archive.add(batch)
        connection, draw = archive.connection, random.Random(7)
        print(f"{count(connection):,} campaigns; p50 / p99 in ms: time, processor")

        def page(**asked: object) -> Callable[[], object]:
            return lambda: campaigns(connection, Asked(**asked), limit=PAGE)  # type: ignore[arg-type]

        def behind() -> object:
            day = f"{2010 + draw.randrange(YEARS)}-0{draw.randint(1, 9)}-10."
            return campaigns(connection, Asked(after=day), limit=PAGE)

        measured("first page of 200", page())
        measured("a page far behind", behind)
        measured("of a year", page(year=2013))
        measured("running on a day", page(running="2015-05-15"))
        measured("of a plan", page(plan="77/KH-S77"))
        measured("without a report", page(is_reported=False))
        measured("how many, and of which years", lambda: (count(connection), years(connection)))


if __name__ == "__main__":
    main()

"""How fast do the pages come with 100,000 documents and 20 people?

    .venv/bin/python bench/web_load.py [--count 100000] [--store FILE] [--seconds 60]

Builds a generated archive (bench/archive_corpus.py) unless --store has one, serves it as
``congvan serve`` does, in a process of its own on a loopback port, and lets 20 users ask with five
seconds between their requests: half by number, plan or signer, half by phrases and common words;
every other request opens a document that was found. Prints the times of both pages; exit code 1
where a limit is missed.
"""

import argparse
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from archive_corpus import SEED, generate  # noqa: E402 - the paths above come first
from archive_links import written  # noqa: E402

from index import open_archive  # noqa: E402
from index.archive import Archive  # noqa: E402

USERS, PAUSE = 20, 5.0
LIMITS = {"search": 0.4, "document": 0.15}
"""Seconds that 95 of 100 pages may take at most."""
BATCH = 1000
WORDS = (
    "kế hoạch",
    "thi đua",
    '"phát động phong trào"',
    "ủy ban nhân dân",
    '"phòng cháy chữa cháy"',
    "khen thưởng năm 2023",
    "quyết định",
    '"báo cáo kết quả"',
    "chuyển đổi số",
    "tỉnh",
)
_HIT = re.compile(r'<h3><a href="(/documents/[0-9a-f]+)"')
_SERVER = """
import sys, uvicorn
from pathlib import Path
from app.web.access import Access
from app.web.application import create_app
from app.web.place import Place
store, port = sys.argv[1:]
place = Place(f"sqlite:{store}", None, Path(store).parent)
uvicorn.run(create_app(place, Access()), host="127.0.0.1", port=int(port), log_level="warning")
"""
Times = dict[str, list[float]]


def main() -> int:
    """Build, serve, ask, print."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "archive.sqlite"
        with open_archive(f"sqlite:{store}") as archive:
            if archive.view.count() == 0:
                build(archive, options.count)
            print(f"{archive.view.count()} documents", flush=True)
            addresses = asked(archive)
        with serving(store) as url:
            times = ask(url, addresses, seconds=options.seconds)
    return report(times)


def build(archive: Archive, count: int) -> None:
    """Fill the archive with generated documents."""
    began = time.perf_counter()
    drawn = generate(count, seed=SEED)
    while batch := [written(record) for record, _ in islice(drawn, BATCH)]:
        archive.add(batch)
    print(f"built in {time.perf_counter() - began:.0f} s", flush=True)


def asked(archive: Archive) -> dict[str, list[str]]:
    """Return search addresses: exact ones drawn from the archive, and words."""
    draw = random.Random(SEED)
    rows = archive.connection.execute(
        "SELECT number, signer FROM documents WHERE state = 'live' AND number <> '' LIMIT 20000"
    ).fetchall()
    plans = archive.connection.execute(
        "SELECT label FROM refs WHERE relation = 'implements' AND label <> '' LIMIT 20000"
    ).fetchall()
    exact = [("number", draw.choice(rows)["number"]) for _ in range(100)]
    exact += [("references", draw.choice(plans)["label"]) for _ in range(100)]
    exact += [("signer", draw.choice(rows)["signer"]) for _ in range(100)]
    words = [("q", text) for text in WORDS]
    return {
        "exact": [f"/?{httpx.QueryParams([one])}" for one in exact],
        "words": [f"/?{httpx.QueryParams([one])}" for one in words],
    }


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """Serve the store on a free loopback port."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    command = [sys.executable, "-c", _SERVER, str(store), str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{url}/api/v1/health", timeout=30)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def ask(url: str, addresses: dict[str, list[str]], *, seconds: float) -> Times:
    """Let all users ask until the time is over; return the seconds of each page by kind."""
    times: Times = defaultdict(list)
    ends = time.monotonic() + seconds
    users = [
        threading.Thread(target=_user, args=(url, addresses, number, ends, times))
        for number in range(USERS)
    ]
    for user in users:
        user.start()
    for user in users:
        user.join()
    return times


def _user(
    url: str, addresses: dict[str, list[str]], number: int, ends: float, times: Times
) -> None:
    draw = random.Random(SEED + number)
    found: list[str] = []
    time.sleep(draw.uniform(0, PAUSE))
    with httpx.Client(base_url=url, timeout=60) as client:
        while time.monotonic() < ends:
            if found:
                _timed(client, draw.choice(found), "document", times)
                found = []
            else:
                kind = draw.choice(("exact", "words"))
                page = _timed(client, draw.choice(addresses[kind]), f"search {kind}", times)
                found = _HIT.findall(page)
            time.sleep(PAUSE)


def _timed(client: httpx.Client, address: str, kind: str, times: Times) -> str:
    began = time.perf_counter()
    answer = client.get(address)
    spent = time.perf_counter() - began
    answer.raise_for_status()
    times[kind].append(spent)
    if kind.startswith("search"):
        times["search"].append(spent)
    return answer.text


def report(times: Times) -> int:
    """Print the times; return 1 where a limit is missed."""
    missed = 0
    for kind in ("search", "search exact", "search words", "document"):
        spent = sorted(times[kind])
        if not spent:
            print(f"{kind}: none asked")
            missed = 1
            continue
        p50, p95 = (spent[min(len(spent) - 1, int(len(spent) * part))] for part in (0.5, 0.95))
        limit = LIMITS.get(kind)
        verdict = "" if limit is None else f", limit {limit * 1000:.0f} ms"
        missed |= limit is not None and p95 > limit
        print(
            f"{kind}: {len(spent)} pages, p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, "
            f"worst {spent[-1] * 1000:.0f} ms{verdict}"
        )
    return int(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

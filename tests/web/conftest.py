"""A real archive of samples, the real server on a loopback port, a real browser."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from app.web.access import Access
from app.web.application import create_app
from app.web.place import Place
from dispatch.errors import DispatchError
from flows.process import process
from flows.run import Job, Run
from index import open_archive
from index.base import Sighting, Written
from parsers.source import open_file

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = (
    "ke-hoach-16.pdf",
    "thi-dua-dot-1.pdf",
    "thi-dua-dot-2.pdf",
    "thi-dua-dot-2.docx",
    "thi-dua-dot-2.txt",
    "bao-cao-dot-1.docx",
)
GUESSES = {"34": 0.45, "84": 0.3, "64": 0.2, "94": 0.05}
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HOSTILE = '"><img src=x onerror=alert(1)>\u202e'
"""In fields and in a file name; a page that runs it fails the test by its dialog."""


class Quiet:
    """A watcher that a run tells nothing of interest."""

    def phase(self, name: str) -> None: ...

    def found(self, total: int) -> None: ...

    def done(self, path: str, pages: int, error: DispatchError | None) -> None: ...


@dataclass
class Visit:
    """A browser's page that notes every request, every dialog and every error of a script."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An archive with a plan, its campaigns, and a document that is out to break the pages."""
    folder = tmp_path_factory.mktemp("web")
    hostile = folder / "in" / "a<b>'&.txt"
    hostile.parent.mkdir()
    text = (SAMPLES / "thi-dua-dot-2.txt").read_text(encoding="utf-8")
    hostile.write_text(
        text.replace("phát động thi đua đợt II\n", f"xin <script>alert(1)</script> {HOSTILE}\n", 1)
        .replace("Hoàng Văn Khởi", "Hoàng <b>Văn</b> Khởi")
        .replace("16/KH-BQL", "61/KH-XYZ")
        .replace("ngày 20 tháng 7", "ngày 21 tháng 8"),
        encoding="utf-8",
    )
    paths = (*(SAMPLES / name for name in NAMES), hostile)
    index = f"sqlite:{folder / 'archive.sqlite'}"
    # Named from here, as a person does: the status page shows it, and a picture of it is kept.
    named = tuple(Path(os.path.relpath(path)) for path in paths)
    with Run(Job(named, index, jobs=2), Quiet()) as run:
        for batch in run.discover([str(path) for path in paths]):
            run.process(batch)
            run.write(batch)
        run.link()
        assert not run.finish().failures
    with open_archive(index) as archive:
        archive.add([ink(SAMPLES / "to-trinh-ke-chong-sat-lo.pdf")])
    return Place(index, None, folder)


def ink(path: Path) -> Written:
    """Return a file whose number was written by hand, as the reader of ink leaves it: no value,
    only guesses, and where they stand."""
    source, _ = open_file(path)
    read = process(source, is_stored=True)
    record = read.records[0]
    printed = record["evidence"]["/number"]
    guesses = [{"value": f"{n}/TTr-SNN", "confidence": c} for n, c in GUESSES.items()]
    known = {**printed, "confidence": 0.45, "method": "handwriting", "candidates": guesses}
    record.update(number=None, number_state="unreadable")
    record["evidence"].update({"/number": known, "/number_state": {**known, "candidates": []}})
    sighting = Sighting(str(path), path.stat().st_size, 1, 1)
    return Written(source.id, sighting, (record,), source.media_type, "", read.parsed, ((),))


@contextmanager
def serving(place: Place, access: Access) -> Iterator[str]:
    """Serve on a free loopback port and give the address."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    config = uvicorn.Config(
        create_app(place, access), host="127.0.0.1", port=port, log_level="warning", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def site_url(place: Place) -> Iterator[str]:
    """The address of the site without a password, as on one's own machine."""
    with serving(place, Access(hosts=frozenset({"127.0.0.1"}))) as url:
        yield url


@pytest.fixture(scope="session")
def client(site_url: str) -> Iterator[httpx.Client]:
    """A client of the site."""
    with httpx.Client(base_url=site_url, timeout=30) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS])
        yield opened
        opened.close()


@pytest.fixture(params=[1440, 360], ids=["wide", "narrow"])
def visit(browser: Browser, site_url: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh page of each width; no request may leave the host and no script may fail."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, base_url=site_url, locale="vi-VN"
    )
    made = Visit(context.new_page())

    def note(asked: Request) -> None:
        if not asked.url.startswith((site_url, "data:", "blob:")):
            made.foreign.append(asked.url)

    made.page.on("request", note)
    made.page.on("pageerror", lambda error: made.faults.append(str(error)))
    made.page.on("dialog", lambda dialog: made.faults.append(f"dialog: {dialog.message}"))
    yield made
    context.close()
    assert not made.foreign
    assert not made.faults

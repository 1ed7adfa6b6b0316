"""How the server is doing, told also where something is wrong."""

import re
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from elasticsearch import Elasticsearch

from app.web.access import Access
from app.web.place import Place
from index import open_archive
from tests.web.conftest import serving

GAUGE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\\n]*"\})? -?\d+(\.\d+)?')


def test_every_gauge_is_of_prometheus_form_and_says_what_health_says(client: httpx.Client) -> None:
    health = client.get("/api/v1/health").json()
    told = client.get("/api/v1/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = told.text.splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert all(GAUGE.fullmatch(line) for line in lines if not line.startswith("#"))
    assert values["congvan_index_up"] == "1"
    assert int(values["congvan_documents"]) == health["documents"] >= 4
    assert int(values["congvan_store_bytes"]) > 100_000
    files = {
        name: int(values[f'congvan_files{{state="{name}"}}'])
        for name in health["files"]
        if name != "seen"
    }
    assert sum(files.values()) == health["files"]["seen"]
    assert (health["status"], health["trouble"]) == ("ok", None)


def test_a_data_folder_may_be_made_later(place: Place, tmp_path: Path) -> None:
    there = replace(place, data_folder=tmp_path / "not" / "yet")
    with serving(there, Access()) as served, httpx.Client(base_url=served) as asked:
        assert asked.get("/status").status_code == 200
        assert asked.get("/api/v1/health").json()["free"] > 0
    assert not there.data_folder.exists()


@pytest.mark.parametrize("address", ["/api/v1/health", "/status"])
def test_a_defect_is_an_answer_like_others(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("<b>secret</b>")

    monkeypatch.setattr("app.web.api.vitals_of", broken)
    monkeypatch.setattr("app.web.status_page.vitals_of", broken)
    answer = client.get(address)
    assert answer.status_code == 500
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "secret" not in answer.text
    if address.startswith("/api/"):
        assert answer.json()["code"] == "defect"
    else:
        assert "Lỗi của chương trình" in answer.text


def test_runs_are_paged_on_the_page(client: httpx.Client, place: Place) -> None:
    with open_archive(place.index) as archive:
        for _ in range(12):
            archive.end_run(archive.begin_run("/in/<b>"))
    first = client.get("/status").text
    assert "&lt;b&gt;" in first
    found = re.search(r'rel="next" href="/status\?before=(\d+)#runs"', first)
    assert found
    second = client.get("/status", params={"before": found[1]}).text
    assert f"<td>{int(found[1]) - 1}</td>" in second
    assert f"<td>{found[1]}</td>" in first
    assert f"<td>{found[1]}</td>" not in second


@contextmanager
def between(url: str) -> Iterator[tuple[str, threading.Event]]:
    """Stand between a client and the server at ``url``; once the event is set nothing answers."""
    target = urlsplit(url)
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    cut = threading.Event()

    def carry(one: socket.socket) -> None:
        with one, socket.create_connection((target.hostname, target.port or 80)) as other:
            while not cut.is_set():
                for ready in select.select([one, other], [], [], 0.1)[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    (other if ready is one else one).sendall(data)

    def listen() -> None:
        while not cut.is_set():
            try:
                one, _ = listening.accept()
            except TimeoutError:
                continue
            threading.Thread(target=carry, args=(one,), daemon=True).start()
        listening.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", cut
    finally:
        cut.set()
        thread.join()


@pytest.mark.elastic
def test_the_status_page_answers_where_the_index_does_not(
    place: Place, tmp_path: Path, elasticsearch_url: str
) -> None:
    copy = tmp_path / "a.sqlite"
    with open_archive(place.index) as archive:
        archive.connection.execute("VACUUM INTO ?", (str(copy),))
    name = f"congvan-web-{uuid4().hex[:8]}"
    with between(elasticsearch_url) as (url, cut):
        there = replace(place, index=f"{url}/{name}", archive=copy, data_folder=tmp_path)
        with open_archive(there.index, archive=copy) as archive:
            archive.catch_up()
            archive.view.refresh()
        try:
            with serving(there, Access()) as served, httpx.Client(base_url=served) as asked:
                assert asked.get("/api/v1/health").json()["status"] == "ok"
                assert "Elasticsearch" in asked.get("/status").text
                cut.set()
                page = asked.get("/status", timeout=120)
                assert (page.status_code, page.text.count('role="alert"')) == (200, 1)
                health = asked.get("/api/v1/health", timeout=120).json()
                assert (health["status"], health["documents"]) == ("degraded", None)
                assert health["trouble"]["code"] == "index-unavailable"
                gauges = asked.get("/api/v1/metrics", timeout=120).text
                assert "congvan_index_up 0" in gauges
                search = asked.get("/api/v1/search", timeout=120)
                assert (search.status_code, search.json()["code"]) == (503, "index-unavailable")
        finally:
            with Elasticsearch(elasticsearch_url) as known:
                known.indices.delete(index=f"{name}-1")

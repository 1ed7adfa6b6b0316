"""What a server may answer that the real one at hand does not: other versions, other products,
API keys, and times at which it is too busy."""

import json
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dispatch.errors import ConfigError, IndexSchemaError, IndexUnavailableError
from index import open_archive
from index.elastic import ElasticView
from index.elastic_client import connect, parse_url
from index.maintenance import check
from index.query import Query
from tests.index.drawn import archive_content, plan

Answer = tuple[int, bytes]
Answering = Callable[[BaseHTTPRequestHandler, bytes], Answer]


@contextmanager
def answering(answer: Answering, *, product: str = "Elasticsearch") -> Iterator[str]:
    """Serve ``answer`` on a port of its own; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, content = answer(self, body)
            self.send_response(status)
            self.send_header("X-Elastic-Product", product)
            kind = "application/vnd.elasticsearch+json;compatible-with=8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = respond

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def nodes_of(version: str) -> bytes:
    return json.dumps({"nodes": {"a": {"version": version}}}).encode()


@pytest.mark.parametrize("version", ["7.17.0", "8.18.4"])
def test_an_older_server_is_refused_by_name_and_version(version: str) -> None:
    with answering(lambda *_: (200, nodes_of(version))) as server:
        with pytest.raises(IndexUnavailableError, match=version) as caught:
            connect(parse_url(f"{server}/congvan"))
        assert caught.value.code == "index-version"


@pytest.mark.parametrize("version", ["8.19.0", "9.1.2"])
def test_a_newer_server_is_taken(version: str) -> None:
    with answering(lambda *_: (200, nodes_of(version))) as server:
        connect(parse_url(f"{server}/congvan")).close()


def test_another_product_is_told_apart() -> None:
    with answering(lambda *_: (200, b"{}"), product="something") as server:
        with pytest.raises(IndexUnavailableError) as caught:
            connect(parse_url(f"{server}/congvan"))
        assert caught.value.code == "index-product"


def test_the_api_key_goes_into_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler, _: bytes) -> Answer:
        seen.append(request.headers.get("Authorization"))
        return 200, nodes_of("8.19.1")

    monkeypatch.setenv("ELASTICSEARCH_API_KEY", "a2V5OnNlY3JldA==")
    with answering(answer) as server:
        connect(parse_url(f"{server}/congvan")).close()
    assert seen == ["ApiKey a2V5OnNlY3JldA=="]


def test_whoever_may_only_use_an_index_is_not_asked_for_more() -> None:
    with answering(lambda *_: (403, b'{"error": {"type": "security_exception"}}')) as server:
        connect(parse_url(f"{server}/congvan")).close()


def test_several_nodes_stand_in_one_address() -> None:
    address = parse_url("https://ai:m%40t@a:1,b,[::1]:3/congvan?ca_certs=/ca.crt")
    assert address.servers == ("https://a:1", "https://b:443", "https://[::1]:3")
    assert (address.user, address.password, address.ca_certs) == ("ai", "m@t", "/ca.crt")
    with pytest.raises(ConfigError) as caught:
        parse_url("https://ai:secret@a:1,/congvan")
    assert "secret" not in caught.value.message


@contextmanager
def refusing(real: str, *, times: int, status: int) -> Iterator[tuple[str, Counter[str]]]:
    """Stand before the ``real`` server and refuse the first bulk requests; count all of them."""
    counted: Counter[str] = Counter()

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> Answer:
        if "_bulk" in request.path:
            counted["bulk"] += 1
            if counted["bulk"] <= times:
                return status, b'{"error": {"type": "es_rejected_execution_exception"}}'
        passed = urllib.request.Request(
            f"{real}{request.path}", data=body or None, method=request.command
        )
        for name in ("Content-Type", "Accept"):
            if value := request.headers.get(name):
                passed.add_header(name, value)
        try:
            with urllib.request.urlopen(passed, timeout=30) as answered:
                return answered.status, answered.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    with answering(answer) as server:
        yield server, counted


@pytest.mark.elastic
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_tried_again_after_a_pause(
    tmp_path: Path, index_url: str, status: int
) -> None:
    address = parse_url(index_url)
    with refusing(address.server, times=5, status=status) as (server, counted):
        url = f"{server}/{address.name}"
        with open_archive(url, archive=tmp_path / "archive.sqlite") as archive:
            archive.add(archive_content())
            archive.view.refresh()
            assert archive.search(Query()).total == 6
            assert check(archive) == {}
    assert counted["bulk"] > 5


@pytest.mark.elastic
def test_a_document_that_does_not_fit_is_named_and_nothing_is_left_unsaid(
    tmp_path: Path, index_url: str
) -> None:
    with open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive:
        archive.add([plan()])
        # Somebody gave the index another mapping by hand: it says it is ours, and is not.
        view = archive.view
        assert isinstance(view, ElasticView)
        ((name, found),) = view.client.indices.get_mapping(index=view.address.name).items()
        kept = found["mappings"]
        kept["properties"].pop("seq")
        view.client.indices.delete(index=name)
        view.client.indices.create(index=name, mappings=kept, aliases={view.address.name: {}})
        with pytest.raises(IndexSchemaError, match="reindex") as caught:
            archive.add(archive_content()[3:])
        assert "strict_dynamic_mapping_exception" in caught.value.message
        # With the index went the document that was in it.
        assert "4 documents are in the archive and wait" in caught.value.message
        assert "4 văn bản" in caught.value.vi
        assert archive.behind() == 4

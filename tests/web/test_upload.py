"""Files on their way in: many at once, dropped, scanned, too large, too slow, out of place."""

import errno
import io
import re
import socket
import time
import zipfile
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from app.web import guard
from app.web.access import Access
from app.web.place import Place
from app.web.site import Site
from tests.web.checks import checked, picture
from tests.web.conftest import HOSTILE, SAMPLES, Visit

_DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  const form = document.querySelector("form.drop");
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
}"""


def width_of(page: Page) -> int:
    """Return the width that the test runs at; it makes each run's files its own."""
    return page.viewport_size["width"] if page.viewport_size else 0


@pytest.mark.browser
@pytest.mark.ocr
def test_scans_arrive_while_one_watches(visit: Visit, client: httpx.Client, tmp_path: Path) -> None:
    page = visit.page
    width = width_of(page)
    name = "bao-cao-dot-1-scan.pdf" if width > 1000 else "cong-van-phuc-dap-scan.pdf"
    scan = tmp_path / f"quét {width}.pdf"
    scan.write_bytes((SAMPLES / name).read_bytes() + f"\n%{width}\n".encode())
    text = tmp_path / f"giấy mời <b>{width}.txt"
    sample = (SAMPLES / "giay-moi-hop.txt").read_text(encoding="utf-8")
    text.write_text(f"{sample}\n{width}\n", encoding="utf-8")
    page.goto("/status")
    checked(page)
    page.get_by_label("Chọn một hoặc nhiều tệp").set_input_files([scan, text])
    page.get_by_role("button", name="Nạp", exact=True).click()
    expect(page.locator("#sending li.done")).to_have_count(2)
    for one in (scan, text):
        row = page.locator(".job", has_text=one.name)
        expect(row).to_contain_text("đã vào kho", timeout=180_000)
    checked(page)
    picture(page, "status")
    page.locator(".job", has_text=text.name).get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("Giấy mời")
    number = "145/BC-BQL" if width > 1000 else "1836/SGTVT-QLKCHT"
    found = client.get("/api/v1/search", params={"number": number}).json()["hits"][0]
    page.goto(f"/documents/{found['document_id']}")
    expect(page.locator("main")).to_contain_text(number)
    assert client.get("/api/v1/search", params={"q": "giấy mời"}).json()["total"] >= 1


@pytest.mark.browser
def test_a_file_is_dropped_and_a_bad_one_is_tried_again(visit: Visit) -> None:
    page = visit.page
    width = width_of(page)
    name = f"hỏng {width}{HOSTILE}.pdf"
    page.goto("/status")
    page.evaluate(_DROP, [name, f"%PDF-1.7 {width}"])
    expect(page.locator("#sending li.done")).to_contain_text(f"hỏng {width}")
    row = page.locator(".job", has_text=f"hỏng {width}")
    expect(row).to_contain_text("không vào kho được", timeout=60_000)
    expect(row).to_contain_text("hãy")
    page.reload()
    checked(page)
    assert page.locator("main img").count() == 0
    page.get_by_role("link", name="Tệp hỏng").click()
    expect(page.locator(".causes [aria-current]")).to_have_text("Tệp hỏng")
    held = page.locator(".bad li", has_text=f"hỏng {width}")
    held.get_by_role("button").click()
    expect(page.locator(".job", has_text=f"hỏng {width}")).to_have_count(2)
    page.get_by_role("button", name=re.compile("Đọc lại tất cả")).first.click()
    expect(page.locator(".job.waiting, .job.reading")).to_have_count(0, timeout=60_000)


@pytest.mark.browser
def test_a_file_that_could_not_be_sent_says_why_and_is_sent_again(visit: Visit) -> None:
    page = visit.page
    page.goto("/status")
    key = page.locator("form.drop [name=form_key]")
    kept = key.get_attribute("value")
    key.evaluate("(one) => { one.value = 'stale'; }")
    page.evaluate(_DROP, [f"lại {width_of(page)}.txt", "x"])
    row = page.locator("#sending li.failed")
    expect(row).to_contain_text("phiên làm việc đã hết")
    checked(page)
    key.evaluate("(one, kept) => { one.value = kept; }", kept)
    row.get_by_role("button", name="Gửi lại").click()
    expect(page.locator("#sending li.done")).to_have_count(1)


def ended(client: httpx.Client, sent: list[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """Send files and return what became of each."""
    files = [("files", one) for one in sent]
    jobs = client.post("/api/v1/ingest", files=files).json()
    for _ in range(600):
        told = [client.get(f"/api/v1/ingest/{job['id']}").json() for job in jobs]
        if not any(one["state"] in ("waiting", "reading") for one in told):
            return told
        time.sleep(0.1)
    raise AssertionError(told)


def test_an_upload_tells_its_documents_and_what_failed_in_it(client: httpx.Client) -> None:
    letter = (SAMPLES / "giay-moi-hop.txt").read_bytes() + b"\n(in a box)\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("trong/giấy mời.txt", letter)
        box.writestr("trong/hỏng.pdf", b"%PDF-1.7 broken")
    first, again, bad = ended(
        client,
        [("gói.zip", packed.getvalue()), ("bản nữa.txt", letter), ("hỏng.pdf", b"%PDF-1.7 b")],
    )
    (name,) = first["documents"]
    record = client.get(f"/api/v1/documents/{name}/record").json()
    assert record["document_type"] == "Giấy mời"
    assert (first["state"], first["cause"]) == ("done", None)
    (failure,) = first["failures"]
    assert failure["name"] == "trong/hỏng.pdf"
    assert failure["code"].startswith("damaged")
    assert (again["documents"], again["failures"]) == ([name], [])
    assert (bad["state"], bad["documents"]) == ("failed", [])
    assert bad["cause"]["name"] == "hỏng.pdf"
    assert client.get("/api/v1/ingest/none").status_code == 404


def test_what_a_stopped_server_has_taken_is_read_by_the_next(tmp_path: Path) -> None:
    place = Place(f"sqlite:{tmp_path / 'a.sqlite'}", None, tmp_path)
    letter = (SAMPLES / "giay-moi-hop.txt").read_bytes()
    site = Site(place, Access())
    for _ in range(3):
        site.uploads.take([("a.txt", io.BytesIO(letter)), ("b.pdf", io.BytesIO(b"%PDF-1.7"))])
    site.close()
    marks = tmp_path / "uploads" / "waiting"
    left = {one.name for one in marks.iterdir()}
    assert left, "the server was stopped before it had read them all"
    (marks / "gone").write_text("2023-01-01/x/gone.txt")
    site = Site(place, Access())
    while any(job.is_open for job in site.uploads.jobs):
        time.sleep(0.05)
    assert {job.id for job in site.uploads.jobs} == left
    assert list(marks.iterdir()) == []
    with site.archive() as archive:
        assert archive.counts()["seen"] == 6
        assert archive.view.count() == 1
    site.close()


def test_a_defect_is_told_as_the_cause_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("flows.run.Run.discover", broken)
    site = Site(Place(f"sqlite:{tmp_path / 'a.sqlite'}", None, tmp_path), Access())
    (job,) = site.uploads.take([("a.txt", io.BytesIO(b"x"))])
    while job.is_open:
        time.sleep(0.05)
    assert [one.code for one in job.failures] == ["defect"]
    assert "a.txt" in job.failures[0].message
    site.close()


def test_a_full_disk_is_told_and_nothing_half_is_kept(
    client: httpx.Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(data: BinaryIO, kept: BinaryIO) -> None:
        kept.write(data.read(1))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    answer = client.post("/api/v1/ingest", files={"files": ("đầy.txt", b"full")})
    assert (answer.status_code, answer.json()["code"]) == (507, "disk-full")
    assert not list(place.data_folder.rglob("đầy.txt"))


def form_key(client: httpx.Client) -> str:
    """Return the key of the upload form."""
    found = re.search(r'name="form_key" value="([^"]+)"', client.get("/status").text)
    assert found
    return found[1]


def test_names_cannot_leave_the_folder(client: httpx.Client, place: Place) -> None:
    names = ("../../../escape.txt", "..\\..\\escape.txt", "/tmp/escape.txt", "a\x00b.txt")
    for name in names:
        sent = {"files": (name, f"x {name}".encode())}
        assert client.post("/api/v1/ingest", files=sent).status_code == 202
    kept = place.data_folder / "uploads"
    assert all(kept in path.parents for path in place.data_folder.rglob("*escape.txt"))
    assert not (place.data_folder.parent / "escape.txt").exists()


def test_only_what_is_in_quarantine_is_read_again(client: httpx.Client) -> None:
    for path in ("/etc/passwd", str(SAMPLES / "ke-hoach-16.pdf")):
        data = {"form_key": form_key(client), "path": path}
        assert client.post("/retry", data=data).status_code == 404
    assert (
        client.post("/retry", data={"form_key": form_key(client), "code": "x"}).status_code == 404
    )


def raw(url: str, head: str) -> socket.socket:
    """Send the beginning of a request by hand."""
    address = urlsplit(url)
    assert address.hostname and address.port
    opened = socket.create_connection((address.hostname, address.port), timeout=20)
    opened.sendall(head.replace("\n", "\r\n").encode())
    return opened


HEAD = (
    "POST /api/v1/ingest HTTP/1.1\nHost: 127.0.0.1\nContent-Type: multipart/form-data; boundary=b\n"
)


def test_an_oversized_upload_is_refused_before_it_is_read(site_url: str) -> None:
    with raw(site_url, f"{HEAD}Content-Length: {guard.UPLOAD_BODY + 1}\n\n") as opened:
        assert opened.recv(200).startswith(b"HTTP/1.1 413")


def test_an_upload_without_length_is_counted(
    site_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "UPLOAD_BODY", 1000)
    body = "800\n" + "x" * 0x800 + "\n"
    with raw(site_url, f"{HEAD}Transfer-Encoding: chunked\n\n{body}") as opened:
        assert opened.recv(200).startswith(b"HTTP/1.1 413")


def test_a_silent_and_a_trickling_upload_are_given_up(
    site_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_PAUSE_SECONDS", 0.3)
    with raw(site_url, f"{HEAD}Content-Length: 1000\n\n--b") as opened:
        assert opened.recv(200).startswith(b"HTTP/1.1 408")
    monkeypatch.setattr(guard, "_PATIENCE_SECONDS", 0.5)
    part = '--b\nContent-Disposition: form-data; name="files"; filename="a"\n\n'
    with raw(site_url, f"{HEAD}Content-Length: 1000\n\n{part}") as opened:
        for _ in range(10):
            opened.sendall(b"-")
            time.sleep(0.1)
        assert opened.recv(200).startswith(b"HTTP/1.1 408")

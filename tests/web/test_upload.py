"""Files on their way in: many at once, dropped, scanned, too large, too slow, out of place."""

import re
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from app.web import guard
from app.web.place import Place
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
    expect(row).to_contain_text("không đọc được", timeout=60_000)
    page.reload()
    checked(page)
    assert page.locator("main img").count() == 0
    held = page.locator(".bad li", has_text=f"hỏng {width}")
    held.get_by_role("button").click()
    expect(page.locator(".job", has_text=f"hỏng {width}")).to_have_count(2)
    page.get_by_role("button", name=re.compile("Đọc lại tất cả")).first.click()
    expect(page.locator(".job.waiting, .job.reading")).to_have_count(0, timeout=60_000)


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

"""Results as files, saved searches and their feeds."""

import csv
import io
import re
from pathlib import Path

import httpx
import orjson
import pytest
from lxml import etree
from openpyxl import load_workbook
from playwright.sync_api import expect

from app.workbook import write_workbook
from tests.web.checks import checked
from tests.web.conftest import Visit

ATOM = "{http://www.w3.org/2005/Atom}"


def test_every_hit_is_sent_in_each_format(client: httpx.Client) -> None:
    total = client.get("/api/v1/search", params={"references": "16/KH-BQL"}).json()["total"]
    asked = {"references": "16/KH-BQL"}
    lines = client.get("/results", params={**asked, "format": "jsonl"}).text.splitlines()
    assert len(lines) == total
    assert "evidence" in orjson.loads(lines[0])
    sheet = client.get("/results", params={**asked, "format": "csv"})
    assert sheet.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(sheet.text.lstrip("\ufeff"))))
    assert {row["id"] for row in rows} == {orjson.loads(line)["id"] for line in lines}
    for direction, first in (("out", "Số, ký hiệu văn bản"), ("in", "Ngày đến")):
        answer = client.get("/results", params={**asked, "format": f"register-{direction}"})
        assert "attachment" in answer.headers["content-disposition"]
        book = load_workbook(io.BytesIO(answer.content))
        values = list(book.worksheets[0].values)
        assert values[1][0] == first
        assert len(values) == 3 + total
        assert any("145/BC-BQL" in row for row in values)


def test_nothing_in_a_cell_is_run(tmp_path: Path) -> None:
    hostile = ["=1+1", "+1", "@SUM(A1)", "-1", "a\x00b\x0b", "x" * 40_000, "\u202egpj"]
    write_workbook(tmp_path / "a.xlsx", "SỔ", ["a"], [[text] for text in hostile])
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=4)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[:5]] == ["=1+1", "+1", "@SUM(A1)", "-1", "ab"]


def test_a_bad_search_is_told_before_anything_is_sent(client: httpx.Client) -> None:
    assert client.get("/results", params={"since": "31/2/2023"}).status_code == 400
    assert client.get("/results", params={"format": "exe"}).status_code == 422
    assert client.get("/saved/none/feed.atom").status_code == 404


@pytest.mark.browser
def test_a_search_is_saved_and_its_feed_tells_what_comes(
    visit: Visit, client: httpx.Client, tmp_path: Path
) -> None:
    page = visit.page
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.goto("/")
    page.get_by_text("Tải kết quả").click()
    checked(page)
    page.goto("/?references=16/KH-BQL")
    page.get_by_text("Lưu tìm kiếm này").click()
    page.get_by_label("Đặt tên").fill(f"Đợt <b>thi đua</b> {width}")
    page.locator("#save-by").fill("Lê Thị Kiểm")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".hit")).to_contain_text(f"Đợt <b>thi đua</b> {width}")
    checked(page)
    address = page.get_by_role("link", name="Nguồn tin Atom").get_attribute("href")
    assert address
    feed = etree.fromstring(client.get(address).content)
    assert feed.findtext(f"{ATOM}title") == f"Đợt <b>thi đua</b> {width}"
    assert feed.findall(f"{ATOM}entry") == []
    text = (
        f"BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP\nSố: {width}/BQL-VP\n"
        "Hà Giang, ngày 5 tháng 9 năm 2023\nV/v <i>đợt</i> mới\n\n"
        "Thực hiện Kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban Quản lý.\n"
    )
    sent = {"files": (f"{width}.txt", text.encode())}
    job = client.post("/api/v1/ingest", files=sent).json()[0]
    while client.get(f"/api/v1/ingest/{job['id']}").json()["state"] in ("waiting", "reading"):
        pass
    answer = client.get(address)
    (entry,) = etree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert re.search(rf"{width}/BQL-VP", entry.findtext(f"{ATOM}title") or "")
    tagged = client.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert tagged.status_code == 304
    page.get_by_role("button", name=re.compile("^Xóa")).click()
    expect(page.locator(".hit")).to_have_count(0)

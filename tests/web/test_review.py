"""The review in a real browser: one key an answer, and two people at once."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from app.web.place import Place
from dispatch.office_register import Entry
from index import open_archive
from index.register import compare
from tests.web.checks import checked, picture, ready
from tests.web.conftest import Visit

pytestmark = pytest.mark.browser


def shown(page: Page) -> tuple[str | None, str | None]:
    """Return the document and the field that are asked."""
    names = ("document", "path")
    document, path = (
        page.locator(f"#accept input[name={name}]").get_attribute("value") for name in names
    )
    return document, path


def test_ink_is_asked_first_and_one_key_chooses(visit: Visit, client: httpx.Client) -> None:
    page = visit.page
    page.goto("/review")
    checked(page)
    expect(page.locator(".card h2")).to_have_text("Số, ký hiệu")
    expect(page.locator(".options button")).to_have_count(3)
    expect(page.locator(".crop image")).to_be_visible()
    picture(page, "review")
    # Without a name nothing is saved: the field asks for it.
    expect(page.get_by_label("Tên người sửa")).to_be_focused()
    page.keyboard.type("Lê Thị Kiểm")
    page.locator("h1").click()
    page.keyboard.press("2")
    expect(page.locator(".done")).to_contain_text("Đã lưu")
    chosen = client.get("/api/v1/search", params={"number": "84/TTr-SNN"}).json()
    assert chosen["total"] == 1
    name = chosen["hits"][0]["document_id"]
    made = client.get(f"/api/v1/documents/{name}/corrections").json()[-1]
    assert (made["author"], made["replaced"], made["value"]) == ("Lê Thị Kiểm", None, "84/TTr-SNN")
    ready(page)
    page.keyboard.press("u")
    expect(page.locator(".done")).to_have_count(0)
    assert client.get("/api/v1/search", params={"number": "84/TTr-SNN"}).json()["total"] == 0
    expect(page.locator(".options button")).to_have_count(3)


def test_what_the_register_proposes_is_one_key(
    visit: Visit, client: httpx.Client, place: Place
) -> None:
    line = Entry("Đi <b>2023</b>:6", "45/BQL-VP", "2023-07-20", subject="phát động thi đua đợt II")
    with open_archive(place.index) as archive:
        (match,) = compare(archive, [line]).matches
    assert match.state == "proposed"
    page = visit.page
    page.goto("/review")
    page.get_by_role("link", name="Sổ đề nghị").click()
    option = page.locator(".options button").first
    expect(option).to_contain_text("45/BQL-VP")
    expect(option).to_contain_text("Đi <b>2023</b>:6")
    ready(page)
    checked(page)
    page.get_by_label("Tên người sửa").fill("Lê Thị Kiểm")
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(page.locator(".done")).to_contain_text("Đã lưu")
    expect(page.locator(".options button")).to_have_count(0)
    assert client.get("/api/v1/search", params={"number": "45/BQL-VP"}).json()["total"] == 1
    ready(page)
    page.keyboard.press("u")
    expect(page.locator(".options button")).to_have_count(1)
    assert client.get("/api/v1/search", params={"number": "45/BQL-VP"}).json()["total"] == 0


def test_values_are_accepted_skipped_and_written_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.goto("/review?kind=warning")
    first = shown(page)
    page.get_by_label("Tên người sửa").fill("Lê Thị Kiểm")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("after="))
    ready(page)
    assert shown(page) != first
    page.goto("/review?kind=warning")
    page.get_by_label("Tên người sửa").fill("Lê Thị Kiểm")
    page.get_by_label("Tên người sửa").press("Enter")
    expect(page.locator(".done")).to_be_visible()
    assert shown(page) != first
    # The accepting button has the focus now: Enter goes on to the next value.
    expect(page.locator("#accept button")).to_be_focused()
    ready(page)
    page.keyboard.press("u")
    expect(page.locator(".done")).to_have_count(0)
    assert shown(page) == first
    ready(page)
    page.keyboard.press("e")
    expect(page.locator("#value")).to_be_focused()
    checked(page)
    page.keyboard.press("Escape")
    expect(page.locator("#value")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    checked(page)
    page.get_by_label("Dùng phím tắt").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    for key in ("n", "?"):
        page.keyboard.press(key)
    expect(page.locator("#keys")).to_be_hidden()
    assert shown(page) == first
    page.get_by_role("button", name="Phím tắt").click()
    page.get_by_label("Dùng phím tắt").check()
    page.get_by_role("button", name="Đóng").click()
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile("/$"))


def test_the_later_of_two_people_is_told(visit: Visit, client: httpx.Client) -> None:
    page = visit.page
    page.goto("/review?kind=warning")
    document = page.locator("#accept input[name=document]").get_attribute("value")
    path = page.locator("#accept input[name=path]").get_attribute("value")
    seen = page.locator("#accept input[name=seen]").get_attribute("value") or None
    address = f"/api/v1/documents/{document}/corrections"
    made = {"path": path, "value": "77/BQL-VP", "seen": seen, "author": "Trần Nhanh"}
    assert client.post(address, json=made).status_code == 201
    page.get_by_label("Tên người sửa").fill("Lê Thị Kiểm")
    page.get_by_label("Tên người sửa").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Trần Nhanh")
    checked(page)
    undo = {"path": path, "value": seen or "", "seen": "77/BQL-VP", "author": "Trần Nhanh"}
    assert client.post(address, json=undo).status_code == 201


def test_lists_and_citations_are_corrected_on_the_document(
    visit: Visit, client: httpx.Client
) -> None:
    page = visit.page
    page.goto("/?references=16/KH-BQL&signer=khoi")
    page.locator(".hit").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/documents/"))
    document = page.url.rpartition("/")[2]
    page.get_by_text("Sửa: Nơi nhận").first.click()
    area = page.get_by_label("Nơi nhận", exact=True)
    old = area.input_value()
    area.fill(f"{old}\nSở Nội vụ (b/c)")
    page.get_by_label("Tên người sửa").locator("visible=true").fill("Lê Thị Kiểm")
    page.get_by_role("button", name="Lưu giá trị đúng").locator("visible=true").click()
    expect(page.locator(".fields")).to_contain_text("Sở Nội vụ (b/c)")
    record = client.get(f"/api/v1/documents/{document}/record").json()
    assert record["recipients"][-1] == {"name": "Sở Nội vụ", "role": "b/c", "delivery": None}
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".fields")).not_to_contain_text("Sở Nội vụ (b/c)")

    page.get_by_text("Sửa dẫn chiếu").first.click()
    checked(page)
    page.get_by_text("Sửa: Quan hệ dẫn chiếu").click()
    page.get_by_label("Quan hệ dẫn chiếu", exact=True).select_option("mentions")
    page.get_by_label("Tên người sửa").locator("visible=true").fill("Lê Thị Kiểm")
    page.get_by_role("button", name="Lưu giá trị đúng").locator("visible=true").click()
    expect(page.locator("#f-references-0 dt")).to_have_text("dẫn chiếu")
    record = client.get(f"/api/v1/documents/{document}/record").json()
    assert record["references"][0]["relation"] == "mentions"
    checked(page)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#f-references-0 dt")).to_have_text("thực hiện")
    record = client.get(f"/api/v1/documents/{document}/record").json()
    assert record["references"][0]["relation"] == "implements"

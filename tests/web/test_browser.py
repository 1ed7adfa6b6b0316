"""People's ways through the pages, in a real browser, wide and narrow."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.web.checks import checked, picture, ready
from tests.web.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_campaign_is_found_by_its_plan_and_followed(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    checked(page)
    page.get_by_text("Thêm điều kiện").click()
    page.get_by_role("combobox", name="Dẫn tới văn bản số").fill("16/KH-BQL")
    page.get_by_role("combobox", name="Từ, số ký hiệu hoặc cụm từ").fill("thi dua dot")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_contain_text("16/KH-BQL")
    expect(page.locator(".hit mark").first).to_be_visible()
    expect(page.get_by_role("link", name="Công văn (để trống)/BQL-VP")).to_be_visible()
    checked(page)
    picture(page, "search")
    page.locator(".hit", has_text="20/07/2023").get_by_role("link").click()

    field = page.locator("#f-date")
    expect(field).to_be_visible()
    ready(page)
    field.hover()
    box = page.locator("#b-date-0")
    expect(box).to_have_class("area lit")
    seen, sheet = box.locator("rect").bounding_box(), page.locator(".paper").first.bounding_box()
    assert seen and sheet
    assert sheet["x"] < seen["x"] < sheet["x"] + sheet["width"]
    assert sheet["y"] < seen["y"] < sheet["y"] + sheet["height"] / 3
    checked(page)
    picture(page, "document")
    page.mouse.move(0, 0)
    page.locator("#b-date-0 rect").hover()
    expect(field).to_have_class("field lit")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Chép").click()
    expect(page.locator("#copied")).to_have_text("Đã chép.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Công văn số …/BQL-VP ngày 20 tháng 7 năm 2023 của Ban Quản lý")

    page.get_by_role("link", name="Sơ đồ liên kết").click()
    expect(page.locator(".node.root")).to_be_visible()
    ready(page)
    checked(page)
    root = page.locator(".node.root").bounding_box()
    assert root
    assert 0 <= root["x"] < page.evaluate("window.innerWidth") - root["width"] / 2
    picture(page, "graph")
    page.locator("svg .node", has_text="Kế hoạch 16/KH-BQL").click()
    expect(page.locator("h1")).to_contain_text("16/KH-BQL")
    expect(page.locator(".node.stub").first).to_be_visible()
    page.get_by_role("link", name="Các trường đã đọc").click()
    expect(page.locator("h1")).to_have_text("Kế hoạch 16/KH-BQL")
    checked(page)


def test_the_text_leads_to_what_it_cites(visit: Visit) -> None:
    page = visit.page
    page.goto("/?q=&references=16/KH-BQL&signer=khoi")
    page.locator(".hit").get_by_role("link").first.click()
    page.locator("a.cited").first.click()
    expect(page.locator("h1")).to_have_text("Kế hoạch 16/KH-BQL")
    page.locator("a.cited[href*='91%2F2017']").first.click()
    expect(page.locator("main")).to_contain_text("chưa có trong kho")
    checked(page)


def test_everything_can_be_reached_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.goto("/?references=16/KH-BQL")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.hit') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#fields")).to_be_visible()
    ready(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.show')"):
            break
    expect(page.locator("[data-fields].lit").nth(1)).to_be_attached()
    lit = page.evaluate("document.activeElement.getAttribute('href').slice(1)")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#{re.escape(lit)}$"))


def test_a_signer_is_corrected_without_a_mouse(visit: Visit, client: httpx.Client) -> None:
    page = visit.page
    width = page.viewport_size["width"] if page.viewport_size else 0
    name = f"Trần Thị {'Phím' if width > 1000 else 'Bàn'}"

    def tab_to(what: str) -> None:
        for _ in range(120):
            if page.evaluate(f"document.activeElement.matches({what!r})"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(what)

    page.goto("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("dẫn:16/KH-BQL loại:báo cáo")
    page.keyboard.press("Enter")
    expect(page.locator(".hit")).to_have_count(1)
    ready(page)
    tab_to(".hit a")
    page.keyboard.press("Enter")
    expect(page.locator("#f-signer")).to_be_visible()
    ready(page)
    tab_to("#f-signer summary")
    page.keyboard.press("Enter")
    tab_to("[name=value]")
    page.keyboard.press("Control+a")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Lê Thị Kiểm")
    page.keyboard.press("Enter")
    expect(page.locator("#f-signer")).to_contain_text(name)
    assert client.get("/api/v1/search", params={"signer": name}).json()["total"] == 1
    ready(page)
    tab_to("form[action$='/undo'] button")
    page.keyboard.press("Enter")
    expect(page.locator("#f-signer")).not_to_contain_text(name)


def test_hostile_text_shows_as_text(visit: Visit) -> None:
    page = visit.page
    page.goto("/?since=21/8/2023&until=21/8/2023")
    page.locator(".hit").get_by_role("link").first.click()
    expect(page.locator(".running")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator("main")).to_contain_text("a<b>'&.txt")
    assert page.locator("main img[src=x], main b, main script").count() == 0
    checked(page)


def test_a_document_prints_without_what_only_a_screen_needs(visit: Visit) -> None:
    page = visit.page
    page.goto("/?references=16/KH-BQL&signer=khoi")
    page.locator(".hit").get_by_role("link").first.click()
    page.emulate_media(media="print")
    expect(page.locator("#f-date")).to_be_visible()
    expect(page.locator(".paper img").first).to_be_visible()
    for part in (".top", ".foot", ".edit", "#copy", ".actions"):
        expect(page.locator(part).first).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_pages_in_english_dark_and_enlarged(visit: Visit) -> None:
    page = visit.page
    page.emulate_media(color_scheme="dark")
    page.goto("/?references=16/KH-BQL&lang=en")
    expect(page.locator("h1")).to_have_text("Find documents")
    checked(page)
    size = page.viewport_size
    assert size
    # Zoom of 200 % is half the width in CSS pixels.
    page.set_viewport_size({"width": max(320, size["width"] // 2), "height": 450})
    page.locator(".hit").get_by_role("link").first.click()
    expect(page.locator("#fields")).to_have_text("Fields read")
    checked(page)


def test_a_corrected_signer_is_found(visit: Visit, client: httpx.Client) -> None:
    page = visit.page
    width = page.viewport_size["width"] if page.viewport_size else 0
    name = f"Nguyễn Văn {'Rộng' if width > 1000 else 'Hẹp'}"
    page.goto("/?q=bao+cao&type=Báo cáo")
    page.locator(".hit").get_by_role("link").first.click()
    page.get_by_text("Sửa: Họ tên người ký").click()
    page.get_by_label("Họ tên người ký", exact=True).fill(name)
    page.get_by_label("Tên người sửa").locator("visible=true").fill("Lê Thị Kiểm")
    page.get_by_role("button", name="Lưu giá trị đúng").locator("visible=true").click()
    expect(page.locator("#f-signer")).to_contain_text(name)
    expect(page.locator("section", has=page.locator("#history"))).to_contain_text("Lê Thị Kiểm")
    checked(page)
    assert client.get("/api/v1/search", params={"signer": name}).json()["total"] == 1
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#f-signer")).not_to_contain_text(name)
    assert client.get("/api/v1/search", params={"signer": name}).json()["total"] == 0


def test_what_is_typed_is_suggested_and_chosen_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    box = page.get_by_role("combobox", name="Từ, số ký hiệu hoặc cụm từ")
    box.press_sequentially("16/KH")
    option = page.get_by_role("option", name="16/KH-BQL")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    checked(page)
    box.press("Escape")
    expect(option).to_be_hidden()
    box.press("ArrowDown")
    box.press_sequentially("-")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "q-1")
    box.press("Enter")
    expect(page.locator(".chip")).to_contain_text("16/KH-BQL")
    expect(page.locator(".hit")).to_have_count(1)
    page.goto("/?type=Kế+hoạch")
    signer = page.get_by_role("combobox", name="Người ký")
    signer.press_sequentially("khoi")
    page.get_by_role("option", name="Hoàng Văn Khởi").click()
    expect(signer).to_have_value("Hoàng Văn Khởi")


def test_campaigns_stand_in_time_and_lead_to_their_papers(visit: Visit) -> None:
    page = visit.page
    page.goto("/campaigns?plan=16/KH-BQL")
    expect(page.locator("svg .bar")).to_have_count(2)
    expect(page.locator("tbody tr")).to_have_count(2)
    checked(page)
    picture(page, "campaigns")
    bars = page.locator("svg .bar rect")
    first, second = bars.nth(0).bounding_box(), bars.nth(1).bounding_box()
    assert first and second
    assert first["x"] < second["x"]
    page.goto("/campaigns?plan=16/KH-BQL&running=1/9/2023")
    expect(page.locator("svg .bar")).to_have_count(1)
    page.locator("svg .bar").click()
    expect(page.locator("h1")).to_contain_text("BQL-VP")
    page.goto("/campaigns?plan=16/KH-BQL&limit=1")
    newest = page.locator("tbody tr td").first.inner_text()
    page.get_by_role("link", name="Trang sau").click()
    expect(page.locator("tbody tr td").first).not_to_have_text(newest)
    expect(page.get_by_role("link", name="Trang sau")).to_have_count(0)
    page.goto("/campaigns?plan=1/XX")
    expect(page.locator("main")).to_contain_text("Không có phong trào")


def test_the_graph_is_opened_piece_by_piece(visit: Visit) -> None:
    page = visit.page
    page.goto("/?references=16/KH-BQL&type=Báo cáo")
    page.locator(".hit").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/documents/"))
    page.goto(page.url + "/graph?depth=1")
    before = page.locator("svg .node").count()
    page.get_by_role("link", name="Mở rộng Công văn").first.click()
    expect(page).to_have_url(re.compile("open="))
    ready(page)
    checked(page)
    assert page.locator("svg .node").count() >= before
    table = page.locator("tbody tr")
    assert table.count() == page.locator("svg .arrow").count()
